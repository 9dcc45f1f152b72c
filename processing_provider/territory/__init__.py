"""Territory: the standard layers every other room reads."""
