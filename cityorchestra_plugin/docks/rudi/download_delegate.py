"""Paint how far a download is as the progress bar of the user's own style."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionProgressBar

from .download_jobs import State
from .download_model import SHARE_ROLE, STATE_ROLE

STEPS = 1000  # of the bar
MARGIN_SHARE = 0.12  # of the height of a row, left free above and below the bar
WITHOUT_BAR = (State.DONE.value, State.CANCELLED.value, State.QUARANTINED.value, State.WAITING.value)


class ProgressDelegate(QStyledItemDelegate):
    """Draws a bar with its percentage; a plain text where there is nothing to measure."""

    def paint(self, painter, option, index):
        """Paint a cell: the selection below, the bar above it."""
        share = index.data(SHARE_ROLE)
        if share is None or index.data(STATE_ROLE) in WITHOUT_BAR:
            super().paint(painter, option, index)
            return
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        bar = QStyleOptionProgressBar()
        margin = max(1, round(MARGIN_SHARE * option.rect.height()))
        bar.rect = option.rect.adjusted(margin, margin, -margin, -margin)
        bar.state = option.state | QStyle.StateFlag.State_Horizontal
        bar.palette, bar.fontMetrics, bar.direction = option.palette, option.fontMetrics, option.direction
        bar.minimum, bar.maximum, bar.progress = 0, STEPS, round(STEPS * share)
        bar.text, bar.textVisible = index.data(Qt.ItemDataRole.DisplayRole) or "", True
        bar.textAlignment = Qt.AlignmentFlag.AlignCenter
        style.drawControl(QStyle.ControlElement.CE_ProgressBar, bar, painter, option.widget)

    def sizeHint(self, option, index):
        """Ask for the width of a full bar with its text."""
        hint = super().sizeHint(option, index)
        return QSize(max(hint.width(), 12 * option.fontMetrics.averageCharWidth()), hint.height())
