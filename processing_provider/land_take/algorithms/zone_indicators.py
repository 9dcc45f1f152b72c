"""Algorithm ``landtake_indicators``: stock, flux and their quality by zone."""

from __future__ import annotations

import json

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...errors import InputError
from ...layers import write_features
from ...parameters import number
from ...translation import number_text, tr
from ..zone_sums import rounded
from .change_rows import flags_of
from .coverage import add_area_method, metric_reading
from .piece_dates import add_piece_dates, piece_years
from .population import COUNTS, Population, add_population
from .zone_reading import ZonedPieces, add_zones, area_method, read_zones, write_zones, zone_field, zone_names

HECTARE = 10_000.0
MATRIX_KINDS = {"zone": "text", "genre": "text", "code1": "text", "code2": "text", "aire_m2": "real"}


class ZoneIndicators(CityOrchestraAlgorithm):
    """Indicators of land take by zone."""

    ID = "landtake_indicators"
    GROUP = "land_take"

    def displayName(self):
        return tr("Indicators per zone")

    def shortDescription(self):
        return tr("Artificial and sealed land of each zone, net artificialisation a year, and how sure it is.")

    def tags(self):
        return [
            "zan", "land take", "indicator", "stock", "flux", "commune", "iris", "artificialisation",
            "imperméabilisation", "sobriété foncière",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Sums a state or a change by zone, exactly, zones cut through surfaces: stock of artificial and sealed "
                "land, and of two dates what was taken (flux_art), given back (flux_desart), the net flux and its rate "
                "a year (tx_net_an), by the flags after thresholds; flux_brut_net is that of the matrix alone."
            ),
            tr(
                "What the layer does not cover is not counted as anything: couv_pct says how much of the zone is "
                "covered, percentages are of the ground that is known, and qualite lists what to be careful with. "
                "bruit_m2 is noise of boundaries, sous_seuil_m2 patches below the threshold, saut_m2 land whose flag "
                "only a threshold changed. signif is 0 where the net flux is within what displaced boundaries alone "
                "would make. Each piece is brought to a year by its own dates; duree_an is their mean."
            ),
            tr(
                "maille_m2 is the effective mesh size of land that is not artificial, cut at the limit of the zone, "
                "maille_cbc_m2 with patches counted beyond it: information on continuity, outside the score. "
                "With a table of households, inhabitants and jobs, m2_menage, m2_hab and m2_emploi tell land taken "
                "for each that came."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Change or state"), [SourceType.TypeVectorPolygon]),
            tr("Output of “Change between two dates” with all pieces drawn, or of “Artificialisation at one date”."),
        )
        add_zones(self)
        add_population(self)
        add_piece_dates(self)
        for name, label in (
            ("SIGMA_1", tr("Error of position, first date (m)")),
            ("SIGMA_2", tr("Error of position, second date (m)")),
        ):
            self.add(
                number(name, label, 0.5, minimum=0.0, maximum=50.0),
                tr("One standard deviation; tells whether a net flux is more than noise of boundaries."),
                advanced=True,
            )
        add_area_method(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Indicators"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("The zones with their indicators."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_MATRIX",
                tr("Transitions"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            ),
            tr("Area by zone, code before and code after, of cover (cs) and of use (us)."),
        )
        for name, label in (
            ("ZONES_COUNT", tr("Zones")),
            ("STOCK_M2", tr("Artificial, all zones (m²)")),
            ("FLUX_NET_M2", tr("Net flux, all zones (m²)")),
            ("PARTLY_COVERED", tr("Zones that are partly covered")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(self, parameters, context, feedback):
        from .. import indicators as science

        steps = self.steps(5, feedback)
        table = metric_reading(self, parameters, "INPUT", context, steps)
        crs = table.crs
        pieces, two_dates = self._pieces(table)
        steps.setCurrentStep(1)
        zones = read_zones(self, parameters, context, steps, crs)
        steps.setCurrentStep(2)
        zoned = ZonedPieces(zones, table.geometry, crs, area_method(self, parameters, context), steps.isCanceled)
        years = piece_years(self, parameters, context, steps, table) if two_dates else None
        found = science.indicators(zoned.shares, pieces, zoned.zone_m2, years)
        steps.setCurrentStep(3)
        names = zone_names(zones, zone_field(self, parameters, context, zones))
        partial = science.changes_only(found["couv_pct"], pieces)
        extra = self._more(parameters, context, steps, table, pieces, zoned, found, partial)
        columns = [(field(name, "real"), values) for name, values in found.items()]
        columns += [(field(name, kind), values) for name, kind, values in extra]
        told = science.quality(found, two_dates, partial)
        columns.append((field("qualite", "text"), [text or None for text in told]))
        columns += self._efficiency(parameters, context, steps, names, found)
        steps.setCurrentStep(4)
        result = RunResult()
        result["OUTPUT"] = write_zones(self, parameters, "OUTPUT", context, steps, zones, columns, crs)
        style = "landtake_indicators.qml" if two_dates else "landtake_stock.qml"
        result.layers.append(("OUTPUT", style, tr("Indicators of land take")))
        if two_dates and parameters.get("OUTPUT_MATRIX"):
            result["OUTPUT_MATRIX"] = self._write_matrix(parameters, context, steps, table, pieces, zoned, names)
            result.layers.append(("OUTPUT_MATRIX", "", tr("Transitions")))
        result.abstract = tr(
            "Artificial land by the annex to article R. 101-1 of the code de l’urbanisme. It measures the balance "
            "inside planning documents; it does not decide what may be built, nor apply to one project."
        )
        self._tell(result, found, told, two_dates, feedback)
        if partial.any():
            feedback.pushWarning(
                tr(
                    "The change holds no piece that stayed the same, and does not fill {count} zones: they get fluxes, "
                    "but no stock and no rate. Run “Change between two dates” with all pieces drawn for these."
                ).format(count=int(partial.sum()))
            )
        return result

    def _pieces(self, table):
        """Return what the pieces say, and whether they are of two dates."""
        from ..indicators import Pieces
        from ..nomenclature import judge

        names = {item.name() for item in table.fields}
        if not len(table):
            raise InputError("The layer has no polygon; choose another layer.")
        if {"artif1", "artif2", "flux", "classe"} <= names:
            flux = {}
            for name in ("flux", "flux_brut"):
                column = table.column(name)
                flux[name] = np.where(column.null, 0, np.nan_to_num(column.values.astype(float))).astype(np.int8)
            jump = table.column("saut_seuil")
            return (
                Pieces(
                    second=flags_of(table, "artif2"),
                    sealed2=flags_of(table, "imper2"),
                    raw2=flags_of(table, "brut2") if "brut2" in names else None,
                    first=flags_of(table, "artif1"),
                    sealed1=flags_of(table, "imper1"),
                    flux=flux["flux"],
                    raw_flux=flux["flux_brut"],
                    kind=np.array([str(value) for value in table.column("classe").values], dtype=str),
                    jump=(jump.values.astype(float) == 1.0) & ~jump.null,
                ),
                True,
            )
        if "artif" not in names:
            raise InputError(
                "The layer is neither a change nor a state; run “Artificialisation at one date” or “Change between "
                "two dates” first."
            )
        sealed = (
            flags_of(table, "imper") if "imper" in names else judge(codes(table, "cs"), codes(table, "us")).impervious
        )
        raw = flags_of(table, "artif_brut") if "artif_brut" in names else None
        return Pieces(second=flags_of(table, "artif"), sealed2=sealed, raw2=raw), False

    def _more(self, parameters, context, feedback, table, pieces, zoned, found, partial):
        """Return further columns: name, kind, values."""
        from .. import indicators as science
        from ..adjacency import neighbours
        from ..zone_sums import compact

        shares, artificial = zoned.shares, pieces.second == 1
        with_area = zoned.zone_m2 > 0.0
        suffix = "" if pieces.first is None else "2"
        cover, use = codes(table, f"cs{suffix}"), codes(table, f"us{suffix}")
        planar = np.where(np.isfinite(found["stock_m2"]), shares.sums(artificial, zoned.planar_scale), np.nan)
        rows = [("stock_projet_m2", "real", planar)]
        every = np.ones(len(table), dtype=bool)
        for name, values in (("compo_cs", cover), ("compo_us", use)):
            areas = shares.by_code(values, every)
            whole = with_area & ~partial
            rows.append((name, "text", [compact(one) if used else None for one, used in zip(areas, whole)]))
        cut = crossing = np.full(len(zoned.zones), np.nan)
        # Patches are those of a state: a change cuts them to pieces.
        if pieces.first is None and {"comp_id", "comp_m2"} <= {item.name() for item in table.fields}:
            component = table.column("comp_id")
            numbers = np.where(component.null, -1, component.values).astype(np.int64)
            known_m2 = np.where(np.isfinite(found["stock_m2"]), zoned.zone_m2, np.nan)
            cut, crossing = science.mesh_size(shares, pieces.second, numbers, table.column("comp_m2").values, known_m2)
        rows += [("maille_m2", "real", cut), ("maille_cbc_m2", "real", crossing)]
        if pieces.first is None:
            return rows
        for name, values in (("flux_cs", cover), ("flux_us", use)):
            both = zip(shares.by_code(values, pieces.flux == 1), shares.by_code(values, pieces.flux == -1), with_area)
            rows.append((name, "text", [_two_ways(taken, given) if used else None for taken, given, used in both]))
        sigmas = [self.parameterAsDouble(parameters, name, context) for name in ("SIGMA_1", "SIGMA_2")]
        links = self.stoppable(lambda: neighbours(table.geometry), feedback)
        length = science.boundary_by_zone(shares, pieces.second, zoned.piece_m2, links)
        # Boundaries with ground that is not drawn are not known.
        sure = np.isfinite(found["flux_net"]) & ~partial
        deviation = np.where(sure, science.deviation_of_net(length, *sigmas), np.nan)
        rows.append(("sigma_net", "real", deviation))
        rows.append(("signif", "integer", science.significant(found["flux_net"], deviation)))
        return rows

    def _efficiency(self, parameters, context, feedback, names, found):
        """Return land taken per household, inhabitant and job that came."""
        from ..indicators import efficiency, ratio

        years = found.get("duree_an")
        if parameters.get("POP") in (None, "") or years is None:
            return []
        population = Population(self, parameters, context, feedback, names)
        columns = []
        for kind, title in zip(COUNTS, ("menage", "hab", "emploi")):
            added = population.added(kind, years)
            each, reason = efficiency(found["flux_art"], added)
            columns.append((field(f"gain_{kind}", "real"), added))
            columns.append((field(f"m2_{title}", "real"), each))
            columns.append((field(f"motif_{title}", "text"), [word or None for word in reason]))
        held = np.nansum([population.counts(kind, 2) for kind in ("menages", "emplois")], axis=0)
        known = np.isfinite(population.counts("menages", 2)) & np.isfinite(population.counts("emplois", 2))
        density = ratio(np.where(known, held, np.nan), found["stock_m2"], HECTARE)
        columns.append((field("dens_ha", "real"), density))
        growth = ratio(population.added("pop", years), population.counts("pop", 1))
        spread = ratio(found["flux_net"], found["stock1_m2"])
        columns.append((field("elasticite", "real"), ratio(spread, growth)))
        return columns

    def _write_matrix(self, parameters, context, feedback, table, pieces, zoned, names):
        from ..indicators import changed_codes

        fields = QgsFields()
        for title, kind in MATRIX_KINDS.items():
            fields.append(field(title, kind))
        rows = []
        for genre in ("cs", "us"):
            first, second = codes(table, f"{genre}1"), codes(table, f"{genre}2")
            rows += [
                (names[zone], genre, *(None if code == "?" else code for code in pair), area)
                for zone, *pair, area in zoned.shares.by_pair(first, second, changed_codes(pieces))
            ]
        sink, destination = self.sink(
            parameters, "OUTPUT_MATRIX", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        columns = [list(column) for column in zip(*rows)] or [[] for _ in MATRIX_KINDS]
        write_features(sink, fields, np.full(len(rows), None, dtype=object), columns, feedback=feedback)
        del sink
        return destination

    def _tell(self, result, found, told, two_dates, feedback):
        partly = sum("couverture_partielle" in text or "non_couverte" in text for text in told)
        net = found.get("flux_net", np.array([np.nan]))
        result.update(
            ZONES_COUNT=len(told),
            STOCK_M2=float(np.nansum(found["stock_m2"])),
            FLUX_NET_M2=float(np.nansum(net)) if two_dates else None,
            PARTLY_COVERED=partly,
        )
        feedback.pushInfo(
            tr("{count} zones, {stock} ha artificial in all.").format(
                count=len(told), stock=number_text(result["STOCK_M2"] / HECTARE, 2)
            )
        )
        if two_dates:
            feedback.pushInfo(tr("Net flux {net} ha.").format(net=number_text(result["FLUX_NET_M2"] / HECTARE, 2)))
        if partly:
            feedback.pushWarning(
                tr("{count} zones are covered in part or not at all: their figures hold for what is covered.").format(
                    count=partly
                )
            )


def codes(table, name: str) -> np.ndarray:
    """Return a field of codes as text, empty where NULL or where there is no such field."""
    if table.fields.lookupField(name) < 0:
        return np.full(len(table), "", dtype="<U9")
    column = table.column(name)
    return np.where(column.null, "", np.array([str(value) for value in column.values], dtype="<U9"))


def _two_ways(taken: dict[str, float], given: dict[str, float]) -> str:
    """Return areas taken and given back by code as JSON."""
    return json.dumps({"art": rounded(taken), "desart": rounded(given)}, ensure_ascii=False)
