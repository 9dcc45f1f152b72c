"""City Orchestra for QGIS: algorithms and panels for the ecological transition."""


def classFactory(iface):
    """Return the plugin object; QGIS calls this once, with ``iface`` None under qgis_process."""
    from .cityorchestra_plugin.plugin import CityOrchestraPlugin

    return CityOrchestraPlugin(iface)
