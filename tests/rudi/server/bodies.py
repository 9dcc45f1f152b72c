"""Contents of the media that the server gives: always the same for the same identifier."""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
import random
import struct
import zlib
from typing import Protocol


class Body(Protocol):
    """Bytes that need not be in memory."""

    length: int

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from ``start`` to ``stop``."""

    def sha256(self) -> str:
        """Return the checksum of all bytes, hexadecimal."""


class BytesBody:
    """A body in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.length = len(data)

    def read(self, start: int, stop: int) -> bytes:
        return self._data[start:stop]

    def sha256(self) -> str:
        return hashlib.sha256(self._data).hexdigest()


class PatternBody:
    """A body of any length: one block of pseudo-random bytes, again and again."""

    _BLOCK = 2**20

    def __init__(self, length: int, seed: int = 7) -> None:
        self.length = length
        self._block = random.Random(seed).randbytes(self._BLOCK)
        self._double = self._block * 2

    def read(self, start: int, stop: int) -> bytes:
        stop = min(stop, self.length)
        first = start % self._BLOCK
        if stop - start <= self._BLOCK:
            return self._double[first : first + stop - start]
        repeats = (stop - start) // self._BLOCK + 2
        return (self._block * repeats)[first : first + stop - start]

    def sha256(self) -> str:
        running, done = hashlib.sha256(), 0
        while done < self.length:
            piece = self.read(done, done + self._BLOCK)
            running.update(piece)
            done += len(piece)
        return running.hexdigest()


@functools.lru_cache(maxsize=4096)
def media_body(media_id: str, mime: str) -> BytesBody:
    """Return the content of a media: 20 places of Rennes, in the format of its MIME type."""
    draw = random.Random(media_id)
    places = [
        (number, f"Lieu {number} é", round(draw.uniform(-1.75, -1.60), 6), round(draw.uniform(48.07, 48.15), 6))
        for number in range(1, 21)
    ]
    plain = mime.split("+crypt")[0].split(";")[0]
    if mime.endswith("+crypt"):
        return BytesBody(random.Random(media_id).randbytes(2048))
    if plain in ("application/geo+json", "application/vnd.geo+json"):
        return BytesBody(json.dumps(feature_collection(places), ensure_ascii=False).encode())
    if plain == "text/csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([("id", "nom", "lon", "lat"), *places])
        return BytesBody(text.getvalue().encode())
    if plain == "image/png":
        return BytesBody(png(8, 8, (40, 120, 200)))
    rows = [{"id": number, "nom": name, "geo_point_2d": [lat, lon]} for number, name, lon, lat in places]
    return BytesBody(json.dumps(rows, ensure_ascii=False).encode())


def feature_collection(places: list[tuple[int, str, float, float]]) -> dict:
    """Return places as GeoJSON."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": number,
                "properties": {"id": number, "nom": name},
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
            }
            for number, name, lon, lat in places
        ],
    }


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + bytes(colour) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
