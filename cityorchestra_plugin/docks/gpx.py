"""Write one route as a GPX track, for a phone or a walking computer."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
)

from ...processing_provider.translation import tr

GPX_CRS = "EPSG:4326"  # the only one that GPX 1.1 knows


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
    import shapely

    from ...processing_provider.walking.gpx import Track, gpx_text, write_text

    line = QgsGeometry(geometry)
    try:
        line.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(GPX_CRS), QgsProject.instance()))
        text = gpx_text([Track(name, description, shapely.from_wkb(line.asWkb().data()))])
    except (QgsCsException, ValueError) as error:
        raise GpxError(
            tr("The route cannot be turned into longitudes and latitudes; check the CRS of the network.")
        ) from error
    try:
        write_text(path, text)
    except OSError as error:
        raise GpxError(
            tr("{file} could not be written: {cause}. Choose another folder.").format(
                file=Path(path).name, cause=error.strerror or str(error)
            )
        ) from error
