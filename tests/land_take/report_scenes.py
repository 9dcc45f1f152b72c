"""Results of the other algorithms made by hand, with the fields that they promise, for the tests of the report."""

from __future__ import annotations

import json

from cityorchestra.tests.algorithm_support import make_layer
from cityorchestra.tests.land_take.scenes import rectangle

REALS = (
    "surf_m2", "couv_pct", "stock_m2", "stock_pct", "stock1_m2", "flux_art", "flux_desart", "flux_net", "tx_net_an",
    "flux_brut_net", "imper_m2", "imper_pct", "imper_art", "imper_des", "imper_net", "inconnu_m2", "bruit_m2",
    "saut_m2", "duree_an", "sigma_net",
)  # fmt: skip
TEXTS = ("compo_cs", "compo_us", "flux_cs", "flux_us")
INDICATOR_FIELDS = [("nom", "text"), *((name, "real") for name in REALS), ("signif", "integer"), ("qualite", "text")]
INDICATOR_FIELDS += [(name, "text") for name in TEXTS]


def indicators(name, shape, taken, given, sigma=1_000.0, years=3.0, surface=None, stock=300_000.0, **changes):
    """Return a row of “Indicators per zone”; None in place of a number is not known."""
    surface = shape.area if surface is None else surface
    net = None if taken is None else taken - given
    row = {
        "nom": name, "surf_m2": surface, "couv_pct": 100.0, "stock_m2": stock,
        "stock_pct": None if stock is None else 100.0 * stock / surface, "stock1_m2": 290_000.0, "flux_art": taken,
        "flux_desart": given, "flux_net": net, "tx_net_an": None if net is None else 100.0 * net / surface / years,
        "flux_brut_net": net, "imper_m2": 100_000.0, "imper_pct": 100.0 * 100_000.0 / surface, "imper_art": 4_000.0,
        "imper_des": 1_000.0, "imper_net": 3_000.0, "inconnu_m2": 500.0, "bruit_m2": 200.0, "saut_m2": 2_500.0,
        "duree_an": years, "sigma_net": sigma,
        "signif": None if net is None or sigma is None else int(abs(net) > 1.96 * sigma), "qualite": "",
        "compo_cs": json.dumps({"1.1.1.1": 60_000.0, "1.1.1.2": 40_000.0, "2.2.1": 700_000.0, "2.1.1.1": 200_000.0}),
        "compo_us": json.dumps({"1.1": 600_000.0, "5": 300_000.0, "4.1.1": 100_000.0}),
        "flux_cs": json.dumps({"art": {"1.1.1.1": 6_000.0, "1.1.1.2": 4_000.0}, "desart": {"2.2.1": 2_000.0}}),
        "flux_us": json.dumps({"art": {"5": 10_000.0}, "desart": {"6.3": 2_000.0}}),
        **changes,
    }  # fmt: skip
    return (shape, *(row[field] for field, _ in INDICATOR_FIELDS))


ZONE_ROWS = (
    ("Acigné", rectangle(0, 0, 1000, 1000), 12_000.0, 2_000.0),
    ("Amanlis", rectangle(1000, 0, 2000, 1000), 3_000.0, 5_000.0),
)


def zones_layer(*rows, crs="EPSG:2154", fields=INDICATOR_FIELDS):
    """Return a layer of indicators: of the two zones of the scenes, or of rows of :func:`indicators`."""
    rows = rows or [indicators(*row) for row in ZONE_ROWS]
    return make_layer("Polygon", rows, fields, crs=crs, name="indicateurs")


SCORE_FIELDS = [("nom", "text"), ("surf_m2", "real")]
SCORE_FIELDS += [(name, "real") for name in ("s_art", "s_perm", "s_bio", "s_c", "e", "v", "f", "z", "z_p5", "z_p95")]
SCORE_FIELDS += [
    ("classe", "text"),
    ("n_comp", "integer"),
    ("n_parts", "integer"),
    ("qualite", "text"),
    ("parts", "text"),
]


def score_layer():
    """Return a layer of scores."""
    rows = [
        (ZONE_ROWS[0][1], "Acigné", 1e6, 0.7, 0.6, 0.5, 0.8, 65.0, 40.0, None, 55.0, 50.5, 60.5, "C", 2, 4, "", "{}"),
        (ZONE_ROWS[1][1], "Amanlis", 1e6, 0.8, 0.7, 0.6, 0.9, 75.0, 60.0, None, 69.0, 66.0, 72.0, "B", 2, 4, "", "{}"),
    ]
    return make_layer("Polygon", rows, SCORE_FIELDS, name="score")


CHANGE_FIELDS = [
    ("flux", "integer"), ("classe", "text"), ("saut_seuil", "integer"), ("aire_m2", "real"), ("date1", "text"),
    ("date2", "text"),
]  # fmt: skip


def change_layer():
    """Return a layer of change: taken, given back, below thresholds, noise, unknown."""
    dates = ("2017-01-01", "2020-01-01")
    rows = [
        (rectangle(100, 100, 200, 200), 1, "changement", 0, 10_000.0, *dates),
        (rectangle(300, 100, 320, 200), 1, "changement", 1, 2_000.0, *dates),
        (rectangle(1100, 100, 1200, 150), -1, "changement", 0, 5_000.0, *dates),
        (rectangle(1500, 500, 1520, 520), 0, "flux_sous_seuil", 0, 400.0, *dates),
        (rectangle(500, 500, 501, 700), 0, "bruit_geometrique", 0, 200.0, *dates),
        (rectangle(700, 700, 800, 800), None, "stable", 0, 10_000.0, *dates),
    ]
    return make_layer("Polygon", rows, CHANGE_FIELDS, name="evolution")
