"""Datasets of tests: files that the local server gives, services, and what QGIS makes of them."""

from __future__ import annotations

from typing import Any

from cityorchestra.processing_provider.rudi.record import Record
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.tests.rudi.record_strategies import plain
from cityorchestra.tests.rudi.server.bodies import PatternBody
from cityorchestra.tests.rudi.server.records import identifier
from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings, QgsRectangle
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

SIDE = 64  # of a rendered picture [pixels]
_number = iter(range(1000, 10**6))


def add_dataset(server, title: str = "Arbres", *media: dict[str, Any], **changes: Any) -> str:
    """Give the server a dataset with these media and return its identifier."""
    raw = plain(next(_number), title, available_formats=list(media), **changes)
    server.state.catalogue.records[raw["global_id"]] = raw
    return raw["global_id"]


def file_medium(server, name: str, body: Any, mime: str = "application/octet-stream", **changes: Any) -> dict[str, Any]:
    """Return a file that the server gives at an address of its own, with its true size and SHA-256."""
    body = PatternBody(body) if isinstance(body, int) else body.encode() if isinstance(body, str) else body
    address = changes.pop("served_as", name)
    url = server.serve(address, body)
    served = server.state.extra_bodies[address]
    return {
        "media_type": "FILE",
        "media_id": identifier("file", name),
        "media_name": name,
        "file_type": mime,
        "file_size": served.length,
        "checksum": {"algo": "SHA-256", "hash": served.sha256()},
        "connector": {"url": url, "interface_contract": "dwnl"},
        **changes,
    }


def service_medium(url: str, contract: str, **parameters: str) -> dict[str, Any]:
    """Return a map service at an address."""
    return {
        "media_type": "SERVICE",
        "media_id": identifier(contract, url),
        "media_name": contract.upper(),
        "connector": {
            "url": url,
            "interface_contract": contract,
            "connector_parameters": [{"key": k, "value": v, "type": "STRING"} for k, v in parameters.items()],
        },
    }


def record_of_media(*media: dict[str, Any], title: str = "Arbres", source: str = "", **changes: Any) -> Record:
    """Return a record with these media."""
    return read_record(plain(next(_number), title, available_formats=list(media), **changes), source)


def with_services(server) -> dict[str, Any]:
    """Return the first dataset of the server that has a WFS, a WMS and a WMTS, to be changed at will."""
    return first_dataset(server, lambda raw: len(raw["available_formats"]) > 3)


def first_dataset(server, accepts) -> dict[str, Any]:
    """Return the first dataset of the server that is accepted, to be changed at will."""
    return next(one for one in server.state.catalogue.records.values() if accepts(one))


def restricted(raw: dict[str, Any]) -> dict[str, Any]:
    """Make a dataset restricted and return it."""
    raw["access_condition"]["confidentiality"] = {"restricted_access": True, "gdpr_sensitive": False}
    return raw


def colours(layer, extent: QgsRectangle, crs) -> set[str]:
    """Render a part of a layer on white and return the colours of the picture."""
    settings = QgsMapSettings()
    settings.setOutputSize(QSize(SIDE, SIDE))
    settings.setDestinationCrs(crs)
    settings.setExtent(extent)
    settings.setLayers([layer])
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return {image.pixelColor(x, y).name() for x in range(SIDE) for y in range(SIDE)}
