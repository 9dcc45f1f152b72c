"""Say once which Python packages are missing, and how to install them.

Nothing is installed from here and nothing waits: the algorithms stay listed, and each says by itself
what it lacks. A package installed while QGIS is open needs no more than a reload of the plugin.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication

from ..processing_provider import libraries
from ..processing_provider.provenance import plugin_version
from ..processing_provider.translation import tr
from . import settings

# A cluster, or the opening hours of places, are a choice: their packages are asked for by the algorithms only.
OPTIONAL = ("distributed", "opening_hours")
REQUIRED = tuple(name for name in libraries.PACKAGES if name not in OPTIONAL)
QPIP = "qpip"


def python_executable() -> str:
    """Return the interpreter whose ``pip`` installs for this QGIS.

    ``sys.executable`` is QGIS itself on Windows and macOS, where Python is embedded.
    """
    executable = Path(sys.executable)
    if executable.stem.lower().startswith("python"):
        return str(executable)
    name = "python.exe" if sys.platform == "win32" else "python3"
    for folder in (Path(sys.exec_prefix), Path(sys.exec_prefix) / "bin", executable.parent / "bin"):
        if (folder / name).is_file():
            return str(folder / name)
    return name


def pip_command(packages: str) -> str:
    """Return the command that installs packages, written for the user's shell.

    They go to the folder of this profile that QPIP fills too: it needs no rights, it works where the
    system refuses ``--user`` (Debian 12), and a reload of the plugin finds it.

    Parameters
    ----------
    packages : str
        Names to install, separated by spaces, as :func:`libraries.missing` gives them.
    """
    quoted = " ".join(f'"{name}"' if set("<>=") & set(name) else name for name in packages.split())
    folder = libraries.dependency_folders(Path(QgsApplication.qgisSettingsDirPath()))[0]
    return f'"{python_executable()}" -m pip install --target "{folder}" {quoted}'


def missing_packages() -> Optional[str]:
    """Return what to install for every algorithm to run, or None."""
    return libraries.missing(REQUIRED)


def silence() -> None:
    """Do not tell again for this version of the plugin."""
    settings.PACKAGES_SILENCED.set_value(plugin_version())


def is_silenced() -> bool:
    """Tell whether the user asked not to be told again for this version."""
    return settings.PACKAGES_SILENCED.value() == plugin_version()


def warn_once(iface) -> bool:
    """Put one warning in QGIS's message bar when packages are missing; tell whether it did.

    Parameters
    ----------
    iface : QgisInterface
        Its message bar shows the warning.
    """
    packages = missing_packages()
    if not packages or is_silenced():
        return False
    from qgis.core import Qgis
    from qgis.PyQt.QtWidgets import QPushButton

    from .dialogs.packages import show_packages

    bar = iface.messageBar()
    item = bar.createMessage(
        tr("City Orchestra"),
        tr("Some algorithms need Python packages that are missing: {packages}.").format(packages=packages),
    )
    how = QPushButton(tr("How to install them"))
    how.clicked.connect(lambda: show_packages(packages, iface.mainWindow()))
    never = QPushButton(tr("Don’t tell again"))
    never.setToolTip(tr("Not before the next version of the plugin."))
    never.clicked.connect(silence)
    never.clicked.connect(lambda: bar.popWidget(item))
    item.layout().addWidget(how)
    item.layout().addWidget(never)
    bar.pushWidget(item, Qgis.MessageLevel.Warning, 0)
    return True
