"""What this plugin is, who makes it, and what it found on this machine."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QT_VERSION_STR, QSize, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout

from ...processing_provider import libraries
from ...processing_provider.algorithm import GUIDE
from ...processing_provider.provenance import plugin_version
from ...processing_provider.translation import tr

ICON = Path(__file__).resolve().parents[2] / "resources" / "icons" / "cityorchestra.svg"
ICON_SIZE = 64  # logical pixels; Qt scales them with the screen
ISSUES = "https://github.com/cityorchestra/cityorchestra-qgis/issues"


def package_state(name: str) -> str:
    """Return the installed version of a package, or that it is missing."""
    distribution = {"paho": "paho-mqtt", "opening_hours": "opening-hours-py"}.get(name, name)
    if not libraries.is_available(name):
        return tr("missing")
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return tr("installed")


def system_report() -> str:
    """Return the versions that a defect report needs, as plain text."""
    lines = [
        f"City Orchestra {plugin_version()}",
        f"QGIS {Qgis.QGIS_VERSION}, Qt {QT_VERSION_STR}, Python {sys.version.split()[0]}, {sys.platform}",
    ]
    lines += [f"{name} {package_state(name)}" for name in libraries.PACKAGES]
    return "\n".join(lines)


class AboutDialog(QDialog):
    """Version, partners, licence, guide, and the packages of this machine."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("CityOrchestraAbout")
        self.setWindowTitle(tr("About City Orchestra"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        head = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(QIcon(str(ICON)).pixmap(QSize(ICON_SIZE, ICON_SIZE)))
        title = QLabel(
            tr(
                "<h3>City Orchestra {version}</h3>Environmental transition, on the layers you already have open."
            ).format(version=plugin_version())
        )
        title.setWordWrap(True)
        head.addWidget(picture)
        head.addWidget(title, 1)
        layout.addLayout(head)
        text = QLabel(
            tr(
                "Made by the 17 partners of the City Orchestra programme around Rennes. "
                "Free software under the GNU General Public License, version 2 or later.<br>"
                '<a href="{guide}">User guide</a>   <a href="{issues}">Tell of a defect</a>'
            ).format(guide=GUIDE, issues=ISSUES)
        )
        text.setWordWrap(True)
        text.setOpenExternalLinks(True)
        layout.addWidget(text)
        self.versions = QLabel(system_report())
        self.versions.setTextFormat(Qt.TextFormat.PlainText)
        self.versions.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.versions.setAccessibleName(tr("Versions"))
        layout.addWidget(self.versions)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("&Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QgsApplication.clipboard().setText(system_report()))
        guide = buttons.addButton(tr("Open the &guide"), QDialogButtonBox.ButtonRole.HelpRole)
        guide.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(GUIDE)))
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


def show_about(parent=None) -> AboutDialog:
    """Open the dialog beside the work in hand, and return it."""
    dialog = AboutDialog(parent)
    dialog.show()
    return dialog
