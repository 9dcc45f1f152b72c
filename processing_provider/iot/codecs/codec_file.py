"""Codecs read from YAML and checked; those of the project are in ``resources/codecs``.

A codec has ``layout: tags`` (values one after the other, each with its tag), ``layout: frame`` (one frame, fixed
places) or ``layout: frames`` (several, told apart by some of their bytes). The files of the project are its examples.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from ...errors import InputError
from ..yaml_files import load_yaml, read_text
from .codec import Block, Codec, Suffix
from .fields import FLOATS, INTEGERS, Field

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "codecs"
MAX_BLOCKS = 512
MAX_FIELDS = 128
_CODEC_WORDS = (
    "name title source checked layout endian ports tag_bytes channel tags select require begin frames fields rest "
    "suffix head"
)
_FIELD_WORDS = (
    "name type endian offset bits times divide add unit texts boolean missing when parts factors role minimum maximum "
    "size"
)
_CODEC_KEYS = frozenset(_CODEC_WORDS.split())
_FIELD_KEYS = frozenset(_FIELD_WORDS.split())
_ROLES = ("", "time")


class CodecReading:
    """The codec that is read: its name for messages, and its byte order."""

    def __init__(self, file: str, endian: Any) -> None:
        self.file = file
        self.big = self._endian(endian)

    def mistake(self, what: str) -> InputError:
        """Return the sentence for a mistake; ``what`` names the key, as written in the file."""
        return InputError(
            "The codec {file} is not right at “{what}”: the codecs of the project, in resources/codecs, are examples.",
            file=self.file,
            what=what[:200],
        )

    def _endian(self, written: Any) -> bool:
        if written not in ("big", "little"):
            raise self.mistake(f"endian: {written}")
        return written == "big"

    def whole(self, value: Any, key: str, least: int, most: int) -> int:
        """Return a whole number within limits."""
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.mistake(f"{key}: {value}")
        return value

    def number(self, value: Any, key: str) -> float:
        """Return a number below 1e12 in absolute value."""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e12:
            raise self.mistake(f"{key}: {value}")
        return value

    def text(self, value: Any, key: str, most: int = 60) -> str:
        """Return a text."""
        if not isinstance(value, str) or len(value) > most:
            raise self.mistake(f"{key}: {value}")
        return value

    def items(self, value: Any, key: str, most: int) -> list:
        """Return a list."""
        if not isinstance(value, list) or len(value) > most:
            raise self.mistake(key)
        return value

    def mapping(self, value: Any, key: str, most: int) -> dict:
        """Return a dictionary that is not empty."""
        if not isinstance(value, dict) or not 0 < len(value) <= most:
            raise self.mistake(key)
        return value

    def known(self, content: dict, keys: Collection[str]) -> None:
        """Refuse a key that means nothing."""
        for key in content:
            if key not in keys:
                raise self.mistake(str(key))

    def key(self, written: Any, size: int) -> bytes:
        """Return the bytes of a tag, written in hexadecimal between quotes."""
        try:
            key = bytes.fromhex(written) if isinstance(written, str) else b""
        except ValueError:
            key = b""
        if len(key) != size:
            raise self.mistake(str(written))
        return key

    def field(self, content: Any) -> Field:
        """Return a field."""
        if not isinstance(content, dict):
            raise self.mistake(str(content))
        self.known(content, _FIELD_KEYS)
        kind = content.get("type", "skip")
        if kind in INTEGERS:
            size = INTEGERS[kind][0]
        elif kind in FLOATS:
            size = FLOATS[kind][0]
        elif kind in ("hex", "skip"):
            size = self.whole(content.get("size"), "size", 1, 64)
        else:
            raise self.mistake(f"type: {kind}")
        name = self.text(content.get("name", ""), "name")
        if bool(name) == (kind == "skip"):
            raise self.mistake(f"name: {name}")
        divide, times = (self.number(content.get(key, 1), key) for key in ("divide", "times"))
        if divide == 0 or times == 0:
            raise self.mistake(f"divide or times of {name}")
        parts = tuple(self.text(part, "parts") for part in self.items(content.get("parts", []), "parts", 16))
        factors = tuple(self.number(one, "factors") for one in self.items(content.get("factors", []), "factors", 16))
        if factors and (len(factors) != len(parts) or 0 in factors):
            raise self.mistake("factors")
        role = content.get("role", "")
        if role not in _ROLES:
            raise self.mistake(f"role: {role}")
        return Field(
            name=name,
            type=kind,
            size=size,
            big=self._endian(content["endian"]) if "endian" in content else self.big,
            offset=self.whole(content["offset"], "offset", -64, 1023) if "offset" in content else None,
            bits=self._bits(content["bits"], 8 * size, kind) if "bits" in content else None,
            times=times,
            divide=divide,
            add=self.number(content.get("add", 0), "add"),
            unit=self.text(content.get("unit", ""), "unit", 20),
            texts=self._texts(content.get("texts", {})),
            boolean=content.get("boolean", False) is True,
            missing=tuple(
                self.whole(one, "missing", -(2**31), 2**32)
                for one in self.items(content.get("missing", []), "missing", 64)
            ),
            when=self._when(content.get("when", {})),
            parts=parts,
            factors=factors,
            role=role,
            minimum=self.number(content["minimum"], "minimum") if "minimum" in content else None,
            maximum=self.number(content["maximum"], "maximum") if "maximum" in content else None,
        )

    def _bits(self, value: Any, width: int, kind: str) -> tuple[int, int]:
        pair = self.items(value, "bits", 2)
        if len(pair) != 2 or kind not in INTEGERS:
            raise self.mistake(f"bits: {value}")
        lowest = self.whole(pair[0], "bits", 0, width - 1)
        return lowest, self.whole(pair[1], "bits", 1, width - lowest)

    def _texts(self, value: Any) -> dict[int, str]:
        if not isinstance(value, dict) or len(value) > 256:
            raise self.mistake("texts")
        return {self.whole(raw, "texts", -(2**31), 2**32): self.text(said, "texts") for raw, said in value.items()}

    def _when(self, value: Any) -> dict[str, tuple[int, ...]]:
        if not isinstance(value, dict) or len(value) > 8:
            raise self.mistake("when")
        return {
            self.text(name, "when"): tuple(
                self.whole(one, "when", -(2**31), 2**32) for one in self.items(known, "when", 256)
            )
            for name, known in value.items()
        }

    def block(self, content: Any, head: tuple[Field, ...] = ()) -> Block:
        """Return a block: a list of fields, or one with the name of the list whose record it is."""
        record = ""
        if isinstance(content, dict):
            self.known(content, ["list", "fields"])
            record = self.text(content.get("list"), "list")
            content = content.get("fields")
        fields = (*head, *(self.field(one) for one in self.items(content, "fields", MAX_FIELDS)))
        named: set[str] = set()
        for one in fields:
            for name in one.when:
                if name not in named:  # a condition looks back
                    raise self.mistake(f"when: {name}")
            named.add(one.name)
        return Block(fields, record)


def make_codec(content: Any, file: str = "") -> Codec:
    """Return a codec from the content of its file.

    Raises
    ------
    InputError
        When something is missing, unknown or not of its kind.
    """
    if not isinstance(content, dict):
        raise InputError("The codec {file} has no content.", file=file)
    reading = CodecReading(file, content.get("endian", "big"))
    reading.known(content, _CODEC_KEYS)
    shared = {
        "name": reading.text(content.get("name"), "name"),
        "title": reading.text(content.get("title", ""), "title", 200),
        "source": reading.text(content.get("source"), "source", 1000),
        "checked": content.get("checked") == 1,
        "ports": frozenset(
            reading.whole(one, "ports", 1, 255) for one in reading.items(content.get("ports", []), "ports", 223)
        ),
    }
    layout = content.get("layout")
    if layout == "tags":
        size = reading.whole(content.get("tag_bytes", 1), "tag_bytes", 1, 4)
        tags = reading.mapping(content.get("tags"), "tags", MAX_BLOCKS)
        blocks = {reading.key(tag, size): reading.block(fields) for tag, fields in tags.items()}
        return Codec(**shared, tag_bytes=size, channel=content.get("channel") is True, tags=blocks)
    rest = content.get("rest", "refused")
    if rest not in ("refused", "ignored"):
        raise reading.mistake(f"rest: {rest}")
    head = tuple(reading.field(one) for one in reading.items(content.get("head", []), "head", MAX_FIELDS))
    if layout == "frame":
        frames, select = {b"": reading.block(content.get("fields"), head)}, (0, 0)
    elif layout == "frames":
        pair = reading.items(content.get("select"), "select", 2)
        if len(pair) != 2:
            raise reading.mistake("select")
        select = (reading.whole(pair[0], "select", 0, 64), reading.whole(pair[1], "select", 1, 16))
        written = reading.mapping(content.get("frames"), "frames", MAX_BLOCKS)
        frames = {reading.key(key, select[1]): reading.block(fields, head) for key, fields in written.items()}
    else:
        raise reading.mistake(f"layout: {layout}")
    return Codec(
        **shared,
        select=select,
        required=_required(content.get("require", {}), reading),
        begin=reading.whole(content.get("begin", sum(select)), "begin", 0, 64),
        frames=frames,
        ignores_rest=rest == "ignored",
        suffix=_suffix(content["suffix"], reading) if "suffix" in content else None,
    )


def _required(content: Any, reading: CodecReading) -> tuple[tuple[int, frozenset[int]], ...]:
    if not isinstance(content, dict) or len(content) > 8:
        raise reading.mistake("require")
    return tuple(
        (
            reading.whole(offset, "require", 0, 64),
            frozenset(reading.whole(one, "require", 0, 255) for one in reading.items(known, "require", 256)),
        )
        for offset, known in content.items()
    )


def _suffix(content: Any, reading: CodecReading) -> Suffix:
    found = reading.mapping(content, "suffix", 2)
    reading.known(found, ["terms", "omit"])
    terms = []
    for term in reading.items(found.get("terms"), "suffix", 4):
        four = [reading.whole(one, "suffix", 0, 255) for one in reading.items(term, "suffix", 4)]
        if len(four) != 4:
            raise reading.mistake("suffix")
        terms.append((four[0], four[1], four[2], four[3]))
    return Suffix(tuple(terms), reading.whole(found.get("omit", 0), "omit", 0, 65535))


def read_codec(path: Path) -> Codec:
    """Return the codec of a YAML file.

    Raises
    ------
    InputError
        When it is not one.
    """
    return make_codec(load_yaml(read_text(path), path.name), path.name)


@lru_cache(maxsize=1)
def shipped_codecs() -> dict[str, Codec]:
    """Return the codecs of the project by name."""
    codecs = (read_codec(path) for path in sorted(FOLDER.glob("*.yaml")))
    return {codec.name: codec for codec in codecs}


def find_codec(name: str) -> Codec:
    """Return a codec by its name, or by the path of a YAML file of the user.

    Raises
    ------
    InputError
        When there is none.
    """
    codec: Optional[Codec] = shipped_codecs().get(name)
    if codec is not None:
        return codec
    if name.endswith((".yaml", ".yml")):
        return read_codec(Path(name))
    raise InputError(
        "There is no codec “{name}”: use one of {known}, or a YAML file.", name=name, known=", ".join(shipped_codecs())
    )
