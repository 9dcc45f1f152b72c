"""Show a page that an algorithm wrote: in the user's colours, without running or fetching anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QEvent, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QTextBrowser, QWidget

from ..palette import Tones
from .rich_text import is_openable

_STYLE = re.compile(r"<style\b.*?</style>", re.IGNORECASE | re.DOTALL)
_TABLE = re.compile(r"<table\b[^>]*>", re.IGNORECASE)
_HEADING = re.compile(r"<h([12])>(.*?)</h\1>", re.IGNORECASE | re.DOTALL)
# Cells that hold the path of a field, after the mark of its change: they may break after each of its parts.
_PATH_CELL = re.compile(r"(?<=</span></td><td>)[^<\s]+(?=</td>)")
_BREAK = "\u200b"


class PageView(QTextBrowser):
    """A text browser for pages of the suite; links of the web open in the user's browser."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._html = ""
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._open)

    def show_file(self, path: Path) -> None:
        """Show a page."""
        self.show_html(path.read_text(encoding="utf-8"))

    def show_html(self, text: str) -> None:
        """Show a page; its own colours, made for paper, are left out."""
        plain = _PATH_CELL.sub(lambda cell: re.sub(r"([._\]-])", rf"\1{_BREAK}", cell.group()), _STYLE.sub("", text))
        # Rich text of Qt draws a table by its attributes, and headings in sizes of its own.
        plain = _TABLE.sub('<table border="0" cellspacing="0" cellpadding="4" width="100%">', plain)
        self._html = _HEADING.sub(r'<p class="h\1"><b>\2</b></p>', plain)
        self._draw()

    def loadResource(self, kind, name):
        """Load nothing: a page is complete."""
        return

    def changeEvent(self, event) -> None:
        """Follow the theme of QGIS."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._html:
            self._draw()

    def _draw(self) -> None:
        tones, points = Tones(self.palette()), self.font().pointSizeF()
        line, fill = tones.outline.name(), tones.fill.name()
        self.document().setDefaultStyleSheet(
            f".h1{{font-size:{1.2 * points:.1f}pt}} .h2{{font-size:{1.05 * points:.1f}pt;margin-top:12px}}"
            f"td,th{{border:1px solid {line};padding:3px}} th{{background-color:{fill};text-align:left}}"
            f".sub{{color:{tones.secondary.name()}}} pre{{background-color:{fill};white-space:pre-wrap}}"
            f"dt{{font-weight:bold}} a{{color:{tones.accent.name()}}}"
        )
        self.setHtml(self._html)

    @staticmethod
    def _open(url: QUrl) -> None:
        if is_openable(url.toString()):
            QDesktopServices.openUrl(url)
