"""Algorithm ``heat_sun_position``: where the sun stands through a day."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterPoint,
    QgsRectangle,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import WkbType, field
from ...errors import InputError
from ...layers import to_degrees, write_features
from ...parameters import add_day_slots, day, hour, required_time_zone
from ...translation import tr


class SunPosition(CityOrchestraAlgorithm):
    """Table of the sun's azimuth and elevation at one place."""

    ID = "heat_sun_position"
    GROUP = "heat"
    LIBRARIES = ("numpy", "pyproj", "psutil", "shapely")

    def displayName(self):
        return tr("Sun position")

    def shortDescription(self):
        return tr("Azimuth and elevation of the sun through a day, at one place.")

    def tags(self):
        return ["sun", "azimuth", "elevation", "solar", "soleil", "azimut", "hauteur", "ensoleillement"]

    def help_text(self):
        return (
            tr(
                "Makes a table of where the sun stands at regular hours of a day, at a point or at the centre "
                "of a layer."
            ),
            tr(
                "The azimuth is given clockwise from true north and from the north of the grid of the map, "
                "which differ by the convergence of the meridians (3.4 degrees in Rennes in Lambert-93). "
                "The elevation includes the refraction of a standard atmosphere."
            ),
            tr(
                "Method: Meeus, Astronomical Algorithms, as published by NOAA; within 0.01 degree of the NREL "
                "Solar Position Algorithm (Reda and Andreas, 2004)."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterPoint("POINT", tr("Place"), optional=True),
            tr("Point at which to compute; leave empty to take the centre of the layer."),
        )
        self.add(
            QgsProcessingParameterMapLayer("LAYER", tr("Layer"), optional=True),
            tr("Layer whose centre is the place, and whose grid the azimuth refers to."),
        )
        add_day_slots(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Sun position"), QgsProcessing.SourceType.TypeVector),
            tr("Table with one row per instant: UTC and local time, azimuth, elevation and grid azimuth in degrees."),
        )

    def check(self, parameters, context):
        if parameters.get("POINT") in (None, "") and parameters.get("LAYER") in (None, ""):
            raise InputError("Give a place: a point, or a layer whose centre is taken.")

    def compute(self, parameters, context, feedback):
        from ..sun import NIGHT_ELEVATION_DEG, grid_azimuth, grid_convergence_deg, sun_position, time_slots

        self.check(parameters, context)
        x, y, crs = self._place(parameters, context)
        longitude, latitude = to_degrees(crs, x, y, context.transformContext())
        local, utc = time_slots(
            day(self, parameters, "DATE", context),
            hour(self, parameters, "START", context),
            hour(self, parameters, "END", context),
            self.parameterAsInt(parameters, "STEP", context),
            required_time_zone(self, parameters, context),
        )
        sun = sun_position(utc, latitude, longitude)
        grid = self.working_crs(crs, QgsRectangle(x, y, x, y), context)
        convergence = grid_convergence_deg(grid.toWkt(), longitude, latitude)
        feedback.pushInfo(tr("Grid north is that of {crs}.").format(crs=grid.authid() or grid.description()))
        if not (sun.elevation_deg > NIGHT_ELEVATION_DEG).any():
            feedback.pushWarning(tr("The sun is below the horizon during all these hours."))

        fields = QgsFields()
        for name, kind in (
            ("utc", "text"),
            ("local", "text"),
            ("azimuth", "real"),
            ("elevation", "real"),
            ("grid_azimuth", "real"),
        ):
            fields.append(field(name, kind))
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        columns = [
            [f"{text}Z" for text in np.datetime_as_string(utc, unit="s")],
            [moment.isoformat() for moment in local],
            sun.azimuth_deg,
            sun.elevation_deg,
            grid_azimuth(sun.azimuth_deg, convergence),
        ]
        write_features(sink, fields, np.full(len(local), None), columns, feedback=feedback)
        del sink
        result = RunResult()
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "", tr("Sun position")))
        return result

    def _place(self, parameters, context):
        layer = None
        if parameters.get("LAYER") not in (None, ""):
            layer = self.parameterAsLayer(parameters, "LAYER", context)
            if layer is None:
                raise InputError("The layer could not be opened; choose another one.")
        if parameters.get("POINT") in (None, ""):
            centre = layer.extent().center()
            return centre.x(), centre.y(), layer.crs()
        crs = layer.crs() if layer is not None else self.parameterAsPointCrs(parameters, "POINT", context)
        if not crs.isValid():
            raise InputError("The point has no coordinate reference system; write it like -1.68,48.11 [EPSG:4326].")
        point = self.parameterAsPoint(parameters, "POINT", context, crs)
        return point.x(), point.y(), crs
