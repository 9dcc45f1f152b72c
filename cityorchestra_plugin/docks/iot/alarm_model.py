"""The alarms as a list, and how a row is painted: what it is about, since when, what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Optional

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QFont, QFontMetrics
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate

from ....processing_provider.translation import tr
from ..palette import Tones, mixed
from . import texts
from .alarm_facts import AlarmFacts, priority_text, state_text
from .device_delegate import LEFT, RIGHT, SEPARATOR_SHARE, DeviceDelegate, shortened, small_font
from .marks import alarm_colour, paint_alarm

MARK_LINES = 1.3  # side of the bell, in lines of text


class AlarmRole(IntEnum):
    """What the delegate asks of a row besides Qt's own roles."""

    ALARM = Qt.ItemDataRole.UserRole + 1


def rule_text(alarm: AlarmFacts) -> str:
    """Return what an alarm is about: its rule and the value that it saw."""
    rule = texts.metric_text(alarm.rule)
    if alarm.value is None or not alarm.metric:
        return rule
    unit = texts.unit_of(alarm.metric, "")
    return f"{rule} · {texts.metric_text(alarm.metric)} {texts.number_of(alarm.value)} {unit}".rstrip()


def status_text(alarm: AlarmFacts) -> str:
    """Return in what state an alarm is, who did what, and until when."""
    parts = [state_text(alarm.state)]
    if alarm.shelved_until is not None:
        parts.append(tr("until {moment}").format(moment=texts.moment_text(alarm.shelved_until)))
    elif alarm.acknowledged_by and not alarm.waits:
        parts.append(tr("by {who}").format(who=alarm.acknowledged_by))
    if alarm.reason:
        parts.append(f"“{alarm.reason}”")
    if alarm.pending:
        parts.append(tr("the recorder will do it"))
    if alarm.refused:
        parts.append(tr("refused: {reason}").format(reason=alarm.refused))
    return " · ".join(parts)


