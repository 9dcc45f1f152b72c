"""The metadata that travel inside a published file: what its record says, without what changes at each publication."""

from __future__ import annotations

import json

from qgis.core import QgsLayerMetadata

from ...provenance import KEYWORD
from ..exports.qmd import TOPICS
from ..languages import TO_THREE_LETTERS
from ..licences import label_of
from ..metadata_draft import DraftChoices, LayerDescription
from ..published_history import published_record
from ..themes import theme_code, themes
from .layer_view import LayerView


def file_metadata(view: LayerView, layer: LayerDescription, choices: DraftChoices) -> QgsLayerMetadata:
    """Return the metadata to keep with a published layer; no folder, server or account of the publisher is in them.

    Parameters
    ----------
    view : LayerView
    layer : LayerDescription
        What the layer tells.
    choices : DraftChoices
        What the user says.
    """
    metadata = QgsLayerMetadata()
    metadata.setType("dataset")
    metadata.setTitle(" ".join((choices.title or layer.title).split()))
    metadata.setAbstract((choices.summary or choices.synopsis or layer.abstract).strip())
    metadata.setLanguage(TO_THREE_LETTERS.get(choices.language[:2], ""))
    metadata.setLicenses([label_of(choices.licence, choices.language)])
    if choices.mandatory_mention.strip():
        metadata.setRights([choices.mandatory_mention.strip()])
    metadata.setCrs(view.crs)
    keywords: dict[str, list[str]] = {}
    known = themes().get(theme_code(choices.theme) or choices.theme)
    if known is not None:
        keywords[TOPICS] = [known.iso_topic]
    if choices.keywords:
        keywords["keywords"] = list(choices.keywords)
    if view.record is not None:
        keywords[KEYWORD] = [json.dumps(published_record(view.record), ensure_ascii=False, sort_keys=True)]
    metadata.setKeywords(keywords)
    contact = QgsLayerMetadata.Contact(choices.contact.name or choices.contact.email)
    contact.organization = choices.producer.name
    contact.email = choices.contact.email
    contact.role = "pointOfContact"
    metadata.setContacts([contact])
    metadata.setHistory([line for line in layer.history.split("\n") if line])
    return metadata
