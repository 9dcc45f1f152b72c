"""One field of a frame: bytes to a value, and a value back to bytes."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional, Union

from ...errors import InputError
from ..events import Value

INTEGERS = {f"{sign}{8 * size}": (size, sign == "s") for size in (1, 2, 3, 4) for sign in "us"}
FLOATS = {"f32": (4, "f"), "f64": (8, "d")}
LARGEST_FLOAT = 999_999_999_999.0  # beyond is no measurement, so no command either
Item = Union[Value, list[float]]


@dataclass(frozen=True)
class Field:
    """One field: where it is, how it is written, and what its number means.

    A raw whole number ``n`` means ``(n + add) * times / divide``; where ``bits`` is given, ``n`` is that part of the
    unsigned number only.

    Attributes
    ----------
    name : str
        Empty for bytes that are passed over; a name that begins with ``_`` is for conditions only.
    type : str
        ``u8`` .. ``u32``, ``s8`` .. ``s32``, ``f32``, ``f64``, ``hex``, ``skip``.
    size : int
        [bytes].
    big : bool
        Most significant byte first.
    offset : int or None
        From the beginning of the frame, from its end when negative; None follows the field before.
    bits : tuple of int or None
        Lowest bit, and number of bits.
    times, divide, add : float
    unit : str
    texts : dict
        Meaning of raw numbers.
    boolean : bool
        Whether the number is a yes (not 0) or no.
    missing : tuple of int
        Raw numbers that mean "no value".
    when : dict
        Raw numbers that other fields must have for this one to be there.
    parts : tuple of str
        Names of the components where the field is several numbers of its type, one after the other.
    factors : tuple of float
        What each component is divided by, beside ``divide``.
    role : str
        ``time`` where it is the moment of the measurement [s since 1970, UTC].
    minimum, maximum : float or None
        Of the value, for commands.
    """

    name: str
    type: str
    size: int
    big: bool = True
    offset: Optional[int] = None
    bits: Optional[tuple[int, int]] = None
    times: float = 1
    divide: float = 1
    add: float = 0
    unit: str = ""
    texts: Mapping[int, str] = field(default_factory=dict)
    boolean: bool = False
    missing: tuple[int, ...] = ()
    when: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    factors: tuple[float, ...] = ()
    role: str = ""
    minimum: Optional[float] = None
    maximum: Optional[float] = None

    @property
    def length(self) -> int:
        """Bytes that the field takes."""
        return self.size * (len(self.parts) or 1)

    def raw(self, data: bytes) -> Union[int, float, str, None]:
        """Return what the bytes of one number hold, before any factor; None where that is no finite number."""
        if self.type == "skip":
            return None
        if self.type == "hex":
            return data.hex()
        if self.type in FLOATS:
            value = struct.unpack((">" if self.big else "<") + FLOATS[self.type][1], data)[0]
            return value if math.isfinite(value) else None
        signed = INTEGERS[self.type][1] and self.bits is None
        number = int.from_bytes(data, "big" if self.big else "little", signed=signed)
        if self.bits is not None:
            lowest, count = self.bits
            number = (number >> lowest) & ((1 << count) - 1)
        return number

    def meaning(self, raw: Union[int, float, str, None]) -> Optional[Value]:
        """Return the value of a raw number; None where it means that there is none."""
        if raw is None or raw in self.missing:
            return None
        if isinstance(raw, str):
            return raw
        if self.boolean:
            return raw != 0
        if self.texts:
            return self.texts.get(int(raw), str(raw))
        value = float((raw + self.add) * self.times / self.divide)
        return value if abs(value) < 1e12 else None

    def read(self, data: bytes) -> Optional[Item]:
        """Return the value of the field's bytes, a list where it has parts; None where there is none."""
        if not self.parts:
            return self.meaning(self.raw(data))
        values = []
        for index in range(len(self.parts)):
            value = self.meaning(self.raw(data[index * self.size : (index + 1) * self.size]))
            if value is None or isinstance(value, str):
                return None
            values.append(float(value) / (self.factors[index] if self.factors else 1))
        return values

    def write(self, value: Any) -> bytes:
        """Return the bytes of a value: the inverse of :meth:`read` for a field of one number, but for rounding.

        Raises
        ------
        InputError
            When the value is not of the field's kind, or out of its range.
        """
        raw = self._raw_of(value)
        if self.type in FLOATS:
            try:
                return struct.pack((">" if self.big else "<") + FLOATS[self.type][1], raw)
            except OverflowError as error:  # a factor may lead beyond what 32 bits hold
                raise self._out_of_range(value) from error
        size, signed = INTEGERS[self.type]
        least, most = (-(1 << (8 * size - 1)), (1 << (8 * size - 1)) - 1) if signed else (0, (1 << (8 * size)) - 1)
        if not least <= raw <= most:
            raise self._out_of_range(value)
        return int(raw).to_bytes(size, "big" if self.big else "little", signed=signed)

    def _raw_of(self, value: Any) -> Union[int, float]:
        if self.texts:
            found = [raw for raw, text in self.texts.items() if text == value]
            if not found:
                raise InputError(
                    "“{value}” is not a choice of {name}: use one of {known}.",
                    value=value,
                    name=self.name,
                    known=", ".join(self.texts.values()),
                )
            return found[0]
        if self.boolean:
            if not isinstance(value, bool):
                raise InputError("{name} is yes or no, not “{value}”.", name=self.name, value=value)
            return int(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise InputError("{name} is a number, not “{value}”.", name=self.name, value=value)
        low, high = self.limits
        if not low <= value <= high:
            raise self._out_of_range(value)
        raw = value * self.divide / self.times - self.add
        return raw if self.type in FLOATS else round(raw)

    def _out_of_range(self, value: Any) -> InputError:
        low, high = self.limits
        return InputError(
            "{name} must be between {low} and {high} {unit}: {value} is not.",
            name=self.name,
            low=f"{low:g}",
            high=f"{high:g}",
            unit=self.unit,
            value=value,
        )

    @property
    def limits(self) -> tuple[float, float]:
        """Least and largest value that can be written."""
        if self.type in FLOATS:
            widest = (-LARGEST_FLOAT, LARGEST_FLOAT)
        else:
            size, signed = INTEGERS[self.type]
            raws = (-(1 << (8 * size - 1)), (1 << (8 * size - 1)) - 1) if signed else (0, (1 << (8 * size)) - 1)
            ends = [(raw + self.add) * self.times / self.divide for raw in raws]
            widest = (min(ends), max(ends))
        low = widest[0] if self.minimum is None else max(widest[0], self.minimum)
        high = widest[1] if self.maximum is None else min(widest[1], self.maximum)
        return low, high
