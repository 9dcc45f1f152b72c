"""Codecs: what the bytes of a device mean, declared in YAML and never run as code."""
