"""Datasets on the map: one group each, metadata and attribution on every layer, never a layer lost out of sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QPushButton

from ....processing_provider.compatibility import attribution_holder
from ....processing_provider.rudi.algorithms.loaded_layers import attribute
from ....processing_provider.rudi.citation import mandatory_mention
from ....processing_provider.rudi.record import Record
from ....processing_provider.styling import apply_style
from ....processing_provider.translation import language, tr

DATASET_PROPERTY = "cityorchestra/rudi_dataset"
ATTRIBUTION_ID = "cityorchestra_attribution"
LINE_MM = 4.0  # height of one line of the attribution on a page [mm]
MARGIN_MM = 5.0
SHORTEST_FAR_SIDE = 1e-9  # sides of an extent below this are those of a point [map units]


@dataclass(frozen=True)
class Opened:
    """A layer made in a thread and brought to the main one.

    Attributes
    ----------
    layer : QgsMapLayer
    name, style : str
        What to call it; style of the suite, empty for that of QGIS.
    extent : QgsRectangle or None
        In its own CRS; None when a server would have to be asked for it.
    """

    layer: QgsMapLayer
    name: str
    style: str = ""
    extent: Optional[QgsRectangle] = None


def brought_to_main_thread(opened: Sequence, *, is_file: bool) -> list[Opened]:
    """Hand layers just made in a thread over to the main thread; called in the thread that made them.

    The extent of a file is read here, where it holds nobody up.
    """
    made = []
    for one in opened:
        extent = QgsRectangle(one.layer.extent()) if is_file else None
        one.layer.moveToThread(QCoreApplication.instance().thread())
        made.append(Opened(one.layer, one.name, one.style or "", extent))
    return made


def dataset_group(record: Record) -> QgsLayerTreeGroup:
    """Return the group of a dataset in the project, made at the top when there is none."""
    root = QgsProject.instance().layerTreeRoot()
    for group in root.findGroups(True):
        if group.customProperty(DATASET_PROPERTY) == record.global_id:
            return group
    group = root.insertGroup(0, record.title or record.global_id)
    group.setCustomProperty(DATASET_PROPERTY, record.global_id)
    return group


def add_layers(iface: QgisInterface, record: Record, opened: Sequence[Opened], metadata) -> list[QgsMapLayer]:
    """Add layers to the project in the group of their dataset, described and attributed; offer to zoom to them.

    Parameters
    ----------
    metadata : QgsLayerMetadata
        Of the dataset.
    """
    group = dataset_group(record)
    added = []
    for one in opened:
        layer = one.layer
        layer.setName(one.name)
        if one.style:
            apply_style(layer, one.style)
        layer.setMetadata(metadata)
        attribute(layer, record)
        QgsProject.instance().addMapLayer(layer, False)
        group.addLayer(layer)
        added.append(layer)
    _offer_zoom(iface, record, opened)
    return added


def attribution_of(layer: QgsMapLayer) -> str:
    """Return the mention of a layer."""
    properties = attribution_holder(layer)
    return properties.attribution()


def layers_of(record: Record) -> list[QgsMapLayer]:
    """Return the layers of the project that come from a dataset."""
    return [
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if layer.metadata().identifier() == record.global_id
    ]


def write_rights(record: Record) -> int:
    """Write citation and mention of a dataset into the metadata of its layers; return how many there are."""
    from ....processing_provider.rudi.citation import citation_text

    mention, citation = mandatory_mention(record, language()), citation_text(record, language())
    layers = layers_of(record)
    for layer in layers:
        metadata = layer.metadata()
        metadata.setRights(list(dict.fromkeys(filter(None, [*metadata.rights(), mention, citation]))))
        layer.setMetadata(metadata)
        attribute(layer, record)
    if layers:
        QgsProject.instance().setDirty(True)
    return len(layers)


def write_into_layouts(mention: str) -> int:
    """Write a mention at the foot of every print layout of the project, once; return how many layouts there are."""
    from qgis.core import QgsLayoutItemLabel, QgsLayoutPoint, QgsLayoutSize, QgsPrintLayout

    layouts = [
        layout
        for layout in QgsProject.instance().layoutManager().printLayouts()
        if isinstance(layout, QgsPrintLayout) and layout.pageCollection().pageCount()
    ]
    for layout in layouts:
        label = layout.itemById(ATTRIBUTION_ID)
        if not isinstance(label, QgsLayoutItemLabel):
            label = QgsLayoutItemLabel(layout)
            label.setId(ATTRIBUTION_ID)
            layout.addLayoutItem(label)
        lines = list(dict.fromkeys([*filter(None, label.text().split("\n")), mention]))
        label.setText("\n".join(lines))
        page = layout.pageCollection().page(0)
        height = LINE_MM * (len(lines) + 0.5)
        label.attemptResize(QgsLayoutSize(page.pageSize().width() - 2 * MARGIN_MM, height))
        label.attemptMove(QgsLayoutPoint(MARGIN_MM, page.pageSize().height() - height - MARGIN_MM / 2))
        label.refresh()
    if layouts:
        QgsProject.instance().setDirty(True)
    return len(layouts)


# --- where it is -----------------------------------------------------------------------------------------------


def _offer_zoom(iface: QgisInterface, record: Record, opened: Sequence[Opened]) -> None:
    """Offer to go there when nothing of what was added is in sight."""
    canvas = iface.mapCanvas()
    found = [_on_map(one, record, canvas.mapSettings().destinationCrs()) for one in opened]
    extents = [extent for extent in found if extent is not None and not extent.isNull()]
    if not extents or canvas.extent().isEmpty() or any(canvas.extent().intersects(extent) for extent in extents):
        return
    whole = QgsRectangle(extents[0])
    for extent in extents[1:]:
        whole.combineExtentWith(extent)
    bar = iface.messageBar()
    sentence = tr("“{name}” is outside of what the map shows.").format(name=record.title)
    item = bar.createMessage(sentence)
    button = QPushButton(tr("&Zoom to it"))
    button.clicked.connect(partial(_zoom, canvas, whole, bar, item))
    item.layout().addWidget(button)
    bar.pushWidget(item, Qgis.MessageLevel.Info, 15)


def _zoom(canvas, extent: QgsRectangle, bar, item, *_) -> None:
    extent = QgsRectangle(extent)
    if extent.width() < SHORTEST_FAR_SIDE and extent.height() < SHORTEST_FAR_SIDE:
        canvas.setCenter(extent.center())
    else:
        extent.scale(1.1)
        canvas.setExtent(extent)
    canvas.refresh()
    bar.popWidget(item)


def _on_map(one: Opened, record: Record, crs: QgsCoordinateReferenceSystem) -> Optional[QgsRectangle]:
    """Return where a layer is in the CRS of the map: its own extent, else that of the record."""
    if one.extent is not None and not one.extent.isNull() and one.layer.crs().isValid():
        return _transformed(one.extent, one.layer.crs(), crs)
    if record.extent is None:
        return None
    box = record.extent
    degrees = QgsRectangle(box.west, box.south, box.east, box.north)
    return _transformed(degrees, QgsCoordinateReferenceSystem("EPSG:4326"), crs)


def _transformed(
    extent: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> Optional[QgsRectangle]:
    if not target.isValid():
        return QgsRectangle(extent)
    transform = QgsCoordinateTransform(source, target, QgsProject.instance())
    try:
        return transform.transformBoundingBox(extent)
    except QgsCsException:
        return None  # outside of what the reference system of the map knows: nothing to zoom to
