"""Processing algorithms of the RUDI room, and its bridge to QGIS: network, accounts, connections, layers."""
