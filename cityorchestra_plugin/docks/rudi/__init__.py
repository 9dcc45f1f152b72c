"""The RUDI panel: search, look, add to the map, download, publish."""
