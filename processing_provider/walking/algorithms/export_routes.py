"""Algorithm ``walk_export_routes``: routes as files for phones, walking computers and the web."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError
from ...raster_files import write_text
from ...translation import tr

WGS_84 = "EPSG:4326"  # the only CRS that GPX and GeoJSON know
FILES = ("OUTPUT_GPX", "OUTPUT_GEOJSON")


class ExportRoutes(CityOrchestraAlgorithm):
    """Routes as GPX tracks and as GeoJSON."""

    ID = "walk_export_routes"
    GROUP = "walking"
    LIBRARIES = ("numpy", "shapely", "psutil")

    def displayName(self):
        return tr("Export routes")

    def shortDescription(self):
        return tr("Routes as GPX tracks for phones and as GeoJSON for the web, in longitude and latitude.")

    def tags(self):
        return [
            "gpx", "geojson", "track", "route", "phone", "export", "trace", "itinéraire", "téléphone", "parcours",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Writes lines, such as cool routes, to a GPX file (one track each, for phones and walking computers), "
                "to a GeoJSON file (all fields, for the web), or to both. Lines in any CRS become longitudes and "
                "latitudes."
            ),
            tr(
                "A track is called by the field chosen, else by the rank and the role of a cool route, else by its "
                "number. Its description tells length, time and length in the sun where the line has them."
            ),
            tr("Formats: GPX 1.1 (Topografix) and RFC 7946, seven decimals of a degree, about a centimetre."),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("ROUTES", tr("Routes"), [SourceType.TypeVectorLine]),
            tr("Lines to write; the selection is honoured."),
        )
        self.add(
            QgsProcessingParameterField(
                "NAME_FIELD", tr("Name of the route"), parentLayerParameterName="ROUTES", optional=True
            ),
            tr("Field with the name that phones show."),
        )
        for name, label, kind in (
            (FILES[0], tr("GPX file"), "GPX (*.gpx)"),
            (FILES[1], tr("GeoJSON file"), "GeoJSON (*.geojson)"),
        ):
            self.add(
                QgsProcessingParameterFileDestination(name, label, kind, optional=True, createByDefault=False),
                tr("File to write; an existing one is replaced once the new one is complete."),
            )
        self.addOutput(QgsProcessingOutputNumber("ROUTES_WRITTEN", tr("Routes written")))

    def check(self, parameters, context):
        if not any(parameters.get(name) for name in FILES):
            raise InputError("Choose at least one file to write, GPX or GeoJSON.")

    def compute(self, parameters, context, feedback):
        from ..gpx import Track, geojson_text, gpx_text

        self.check(parameters, context)
        degrees = QgsCoordinateReferenceSystem(WGS_84)
        source = self.parameterAsSource(parameters, "ROUTES", context)
        if not source.sourceCrs().isValid():
            raise InputError(
                "The layer has no coordinate reference system; set it in the layer properties, then run again."
            )
        table = self.read(parameters, "ROUTES", context, feedback, crs=degrees, plain=False)
        kept = np.flatnonzero(table.usable)
        if not len(kept):
            raise InputError("There is no route to write; check the layer, its filter and its selection.")
        lines = table.geometry[kept]
        columns = {name: column[kept] for name, column in table.object_columns().items()}
        result = RunResult()
        try:
            if parameters.get("OUTPUT_GPX"):
                names = self._names(parameters, context, columns, len(kept))
                tracks = [Track(name, self._description(columns, k), lines[k]) for k, name in enumerate(names)]
                self._write(parameters, "OUTPUT_GPX", context, gpx_text(tracks), result)
            if parameters.get("OUTPUT_GEOJSON"):
                values = [
                    {name: _plain(column[k]) for name, column in columns.items() if name != "fid"}
                    for k in range(len(kept))
                ]
                self._write(parameters, "OUTPUT_GEOJSON", context, geojson_text(lines, values), result)
        except ValueError as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                "The routes cannot be turned into longitudes and latitudes; check the CRS of the layer."
            ) from None
        result["ROUTES_WRITTEN"] = len(kept)
        feedback.pushInfo(tr("{count} routes written.").format(count=len(kept)))
        return result

    def _write(self, parameters, name, context, text, result):
        path = self.parameterAsFileOutput(parameters, name, context)
        write_text(path, text)
        result[name] = self.written(path)

    def _names(self, parameters, context, columns, count) -> list[str]:
        chosen = self.parameterAsString(parameters, "NAME_FIELD", context)
        roles = {
            "shortest": tr("shortest"),
            "coolest": tr("coolest"),
            "shortest and coolest": tr("shortest and coolest"),
            "compromise": tr("compromise"),
        }
        names = []
        for k in range(count):
            given = columns[chosen][k] if chosen in columns else None
            rank = columns["rank"][k] if "rank" in columns else None
            role = columns["role"][k] if "role" in columns else None
            if given not in (None, ""):
                names.append(str(given))
            elif rank is None:
                names.append(tr("Route {rank}").format(rank=k + 1))
            elif role is None:
                names.append(tr("Route {rank}").format(rank=rank))
            else:
                names.append(tr("Route {rank}, {role}").format(rank=rank, role=roles.get(role, role)))
        return names

    def _description(self, columns, k) -> str:
        """Describe a cool route by its length, time and sun; a line without those fields has no description."""
        known = {name: columns[name][k] for name in ("len_m", "time_min", "sun_m") if name in columns}
        if len(known) < 3 or not all(isinstance(value, (int, float)) for value in known.values()):
            return ""
        return tr("{length:.0f} m, {time:.0f} min, {sun:.0f} m in the sun").format(
            length=known["len_m"], time=known["time_min"], sun=known["sun_m"]
        )


def _plain(value):
    """Value as JSON knows it; dates as ISO text."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if hasattr(value, "toString"):  # dates and hours of Qt
        from qgis.PyQt.QtCore import Qt

        return value.toString(Qt.DateFormat.ISODate)
    return str(value)
