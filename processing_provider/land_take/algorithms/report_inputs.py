"""Layers of results as the dictionaries that the local report is made of; the fields are those of the algorithms."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, Optional

import numpy as np

from ...errors import InputError
from ...layers import FeatureTable
from .enaf_rows import rows_of_layer

NAMES = (
    "nom",
    "name",
    "libelle",
    "nom_com",
    "libgeo",
    "idcomtxt",
    "nom_iris",
    "groupe",
    "code",
    "insee",
    "idcom",
    "id",
)
SUMMED = (
    "surf_m2", "stock_m2", "stock1_m2", "flux_art", "flux_desart", "flux_net", "flux_brut_net", "imper_m2", "imper_art",
    "imper_des", "imper_net", "inconnu_m2", "bruit_m2", "saut_m2",
)  # fmt: skip
NUMBERS = (*SUMMED, "couv_pct", "stock_pct", "tx_net_an", "imper_pct", "duree_an", "sigma_net", "signif")
COMPOSITIONS = ("compo_cs", "compo_us", "flux_cs", "flux_us")
NEEDED = ("surf_m2", "stock_m2")
NORMAL_95 = 1.96
# What the two directions of a change may be called in the JSON of flux_cs and flux_us.
DIRECTIONS = {"art": "art", "flux_art": "art", "artif": "art", "1": "art", "+1": "art", "des": "desart",
              "desart": "desart", "flux_desart": "desart", "desartif": "desart", "-1": "desart"}  # fmt: skip


def zone_values(table: FeatureTable, name_field: str = "") -> dict[str, Any]:
    """Return what the indicators of zones say.

    Parameters
    ----------
    table : FeatureTable
        Output of “Indicators per zone”.
    name_field : str
        Field of the names of zones; a usual one when empty.

    Returns
    -------
    dict
        ``rows`` (a dictionary per zone), ``total``, ``missing`` (zones in which a field is not known), ``composition``.

    Raises
    ------
    InputError
        When the layer is no layer of indicators, or has no row.
    """
    fields = {item.name() for item in table.fields}
    if not set(NEEDED) <= fields:
        raise InputError(
            "The zones have no indicators ({fields}); run “Indicators per zone” first.", fields=", ".join(NEEDED)
        )
    if not len(table):
        raise InputError("The zones have no row; choose another layer.")
    columns = table.object_columns()
    names = zone_names(table, name_field)
    rows = []
    for place in range(len(table)):
        row: dict[str, Any] = {
            "name": names[place],
            "qualite": columns["qualite"][place] if "qualite" in columns else None,
        }
        row.update({name: plain_number(columns[name][place]) if name in columns else None for name in NUMBERS})
        row.update({name: _composition(columns[name][place]) if name in columns else {} for name in COMPOSITIONS})
        rows.append(row)
    total, missing = total_of_zones(rows)
    return {"rows": rows, "total": total, "missing": missing, "composition": _compositions(rows)}


def zone_names(table: FeatureTable, name_field: str = "") -> list[str]:
    """Return the names of features: a field, a usual one, or the number of QGIS."""
    from ..sources import field_called

    name = name_field or field_called([item.name() for item in table.fields], NAMES)
    if not name:
        return [str(number) for number in table.feature_ids]
    column = table.column(name)
    return [
        str(number) if gone else str(value)
        for value, gone, number in zip(column.values, column.null, table.feature_ids)
    ]


def total_of_zones(rows: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the sum of zones that do not overlap, and in how many each figure is not known.

    Sums are those of the zones that are known; None where none is. Rates add up what each zone does in a year of its
    own period. The deviation takes the zones as independent.
    """
    total: dict[str, Any] = {}
    missing = {}
    for name in SUMMED:
        values = [row[name] for row in rows if row.get(name) is not None]
        total[name] = math.fsum(values) if values else None
        missing[name] = len(rows) - len(values)
    surface = total["surf_m2"] or None
    total["stock_pct"] = _share(rows, "stock_m2")
    total["imper_pct"] = _share(rows, "imper_m2")
    dated = [row for row in rows if row["flux_net"] is not None and row["duree_an"] and row["surf_m2"]]
    yearly = math.fsum(row["flux_net"] / row["duree_an"] for row in dated)
    total["tx_net_an"] = 100.0 * yearly / math.fsum(row["surf_m2"] for row in dated) if dated else None
    known = [row["couv_pct"] * row["surf_m2"] for row in rows if row["couv_pct"] is not None and row["surf_m2"]]
    total["couv_pct"] = math.fsum(known) / surface if known and surface and len(known) == len(rows) else None
    deviations = [row["sigma_net"] for row in rows if row["sigma_net"] is not None]
    total["sigma_net"] = math.sqrt(math.fsum(one**2 for one in deviations)) if len(deviations) == len(rows) else None
    lengths = {row["duree_an"] for row in rows if row["duree_an"] is not None}
    total["duree_an"] = lengths.pop() if len(lengths) == 1 else None
    total["signif"] = None
    if total["sigma_net"] is not None and total["flux_net"] is not None:
        total["signif"] = int(abs(total["flux_net"]) > NORMAL_95 * total["sigma_net"])
    return total, missing


