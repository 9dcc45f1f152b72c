"""What measurements are worth: tests of one sensor, tests of a network, drift, and shorter series."""
