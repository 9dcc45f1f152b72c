"""The dock of land take. It costs nothing until it is first shown: the panel inside is made then."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QSizePolicy

from ....processing_provider.translation import tr

ICON = Path(__file__).resolve().parents[3] / "resources" / "icons" / "land_take.svg"
OBJECT_NAME = "CityOrchestraLandTake"


class LandTakeDock(QgsDockWidget):
    """Dock of the zones and projects.

    Parameters
    ----------
    iface : QgisInterface
    ids : AlgorithmIds, optional
        Algorithms to call.
    """

    def __init__(self, iface: QgisInterface, ids=None) -> None:
        super().__init__(tr("Land take"), iface.mainWindow())
        self.setObjectName(OBJECT_NAME)
        self.setWindowIcon(QIcon(str(ICON)))
        self._iface = iface
        self._ids = ids
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
            from .panel import LandTakePanel  # imported late: it brings the whole panel along

            self.panel = LandTakePanel(self._iface, self._ids)
            self.panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            self.setWidget(self.panel)
        return self.panel

    def settings_changed(self) -> None:
        """Follow new settings of the suite: this panel has none."""

    def unload(self) -> None:
        """End everything that runs; the plugin is being unloaded."""
        self._soon.stop()
        self.visibilityChanged.disconnect(self._visibility_changed)
        if self.panel is not None:
            self.panel.unload()
            self.panel = None
