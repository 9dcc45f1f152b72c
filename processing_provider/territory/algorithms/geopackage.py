"""Write a standard territory as one GeoPackage, and declare what algorithms that make one have in common."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsProject,
    QgsVectorFileWriter,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import WkbType, field
from ...errors import InputError
from ...layers import write_features
from ...raster_files import Grid, RasterOutput, open_output, written_aside
from ...translation import tr
from ..codes import COVER_NODATA
from ..schema import LayerTable, check_table, demo_layers, standard_layers

# Table of the GeoPackage that says where each layer comes from and what is missing.
ABOUT = "territory_layers"
ABOUT_FIELDS = ("layer", "features", "source", "licence", "gaps")
RASTERS = ("DTM", "DSM", "CANOPY")
# Rasters made only when asked for.
COVERS = ("LANDCOVER", "GROUNDCOVER")
RASTER_STYLES = {"CANOPY": "canopy.qml", "LANDCOVER": "land_cover.qml", "GROUNDCOVER": "land_cover.qml"}
# From below to above on the map.
DRAWING_ORDER = (
    "population",
    "zones",
    "vegetation",
    "green_spaces",
    "water",
    "waterways",
    "streets",
    "buildings",
    "trees",
    "equipment",
    "places",
)
# Demo layers without geometry, hence without style.
TABLES_ONLY = ("heat_observations", "walk_survey", "walk_margins")
# Demo layers that cover the whole ground: they lie below all others.
UNDERLAYS = ("ocsge_2017", "ocsge_2020", "land_cover_changes")
VECTOR_STYLES = {
    **dict.fromkeys(TABLES_ONLY, ""),
    **dict.fromkeys(UNDERLAYS, "demo_ocsge.qml"),
    "land_cover_changes": "demo_land_cover_changes.qml",
}
_WKB = {
    "Point": WkbType.Point,
    "MultiLineString": WkbType.MultiLineString,
    "MultiPolygon": WkbType.MultiPolygon,
    "None": WkbType.NoGeometry,
}


def layer_titles() -> dict[str, str]:
    """Return the names of the standard layers in the user's language."""
    return {
        "zones": tr("Zones"),
        "buildings": tr("Buildings"),
        "streets": tr("Streets"),
        "trees": tr("Trees"),
        "vegetation": tr("Vegetation"),
        "green_spaces": tr("Green spaces"),
        "water": tr("Water"),
        "waterways": tr("Watercourses"),
        "equipment": tr("Street equipment"),
        "places": tr("Places"),
        "population": tr("Population"),
    }


def demo_titles() -> dict[str, str]:
    """Return the names of the demo layers in the user's language, in their drawing order."""
    return {
        "ocsge_2017": tr("Land cover and use, 2017"),
        "ocsge_2020": tr("Land cover and use, 2020"),
        "land_cover_changes": tr("True changes of land cover"),
        "walk_margins": tr("Population of the survey"),
        "walk_survey": tr("Walkability survey"),
        "heat_observations": tr("Hourly temperatures"),
        "cool_places": tr("Cool places"),
        "heat_stations": tr("Temperature stations"),
    }


