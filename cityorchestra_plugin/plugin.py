"""The plugin object: registers the provider, then what has a window."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

from ..processing_provider import libraries
from ..processing_provider.algorithm import GUIDE
from ..processing_provider.translation import install_translator, tr

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
TOOLBAR_NAME = "CityOrchestraToolBar"
OPTIONS_PAGE = "cityorchestra"


class CityOrchestraPlugin:
    """What QGIS loads.

    Parameters
    ----------
    iface : QgisInterface or None
        None under ``qgis_process``, where only :meth:`initProcessing` is called.
    """

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None
        self.translator = None
        self.toolbar = None
        self.options_factory = None
        self.docks = []
        self.layer_menu = None
        self.menu_name = ""
        self.menu_actions = []
        self.own_actions = []  # those that no dock owns
        self.help_action = None

    def initProcessing(self) -> None:
        """Register translator and provider; all that a headless QGIS calls."""
        if self.provider is not None:
            return
        libraries.add_dependency_folders(Path(QgsApplication.qgisSettingsDirPath()))
        self.translator = install_translator()
        from ..processing_provider.provider import CityOrchestraProvider

        provider = CityOrchestraProvider()
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider
            provider.load_models()

    def initGui(self) -> None:
        """Register the provider and add what has a window."""
        self.initProcessing()
        from . import dependencies

        self.menu_name = tr("City &Orchestra")
        self._add_toolbar()
        self._add_docks()
        self._add_layer_menu()
        self._add_options()
        self._add_help()
        dependencies.warn_once(self.iface)

    def unload(self) -> None:
        """Undo everything, in the reverse order; whatever was never added is passed over."""
        self._remove_help()
        self._remove_options()
        self._remove_menu()
        self._remove_layer_menu()
        self._remove_docks()
        self._remove_toolbar()
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QgsApplication.removeTranslator(self.translator)
            self.translator = None

    # -- toolbar and menu -------------------------------------------------------------------------

    def _add_toolbar(self) -> None:
        self.toolbar = self.iface.addToolBar(tr("City Orchestra"))
        self.toolbar.setObjectName(TOOLBAR_NAME)

    def _remove_toolbar(self) -> None:
        if self.toolbar is not None:
            self.iface.mainWindow().removeToolBar(self.toolbar)
            self.toolbar.deleteLater()
            self.toolbar = None

    def _add_to_menu(self, action) -> None:
        self.iface.addPluginToMenu(self.menu_name, action)
        self.menu_actions.append(action)

    def _remove_menu(self) -> None:
        for action in self.menu_actions:
            self.iface.removePluginMenu(self.menu_name, action)
        for action in self.own_actions:
            action.deleteLater()
        self.menu_actions = []
        self.own_actions = []

    # -- panels -----------------------------------------------------------------------------------

    def _add_docks(self) -> None:
        from .docks.cool_route import CoolRouteDock
        from .docks.iot.dock import EquipmentDock
        from .docks.land_take.dock import LandTakeDock
        from .docks.rudi.dock import RudiDock

        self._add_dock(CoolRouteDock(self.iface), "walking.svg", tr("Find cool walking routes"))
        self._add_dock(RudiDock(self.iface), "rudi.svg", tr("Find, add and publish data of RUDI catalogues"))
        self._add_dock(EquipmentDock(self.iface), "iot.svg", tr("Watch and command equipment live"))
        self._add_dock(LandTakeDock(self.iface), "land_take.svg", tr("Measure land take, its score and projects"))

    def _add_dock(self, dock, icon: str, tooltip: str) -> None:
        from qgis.PyQt.QtCore import Qt
        from qgis.PyQt.QtGui import QIcon

        self.docks.append(dock)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()  # QGIS shows it again where the user had left it open
        action = dock.toggleViewAction()
        action.setIcon(QIcon(str(ICONS / icon)))
        action.setToolTip(tooltip)
        self.toolbar.addAction(action)
        self._add_to_menu(action)

    def _remove_docks(self) -> None:
        for dock in self.docks:
            dock.unload()
            self.iface.removeDockWidget(dock)
            dock.deleteLater()
        self.docks = []

    def _add_layer_menu(self) -> None:
        from .docks.rudi.dock import RudiDock
        from .docks.rudi.layer_menu import LayerMenu

        dock = next(dock for dock in self.docks if isinstance(dock, RudiDock))
        self.layer_menu = LayerMenu(self.iface, dock.windowIcon(), dock.publish_layer)

    def _remove_layer_menu(self) -> None:
        if self.layer_menu is not None:
            self.layer_menu.unload()
            self.layer_menu = None

    # -- options and help -------------------------------------------------------------------------

    def _add_options(self) -> None:
        from qgis.PyQt.QtWidgets import QAction

        from .dialogs.options_page import OptionsFactory

        self.options_factory = OptionsFactory()
        self.options_factory.applied.connect(self._settings_changed)
        self.iface.registerOptionsWidgetFactory(self.options_factory)
        action = QAction(QgsApplication.getThemeIcon("/mActionOptions.svg"), tr("&Settings…"), self.iface.mainWindow())
        action.triggered.connect(self._show_options)
        self.own_actions.append(action)
        self._add_to_menu(action)

    def _remove_options(self) -> None:
        if self.options_factory is not None:
            self.iface.unregisterOptionsWidgetFactory(self.options_factory)
            self.options_factory.deleteLater()
            self.options_factory = None

    def _show_options(self) -> None:
        self.iface.showOptionsDialog(self.iface.mainWindow(), OPTIONS_PAGE)

    def _settings_changed(self) -> None:
        for dock in self.docks:
            dock.settings_changed()

    def _add_help(self) -> None:
        from qgis.PyQt.QtCore import QUrl
        from qgis.PyQt.QtGui import QDesktopServices, QIcon
        from qgis.PyQt.QtWidgets import QAction

        from .dialogs.about import show_about

        window = self.iface.mainWindow()
        icon = QIcon(str(ICONS / "cityorchestra.svg"))
        about = QAction(icon, tr("&About…"), window)
        about.triggered.connect(lambda: show_about(window))
        self.own_actions.append(about)
        self._add_to_menu(about)
        self.help_action = QAction(icon, tr("City Orchestra"), window)
        self.help_action.triggered.connect(lambda: QDesktopServices.openUrl(QUrl(GUIDE)))
        self.iface.pluginHelpMenu().addAction(self.help_action)

    def _remove_help(self) -> None:
        if self.help_action is not None:
            self.iface.pluginHelpMenu().removeAction(self.help_action)
            self.help_action.deleteLater()
            self.help_action = None
