"""The demo town: its true changes, painted over the first date, are the second date."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import make_layer, rows_of
from cityorchestra.tests.qgis_support import run_algorithm

pytestmark = pytest.mark.usefixtures("provider")
PAIRS = {
    "FLUX_ART_M2": "flux_art", "FLUX_DESART_M2": "flux_desart", "BRUT_ART_M2": "flux_brut_art",
    "BRUT_DESART_M2": "flux_brut_desart", "SOUS_SEUIL_M2": "sous_seuil_m2", "SAUT_M2": "saut_seuil",
}  # fmt: skip


@pytest.fixture(scope="module")
def town(provider, tmp_path_factory):
    """The states of a demo town at both dates, and its true changes."""
    folder = tmp_path_factory.mktemp("town")
    rasters = {f"OUTPUT_{name}": str(folder / f"{name}.tif") for name in ("DTM", "DSM", "CANOPY")}
    parameters = {"SEED": 11, "SIZE": 900, "CELL_SIZE": 10, "OUTPUT": str(folder / "town.gpkg"), **rasters}
    layers = run_algorithm("territory_demo", parameters).results
    states = []
    for year in (2017, 2020):
        output = str(folder / f"state_{year}.gpkg")
        run_algorithm("landtake_artif_state", {"INPUT": layers[f"OCSGE_{year}"], "OUTPUT": output})
        states.append(output)
    return *states, rows_of(layers["LAND_COVER_CHANGES"])


def test_the_changes_painted_over_2017_are_2020(town, tmp_path):
    before, after, changes = town
    projects = make_layer(
        "MultiPolygon",
        [(row["geometry"], row["id"], row["cs2"], row["us2"], "survey of 2020") for row in changes],
        [("id", "text"), ("cs_new", "text"), ("us_new", "text"), ("preuve", "text")],
    )
    output = str(tmp_path / "scenario.gpkg")
    run = run_algorithm(
        "landtake_scenario",
        {"BASE": before, "PROJECTS": projects, "OUTPUT": output, "OUTPUT_DELTA": "TEMPORARY_OUTPUT"},
    )
    table = {(row["portee"], row["id"]): row for row in rows_of(run.results["OUTPUT_DELTA"])}
    dates = {"DATE1": "2017-01-01", "DATE2": "2020-01-01", "OUTPUT": "TEMPORARY_OUTPUT"}
    change = run_algorithm("landtake_change", {"T1": before, "T2": after, **dates}).results
    for name, column in PAIRS.items():
        assert change[name] == pytest.approx(table["base", "base"][column], abs=0.01), name
    sensitivity = run_algorithm("landtake_sensitivity", {"T1": before, "T2": after, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert sensitivity.results["E2"] == pytest.approx(run.results["E2"], abs=1e-6)
    assert len([key for key in table if key[0] == "projet"]) == len(changes) > 8
    sound = run_algorithm(
        "landtake_check_coverage", {"INPUT": output, "OVERLAPS": "TEMPORARY_OUTPUT", "GAPS": "TEMPORARY_OUTPUT"}
    ).results
    assert (sound["OVERLAP_COUNT"], sound["GAP_COUNT"], sound["INVALID_COUNT"]) == (0, 0, 0)


def test_sealed_ground_of_the_town_is_ranked(town):
    _, after, _ = town
    rows = [row for row in rows_of(after) if row["cs"] == "1.1.1.2" and not row["us"].startswith("4.1")]
    candidates = make_layer("MultiPolygon", [(row["geometry"], row["id"]) for row in rows], [("id", "text")])
    run = run_algorithm(
        "landtake_rank_renaturation",
        {"CANDIDATES": candidates, "BASE": after, "BUDGET": 5000, "OUTPUT": "TEMPORARY_OUTPUT"},
    )
    ranked = rows_of(run.results["OUTPUT"])
    assert [row["rank"] for row in ranked] == list(range(1, len(rows) + 1))
    ratios = [row["gain_ratio"] for row in ranked]
    assert ratios == sorted(ratios, reverse=True) or max(
        later - former for former, later in zip(ratios, ratios[1:])
    ) < 1e-9 * max(ratios)
    assert sum(row["part_budget"] * row["aire_m2"] for row in ranked) == pytest.approx(5000)
