"""Processing algorithms of the room, one per file."""
