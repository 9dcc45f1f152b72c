"""Style sheets: one module per subject, each with a function ``write``."""
