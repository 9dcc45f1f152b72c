"""The pieces of a change as rows: built, judged, summed, written."""

from __future__ import annotations

from datetime import date

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsFields

from ...compatibility import WkbType, field
from ...layers import FeatureTable, write_features
from .coverage import Coverage

UNKNOWN = -1
SHOWN_M2 = 0.01  # from here on a piece has a row even without a polygon
WORDS = {"1": 1, "artif": 1, "artificialisé": 1, "true": 1, "0": 0, "non artif": 0, "false": 0}
KINDS = {
    "cs1": "text", "us1": "text", "cs2": "text", "us2": "text", "artif1": "integer", "artif2": "integer",
    "brut1": "integer", "brut2": "integer", "imper1": "integer", "imper2": "integer", "flux": "integer",
    "flux_brut": "integer", "classe": "text", "saut_seuil": "integer", "aire_m2": "real", "largeur_m": "real",
    "motif1": "text", "motif2": "text", "id1": "text", "id2": "text", "date1": "text", "date2": "text",
}  # fmt: skip
TABLE_KINDS = {
    "cs1": "text", "us1": "text", "cs2": "text", "us2": "text", "artif1": "integer", "artif2": "integer",
    "classe": "text", "aire_m2": "real", "pieces": "integer",
}  # fmt: skip


def flags_of(table: FeatureTable, name: str) -> np.ndarray:
    """Return a field of flags as 1, 0, and -1 where NULL or no flag.

    Raises
    ------
    InputError
        When the layer has no such field.
    """
    column = table.column(name)
    if column.values.dtype.kind in "ib":
        values = np.where(np.isin(column.values, (0, 1)), column.values, UNKNOWN).astype(np.int8)
    else:
        words = [str(value).strip().casefold().replace(".0", "") for value in column.values]
        values = np.array([WORDS.get(word, UNKNOWN) for word in words], dtype=np.int8)
    return np.where(column.null, UNKNOWN, values).astype(np.int8)


class _Side:
    """One date: codes, flags, reasons and identifiers of its faces."""

    def __init__(self, coverage: Coverage) -> None:
        from ..nomenclature import judge

        told = judge(coverage.cover, coverage.use)
        table = coverage.table
        self.cover, self.use = coverage.cover, coverage.use
        self.artificial = flags_of(table, "artif")
        # A layer of flags only, such as that of IGN, is judged by the matrix here.
        has = table.fields.lookupField("artif_brut") >= 0
        self.raw = flags_of(table, "artif_brut") if has else told.artificial
        self.impervious = told.impervious
        has = table.fields.lookupField("motif") >= 0
        self.reason = table.column("motif").values if has else np.full(len(table), None, dtype=object)
        self.names = coverage.identifiers()

    def face(self, row: np.ndarray):
        """Return what the pieces have of these faces."""
        from ..change import Face

        return Face(self.artificial[row], self.raw[row], self.cover[row], self.use[row], row)


