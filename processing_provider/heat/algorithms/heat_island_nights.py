"""Algorithm ``heat_island_nights``: the nights of strong heat island and its mean at each station."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError
from ...parameters import add_time_zone, field_name, number, required_time_zone, usual_field
from ...translation import tr
from .island_night_layers import tell_nights, write_nights, write_stations
from .island_observations import read_observations, station_list


class HeatIslandNights(CityOrchestraAlgorithm):
    """Heat island of each night and mean heat island of each station."""

    ID = "heat_island_nights"
    GROUP = "heat"
    LIBRARIES = ("numpy", "numba", "shapely", "pyproj", "psutil", "rasterio")

    def displayName(self):
        return tr("Heat-island nights")

    def shortDescription(self):
        return tr("Nights of strong heat island, and the mean heat island of each station over them.")

    def tags(self):
        return [
            "urban heat island", "night", "temperature", "station", "uhi", "îlot de chaleur urbain", "icu", "nuit",
            "température", "station météo",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "For each night, compares the lowest temperature of each station with the mean of the reference "
                "stations in the countryside. The difference is the heat island of that station and night. Nights "
                "where the strongest one exceeds the threshold are selected; with wind and cloud, only calm and clear "
                "ones."
            ),
            tr(
                "The stations receive uhi, their mean over the selected nights, and uhi_max, the largest, both in "
                "degrees Celsius; uhi_all is the mean over all nights; n_nights counts the selected nights they have; "
                "n_gaps and n_outlier count nights left out for want of hours or because the station was not "
                "believed; flag says what to watch. The table of the nights has the strongest heat island (dt_max) and "
                "where it was."
            ),
            tr(
                "A night counts for a station when 80 % of its hours are there. A station whose minimum is more than 4 "
                "robust standard deviations from the others is left out of that night. Method: Dubreuil et al. (2020, "
                "doi 10.1051/climat/202017006) for the selection; Napoly et al. (2018, doi 10.3389/feart.2018.00118) "
                "for the control."
            ),
            tr(
                "The heat island is a difference of air temperature by night. It does not tell the heat that a walker "
                "feels by day, which comes from the sun: do not add the two."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("STATIONS", tr("Stations"), [SourceType.TypeVectorPoint]),
            tr("One point per temperature station, references included."),
        )
        self.add(
            usual_field("STATION_ID", tr("Station identifier"), "station_id", "STATIONS"),
            tr("Field of the stations that the table refers to."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("TABLE", tr("Temperature table"), [SourceType.TypeVector]),
            tr("One row per station and time, every hour or more often."),
        )
        self.add(
            usual_field("TABLE_STATION", tr("Station identifier in the table"), "station_id", "TABLE"),
            tr("Field of the table that names the station."),
        )
        self.add(
            usual_field("TIME", tr("Time field"), "time", "TABLE"),
            tr("Date and time, or text like 2026-07-14 21:00; without offset, in the time zone below."),
        )
        self.add(
            usual_field("VALUE", tr("Temperature field (°C)"), "temperature_c", "TABLE"),
            tr("Air temperature in degrees Celsius."),
        )
        self.add(
            QgsProcessingParameterString("REF_IDS", tr("Reference stations"), "", optional=True),
            tr("Identifiers of the stations of the countryside, separated by commas; several are better than one."),
        )
        self.add(
            QgsProcessingParameterField("REF_FIELD", tr("Reference field"), None, "STATIONS", optional=True),
            tr("Or the field of the stations that says which are references: yes, 1, true or reference."),
        )
        self.add(
            number("THRESH", tr("Strong heat island from (°C)"), 4.0, minimum=-50.0, maximum=50.0),
            tr("A night is selected when the strongest heat island exceeds this; 4 or 5 in published work on Rennes."),
        )
        self.add(
            number("NIGHT_START", tr("Night begins at (h)"), 20.0, minimum=0.0, maximum=24.0),
            tr("Local hour of the evening from which the lowest temperature is looked for."),
            advanced=True,
        )
        self.add(
            number("NIGHT_END", tr("Night ends at (h)"), 9.0, minimum=0.0, maximum=24.0),
            tr("Local hour of the morning; the lowest temperature comes about sunrise, near 9:00 in winter."),
            advanced=True,
        )
        for name, label, help_text in (
            ("WIND", tr("Wind field (m/s)"), tr("Wind speed, to keep calm nights; rows without value are ignored.")),
            ("CLOUD", tr("Cloud field (okta)"), tr("Cloud cover from 0 to 8, to keep clear nights.")),
        ):
            self.add(QgsProcessingParameterField(name, label, None, "TABLE", optional=True), help_text, advanced=True)
        self.add(
            number("MAX_WIND", tr("Calm below (m/s)"), 3.0, minimum=0.0, maximum=50.0),
            tr("Largest mean wind of a selected night, when the wind is known."),
            advanced=True,
        )
        self.add(
            number("MAX_CLOUD", tr("Clear below (okta)"), 3.0, minimum=0.0, maximum=9.0),
            tr("Largest mean cloud cover of a selected night, when it is known."),
            advanced=True,
        )
        add_time_zone(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Stations with their heat island"), QgsProcessing.SourceType.TypeVectorPoint
            ),
            tr("The stations with their mean heat island; the heat-island map is made from it."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("NIGHTS", tr("Nights"), QgsProcessing.SourceType.TypeVector),
            tr("Table with one row per night: strongest heat island, stations used, whether it is selected."),
        )
        for name, label in (
            ("NIGHTS_ALL", tr("Nights that could be used")),
            ("NIGHTS_SELECTED", tr("Nights selected")),
            ("MEAN_ISLAND", tr("Mean heat island of the stations (°C)")),
            ("MAX_ISLAND", tr("Strongest heat island of a night (°C)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        if not self.parameterAsString(parameters, "REF_IDS", context).strip() and not self.parameterAsString(
            parameters, "REF_FIELD", context
        ):
            raise InputError(
                "Say which stations are in the countryside: their identifiers, or a field of the stations that marks "
                "them."
            )

    def compute(self, parameters, context, feedback):
        from ..island.nights import island_nights, station_means
        from ..island.times import time_zone_named

        self.check(parameters, context)
        steps = self.steps(4, feedback)
        zone = time_zone_named(required_time_zone(self, parameters, context))
        layer = self.read(parameters, "STATIONS", context, steps)
        stations = self._stations(parameters, context, layer, feedback)
        steps.setCurrentStep(1)
        observations = self._observations(parameters, context, steps, stations, zone, feedback)
        steps.setCurrentStep(2)
        options = {
            name: self.parameterAsDouble(parameters, key, context)
            for name, key in (
                ("start_hour", "NIGHT_START"),
                ("end_hour", "NIGHT_END"),
                ("threshold", "THRESH"),
                ("calm_wind", "MAX_WIND"),
                ("clear_sky", "MAX_CLOUD"),
            )
        }
        nights = self.stoppable(
            lambda: island_nights(observations, len(stations.identifiers), stations.reference, zone, **options),
            feedback,
        )
        means = station_means(nights, stations.reference)
        steps.setCurrentStep(3)
        result = RunResult()
        result["OUTPUT"] = write_stations(self, parameters, context, steps, layer, stations, nights, means)
        result["NIGHTS"] = write_nights(self, parameters, context, stations, nights)
        result.layers += [
            ("NIGHTS", "", tr("Heat-island nights")),
            ("OUTPUT", "heat_island_stations.qml", tr("Mean heat island of the stations (°C)")),
        ]
        city = means.island[~stations.reference]
        result.update(
            NIGHTS_ALL=len(nights.night),
            NIGHTS_SELECTED=int(nights.selected.sum()),
            MEAN_ISLAND=float(np.nanmean(city)) if np.isfinite(city).any() else None,
            MAX_ISLAND=float(nights.strongest.max()),
        )
        tell_nights(nights, means, stations, feedback)
        return result

    def _stations(self, parameters, context, layer, feedback):
        if len(layer) == 0:
            raise InputError("The layer of the stations has no feature; check the layer, its filter and its selection.")
        marks = None
        name = self.parameterAsString(parameters, "REF_FIELD", context)
        if name:
            layer.column(name)
            marks = [row[layer.fields.lookupField(name)] for row in layer.rows]
        identifier = field_name(self, parameters, "STATION_ID", context)
        layer.column(identifier)
        stations = station_list(
            [row[layer.fields.lookupField(identifier)] for row in layer.rows],
            self.parameterAsString(parameters, "REF_IDS", context),
            marks,
        )
        if len(stations.rows) < len(layer):
            feedback.pushWarning(
                tr("{count} stations have no identifier and are left out.").format(
                    count=len(layer) - len(stations.rows)
                )
            )
        if stations.unknown_references:
            feedback.pushWarning(
                tr("These reference stations are not in the layer: {names}.").format(
                    names=", ".join(stations.unknown_references)
                )
            )
        return stations

    def _observations(self, parameters, context, steps, stations, zone, feedback):
        from ..island.nights import Observations
        from ..island.times import read_times

        names = {name: field_name(self, parameters, name, context) for name in ("TABLE_STATION", "TIME", "VALUE")}
        names.update({name: self.parameterAsString(parameters, name, context) for name in ("WIND", "CLOUD")})
        table = read_observations(
            self.parameterAsSource(parameters, "TABLE", context),
            {name: value for name, value in names.items() if value},
            steps,
        )
        rank = {text: position for position, text in enumerate(stations.identifiers)}
        station = np.array([rank.get(text, -1) for text in table.stations], dtype=np.int64)
        known = station >= 0
        if not known.any():
            raise InputError(
                "No row of the table names a station of the layer; check both fields of identifiers (first of the "
                "table: {table}; first of the layer: {layer}).",
                table=next(iter(table.stations), ""),
                layer=next(iter(stations.identifiers), ""),
            )
        instants = read_times(table.times, zone, station)
        counts = (
            (int((~known).sum()), tr("{count} rows of the table name no station of the layer and are left out.")),
            (table.unread, tr("{count} values of the table are not numbers and are taken as missing.")),
            (instants.unread, tr("{count} rows of the table have no time that can be read and are left out.")),
            (
                instants.skipped,
                tr(
                    "{count} rows have a local time that the clocks skip in spring and are left out; if the table is "
                    "in universal time, set the time zone to UTC."
                ),
            ),
        )
        for count, sentence in counts:
            if count:
                feedback.pushWarning(sentence.format(count=count))
        if instants.repeated:
            feedback.pushInfo(
                tr("{count} rows fall in the hour that comes twice in autumn.").format(count=instants.repeated)
            )
        utc = instants.utc
        utc[~known] = np.datetime64("NaT")
        return Observations(
            np.maximum(station, 0),
            utc,
            table.numbers["VALUE"],
            table.numbers.get("WIND"),
            table.numbers.get("CLOUD"),
        )
