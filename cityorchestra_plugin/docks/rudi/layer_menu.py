"""“Publish on RUDI…” in the menu of a layer in the layer tree of QGIS."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsMapLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ....processing_provider.compatibility import LayerType
from ....processing_provider.translation import tr


class LayerMenu:
    """Adds the entry for vector and raster layers, the only ones that can be published.

    Parameters
    ----------
    iface : QgisInterface
    icon : QIcon
    publish : callable
        Shows the form that publishes a layer.
    """

    def __init__(self, iface: QgisInterface, icon: QIcon, publish: Callable[[Optional[QgsMapLayer]], None]) -> None:
        self._iface = iface
        self._publish = publish
        self.actions: list[QAction] = []
        # One action for each type: QGIS takes an action away from the first type it finds it under, and from no other.
        for layer_type in (LayerType.VectorLayer, LayerType.RasterLayer):
            action = QAction(icon, tr("Publish on RUDI…"), iface.mainWindow())
            action.setToolTip(tr("Describe this layer and publish it on a RUDI node"))
            action.triggered.connect(self._triggered)
            iface.addCustomActionForLayerType(action, "", layer_type, True)
            self.actions.append(action)

    def _triggered(self, _checked: bool = False) -> None:
        # The menu of the layer tree belongs to its current layer, which is the active one.
        self._publish(self._iface.activeLayer())

    def unload(self) -> None:
        """Take the entry out of the menus."""
        for action in self.actions:
            self._iface.removeCustomActionForLayerType(action)
            action.deleteLater()
        self.actions = []
