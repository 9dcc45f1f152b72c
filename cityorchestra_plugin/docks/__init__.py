"""The panels, and the frame that they share."""
