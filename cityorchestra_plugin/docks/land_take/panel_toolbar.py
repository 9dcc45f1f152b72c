"""The toolbar of the panel: what can be done with what was measured, settings and help."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QSizePolicy, QToolBar, QWidget

from ....processing_provider.translation import tr


class PanelActions(QObject):
    """The actions, put into a toolbar.

    Signals
    -------
    reportTriggered, layersTriggered, zoomTriggered, settingsTriggered, helpTriggered
        The action of that name.
    """

    reportTriggered = pyqtSignal()
    layersTriggered = pyqtSignal()
    zoomTriggered = pyqtSignal()
    settingsTriggered = pyqtSignal()
    helpTriggered = pyqtSignal()

    def __init__(self, toolbar: QToolBar, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._toolbar = toolbar
        self.report = self._add("/mActionFileSave.svg", tr("&Report…"), self.reportTriggered.emit, words=True)
        self.report.setToolTip(tr("Write the local report of these zones as a page, and open it"))
        self.layers = self._add("/mActionAddLayer.svg", tr("&On the map"), self.layersTriggered.emit, words=True)
        self.layers.setToolTip(tr("Add the layers of state, change and score to the map"))
        self.zoom = self._add("/mActionZoomToLayer.svg", tr("Zoom to the zones"), self.zoomTriggered.emit)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        toolbar.addWidget(spacer)
        self.settings = self._add("/mActionOptions.svg", tr("Settings of City Orchestra"), self.settingsTriggered.emit)
        self.help = self._add("/mActionHelpContents.svg", tr("Guide of City Orchestra"), self.helpTriggered.emit)
        self.set_measured(False)

    def _add(self, icon: str, text: str, slot: Callable[[], None], *, words: bool = False) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(icon), text, self)
        action.triggered.connect(lambda _checked=False: slot())
        self._toolbar.addAction(action)
        button = self._toolbar.widgetForAction(action)
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(text.replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return action

    def set_measured(self, measured: bool) -> None:
        """Enable what needs an answer."""
        for action in (self.report, self.zoom):
            action.setEnabled(measured)

    def set_layers(self, there: bool) -> None:
        """Enable adding layers where there are some."""
        self.layers.setEnabled(there)
