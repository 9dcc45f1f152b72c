"""Sharing data through RUDI: records, catalogue, nodes and portals."""
