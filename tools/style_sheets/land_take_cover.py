"""Style of a normalised land cover: the colours of OCS GE."""

from __future__ import annotations

import csv
from pathlib import Path

from .land_take_state import rules
from .parts import both, fill

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
    listed = ", ".join(f"'{row['code']}'" for row in covers)
    items.append(
        (
            f'"cs" IS NOT NULL AND "cs" NOT IN ({listed})',
            fill("#b0a8b9"),
            both("Branch, not told apart", "Branche, non précisée"),
        )
    )
    items.append(('"cs" IS NULL', fill("#ffffff", "#bdbdbd"), both("Unknown", "Inconnu")))
    rules("landtake_normalised", "&field=cs:string", items)
