"""Algorithm ``walk_shade_on_network``: the sun on every edge through a day."""

from __future__ import annotations

import math

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...engine import choose_tile_size, map_tiles, plan_tiles
from ...errors import InputError
from ...heat.algorithms.shadow_parameters import (
    SWEEP_BYTES_PER_CELL,
    add_shadow_options,
    add_shadow_parameters,
    check_surfaces,
    read_scene,
)
from ...layers import output_fields, write_features
from ...parameters import add_day_slots, day, hour, number, required_time_zone
from ...raster_files import bounded_raster_cache
from ...translation import tr

SMALLEST_HALO = 2  # cells: the two cells beside the middle one may lie across the edge of a tile


class ShadeOnNetwork(CityOrchestraAlgorithm):
    """Share of sun of each edge of a walking network, for regular instants of a day."""

    ID = "walk_shade_on_network"
    GROUP = "walking"

    def displayName(self):
        return tr("Shade on network")

    def shortDescription(self):
        return tr("The share of each street in the sun, every quarter of an hour of a day.")

    def tags(self):
        return ["shade", "sun", "street", "network", "ombre", "soleil", "rue", "trottoir", "fraîcheur", "réseau"]

    def help_text(self):
        return (
            tr(
                "Casts shadows at regular instants of a day and reads them every 2 m along each edge of the "
                "network, on three cells across. The result is kept with the edge: no raster is written."
            ),
            tr(
                "The field sun_profile holds the whole day as compact text, which the route search reads; with "
                "columns, one field per instant (sun_1500 for 15:00) holds the share of sun between 0 and 1, for "
                "maps. The field shade_mean is the mean share of shade in percent while the sun is up."
            ),
            tr(
                "Edges below ground level (tunnels, covered passages) are in shade all day. With a terrain model, "
                "places that fall on a roof are left out. Edges outside the surface model have no profile and "
                "are counted; routes treat them as in full sun."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("NETWORK", tr("Walking network"), [SourceType.TypeVectorLine]),
            tr("Edges made by the walking network algorithm; any line layer can be shaded."),
        )
        add_shadow_parameters(self)
        add_day_slots(self)
        self.add(
            number("SAMPLE", tr("Distance between samples (m)"), 2.0, minimum=0.5, maximum=50.0),
            tr("Places along an edge where the sun is read; each edge has at least two."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "FIELDS",
                tr("Fields written"),
                ["profile", "columns", "both"],
                defaultValue="profile",
                usesStaticStrings=True,
            ),
            tr("profile writes the compact text that routes need; columns one field per instant; both writes both."),
            advanced=True,
        )
        add_shadow_options(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Network with shade"), QgsProcessing.SourceType.TypeVectorLine
            ),
            tr("The network with its shade; routes are searched on it."),
        )
        self.addOutput(QgsProcessingOutputNumber("EDGES", tr("Edges")))
        self.addOutput(QgsProcessingOutputNumber("UNKNOWN", tr("Edges without data")))
        self.addOutput(QgsProcessingOutputNumber("SHADE_MEAN", tr("Mean share of shade, by length (%)")))

    def check(self, parameters, context):
        check_surfaces(self, parameters, context)

    def compute(self, parameters, context, feedback):
        from ...heat.sun import is_night, time_slots
        from ..shade_sampling import mean_shade

        steps = self.steps(4, feedback)
        local, utc = time_slots(
            day(self, parameters, "DATE", context),
            hour(self, parameters, "START", context),
            hour(self, parameters, "END", context),
            self.parameterAsInt(parameters, "STEP", context),
            required_time_zone(self, parameters, context),
        )
        scene = read_scene(self, parameters, context, steps)
        steps.setCurrentStep(1)
        dsm = self.raster(parameters, "DSM", context)
        source = self.parameterAsSource(parameters, "NETWORK", context)
        table = self.read(parameters, "NETWORK", context, steps, crs=dsm.crs())
        steps.setCurrentStep(2)
        sun = scene.sun(utc, local)
        daylight = np.array([not is_night(elevation) for _, elevation, _ in sun])
        if not daylight.any():
            feedback.pushWarning(tr("The sun is below the horizon during all these hours."))
        shares = self._shares(parameters, context, table, scene, sun, steps)
        unknown = int((shares == 255).all(axis=1).sum())
        if unknown:
            feedback.pushWarning(
                tr("{count} edges have no sun profile: they lie outside the surface model or under roofs.").format(
                    count=unknown
                )
            )
        steps.setCurrentStep(3)
        lengths = self._lengths(table)
        shade = mean_shade(shares, daylight)
        transform = None
        if dsm.crs() != source.sourceCrs():
            transform = QgsCoordinateTransform(dsm.crs(), source.sourceCrs(), context.transformContext())
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, table, shares, shade, local, source, transform)
        known = ~np.isnan(shade) & (lengths > 0)
        weight = lengths[known].sum()
        result.update(
            EDGES=len(table),
            UNKNOWN=unknown,
            SHADE_MEAN=float((shade[known] * lengths[known]).sum() / weight) if weight else None,
        )
        result.layers.append(("OUTPUT", "shade_on_network.qml", tr("Shade on streets")))
        return result

    def _lengths(self, table):
        import shapely

        return np.nan_to_num(shapely.length(table.geometry))

    def _covered(self, table):
        if table.fields.lookupField("level") < 0:
            return np.zeros(len(table), dtype=bool)
        column = table.column("level")
        if column.values.dtype.kind not in "if":
            return np.zeros(len(table), dtype=bool)
        return ~column.null & (column.values < 0)

    def _shares(self, parameters, context, table, scene, sun, feedback):
        import shapely

        from ..shade_sampling import places_by_tile, sample_tile
        from ..sun_profile import SunTally, sample_positions

        lines = shapely.get_parts(table.geometry[table.usable], return_index=True)
        edges = np.flatnonzero(table.usable)[lines[1]]
        tally = SunTally(len(table), len(sun))
        if len(edges):
            places = sample_positions(lines[0], self.parameterAsDouble(parameters, "SAMPLE", context))
            owner = edges[places.edge_index]
            grid = scene.grid
            rows = np.floor((grid.north - places.y) / grid.cell_size).astype(np.int64)
            columns = np.floor((places.x - grid.west) / grid.cell_size).astype(np.int64)
            halo = scene.halo(sun) + max(SMALLEST_HALO, math.ceil(1.0 / grid.cell_size))
            tiles = plan_tiles(grid, choose_tile_size(scene.settings, halo, SWEEP_BYTES_PER_CELL), halo)
            chosen = places_by_tile(rows, columns, tiles)

            def arguments(tile):
                index = chosen[tile]
                return {
                    "sun": sun,
                    "options": scene.options,
                    "rows": rows[index],
                    "columns": columns[index],
                }

            with bounded_raster_cache(64):
                for tile, values in map_tiles(
                    sample_tile,
                    scene.sources,
                    list(chosen),
                    arguments=arguments,
                    settings=scene.settings,
                    feedback=feedback,
                ):
                    tally.add(values, owner[chosen[tile]])
        return tally.shares(covered=self._covered(table))

    def _write(self, parameters, context, feedback, table, shares, shade, local, source, transform):
        from ..profile_text import encode_profiles, make_header

        chosen = self.parameterAsString(parameters, "FIELDS", context)
        added, columns = [field("shade_mean", "real")], [shade]
        if chosen in ("profile", "both"):
            header = make_header(
                local[0].date(),
                required_time_zone(self, parameters, context),
                local[0].time(),
                self.parameterAsInt(parameters, "STEP", context),
            )
            texts = encode_profiles(header, shares)
            unknown = (shares == 255).all(axis=1)
            added.append(field("sun_profile", "text"))
            columns.append([None if missing else text for text, missing in zip(texts, unknown)])
        if chosen in ("columns", "both"):
            for slot, moment in enumerate(local):
                added.append(field(f"sun_{moment:%H%M}", "real"))
                columns.append(np.where(shares[:, slot] == 255, np.nan, shares[:, slot] / 100.0))
        if len({item.name() for item in added}) < len(added):
            raise InputError("The clocks go back on this day and an hour comes twice; write the profile instead.")
        fields = output_fields(table.fields, added)
        geometry_type = WkbType.LineString if table.single_part else WkbType.MultiLineString
        sink, destination = self.sink(parameters, "OUTPUT", context, fields.fields, geometry_type, source.sourceCrs())
        write_features(
            sink,
            fields.fields,
            table.geometry,
            columns,
            rows=fields.rows(table),
            transform=transform,
            feedback=feedback,
        )
        del sink
        return destination
