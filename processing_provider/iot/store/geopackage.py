"""What makes a SQLite file a GeoPackage (OGC 12-128r18, version 1.3), without GDAL.

The tables with a geometry have no spatial index, whose triggers call functions that plain SQLite does not have
(``ST_IsEmpty`` and others). Where a GIS has added one, those functions are given to our connection for points, so
that writing goes on working.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from typing import Optional

from .schema import LIVE_VIEW, SRS, TABLES, live_columns

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10300  # 1.3.0
_HEADER = struct.Struct("<2sBBi")
_POINT = struct.Struct("<BIdd")
_EMPTY_FLAG = 0x10
_LITTLE_ENDIAN = 0x01

WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
NOW_MS = "(CAST(strftime('%s', 'now') AS INTEGER) * 1000)"

_METADATA = (
    """CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
    description TEXT)""",
    """CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
    identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
    definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
)


def point_blob(longitude: float, latitude: float) -> bytes:
    """Return the geometry of a point [degrees, WGS 84] as a GeoPackage stores it."""
    return _HEADER.pack(b"GP", 0, _LITTLE_ENDIAN, SRS) + _POINT.pack(1, 1, longitude, latitude)


def read_point(blob: Optional[bytes]) -> Optional[tuple[float, float]]:
    """Return longitude and latitude of a stored point, None when it is absent, empty or no point."""
    if not blob or len(blob) < _HEADER.size or blob[:2] != b"GP" or blob[3] & _EMPTY_FLAG:
        return None
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}.get((blob[3] >> 1) & 7)
    start = _HEADER.size + (envelope or 0)
    if envelope is None or len(blob) < start + _POINT.size:
        return None
    order = "<" if blob[start] == 1 else ">"
    kind, x, y = struct.unpack_from(order + "Idd", blob, start + 1)
    return (x, y) if kind % 1000 == 1 and x == x and y == y else None


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the triggers of a spatial index call, for points."""

    def coordinate(axis: int):
        def read(blob):
            point = read_point(blob)
            return None if point is None else point[axis]

        return read

    connection.create_function("ST_IsEmpty", 1, lambda blob: None if blob is None else int(read_point(blob) is None))
    for name, axis in (("ST_MinX", 0), ("ST_MaxX", 0), ("ST_MinY", 1), ("ST_MaxY", 1)):
        connection.create_function(name, 1, coordinate(axis))


def write_metadata(connection: sqlite3.Connection) -> None:
    """Write what a GeoPackage says of itself, and the view of live devices; the tables must exist."""
    now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    for statement in _METADATA:
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
            ("WGS 84 geodetic", SRS, "EPSG", SRS, WGS84, "longitude/latitude coordinates in decimal degrees"),
        ],
    )
    connection.execute(" ".join(["CREATE VIEW", LIVE_VIEW, "AS SELECT d.id AS OGC_FID,", live_columns(NOW_MS)]))
    listed = [(table.name, table.listed) for table in TABLES if table.listed] + [(LIVE_VIEW, "features")]
    for name, kind in listed:
        srs = SRS if kind == "features" else None
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) VALUES (?, ?, ?, ?, ?)",
            (name, kind, name, now, srs),
        )
        if kind == "features":
            connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)", (name, SRS))
    connection.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'cityorchestra_series', ?, 'read-write')",
        [
            (table.name, "Series of measurements and messages of City Orchestra, see its documentation of the store")
            for table in TABLES
            if not table.listed
        ],
    )
