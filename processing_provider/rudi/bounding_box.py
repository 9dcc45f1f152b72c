"""The extent of a record, in degrees of longitude and latitude (WGS 84)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from . import record_values as values
from .record_values import Reading

# At least this share of the world's width and height is taken as the whole world.
WORLD_SHARE = 0.95
SIDES = ("west_longitude", "south_latitude", "east_longitude", "north_latitude")


@dataclass(frozen=True)
class BoundingBox:
    """An extent [degrees, WGS 84], with west <= east and south <= north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def is_world(self) -> bool:
        """Whether the extent covers (almost) the whole world."""
        return self.east - self.west >= 360 * WORLD_SHARE and self.north - self.south >= 180 * WORLD_SHARE

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the centre [degrees]."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def as_tuple(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north [degrees]."""
        return self.west, self.south, self.east, self.north

    def to_json(self) -> dict[str, float]:
        """Return the object that a record holds."""
        return dict(zip(SIDES, self.as_tuple()))

    def ring(self) -> list[list[float]]:
        """Return the closed ring of the extent, counter-clockwise, as GeoJSON wants it [degrees]."""
        return [
            [self.west, self.south],
            [self.east, self.south],
            [self.east, self.north],
            [self.west, self.north],
            [self.west, self.south],
        ]


def read_bounding_box(value: Any, path: str, reading: Reading) -> Optional[BoundingBox]:
    """Read the extent of a record; ``None`` with a warning when it is missing or unusable."""
    content = values.mapping(value, path, reading)
    if not content:
        reading.warn("missing_bbox", path)
        return None
    sides = [values.number(content.get(side), f"{path}.{side}", reading) for side in SIDES]
    if any(side is None for side in sides):
        reading.warn("bbox_incomplete", path)
        return None
    return mended(*sides, path=path, reading=reading)


def mended(
    west: float, south: float, east: float, north: float, *, path: str, reading: Reading
) -> Optional[BoundingBox]:
    """Return an extent whose sides are in order, with a warning for what had to be mended.

    Parameters
    ----------
    west, south, east, north : float
        Sides [degrees].
    path : str
        Where the extent stands in the record.
    reading : Reading
        Warnings.

    Returns
    -------
    BoundingBox or None
        ``None`` when a side is no longitude or latitude at all. An extent whose west is more than half the
        world east of its east crosses the antimeridian: it becomes the whole width.
    """
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= 90 and -90 <= north <= 90):
        reading.warn("bbox_out_of_range", path)
        return None
    if south > north:
        reading.warn("bbox_inverted_latitude", path)
        south, north = north, south
    if west > east:
        reading.warn("bbox_inverted_longitude", path)
        west, east = (-180.0, 180.0) if west - east > 180 else (east, west)
    box = BoundingBox(west, south, east, north)
    if box.is_world:
        reading.warn("bbox_world", path)
    elif west == east or south == north:
        reading.warn("bbox_point", path)
    return box
