"""Small readings and writings of layers that the demo needs between two algorithms."""

from __future__ import annotations

from pathlib import Path


def feature_count(path: Path, table: str) -> int:
    """Return how many features a layer of a file has, 0 when it is not there."""
    from osgeo import ogr

    dataset = ogr.Open(str(path))  # a layer does not outlive its dataset
    found = dataset.GetLayerByName(table)
    return 0 if found is None else found.GetFeatureCount()


def reached_length(path: Path) -> float:
    """Return the length of the lines of a file [m]."""
    from osgeo import ogr

    dataset = ogr.Open(str(path))
    return sum(feature.GetGeometryRef().Length() for feature in dataset.GetLayer(0))


def points_of(path: Path, table: str, kind: str) -> list[tuple[str, float, float]]:
    """Return the features of a kind of a layer as named points: themselves, or a point on their surface."""
    from osgeo import ogr

    dataset = ogr.Open(str(path))
    found = []
    for feature in dataset.GetLayerByName(table):
        if feature["kind"] != kind:
            continue
        shape = feature.GetGeometryRef()
        if shape.GetDimension() == 2:
            shape = shape.PointOnSurface()
        found.append((feature["name"] or f"{kind} {feature.GetFID()}", shape.GetX(), shape.GetY()))
    return found


def write_points(path: Path, points: list[tuple[str, float, float]], crs: str) -> None:
    """Write a layer of named points."""
    from osgeo import ogr, osr

    system = osr.SpatialReference()
    system.SetFromUserInput(crs)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer(path.stem, system, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    for name, x, y in points:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["name"] = name
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({x} {y})"))
        layer.CreateFeature(feature)
