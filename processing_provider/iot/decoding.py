"""Frames of a table decoded to columns: one for each value that any of them tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Optional

from ..errors import InputError
from .codecs.codec import Codec
from .values import base64_bytes, hex_bytes

AUTO, HEX, BASE64 = "auto", "hex", "base64"
ENCODINGS = (AUTO, HEX, BASE64)
MAX_COLUMNS = 500


@dataclass
class DecodedTable:
    """Values of frames, in the order of the frames.

    Attributes
    ----------
    rows : list of dict
        Values by name.
    errors : list of str
        What was not understood of each frame, empty when all was.
    times : list of int or None
        When the device says that it measured [ms since 1970].
    records : list
        Measurements of other moments in the same frame.
    columns : dict
        Kind of each column, ``real``, ``boolean`` or ``text``, by name in the order of their appearance.
    units : dict
        By name.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    times: list[Optional[int]] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)


def frame_bytes(text: str, encoding: str) -> Optional[bytes]:
    """Return the bytes of a frame written in hexadecimal digits or base64; None when it is not.

    ``auto`` takes an even number of hexadecimal digits for hexadecimal, anything else for base64.
    """
    written = text.strip()
    if written.lower().startswith("0x"):
        written = written[2:]
    if encoding in (AUTO, HEX):
        found = hex_bytes(written)
        if found is not None or encoding == HEX:
            return found
    return base64_bytes(written)


def decode_frames(frames: Iterable[tuple[str, Optional[int]]], codec: Codec, encoding: str = AUTO) -> DecodedTable:
    """Decode frames.

    Parameters
    ----------
    frames : iterable of (str, int or None)
        The frame as written, and its port.
    codec : Codec
    encoding : str
        One of :data:`ENCODINGS`.

    Raises
    ------
    InputError
        When the frames tell more different values than a layer can hold.
    """
    table = DecodedTable()
    for text, port in frames:
        data = frame_bytes(text, encoding) if text.strip() else b""
        if data is None:
            _add(table, {}, "the frame is neither hexadecimal nor base64", None, {})
            continue
        decoded = codec.decode(data, port)
        values = decoded.flat()
        table.units.update(decoded.flat_units())
        for name, value in values.items():
            kind = "boolean" if isinstance(value, bool) else "text" if isinstance(value, str) else "real"
            known = table.columns.setdefault(name, kind)
            if known != kind:
                table.columns[name] = "text"
        if len(table.columns) > MAX_COLUMNS:
            raise InputError(
                "The frames tell more than {most} different values; is {codec} the right codec?",
                most=MAX_COLUMNS,
                codec=codec.name,
            )
        moment = None if decoded.time is None else decoded.time * 1000
        _add(table, values, decoded.error, moment, decoded.records)
    return table


def _add(table: DecodedTable, values: dict, error: str, moment: Optional[int], records: dict) -> None:
    table.rows.append(values)
    table.errors.append(error)
    table.times.append(moment)
    table.records.append(records)
