"""Catalogues beside RUDI, behind the same few calls: search, get, media."""
