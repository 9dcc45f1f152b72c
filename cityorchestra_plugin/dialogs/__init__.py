"""Windows and pages that are not panels."""
