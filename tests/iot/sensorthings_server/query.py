"""Query options of SensorThings: read from an address, applied to lists of entities."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .world import LINKS, Entity, World

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda one, other: one == other,
    "ne": lambda one, other: one != other,
    "ge": lambda one, other: one >= other,
    "gt": lambda one, other: one > other,
    "le": lambda one, other: one <= other,
    "lt": lambda one, other: one < other,
}
_SIMPLE = re.compile(r"([\w/]+)\s+(eq|ne|ge|gt|le|lt)\s+('(?:[^']|'')*'|[0-9T:.\-Z+]+)")
_WITHIN = re.compile(r"st_within\(([\w/]+),\s*geography'POLYGON \(\((.*)\)\)'\)")


class RefusedError(Exception):
    """A request that the server does not take: status and message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Options:
    """Options of a list or of an entity."""

    top: int | None = None
    skip: int = 0
    count: bool = False
    select: list[str] = field(default_factory=list)
    filter: str = ""
    orderby: str = ""
    expand: dict[str, Options] = field(default_factory=dict)
    data_array: bool = False


def read_options(given: dict[str, str]) -> Options:
    """Return options from names and values."""
    options = Options()
    for name, value in given.items():
        if name in ("$top", "$skip"):
            if not value.isdigit():
                raise RefusedError(400, f"{name} is not a number")
            setattr(options, name[1:], int(value))
        elif name == "$count":
            options.count = value == "true"
        elif name == "$select":
            options.select = [part.strip() for part in value.split(",")]
        elif name in ("$filter", "$orderby"):
            setattr(options, name[1:], value)
        elif name == "$resultFormat":
            if value != "dataArray":
                raise RefusedError(400, "unknown resultFormat")
            options.data_array = True
        elif name == "$expand":
            options.expand = _read_expand(value)
        else:
            raise RefusedError(400, f"unknown option {name}")
    return options


def _read_expand(text: str) -> dict[str, Options]:
    found: dict[str, Options] = {}
    for part in _split(text, ","):
        name, mark, inside = part.strip().partition("(")
        if mark and not inside.endswith(")"):
            raise RefusedError(400, "unbalanced parenthesis")
        nested = dict(item.split("=", 1) for item in _split(inside[:-1], ";")) if mark else {}
        head, slash, rest = name.partition("/")
        if slash:  # 1.0 also writes Thing/Locations
            nested["$expand"] = rest
        found[head] = read_options(nested)
    return found


def _split(text: str, mark: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == mark and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def chosen(world: World, name: str, entities: list[Entity], options: Options, *, geography: bool) -> list[Entity]:
    """Return the entities of a list that a filter lets through, in the order asked for."""
    tests = [_test(world, name, part, geography=geography) for part in _conditions(options.filter)]
    kept = [entity for entity in entities if all(test(entity) for test in tests)]
    if options.orderby:
        key, _, way = options.orderby.partition(" ")
        key = "@iot.id" if key == "id" else key
        kept.sort(key=lambda entity: _start(entity.get(key)), reverse=way.strip() == "desc")
    return kept


def _conditions(text: str) -> list[str]:
    """Return the parts joined by ``and``, without the parentheses around one."""
    if not text.strip():
        return []
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"\(|\)|'(?:[^']|'')*'| and ", text):
        word = match.group()
        depth += (word == "(") - (word == ")")
        if word == " and " and depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    found = []
    for part in (*parts, text[start:]):
        plain = part.strip()
        if plain.startswith("(") and plain.endswith(")"):
            found += _conditions(plain[1:-1])
        else:
            found.append(plain)
    return found


def _test(world: World, name: str, part: str, *, geography: bool) -> Callable[[Entity], bool]:
    within = _WITHIN.fullmatch(part)
    if within:
        if not geography:
            raise RefusedError(501, "st_within is not implemented")
        corners = [tuple(map(float, pair.split())) for pair in within.group(2).split(",")]
        east, north = zip(*corners)

        def inside(entity: Entity) -> bool:
            shapes = _values(world, name, entity, within.group(1).split("/"))
            points = [shape["coordinates"] for shape in shapes if isinstance(shape, dict)]
            return any(min(east) <= x <= max(east) and min(north) <= y <= max(north) for x, y, *_ in points)

        return inside
    simple = _SIMPLE.fullmatch(part)
    if simple is None:
        raise RefusedError(400, f"the filter {part} cannot be read")
    path, operator, literal = simple.groups()
    wanted = literal[1:-1].replace("''", "'") if literal.startswith("'") else literal
    compare = COMPARISONS[operator]
    return lambda entity: any(
        compare(_start(value), wanted) for value in _values(world, name, entity, path.split("/")) if value is not None
    )


def _start(value: Any) -> Any:
    """Return the beginning of an interval, anything else as it is."""
    return value.split("/")[0] if isinstance(value, str) and "T" in value and "/" in value else value


def _values(world: World, name: str, entity: Entity, path: list[str]) -> list[Any]:
    head, *rest = path
    if not rest:
        return [entity.get("@iot.id" if head == "id" else head)]
    if head not in LINKS[name]:
        raise RefusedError(400, f"{name} has no {head}")
    target = LINKS[name][head][0]
    return [value for one in world.linked(name, entity, head) for value in _values(world, target, one, rest)]
