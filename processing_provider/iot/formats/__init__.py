"""Formats of networks: one module each, and the registry that chooses among them."""

from .registry import FORMATS, Parser, parse

__all__ = ["FORMATS", "Parser", "parse"]
