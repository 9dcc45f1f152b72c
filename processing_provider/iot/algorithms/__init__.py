"""Processing algorithms of the equipment room."""
