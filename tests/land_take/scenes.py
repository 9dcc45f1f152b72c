"""Small coverages made by hand for the tests of land take."""

from __future__ import annotations

import shapely.affinity
from cityorchestra.tests.algorithm_support import SOUTH, WEST, make_layer
from shapely import box

CODE_FIELDS = (("id", "text"), ("cs", "text"), ("us", "text"))
HOUSE, YARD, ROAD = ("1.1.1.1", "5"), ("1.1.1.2", "3"), ("1.1.1.2", "4.1.1")
GARDEN, FIELD, WOOD, PARK = ("2.2.1", "5"), ("2.2.1", "1.1"), ("2.1.1.1", "1.2"), ("2.2.1", "3")


def placed(shape):
    """Return a shape with its corner at that of the scenes, in Lambert-93."""
    return shapely.affinity.translate(shape, WEST, SOUTH)


def rectangle(west, south, east, north):
    """Return a rectangle in metres from the corner of the scenes."""
    return placed(box(west, south, east, north))


def coverage(*faces, fields=CODE_FIELDS, kind="MultiPolygon", crs="EPSG:2154", name="coverage"):
    """Return a layer of faces: (shape, (cover, use), more values...), named a, b, c..."""
    rows = []
    for number, (shape, codes, *more) in enumerate(faces):
        rows.append((shape, chr(ord("a") + number), *codes, *more))
    return make_layer(kind, rows, fields, crs=crs, name=name)


def squares(codes, side=20, count=25):
    """Return a layer of many faces, more than are read between two looks at the progress."""
    faces = [
        (rectangle(x * side, y * side, (x + 1) * side, (y + 1) * side), codes[(x // 5 + y // 5) % len(codes)])
        for y in range(count)
        for x in range(count)
    ]
    rows = [(shape, str(number), *code) for number, (shape, code) in enumerate(faces)]
    return make_layer("Polygon", rows, CODE_FIELDS)