def add_territory_outputs(algorithm: CityOrchestraAlgorithm) -> None:
    """Add the GeoPackage, the rasters, and one output per standard layer."""
    algorithm.add(
        QgsProcessingParameterBoolean("OPEN", tr("Open the layers on the map"), True),
        tr("Add the layers of the GeoPackage to the project, styled; without effect in qgis_process."),
    )
    algorithm.add(
        QgsProcessingParameterFileDestination("OUTPUT", tr("Standard territory"), "GeoPackage (*.gpkg)"),
        tr("GeoPackage with every standard layer, empty ones too, and a table of sources, licences and gaps."),
    )
    for name, label, help_text in (
        ("DTM", tr("Terrain model (m)"), tr("GeoTIFF of the altitude of the ground.")),
        (
            "DSM",
            tr("Surface model: terrain and buildings (m)"),
            tr("GeoTIFF of the altitude of the ground and the roofs, without vegetation."),
        ),
        ("CANOPY", tr("Tree canopy height (m)"), tr("GeoTIFF of the height of the trees above the ground.")),
    ):
        algorithm.add(QgsProcessingParameterRasterDestination(f"OUTPUT_{name}", label), help_text)
    for name, label, help_text in (
        (
            "LANDCOVER",
            tr("Land cover, seen from above"),
            tr("GeoTIFF of codes: 1 paved, 2 roofs, 3 evergreen and 4 deciduous trees, 5 grass, 6 bare soil, 7 water."),
        ),
        (
            "GROUNDCOVER",
            tr("Ground cover, under the trees"),
            tr("GeoTIFF of the same codes without the trees: what mean radiant temperature needs."),
        ),
    ):
        algorithm.add(
            QgsProcessingParameterRasterDestination(f"OUTPUT_{name}", label, optional=True, createByDefault=True),
            help_text,
        )
    for name, label in layer_titles().items():
        algorithm.addOutput(QgsProcessingOutputVectorLayer(name.upper(), label))


def output_path(algorithm: CityOrchestraAlgorithm, parameters, context) -> str:
    """Return the path of the GeoPackage to write.

    Raises
    ------
    InputError
        When the name does not end in ``.gpkg``.
    """
    path = algorithm.parameterAsFileOutput(parameters, "OUTPUT", context)
    if Path(path).suffix.lower() != ".gpkg":
        raise InputError("The territory {path} must be a GeoPackage; give a name ending in .gpkg.", path=path)
    return path


def cover_paths(algorithm: CityOrchestraAlgorithm, parameters, context) -> dict[str, str]:
    """Return the paths of the rasters of :data:`COVERS` that were asked for."""
    paths = {name: algorithm.parameterAsOutputLayer(parameters, f"OUTPUT_{name}", context) for name in COVERS}
    return {name: path for name, path in paths.items() if path}


def write_raster(path: str, grid: Grid, values: np.ndarray, name: str) -> None:
    """Write one band: heights [m], or codes of surfaces (uint8)."""
    if values.dtype == np.uint8:
        with open_output(RasterOutput(path, grid, dtype="uint8", nodata=COVER_NODATA, descriptions=(name,))) as dataset:
            dataset.write(values, 1)
        return
    with open_output(RasterOutput(path, grid, nodata=-9999.0, descriptions=(name,))) as dataset:
        dataset.write(np.where(np.isnan(values), np.float32(-9999.0), values).astype(np.float32), 1)


def write_territory(
    path: str,
    tables: dict[str, LayerTable],
    crs: QgsCoordinateReferenceSystem,
    about: list[dict[str, Any]],
    context: QgsProcessingContext,
    feedback,
) -> None:
    """Write every standard layer, empty ones too, the demo layers given, and the table of sources.

    Parameters
    ----------
    path : str
        GeoPackage, written aside and renamed.
    tables : dict of str to LayerTable
        Standard layers, those that are absent are written empty; and demo layers, those that are absent are not.
    crs : QgsCoordinateReferenceSystem
        Metric CRS of the geometries.
    about : list of dict
        Rows of the table :data:`ABOUT`.
    context : QgsProcessingContext
        For the transform context.
    feedback : QgsFeedback
        Looked at for cancel, and told the progress.
    """
    layers = {**standard_layers(), **{name: layer for name, layer in demo_layers().items() if name in tables}}
    with written_aside(path) as aside:
        for position, (name, layer) in enumerate(layers.items()):
            table = tables.get(name) or LayerTable(np.empty(0, dtype=object), {item.name: [] for item in layer.fields})
            if len(table):
                check_table(name, table)
            fields = QgsFields()
            for item in layer.fields:
                fields.append(field(item.name, item.kind))
            columns = [table.columns[item.name] for item in layer.fields]
            feedback.setProgress(100.0 * position / len(layers))
            kind = _WKB[layer.geometry]
            own_crs = QgsCoordinateReferenceSystem() if kind == WkbType.NoGeometry else crs
            _write_layer(aside, name, kind, fields, table.geometry, columns, own_crs, context, feedback)
        fields = QgsFields()
        for name in ABOUT_FIELDS:
            fields.append(field(name, "integer" if name == "features" else "text"))
        columns = [[row[name] for row in about] for name in ABOUT_FIELDS]
        nothing = np.full(len(about), None)
        no_crs = QgsCoordinateReferenceSystem()
        _write_layer(aside, ABOUT, WkbType.NoGeometry, fields, nothing, columns, no_crs, context, feedback)


