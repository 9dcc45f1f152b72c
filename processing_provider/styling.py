"""How a result arrives on the map: its name, its style, and its provenance."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Optional

from qgis.core import (
    Qgis,
    QgsLayerMetadata,
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

    def __init__(self, style: str, name: str, metadata: Optional[QgsLayerMetadata]) -> None:
        super().__init__()
        self._style = style
        self._name = name
        self._metadata = metadata

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
) -> None:
    """Have a result named and styled when QGIS loads it; does nothing where it is not loaded."""
    if not context.willLoadLayerOnCompletion(destination):
        return
    processor = StylePostProcessor(style, name, metadata)
    _alive.append(processor)
    details = context.layerToLoadOnCompletionDetails(destination)
    details.setPostProcessor(processor)
