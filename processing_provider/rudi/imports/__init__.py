"""Records of other catalogues, read as records of RUDI."""
