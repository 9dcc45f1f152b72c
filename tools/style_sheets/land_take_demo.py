"""Styles of the land covers of the demo town, in the nomenclature of OCS GE, and of the changes between them."""

from __future__ import annotations

import csv

from .land_take_state import rules
from .parts import FOLDER, both, categorised, fill

COVERS = FOLDER.parent / "tables" / "land_take_cover.csv"
TIP = '<b>[% "kind" %]</b>, [% round("area_m2") %] m²<br/>CS [% "cs1" %] US [% "us1" %] → CS [% "cs2" %] US [% "us2" %]'


def write() -> None:
    """Write them."""
    with COVERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    categorised(
        "demo_ocsge",
        "MultiPolygon",
        "code_cs",
        [
            (
                f"CS{row['code']}",
                fill(row["colour"], "#6b6b6b", 0.05),
                both(f"CS{row['code']} {row['name_en']}", f"CS{row['code']} {row['name_fr']}"),
            )
            for row in rows
        ],
    )
    rules(
        "demo_land_cover_changes",
        "&field=flux_brut:integer&field=kind:string&field=cs1:string&field=us1:string&field=cs2:string&field=us2:string"
        "&field=area_m2:double",
        (
            ('"flux_brut" = 1', fill("#b2182b", "#7f0f1d"), both("Becomes artificial", "Devient artificialisé")),
            ('"flux_brut" = -1', fill("#1b7837", "#0d4d1f"), both("Given back", "Désartificialisé")),
            (
                '"flux_brut" = 0',
                fill("#c9d7e8", "#8fa5c0"),
                both("Other change of cover or use", "Autre évolution de couverture ou d’usage"),
            ),
        ),
        dict.fromkeys(("en", "fr"), TIP),
    )
