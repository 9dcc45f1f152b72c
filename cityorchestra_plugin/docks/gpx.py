"""Write one route as a GPX track, for a phone or a walking computer."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
)

from ...processing_provider.compatibility import WkbType, field
from ...processing_provider.translation import tr

GPX_CRS = "EPSG:4326"  # the only one that GPX 1.1 knows
TRACK_LAYER = "tracks"


class GpxError(Exception):
    """A sentence that says why the file was not written."""


def write_gpx(path: str, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, name: str, description: str) -> None:
    """Write a line as a GPX 1.1 track, aside and then under its name.

    Parameters
    ----------
    path : str
        File to write; an existing one is replaced once the new one is complete.
    geometry : QgsGeometry
        Line or multi-line.
    crs : QgsCoordinateReferenceSystem
        CRS of the geometry.
    name, description : str
        What the receiver shows.

    Raises
    ------
    GpxError
        When the file cannot be written or the line has no place on the globe.
    """
    target = Path(path)
    line = QgsGeometry(geometry)
    line.convertToMultiType()
    line.get().dropZValue()
    line.get().dropMValue()
    try:
        line.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(GPX_CRS), QgsProject.instance()))
    except QgsCsException as error:
        raise GpxError(
            tr("The route cannot be turned into longitudes and latitudes; check the CRS of the network.")
        ) from error
    aside = target.with_name(f".{target.stem}.part.gpx")
    try:
        _write(aside, line, name, description)
        aside.replace(target)
    except OSError as error:
        raise GpxError(
            tr("{file} could not be written: {cause}. Choose another folder.").format(
                file=target.name, cause=error.strerror or str(error)
            )
        ) from error
    finally:
        aside.unlink(missing_ok=True)


def _write(path: Path, line: QgsGeometry, name: str, description: str) -> None:
    fields = QgsFields()
    fields.append(field("name", "text"))
    fields.append(field("desc", "text"))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPX"
    options.layerName = TRACK_LAYER
    options.layerOptions = ["FORCE_GPX_TRACK=YES"]
    options.fileEncoding = "UTF-8"
    project = QgsProject.instance()
    writer = QgsVectorFileWriter.create(
        str(path),
        fields,
        WkbType.MultiLineString,
        QgsCoordinateReferenceSystem(GPX_CRS),
        project.transformContext(),
        options,
    )
    feature = QgsFeature(fields)
    feature.setAttributes([name, description])
    feature.setGeometry(line)
    written = writer.hasError() == QgsVectorFileWriter.WriterError.NoError and writer.addFeature(feature)
    message = writer.errorMessage()
    del writer  # the file is complete only once the writer is gone
    if not written:
        raise OSError(message)
