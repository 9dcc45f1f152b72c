"""Lists of records in JSON, as portals export tables: found, flattened, and written as GeoJSON for QGIS."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Optional

from ...errors import InputError, RunCancelledError
from ...raster_files import written_aside
from ..transport import Stop
from .archives import is_fresh
from .column_kinds import LOOK_EVERY, REAL, WHOLE, column_kinds
from .coordinates import WGS_84, Roles, find_roles, number_of, pair_of, shape_of
from .csv_layout import CsvLayout, csv_rows

MAX_JSON_BYTES = 512 * 2**20  # a list of records is read into memory, some five times larger there
SAMPLE_ROWS = 500
_LISTS = ("results", "records", "features", "items", "data", "rows", "values")

Row = Mapping[str, Any]


def json_records(path: Path) -> Optional[list[Row]]:
    """Return the rows of a list of records; None when the JSON is something else.

    A list of objects, an object that holds one (``results``, ``records``, ``data``...), or one object a line. The
    exports of Opendatasoft (``fields`` and ``geometry`` in each record) become plain rows.

    Raises
    ------
    InputError
        When it is no JSON, or too large to be read at once.
    """
    if path.stat().st_size > MAX_JSON_BYTES:
        raise InputError(
            "{name} is a list of records of more than {limit} MB, too large to be opened; take another format, such as "
            "CSV or GeoPackage.",
            name=path.name,
            limit=MAX_JSON_BYTES // 2**20,
        )
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        found = json.loads(text)
    except RecursionError as error:
        raise _not_json(path, "too deep") from error
    except ValueError as error:
        found = _lines(text)
        if found is None:
            raise _not_json(path, str(error)) from error
    rows = _list_in(found)
    return None if rows is None else [_flat(row) for row in rows]


def _not_json(path: Path, cause: str) -> InputError:
    return InputError("{name} is not valid JSON: {cause}. Tell its producer.", name=path.name, cause=cause)


def _lines(text: str) -> Optional[list[Any]]:
    """Return the objects of JSON lines, None when a line is no JSON."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def _list_in(value: Any) -> Optional[list[Row]]:
    if isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        return rows if rows and len(rows) >= len(value) / 2 else None
    if not isinstance(value, dict):
        return None
    named = [value[key] for key in _LISTS if key in value]
    for inner in [*named, *value.values()]:
        if isinstance(inner, list) and _list_in(inner) is not None:
            return _list_in(inner)
    return None


def _flat(row: Row) -> Row:
    """Return a record of Opendatasoft, or a feature, without its wrapping; any other as it is."""
    fields = row.get("properties" if row.get("type") == "Feature" else "fields")
    if not isinstance(fields, dict):
        return row
    flat = dict(fields)
    if shape_of(row.get("geometry")) is not None and not any(shape_of(value) is not None for value in fields.values()):
        flat["geometry"] = row["geometry"]
    return flat


# --- GeoJSON -----------------------------------------------------------------------------------------------------


def geojson_of_records(path: Path, rows: list[Row], stop: Optional[Stop] = None) -> Path:
    """Write a list of records as GeoJSON beside its file and return that file; an earlier one is used again.

    Places come from the column that holds them (see :func:`.coordinates.find_roles`); without one it is a table.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    sample = {name: [row.get(name) for row in rows[:SAMPLE_ROWS]] for name in names}
    roles = find_roles(sample)
    return _written(path, lambda: (_feature(row, names, roles, _nested) for row in rows), roles.crs, stop)


def geojson_of_csv(path: Path, layout: CsvLayout, stop: Optional[Stop] = None) -> Path:
    """Write a CSV whose place is in one column as GeoJSON beside it and return that file; see the above.

    Columns that hold nothing but numbers become numbers; codes with leading zeros stay texts.
    """
    converters: dict[str, Callable[[Any], Any]] = {}

    def features() -> Iterator[dict[str, Any]]:
        converters.update(_converters(path, layout, stop))
        for row in csv_rows(path, layout):
            typed = {name: converters[name](value) for name, value in row.items()}
            yield _feature(typed, list(layout.header), layout.roles, lambda value: value)

    return _written(path, features, layout.roles.crs, stop)


def _converters(path: Path, layout: CsvLayout, stop: Optional[Stop]) -> dict[str, Callable[[Any], Any]]:
    kinds, _ = column_kinds(csv_rows(path, layout), layout.header, stop)
    makers = {WHOLE: lambda value: None if value is None else int(value), REAL: number_of}
    return {name: makers.get(kind, lambda value: value) for name, kind in kinds.items()}


def _feature(row: Row, names: Iterable[str], roles: Roles, value_of: Callable[[Any], Any]) -> dict[str, Any]:
    place = _geometry(row, roles)
    properties = {name: value_of(row.get(name)) for name in names if name != roles.shape}
    return {"type": "Feature", "properties": properties, "geometry": place}


def _geometry(row: Row, roles: Roles) -> Optional[dict[str, Any]]:
    if roles.shape:
        return shape_of(row.get(roles.shape))
    if roles.pair:
        point = pair_of(row.get(roles.pair))
    elif roles.x:
        x, y = number_of(row.get(roles.x)), number_of(row.get(roles.y))
        point = None if x is None or y is None else (x, y)
    else:
        point = None
    return None if point is None else {"type": "Point", "coordinates": list(point)}


def _nested(value: Any) -> Any:
    """Return a value that a field can hold: lists and objects as JSON text."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def _written(path: Path, features: Callable[[], Iterable[dict[str, Any]]], crs: str, stop: Optional[Stop]) -> Path:
    target = path.with_name(f"{path.name}.geojson")
    if is_fresh(target, path, None):
        return target
    try:
        with written_aside(str(target)) as aside, Path(aside).open("w", encoding="utf-8", newline="\n") as out:
            out.write(f'{{"type": "FeatureCollection", {_crs_member(crs)}"features": [')
            for number, feature in enumerate(features()):
                _look(number, stop)
                out.write(("," if number else "") + "\n" + _text(feature))
            out.write("\n]}\n")
    except OSError as error:
        raise InputError(
            "{file} could not be written: {cause}. Choose another folder.",
            file=str(target),
            cause=error.strerror or str(error),
        ) from error
    return target


def _crs_member(crs: str) -> str:
    """Return the member that names a reference system; without it GeoJSON is in longitude and latitude."""
    if crs in ("", WGS_84):
        return ""
    name = "urn:ogc:def:crs:" + crs.replace(":", "::")
    return f'"crs": {{"type": "name", "properties": {{"name": "{name}"}}}}, '


def _text(feature: dict[str, Any]) -> str:
    """Return a feature as JSON; infinite numbers, which JSON does not know, take geometry or value away."""
    try:
        return json.dumps(feature, ensure_ascii=False, allow_nan=False)
    except ValueError:
        values = {name: None if _is_endless(value) else value for name, value in feature["properties"].items()}
        try:
            return json.dumps({**feature, "properties": values}, ensure_ascii=False, allow_nan=False)
        except ValueError:
            return json.dumps({**feature, "properties": values, "geometry": None}, ensure_ascii=False)


def _is_endless(value: Any) -> bool:
    return isinstance(value, float) and number_of(value) is None


def _look(number: int, stop: Optional[Stop]) -> None:
    if stop is not None and number % LOOK_EVERY == 0 and stop():
        raise RunCancelledError
