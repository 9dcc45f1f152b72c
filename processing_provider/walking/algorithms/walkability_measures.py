"""Measures of the segments of a network: from fields, from a canopy raster, from equipment, from the class."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np

from ...engine import choose_tile_size, map_tiles, plan_tiles
from ...layers import FeatureTable, raster_grid, raster_source
from ...parameters import engine_settings
from ...raster_files import bounded_raster_cache
from ...translation import language, tr
from .walkability_tables import objects

# Fields of the standard territory and of the walking network.
CLASS_NAMES = ("street_class",)
WAY_WIDTH, WAY_WIDTH_SOURCE = "width_m", "width_source"
SIDEWALKS = ("pavement_left_m", "pavement_right_m")
CANOPY_BYTES_PER_CELL = 24  # a cell of canopy, the mark of the line that counted it, and their copies
FLAT_SEGMENTS = 10  # so many slopes of exactly 0 come from a terrain model without relief


@dataclass
class Measures:
    """Measures by indicator.

    Attributes
    ----------
    values : dict of str to float64 (n,)
        Measure of each indicator, NaN where unknown.
    assumed : dict of str to bool (n,)
        Where a default rule gave it.
    access : dict of str to float64 (n,)
        Measures for the accessibility criteria.
    origin : dict of str to str
        Where each came from, for the log.
    """

    count: int
    values: dict[str, np.ndarray] = field(default_factory=dict)
    assumed: dict[str, np.ndarray] = field(default_factory=dict)
    access: dict[str, np.ndarray] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)

    def matrix(self, names) -> np.ndarray:
        """Return the measures as float64 (n, k)."""
        return np.column_stack([self.values[name] for name in names])

    def assumed_matrix(self, names) -> np.ndarray:
        """Return where they are assumed as bool (n, k)."""
        nothing = np.zeros(self.count, dtype=bool)
        return np.column_stack([self.assumed.get(name, nothing) for name in names])


def title(item) -> str:
    """Return the name of an indicator or criterion in the user's language."""
    return item.title_fr if language() == "fr" else item.title_en


