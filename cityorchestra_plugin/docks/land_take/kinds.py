"""What a project may make of the ground, in words, with the codes that stand for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ....processing_provider.tables import TABLES, read_table
from ....processing_provider.translation import language

KINDS_TABLE = TABLES / "land_take_project_kinds.csv"
COVER_TABLE, USE_TABLE = TABLES / "land_take_cover.csv", TABLES / "land_take_use.csv"
OWN_FIELDS = "fields"  # the layer itself says what each of its polygons becomes


@dataclass(frozen=True)
class ProjectKind:
    """A kind of project.

    Attributes
    ----------
    key : str
    cover, use : str
        Codes of OCS GE.
    renaturation : bool
        Whether it gives soil back, for which evidence is asked.
    name, note : str
        In the user's language.
    """

    key: str
    cover: str
    use: str
    renaturation: bool
    name: str
    note: str


def _told(row: dict[str, str], name: str) -> str:
    return row[f"{name}_fr"] if language() == "fr" else row[f"{name}_en"]


def project_kinds(path: Path = KINDS_TABLE) -> list[ProjectKind]:
    """Return the kinds of the table, in its order."""
    return [
        ProjectKind(
            row["kind"], row["cs"], row["us"], row["renaturation"] == "1", _told(row, "name"), _told(row, "note")
        )
        for row in read_table(path)
    ]


@lru_cache(maxsize=4)
def _names(path: Path, code_of_language: str) -> dict[str, str]:
    column = "name_fr" if code_of_language == "fr" else "name_en"
    return {row["code"]: row[column] for row in read_table(path)}


def cover_name(code: str) -> str:
    """Return what a cover is called in the user's language; the code where the table does not have it."""
    return _names(COVER_TABLE, language()).get(code, code)


def use_name(code: str) -> str:
    """Return what a use is called in the user's language; the code where the table does not have it."""
    return _names(USE_TABLE, language()).get(code, code)