class AlarmModel(QAbstractListModel):
    """Alarms in the order of :func:`.alarm_facts.alarm_order`; rows come and go one by one."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._alarms: list[AlarmFacts] = []

    def show_alarms(self, alarms: Sequence[AlarmFacts]) -> None:
        """Show other alarms, sorted."""
        wanted = {alarm.id: alarm for alarm in alarms}
        for row in range(len(self._alarms) - 1, -1, -1):
            if self._alarms[row].id not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._alarms[row]
                self.endRemoveRows()
        for row, alarm in enumerate(self._alarms):
            if wanted[alarm.id] != alarm:
                self._alarms[row] = wanted[alarm.id]
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0), [])
        self._put_in_order({alarm.id: place for place, alarm in enumerate(alarms)})
        known = {alarm.id for alarm in self._alarms}
        for row, alarm in enumerate(alarms):
            if alarm.id not in known:
                self.beginInsertRows(QModelIndex(), row, row)
                self._alarms.insert(row, alarm)
                self.endInsertRows()

    def _put_in_order(self, places: dict[int, int]) -> None:
        ordered = sorted(self._alarms, key=lambda alarm: places[alarm.id])
        if ordered == self._alarms:
            return
        self.layoutAboutToBeChanged.emit()
        former = self.persistentIndexList()
        kept = [self._alarms[index.row()].id for index in former]
        self._alarms = ordered
        rows = {alarm.id: row for row, alarm in enumerate(ordered)}
        self.changePersistentIndexList(former, [self.index(rows[number], 0) for number in kept])
        self.layoutChanged.emit()

    def refresh_ages(self, top: int, bottom: int) -> None:
        """Write the ages of some rows again."""
        if self._alarms and 0 <= top <= bottom < len(self._alarms):
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, 0), [Qt.ItemDataRole.DisplayRole])

    def alarm_at(self, row: int) -> Optional[AlarmFacts]:
        """Return the alarm of a row, None when there is none."""
        return self._alarms[row] if 0 <= row < len(self._alarms) else None

    def row_of(self, number: int) -> int:
        """Return the row of an alarm by its number, -1 when it is not shown."""
        return next((row for row, alarm in enumerate(self._alarms) if alarm.id == number), -1)

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self._alarms)

    def flags(self, index):
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else flags

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        alarm = self.alarm_at(index.row()) if index.isValid() else None
        if alarm is None:
            return None
        if role == AlarmRole.ALARM:
            return alarm
        if role == Qt.ItemDataRole.DisplayRole:
            return alarm.name or alarm.device
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = [priority_text(alarm.priority), alarm.name or alarm.device, alarm.site, rule_text(alarm)]
            return " · ".join(part for part in (*parts, status_text(alarm), texts.moment_text(alarm.raised)) if part)
        return None


class AlarmDelegate(QStyledItemDelegate):
    """Draws an alarm on three lines: device and age, what it is about, its state."""

    def sizeHint(self, option, index):
        metrics = option.fontMetrics
        small = QFontMetrics(small_font(option.font))
        height = metrics.height() + 2 * small.height() + round(0.9 * metrics.height())
        return QSize(12 * metrics.averageCharWidth(), height)

    def paint(self, painter, option, index):
        alarm = index.data(AlarmRole.ALARM)
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        if alarm is None:
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        tones = Tones(option.palette, selected=selected, enabled=bool(option.state & QStyle.StateFlag.State_Enabled))
        painter.save()
        self._paint_texts(painter, option, alarm, tones, selected)
        if not selected:
            painter.setPen(mixed(tones.text, tones.background, SEPARATOR_SHARE))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            DeviceDelegate.paint_focus(painter, option, style, selected)

    @staticmethod
    def _paint_texts(painter, option, alarm: AlarmFacts, tones: Tones, selected: bool) -> None:
        metrics, small = option.fontMetrics, small_font(option.font)
        small_metrics, space = QFontMetrics(small), option.fontMetrics.averageCharWidth()
        inner = option.rect.adjusted(space, 0, -space, 0)
        height = metrics.height() + 2 * small_metrics.height()
        top = inner.top() + (inner.height() - height) // 2
        quiet = not (alarm.active or alarm.waits)
        side = MARK_LINES * metrics.height()
        ink = tones.text if selected else tones.secondary if quiet else None
        bell = QRectF(inner.left(), top, side, side)
        paint_alarm(painter, bell, alarm.priority, tones.background, ink)
        left = round(bell.right()) + space
        line = QRect(left, top, inner.right() - left, metrics.height())
        age = texts.age_text(max(0.0, (texts.now_ms() - alarm.raised) / 1000.0)) if alarm.raised is not None else ""
        painter.setFont(option.font)
        painter.setPen(tones.secondary)
        painter.drawText(line, RIGHT, age)
        bold = QFont(option.font)
        bold.setBold(alarm.waits)
        painter.setFont(bold)
        painter.setPen(tones.secondary if quiet and not selected else tones.text)
        room = line.width() - metrics.horizontalAdvance(age) - space
        painter.drawText(line, LEFT, shortened(alarm.name or alarm.device, QFontMetrics(bold), room))
        painter.setFont(small)
        line = QRect(left, top + metrics.height(), line.width(), small_metrics.height())
        priority = priority_text(alarm.priority)
        colour = tones.text if selected else mixed(alarm_colour(alarm.priority, tones.background), tones.text, 0.2)
        painter.setPen(tones.secondary if quiet and not selected else colour)
        painter.drawText(line, LEFT, priority)
        shift = small_metrics.horizontalAdvance(priority)
        painter.setPen(tones.secondary)
        rest = line.adjusted(shift, 0, 0, 0)
        painter.drawText(rest, LEFT, shortened(f" · {rule_text(alarm)}", small_metrics, rest.width()))
        line = line.translated(0, small_metrics.height())
        painter.drawText(line, LEFT, shortened(status_text(alarm), small_metrics, line.width()))