def _write_layer(path, name, geometry_type, fields, geometry, columns, crs, context, feedback) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    options.fileEncoding = "UTF-8"
    options.actionOnExistingFile = (
        QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        if Path(path).exists()
        else QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteFile
    )
    writer = QgsVectorFileWriter.create(path, fields, geometry_type, crs, context.transformContext(), options)
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise InputError(
            "The GeoPackage {path} cannot be written; check the folder and its rights. ({cause})",
            path=path,
            cause=writer.errorMessage(),
        )
    try:
        write_features(writer, fields, _as_multi(geometry, geometry_type), columns, feedback=_OnlyCancel(feedback))
    except Exception as error:
        traceback.clear_frames(error.__traceback__)  # they hold the writer, which must close before its file is deleted
        raise
    finally:
        del writer


class _OnlyCancel:
    """A feedback that passes cancel on and keeps the progress of one layer to itself."""

    def __init__(self, feedback) -> None:
        self._feedback = feedback

    def isCanceled(self) -> bool:
        return self._feedback.isCanceled()

    def setProgress(self, percent: float) -> None:
        """Ignore the progress of one layer."""


def _as_multi(geometry: np.ndarray, geometry_type) -> np.ndarray:
    import shapely

    makers = {
        WkbType.MultiLineString: (shapely.GeometryType.LINESTRING, shapely.multilinestrings),
        WkbType.MultiPolygon: (shapely.GeometryType.POLYGON, shapely.multipolygons),
    }
    if geometry_type not in makers or not len(geometry):
        return geometry
    kind, make = makers[geometry_type]
    result = np.array(geometry, dtype=object)
    simple = shapely.get_type_id(result) == kind.value
    if simple.any():
        result[simple] = make(result[simple], indices=np.arange(int(simple.sum())))
    return result


def finish_territory(
    result: RunResult,
    path: str,
    rasters: dict[str, str],
    parameters,
    algorithm: CityOrchestraAlgorithm,
    context,
    demo: tuple[str, ...] = (),
) -> None:
    """Fill the outputs of a run and have its layers, those of the demo named included, opened and styled if asked."""
    titles = {**layer_titles(), **demo_titles()}
    result["OUTPUT"] = path
    for name, raster_path in rasters.items():
        result[f"OUTPUT_{name}"] = raster_path
        result.layers.append((f"OUTPUT_{name}", RASTER_STYLES.get(name, "relief.qml"), raster_titles()[name]))
    opened = algorithm.parameterAsBoolean(parameters, "OPEN", context) and context.project() is not None
    below = [name for name in demo if name in UNDERLAYS]
    for name in (*below, *DRAWING_ORDER, *(name for name in demo if name not in UNDERLAYS)):
        uri = f"{path}|layername={name}"
        result[name.upper()] = uri
        result.layers.append((name.upper(), VECTOR_STYLES.get(name, f"{name}.qml"), titles[name]))
        if opened:
            details = QgsProcessingContext.LayerDetails(titles[name], context.project() or QgsProject(), name.upper())
            context.addLayerToLoadOnCompletion(uri, details)


def raster_titles() -> dict[str, str]:
    """Return the names of the rasters in the user's language."""
    return {
        "DTM": tr("Terrain"),
        "DSM": tr("Surface"),
        "CANOPY": tr("Canopy"),
        "LANDCOVER": tr("Land cover"),
        "GROUNDCOVER": tr("Ground cover"),
    }