class ChangeRows:
    """Pieces of two states."""

    def __init__(self, first: Coverage, second: Coverage, shared, dates: tuple[date, date]) -> None:
        self._coverages = first, second
        self._sides = _Side(first), _Side(second)
        self._shared = shared
        self._dates = [moment.isoformat() for moment in dates]

    def __len__(self) -> int:
        return len(self._pieces.pair)

    def build(self, sliver_m: float, *, everything: bool, absorb: bool, stop) -> None:
        """Cut the polygons that are needed, and judge each piece.

        Parameters
        ----------
        sliver_m : float
            Width of noise [m].
        everything : bool
            Whether polygons are wanted where nothing changed too.
        absorb : bool
            Whether noise takes the codes and flags of the first date.
        stop : callable
            Tells whether the run is cancelled.
        """
        from ..change import NOISE, classify, differs
        from ..pieces import build_pieces

        first, second = self._coverages
        shared, sides = self._shared, self._sides
        moved = differs(sides[0].face(shared.first_index), sides[1].face(shared.second_index))
        wanted = None if everything else moved
        pieces = build_pieces(first.geometry, second.geometry, shared, wanted, moved, stop=stop)
        self._rows = shared.first_index[pieces.pair], shared.second_index[pieces.pair]
        # Areas of the pieces of a face add up to that of the face, by whatever method.
        self.area = pieces.area_m2 * first.scale[self._rows[0]]
        self._faces = [side.face(row) for side, row in zip(sides, self._rows)]
        self._pieces = pieces
        self._change = classify(*self._faces, pieces.geometry, self.area, sliver_m=sliver_m)
        self.changed = self._change.kind != "stable"
        self._absorbed = (self._change.kind == NOISE) & absorb

    def figures(self) -> dict[str, float]:
        """Return the sums of the change [m2], by the method of the areas where they are of pieces."""
        change, area, shared = self._change, self.area, self._shared
        first, second = self._faces

        def total(mask) -> float:
            return float(area[mask].sum())

        apart = (first.artificial != second.artificial) & (first.artificial >= 0) & (second.artificial >= 0)
        taken, given = total(change.flux == 1), total(change.flux == -1)
        raw_taken, raw_given = total(change.raw_flux == 1), total(change.raw_flux == -1)
        return {
            "FLUX_ART_M2": taken,
            "FLUX_DESART_M2": given,
            "FLUX_NET_M2": taken - given,
            "BRUT_ART_M2": raw_taken,
            "BRUT_DESART_M2": raw_given,
            "BRUT_NET_M2": raw_taken - raw_given,
            "SOUS_SEUIL_M2": total(change.kind == "flux_sous_seuil"),
            "SAUT_M2": total(change.jump),
            "BRUIT_M2": total((change.kind == "bruit_geometrique") & apart),
            "UNKNOWN_M2": total(~change.known),
            "COMMON_M2": float(area.sum()),
            "HORS_EMPRISE1_M2": shared.outside_m2[0],
            "HORS_EMPRISE2_M2": shared.outside_m2[1],
            "ECART_RELATIF": max(shared.residuals),
            "PIECES": len(self),
        }

    def _columns(self) -> dict[str, np.ndarray]:
        change = self._change
        (first, second), (one, other) = self._sides, self._rows
        other_side = {
            "cs2": second.cover[other], "us2": second.use[other], "artif2": second.artificial[other],
            "brut2": second.raw[other], "imper2": second.impervious[other], "motif2": second.reason[other],
        }  # fmt: skip
        first_side = {
            "cs1": first.cover[one], "us1": first.use[one], "artif1": first.artificial[one],
            "brut1": first.raw[one], "imper1": first.impervious[one], "motif1": first.reason[one],
        }  # fmt: skip
        for name in other_side:
            other_side[name] = np.where(self._absorbed, first_side[f"{name[:-1]}1"], other_side[name])
        unknown = np.full(len(self), UNKNOWN)
        return {
            **first_side,
            **other_side,
            # -1 is a flux here, so that unknown is one below.
            "flux": np.where(change.known, change.flux, 2 * unknown),
            "flux_brut": np.where(change.raw_known, change.raw_flux, 2 * unknown),
            "classe": change.kind,
            "saut_seuil": change.jump.astype(int),
            "aire_m2": self.area,
            "largeur_m": change.width_m,
            "id1": first.names[one],
            "id2": second.names[other],
            "date1": np.full(len(self), self._dates[0], dtype=object),
            "date2": np.full(len(self), self._dates[1], dtype=object),
        }

    def write(self, algorithm, parameters, name: str, context, feedback, kept: np.ndarray) -> str:
        """Write some of the pieces; return the layer."""
        import shapely

        columns = self._columns()
        # A piece too thin to be drawn is in the figures and in the table; as a row it would be a riddle.
        kept = kept & ~(shapely.is_missing(self._pieces.geometry) & (self.area < SHOWN_M2))
        fields = QgsFields()
        for title, kind in KINDS.items():
            fields.append(field(title, kind))
        parts, owner = shapely.get_parts(self._pieces.geometry[kept], return_index=True)
        shapes = np.full(int(kept.sum()), None, dtype=object)
        drawn = np.unique(owner)
        if drawn.size:
            shapes[drawn] = shapely.multipolygons(parts, indices=np.searchsorted(drawn, owner))
        sink, destination = algorithm.sink(
            parameters, name, context, fields, WkbType.MultiPolygon, self._coverages[0].table.crs
        )
        values = [_plain(title, columns[title][kept]) for title in KINDS]
        write_features(sink, fields, shapes, values, feedback=feedback)
        del sink
        return destination

    def write_table(self, algorithm, parameters, name: str, context, feedback) -> str:
        """Write the areas by codes, flags and class; return the table."""
        columns = self._columns()
        keys = [title for title in TABLE_KINDS if title not in ("aire_m2", "pieces")]
        joined = np.stack([np.asarray(columns[key], dtype=str) for key in keys])
        groups, member = np.unique(joined, axis=1, return_inverse=True)
        member = member.reshape(-1)
        fields = QgsFields()
        for title, kind in TABLE_KINDS.items():
            fields.append(field(title, kind))
        values = [
            [_number(value) if TABLE_KINDS[key] == "integer" else str(value) or None for value in group]
            for key, group in zip(keys, groups)
        ]
        values.append(np.bincount(member, weights=self.area, minlength=groups.shape[1]))
        values.append(np.bincount(member, minlength=groups.shape[1]).astype(np.int64))
        sink, destination = algorithm.sink(
            parameters, name, context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        write_features(sink, fields, np.full(groups.shape[1], None, dtype=object), values, feedback=feedback)
        del sink
        return destination


def _number(text: str):
    return None if int(text) == UNKNOWN else int(text)


def _plain(title: str, values: np.ndarray) -> list:
    """Return values as they are written: unknown flags, empty codes and unknown widths are NULL."""
    if title in ("flux", "flux_brut"):
        return [None if value == 2 * UNKNOWN else int(value) for value in values]
    if KINDS[title] == "integer":
        return [None if value == UNKNOWN else int(value) for value in values]
    if KINDS[title] == "text":
        return [None if value in (None, "") else str(value) for value in values]
    return values
