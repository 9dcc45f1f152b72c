"""The plugin object: registers the provider, then what has a window."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

from ..processing_provider import libraries
from ..processing_provider.translation import install_translator


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

    def initProcessing(self) -> None:
        """Register translator and provider; all that a headless QGIS calls."""
        if self.provider is not None:
            return
        libraries.add_dependency_folders(Path(QgsApplication.qgisSettingsDirPath()))
        self.translator = install_translator()
        from ..processing_provider.provider import CityOrchestraProvider

        self.provider = CityOrchestraProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Register the provider and add what has a window."""
        self.initProcessing()

    def unload(self) -> None:
        """Undo everything."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
