"""Algorithm ``landtake_artif_state``: what is artificial at one date, and why each surface counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...errors import InputError
from ...layers import output_fields, write_features
from ...parameters import number
from ...plain_layers import one_type
from ...translation import number_text, tr
from .change_rows import flags_of
from .coverage import add_allow_unknown, add_area_method, check_overlaps, check_unknown, read_coverage
from .state_layers import HECTARE, StateLayers, tell_footprints
from .state_parameters import ENCLAVES, SPOTS, chosen_thresholds

OPEN, READ = "calcul", "champ"
NOT_TOLD = -1
FLAG_FIELD = "artif"


class ArtificialisationState(CityOrchestraAlgorithm):
    """State of artificialisation of a coverage after the thresholds of the decree."""

    ID = "landtake_artif_state"
    GROUP = "land_take"

    def displayName(self):
        return tr("Artificialisation at one date")

    def shortDescription(self):
        return tr("What is artificial by the decree of 2023, with its thresholds, and why each surface counts.")

    def tags(self):
        return [
            "zan", "land take", "artificialisation", "ocs ge", "decree", "threshold", "sol", "seuil", "décret",
            "imperméabilisation", "sobriété foncière",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Tells for each surface of a normalised land cover whether it is artificial (artif), first by the "
                "national matrix of cover and use (artif_brut), then after the thresholds of the annex to article "
                "R. 101-1: 50 m² for buildings, 2 500 m² for every other surface, 5 m of width for roads and railways."
            ),
            tr(
                "The field motif says why: matrice (the matrix), bati (buildings of 50 m² and more), bati_sous_seuil, "
                "enclave_non_artif (too small among artificial land), artif_sous_seuil (too small in the open), "
                "lineaire_etroit (narrower than 5 m), parc and photovoltaique (exemptions), arbore and herbace (25 % "
                "of trees), champ (read from the layer), inconnu. Surfaces count together where they share a side, "
                "not a corner."
            ),
            tr(
                "The decree does not say whether enclaves or spots are settled first: ORDRE chooses. Parks and fields "
                "of panels are exempted only when their layers are given; both are choices of the authority. With "
                "MODE champ the field artif of the layer is read instead, as IGN publishes it."
            ),
            tr(
                "The nomenclature measures the balance inside planning documents. It does not decide what may be "
                "built, nor apply to one project."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Land cover"), [SourceType.TypeVectorPolygon]),
            tr("Output of “Normalise land cover”, or any layer with the codes of OCS GE."),
        )
        self.add(
            number("SEUIL_BATI", tr("Threshold of buildings (m²)"), 50.0, minimum=0.0),
            tr("Least area of buildings that touch. The decree says 50."),
        )
        self.add(
            number("SEUIL", tr("Threshold of other surfaces (m²)"), 2500.0, minimum=0.0),
            tr("Least area of surfaces of one kind that touch. The decree says 2 500."),
        )
        self.add(
            number("LARGEUR", tr("Least width of roads and railways (m)"), 5.0, minimum=0.0),
            tr("A narrower one follows the neighbour that it touches longest. The decree says 5."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "PARCS", tr("Public parks (exemption)"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Plants in a park of more than 2 500 m² are then not artificial. Leave empty to exempt none."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "PV", tr("Ground-mounted panels (exemption)"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr(
                "Panels on farmed or natural land that do not harm the soil; the fields haut_pann and espacement of "
                "the IGN base are checked where the layer has them. Leave empty to exempt none."
            ),
        )
        self._define_advanced()
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("State"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("The surfaces with artif, artif_brut, motif, the patch they belong to (comp_id, comp_m2) and areas."),
        )
        for name, label in (
            ("TOTAL_M2", tr("Area (m²)")),
            ("ARTIF_M2", tr("Artificial (m²)")),
            ("BRUT_M2", tr("Artificial before thresholds and exemptions (m²)")),
            ("UNKNOWN_M2", tr("Unknown (m²)")),
            ("PARC_M2", tr("Exempted in parks (m²)")),
            ("PV_M2", tr("Exempted under panels (m²)")),
            ("OVERLAP_M2", tr("Overlaps (m²)")),
            ("PASSES", tr("Passes over the thresholds")),
            ("CORRIGE_M2", tr("Artificial, corrected by checked points (m²)")),
            ("CORRIGE_BAS_M2", tr("Lower bound of the corrected area (m²)")),
            ("CORRIGE_HAUT_M2", tr("Upper bound of the corrected area (m²)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _define_advanced(self):
        self.add(
            QgsProcessingParameterEnum(
                "ORDRE", tr("Settled first"), [ENCLAVES, SPOTS], defaultValue=ENCLAVES, usesStaticStrings=True
            ),
            tr("enclaves: small surfaces among artificial land first; spots: small artificial surfaces first."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum("MODE", tr("Flag"), [OPEN, READ], defaultValue=OPEN, usesStaticStrings=True),
            tr("calcul: computed here, openly. champ: read from the field artif of the layer, no threshold applied."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "BATIMENTS", tr("Footprints of buildings"), [SourceType.TypeVectorPolygon], optional=True
            ),
            tr(
                "Buildings of BD TOPO: the threshold of 50 m² then looks at them, since OCS GE draws small buildings "
                "as 200 m². Areas stay those of the coverage."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterField("UNITE", tr("Plot of use field"), None, "INPUT", optional=True),
            tr(
                "Parcel or plot that each surface belongs to: where trees reach 25 % of its plants the plot is wooded, "
                "below it is herbaceous. Leave empty for OCS GE, which applies the rule itself."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile("MATRIX", tr("Own matrix"), extension="csv", optional=True),
            tr("A table like resources/tables/land_take_matrix.csv, with all its 280 cells."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile("POINTS", tr("Checked points"), extension="csv", optional=True),
            tr(
                "A table with the columns map, reference (artif or non artif) and count: points drawn by class of this "
                "map and looked at on photographs. It gives the artificial area corrected for the errors of the map, "
                "with its 95 % interval (Olofsson et al. 2014)."
            ),
            advanced=True,
        )
        add_area_method(self)
        add_allow_unknown(self)

    def compute(self, parameters, context, feedback):
        steps = self.steps(5, feedback)
        source = self.parameterAsSource(parameters, "INPUT", context)
        coverage = read_coverage(self, parameters, "INPUT", context, steps)
        label = self.parameterDefinition("INPUT").description()
        steps.setCurrentStep(1)
        overlap = check_overlaps(coverage, label, steps)
        steps.setCurrentStep(2)
        layers = StateLayers(self, parameters, context, steps, coverage)
        columns, figures = self._judged(parameters, context, steps, coverage, layers)
        steps.setCurrentStep(4)
        area, flag = coverage.area_m2, columns["artif"]
        figures.update(
            TOTAL_M2=float(area.sum()),
            ARTIF_M2=float(area[flag == 1].sum()),
            BRUT_M2=float(area[columns["artif_brut"] == 1].sum()),
            UNKNOWN_M2=float(area[flag == NOT_TOLD].sum()),
            OVERLAP_M2=overlap,
        )
        allowed = self.parameterAsBoolean(parameters, "ALLOW_UNKNOWN", context)
        check_unknown(figures["UNKNOWN_M2"], figures["TOTAL_M2"], label, allowed, feedback)
        figures.update(self._corrected(parameters, context, figures, feedback))
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, coverage, source, columns)
        result.layers.append(("OUTPUT", "landtake_state.qml", tr("Artificialisation")))
        result.abstract = tr(
            "Artificial land by the annex to article R. 101-1 of the code de l’urbanisme. It measures the balance "
            "inside planning documents; it does not decide what may be built, nor apply to one project."
        )
        result.update(figures)
        self._tell(figures, columns, feedback)
        return result

    def _judged(self, parameters, context, feedback, coverage, layers):
        """Return the columns of the state, and figures of the run."""
        from ..nomenclature import judge, read_matrix

        own = self.parameterAsFile(parameters, "MATRIX", context)
        told = judge(coverage.cover, coverage.use, read_matrix(Path(own) if own else None))
        columns = {
            "cs": coverage.cover,
            "us": coverage.use,
            "artif_brut": told.artificial,
            "cat_decret": told.category,
            "imper": told.impervious,
        }
        if self.parameterAsEnumString(parameters, "MODE", context) == READ:
            more, figures = self._read_flags(coverage), {"PASSES": 0, "PARC_M2": 0.0, "PV_M2": 0.0}
        else:
            more, figures = self._settled(parameters, context, feedback, coverage, layers, told)
        columns.update(more)
        return columns, figures

    def _read_flags(self, coverage):
        """Return the flags that the layer itself holds."""
        from ..adjacency import neighbours
        from ..thresholds import components

        flag = flags_of(coverage.table, FLAG_FIELD)
        if (flag == NOT_TOLD).all():
            raise InputError("The field artif holds no flag (artif, non artif, 1 or 0); choose MODE calcul instead.")
        component, together = components(flag, coverage.area_m2, neighbours(coverage.geometry))
        return {
            "artif": flag,
            "motif": np.where(flag == NOT_TOLD, "inconnu", READ),
            "comp_id": component,
            "comp_m2": together,
        }

    def _settled(self, parameters, context, feedback, coverage, layers, told):
        """Return the flags after plots, thresholds and exemptions."""
        from .. import exemptions, thresholds
        from ..adjacency import neighbours
        from ..surfaces import linear_widths

        adjacency = self.stoppable(lambda: neighbours(coverage.geometry), feedback)
        flag, area = told.artificial, coverage.area_m2
        plots = layers.plots(self.parameterAsString(parameters, "UNITE", context))
        ruled = np.full(len(coverage), "", dtype="<U9")
        if plots is not None:
            flag, ruled = exemptions.tree_rule(flag, coverage.cover, coverage.use, area, plots)
        built = coverage.cover == "1.1.1.1"
        footprints = layers.footprints("BATIMENTS")
        if footprints is not None:
            tell_footprints(coverage, built, footprints, feedback)
        feedback.setCurrentStep(3)
        state = thresholds.apply_thresholds(
            flag,
            area,
            adjacency,
            built=built,
            built_m2=footprints,
            linear_width_m=linear_widths(coverage.geometry, coverage.use),
            thresholds=chosen_thresholds(self, parameters, context),
        )
        if not state.settled:
            feedback.pushWarning(
                tr("The thresholds did not settle in {count} passes; some small surfaces go back and forth.").format(
                    count=state.passes
                )
            )
        final, reason = state.artificial.copy(), state.reason.copy()
        reason = np.where((reason == thresholds.MATRIX) & (ruled != ""), ruled, reason)
        figures = {"PASSES": state.passes, "PARC_M2": 0.0, "PV_M2": 0.0}
        inside = layers.share("PARCS")
        if inside is not None:
            spared = exemptions.exempt_parks(final, coverage.cover, area, inside, adjacency)
            final[spared], reason[spared] = thresholds.NATURAL, exemptions.PARK
            figures["PARC_M2"] = float(area[spared].sum())
        inside = layers.panels("PV")
        if inside is not None:
            spared = exemptions.exempt_panels(final, coverage.cover, coverage.use, inside)
            final[spared], reason[spared] = thresholds.NATURAL, exemptions.PANELS
            figures["PV_M2"] = float(area[spared].sum())
        component, together = thresholds.components(final, area, adjacency)
        return {"artif": final, "motif": reason, "comp_id": component, "comp_m2": together}, figures

    def _corrected(self, parameters, context, figures, feedback):
        """Return the artificial area that checked points tell, when they are given."""
        from ..accuracy import corrected_areas, read_sample

        path = self.parameterAsFile(parameters, "POINTS", context)
        if not path:
            return {}
        artificial = figures["ARTIF_M2"]
        rest = figures["TOTAL_M2"] - figures["UNKNOWN_M2"] - artificial
        found = corrected_areas({"artif": artificial, "non artif": rest}, read_sample(Path(path)))
        area, low, high = found.interval("artif")
        feedback.pushInfo(
            tr("Corrected by checked points: {area} ha artificial, between {low} and {high} (95 %).").format(
                area=number_text(area / HECTARE, 2),
                low=number_text(low / HECTARE, 2),
                high=number_text(high / HECTARE, 2),
            )
        )
        return {"CORRIGE_M2": area, "CORRIGE_BAS_M2": low, "CORRIGE_HAUT_M2": high}

    def _write(self, parameters, context, feedback, coverage, source, columns):
        kinds = {
            "cs": "text", "us": "text", "artif": "integer", "artif_brut": "integer", "cat_decret": "integer",
            "imper": "integer", "crit_seuil": "integer", "motif": "text", "comp_id": "integer", "comp_m2": "real",
            "aire_m2": "real",
        }  # fmt: skip
        flag, raw = columns["artif"], columns["artif_brut"]
        columns = {
            **columns,
            "cs": _told(coverage.cover),
            "us": _told(coverage.use),
            "crit_seuil": _flags(np.where((flag == NOT_TOLD) | (raw == NOT_TOLD), NOT_TOLD, flag != raw)),
            "comp_id": [None if value < 0 else int(value) for value in columns["comp_id"]],
            "aire_m2": coverage.area_m2,
            **{name: _flags(columns[name]) for name in ("artif", "artif_brut", "imper")},
        }
        table = coverage.table
        fields = output_fields(table.fields, [field(name, kind) for name, kind in kinds.items()])
        geometry, kind = one_type(table.geometry, source)
        transform = None
        if table.crs != source.sourceCrs():
            transform = QgsCoordinateTransform(table.crs, source.sourceCrs(), context.transformContext())
        sink, destination = self.sink(parameters, "OUTPUT", context, fields.fields, kind, source.sourceCrs())
        write_features(
            sink,
            fields.fields,
            geometry,
            [columns[name] for name in kinds],
            rows=fields.rows(table),
            transform=transform,
            feedback=feedback,
        )
        del sink
        return destination

    def _tell(self, figures, columns, feedback):
        whole = figures["TOTAL_M2"] or np.nan
        feedback.pushInfo(
            tr("Artificial: {area} ha, {share} % of {total} ha; by the matrix alone {raw} ha.").format(
                area=number_text(figures["ARTIF_M2"] / HECTARE, 2),
                share=number_text(100.0 * figures["ARTIF_M2"] / whole, 2),
                total=number_text(whole / HECTARE, 2),
                raw=number_text(figures["BRUT_M2"] / HECTARE, 2),
            )
        )
        reasons, counts = np.unique(columns["motif"], return_counts=True)
        for name, count in zip(reasons, counts):
            feedback.pushInfo(tr("motif {name}: {count} surfaces.").format(name=name, count=int(count)))


def _told(codes: np.ndarray) -> list:
    return [str(code) or None for code in codes]


def _flags(values: np.ndarray) -> list:
    return [None if value == NOT_TOLD else int(value) for value in values]
