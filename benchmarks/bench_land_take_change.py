"""The whole change run, from two layers to a layer of pieces: ours beside QGIS's own intersection, in the same process.

python benchmarks/bench_land_take_change.py [--faces 150000] [--peer-faces 20000]

Two GeoPackages in, one GeoPackage out, so reading and writing count on both sides. Ours also applies flags, tells noise
from change and writes what became of each piece; `native:intersection` gives the pieces of the two layers only. The
second edition has 5 % of its faces relabelled and 5 % drawn anew, the others are the same to the bit; a third run takes
two independent coverages, the worst case. The peer needs minutes at full size, so by default both are also timed on
fewer faces.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import machine_line, measure, print_table
from bench_land_take_overlay import edited, polygons, voronoi

ROOT = Path(__file__).resolve().parent.parent
KINDS = (("1.1.1.1", "5"), ("1.1.1.2", "4.1.1"), ("2.2.1", "5"), ("2.2.1", "1.1"), ("2.2.1", "1.1"), ("2.1.1.1", "1.2"))
RELABELLED = 0.05
DATES = {"DATE1": "2017-01-01", "DATE2": "2020-01-01"}


def start():
    """Start QGIS without windows, with the suite's algorithms and QGIS's own."""
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path += [str(ROOT / "build" / "plugins"), "/usr/share/qgis/python/plugins"]
    from cityorchestra.processing_provider.provider import CityOrchestraProvider

    registry = QgsApplication.processingRegistry()
    providers = QgsNativeAlgorithms(registry), CityOrchestraProvider()
    for provider in providers:
        registry.addProvider(provider)
    return application, providers  # to be kept: QGIS does not


def save(path, faces, kinds):
    """Write a coverage."""
    import shapely
    from cityorchestra.processing_provider.compatibility import field
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransformContext,
        QgsFeature,
        QgsFields,
        QgsGeometry,
        QgsVectorFileWriter,
        QgsWkbTypes,
    )

    fields = QgsFields()
    for name, kind in (("id", "integer"), ("cs", "text"), ("us", "text")):
        fields.append(field(name, kind))
    options = QgsVectorFileWriter.SaveVectorOptions()
    writer = QgsVectorFileWriter.create(
        str(path), fields, QgsWkbTypes.Type.Polygon, QgsCoordinateReferenceSystem("EPSG:2154"),
        QgsCoordinateTransformContext(), options,
    )  # fmt: skip
    offset = np.array([340_000.0, 6_780_000.0])  # Rennes
    moved = shapely.transform(faces, lambda at: at + offset)
    for number, (wkb, kind) in enumerate(zip(shapely.to_wkb(moved), kinds)):
        feature = QgsFeature(fields)
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        feature.setGeometry(geometry)
        feature.setAttributes([number, *KINDS[kind]])
        writer.addFeature(feature)
    del writer


def run(name, parameters):
    """Run an algorithm of the registry; return its results."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(name)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    results, ok = algorithm.run(parameters, context, feedback)
    if not ok:
        raise SystemExit(f"{name} failed: {feedback.textLog()}")
    return results


def states(folder, label, coverages):
    """Write the coverages and their states; return the paths, and the time of a state."""
    paths, times = [], []
    for number, (faces, kinds) in enumerate(coverages, start=1):
        source, path = folder / f"{label}_{number}.gpkg", folder / f"{label}_state_{number}.gpkg"
        save(source, faces, kinds)
        times.append(measure(run, "cityorchestra:landtake_artif_state", {"INPUT": str(source), "OUTPUT": str(path)})[1])
        paths.append(str(path))
    return paths, times


def compared(folder, label, coverages, peer):
    """Return rows of the table for two coverages."""
    paths, times = states(folder, label, coverages)
    rows = [(label, "state of one date", *figures(times[-1]), "", "")]
    given = {"T1": paths[0], "T2": paths[1], **DATES}
    for geometry in ("changed", "all"):
        output = str(folder / f"{label}_{geometry}.gpkg")
        found, ours = measure(run, "cityorchestra:landtake_change", {**given, "GEOM": geometry, "OUTPUT": output})
        rows.append((label, f"change, {geometry} pieces", *figures(ours), f"{found['PIECES']}", ""))
    if peer:
        output = str(folder / f"{label}_native.gpkg")
        _, theirs = measure(run, "native:intersection", {"INPUT": paths[0], "OVERLAY": paths[1], "OUTPUT": output})
        rows.append((label, "native:intersection", *figures(theirs), "", f"{theirs['cpu'] / ours['cpu']:.1f}"))
    return rows


def figures(measured):
    """Return CPU, wall and memory as text."""
    return f"{measured['cpu']:.1f}", f"{measured['wall']:.1f}", f"{measured['peak_mb']:.0f}"


def coverages(count):
    """Return the pairs of coverages by name."""
    random = np.random.default_rng(7)
    vertices, regions = voronoi(count, 35)
    first, kinds = polygons(vertices, regions), random.integers(0, len(KINDS), count)
    later = kinds.copy()
    chosen = random.choice(count, int(RELABELLED * count), replace=False)
    later[chosen] = random.integers(0, len(KINDS), chosen.size)
    other = polygons(*voronoi(count, 36))
    return {
        "edited": ((first, kinds), (edited(vertices, regions), later)),
        "independent": ((first, kinds), (other, random.integers(0, len(KINDS), count))),
    }


def main(faces, peer_faces):
    """Measure and print."""
    application, _providers = start()
    print(machine_line())
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        warm = coverages(500)["independent"]
        compared(Path(folder), "warm", warm, peer=True)  # compiled before
        for count, peer in ((peer_faces, True), (faces, False)):
            for name, pair in coverages(count).items():
                rows += compared(Path(folder), f"{name} {count}", pair, peer)
    print_table(["case", "step", "CPU s", "wall s", "peak MB", "pieces", "peer / ours (all pieces), CPU"], rows)
    application.exitQgis()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--faces", type=int, default=150_000)
    parser.add_argument("--peer-faces", type=int, default=20_000)
    given = parser.parse_args()
    main(given.faces, given.peer_faces)
