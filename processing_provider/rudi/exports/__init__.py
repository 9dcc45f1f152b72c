"""Records written in the formats of other catalogues."""
