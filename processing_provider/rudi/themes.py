"""Themes of the catalogue: codes, labels, and their counterparts in European and ISO lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..tables import TABLES, read_table
from .search_text import folded

EU_THEME = "http://publications.europa.eu/resource/authority/data-theme/"


@dataclass(frozen=True)
class Theme:
    """A theme, with the code of the European list and the topic category of ISO 19115."""

    code: str
    label_fr: str
    label_en: str
    eu_theme: str
    iso_topic: str

    def label(self, language: str = "fr") -> str:
        """Return the label in French, or in English for every other language."""
        return self.label_fr if language[:2] == "fr" else self.label_en


@lru_cache(maxsize=1)
def themes() -> dict[str, Theme]:
    """Return the default themes of a node by code, in the order of the table."""
    rows = read_table(TABLES / "rudi_themes.csv")
    return {row["code"]: Theme(**row) for row in rows}


@lru_cache(maxsize=1)
def _by_label() -> dict[str, str]:
    labels = {}
    for code, theme in themes().items():
        for label in (code, theme.label_fr, theme.label_en):
            labels.setdefault(folded(label), code)
    return labels


@lru_cache(maxsize=512)
def theme_code(name: str) -> str:
    """Return the code of a theme given by code or label, whatever the accents and capitals; empty if unknown."""
    return _by_label().get(folded(name.strip()), "")


def theme_label(code: str, language: str = "fr") -> str:
    """Return the label of a theme; the code itself when it is not a theme of the list."""
    known = themes().get(code)
    return known.label(language) if known else code


def theme_of_topic(topic: str) -> str:
    """Return the theme of an ISO topic category or of a European theme code, empty if none."""
    for theme in themes().values():
        if topic and topic in (theme.iso_topic, theme.eu_theme):
            return theme.code
    return ""
