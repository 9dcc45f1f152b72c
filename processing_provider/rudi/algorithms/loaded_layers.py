"""Layers opened by an algorithm: described, attributed, handed to QGIS to be loaded, with what made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsLayerMetadata, QgsMapLayer, QgsProcessingContext
from qgis.PyQt.QtXml import QDomDocument

from ... import provenance
from ...compatibility import attribution_holder
from ...raster_files import write_text
from ...styling import style_on_load
from ...translation import language
from ..citation import mandatory_mention
from ..record import Record
from .opened_layer import OpenedLayer
from .record_metadata import layer_metadata


@dataclass(frozen=True)
class LayerOfRecord:
    """A layer that a run opened, and the dataset that it comes from."""

    opened: OpenedLayer
    record: Record


def described(record: Record, run: dict[str, Any]) -> QgsLayerMetadata:
    """Return the metadata of a dataset with the provenance of the run that fetched it."""
    metadata = layer_metadata(record)
    history = metadata.history()
    complete = provenance.metadata_with(run, metadata)
    complete.setHistory([*history, *complete.history()])
    return complete


def attribute(layer: QgsMapLayer, record: Record) -> None:
    """Write the mention that the licence asks for into a layer: the map decoration and the web services read it."""
    mention = mandatory_mention(record, language())
    holder = attribution_holder(layer)
    if mention:
        holder.setAttribution(mention)
    if record.licence.uri:
        holder.setAttributionUrl(record.licence.uri)


def hand_over(
    layers: Sequence[LayerOfRecord], run: dict[str, Any], context: QgsProcessingContext, output: str, *, load: bool
) -> None:
    """Describe the layers of a run, and have them loaded on completion if asked.

    They are in the store of the context already, under their identifiers.

    Parameters
    ----------
    layers : sequence of LayerOfRecord
        The first is drawn on top.
    run : dict
        Provenance of the run, its cost included.
    context : QgsProcessingContext
    output : str
        Name of the output that they are.
    load : bool
        Whether QGIS loads them into the project.
    """
    placed: dict[int, str] = {}
    for rank, one in enumerate(reversed(layers)):
        layer, name = one.opened.layer, one.opened.name
        metadata = described(one.record, run)
        layer.setMetadata(metadata)
        attribute(layer, one.record)
        if load and context.project() is not None:
            details = QgsProcessingContext.LayerDetails(name, context.project(), output)
            context.addLayerToLoadOnCompletion(layer.id(), details)
            style_on_load(context, layer.id(), one.opened.style, name, metadata, rank, placed)


def write_qmd(path: Path, metadata: QgsLayerMetadata) -> None:
    """Write metadata beside a file, where QGIS reads them when the file is opened again (``name.qmd``).

    Raises
    ------
    InputError
        When they cannot be written.
    """
    document = QDomDocument("qgis")
    root = document.createElement("qgis")
    document.appendChild(root)
    metadata.writeMetadataXml(root, document)
    write_text(str(path.with_suffix(".qmd")), document.toString(2))
