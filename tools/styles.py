"""Write resources/styles/*.qml, in English and French, from the modules of ``style_sheets``.

Run with the oldest supported QGIS (newer files lose parts on older versions):
    source tools/environment.sh && $python tools/styles.py            # all of them
    source tools/environment.sh && $python tools/styles.py heat       # those of one module
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import style_sheets
from qgis.core import QgsApplication
from style_sheets.parts import FOLDER


def main(names: list[str]) -> None:
    """Write the styles of the modules named, or of all."""
    import numpy as np
    import rasterio

    every = [module.name for module in pkgutil.iter_modules(style_sheets.__path__) if module.name != "parts"]
    application = QgsApplication([], False)
    application.initQgis()
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = FOLDER / "template.tif"
    with rasterio.open(template, "w", driver="GTiff", width=2, height=2, count=1, dtype="float32") as dataset:
        dataset.write(np.array([[0, 1], [2, 3]], dtype="float32"), 1)
    try:
        for name in names or every:
            importlib.import_module(f"style_sheets.{name}").write()
    finally:
        for leftover in FOLDER.glob("template.tif*"):
            leftover.unlink()
    application.exitQgis()
    print(f"{len(list(FOLDER.glob('*.qml')))} styles in {FOLDER}")


if __name__ == "__main__":
    main(sys.argv[1:])
