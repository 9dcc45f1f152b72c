"""Values that a user names by hand, separated by commas, found among those that a catalogue has.

Labels may hold commas themselves (“Culture, Sports, Loisirs”), so the longest run of pieces that is known is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from .filters import Category
from .formats import format_label, formats, mime_of
from .licences import code_of_label, label_of, licences
from .search_text import folded
from .themes import theme_code, themes

LIKENESS = 0.5  # least ratio of common letters of a name that is proposed
MAX_PIECES = 12  # of one label


@dataclass(frozen=True)
class UnknownName:
    """A name that a catalogue does not have, and the nearest one that it has (empty when none is near)."""

    name: str
    nearest: str = ""


@dataclass(frozen=True)
class NamedValues:
    """What a list of names stands for.

    Attributes
    ----------
    values : tuple of str
        Values of the catalogue, each once, in the order in which they were named.
    unknown : tuple of UnknownName
        The names that stand for none.
    """

    values: tuple[str, ...] = ()
    unknown: tuple[UnknownName, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """The values to filter by: an unknown name is kept, so that a filter by it alone finds nothing."""
        return self.values + tuple(item.name for item in self.unknown)


def named_values(text: str, known: Mapping[str, str]) -> NamedValues:
    """Return the values that a text names.

    Parameters
    ----------
    text : str
        Names separated by commas, semicolons or lines.
    known : dict of str to str
        Values by name; see :func:`names_of`.
    """
    by_name = {_plain(name): value for name, value in known.items()}
    values: list[str] = []
    unknown: list[UnknownName] = []
    for part in text.replace("\n", ";").split(";"):
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        start = 0
        while start < len(pieces):
            end = _longest(pieces, start, by_name)
            if end > start:
                values.append(by_name[_plain(",".join(pieces[start:end]))])
                start = end
            else:
                unknown.append(UnknownName(pieces[start], _nearest(pieces[start], known, by_name)))
                start += 1
    return NamedValues(tuple(dict.fromkeys(values)), tuple(dict.fromkeys(unknown)))


def _plain(name: str) -> str:
    return ",".join(" ".join(folded(piece).split()) for piece in name.split(","))


def _longest(pieces: list[str], start: int, by_name: Mapping[str, str]) -> int:
    for end in range(min(len(pieces), start + MAX_PIECES), start, -1):
        if _plain(",".join(pieces[start:end])) in by_name:
            return end
    return start


def _nearest(name: str, known: Mapping[str, str], by_name: Mapping[str, str]) -> str:
    near = get_close_matches(_plain(name), by_name, n=1, cutoff=LIKENESS)
    if not near:
        near = [plain for plain in by_name if _plain(name) and _plain(name) in plain][:1]
    return next((shown for shown in known if near and _plain(shown) == near[0]), "")


def names_of(facet: str, category: Category) -> dict[str, str]:
    """Return the names by which the values of a facet may be called: themselves, and their labels in both languages.

    Parameters
    ----------
    facet : str
        Name of the facet.
    category : Category
        Its values in a catalogue.
    """
    names = {value: value for value in category.values}
    if facet == "theme":
        for code, theme in themes().items():
            names.update({code: code, theme.label_fr: code, theme.label_en: code})
    elif facet == "licence":
        for code in (*licences(), *category.values):
            for label in (label_of(code, "fr"), label_of(code, "en")):
                names.setdefault(label.split("\n")[0], code)
            names.setdefault(code, code)
    elif facet == "format":
        for item in formats().values():
            names.setdefault(item.label, item.label)
    return names


def named_in(facet: str, text: str, category: Category) -> NamedValues:
    """Return the values of a facet that a text names; formats by extension or media type, licences by short names too.

    Parameters
    ----------
    facet : str
        Name of the facet.
    text : str
        Names separated by commas.
    category : Category
        The values that the catalogue has.
    """
    found = named_values(text, names_of(facet, category))
    other = {"format": _format, "licence": code_of_label, "theme": theme_code}.get(facet)
    if other is None or not found.unknown:
        return found
    values, unknown = list(found.values), []
    for item in found.unknown:
        value = other(item.name)
        if value:
            values.append(value)
        else:
            unknown.append(item)
    return NamedValues(tuple(dict.fromkeys(values)), tuple(unknown))


def _format(name: str) -> str:
    mime = mime_of(name)
    return format_label(mime) if mime else ""
