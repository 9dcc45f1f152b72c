"""Maps of the local report: surfaces painted into a picture that the page holds, with outlines, names and a scale.

Surfaces are painted cell by cell, so a map of 200 000 parcels weighs no more than one of ten communes.
"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Sequence
from typing import Optional

import numpy as np

from ...translation import number_text
from .report_svg import FAINT, INK, Sheet, shortened

WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 760, 200, 900  # [px]
FINENESS = 2  # cells of the picture by pixel of the page
MARGIN = 0.03  # around the surfaces, as a share of their extent
MOST_OUTLINE_POINTS = 60_000  # beyond, outlines would make the page heavy and the map black
MOST_NAMES = 40
NOTHING = 255  # cell that no surface covers
SIMPLIFIED = 0.6  # tolerance of outlines [px]
SCALE_HEIGHT = 30  # below the map [px]


def map_svg(
    geometry: np.ndarray,
    classes: np.ndarray,
    legend: Sequence[tuple[str, str]],
    title: str,
    *,
    outlines: Optional[np.ndarray] = None,
    names: Optional[Sequence[str]] = None,
    small: bool = False,
    bounds: Optional[Sequence[float]] = None,
) -> str:
    """Return a map.

    Parameters
    ----------
    geometry : ndarray of shapely polygons, shape (n,)
        In metres; rows without one are left out.
    classes : ndarray of int, shape (n,)
        Place of each in the legend; below 0 it is not painted.
    legend : sequence of (colour, text)
        Colours as #rrggbb, at most 250.
    title : str
        What the map shows, for those who hear it.
    outlines : ndarray of shapely polygons, optional
        Drawn as lines, those of zones.
    names : sequence of str, optional
        Of the outlines; written when they are few.
    small : bool
        Whether a surface smaller than a cell is painted all the same, which exaggerates it.
    bounds : sequence of float, optional
        West, south, east, north of the map; those of all that is drawn when absent.
    """
    import shapely

    classes = np.asarray(classes)
    kept = ~shapely.is_missing(geometry) & ~shapely.is_empty(geometry) & (classes >= 0)
    drawn = geometry[kept] if outlines is None else np.concatenate((geometry[kept], outlines))
    frame = _Frame(shapely.total_bounds(drawn) if bounds is None else np.asarray(bounds, dtype=float))
    sheet = Sheet(WIDTH, frame.height + SCALE_HEIGHT + 18 * _lines(legend), title)
    if kept.any():
        cells = painted(geometry[kept], classes[kept], frame, small)
        data = base64.b64encode(palette_png(cells, [colour for colour, _ in legend])).decode("ascii")
        # Old readers of SVG know the second name only.
        address = f"data:image/png;base64,{data}"
        place = f"x='{frame.left:.1f}' y='0' width='{frame.width:.1f}' height='{frame.height:.1f}'"
        sheet.add(f"<image {place} preserveAspectRatio='none' href='{address}' xlink:href='{address}'/>")
    if outlines is not None:
        _draw_outlines(sheet, outlines, names, frame)
    _draw_scale(sheet, frame)
    sheet.legend(10, frame.height + SCALE_HEIGHT + 12, list(legend), WIDTH - 20)
    return sheet.svg()


class _Frame:
    """Where a map lies, on the ground and on the page."""

    def __init__(self, bounds: np.ndarray) -> None:
        if not np.isfinite(bounds).all():
            bounds = np.array([0.0, 0.0, 1.0, 1.0])
        west, south, east, north = bounds.tolist()
        side = max(east - west, north - south, 1.0) * MARGIN
        self.west, self.south, self.east, self.north = west - side, south - side, east + side, north + side
        across, up = self.east - self.west, self.north - self.south
        self.pixel = max(across / WIDTH, up / MOST_HEIGHT)  # [m]
        self.width = across / self.pixel
        self.height = max(LEAST_HEIGHT, up / self.pixel)
        self.north += (self.height * self.pixel - up) / 2
        self.left = (WIDTH - self.width) / 2

    def x(self, easting):
        """Return the horizontal pixel of an easting."""
        return self.left + (easting - self.west) / self.pixel

    def y(self, northing):
        """Return the vertical pixel of a northing."""
        return (self.north - northing) / self.pixel


def painted(geometry: np.ndarray, classes: np.ndarray, frame: _Frame, small: bool) -> np.ndarray:
    """Return the class of each cell, :data:`NOTHING` where there is none, uint8 of shape (rows, columns)."""
    from rasterio.features import rasterize
    from rasterio.transform import Affine

    if classes.max() >= NOTHING:
        raise ValueError(f"A map has at most {NOTHING} classes.")
    size = frame.pixel / FINENESS
    shape = (max(1, round(frame.height * FINENESS)), max(1, round(frame.width * FINENESS)))
    transform = Affine(size, 0.0, frame.west, 0.0, -size, frame.north)
    return rasterize(
        zip(geometry.tolist(), classes.tolist()),
        out_shape=shape,
        fill=NOTHING,
        transform=transform,
        all_touched=small,
        dtype="uint8",
    )


def palette_png(cells: np.ndarray, colours: Sequence[str]) -> bytes:
    """Return a PNG of classes: its colours, and nothing where the class is :data:`NOTHING`.

    Parameters
    ----------
    cells : ndarray of uint8, shape (rows, columns)
    colours : sequence of str
        Of each class, as #rrggbb.
    """
    palette = bytearray(3 * 256)
    for place, colour in enumerate(colours):
        palette[3 * place : 3 * place + 3] = bytes.fromhex(colour[1:])
    opacity = bytes([255] * NOTHING + [0])
    height, width = cells.shape
    lines = np.zeros((height, width + 1), dtype=np.uint8)  # each line begins with its filter: none
    lines[:, 1:] = cells
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", bytes(palette)),
        (b"tRNS", opacity),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
    )
    chunks = b"".join(_chunk(name, data) for name, data in (*parts, (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _draw_outlines(sheet: Sheet, outlines: np.ndarray, names: Optional[Sequence[str]], frame: _Frame) -> None:
    import shapely

    there = ~shapely.is_missing(outlines) & ~shapely.is_empty(outlines)
    simple = shapely.simplify(outlines[there], SIMPLIFIED * frame.pixel)
    if shapely.get_num_coordinates(simple).sum() > MOST_OUTLINE_POINTS:
        return
    for shape in simple:
        rings = shapely.get_rings(shapely.get_parts(shape))
        path = "".join(
            "M" + "L".join(f"{frame.x(x):.1f} {frame.y(y):.1f}" for x, y in shapely.get_coordinates(ring)) + "Z"
            for ring in rings
        )
        sheet.add(f"<path d='{path}' fill='none' stroke='{INK}' stroke-width='0.8' stroke-opacity='0.7'/>")
    if names is None or there.sum() > MOST_NAMES:
        return
    halo = " font-size='11' stroke='#ffffff' stroke-width='2.5' paint-order='stroke'"
    for shape, name in zip(outlines[there], (name for name, kept in zip(names, there) if kept)):
        point = shapely.point_on_surface(shape)
        x, y = frame.x(shapely.get_x(point)), frame.y(shapely.get_y(point))
        text = shortened(str(name), 24)
        sheet.text(x, y, text, "middle", INK, halo)
        sheet.text(x, y, text, "middle", INK, " font-size='11'")  # for readers that paint the halo last


def _draw_scale(sheet: Sheet, frame: _Frame) -> None:
    """Draw a round length and the north below the map."""
    rough = 0.25 * WIDTH * frame.pixel
    power = 10.0 ** math.floor(math.log10(rough))
    length = max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= rough)
    y, x = frame.height + 20.0, 12.0
    sheet.line(x, y, x + length / frame.pixel, y, INK, 2)
    for end in (x, x + length / frame.pixel):
        sheet.line(end, y - 4, end, y + 4, INK, 1.5)
    text = f"{number_text(length / 1000.0, 0)} km" if length >= 1000.0 else f"{number_text(length, 0)} m"
    sheet.text(x + length / frame.pixel / 2, y - 7, text, "middle")
    right = WIDTH - 20.0
    sheet.polygon([(right, y - 17), (right - 6, y + 2), (right, y - 2), (right + 6, y + 2)], FAINT)
    sheet.text(right - 12, y, "N", "end", FAINT)


def _lines(legend: Sequence[tuple[str, str]]) -> int:
    return 1 + sum(20 + 7 * len(text) + 14 for _, text in legend) // (WIDTH - 40) + 1
