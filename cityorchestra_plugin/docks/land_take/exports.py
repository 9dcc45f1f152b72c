"""Where the report is written, and how it is opened."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ....processing_provider.translation import tr
from ... import settings

SUFFIX = ".html"


def ask_report_path(parent: QWidget) -> str:
    """Let the user choose the file of the report; empty when there is to be none."""
    folder = settings.LAST_FOLDER.value() or str(Path.home())
    proposed = str(Path(folder) / tr("land_take_report.html"))
    path, _ = QFileDialog.getSaveFileName(parent, tr("Write the report"), proposed, tr("Web pages (*.html)"))
    if not path:
        return ""
    if Path(path).suffix.lower() not in (SUFFIX, ".htm"):
        path += SUFFIX
    settings.LAST_FOLDER.set_value(str(Path(path).parent))
    return path


def open_file(path: str) -> None:
    """Open a file with the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
