"""What a scenario writes: the coverage after the projects, and the table of differences."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsFields

from ...compatibility import WkbType, field
from ...layers import output_fields, write_features
from ...plain_layers import one_type
from ...translation import tr

UNKNOWN = -1
STATE_KINDS = {
    "cs": "text", "us": "text", "artif": "integer", "artif_brut": "integer", "cat_decret": "integer",
    "imper": "integer", "crit_seuil": "integer", "motif": "text", "comp_id": "integer", "comp_m2": "real",
    "aire_m2": "real", "artif1": "integer", "cs1": "text", "us1": "text", "projet": "text", "preuve": "text",
    "effet": "text", "flux": "integer", "saut_seuil": "integer", "avertissement": "text",
}  # fmt: skip
FIGURES = (
    "artif1_m2", "artif2_m2", "d_artif_m2", "stock1_pct", "stock2_pct", "s_art1", "s_art2", "s_perm1", "s_perm2",
    "s_bio1", "s_bio2", "s_c1", "s_c2", "e1", "e2", "d_e", "c1_t_ha", "c2_t_ha", "co2_perte_t", "co2_gain_t",
    "flux_art", "flux_desart", "flux_net", "sans_preuve_m2", "flux_brut_art", "flux_brut_desart", "sous_seuil_m2",
    "saut_seuil", "prouve_m2", "credit_m2",
)  # fmt: skip
BASE, PROJECTS, ZONE, PROJECT = "base", "projets", "zone", "projet"


def warning() -> str:
    """Return what every figure of a project carries."""
    return tr("simulation of the effect on the balance, not a legal qualification")


def write_coverage(algorithm, parameters, context, feedback, ground, layer, simulation, outcome) -> str:
    """Write the coverage after the projects; return the layer."""
    from ..balance import words
    from ..nomenclature import judge

    painted, state, change = outcome.painted, outcome.state, outcome.effect.change
    faces, table = painted.faces, ground.coverage.table
    told = judge(faces.cover, faces.use)
    flag, raw = state.artificial, faces.flag
    own = painted.project >= 0
    names, evidence = (np.full(len(faces), None, dtype=object) for _ in range(2))
    names[own] = layer.names[painted.project[own]]
    evidence[own] = np.array(layer.evidence, dtype=object)[painted.project[own]]
    columns = {
        "cs": _texts(faces.cover),
        "us": _texts(faces.use),
        "artif": _flags(flag),
        "artif_brut": _flags(raw),
        "cat_decret": told.category,
        "imper": _flags(told.impervious),
        "crit_seuil": _flags(np.where((flag == UNKNOWN) | (raw == UNKNOWN), UNKNOWN, flag != raw)),
        "motif": state.reason,
        "comp_id": _flags(state.component),
        "comp_m2": state.component_m2,
        "aire_m2": faces.area_m2,
        "artif1": _flags(simulation.before.artificial[painted.face]),
        "cs1": _texts(outcome.effect.first.cover),
        "us1": _texts(outcome.effect.first.use),
        "projet": names,
        "preuve": evidence,
        "effet": words(outcome.effect, outcome.flows),
        "flux": [int(value) if known else None for value, known in zip(change.flux, change.known)],
        "saut_seuil": change.jump.astype(np.int64),
        "avertissement": np.full(len(faces), warning(), dtype=object),
    }
    source = algorithm.parameterAsSource(parameters, "BASE", context)
    fields = output_fields(table.fields, [field(name, kind) for name, kind in STATE_KINDS.items()])
    geometry, kind = one_type(faces.geometry, source)
    transform = None
    if table.crs != source.sourceCrs():
        transform = QgsCoordinateTransform(table.crs, source.sourceCrs(), context.transformContext())
    sink, destination = algorithm.sink(parameters, "OUTPUT", context, fields.fields, kind, source.sourceCrs())
    write_features(
        sink,
        fields.fields,
        geometry,
        [_listed(columns[name]) for name in STATE_KINDS],
        rows=fields.rows(table, ground.owner[painted.face]),
        transform=transform,
        feedback=feedback,
    )
    del sink
    return destination


class DeltaTable:
    """The table of differences, row after row."""

    def __init__(self) -> None:
        self._rows: list[list] = []

    def add(self, scope: str, names, ground_m2, found: dict[str, np.ndarray], more=None) -> None:
        """Add rows.

        Parameters
        ----------
        scope : str
            ``base``, ``projets``, ``zone`` or ``projet``.
        names : sequence of str
            Of the zones.
        ground_m2 : array_like of float
            Their area [m2].
        found : dict of str to ndarray
            From :meth:`.simulation.Simulation.balances`.
        more : tuple, optional
            Codes, evidence: for the row of one project.
        """
        for place, name in enumerate(names):
            area, covered = float(ground_m2[place]), float(found["connu_m2"][place])
            share = 100.0 * covered / area if area > 0.0 else None
            figures = [float(found[title][place]) if area > 0.0 else None for title in FIGURES]
            self._rows.append([scope, name, area, share, *figures, *(more or (None, None, None)), warning()])

    def write(self, algorithm, parameters, context, feedback) -> str:
        """Write the table; return it."""
        kinds = [
            ("portee", "text"), ("id", "text"), ("surf_m2", "real"), ("couv_pct", "real"),
            *((name, "real") for name in FIGURES),
            ("cs_new", "text"), ("us_new", "text"), ("preuve", "integer"), ("avertissement", "text"),
        ]  # fmt: skip
        fields = QgsFields()
        for name, kind in kinds:
            fields.append(field(name, kind))
        sink, destination = algorithm.sink(
            parameters, "OUTPUT_DELTA", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        nothing = np.full(len(self._rows), None, dtype=object)
        write_features(sink, fields, nothing, list(zip(*self._rows)), feedback=feedback)
        del sink
        return destination


def _texts(codes: np.ndarray) -> list:
    return [str(code) or None for code in codes]


def _flags(values: np.ndarray) -> list:
    return [None if value == UNKNOWN else int(value) for value in values]


def _listed(values):
    """Return texts as plain ones: those of NumPy are none for QGIS."""
    if isinstance(values, np.ndarray) and values.dtype.kind == "U":
        return values.tolist()
    return values
