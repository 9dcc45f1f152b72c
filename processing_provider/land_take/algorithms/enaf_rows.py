"""Territories on the path of ENAF as dictionaries: from a computation, or from the layer that one has written."""

from __future__ import annotations

import json
from typing import Any, Optional

import numpy as np

from ...errors import InputError
from ...layers import FeatureTable

# Field of the layer by name of a figure.
FIELDS = {
    "reference_m2": "ref_m2", "allowance_m2": "budget_m2", "consumed_m2": "conso_m2", "used_percent": "use_pct",
    "projected_m2": "proj2030_m2", "projected_low_m2": "proj_p5_m2", "projected_high_m2": "proj_p95_m2",
    "exhausted_in": "an_epuis", "pace_m2": "pace_m2",
}  # fmt: skip
GOOD = "ok"
NAMES = ("groupe", "idcomtxt", "nom_com", "libgeo", "nom", "name", "idcom")


def rules_dictionary(rules, preset: str) -> dict[str, Any]:
    """Return rules as plain values."""
    return {
        "preset": preset,
        "law": bool(rules.law),
        "reference": [rules.first_reference, rules.last_reference],
        "period": [rules.first_year, rules.last_year],
        "reduction": rules.reduction,
        "floor_m2": rules.floor_m2,
    }


def series_texts(found) -> list[str]:
    """Return the consumption of each territory by year as JSON: total, and by post where it is known."""
    from ..enaf_fields import POSTS

    texts = []
    for total, posts in zip(found.consumption.total, found.consumption.posts):
        years = found.consumption.years
        kept = {"total": _by_year(years, total)}
        if not np.isnan(posts).any():
            kept.update({post: _by_year(years, posts[:, place]) for place, post in enumerate(POSTS)})
        texts.append(json.dumps(kept))
    return texts


def _by_year(years, values) -> dict[str, float]:
    return {str(year): round(float(value), 2) for year, value in zip(years, values) if not np.isnan(value)}


def rows_of_territories(found, names: list[str], surfaces: np.ndarray) -> list[dict[str, Any]]:
    """Return the dictionaries of a computation."""
    from ..enaf_fields import POSTS

    rows = []
    for place, (name, text) in enumerate(zip(names, series_texts(found))):
        row: dict[str, Any] = {key: _plain(values[place]) for key, values in found.figures.items()}
        posts = {post: _plain(found.posts_m2[place, number]) for number, post in enumerate(POSTS)}
        row.update(
            name=name,
            communes=int(found.communes[place]),
            surface_m2=_plain(surfaces[place]),
            gap_m2=_plain(found.gap_m2[place]),
            reason=str(found.reason[place]),
            last_year=found.last_year,
            posts=None if None in posts.values() else posts,
            **_series(text),
        )
        rows.append(row)
    return rows


def rows_of_layer(table: FeatureTable) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the dictionaries of a layer that “ENAF trajectory” has written, and its rules.

    Raises
    ------
    InputError
        When the layer is none of that kind.
    """
    from ..enaf_fields import POSTS
    from ..sources import field_called

    fields = [item.name() for item in table.fields]
    if not {"conso_m2", "budget_m2", "serie", "regles", "etat"} <= set(fields):
        raise InputError("The layer of ENAF must be the output of “ENAF trajectory”; run it first.")
    columns = table.object_columns()
    name_field = field_called(fields, NAMES)
    rows, rules = [], None
    for place in range(len(table)):
        row = {key: _number(columns[field][place]) for key, field in FIELDS.items() if field in columns}
        posts = {post: _number(columns[f"{post}_m2"][place]) if f"{post}_m2" in columns else None for post in POSTS}
        reason = columns["etat"][place]
        row.update(
            name=str(columns[name_field][place]) if name_field else str(table.feature_ids[place]),
            communes=_number(columns["n_com"][place]) if "n_com" in columns else 1,
            surface_m2=_number(columns["surf_m2"][place]) if "surf_m2" in columns else None,
            gap_m2=_number(columns["ecart_m2"][place]) if "ecart_m2" in columns else None,
            reason="" if reason == GOOD else str(reason or "annees_manquantes"),
            posts=None if None in posts.values() else posts,
        )
        try:
            row.update(_series(columns["serie"][place] or "{}"))
            rules = rules or json.loads(columns["regles"][place])
        except (TypeError, ValueError) as error:
            raise InputError(
                "The fields serie and regles of the layer of ENAF cannot be read; run “ENAF trajectory” again."
            ) from error
        row["last_year"] = rules["last_year"]
        rows.append(row)
    if rules is None:
        raise InputError("The layer of ENAF has no row; choose another one.")
    return rows, rules


def _series(text: str) -> dict[str, Any]:
    kept = json.loads(text)
    series = {
        name: {int(year): float(value) for year, value in values.items()} for name, values in sorted(kept.items())
    }
    total = series.pop("total", {})
    return {"series": total, "series_posts": series or None}


def _plain(value: Any) -> Optional[float]:
    return None if np.isnan(value) else float(value)


def _number(value: Any) -> Optional[float]:
    if value is None or isinstance(value, str):
        return None
    return None if np.isnan(value) else float(value)
