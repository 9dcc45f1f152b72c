"""Algorithm ``walk_shade_on_network``: the sun on every edge through a day."""

from __future__ import annotations

import math

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...engine import choose_tile_size, map_tiles, plan_tiles
from ...errors import InputError
from ...heat.algorithms.shadow_parameters import (
    SWEEP_BYTES_PER_CELL,
    add_shadow_options,
    add_shadow_parameters,
    check_surfaces,
    read_scene,
)
from ...layers import check_aligned, output_fields, raster_source, write_features
from ...parameters import add_day_slots, day, hour, number, required_time_zone
from ...plain_layers import one_type
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
            tr(
                "The field svf is the mean sky view factor along the edge, 0 to 1, roofs left out like for the shade; "
                "it tells how much heat walls give back, for routes that avoid heat."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("NETWORK", tr("Walking network"), [SourceType.TypeVectorLine]),
            tr("Edges made by the walking network algorithm; any line layer can be shaded."),
        )
        add_shadow_parameters(self)
        self.add(
            QgsProcessingParameterRasterLayer("SVF", tr("Sky view factor"), optional=True),
            tr("First band of the sky view factor raster, on the grid of the surface model; empty computes it here."),
        )
        add_day_slots(self)
        self.add(
            QgsProcessingParameterBoolean("SKY_VIEW", tr("Write the sky view factor"), True),
            tr("When off, the field svf is not written, which is faster; routes then take the same value everywhere."),
            advanced=True,
        )
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
        dsm = self.parameterAsRasterLayer(parameters, "DSM", context)
        svf = self.parameterAsRasterLayer(parameters, "SVF", context)
        if dsm is not None and svf is not None:
            check_aligned(dsm, svf)

    def compute(self, parameters, context, feedback):
        from ...heat.sun import is_night, time_slots
        from ..shade_sampling import mean_shade

        steps = self.steps(5, feedback)
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
        places = self._places(parameters, context, table, scene)
        covered = self._covered(table)
        shares = self._shares(places, covered, scene, sun, steps)
        unknown = int((shares == 255).all(axis=1).sum())
        if unknown:
            feedback.pushWarning(
                tr("{count} edges have no sun profile: they lie outside the surface model or under roofs.").format(
                    count=unknown
                )
            )
        steps.setCurrentStep(3)
        svf = None
        if self.parameterAsBoolean(parameters, "SKY_VIEW", context):
            svf = self._sky_view(parameters, context, places, covered, scene, sun, steps)
        steps.setCurrentStep(4)
        lengths = self._lengths(table)
        shade = mean_shade(shares, daylight)
        transform = None
        if dsm.crs() != source.sourceCrs():
            transform = QgsCoordinateTransform(dsm.crs(), source.sourceCrs(), context.transformContext())
        result = RunResult()
        columns = self._columns(parameters, context, shares, shade, local, svf)
        result["OUTPUT"] = self._write(parameters, context, steps, table, columns, source, transform)
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

    def _places(self, parameters, context, table, scene):
        """Return the edge of each place where the raster is read, and the rows and columns of its three cells."""
        import shapely

        from ..sun_profile import sample_positions

        parts, index = shapely.get_parts(table.geometry[table.usable], return_index=True)
        if not len(parts):
            return np.zeros(0, dtype=np.int64), np.zeros((0, 3), dtype=np.int64), np.zeros((0, 3), dtype=np.int64)
        places = sample_positions(parts, self.parameterAsDouble(parameters, "SAMPLE", context))
        grid = scene.grid
        rows = np.floor((grid.north - places.y) / grid.cell_size).astype(np.int64)
        columns = np.floor((places.x - grid.west) / grid.cell_size).astype(np.int64)
        return np.flatnonzero(table.usable)[index][places.edge_index], rows, columns

    def _shares(self, places, covered, scene, sun, feedback):
        from ..shade_sampling import sample_tile
        from ..sun_profile import SunTally

        tally = SunTally(len(covered), len(sun))
        given = {"sun": sun, "options": scene.options}
        run = (sample_tile, scene.sources, given, scene.halo(sun), SWEEP_BYTES_PER_CELL)
        for owner, values in self._sampled(places, scene, run, feedback):
            tally.add(values, owner)
        return tally.shares(covered=covered)

    def _sky_view(self, parameters, context, places, covered, scene, sun, feedback):
        from ...heat.sky_view_tiles import sky_view_halo
        from ..sky_view_sampling import REACH_M, SkyViewTally, sample_sky_view

        tally = SkyViewTally(len(covered))
        reach = max(REACH_M, 2.0 * scene.grid.cell_size)
        given = {"options": {**scene.options, "max_distance": reach}, "transmissivity": sun[0][2]}
        halo = sky_view_halo(scene.grid.cell_size, reach)
        sources = scene.sources
        layer = self.raster(parameters, "SVF", context)
        if layer is not None:
            sources = {name: source for name, source in sources.items() if name != "canopy"}
            sources["svf"], halo = raster_source(layer), 0
        run = (sample_sky_view, sources, given, halo, SWEEP_BYTES_PER_CELL)
        for owner, cells in self._sampled(places, scene, run, feedback):
            tally.add(cells, owner)
        return tally.mean(covered=covered)

    def _sampled(self, places, scene, run, feedback):
        """Yield the edges of the places of each tile and what a function reads there."""
        from ..shade_sampling import places_by_tile

        function, sources, given, halo, bytes_per_cell = run
        owner, rows, columns = places
        if not len(owner):
            return
        # The cells beside the middle one may lie across the edge of the tile.
        halo += max(SMALLEST_HALO, math.ceil(1.0 / scene.grid.cell_size))
        tiles = plan_tiles(scene.grid, choose_tile_size(scene.settings, halo, bytes_per_cell), halo)
        chosen = places_by_tile(rows, columns, tiles)

        def arguments(tile):
            return {**given, "rows": rows[chosen[tile]], "columns": columns[chosen[tile]]}

        how = {"arguments": arguments, "settings": scene.settings, "feedback": feedback}
        with bounded_raster_cache(64):
            for tile, values in map_tiles(function, sources, list(chosen), **how):
                yield owner[chosen[tile]], values

    def _columns(self, parameters, context, shares, shade, local, svf):
        """Return the new fields and their values."""
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
        if svf is not None:
            added.append(field("svf", "real"))
            columns.append(svf)
        if len({item.name() for item in added}) < len(added):
            raise InputError("The clocks go back on this day and an hour comes twice; write the profile instead.")
        return added, columns

    def _write(self, parameters, context, feedback, table, columns, source, transform):
        added, values = columns
        fields = output_fields(table.fields, added)
        geometry, geometry_type = one_type(table.geometry, source)
        sink, destination = self.sink(parameters, "OUTPUT", context, fields.fields, geometry_type, source.sourceCrs())
        rows = {"rows": fields.rows(table), "transform": transform, "feedback": feedback}
        write_features(sink, fields.fields, geometry, values, **rows)
        del sink
        return destination
