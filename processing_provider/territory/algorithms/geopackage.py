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
from ..schema import LayerTable, check_table, standard_layers

# Table of the GeoPackage that says where each layer comes from and what is missing.
ABOUT = "territory_layers"
ABOUT_FIELDS = ("layer", "features", "source", "licence", "gaps")
RASTERS = ("DTM", "DSM", "CANOPY")
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
_WKB = {
    "Point": WkbType.Point,
    "MultiLineString": WkbType.MultiLineString,
    "MultiPolygon": WkbType.MultiPolygon,
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


def write_raster(path: str, grid: Grid, values: np.ndarray, name: str) -> None:
    """Write one band of heights [m]."""
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
    """Write every standard layer, empty ones too, and the table of sources.

    Parameters
    ----------
    path : str
        GeoPackage, written aside and renamed.
    tables : dict of str to LayerTable
        Standard layers; those that are absent are written empty.
    crs : QgsCoordinateReferenceSystem
        Metric CRS of the geometries.
    about : list of dict
        Rows of the table :data:`ABOUT`.
    context : QgsProcessingContext
        For the transform context.
    feedback : QgsFeedback
        Looked at for cancel, and told the progress.
    """
    layers = standard_layers()
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
            _write_layer(aside, name, _WKB[layer.geometry], fields, table.geometry, columns, crs, context, feedback)
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
    result: RunResult, path: str, rasters: dict[str, str], parameters, algorithm: CityOrchestraAlgorithm, context
) -> None:
    """Fill the outputs of a run and have its layers opened, styled, when the user asked for it."""
    titles = layer_titles()
    result["OUTPUT"] = path
    for name, raster_path in rasters.items():
        result[f"OUTPUT_{name}"] = raster_path
        style = "canopy.qml" if name == "CANOPY" else "relief.qml"
        result.layers.append((f"OUTPUT_{name}", style, raster_titles()[name]))
    opened = algorithm.parameterAsBoolean(parameters, "OPEN", context) and context.project() is not None
    for name in DRAWING_ORDER:
        uri = f"{path}|layername={name}"
        result[name.upper()] = uri
        result.layers.append((name.upper(), f"{name}.qml", titles[name]))
        if opened:
            details = QgsProcessingContext.LayerDetails(titles[name], context.project() or QgsProject(), name.upper())
            context.addLayerToLoadOnCompletion(uri, details)


def raster_titles() -> dict[str, str]:
    """Return the names of the rasters in the user's language."""
    return {"DTM": tr("Terrain"), "DSM": tr("Surface"), "CANOPY": tr("Canopy")}
