"""How a result arrives on the map: its name, its style, and its provenance."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Optional

from qgis.core import (
    Qgis,
    QgsLayerMetadata,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsMessageLog,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
)

from .translation import language

STYLES = Path(__file__).resolve().parents[1] / "resources" / "styles"
LOG_TAB = "City Orchestra"

# QGIS does not own post-processors: without a reference here Python frees them before they are called,
# and the layer silently arrives without style. The length only bounds memory.
_alive: deque[StylePostProcessor] = deque(maxlen=512)


class StylePostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Style one layer once it is on the map."""

    def __init__(
        self, style: str, name: str, metadata: Optional[QgsLayerMetadata], rank: int, placed: dict[int, str]
    ) -> None:
        super().__init__()
        self._style = style
        self._name = name
        self._metadata = metadata
        self._rank = rank
        self._placed = placed

    def postProcessLayer(self, layer, context, feedback):
        """Apply name, style and metadata; a failure is told but cannot lose the layer."""
        if not isinstance(layer, QgsMapLayer):
            return
        if self._name:
            layer.setName(self._name)
        if self._metadata is not None:
            layer.setMetadata(self._metadata)
        if self._style:
            problem = apply_style(layer, self._style)
            if problem:
                feedback.pushInfo(problem)
        if context.project() is not None:
            put_in_order(layer, self._rank, self._placed, context.project().layerTreeRoot())


def put_in_order(layer: QgsMapLayer, rank: int, placed: dict[int, str], root: QgsLayerTreeGroup) -> None:
    """Move a layer in the tree above the layers of lower rank of its run, and below those of higher rank.

    QGIS brings the layers of a run in the order of their files, whatever they cover.
    """
    node = root.findLayer(layer.id())
    if node is None:
        return
    lower = max((other for other in placed if other < rank), default=None)
    higher = min((other for other in placed if other > rank), default=None)
    placed[rank] = layer.id()
    if lower is None and higher is None:
        return
    neighbour = root.findLayer(placed[higher if lower is None else lower])
    if neighbour is None:
        return  # the user was quick to remove it
    group, copy = neighbour.parent(), node.clone()
    group.insertChildNode(group.children().index(neighbour) + (lower is None), copy)
    node.parent().removeChildNode(node)


def apply_style(layer: QgsMapLayer, style: str) -> str:
    """Apply one of the suite's styles; return what went wrong, or an empty text."""
    translated = STYLES / f"{Path(style).stem}_{language()}.qml"
    message, ok = layer.loadNamedStyle(str(translated if translated.exists() else STYLES / style))
    if not ok:
        QgsMessageLog.logMessage(f"{style}: {message}", LOG_TAB, Qgis.MessageLevel.Warning)
        return message
    layer.triggerRepaint()
    layer.emitStyleChanged()
    return ""


def style_on_load(
    context: QgsProcessingContext,
    destination: str,
    style: str,
    name: str,
    metadata: Optional[QgsLayerMetadata],
    rank: int,
    placed: dict[int, str],
) -> None:
    """Have a result named, styled and put in its order when QGIS loads it; does nothing where it is not loaded.

    ``placed`` is shared by the layers of a run: identifiers of those already on the map, by rank.
    """
    if not context.willLoadLayerOnCompletion(destination):
        return
    processor = StylePostProcessor(style, name, metadata, rank, placed)
    _alive.append(processor)
    details = context.layerToLoadOnCompletionDetails(destination)
    details.setPostProcessor(processor)
