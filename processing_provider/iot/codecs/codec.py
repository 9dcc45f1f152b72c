"""Decoding of frames by tables: tagged values one after the other, fixed places, or a choice of frames.

What is unknown or cut ends the decoding: what was read before is kept and the result is marked as partial.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from ..events import Value
from ..values import MAX_VALUES
from .fields import Field, Item

MAX_FRAME = 1024  # bytes; a LoRaWAN frame carries at most 242
MAX_RECORDS = 256  # records of a list, and lists together


@dataclass
class Decoded:
    """What a frame says.

    Attributes
    ----------
    values : dict
        By name: a float, a yes or no, a text, or a list of floats for a value of several components.
    units : dict
        By name.
    parts : dict
        Names of the components, by name of the value.
    records : dict
        By name of the list: measurements of other moments, as dictionaries.
    time : int or None
        When it was measured, by the device's own clock [s since 1970, UTC].
    partial : bool
        Whether something was not understood.
    error : str
        What was not understood, empty when all was.
    """

    values: dict[str, Item] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    records: dict[str, list[dict[str, Item]]] = field(default_factory=dict)
    time: Optional[int] = None
    partial: bool = False
    error: str = ""

    def stop(self, error: str) -> Decoded:
        """Mark the frame as not wholly understood."""
        self.partial, self.error = True, error
        return self

    def flat(self) -> dict[str, Value]:
        """Return all values by name; a value of several components gives one for each, ``name_part``."""
        flat: dict[str, Value] = {}
        for name, value in self.values.items():
            if isinstance(value, list):
                flat.update((f"{name}_{part}", one) for part, one in zip(self.parts[name], value))
            else:
                flat[name] = value
        return flat

    def flat_units(self) -> dict[str, str]:
        """Return the units by the names of :meth:`flat`."""
        units = {}
        for name, unit in self.units.items():
            names = [f"{name}_{part}" for part in self.parts[name]] if name in self.parts else [name]
            units.update((one, unit) for one in names)
        return units


@dataclass(frozen=True)
class Block:
    """Fields in a row, of which one value, or one record of a list, is made."""

    fields: tuple[Field, ...]
    record: str = ""  # name of the list


@dataclass(frozen=True)
class Frame:
    """A frame of fixed places, chosen by bytes of its own.

    Attributes
    ----------
    key : bytes
        What stands at ``Codec.select``.
    block : Block
    """

    key: bytes
    block: Block


@dataclass(frozen=True)
class Suffix:
    """A number added to the names of a frame, from bits of the frame: which input of a device is meant.

    Attributes
    ----------
    terms : tuple
        Offset of the byte, lowest bit, number of bits, factor.
    omit : int
        The number that adds nothing.
    """

    terms: tuple[tuple[int, int, int, int], ...]
    omit: int = 0

    def of(self, frame: bytes) -> str:
        """Return ``_`` and the number, or nothing."""
        if any(offset >= len(frame) for offset, *_ in self.terms):
            return ""
        number = sum(((frame[at] >> low) & ((1 << count) - 1)) * factor for at, low, count, factor in self.terms)
        return "" if number == self.omit else f"_{number}"


@dataclass(frozen=True)
class Codec:
    """How the frames of a kind of device are read; made by :func:`.codec_file.read_codec`.

    Attributes
    ----------
    name, title, source : str
    checked : bool
        Whether published frames give the published values.
    ports : frozenset of int
        LoRaWAN ports that it is for; empty for any.
    tag_bytes : int
        0 for frames, else the bytes of the tag of each value.
    channel : bool
        Whether one byte before each tag is a channel, added to the name.
    tags : dict
        Block of each tag.
    select : tuple of int
        Offset and number of the bytes that tell the frames apart; (0, 0) where there is one frame only.
    required : tuple
        Offset, and what the byte there may be.
    begin : int
        Where the fields of a frame begin.
    frames : dict
        Block of each key.
    ignores_rest : bool
        Whether bytes after the last field mean nothing for us.
    suffix : Suffix or None
    """

    name: str
    title: str
    source: str
    checked: bool
    ports: frozenset[int]
    tag_bytes: int = 0
    channel: bool = False
    tags: Mapping[bytes, Block] = field(default_factory=dict)
    select: tuple[int, int] = (0, 0)
    required: tuple[tuple[int, frozenset[int]], ...] = ()
    begin: int = 0
    frames: Mapping[bytes, Block] = field(default_factory=dict)
    ignores_rest: bool = False
    suffix: Optional[Suffix] = None

    def decode(self, frame: bytes, port: Optional[int] = None) -> Decoded:
        """Return what a frame says; nothing is raised, whatever the bytes.

        Parameters
        ----------
        frame : bytes
            At most 1024; longer ones are not read.
        port : int, optional
            LoRaWAN port, 1..223; unknown when None.
        """
        result = Decoded()
        if self.ports and port is not None and port not in self.ports:
            return result.stop(f"port {port} is not one of this codec")
        if len(frame) > MAX_FRAME:
            return result.stop(f"{len(frame)} bytes, at most {MAX_FRAME} are read")
        if not frame:
            return result.stop("the frame is empty")
        return self._decode_tags(frame, result) if self.tag_bytes else self._decode_frame(frame, result)

    def _decode_tags(self, frame: bytes, result: Decoded) -> Decoded:
        at = 0
        head = self.tag_bytes + self.channel
        while at < len(frame):
            tag = frame[at + self.channel : at + head]
            block = self.tags.get(tag)
            if block is None:
                return result.stop(f"unknown type {tag.hex()} at byte {at}")
            suffix = f"_{frame[at]}" if self.channel else ""
            end = self._read(block, frame, at + head, suffix, result)
            if end < 0 or len(result.values) > MAX_VALUES:
                return result.stop(f"the value of type {tag.hex()} at byte {at} is cut")
            at = end
        return result

    def _decode_frame(self, frame: bytes, result: Decoded) -> Decoded:
        for offset, allowed in self.required:
            if offset >= len(frame) or frame[offset] not in allowed:
                return result.stop(f"byte {offset} is not one of a frame of this codec")
        start, count = self.select
        key = frame[start : start + count]
        block = self.frames.get(key)
        if block is None:
            return result.stop(f"unknown frame {key.hex()}")
        suffix = self.suffix.of(frame) if self.suffix else ""
        end = self._read(block, frame, self.begin, suffix, result)
        if end < 0:
            return result.stop(f"the frame {key.hex()} is cut")
        if end < len(frame) and not self.ignores_rest:
            return result.stop(f"{len(frame) - end} bytes follow the frame")
        return result

    def _read(self, block: Block, frame: bytes, at: int, suffix: str, result: Decoded) -> int:
        """Read the fields of a block from a place on; return where they end, -1 when the frame is cut."""
        raws: dict[str, Any] = {}
        record: dict[str, Item] = {}
        cut = False
        for one in block.fields:
            if any(raws.get(name) not in allowed for name, allowed in one.when.items()):
                continue
            begin = at if one.offset is None else one.offset + (len(frame) if one.offset < 0 else 0)
            data = frame[begin : begin + one.length] if begin >= 0 else b""
            if len(data) < one.length:
                cut = True
                break
            at = max(at, begin + one.length)
            if not one.name:
                continue
            raws[one.name] = one.raw(data[: one.size])
            if one.name.startswith("_"):
                continue
            value = one.read(data)
            if value is None:
                continue
            if block.record:
                record[one.name] = value
            elif one.role == "time":
                result.time = int(value) if isinstance(value, float) else None
            else:
                _keep(result, one, suffix, value)
        if block.record and not cut and sum(map(len, result.records.values())) < MAX_RECORDS:
            result.records.setdefault(block.record, []).append(record)
        return -1 if cut else at


def _keep(result: Decoded, one: Field, suffix: str, value: Item) -> None:
    name = one.name + suffix
    count = 2
    while name in result.values:  # a device may tell the same twice in a frame
        name = f"{one.name}{suffix}_{count}"
        count += 1
    result.values[name] = value
    if one.unit:
        result.units[name] = one.unit
    if one.parts:
        result.parts[name] = one.parts
