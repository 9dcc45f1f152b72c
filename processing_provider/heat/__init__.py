"""Heat: sun, shade and, later, comfort and heat islands."""