class MeasureReader:
    """Reads the measures of one run."""

    def __init__(self, algorithm, parameters, context, feedback, table: FeatureTable, indicators) -> None:
        self.algorithm, self.parameters, self.context, self.feedback = algorithm, parameters, context, feedback
        self.table = table
        self.indicators = {item.name: item for item in indicators}
        self.measures = Measures(len(table))

    # -- fields -----------------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        """Tell whether the network has a field."""
        return self.table.fields.lookupField(name) >= 0

    def objects(self, name: str) -> list[Any]:
        """Return an attribute with None for NULL."""
        return objects(self.table, name)

    def numbers(self, name: str, label: str) -> np.ndarray:
        """Return an attribute as numbers, and tell how many texts hold none."""
        from ..walkability.attributes import to_numbers

        numbers, unread = to_numbers(self.objects(name))
        if unread:
            self.feedback.pushWarning(
                tr("{label}: {count} values of {field} are not numbers and are left out.").format(
                    label=label, count=unread, field=name
                )
            )
        return numbers

    def chosen_field(self, parameter: str, candidates) -> tuple[Optional[str], float, bool]:
        """Return the field of a measure, its factor, and whether the user chose it rather than the suite."""
        factors = {name.lower(): factor for name, factor in candidates}
        name = self.algorithm.parameterAsString(self.parameters, parameter, self.context)
        if name:
            return name, factors.get(name.lower(), 1.0), True
        for candidate, factor in candidates:
            if self.has(candidate):
                return candidate, factor, False
        return None, 1.0, False

    def keep(self, name: str, measure: np.ndarray, origin: str) -> None:
        """Keep a measure within its plausible range."""
        from ..walkability.attributes import within

        item = self.indicators[name]
        measure, wrong = within(measure, item.low, item.high)
        if wrong:
            self.feedback.pushWarning(
                tr("{label}: {count} values outside {low:g} to {high:g} {unit} are left out.").format(
                    label=title(item), count=wrong, low=item.low, high=item.high, unit=item.unit
                )
            )
        self.measures.values[name] = measure
        self.measures.origin[name] = origin

    def from_field(self, name: str, *, only_chosen: bool = False) -> bool:
        """Read a measure from its field; tell whether there is one."""
        item = self.indicators[name]
        chosen, factor, by_user = self.chosen_field(f"{name.upper()}_FIELD", item.fields)
        if chosen is None or (only_chosen and not by_user):
            return False
        if name in ("lighting", "surface"):
            measure = self._words(name, chosen)
        else:
            measure = self.numbers(chosen, title(item)) * factor
        if name == "slope":
            measure = np.abs(measure)
        origin = tr("field {field}") if by_user else tr("field {field}, recognised by its name")
        self.keep(name, measure, origin.format(field=chosen))
        return True

    def _words(self, name: str, chosen: str) -> np.ndarray:
        from ..walkability.attributes import words_to_values

        values, unknown = words_to_values(name, self.objects(chosen))
        if unknown:
            self.feedback.pushWarning(
                tr("{label}: words of {field} that are not known and are left out: {words}").format(
                    label=title(self.indicators[name]),
                    field=chosen,
                    words=", ".join(f"{word} ({count})" for word, count in sorted(unknown.items())),
                )
            )
        return values

    def texts(self, names, parameter: str = "") -> list[Optional[str]]:
        """Return the texts of the first field that there is, None everywhere without one."""
        chosen, _, _ = self.chosen_field(parameter, [(name, 1.0) for name in names])
        if chosen is None:
            return [None] * len(self.table)
        return [None if value is None else str(value) for value in self.objects(chosen)]

    # -- everything -------------------------------------------------------------------------------

    def read(self, equipment: Optional[FeatureTable], assume: bool) -> Measures:
        """Read every measure."""
        street_class = self.texts(CLASS_NAMES, "CLASS_FIELD")
        self._width(street_class)
        if self.from_field("slope"):
            self._drop_flat_slopes()
        if not self.from_field("canopy", only_chosen=True) and not self._canopy():
            self.from_field("canopy")
        if not self.from_field("shade", only_chosen=True) and not self._afternoon_shade():
            self.from_field("shade")
        self._by_class("traffic", street_class, assume)
        self._by_class("speed", street_class, assume)
        self.from_field("noise")
        self._equipment(equipment, street_class)
        for name in ("lighting", "surface"):
            self.from_field(name)
        for name in self.indicators:
            self.measures.values.setdefault(name, np.full(self.measures.count, np.nan))
        self._access(street_class)
        self._tell()
        return self.measures

    def _width(self, street_class) -> None:
        from ..walkability.attributes import usable_width

        given = self.from_field("width")
        used = [name for name in (*SIDEWALKS, WAY_WIDTH) if self.has(name)]
        by_user = self.algorithm.parameterAsString(self.parameters, "WIDTH_FIELD", self.context)
        if by_user or not used:
            return
        label = title(self.indicators["width"])
        nothing = np.full(len(self.table), np.nan)
        left, right, way = (self.numbers(name, label) if name in used else nothing for name in (*SIDEWALKS, WAY_WIDTH))
        source = self.texts((WAY_WIDTH_SOURCE,))
        side = self.texts(("side",))
        measured = np.array([item == "measured" for item in source], dtype=bool)
        measure = usable_width(street_class, side, left, right, way, measured)
        if given:
            first = self.measures.values["width"]
            measure = np.where(np.isnan(first), measure, first)
            used.insert(0, self.measures.origin["width"])
        self.keep("width", measure, tr("sidewalks and measured ways: {fields}").format(fields=", ".join(used)))

    def _drop_flat_slopes(self) -> None:
        slope = self.measures.values["slope"]
        known = ~np.isnan(slope)
        if known.sum() >= FLAT_SEGMENTS and not slope[known].any():
            self.feedback.pushWarning(
                tr(
                    "All slopes are exactly 0: the network was made on a terrain model without relief. The slope is "
                    "left out; make the network again with a terrain model."
                )
            )
            self.measures.values["slope"] = np.full(len(slope), np.nan)

    def _afternoon_shade(self) -> bool:
        from ..profile_text import decode_profiles
        from ..walkability.attributes import afternoon_shade

        if not self.has("sun_profile"):
            return False
        column = self.table.column("sun_profile")
        if column.null.all():
            return False
        header, shares = decode_profiles(column.values)
        shade = afternoon_shade(header, shares)
        if shade.first is None:
            self.feedback.pushWarning(
                tr("The sun profiles hold no hour from 12 to 17; compute the shade of the afternoon to score it.")
            )
            return False
        if not shade.summer:
            self.feedback.pushWarning(
                tr("The shade was computed for {date}, which is not in summer.").format(date=header.date.isoformat())
            )
        if not shade.whole:
            self.feedback.pushWarning(
                tr("The sun profiles hold only a part of 12 to 17 h: the shade is that of {first} to {last}.").format(
                    first=shade.first.strftime("%H:%M"), last=shade.last.strftime("%H:%M")
                )
            )
        self.keep(
            "shade",
            shade.percent,
            tr("sun profiles of {date}, {first} to {last}").format(
                date=header.date.isoformat(),
                first=shade.first.strftime("%H:%M"),
                last=shade.last.strftime("%H:%M"),
            ),
        )
        return True

    def _by_class(self, name: str, street_class, assume: bool) -> None:
        from ..walkability.attributes import by_class

        given = self.from_field(name)
        measure = self.measures.values[name] if given else np.full(len(self.table), np.nan)
        rule = by_class(street_class, name)
        filled = np.isnan(measure) & ~np.isnan(rule.measure) & (rule.certain | assume)
        if not filled.any():
            return
        self.measures.values[name] = np.where(filled, rule.measure, measure)
        assumed = filled & ~rule.certain
        self.measures.assumed[name] = assumed
        origin = tr("class of the street ({certain} by its legal status, {assumed} assumed)").format(
            certain=(filled & rule.certain).sum(), assumed=assumed.sum()
        )
        if given:
            origin = tr("{first}; {second}").format(first=self.measures.origin[name], second=origin)
        self.measures.origin[name] = origin

    def _canopy(self) -> bool:
        from ..walkability import canopy

        layer = self.algorithm.raster(self.parameters, "CANOPY", self.context)
        if layer is None:
            return False
        grid, source = raster_grid(layer), raster_source(layer)
        height = self.algorithm.parameterAsDouble(self.parameters, "CANOPY_HEIGHT", self.context)
        lines = in_crs_of(self.table, layer.crs())
        ends, first = canopy.line_segments(lines)
        boxes = canopy.boxes_in_cells(ends, first, canopy.BUFFER_M, grid.west, grid.north, grid.cell_size)
        settings = engine_settings(self.algorithm, self.parameters, self.context)
        tiles = plan_tiles(grid, choose_tile_size(settings, 0, CANOPY_BYTES_PER_CELL), 0)
        chosen = canopy.lines_by_tile(boxes, tiles)

        def arguments(tile):
            near, start = canopy.line_segments(lines[chosen[tile]])
            return {
                "ends": near, "first": start, "west": grid.west, "north": grid.north, "cell": grid.cell_size,
                "distance": canopy.BUFFER_M, "height": height,
            }  # fmt: skip

        counts = np.zeros((len(self.table), 2), dtype=np.int64)
        with bounded_raster_cache(64):
            for tile, part in map_tiles(
                canopy.count_tile,
                {"canopy": source},
                list(chosen),
                arguments=arguments,
                settings=settings,
                feedback=self.feedback,
            ):
                counts[chosen[tile]] += part
        cover = canopy.cover_percent(counts)
        outside = int((np.isnan(cover) & self.table.usable).sum())
        if outside:
            self.feedback.pushWarning(
                tr("{count} segments lie outside the canopy raster or where it has no data.").format(count=outside)
            )
        if not counts[:, 1].any():
            self.feedback.pushWarning(
                tr(
                    "No cell of the canopy raster near the network reaches {height:g}. It should hold heights in "
                    "metres; for a raster of 0 and 1 set the canopy height to 0.5."
                ).format(height=height)
            )
        self.keep("canopy", cover, tr("raster {name}").format(name=layer.name()))
        return True

    def _equipment(self, equipment: Optional[FeatureTable], street_class) -> None:
        from ..walkability.equipment import measure_equipment

        names = ("crossing", "bench", "water")
        chosen = [self.from_field(name, only_chosen=True) for name in names]
        if equipment is None:
            for name, done in zip(names, chosen):
                if not done:
                    self.from_field(name)
            return
        from ..walkability.attributes import has_carriageway

        network = self.walk_lines()
        chosen_kind = self.algorithm.parameterAsString(self.parameters, "KIND_FIELD", self.context)
        kinds = objects(equipment, chosen_kind or "kind")
        carriageway = has_carriageway(street_class)
        points = equipment_points(equipment)
        for name, done in zip(names, chosen):
            if done:
                continue
            served = measure_equipment(network, points, kinds, name, carriageway)
            if served is None:
                self.feedback.pushWarning(
                    tr(
                        "{label}: the equipment has none of this kind; it counts as not surveyed, not as absent."
                    ).format(label=title(self.indicators[name]))
                )
                continue
            if served.far:
                self.feedback.pushInfo(
                    tr("{label}: {count} points of equipment are more than 50 m from the network.").format(
                        label=title(self.indicators[name]), count=served.far
                    )
                )
            self.keep(name, served.measure, tr("{count} points of equipment").format(count=served.used))

    def walk_lines(self):
        """Return the network as a graph."""
        from ..walkability.equipment import walk_lines

        if self.has("u") and self.has("v"):
            u, v = self.table.column("u"), self.table.column("v")
            numeric = u.values.dtype.kind in "iu" and v.values.dtype.kind in "iu"
            if numeric and not (u.null | v.null)[self.table.usable].any():
                return walk_lines(self.table.geometry, u.values, v.values)
        self.feedback.pushWarning(
            tr(
                "The layer has no nodes (fields u and v): lines that end at the same place are joined. For true "
                "distances make a walking network first."
            )
        )
        return walk_lines(self.table.geometry)

    def _access(self, street_class) -> None:
        from ..walkability.accessibility import criteria
        from ..walkability.attributes import steps_of

        for item in criteria():
            if item.name in self.indicators:
                self.measures.access[item.name] = self.measures.values[item.name]
                continue
            chosen, factor, _ = self.chosen_field(f"{item.name.upper()}_FIELD", item.fields)
            if item.name == "steps":
                counts = None if chosen is None else self.objects(chosen)
                self.measures.access["steps"] = steps_of(street_class, counts)
            elif chosen is not None:
                self.measures.access[item.name] = np.abs(self.numbers(chosen, title(item)) * factor)
            if chosen is not None:
                self.feedback.pushInfo(
                    tr("{label}: {origin}").format(label=title(item), origin=tr("field {field}").format(field=chosen))
                )

    def _tell(self) -> None:
        for name, item in self.indicators.items():
            known = int((~np.isnan(self.measures.values[name])).sum())
            if name not in self.measures.origin:
                self.feedback.pushInfo(tr("{label}: not known, nothing gives it.").format(label=title(item)))
                continue
            self.feedback.pushInfo(
                tr("{label}: {origin}; known for {known} of {count} segments.").format(
                    label=title(item), origin=self.measures.origin[name], known=known, count=self.measures.count
                )
            )


def in_crs_of(table: FeatureTable, crs) -> np.ndarray:
    """Return the geometries of a table in another CRS."""
    import shapely

    from ...layers import to_raster_crs

    if table.crs == crs:
        return table.geometry
    return shapely.transform(
        table.geometry, lambda xy: np.column_stack(to_raster_crs(xy[:, 0], xy[:, 1], table.crs, crs))
    )


def equipment_points(equipment: FeatureTable) -> np.ndarray:
    """Return a point of each feature: the first of a multipoint."""
    import shapely

    return shapely.get_geometry(equipment.geometry, 0)
