"""Open the real QGIS on a virtual screen with a script inside it, for the pictures of the documentation."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

ROOT = Path(__file__).resolve().parents[1]
SCREEN = "1920x1200x24"
WINDOW = (1600, 1000)
TIMEOUT_S = 180
LOCALES = {"en": "en_GB.UTF-8", "fr": "fr_FR.UTF-8"}  # dates and numbers as the readers write them
# QGIS reads a start-up script as text: this one loads a file as a module, and starts its photographer.
STARTER = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("cityorchestra_screenshot", {path!r})
module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
sys.path.insert(0, {tools!r})
spec.loader.exec_module(module)
module.photographer = module.Photographer(**{options!r})
"""


def photograph(
    script: Path, picture: Path, options: dict[str, Any], *, language: str, project: Optional[Path] = None
) -> None:
    """Start QGIS with the profile of the clone and let ``script``'s class ``Photographer`` write a picture.

    Parameters
    ----------
    script : Path
        Python file with a class ``Photographer(picture=..., **options)``.
    picture : Path
        To be written by it; absent at the end means failure, and the log is printed.
    options : dict
        Plain values.
    language : str
        "en" or "fr".
    project : Path, optional
        Project to open.
    """
    qgis = shutil.which("qgis.bin") or shutil.which("qgis")
    screen = shutil.which("xvfb-run")
    if qgis is None or screen is None:
        sys.exit("This needs QGIS and a virtual screen: sudo apt-get install qgis xvfb")
    output = picture.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.unlink(missing_ok=True)
    command = [screen, "-a", "-s", f"-screen 0 {SCREEN}", qgis, "--nologo", "--noversioncheck"]
    command += ["--profiles-path", str(ROOT / "build" / "profile"), "--lang", language]
    starter = ROOT / "build" / "screenshot_start.py"
    given = {"picture": str(output), **options}
    starter.write_text(
        STARTER.format(path=str(script.resolve()), tools=str(ROOT / "tools"), options=given), encoding="utf-8"
    )
    command += ["--code", str(starter)] + (["--project", str(project)] if project else [])
    environment = {name: value for name, value in os.environ.items() if name != "LC_ALL"}
    log = _run(command, {**environment, "QT_QPA_PLATFORM": "", "LANG": LOCALES[language]})
    if not output.exists():
        sys.exit(f"No picture was taken.\n{log}")
    print(f"{output} ({output.stat().st_size // 1024} kB)")


def _run(command: list[str], environment: dict[str, str]) -> str:
    """Run a program and what it starts, all ended together; return what they said."""
    log = ROOT / "build" / "screenshot.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
        try:
            process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    return log.read_text()


class InsideQgis:
    """What every photographer does inside QGIS."""

    def __init__(self, picture: str, theme: str = "") -> None:
        from qgis.core import QgsApplication
        from qgis.utils import iface

        self.picture = picture
        self.iface = iface
        self.window = iface.mainWindow()
        if theme:
            QgsApplication.setUITheme(theme)

    @staticmethod
    def later(step, delay_ms: int = 500) -> None:
        """Go on once QGIS has drawn what was asked."""
        from qgis.PyQt.QtCore import QTimer

        QTimer.singleShot(delay_ms, step)

    def keep_only(self, dock, width: int) -> None:
        """Size the window, show one panel beside the layers, close what is beside the point."""
        from qgis.PyQt.QtCore import Qt
        from qgis.PyQt.QtWidgets import QDockWidget, QToolBar

        self.window.showNormal()
        self.window.resize(*WINDOW)
        for other in self.window.findChildren(QDockWidget):
            if other is not dock and other.objectName() != "Layers":
                other.close()
        kept = ("mFileToolBar", "mMapNavToolBar", "mAttributesToolBar", "CityOrchestraToolBar")
        for bar in self.window.findChildren(QToolBar):
            if bar.parent() is self.window:
                bar.setVisible(bar.objectName() in kept)
        dock.show()
        self.window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)

    def take(self) -> None:
        """Write the picture of the window."""
        self.window.grab().save(self.picture)

    def fail(self, sentence: str) -> None:
        """Leave with a sentence."""
        print(sentence, file=sys.stderr)
        self.leave(1)

    @staticmethod
    def leave(status: int) -> None:
        """End QGIS at once: the project of the demo must not be asked about."""
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
