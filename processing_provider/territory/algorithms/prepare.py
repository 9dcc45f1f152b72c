"""Algorithm ``territory_prepare``: the standard territory from any layers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterLayer,
    QgsProviderRegistry,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...engine import choose_tile_size, map_tiles, plan_tiles, run_tiles
from ...errors import InputError
from ...layers import check_aligned, is_metric, raster_grid, raster_source, read_features
from ...parameters import add_engine_parameters, engine_settings, number
from ...raster_files import Grid, RasterOutput, RasterSource, bounded_raster_cache, written_aside
from ...translation import tr
from ..codes import BY_DENSITY, COVER_NODATA, UNKNOWN_GROUND
from ..schema import LayerTable, standard_layers
from .geopackage import (
    RASTERS,
    add_territory_outputs,
    cover_paths,
    finish_territory,
    layer_titles,
    output_path,
    raster_titles,
    write_territory,
)
from .prepare_report import about_rows, report_html

PROFILES = ("auto", "bdtopo", "osm", "custom", "standard")
BURN_BYTES_PER_CELL = 48.0
# Of which kind of layer each role can be made; a polygon can stand for a point (a town hall for a place).
_KINDS = {
    "Point": SourceType.TypeVectorAnyGeometry,
    "MultiLineString": SourceType.TypeVectorLine,
    "MultiPolygon": SourceType.TypeVectorPolygon,
}


@dataclass
class PreparedLayer:
    """A standard layer, where it comes from and what happened to its features."""

    table: LayerTable
    report: object
    source: str
    profile: str
    licence: str


class PrepareTerritory(CityOrchestraAlgorithm):
    """Standard GeoPackage, surface and canopy from the user's layers."""

    ID = "territory_prepare"
    GROUP = "territory"

    def displayName(self):
        return tr("Prepare a territory")

    def shortDescription(self):
        return tr("Makes the standard layers that every other algorithm reads, from BD TOPO, OpenStreetMap or others.")

    def tags(self):
        return [
            "bd topo", "osm", "openstreetmap", "mapping", "schema", "mns", "dsm", "territoire", "préparer",
            "standard", "canopée", "bâtiments",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Makes one GeoPackage with the standard layers (buildings, streets, trees, vegetation, water...), and "
                "the terrain, surface and canopy rasters that shade needs. Give the layers you have: the others are "
                "written empty and named in the report."
            ),
            tr(
                "Columns are recognised for BD TOPO (v3, v2 roads), OpenStreetMap and layers already in the standard. "
                "For other layers give a mapping table, of the format of resources/tables/territory_mapping.csv. "
                "One layer can serve several roles: the table picks its features."
            ),
            tr(
                "Heights that are not measured are set by rule (altitude of the roof, storeys, neighbours, default by "
                "use) and flagged feature by feature in height_source. Nothing is dropped silently: the report counts "
                "what was left out, repaired or not understood."
            ),
            tr(
                "Surface: without LiDAR, roofs are flat at their height above the median terrain of the footprint and "
                "crowns are ellipsoids. With a LiDAR surface and a terrain model, the surface inside footprints is the "
                "roof and what stands 2 m or more above the terrain elsewhere is canopy."
            ),
            tr(
                "Land cover, if you ask for it: green spaces, vegetation, water, streets with their pavements and "
                "buildings are burnt in this order, then the trees of 2 m or more. Ground that no layer describes is "
                "an assumption: choose it in the advanced parameters. Ground cover is the same without the trees."
            ),
        )

    def define(self):
        titles = layer_titles()
        for name in self._roles():
            self.add(
                QgsProcessingParameterFeatureSource(
                    name.upper(), titles[name], [_KINDS[standard_layers()[name].geometry]], optional=True
                ),
                tr("Layer from which the standard layer is made; leave empty if you have none."),
            )
        self.add(
            QgsProcessingParameterEnum(
                "PROFILE", tr("Kind of layers"), list(PROFILES), defaultValue="auto", usesStaticStrings=True
            ),
            tr("auto recognises each layer by its columns; custom uses only your mapping table and standard names."),
        )
        self.add(
            QgsProcessingParameterFile("MAPPING", tr("Mapping table"), extension="csv", optional=True),
            tr("Your own rows, tried before those of the plugin; same format."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("DTM", tr("Terrain model (m)"), optional=True),
            tr("Altitude of the ground, in a metric CRS; the rasters take its grid. Without it the ground is flat."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("LIDAR", tr("LiDAR surface with trees (m)"), optional=True),
            tr("Altitude of the top of everything (MNS of LiDAR HD), on the grid of the terrain model."),
        )
        self.add(
            QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True),
            tr("Only features that meet it are kept; empty takes everything."),
        )
        self.add(
            number("CELL_SIZE", tr("Cell of the rasters (m)"), 1.0, minimum=0.1, maximum=50.0),
            tr("Used when there is no terrain model, whose cells are taken otherwise."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterCrs("CRS", tr("CRS of the territory"), optional=True),
            tr("Metric CRS to write; empty takes that of the terrain model or of the first layer if metric."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "GROUND",
                tr("Ground that no layer describes"),
                list(UNKNOWN_GROUND),
                defaultValue=BY_DENSITY,
                usesStaticStrings=True,
            ),
            tr(
                "For the land cover only. By density: paved where roofs cover 30 % or more of the square of 100 m "
                "around, grass elsewhere."
            ),
            advanced=True,
        )
        add_engine_parameters(self)
        add_territory_outputs(self)
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_REPORT", tr("Report"), "HTML (*.html)", optional=True, createByDefault=True
            ),
            tr("Page that says where each layer comes from, what was left out and what was set by rule."),
        )
        self.addOutput(QgsProcessingOutputNumber("FEATURES", tr("Features written")))
        self.addOutput(QgsProcessingOutputNumber("MEASURED_SHARE", tr("Buildings whose height is measured (%)")))

    @staticmethod
    def _roles() -> list[str]:
        return [
            "buildings", "streets", "trees", "vegetation", "green_spaces", "water", "waterways", "equipment",
            "places", "zones", "population",
        ]  # fmt: skip

    def check(self, parameters, context):
        if all(parameters.get(name.upper()) in (None, "") for name in self._roles()):
            raise InputError("Give at least one layer, for example the buildings and the streets.")
        terrain = self.parameterAsRasterLayer(parameters, "DTM", context)
        lidar = self.parameterAsRasterLayer(parameters, "LIDAR", context)
        if terrain is not None:
            raster_grid(terrain)
        if parameters.get("CRS") not in (None, ""):
            self._check_crs(self.parameterAsCrs(parameters, "CRS", context), terrain)
        if lidar is not None:
            if terrain is None:
                raise InputError("A LiDAR surface needs the terrain model of the same survey; give it too.")
            check_aligned(terrain, lidar)

    @staticmethod
    def _check_crs(crs, terrain):
        if not is_metric(crs):
            raise InputError(
                "The CRS {crs} is not in metres; choose one such as Lambert-93 (EPSG:2154), or leave it empty.",
                crs=crs.authid() or crs.description(),
            )
        if terrain is not None and terrain.crs() != crs:
            raise InputError(
                "The terrain model is in {terrain} and the territory in {crs}; choose the same CRS, or leave it empty.",
                terrain=terrain.crs().authid() or terrain.crs().description(),
                crs=crs.authid() or crs.description(),
            )

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        covers = cover_paths(self, parameters, context)
        steps = self.steps(5 + len(covers), feedback)
        path = output_path(self, parameters, context)
        crs = self._crs(parameters, context)
        layers = self._prepare(parameters, context, steps, crs)
        self._tell(layers, feedback)
        grid = self._grid(parameters, context, layers, crs)
        rasters = self._rasters(parameters, context, steps, layers, grid)
        self._covers(parameters, context, steps, layers, grid, rasters["CANOPY"], covers)
        rasters.update(covers)
        steps.setCurrentStep(4 + len(covers))
        about = about_rows(
            layers, rasters, "DTM" in self._sources(parameters, context), path, self._ground(parameters, context)
        )
        write_territory(path, {name: item.table for name, item in layers.items()}, crs, about, context, steps)
        self.written(path)
        result = RunResult()
        result.abstract = tr("Standard territory prepared from: {sources}.").format(
            sources=", ".join(sorted({item.source for item in layers.values()}))
        )
        result.licences = sorted({item.licence for item in layers.values()})
        finish_territory(result, path, rasters, parameters, self, context)
        report = self.parameterAsFileOutput(parameters, "OUTPUT_REPORT", context)
        if report:
            with written_aside(report) as aside:
                Path(aside).write_text(report_html(layers, about), encoding="utf-8")
            result["OUTPUT_REPORT"] = report
        result["FEATURES"] = sum(len(item.table) for item in layers.values())
        result["MEASURED_SHARE"] = self._measured_share(layers)
        return result

    def _measured_share(self, layers):
        if "buildings" not in layers or not len(layers["buildings"].table):
            return None
        source = layers["buildings"].table.columns["height_source"]
        return 100.0 * float(np.isin(source.astype(str), ("measured", "roof_altitude")).mean())

    def _crs(self, parameters, context):
        if parameters.get("CRS") not in (None, ""):
            return self.parameterAsCrs(parameters, "CRS", context)
        terrain = self.raster(parameters, "DTM", context)
        if terrain is not None:
            return terrain.crs()
        for name in self._roles():
            source = self.parameterAsSource(parameters, name.upper(), context)
            if source is not None:
                return self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        raise InputError("Give at least one layer, for example the buildings and the streets.")

    def _prepare(self, parameters, context, feedback, crs):
        from ..mapping import detect_profile
        from ..mapping_table import read_mapping, rules_for
        from ..prepare import prepare_layer

        mapping = self.parameterAsFile(parameters, "MAPPING", context)
        user_rules = read_mapping(Path(mapping)) if mapping else []
        asked = self.parameterAsString(parameters, "PROFILE", context)
        extent = None
        if parameters.get("EXTENT") not in (None, ""):
            extent = self.parameterAsExtent(parameters, "EXTENT", context, crs)
        layers = {}
        given = [name for name in self._roles() if parameters.get(name.upper()) not in (None, "")]
        inner = self.steps(len(given), feedback)
        for position, name in enumerate(given):
            inner.setCurrentStep(position)
            source = self.parameterAsSource(parameters, name.upper(), context)
            if source is None:
                raise InputError("The layer given for {layer} cannot be opened; choose another one.", layer=name)
            table = read_features(
                source, crs=crs, transform_context=context.transformContext(), extent=extent, feedback=inner
            )
            self.report_geometries(table, layer_titles()[name], feedback)
            columns = table.object_columns()
            profile = asked if asked != "auto" else detect_profile(name, columns) or "custom"
            prepared, report = prepare_layer(name, table.geometry, columns, rules_for(profile, user_rules))
            # The reader has already repaired or set aside what was invalid: the report says so too.
            report.repaired += table.repaired_geometry
            report.unusable_geometry += table.dropped_geometry
            report.null_geometry -= table.dropped_geometry
            layer = self.parameterAsVectorLayer(parameters, name.upper(), context)
            origin = source_name(layer) if layer is not None else source.sourceName()
            layers[name] = PreparedLayer(prepared, report, origin, profile, licence_of(profile, layer))
        return layers

    def _tell(self, layers, feedback):
        titles = layer_titles()
        for name, item in layers.items():
            feedback.pushInfo(
                tr("{layer}: {kept} features from {source} ({profile}), {dropped} left out.").format(
                    layer=titles[name],
                    kept=len(item.table),
                    source=item.source,
                    profile=item.profile,
                    dropped=item.report.dropped,
                )
            )
            for field_name, count in item.report.defaults.items():
                feedback.pushInfo(
                    tr("{layer}: {field} set by default rule for {count} features.").format(
                        layer=titles[name], field=field_name, count=count
                    )
                )

    def _sources(self, parameters, context):
        sources = {}
        for key, name in (("DTM", "DTM"), ("LIDAR", "LIDAR")):
            layer = self.raster(parameters, name, context)
            if layer is not None:
                sources[key] = raster_source(layer)
        return sources

    def _grid(self, parameters, context, layers, crs):
        import shapely
        from qgis.core import QgsCoordinateReferenceSystem

        from ..surfaces import grid_for_extent

        terrain = self.raster(parameters, "DTM", context)
        if terrain is not None:
            return raster_grid(terrain)
        if parameters.get("EXTENT") not in (None, ""):
            box = self.parameterAsExtent(parameters, "EXTENT", context, crs)
            bounds = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
        else:
            parts = [shapely.total_bounds(item.table.geometry) for item in layers.values() if len(item.table)]
            if not parts:
                raise InputError("No feature was kept from the layers given; look at the mapping and the extent.")
            boxes = np.array(parts)
            bounds = (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
        transform, (rows, columns) = grid_for_extent(
            tuple(float(edge) for edge in bounds), self.parameterAsDouble(parameters, "CELL_SIZE", context)
        )
        wkt = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
        return Grid(columns, rows, transform.c, transform.f, transform.a, wkt)

    def _rasters(self, parameters, context, feedback, layers, grid):
        from ..surface_tiles import base_level_tile, canopy_tile, surface_tile, terrain_tile

        settings = engine_settings(self, parameters, context)
        given = self._sources(parameters, context)
        sources: dict[str, RasterSource] = {key.lower(): source for key, source in given.items()}
        corner = (grid.west, grid.north, grid.cell_size)
        scene = surface_scene(layers)
        tiles = plan_tiles(grid, choose_tile_size(settings, 0, BURN_BYTES_PER_CELL), 0)
        base_levels = None
        if "dtm" in sources:
            from ..surfaces import footprint_base_levels

            arguments = {"grid": corner, "footprints": scene["footprints"]}
            with bounded_raster_cache(64):
                samples = [
                    found
                    for _, found in map_tiles(
                        base_level_tile, {"dtm": sources["dtm"]}, tiles, arguments=arguments, settings=settings
                    )
                ]
            base_levels = footprint_base_levels(len(scene["footprints"]), samples)
        paths = {name: self.parameterAsOutputLayer(parameters, f"OUTPUT_{name}", context) for name in RASTERS}
        canopy = {key: value for key, value in scene.items() if key != "heights"}
        surface = {key: scene[key] for key in ("footprints", "heights")}
        work = {
            "DTM": (terrain_tile, {}),
            "DSM": (surface_tile, {"grid": corner, "base_levels": base_levels, **surface}),
            "CANOPY": (canopy_tile, {"grid": corner, **canopy}),
        }
        for position, (name, (function, arguments)) in enumerate(work.items(), start=1):
            feedback.setCurrentStep(position)
            run_tiles(
                function,
                sources,
                RasterOutput(paths[name], grid, nodata=-9999.0, descriptions=(raster_titles()[name],)),
                bytes_per_cell=BURN_BYTES_PER_CELL,
                arguments=arguments,
                settings=settings,
                feedback=feedback,
            )
            self.written(paths[name])
        return paths

    def _ground(self, parameters, context):
        return self.parameterAsString(parameters, "GROUND", context)

    def _covers(self, parameters, context, steps, layers, grid, canopy, paths):
        from ..land_cover import cover_shapes, tree_arrays
        from ..surface_tiles import ground_cover_tile, land_cover_tile

        if not paths:
            return
        tables = {name: item.table for name, item in layers.items()}
        shapes, codes = cover_shapes(tables)
        arguments = {
            "grid": (grid.west, grid.north, grid.cell_size),
            "shapes": shapes,
            "codes": codes,
            "footprints": tables["buildings"].geometry if "buildings" in tables else np.empty(0, dtype=object),
            "unknown": self._ground(parameters, context),
        }
        terrain = {key.lower(): source for key, source in self._sources(parameters, context).items() if key == "DTM"}
        work = {
            "LANDCOVER": (
                land_cover_tile,
                {**arguments, "trees": tree_arrays(tables)},
                {"canopy": RasterSource(canopy)},
            ),
            "GROUNDCOVER": (ground_cover_tile, arguments, {}),
        }
        for position, (name, path) in enumerate(paths.items(), start=4):
            steps.setCurrentStep(position)
            function, more, canopy_source = work[name]
            run_tiles(
                function,
                {**terrain, **canopy_source},
                RasterOutput(path, grid, dtype="uint8", nodata=COVER_NODATA, descriptions=(raster_titles()[name],)),
                bytes_per_cell=BURN_BYTES_PER_CELL,
                arguments={**arguments, **more},
                settings=engine_settings(self, parameters, context),
                feedback=steps,
            )
            self.written(path)


def surface_scene(layers: dict[str, PreparedLayer]) -> dict[str, np.ndarray]:
    """Return what stands on the ground, as arrays: arguments of the surface and canopy tiles."""
    import shapely

    nothing = np.empty(0, dtype=object)

    def column(layer: str, name: str) -> np.ndarray:
        return layers[layer].table.columns[name].astype(np.float64) if layer in layers else np.empty(0)

    def geometry(layer: str) -> np.ndarray:
        return layers[layer].table.geometry if layer in layers else nothing

    return {
        "footprints": geometry("buildings"),
        "heights": column("buildings", "height_m"),
        "tree_xy": shapely.get_coordinates(geometry("trees")),
        "tree_height": column("trees", "height_m"),
        "crown_diameter": column("trees", "crown_diameter_m"),
        "vegetation": geometry("vegetation"),
        "vegetation_height": column("vegetation", "height_m"),
        "water": geometry("water"),
    }


def source_name(layer) -> str:
    """Return how to name a source layer: the user's name, with the table when the name alone is that of a file."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    table = parts.get("layerName") or ""
    return layer.name() if not table or table in layer.name() else f"{layer.name()}: {table}"


def licence_of(profile: str, layer) -> str:
    """Return the licence of a source layer: that of its metadata, or of the profile."""
    if layer is not None and layer.metadata().licenses():
        return ", ".join(layer.metadata().licenses())
    return {
        "bdtopo": "Licence Ouverte 2.0 (IGN, BD TOPO)",
        "osm": "ODbL 1.0 (© OpenStreetMap contributors)",
    }.get(profile, tr("not stated"))
