"""Processing algorithms of land take."""
