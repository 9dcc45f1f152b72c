"""Style of a normalised land cover: the colours of OCS GE."""

from __future__ import annotations

import csv
from pathlib import Path

from .land_take_state import rules
from .parts import both, fill

TREES = "2.1.1"  # branch of OCS GE for trees of a kind that is not told, with its own colour
TREES_COLOUR = "#80be00"
TABLE = Path(__file__).resolve().parents[2] / "resources" / "tables" / "land_take_cover.csv"


def write() -> None:
    """Write it."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        covers = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    items = [
        (
            f"\"cs\" = '{row['code']}'",
            fill(row["colour"], row["colour"]),
            both(f"{row['code']} {row['name_en']}", f"{row['code']} {row['name_fr']}"),
        )
        for row in covers
    ]
    items.append(
        (
            f"\"cs\" = '{TREES}'",
            fill(TREES_COLOUR, TREES_COLOUR),
            both(f"{TREES} Trees, kind not told", f"{TREES} Formations arborées, non précisées"),
        )
    )
    listed = ", ".join(f"'{code}'" for code in (*(row["code"] for row in covers), TREES))
    items.append(
        (
            f'"cs" IS NOT NULL AND "cs" NOT IN ({listed})',
            fill("#b0a8b9"),
            both("Branch, not told apart", "Branche, non précisée"),
        )
    )
    items.append(('"cs" IS NULL', fill("#ffffff", "#bdbdbd"), both("Unknown", "Inconnu")))
    rules("landtake_normalised", "&field=cs:string", items)
