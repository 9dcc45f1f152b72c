"""Field mapping: from the columns of BD TOPO, OpenStreetMap or any layer to the fields of a standard layer.

The mapping is a table (``resources/tables/territory_mapping.csv``, documented at its head); a user may give a
table of the same format, whose rows come first. :func:`apply_mapping` answers with the raw fields, empty where
the source says nothing, and a report that counts every feature read; :mod:`.prepare` fills the defaults.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Optional

import numpy as np

from ..errors import InputError
from .features import NULL, REPAIRED, UNUSABLE, standard_geometry
from .schema import TABLES, LayerTable, standard_layers
from .values import factorize, fold, parse_boolean, parse_number, parse_tags, parse_year

COLUMNS = ("profile", "layer", "field", "source", "rule", "from", "to")
FILTERS = ("keep_if", "drop_if")
RULES = ("copy", "number", "integer", "boolean", "map", "constant", *FILTERS)

#: Fields that a mapping may fill beside those of the schema; :mod:`.heights` reads them.
AUXILIARY = {
    "buildings": {
        "ground_altitude_m": "real",
        "gutter_altitude_m": "real",
        "ridge_altitude_m": "real",
    }
}

#: Fields without which a layer means nothing and that no default can stand for.
ESSENTIAL = {
    "streets": ("street_class", "residential"),
    "vegetation": ("vegetation_class", "wood"),
    "equipment": ("kind", "bench"),
    "population": ("population", ""),
}

#: Values allowed in the coded fields of the standard schema.
CODES = {
    ("buildings", "height_source"): ("measured", "storeys", "roof_altitude", "default"),
    ("buildings", "use"): (
        "residential",
        "commercial",
        "industrial",
        "public",
        "agricultural",
        "annex",
        "other",
    ),
    ("streets", "street_class"): (
        "motorway",
        "primary",
        "secondary",
        "tertiary",
        "residential",
        "living_street",
        "service",
        "pedestrian",
        "footway",
        "cycleway",
        "path",
        "steps",
        "track",
    ),
    ("streets", "width_source"): ("measured", "default"),
    ("trees", "height_source"): ("measured", "default"),
    ("vegetation", "vegetation_class"): ("wood", "open_wood", "hedge", "orchard", "shrub", "grass", "crop"),
    ("vegetation", "height_source"): ("measured", "default"),
    ("green_spaces", "kind"): ("park", "garden", "cemetery", "sport", "other"),
    ("water", "kind"): ("river", "canal", "lake", "basin"),
    ("waterways", "kind"): ("river", "stream", "canal", "ditch"),
    ("equipment", "kind"): ("drinking_fountain", "fountain", "bench", "toilets", "crossing"),
    ("places", "kind"): (
        "town_hall",
        "station",
        "school",
        "hospital",
        "library",
        "market",
        "shop",
        "worship",
        "other",
    ),
}

#: Fields where a number that is not above zero means "not known" (LARGEUR = 0 in BD TOPO, for example).
POSITIVE = frozenset(
    {
        ("buildings", "height_m"),
        ("buildings", "storeys"),
        ("buildings", "year"),
        ("streets", "width_m"),
        ("streets", "lanes"),
        ("streets", "speed_kmh"),
        ("trees", "height_m"),
        ("trees", "crown_diameter_m"),
    }
)

#: Letter that starts an identifier made from the row number.
ID_LETTERS = {
    "zones": "z",
    "buildings": "b",
    "streets": "s",
    "trees": "t",
    "vegetation": "v",
    "green_spaces": "g",
    "water": "w",
    "waterways": "r",
    "equipment": "e",
    "places": "p",
    "population": "c",
}

#: Columns that carry further tags in OpenStreetMap layers, by converter.
TAG_COLUMNS = ("other_tags", "all_tags", "tags")

#: Columns that tell where a layer comes from.
OSM_SIGNS = frozenset({"osm_id", "osm_way_id", "full_id", "osm_type", "@id", "other_tags", "all_tags"})
BDTOPO_SIGNS = frozenset(
    {"cleabs", "acqu_plani", "prec_plani", "methode_d_acquisition_planimetrique", "date_creat", "pos_sol"}
)
INSEE_SIGNS = frozenset({"code_iris", "insee_com", "code_insee", "idcar_200m", "idinspire", "idcar_nat"})

MAX_UNKNOWN = 20


@dataclass(frozen=True)
class Rule:
    """One row of a mapping table; see the head of ``territory_mapping.csv``."""

    profile: str
    layer: str
    field: str
    sources: tuple[str, ...]
    rule: str
    values: tuple[str, ...]
    to: str


@dataclass
class MappingReport:
    """What happened to each feature and to each value; ``read == kept + dropped``.

    Attributes
    ----------
    layer : str
        Standard layer.
    read, kept, filtered, null_geometry, unusable_geometry, repaired : int
        Features read, kept, left out by the filters of the mapping, without geometry, whose geometry is of
        the wrong kind or beyond repair; features kept after a repair.
    added_points : int
        Points added by separating multipoints (the table has ``kept + added_points`` rows).
    made_ids, duplicate_ids : int
        Identifiers made from the row number, and identifiers made unique by a suffix.
    defaults : dict of str to int
        Empty values of a required field filled by a default, by field.
    unknown : dict of str to dict of str to int
        Values that no row of the mapping reads, by field: "column=value" to count, most frequent first,
        at most 20; ``unknown_total`` counts them all.
    sources : dict of str to dict of str to int
        How heights and widths are known, by field: rule to count.
    """

    layer: str
    read: int = 0
    kept: int = 0
    filtered: int = 0
    null_geometry: int = 0
    unusable_geometry: int = 0
    repaired: int = 0
    added_points: int = 0
    made_ids: int = 0
    duplicate_ids: int = 0
    defaults: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown_total: dict[str, int] = field(default_factory=dict)
    sources: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def dropped(self) -> int:
        """Features that are not in the table."""
        return self.filtered + self.null_geometry + self.unusable_geometry


def read_mapping(path: Path) -> list[Rule]:
    """Read a mapping table (comma or semicolon, UTF-8, ``#`` lines are comments).

    Parameters
    ----------
    path : Path
        Table of the format of ``territory_mapping.csv``.

    Returns
    -------
    list of Rule
        Rows in file order.

    Raises
    ------
    InputError
        When the file is not such a table; the sentence names the row.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("Save the mapping table {name} in UTF-8.", name=path.name) from error
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    if not rows or tuple(name.strip() for name in rows[0]) != COLUMNS:
        raise InputError(
            "The first line of the mapping table {name} must be: {columns}.",
            name=path.name,
            columns=",".join(COLUMNS),
        )
    return [_rule(number, row) for number, row in enumerate(rows[1:], start=1)]


def _rule(number: int, row: Sequence[str]) -> Rule:
    """Check one row of a mapping table."""
    if len(row) != len(COLUMNS):
        raise InputError(
            "Row {number} of the mapping must have {count} values, empty ones included.",
            number=number,
            count=len(COLUMNS),
        )
    profile, layer, name, source, rule, values, to = (value.strip() for value in row)
    layers = standard_layers()
    if layer not in layers:
        raise InputError(
            "Row {number} of the mapping names the layer {layer}, which is not a standard layer.",
            number=number,
            layer=layer,
        )
    if rule not in RULES:
        raise InputError(
            "Row {number} of the mapping has the rule {rule}; write one of: {rules}.",
            number=number,
            rule=rule,
            rules=", ".join(RULES),
        )
    fields = {"*"} if rule in FILTERS else _field_kinds(layer).keys()
    if name not in fields:
        raise InputError(
            "Row {number} of the mapping names the field {field}; for the rule {rule} of {layer} write one "
            "of: {fields}.",
            number=number,
            field=name,
            rule=rule,
            layer=layer,
            fields=", ".join(fields),
        )
    if not source and rule != "constant":
        raise InputError("Row {number} of the mapping must name a source column.", number=number)
    if rule in ("map", "constant"):
        _check_code(number, layer, name, to)
    return Rule(profile, layer, name, _split(source), rule, tuple(fold(v) for v in _split(values)), to)


def _check_code(number: int, layer: str, name: str, to: str) -> None:
    """Check that a row gives a value that its field can hold; an empty one means NULL."""
    codes = CODES.get((layer, name))
    kind = _field_kinds(layer)[name]
    if codes and to and to not in codes:
        raise InputError(
            "Row {number} of the mapping gives {value} to {field}; write one of: {codes}.",
            number=number,
            value=to,
            field=name,
            codes=", ".join(codes),
        )
    if to and not codes and kind != "text" and _coerce(to, layer, name) is None:
        raise InputError(
            "Row {number} of the mapping gives {value} to {field}, which needs a value of type {kind}.",
            number=number,
            value=to,
            field=name,
            kind=kind,
        )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _field_kinds(layer: str) -> dict[str, str]:
    """Return the fields that a mapping may fill, with their type."""
    kinds = {item.name: item.kind for item in standard_layers()[layer].fields}
    return {**kinds, **AUXILIARY.get(layer, {})}


@lru_cache(maxsize=1)
def shipped_mapping() -> tuple[Rule, ...]:
    """Return the mapping that comes with the plugin."""
    return tuple(read_mapping(TABLES / "territory_mapping.csv"))


def rules_for(profile: str, user_rules: Iterable[Rule] = ()) -> list[Rule]:
    """Return the rules of a profile: the user's rows first, then the shipped ones.

    For the profiles ``custom`` and ``standard``, columns that already have the standard names follow.

    Parameters
    ----------
    profile : {"bdtopo", "osm", "custom", "standard"}
        Where the layers come from.
    user_rules : iterable of Rule, optional
        Rows of the user's table; those of another profile are left out, ``*`` stands for every profile.

    Returns
    -------
    list of Rule
        Rules in the order in which they are tried.
    """
    rules = [rule for rule in (*user_rules, *shipped_mapping()) if rule.profile in (profile, "*")]
    if profile in ("custom", "standard"):
        rules += _standard_rules(profile)
    return rules


def _standard_rules(profile: str) -> list[Rule]:
    """Return the rules that read columns already named as in the schema."""
    by_kind = {"text": "copy", "real": "number", "integer": "integer", "boolean": "boolean"}
    return [
        Rule(profile, layer.name, item.name, (item.name,), by_kind[item.kind], (), "")
        for layer in standard_layers().values()
        for item in layer.fields
    ]


def detect_profile(layer: str, column_names: Iterable[str]) -> Optional[str]:
    """Tell where a layer comes from by its columns.

    Parameters
    ----------
    layer : str
        Standard layer that it is given for.
    column_names : iterable of str
        Names of its columns, in any case.

    Returns
    -------
    {"standard", "osm", "bdtopo"} or None
        ``None`` when no profile is recognised: then the profile is ``custom``.
    """
    names = {name.casefold() for name in column_names}
    required = {item.name for item in standard_layers()[layer].fields if item.required}
    if required <= names:
        return "standard"
    if names & OSM_SIGNS:
        return "osm"
    if names & BDTOPO_SIGNS or {"id", "nature"} <= names:
        return "bdtopo"
    if layer in ("zones", "population") and names & INSEE_SIGNS:
        return "bdtopo"
    return None


class _Source:
    """Columns of a layer by folded name, each read once; ``name:key`` reads a column of tags."""

    def __init__(self, columns: Mapping[str, np.ndarray]) -> None:
        self._columns = {name.casefold(): values for name, values in columns.items()}
        self._tags: dict[str, list[dict[str, str]]] = {}
        self._read: dict[str, tuple[np.ndarray, list[str]]] = {}

    def has(self, source: str) -> bool:
        return self._column(source)[0] is not None

    def _column(self, source: str) -> tuple[Optional[str], str]:
        """Return the column that a source names, and the key of the tag (empty for a plain column)."""
        folded = source.casefold()
        if folded in self._columns:
            return folded, ""
        prefix, _, key = source.partition(":")
        candidates = TAG_COLUMNS if prefix.casefold() in TAG_COLUMNS else (prefix.casefold(),)
        for name in candidates:
            if key and name in self._columns:
                return name, key
        return None, ""

    def read(self, source: str) -> Optional[tuple[np.ndarray, list[str]]]:
        """Return the codes and distinct texts of a source, or ``None`` when the layer does not have it."""
        name, key = self._column(source)
        if name is None:
            return None
        full = f"{name}:{key}" if key else name
        if full not in self._read:
            if key:
                if name not in self._tags:
                    codes, texts = factorize(self._columns[name])
                    parsed = [parse_tags(text) for text in texts] + [{}]
                    self._tags[name] = [parsed[code] for code in codes]
                self._read[full] = factorize(tags.get(key) for tags in self._tags[name])
            else:
                self._read[full] = factorize(self._columns[name])
        return self._read[full]


def apply_mapping(
    rules: Sequence[Rule],
    layer: str,
    geometry: np.ndarray,
    columns: Mapping[str, np.ndarray],
) -> tuple[LayerTable, MappingReport]:
    """Make the raw table of a standard layer: filter, geometry, fields and identifiers.

    Parameters
    ----------
    rules : sequence of Rule
        Rules of one profile, from :func:`rules_for`; those of other layers are ignored.
    layer : str
        Name of the standard layer.
    geometry : ndarray of shapely geometries or None, shape (n,)
        Geometries in a metric system [m].
    columns : mapping of str to ndarray, each shape (n,)
        Columns of the source layer, ``None`` or NaN where empty.

    Returns
    -------
    table : LayerTable
        All the fields of the schema and the auxiliary ones, empty where nothing is known: text, integer and
        boolean columns are object arrays with ``None``, real columns hold NaN.
    report : MappingReport
        Counts; the defaults are filled afterwards by :func:`.prepare.prepare_layer`.

    Raises
    ------
    InputError
        When the layer has none of the columns that an essential field or the filters need.
    """
    layer_rules = [rule for rule in rules if rule.layer == layer]
    source = _Source(columns)
    _check_sources(layer_rules, layer, source)
    report = MappingReport(layer, read=len(geometry))
    wanted = _wanted(layer_rules, source, len(geometry))
    report.filtered = int((~wanted).sum())
    chosen = np.flatnonzero(wanted)
    shapes, row, status = standard_geometry(
        np.asarray(geometry, dtype=object)[chosen], standard_layers()[layer].geometry
    )
    report.null_geometry = int((status == NULL).sum())
    report.unusable_geometry = int((status == UNUSABLE).sum())
    report.repaired = int((status == REPAIRED).sum())
    report.kept = len(chosen) - report.null_geometry - report.unusable_geometry
    report.added_points = len(row) - report.kept
    row = chosen[row]
    by_field: dict[str, list[Rule]] = defaultdict(list)
    for rule in layer_rules:
        by_field[rule.field].append(rule)
    table = LayerTable(shapes)
    for name, kind in _field_kinds(layer).items():
        values = _fill(by_field[name], layer, name, source, row, report)
        table.columns[name] = np.array(values, dtype=np.float64) if kind == "real" else values
    _complete_ids(layer, table, row, report)
    return table, report


def _check_sources(rules: Sequence[Rule], layer: str, source: _Source) -> None:
    """Refuse a layer that lacks what its filters or its essential field read."""
    keep = [rule for rule in rules if rule.rule == "keep_if"]
    if keep and not any(source.has(name) for rule in keep for name in rule.sources):
        raise InputError(
            "The layer given for {layer} has none of the columns that choose its features ({columns}); give "
            "another layer, or add a row to the mapping: custom,{layer},*,YOUR_COLUMN,keep_if,VALUE,.",
            layer=layer,
            columns=", ".join(dict.fromkeys(name for rule in keep for name in rule.sources)),
        )
    if layer not in ESSENTIAL:
        return
    essential, example = ESSENTIAL[layer]
    mine = [rule for rule in rules if rule.field == essential]
    if any(rule.rule == "constant" or source.has(name) for rule in mine for name in rule.sources or ("",)):
        return
    row = f"YOUR_COLUMN,map,YOUR_VALUE,{example}" if example else "YOUR_COLUMN,number,,"
    raise InputError(
        "The layer given for {layer} has no column for {field}; add a row to the mapping, for example: "
        "custom,{layer},{field},{row}.",
        layer=layer,
        field=essential,
        row=row,
    )


def _wanted(rules: Sequence[Rule], source: _Source, count: int) -> np.ndarray:
    """Return which features the filters keep."""
    keep = [rule for rule in rules if rule.rule == "keep_if"]
    wanted = np.full(count, not keep)
    for rule in keep:
        wanted |= _matches(rule, source, np.arange(count))
    for rule in rules:
        if rule.rule == "drop_if":
            wanted &= ~_matches(rule, source, np.arange(count))
    return wanted


def _matches(rule: Rule, source: _Source, row: np.ndarray) -> np.ndarray:
    """Return which rows hold one of the values of a rule, in any of its sources."""
    hit = np.zeros(len(row), dtype=bool)
    for name in rule.sources:
        found = source.read(name)
        if found is not None:
            codes, texts = found
            hit |= _listed(rule, texts)[codes[row]]
    return hit


def _listed(rule: Rule, texts: Sequence[str]) -> np.ndarray:
    """Return which texts a rule names; one more False at the end answers for empty values (code -1)."""
    any_value = "*" in rule.values
    named = frozenset(rule.values)
    return np.array([any_value or fold(text) in named for text in texts] + [False], dtype=bool)


def _fill(
    rules: Sequence[Rule], layer: str, name: str, source: _Source, row: np.ndarray, report: MappingReport
) -> np.ndarray:
    """Fill one field: each rule in turn fills what the former ones left."""
    values = np.full(len(row), None, dtype=object)
    open_ = np.ones(len(row), dtype=bool)
    unread = np.full(len(row), None, dtype=object)
    for rule in rules:
        if rule.rule == "constant" or (rule.rule == "map" and not rule.values):
            values[open_] = _coerce(rule.to, layer, name)
            break
        for source_name in rule.sources:
            found = source.read(source_name) if open_.any() else None
            if found is None:
                continue
            codes, texts = found
            codes = codes[row]
            outcome, read, unknown = _read_texts(rule, texts, layer, name)
            hit = read[codes] & open_
            values[hit] = outcome[codes[hit]]
            open_ &= ~hit
            for index in np.flatnonzero(open_ & unknown[codes] & (unread == None)):  # noqa: E711
                unread[index] = f"{source_name}={texts[codes[index]]}"
        # A value that a later rule reads is known after all.
        unread[~open_] = None
    counts = Counter(label for label in unread if label is not None)
    if counts:
        report.unknown[name] = dict(counts.most_common(MAX_UNKNOWN))
        report.unknown_total[name] = sum(counts.values())
    return values


def _read_texts(
    rule: Rule, texts: Sequence[str], layer: str, name: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read the distinct texts of a column by one rule.

    Returns the value of each text, whether the rule settles it, and whether it is a value that the user should
    hear of; the last entry stands for an empty value.
    """
    outcome = np.full(len(texts) + 1, None, dtype=object)
    if rule.rule == "map":
        read = _listed(rule, texts)
        outcome[read] = _coerce(rule.to, layer, name)
        unknown = ~read
    else:
        read = np.zeros(len(texts) + 1, dtype=bool)
        unknown = np.ones(len(texts) + 1, dtype=bool)
        for index, text in enumerate(texts):
            written = rule.to.replace("*", text) if "*" in rule.to else text
            value = _coerce(written, layer, name)
            codes = CODES.get((layer, name))
            if value is None or (codes and value not in codes):
                # Zero where zero means "not known" is an empty value, not a strange one.
                unknown[index] = not ((layer, name) in POSITIVE and parse_number(text) == 0)
                continue
            outcome[index], read[index] = value, True
    unknown[-1] = False
    return outcome, read, unknown


def _coerce(text: str, layer: str, name: str) -> object:
    """Return a text as a value of its field's type, ``None`` when it is empty or cannot be read."""
    kind = _field_kinds(layer)[name]
    if not text:
        return None
    if kind == "text":
        return text
    if kind == "boolean":
        return parse_boolean(text)
    number = parse_year(text) if name == "year" else parse_number(text)
    if number != number or ((layer, name) in POSITIVE and number <= 0):
        return None
    return number if kind == "real" else int(np.floor(number + 0.5))


def _complete_ids(layer: str, table: LayerTable, row: np.ndarray, report: MappingReport) -> None:
    """Give each feature an identifier of its own."""
    name = standard_layers()[layer].fields[0].name
    ids = table.columns[name]
    seen: set[str] = set()
    for index, source_row in enumerate(row):
        wished = ids[index]
        if wished is None:
            wished = f"{ID_LETTERS[layer]}{source_row + 1}"
            report.made_ids += 1
        unique, suffix = wished, 1
        while unique in seen:
            suffix += 1
            unique = f"{wished}_{suffix}"
        report.duplicate_ids += unique != wished
        seen.add(unique)
        ids[index] = unique
