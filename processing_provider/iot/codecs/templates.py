"""Commands as bytes: a declared row of fixed bytes and typed fields, both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional, Union

from ...errors import InputError
from ..events import Value
from .codec_file import CodecReading
from .fields import Field

MAX_BYTES = 242  # application bytes of the longest LoRaWAN frame
MAX_PARTS = 64


@dataclass(frozen=True)
class ByteTemplate:
    """What a command is made of.

    Attributes
    ----------
    parts : tuple
        Fixed bytes, or a field of one number.
    """

    parts: tuple[Union[bytes, Field], ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, in order."""
        return tuple(part for part in self.parts if isinstance(part, Field))

    @property
    def length(self) -> int:
        """Bytes of the command."""
        return sum(part.length if isinstance(part, Field) else len(part) for part in self.parts)

    def encode(self, values: Mapping[str, Any]) -> bytes:
        """Return the bytes of a command.

        Parameters
        ----------
        values : dict
            One for each field, within its range.

        Raises
        ------
        InputError
            When a value is missing, not asked for, or out of its range.
        """
        names = {one.name for one in self.fields}
        for name in values:
            if name not in names:
                raise InputError("The command has no value “{name}”.", name=name)
        written = []
        for part in self.parts:
            if isinstance(part, bytes):
                written.append(part)
            elif part.name not in values:
                raise InputError("The command needs the value “{name}”.", name=part.name)
            else:
                written.append(part.write(values[part.name]))
        return b"".join(written)

    def decode(self, data: bytes) -> Optional[dict[str, Value]]:
        """Return the values that a command carries; None when the bytes are not those of this command.

        Values out of the range of their field are not those of this command.
        """
        if len(data) != self.length:
            return None
        values: dict[str, Value] = {}
        at = 0
        for part in self.parts:
            if isinstance(part, bytes):
                if data[at : at + len(part)] != part:
                    return None
                at += len(part)
                continue
            raw = part.raw(data[at : at + part.size])
            value = part.meaning(raw)
            at += part.size
            if value is None or isinstance(value, (list, str)) != bool(part.texts):
                return None
            if (part.texts and raw not in part.texts) or (part.boolean and raw not in (0, 1)):
                return None
            low, high = part.limits
            if isinstance(value, float) and not low <= value <= high:
                return None
            values[part.name] = value
        return values


def make_template(content: Any, file: str = "", endian: str = "big") -> ByteTemplate:
    """Return a template from its declaration.

    Parameters
    ----------
    content : list
        Fixed bytes as texts of hexadecimal digits, and fields as in a codec (``name``, ``type``, ``divide``, ``unit``,
        ``texts``, ``boolean``, ``minimum``, ``maximum``, ``endian``).
    file : str
        For messages.
    endian : {"big", "little"}

    Raises
    ------
    InputError
        When something is missing, unknown or not of its kind.
    """
    reading = CodecReading(file, endian)
    if not isinstance(content, Sequence) or isinstance(content, str) or not 0 < len(content) <= MAX_PARTS:
        raise reading.mistake("bytes")
    parts: list[Union[bytes, Field]] = []
    for item in content:
        if isinstance(item, str):
            parts.append(reading.key(item, len(item.replace(" ", "")) // 2))
            continue
        one = reading.field(item)
        plain = one.bits is None and one.offset is None and not (one.parts or one.when or one.missing or one.role)
        if not plain or one.type in ("hex", "skip") or one.name.startswith("_"):
            raise reading.mistake(one.name)
        parts.append(one)
    names = [part.name for part in parts if isinstance(part, Field)]
    template = ByteTemplate(tuple(parts))
    if len(set(names)) != len(names) or not 0 < template.length <= MAX_BYTES:
        raise reading.mistake("bytes")
    return template
