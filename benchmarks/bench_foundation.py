"""Reading polygons of a GeoPackage into shapely and NumPy arrays: our bridge through QGIS beside pyogrio.

python benchmarks/bench_foundation.py [--features 100000] [--runs 5]

Both read the same file: geometries as a shapely array and ten attributes as arrays with their NULLs.
Ours goes through a QGIS layer, as an algorithm does, and so honours selections, filters and any provider;
pyogrio reads the file itself.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import Peer, machine_line, measure, median, print_table, serve_peer

SEED = 11
FIELDS = {
    "storeys": "integer", "year": "integer", "dwellings": "integer", "height": "real", "ground": "real",
    "area": "real", "share": "real", "identifier": "text", "use": "text", "name": "text",
}  # fmt: skip
USES = ("résidentiel", "commercial", "industriel", "annexe")
NULL_SHARE = 0.05
TARGET_S = 1.5


def write_polygons(path, count):
    """Write footprints of 5 to 9 vertices with ten attributes, one in twenty of them NULL."""
    from osgeo import gdal, ogr, osr

    gdal.UseExceptions()
    random = np.random.default_rng(SEED)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(2154)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("buildings", reference, ogr.wkbPolygon)
    kinds = {"integer": ogr.OFTInteger64, "real": ogr.OFTReal, "text": ogr.OFTString}
    for name, kind in FIELDS.items():
        layer.CreateField(ogr.FieldDefn(name, kinds[kind]))
    layer.StartTransaction()
    for number in range(count):
        feature = ogr.Feature(layer.GetLayerDefn())
        angles = np.sort(random.uniform(0, 2 * np.pi, random.integers(5, 10)))
        x, y = random.uniform(340000, 360000), random.uniform(6780000, 6800000)
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for angle in [*angles, angles[0]]:
            ring.AddPoint_2D(x + 10 * np.cos(angle), y + 10 * np.sin(angle))
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometry(ring)
        feature.SetGeometryDirectly(polygon)
        for name, kind in FIELDS.items():
            if random.uniform() < NULL_SHARE:
                feature.SetFieldNull(name)
            elif kind == "integer":
                feature.SetField(name, int(random.integers(0, 2000)))
            elif kind == "real":
                feature.SetField(name, float(random.uniform(0, 100)))
            else:
                feature.SetField(name, USES[number % 4] if name == "use" else f"{name} {number}")
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    source = None  # closes the file


def checks(geometry, columns, nulls):
    """Return figures by which both answers are compared."""
    import shapely

    return {
        "features": len(geometry),
        "area_m2": round(float(shapely.area(geometry).sum()), 3),
        "nulls": int(sum(null.sum() for null in nulls.values())),
        "integers": int(sum(columns[n][~nulls[n]].sum() for n, kind in FIELDS.items() if kind == "integer")),
        "reals": round(float(sum(columns[n][~nulls[n]].sum() for n, k in FIELDS.items() if k == "real")), 3),
        "letters": sum(len(v) for n, k in FIELDS.items() if k == "text" for v in columns[n][~nulls[n]]),
    }


def read_ours(path):
    """Read the file as an algorithm does."""
    from cityorchestra.processing_provider.layers import read_features
    from qgis.core import QgsVectorLayer

    table = read_features(QgsVectorLayer(str(path), "buildings", "ogr"))
    columns = {name: table.column(name) for name in FIELDS}
    return table.geometry, {n: c.values for n, c in columns.items()}, {n: c.null for n, c in columns.items()}


def read_peer(path):
    """Read the file with pyogrio; NULLs of its arrays are NaN or None."""
    import pyogrio
    import shapely

    meta, _, binaries, fields = pyogrio.raw.read(path)
    geometry = shapely.from_wkb(binaries)
    columns = dict(zip(meta["fields"], fields))
    nulls = {
        name: np.array([value is None for value in column]) if column.dtype == object else np.isnan(column)
        for name, column in columns.items()
    }
    return geometry, columns, nulls


def handle(job):
    """Serve one read in the peers' environment."""
    import pyogrio

    return lambda: read_peer(job["path"]), lambda read: {"checks": checks(*read), "version": pyogrio.__version__}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--features", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    if options.peer:
        serve_peer(handle)
        return
    from qgis.core import Qgis, QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "buildings.gpkg"
        write_polygons(path, options.features)
        compare(path, options, Qgis.QGIS_VERSION.split("-")[0])
    application.exitQgis()


def compare(path, options, qgis_version):
    """Read the file by turns with both, after one warm-up each, and print the table."""
    ours, theirs = [], []
    print(machine_line())
    with Peer(__file__) as peer:
        expected = checks(*read_ours(path))
        for number in range(options.runs + 1):
            answer = peer.run(path=str(path))
            assert answer["checks"] == expected, f"the answers differ: {expected} and {answer['checks']}"
            read, figures = measure(read_ours, path)
            assert checks(*read) == expected
            del read
            if number:
                ours.append(figures)
                theirs.append(answer)
    ours, theirs = median(ours), median(theirs)
    print_table(
        ["case", "wall s", "CPU s", "peak MB"],
        [
            [f"ours, QGIS {qgis_version}", *_cells(ours)],
            [f"pyogrio {answer['version']}", *_cells(theirs)],
            ["ratio", f"{ours['wall'] / theirs['wall']:.2f}", f"{ours['cpu'] / theirs['cpu']:.2f}", ""],
        ],
    )
    print(f"{options.features} polygons, 10 attributes, median of {options.runs}; target {TARGET_S} s; same answer.")


def _cells(figures):
    return [f"{figures['wall']:.2f}", f"{figures['cpu']:.2f}", f"{figures['peak_mb']:.0f}"]


if __name__ == "__main__":
    main()
