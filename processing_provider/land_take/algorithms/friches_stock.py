"""Algorithm ``landtake_friches``: brownfield land in zones, by status, and what of it can be used again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsWkbTypes,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import GeometryType, SourceType, field
from ...errors import InputError
from ...layers import output_fields, write_features
from ...parameters import field_name, number, usual_field
from ...plain_layers import one_type
from ...translation import number_text, tr
from .coverage import ELLIPSOID, add_area_method, measured_areas, metric_reading
from .enaf_reading import number_column

HECTARE = 10_000.0
AREA_FIELDS = ("unite_fonciere_surface", "site_surface", "surface", "surface_m2")
WORDS_TOLD = 10  # unknown words that a sentence lists at most
ZONES_TOLD = 5  # those with most usable land
TWICE = 0.0001  # of the area of sites: beyond, overlaps are told
COUNTS = ("n_sans", "n_avec", "n_reconv", "n_potent", "n_inconnu")
AREAS = ("sans_m2", "avec_m2", "reconv_m2", "potent_m2", "inconnu_m2")


class BrownfieldStock(CityOrchestraAlgorithm):
    """Brownfield land by status and class of stock."""

    ID = "landtake_friches"
    GROUP = "land_take"

    def displayName(self):
        return tr("Brownfield stock")

    def shortDescription(self):
        return tr("Brownfield land in zones by status, its class, and how much of the ENAF allowance it could spare.")

    def tags(self):
        return [
            "brownfield", "cartofriches", "zan", "land take", "reuse", "friche", "gisement", "recyclage foncier",
            "reconversion", "sobriété foncière",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Sums the sites of Cartofriches, points or polygons, in each zone by the status of the field "
                "site_statut: without project (sans_m2), with project (avec_m2), converted (reconv_m2), potential "
                "(potent_m2), unknown (inconnu_m2). Polygons count by the area that they share with the zone; points "
                "by the area of a field, in the zone where they lie."
            ),
            tr(
                "gisement has four classes: nul (none known), nul_exploite (none left: all has a project or is "
                "converted), potentiel_inexploite (sites without project, nothing else yet), potentiel_en_cours (sites "
                "without project beside others that are used). Potential sites, which nobody has verified, decide "
                "nothing. gis_sur is 0 where a site of unknown status could change the class."
            ),
            tr(
                "utile_m2 is the area of the statuses that the table of words calls usable: without project, by "
                "default. With the field of an allowance, utile_pct is its share of it (%). A brownfield that is used "
                "again spares new land; it does not add to the allowance."
            ),
            tr(
                "Points of unknown area are counted (n_sans_surf) but have no area: the sums are then too small. The "
                "inventory is not complete everywhere: where no site is known there may be one."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource(
                "CARTOFRICHES", tr("Brownfield sites"), [SourceType.TypeVectorPoint, SourceType.TypeVectorPolygon]
            ),
            tr("Points or polygons of Cartofriches (Cerema), or of a local inventory in the CNIG standard."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("ZONES", tr("Zones"), [SourceType.TypeVectorPolygon]),
            tr("Communes, neighbourhoods or any polygons; they may overlap, each is counted on its own."),
        )
        self.add(
            QgsProcessingParameterField("ZONE_ID", tr("Zone identifier"), None, "ZONES", optional=True),
            tr("Field that names the zones in the log; all fields are kept."),
        )
        self.add(
            usual_field("STATUS_FIELD", tr("Status field"), "site_statut", "CARTOFRICHES"),
            tr("Words such as friche sans projet; see the table of words."),
        )
        self.add(
            QgsProcessingParameterField(
                "AREA_FIELD", tr("Area field of points (m²)"), None, "CARTOFRICHES", optional=True
            ),
            tr("Empty: unite_fonciere_surface, site_surface or surface. Polygons are measured, not read."),
        )
        self.add(
            QgsProcessingParameterField(
                "BUDGET", tr("Allowance field of the zones (m²)"), None, "ZONES",
                QgsProcessingParameterField.DataType.Numeric, optional=True,
            ),
            tr("Such as budget_m2 of “ENAF trajectory”, or what is left of it."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterFile("WORDS", tr("Table of words"), extension="csv", optional=True),
            tr(
                "Table with the columns word, status, usable and checked, like "
                "resources/tables/land_take_friches.csv, which is used when empty."
            ),
            advanced=True,
        )
        self.add(
            number("MIN_M2", tr("Least area of a polygon in a zone (m²)"), 1.0, minimum=0.0),
            tr("Less is taken for a border drawn otherwise in the two layers: the site is not in the zone."),
            advanced=True,
        )
        add_area_method(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Brownfield stock"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("The zones with sites and areas by status, gisement, utile_m2 and utile_pct."),
        )
        for name, label in (
            ("SITES", tr("Sites")),
            ("SITES_OUTSIDE", tr("Sites in no zone")),
            ("WITHOUT_AREA", tr("Sites of unknown area in a zone")),
            ("UNKNOWN_STATUS", tr("Sites of unknown status")),
            ("USABLE_M2", tr("Usable area, sum of the zones (m²)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(self, parameters, context, feedback):
        from ..friches import WORDS_TABLE, read_words, statuses, stock_of_zones

        steps = self.steps(4, feedback)
        given = self.parameterAsFile(parameters, "WORDS", context)
        words = read_words(Path(given) if given else WORDS_TABLE)
        source = self.parameterAsSource(parameters, "ZONES", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        zones = self.read(parameters, "ZONES", context, steps, crs=crs)
        steps.setCurrentStep(1)
        sites = metric_reading(self, parameters, "CARTOFRICHES", context, steps, crs=crs)
        status, unread = self._status(parameters, context, sites, words, statuses)
        steps.setCurrentStep(2)
        kind = self.parameterAsSource(parameters, "CARTOFRICHES", context).wkbType()
        pieces = self._points if QgsWkbTypes.geometryType(kind) == GeometryType.PointGeometry else self._polygons
        zone, site, area = pieces(parameters, context, steps, zones, sites)
        again = len(site) - len(np.unique(site)) if pieces == self._points else 0
        stock = stock_of_zones(zone, status[site], area, len(zones), site)
        steps.setCurrentStep(3)
        usable = stock.usable_m2(words)
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, zones, source, crs, stock, usable)
        result.layers.append(("OUTPUT", "land_take_friches.qml", tr("Brownfield stock")))
        result.update(
            SITES=len(sites),
            SITES_OUTSIDE=len(sites) - len(np.unique(site)),
            WITHOUT_AREA=len(np.unique(site[np.isnan(area)])),
            UNKNOWN_STATUS=int((status == len(COUNTS) - 1).sum()),
            USABLE_M2=float(np.nansum(usable)),
        )
        self._tell(parameters, context, feedback, result, unread, again, zones, usable)
        return result

    def _status(self, parameters, context, sites, words, statuses):
        name = field_name(self, parameters, "STATUS_FIELD", context)
        if sites.fields.lookupField(name) < 0:
            raise InputError(
                "The sites have no field {field}; choose the one that holds their status (site_statut).", field=name
            )
        column = sites.column(name)
        return statuses([None if null else value for value, null in zip(column.values, column.null)], words)

    def _points(self, parameters, context, feedback, zones, sites):
        """Return zone, site and area of each point in a zone."""
        import shapely

        from ..sources import field_called

        name = self.parameterAsString(parameters, "AREA_FIELD", context)
        name = name or field_called([item.name() for item in sites.fields], AREA_FIELDS)
        if not name:
            raise InputError(
                "The points have no field of area ({fields}); choose it, or give the polygons of the sites.",
                fields=", ".join(AREA_FIELDS),
            )
        area = number_column(sites, name)
        area[~(area > 0.0)] = np.nan  # an inventory writes 0 where it has not measured
        kept = np.flatnonzero(zones.usable)
        tree = shapely.STRtree(zones.geometry[kept])
        site, zone = tree.query(sites.geometry, predicate="intersects")
        return kept[zone], site, area[site]

    def _polygons(self, parameters, context, feedback, zones, sites):
        """Return zone, site and area of each piece of a polygon in a zone."""
        from ..overlay import overlay_areas

        method = self.parameterAsEnumString(parameters, "AREA", context) or ELLIPSOID
        planar, measured = measured_areas(sites.geometry, sites.crs, method)
        scale = np.where(planar > 0.0, measured / np.where(planar > 0.0, planar, 1.0), 1.0)
        found = overlay_areas(sites.geometry, zones.geometry, stop=feedback.isCanceled)
        area = found.area_m2 * scale[found.first_index]
        kept = area >= self.parameterAsDouble(parameters, "MIN_M2", context)
        itself = overlay_areas(sites.geometry, sites.geometry, stop=feedback.isCanceled)
        twice = float(itself.area_m2[itself.first_index < itself.second_index].sum())
        if twice > TWICE * planar.sum():
            feedback.pushWarning(
                tr("Sites overlap on {area} ha, which count twice; look for sites that stand twice.").format(
                    area=number_text(twice / HECTARE, 2)
                )
            )
        return found.second_index[kept], found.first_index[kept], area[kept]

    def _write(self, parameters, context, feedback, zones, source, crs, stock, usable):
        stock_class, sure = stock.classes()
        budget = np.full(len(zones), np.nan)
        budget_field = self.parameterAsString(parameters, "BUDGET", context)
        if budget_field:
            budget = number_column(zones, budget_field)
        share = np.where(budget > 0.0, 100.0 * usable / np.where(budget > 0.0, budget, 1.0), np.nan)
        columns = [
            ("n_friches", "integer", stock.sites.sum(axis=1)),
            ("friche_m2", "real", stock.total_m2()),
            *((name, "integer", stock.sites[:, place]) for place, name in enumerate(COUNTS)),
            *((name, "real", stock.area_m2[:, place]) for place, name in enumerate(AREAS)),
            ("n_sans_surf", "integer", stock.unmeasured.sum(axis=1)),
            ("utile_m2", "real", usable),
            ("utile_pct", "real", share),
            ("gisement", "text", [one or None for one in stock_class.tolist()]),
            ("gis_sur", "integer", sure.astype(np.int64)),
        ]
        # A zone without polygon holds nothing that can be told.
        known = zones.usable
        values = [
            [value if there else None for value, there in zip(_listed(column), known.tolist())]
            for _, _, column in columns
        ]
        fields = output_fields(zones.fields, [field(name, kind) for name, kind, _ in columns])
        geometry, kind = one_type(zones.geometry, source)
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        sink, destination = self.sink(parameters, "OUTPUT", context, fields.fields, kind, source.sourceCrs())
        write_features(
            sink, fields.fields, geometry, values, rows=fields.rows(zones), transform=transform, feedback=feedback
        )
        del sink
        return destination

    def _tell(self, parameters, context, feedback, result, unread, again, zones, usable):
        for count, sentence in (
            (result["SITES_OUTSIDE"], tr("{count} sites are in no zone.")),
            (result["WITHOUT_AREA"], tr("{count} sites have no known area: the areas of their zones are too small.")),
            (again, tr("{count} times a point lies in one more zone, and counts there too.")),
        ):
            if count:
                feedback.pushWarning(sentence.format(count=count))
        if unread:
            told = ", ".join(f"“{word}” ({count})" for word, count in unread.most_common(WORDS_TOLD))
            feedback.pushWarning(
                tr("The table of words does not know: {words}. These sites are of unknown status.").format(words=told)
            )
        name = self.parameterAsString(parameters, "ZONE_ID", context)
        labels = zones.column(name).values if name else zones.feature_ids
        for place in np.argsort(-np.nan_to_num(usable), kind="stable")[:ZONES_TOLD]:
            if usable[place] > 0.0:
                feedback.pushInfo(
                    tr("{zone}: {area} ha of usable brownfield.").format(
                        zone=labels[place], area=number_text(usable[place] / HECTARE, 2)
                    )
                )


def _listed(column):
    return column.tolist() if isinstance(column, np.ndarray) else column
