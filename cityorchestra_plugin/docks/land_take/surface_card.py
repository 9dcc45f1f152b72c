"""The card of one surface: why it counts, at one date or at both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ....processing_provider.translation import tr
from . import reasons
from .parts import scope_sentence


class SurfaceCard(QWidget):
    """Codes, verdict and reason of the surface that was clicked."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.body = QLabel()
        self.scope = QLabel(scope_sentence())
        column = QVBoxLayout(self)
        for label in (self.title, self.body, self.scope):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        font = self.scope.font()
        font.setItalic(True)
        self.scope.setFont(font)
        column.addStretch(1)

    def show_surface(self, values: Mapping[str, Any]) -> None:
        """Show a surface of a state: its codes, whether it is artificial, and why."""
        self.title.setText(reasons.verdict(values.get("artif")))
        self._show_lines(
            reasons.codes(values.get("cs"), values.get("us")),
            reasons.reason(values.get("motif") or "", values.get("artif")),
            reasons.patch_sentence(values),
        )

    def show_piece(self, values: Mapping[str, Any]) -> None:
        """Show a piece of a change: both dates, and what became of it."""
        lines = [reasons.flux_sentence(values)]
        for number in ("1", "2"):
            flag = values.get(f"artif{number}")
            lines += [
                "",
                tr("{date}: {verdict}").format(date=values.get(f"date{number}") or "", verdict=reasons.verdict(flag)),
                reasons.codes(values.get(f"cs{number}"), values.get(f"us{number}")),
                reasons.reason(values.get(f"motif{number}") or "", flag),
            ]
        lines += ["", reasons.patch_sentence(values)]
        self.title.setText(reasons.verdict(values.get("artif2")))
        self._show_lines(*lines)

    def show_nothing(self) -> None:
        """Say that there is no surface where the user clicked."""
        self.title.setText(tr("No surface here"))
        self._show_lines(tr("The land cover does not reach this place."))

    def _show_lines(self, *lines: str) -> None:
        self.body.setText("\n".join(lines).strip())
