"""Write resources/models/*.model3 from the modules of ``model_descriptions``.

Run with the oldest supported QGIS, whose models open in every later one:
    source tools/environment.sh && $python tools/models.py                # all of them
    source tools/environment.sh && $python tools/models.py cool_walk      # that of one module
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import model_descriptions
from qgis.core import QgsApplication


def main(names: list[str]) -> None:
    """Write the models of the modules named, or of all."""
    every = [module.name for module in pkgutil.iter_modules(model_descriptions.__path__) if module.name != "builder"]
    application = QgsApplication([], False)
    application.initQgis()
    from cityorchestra import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    for name in names or every:
        importlib.import_module(f"model_descriptions.{name}").write()
    application.exitQgis()


if __name__ == "__main__":
    main(sys.argv[1:])
