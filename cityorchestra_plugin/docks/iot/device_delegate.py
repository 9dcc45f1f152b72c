"""Paint the rows of the tree (a site, or all of a device on two lines) and the cells of the table."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionFocusRect, QStyleOptionViewItem

from ....processing_provider.iot.state_colours import LATE, LOST
from ..palette import Tones, mixed
from . import texts
from .device_model import DeviceModel, Role
from .device_order import Column
from .fleet import Device
from .marks import paint_alarm, paint_sparkline, paint_state, state_colour

SMALL = 0.9  # size of the second line beside that of the first
MARK_LINES = 0.8  # side of the mark of a state, in lines of text
SPARK_CHARACTERS = 14  # width of a sparkline
SPARK_ABOVE = 46  # width of a row from which it has a sparkline [characters]
VALUE_CHARACTERS = 10  # room for a value, so that sparklines stand below each other
LINE_SHARE = 0.35  # of the text in the colour of a line
SEPARATOR_SHARE = 0.90  # of the background in the line between two rows
TABLE_LINES = 1.7  # height of a row of the table


def _flags(value) -> int:
    """Return flags of alignment as painters of Qt 5 and 6 take them."""
    return int(getattr(value, "value", value))


LEFT = _flags(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = _flags(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class DeviceDelegate(QStyledItemDelegate):
    """Draws all rows and cells of :class:`.device_model.DeviceModel`; every size comes from the font."""

    def sizeHint(self, option, index):
        metrics = option.fontMetrics
        model = index.model()
        if isinstance(model, DeviceModel) and not model.grouped:
            return QSize(self._width(option, index), round(TABLE_LINES * metrics.height()))
        small = QFontMetrics(small_font(option.font))
        return QSize(12 * metrics.averageCharWidth(), metrics.height() + small.height() + round(0.9 * metrics.height()))

    @staticmethod
    def _width(option, index) -> int:
        space = option.fontMetrics.averageCharWidth()
        if index.column() == Column.TREND:
            return SPARK_CHARACTERS * space
        text = index.data() or ""
        extra = 4 if index.column() == Column.STATE else 2
        return option.fontMetrics.horizontalAdvance(text) + extra * space

    def paint(self, painter, option, index):
        model = index.model()
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        tones = Tones(option.palette, selected=selected, enabled=bool(option.state & QStyle.StateFlag.State_Enabled))
        painter.save()
        device = index.data(Role.DEVICE)
        if device is None:
            self._paint_site(painter, option, index, tones)
        elif model.grouped:
            self._paint_device(painter, option, model, device, tones, selected)
        else:
            self._paint_cell(painter, option, index, device, tones, selected)
        if not selected:
            painter.setPen(mixed(tones.text, tones.background, SEPARATOR_SHARE))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            self.paint_focus(painter, option, style, selected)

    @staticmethod
    def paint_focus(painter, option, style, selected: bool) -> None:
        """Draw the frame of the row that has the focus."""
        focus = QStyleOptionFocusRect()
        focus.rect, focus.palette, focus.state = option.rect.adjusted(1, 1, -1, -1), option.palette, option.state
        role = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base
        focus.backgroundColor = option.palette.color(role)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, option.widget)

    # -- a site ---------------------------------------------------------------------------------------

    @staticmethod
    def _paint_site(painter, option, index, tones: Tones) -> None:
        name, summary = index.data(), index.data(Role.SITE)
        if name is None:
            return
        bold, small = QFont(option.font), small_font(option.font)
        bold.setBold(True)
        upper, lower = _two_lines(option, small)
        painter.setFont(bold)
        painter.setPen(tones.text)
        painter.drawText(upper, LEFT, shortened(name, QFontMetrics(bold), upper.width()))
        painter.setFont(small)
        painter.setPen(tones.secondary)
        painter.drawText(lower, LEFT, shortened(summary or "", QFontMetrics(small), lower.width()))

    # -- a device of the tree ---------------------------------------------------------------------------

    def _paint_device(self, painter, option, model: DeviceModel, device: Device, tones: Tones, selected: bool) -> None:
        metrics, small = option.fontMetrics, small_font(option.font)
        space = metrics.averageCharWidth()
        upper, lower = _two_lines(option, small)
        state = model.fleet.state_of(device.slot)
        ink = tones.text if selected else None
        side = MARK_LINES * metrics.height()
        mark = QRectF(upper.left(), upper.center().y() - side / 2 + 0.5, side, side)
        paint_state(painter, mark, state, tones.background, ink)
        if device.alarm:
            bell = QRectF(mark.left(), lower.center().y() - side / 2, side, side)
            paint_alarm(painter, bell, device.alarm, tones.background, ink)
        left = round(mark.right()) + round(1.2 * space)
        right = self._paint_value(painter, upper, device, tones, option)
        if option.rect.width() >= SPARK_ABOVE * space and len(device.points) > 1:
            width = SPARK_CHARACTERS * space
            right = min(right, upper.right() - VALUE_CHARACTERS * space)
            box = QRectF(right - width - space, upper.top() + 1, width, upper.height() - 2)
            if box.left() > left + 10 * space:
                paint_sparkline(painter, box, device.points, _line(option, tones, selected), tones.background)
                right = round(box.left()) - space
        painter.setFont(option.font)
        painter.setPen(tones.text)
        room = QRect(left, upper.top(), max(0, right - left - space), upper.height())
        painter.drawText(room, LEFT, shortened(device.title, metrics, room.width()))
        room = QRect(left, lower.top(), lower.right() - left, lower.height())
        self._paint_second_line(painter, room, model, device, tones, small, selected)

    @staticmethod
    def _paint_value(painter, place: QRect, device: Device, tones: Tones, option) -> int:
        """Write the value at the right; return where it begins."""
        value = device.main_value
        if value is None:
            return place.right()
        bold = QFont(option.font)
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        text = shortened(texts.value_text(device.main, value), metrics, place.width() // 2)
        painter.setFont(bold)
        painter.setPen(tones.text)
        painter.drawText(place, RIGHT, text)
        return place.right() - metrics.horizontalAdvance(text)

    @staticmethod
    def _paint_second_line(painter, place: QRect, model, device: Device, tones: Tones, small, selected: bool) -> None:
        """Write the state in its colour, when it was heard, what the value is of."""
        metrics = QFontMetrics(small)
        painter.setFont(small)
        state = model.fleet.state_of(device.slot)
        word = texts.state_text(state)
        worrying = state in (LATE, LOST)
        ink = tones.text if selected else state_colour(state, tones.background)
        painter.setPen(mixed(ink, tones.text, 0.25) if worrying and not selected else tones.secondary)
        painter.drawText(place, LEFT, shortened(word, metrics, place.width()))
        left = place.left() + metrics.horizontalAdvance(word)
        rest = QRect(left, place.top(), max(0, place.right() - left), place.height())
        age = model.fleet.age_s(device.slot, texts.now_ms())
        text = f" · {texts.ago_text(age)}" if age is not None else ""
        what = texts.metric_text(device.main) if device.main else ""
        painter.setPen(tones.secondary)
        room = rest.width() - metrics.horizontalAdvance(text) - metrics.averageCharWidth()
        painter.drawText(rest, LEFT, shortened(text, metrics, rest.width()))
        if what and room > 4 * metrics.averageCharWidth():
            painter.drawText(rest, RIGHT, shortened(what, metrics, room))

    # -- a cell of the table ------------------------------------------------------------------------------

    def _paint_cell(self, painter, option, index, device: Device, tones: Tones, selected: bool) -> None:
        metrics = option.fontMetrics
        space = metrics.averageCharWidth()
        place = option.rect.adjusted(space, 0, -space, 0)
        column = index.column()
        if column == Column.TREND:
            box = QRectF(place).adjusted(0, 0.15 * place.height(), 0, -0.15 * place.height())
            paint_sparkline(painter, box, device.points, _line(option, tones, selected), tones.background)
            return
        ink = tones.text if selected else None
        side = MARK_LINES * metrics.height()
        box = QRectF(place.left(), place.center().y() - side / 2 + 0.5, side, side)
        painter.setFont(option.font)
        painter.setPen(tones.text if column in (Column.NAME, Column.VALUE, Column.STATE) else tones.secondary)
        if column == Column.STATE:
            paint_state(painter, box, index.data(Role.STATE), tones.background, ink)
            place = place.adjusted(round(side) + space, 0, 0, 0)
        elif column == Column.NAME and device.alarm:
            paint_alarm(painter, box, device.alarm, tones.background, ink)
            place = place.adjusted(round(side) + space // 2, 0, 0, 0)
        right = column in (Column.VALUE, Column.AGE, Column.BATTERY, Column.MARGIN, Column.LOSS)
        text = shortened(index.data() or "", metrics, place.width())
        painter.drawText(place, RIGHT if right else LEFT, text)


def _line(option: QStyleOptionViewItem, tones: Tones, selected: bool) -> QColor:
    """Return the colour of a sparkline: that of the chart."""
    if selected:
        return tones.text
    return mixed(option.palette.color(QPalette.ColorRole.Highlight), tones.text, LINE_SHARE)


def small_font(font: QFont) -> QFont:
    """Return the font of second lines."""
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * SMALL)
    return small


def _two_lines(option: QStyleOptionViewItem, small: QFont) -> tuple[QRect, QRect]:
    """Return where the two lines of a row stand."""
    metrics = option.fontMetrics
    space = metrics.averageCharWidth()
    inner = option.rect.adjusted(space // 2, 0, -space, 0)
    height = QFontMetrics(small).height()
    top = inner.top() + (inner.height() - metrics.height() - height) // 2
    upper = QRect(inner.left(), top, inner.width(), metrics.height())
    return upper, QRect(inner.left(), top + metrics.height(), inner.width(), height)


def shortened(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return a text that fits into a width."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