def _share(rows, name: str) -> Optional[float]:
    known = [row for row in rows if row.get(name) is not None and row["surf_m2"]]
    whole = math.fsum(row["surf_m2"] for row in known)
    return 100.0 * math.fsum(row[name] for row in known) / whole if whole else None


def _composition(text: Any) -> dict[str, Any]:
    """Return a composition written as JSON: area by code, or by direction then code; empty where it cannot be read."""
    try:
        found = json.loads(text) if isinstance(text, str) else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _compositions(rows) -> dict[str, dict[str, Any]]:
    sums: dict[str, dict[str, Any]] = {"compo_cs": {}, "compo_us": {}, "flux_cs": {}, "flux_us": {}}
    for row in rows:
        for name in ("compo_cs", "compo_us"):
            _add(sums[name], row[name])
        for name in ("flux_cs", "flux_us"):
            for direction, areas in row[name].items():
                if isinstance(areas, dict) and direction in DIRECTIONS:
                    _add(sums[name].setdefault(DIRECTIONS[direction], {}), areas)
    return sums


def _add(sums: dict[str, float], areas: dict[str, Any]) -> None:
    for code, area in areas.items():
        if isinstance(area, (int, float)):
            sums[str(code)] = sums.get(str(code), 0.0) + float(area)


def score_values(table: FeatureTable, name_field: str = "") -> dict[str, Any]:
    """Return what the score says of zones: ``rows``, and ``state``, that of all zones by area, or None.

    Raises
    ------
    InputError
        When the layer is no layer of scores.
    """
    columns = table.object_columns()
    if not {"z", "e", "classe"} <= set(columns):
        raise InputError("The layer of scores must be the output of “ZAN score”; run it first.")
    names = zone_names(table, name_field)
    numbers = ("s_art", "s_perm", "s_bio", "s_c", "e", "v", "f", "n_comp", "n_parts", "surf_m2")
    rows = []
    for place in range(len(table)):
        row: dict[str, Any] = {
            name: plain_number(columns[name][place]) if name in columns else None for name in numbers
        }
        row.update(name=names[place], score=plain_number(columns["z"][place]), grade=columns["classe"][place] or "")
        row.update(low=_optional(columns, "z_p5", place), high=_optional(columns, "z_p95", place))
        row["qualite"] = columns["qualite"][place] if "qualite" in columns else None
        rows.append(row)
    weighed = [row for row in rows if row["e"] is not None and row["surf_m2"]]
    whole = math.fsum(row["surf_m2"] for row in weighed)
    state = math.fsum(row["e"] * row["surf_m2"] for row in weighed) / whole if whole else None
    return {"rows": rows, "state": state}


