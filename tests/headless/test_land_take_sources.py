"""From real OpenStreetMap and BD TOPO to a map of scores by ``qgis_process``: Redon (ODbL) and commune 12174 (IGN)."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.styling import apply_style
from cityorchestra.tests.algorithm_support import colours_of, opened, rows_of
from shapely import box

CELL = 250.0  # side of the zones [m]
GRADES = {"#2166ac", "#67a9cf", "#e0c341", "#ef8a62", "#b2182b"}
PLACES = {
    "redon": ("redon/redon.gpkg", "osm", ("buildings", "areas", "ways", "waterways"), None),
    "12174": (
        "bdtopo/bdtopo_12174.gpkg",
        "bdtopo",
        (
            "batiment", "route_v2", "troncon_de_voie_ferree", "zone_de_vegetation", "surface_hydrographique",
            "zone_d_activite_ou_d_interet", "terrain_de_sport", "cimetiere", "reservoir", "equipement_de_transport",
        ),
        "commune",
    ),
}  # fmt: skip


def write(path, shapes):
    """Write polygons with a code, in Lambert-93."""
    features = [
        {"type": "Feature", "properties": {"code": f"c{n}"}, "geometry": json.loads(shapely.to_geojson(shape))}
        for n, shape in enumerate(shapes)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return path


@pytest.fixture(params=sorted(PLACES))
def scored(request, qgis_process, shared_data, tmp_path, record_property):
    """Run the whole chain; return where its results are, and what the first step told."""
    relative, source, layers, frame_layer = PLACES[request.param]
    data = shared_data(relative)
    if frame_layer is None:
        extent = opened(f"{data}|layername={layers[0]}").extent()
        west, south, east, north = extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
        frame = write(tmp_path / "frame.geojson", [box(west, south, east, north)])
    else:
        frame = f"{data}|layername={frame_layer}"
        west, south, east, north = rows_of(frame)[0]["geometry"].bounds
    steps = [int((high - low) / CELL) + 1 for low, high in ((west, east), (south, north))]
    cells = [
        box(west + x * CELL, south + y * CELL, west + (x + 1) * CELL, south + (y + 1) * CELL)
        for x in range(steps[0])
        for y in range(steps[1])
    ]
    zones = write(tmp_path / "zones.geojson", cells)

    def call(name, *given, **parameters):
        given = [*given, *(f"{key}={value}" for key, value in parameters.items())]
        return qgis_process("run", f"cityorchestra:{name}", "--", *given).results

    paths = {name: tmp_path / f"{name}.gpkg" for name in ("cover", "state", "indicators", "functions", "score")}
    begun = time.perf_counter()
    layers = [f"LAYERS={data}|layername={layer}" for layer in layers]
    told = call("landtake_normalise_ocsge", *layers, INPUT=frame, SOURCE=source, OUTPUT=paths["cover"])
    first = time.perf_counter() - begun
    call("landtake_artif_state", INPUT=paths["cover"], ALLOW_UNKNOWN="true", OUTPUT=paths["state"])
    call("landtake_indicators", INPUT=paths["state"], ZONES=zones, OUTPUT=paths["indicators"])
    call("landtake_functional", STATE=paths["state"], ZONES=zones, OUTPUT=paths["functions"])
    call("landtake_zan_score", INDICATORS=paths["indicators"], FUNCTIONAL=paths["functions"], OUTPUT=paths["score"])
    whole = time.perf_counter() - begun
    print(
        f"\n{request.param}: {int(float(told['FACES']))} surfaces, {float(told['TOTAL_M2']) / 1e4:.1f} ha, "
        f"unknown {float(told['UNKNOWN_PCT']):.1f} %; painted in {first:.1f} s, scored in {whole:.1f} s, five calls"
    )
    return paths, told, frame


def test_a_map_of_scores_from_real_layers(scored):
    paths, told, frame = scored
    cover = rows_of(str(paths["cover"]))
    area = shapely.area([row["geometry"] for row in cover]).sum()
    assert area == pytest.approx(sum(row["geometry"].area for row in rows_of(str(frame))), rel=1e-6)
    shapes = np.array([row["geometry"] for row in cover], dtype=object)
    assert shapely.is_valid(shapes).all()
    pairs = overlay_areas(shapes, shapes)
    assert pairs.area_m2[pairs.first_index != pairs.second_index].sum() == pytest.approx(0.0, abs=1e-3)
    assert len(cover) == float(told["FACES"]) > 500
    assert {row["cs"] for row in cover} >= {None, "1.1.1.1", "1.1.1.2"}
    unknown = sum(row["geometry"].area for row in cover if row["artif_brut"] is None)
    assert float(told["UNKNOWN_PCT"]) == pytest.approx(100 * unknown / area, abs=0.05)
    assert 5.0 < float(told["UNKNOWN_PCT"]) < 90.0  # these maps leave much ground untold, and it is said
    score = rows_of(str(paths["score"]))
    with_score = [row for row in score if row["z"] is not None]
    assert len(with_score) > 0.4 * len(score)
    assert all(row["z_p5"] - 1e-6 <= row["z"] <= row["z_p95"] + 1e-6 for row in with_score)
    assert all((row["z"] is None) == (row["classe"] is None) for row in score)
    layer = opened(str(paths["score"]))
    assert apply_style(layer, "landtake_zan_score.qml") == ""
    assert len(colours_of(layer) & GRADES) >= 3
