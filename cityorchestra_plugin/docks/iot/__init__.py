"""The panel of live equipment."""
