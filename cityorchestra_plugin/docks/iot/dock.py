"""The dock of live equipment. It costs nothing until it is first shown: the panel inside is made then."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QSizePolicy

from ....processing_provider.translation import tr

ICON = Path(__file__).resolve().parents[3] / "resources" / "icons" / "iot.svg"
OBJECT_NAME = "CityOrchestraEquipmentDock"


class EquipmentDock(QgsDockWidget):
    """Dock of the equipment.

    Parameters
    ----------
    iface : QgisInterface
    open_live : callable, optional
        Makes the connection to the broker of a source.
    """

    def __init__(self, iface: QgisInterface, open_live=None) -> None:
        super().__init__(tr("Equipment"), iface.mainWindow())
        self.setObjectName(OBJECT_NAME)
        self.setWindowIcon(QIcon(str(ICON)))
        self._iface = iface
        self._open_live = open_live
        self.panel = None
        # QGIS shows a dock that it is given, and the plugin hides it at once: only what stays on show is filled.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(lambda: self.make_panel().set_shown(True))
        self.visibilityChanged.connect(self._visibility_changed)

    def _visibility_changed(self, visible: bool) -> None:
        if visible:
            self._soon.start(0)
            return
        self._soon.stop()
        if self.panel is not None:
            self.panel.set_shown(False)

    def make_panel(self):
        """Make the panel, once, and return it."""
        if self.panel is None:
            from .panel import EquipmentPanel  # imported late: it brings the whole room along

            self.panel = EquipmentPanel(self._iface, self._open_live)
            self.panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            self.setWidget(self.panel)
        return self.panel

    def settings_changed(self) -> None:
        """Follow new settings of the suite."""
        if self.panel is not None:
            self.panel.settings_changed()

    def unload(self) -> None:
        """End everything that runs; the plugin is being unloaded."""
        self._soon.stop()
        self.visibilityChanged.disconnect(self._visibility_changed)
        if self.panel is not None:
            self.panel.unload()
            self.panel = None