def _optional(columns, name: str, place: int) -> Optional[float]:
    return plain_number(columns[name][place]) if name in columns else None


FRICHE_AREAS = ("friche_m2", "sans_m2", "avec_m2", "reconv_m2", "potent_m2", "inconnu_m2", "utile_m2")
FRICHE_COUNTS = ("n_friches", "n_sans_surf", "n_inconnu")


def friche_values(table: FeatureTable, name_field: str = "") -> dict[str, Any]:
    """Return what the brownfield stock says of zones: ``rows``.

    Raises
    ------
    InputError
        When the layer is none of that kind.
    """
    columns = table.object_columns()
    if not {"gisement", "sans_m2", "utile_m2"} <= set(columns):
        raise InputError("The layer of brownfields must be the output of “Brownfield stock”; run it first.")
    names = zone_names(table, name_field)
    rows = []
    for place in range(len(table)):
        wanted = (*FRICHE_AREAS, *FRICHE_COUNTS, "utile_pct", "gis_sur")
        row: dict[str, Any] = {name: _optional(columns, name, place) for name in wanted}
        row.update(name=names[place], gisement=columns["gisement"][place] or "")
        rows.append(row)
    return {"rows": rows}


def change_values(table: FeatureTable) -> dict[str, Any]:
    """Return what the change says as a whole: areas by class, jumps over a threshold, and its dates.

    Raises
    ------
    InputError
        When the layer is no layer of change.
    """
    columns = table.object_columns()
    if not {"flux", "classe", "aire_m2"} <= set(columns):
        raise InputError("The layer of change must be the output of “Change between two dates”; run it first.")
    area = np.array([plain_number(value) or 0.0 for value in columns["aire_m2"]], dtype=float)
    classes: dict[str, float] = {}
    for word, value in zip(columns["classe"], area.tolist()):
        classes[str(word or "")] = classes.get(str(word or ""), 0.0) + value
    jumps = [value == 1 for value in columns["saut_seuil"]] if "saut_seuil" in columns else [False] * len(table)
    unknown = np.array([value is None for value in columns["flux"]], dtype=bool)
    return {
        "classes": classes,
        "jump_m2": float(area[np.array(jumps, dtype=bool)].sum()),
        "unknown_m2": float(area[unknown].sum()),
        "pieces": len(table),
        "dates": [_first(columns.get(name, ())) for name in ("date1", "date2")],
    }


def change_classes(table: FeatureTable) -> np.ndarray:
    """Return the place of each piece in the legend of the map of change: taken, given back, below thresholds, unknown.

    Stable land and noise are -1: not painted.
    """
    columns = table.object_columns()
    places = np.full(len(table), -1, dtype=np.int64)
    for place, (flux, word) in enumerate(zip(columns["flux"], columns["classe"])):
        if flux is None:
            places[place] = 3
        elif flux != 0:
            places[place] = 0 if flux > 0 else 1
        elif word == "flux_sous_seuil":
            places[place] = 2
    return places


def enaf_values(table: FeatureTable) -> dict[str, Any]:
    """Return what the ENAF trajectory says: ``rows`` and ``rules``."""
    rows, rules = rows_of_layer(table)
    return {"rows": rows, "rules": rules}


def _first(values: Iterable[Any]) -> str:
    return next((str(value) for value in values if value), "")


def plain_number(value: Any) -> Optional[float]:
    """Return a value as a number, None where it is none."""
    if value is None or isinstance(value, (str, bytes)):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def dates_in(record: Any) -> list[str]:
    """Return the two dates that a provenance names (DATE1, DATE2), nearest step first; empty texts where none."""
    waiting = [record]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, dict):
            continue
        parameters = one.get("parameters") or {}
        if parameters.get("DATE1") and parameters.get("DATE2"):
            return [str(parameters["DATE1"]), str(parameters["DATE2"])]
        waiting += [item.get("provenance") for item in one.get("inputs") or [] if isinstance(item, dict)]
    return ["", ""]
