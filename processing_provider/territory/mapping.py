"""Field mapping: from the columns of BD TOPO, OpenStreetMap or any layer to the fields of a standard layer.

The mapping is a table (``resources/tables/territory_mapping.csv``, documented at its head); a user may give a
table of the same format, whose rows come first. :func:`apply_mapping` answers with the raw fields, empty where
the source says nothing, and a report that counts every feature read; :mod:`.prepare` fills the defaults.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from ..errors import InputError
from .codes import CODES, ESSENTIAL, ID_LETTERS, NO_DEFAULT, POSITIVE, coerce, field_kinds
from .features import NULL, REPAIRED, UNUSABLE, standard_geometry
from .mapping_table import Rule, read_mapping, rules_for
from .schema import LayerTable, standard_layers
from .values import factorize, fold, parse_number, parse_tags

__all__ = ["MappingReport", "apply_mapping", "detect_profile", "read_mapping", "rules_for"]

#: Columns that carry further tags in OpenStreetMap layers, by converter.
TAG_COLUMNS = ("other_tags", "all_tags", "tags")

#: Columns that tell where a layer comes from.
OSM_SIGNS = frozenset({"osm_id", "osm_way_id", "full_id", "osm_type", "@id", "other_tags", "all_tags"})
BDTOPO_SIGNS = frozenset(
    {"cleabs", "acqu_plani", "prec_plani", "methode_d_acquisition_planimetrique", "date_creat", "pos_sol"}
)
INSEE_SIGNS = frozenset({"code_iris", "insee_com", "code_insee", "idcar_200m", "idinspire", "idcar_nat"})

#: Unknown values listed in a report, by field.
MAX_UNKNOWN = 20


@dataclass
class MappingReport:
    """What happened to each feature and to each value; ``read == kept + dropped``.

    Attributes
    ----------
    layer : str
        Standard layer.
    read, kept, filtered, null_geometry, unusable_geometry, undefined, repaired : int
        Features read, kept, left out by the filters of the mapping, without geometry, whose geometry is of
        the wrong kind or beyond repair, whose kind no row reads and no default can stand for (equipment);
        features whose geometry was repaired.
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
    undefined: int = 0
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
        return self.filtered + self.null_geometry + self.unusable_geometry + self.undefined


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
    row = chosen[row]
    by_field: dict[str, list[Rule]] = defaultdict(list)
    for rule in layer_rules:
        by_field[rule.field].append(rule)
    table = LayerTable(shapes)
    for name, kind in field_kinds(layer).items():
        values = _fill(by_field[name], layer, name, source, row, report)
        table.columns[name] = np.array(values, dtype=np.float64) if kind == "real" else values
    row = _leave_out_undefined(layer, table, row, report)
    report.kept = report.read - report.dropped
    report.added_points = len(row) - report.kept
    _complete_ids(layer, table, row, report)
    return table, report


def _leave_out_undefined(layer: str, table: LayerTable, row: np.ndarray, report: MappingReport) -> np.ndarray:
    """Leave out, and count, the features whose kind is not known where no default can stand for it."""
    name = NO_DEFAULT.get(layer)
    if name is None:
        return row
    known = np.array([value is not None for value in table.columns[name]], dtype=bool)
    report.undefined = len(np.setdiff1d(row[~known], row[known]))
    table.geometry = table.geometry[known]
    table.columns = {key: values[known] for key, values in table.columns.items()}
    return row[known]


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
    labelled = np.zeros(len(row), dtype=bool)
    for rule in rules:
        if rule.rule == "constant" or (rule.rule == "map" and not rule.values):
            values[open_] = coerce(rule.to, layer, name)
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
            new = open_ & unknown[codes] & ~labelled
            labels = np.array([f"{source_name}={text}" for text in texts] + [None], dtype=object)
            unread[new] = labels[codes[new]]
            labelled |= new
        # A value that a later rule reads is known after all.
        labelled &= open_
    counts = Counter(unread[labelled])
    if counts:
        report.unknown[name] = dict(counts.most_common(MAX_UNKNOWN))
        report.unknown_total[name] = sum(counts.values())
    return values


def _read_texts(rule: Rule, texts: Sequence[str], layer: str, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read the distinct texts of a column by one rule.

    Returns the value of each text, whether the rule settles it, and whether it is a value that the user should
    hear of; the last entry stands for an empty value.
    """
    outcome = np.full(len(texts) + 1, None, dtype=object)
    if rule.rule == "map":
        read = _listed(rule, texts)
        outcome[read] = coerce(rule.to, layer, name)
        unknown = ~read
    else:
        read = np.zeros(len(texts) + 1, dtype=bool)
        unknown = np.ones(len(texts) + 1, dtype=bool)
        for index, text in enumerate(texts):
            written = rule.to.replace("*", text) if "*" in rule.to else text
            value = coerce(written, layer, name)
            codes = CODES.get((layer, name))
            if value is None or (codes and value not in codes):
                # Zero where zero means "not known" is an empty value, not a strange one.
                unknown[index] = not ((layer, name) in POSITIVE and parse_number(text) == 0)
                continue
            outcome[index], read[index] = value, True
    unknown[-1] = False
    return outcome, read, unknown


def _complete_ids(layer: str, table: LayerTable, row: np.ndarray, report: MappingReport) -> None:
    """Give each feature an identifier of its own."""
    name = standard_layers()[layer].fields[0].name
    ids = table.columns[name]
    seen: set[str] = set()
    repeats: Counter[str] = Counter()
    for index, source_row in enumerate(row):
        wished = ids[index]
        if wished is None:
            wished = f"{ID_LETTERS[layer]}{source_row + 1}"
            report.made_ids += 1
        unique = wished
        while unique in seen:
            repeats[wished] += 1
            unique = f"{wished}_{repeats[wished] + 1}"
        report.duplicate_ids += unique != wished
        seen.add(unique)
        ids[index] = unique
