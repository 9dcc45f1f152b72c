"""Paint a dataset of the list: picture, title, producer and date, then access, formats and licence."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import QPoint, QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPalette, QPixmap, QTextLayout, QTextOption
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFocusRect,
    QStyleOptionViewItem,
)

from ..palette import Tones, mixed
from .dataset_model import DatasetRow, Role, access_text
from .line_drawings import access_drawing, line_picture, theme_drawing

NARROW_CHARACTERS = 62  # width below which a title may take two lines
SMALL = 0.9  # size of the third line beside that of the text
PICTURE_LINES = 2.7  # side of the picture, in lines of text
SEPARATOR_SHARE = 0.88  # of the background in the line between two rows
MOST_FORMATS = 4
ROUND = 0.22  # radius of the corners, in lines of text

FindPicture = Callable[[DatasetRow], Optional[QPixmap]]


class DatasetDelegate(QStyledItemDelegate):
    """Draws the rows of :class:`.dataset_model.DatasetModel`; every size comes from the font.

    Parameters
    ----------
    picture : callable, optional
        Gives the picture of a dataset when it is here; the drawing of its theme stands for it otherwise.
    """

    def __init__(self, picture: Optional[FindPicture] = None, parent=None) -> None:
        super().__init__(parent)
        self._find_picture = picture or (lambda _dataset: None)

    # -- sizes --------------------------------------------------------------------------------------

    @staticmethod
    def _fonts(option: QStyleOptionViewItem) -> tuple[QFont, QFont]:
        bold, small = QFont(option.font), QFont(option.font)
        bold.setBold(True)
        if option.font.pointSizeF() > 0:
            small.setPointSizeF(option.font.pointSizeF() * SMALL)
        return bold, small

    @staticmethod
    def title_lines(option: QStyleOptionViewItem) -> int:
        """Return how many lines a title may take in a list of this width."""
        if isinstance(option.widget, QAbstractItemView):
            return title_lines_of(option.widget)
        return 2 if option.rect.width() < NARROW_CHARACTERS * option.fontMetrics.averageCharWidth() else 1

    def sizeHint(self, option, index):
        bold, small = self._fonts(option)
        padding = option.fontMetrics.height() // 2
        text = self.title_lines(option) * QFontMetrics(bold).height() + option.fontMetrics.height()
        text += round(1.55 * QFontMetrics(small).height())
        picture = round(PICTURE_LINES * option.fontMetrics.height())
        return QSize(12 * option.fontMetrics.averageCharWidth(), max(text, picture) + 2 * padding)

    # -- painting -----------------------------------------------------------------------------------

    def paint(self, painter, option, index):
        dataset = index.data(Role.DATASET)
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        if dataset is None:
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        tones = Tones(option.palette, selected=selected, enabled=bool(option.state & QStyle.StateFlag.State_Enabled))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        padding = option.fontMetrics.height() // 2
        inner = option.rect.adjusted(padding, padding, -padding, -padding)
        side = round(PICTURE_LINES * option.fontMetrics.height())
        self._paint_picture(painter, QRect(inner.left(), inner.top(), side, side), dataset, tones, option)
        left = inner.left() + side + padding
        self._paint_texts(painter, QRect(left, inner.top(), inner.right() - left + 1, inner.height()), dataset, tones,
                          option)  # fmt: skip
        if not selected:
            painter.setPen(mixed(tones.text, tones.background, SEPARATOR_SHARE))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus = QStyleOptionFocusRect()
            focus.rect, focus.palette, focus.state = option.rect.adjusted(1, 1, -1, -1), option.palette, option.state
            focus.backgroundColor = option.palette.color(QPalette.ColorRole.Highlight if selected else
                                                         QPalette.ColorRole.Base)  # fmt: skip
            style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, option.widget)

    def _paint_picture(self, painter, place: QRect, dataset: DatasetRow, tones: Tones, option) -> None:
        radius = ROUND * option.fontMetrics.height()
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(place), radius, radius)
        picture = self._find_picture(dataset) if dataset.known else None
        if picture is None or picture.isNull():
            painter.fillPath(outline, tones.tile)
            side = round(0.6 * place.width())
            ratio = painter.device().devicePixelRatioF()
            drawing = line_picture(theme_drawing(dataset.theme), side, tones.accent, ratio)
            offset = (place.width() - side) // 2
            painter.drawPixmap(place.topLeft() + QPoint(offset, offset), drawing)
            return
        painter.save()
        painter.setClipPath(outline)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        part = QRect(0, 0, min(picture.width(), picture.height()), min(picture.width(), picture.height()))
        part.moveCenter(picture.rect().center())
        painter.drawPixmap(place, picture, part)
        painter.restore()

    def _paint_texts(self, painter, place: QRect, dataset: DatasetRow, tones: Tones, option) -> None:
        bold, small = self._fonts(option)
        bold_metrics = QFontMetrics(bold)
        lines = wrapped(dataset.title, bold, place.width(), self.title_lines(option))
        line_height, small_height = option.fontMetrics.height(), QFontMetrics(small).height()
        used = len(lines) * bold_metrics.height() + line_height + round(1.55 * small_height)
        top = place.top() + max(0, (place.height() - used) // 2)
        painter.setFont(bold)
        painter.setPen(tones.text if dataset.known else tones.secondary)
        for line in lines:
            painter.drawText(QRect(place.left(), top, place.width(), bold_metrics.height()), _LEFT, line)
            top += bold_metrics.height()
        painter.setFont(option.font)
        painter.setPen(tones.secondary)
        self._paint_producer(painter, QRect(place.left(), top, place.width(), line_height), dataset,
                             option.fontMetrics)  # fmt: skip
        top += line_height + round(0.25 * small_height)
        painter.setFont(small)
        if dataset.known:
            row = QRect(place.left(), top, place.width(), round(1.3 * small_height))
            self._paint_badges(painter, row, dataset, tones, QFontMetrics(small))

    @staticmethod
    def _paint_producer(painter, place: QRect, dataset: DatasetRow, metrics: QFontMetrics) -> None:
        """Write producer and date; the producer is shortened so that the date stays."""
        date = f" · {dataset.date}" if dataset.date and dataset.producer else dataset.date
        room = place.width() - metrics.horizontalAdvance(date)
        producer = metrics.elidedText(dataset.producer, Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(place, _LEFT, producer + date)

    @staticmethod
    def _paint_badges(painter, place: QRect, dataset: DatasetRow, tones: Tones, metrics: QFontMetrics) -> None:
        """Draw access by picture and word, formats as badges, licence as far as there is room."""
        pen = _Badges(painter, place, tones, metrics)
        pen.access(dataset.access)
        shown = dataset.formats[:MOST_FORMATS]
        for number, name in enumerate(shown):
            rest = len(dataset.formats) - number
            if not pen.fits(name, f"+{rest - 1}" if rest > 1 else ""):
                pen.badge(f"+{rest}")
                break
            pen.badge(name)
        else:
            if len(dataset.formats) > len(shown):
                pen.badge(f"+{len(dataset.formats) - len(shown)}")
        pen.text(dataset.licence)


_LEFT = int(getattr(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "value", None) or
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter))  # fmt: skip


class _Badges:
    """A line of badges, drawn from left to right."""

    def __init__(self, painter, place: QRect, tones: Tones, metrics: QFontMetrics) -> None:
        self._painter, self._place, self._tones, self._metrics = painter, place, tones, metrics
        self._left = place.left()
        self._inside = metrics.averageCharWidth()  # between the outline of a badge and its text
        self._gap = round(0.8 * metrics.averageCharWidth())

    def _width(self, text: str) -> int:
        return self._metrics.horizontalAdvance(text) + 2 * self._inside

    def fits(self, text: str, after: str = "") -> bool:
        """Tell whether a badge, and the one that must follow it, still fit."""
        width = self._width(text) + (self._gap + self._width(after) if after else 0)
        return self._left + width <= self._place.right() + 1

    def access(self, access: str) -> None:
        """Draw the access: a lock and its word; what is not open also has an outline."""
        painter, tones = self._painter, self._tones
        side = self._metrics.ascent() + self._metrics.descent() // 2
        word = access_text(access)
        outlined = access != "open"
        inside = self._inside if outlined else 0
        room = self._place.right() - self._left - side - self._inside // 2 - 2 * inside
        word = self._metrics.elidedText(word, Qt.TextElideMode.ElideRight, max(0, room))
        width = side + self._inside // 2 + self._metrics.horizontalAdvance(word) + 2 * inside
        box = QRect(self._left, self._place.top(), width, self._place.height())
        if outlined:
            self._outline(box, tones.text, None)
        picture = line_picture(access_drawing(access), side, tones.text if outlined else tones.secondary,
                               painter.device().devicePixelRatioF())  # fmt: skip
        painter.drawPixmap(box.left() + inside, box.top() + (box.height() - side) // 2, picture)
        painter.setPen(tones.text if outlined else tones.secondary)
        painter.drawText(box.adjusted(inside + side + self._inside // 2, 0, 0, 0), _LEFT, word)
        self._left += width + round(1.6 * self._gap)

    def badge(self, text: str) -> None:
        """Draw a word in a rounded box."""
        box = QRect(self._left, self._place.top(), self._width(text), self._place.height())
        if box.right() > self._place.right():
            return
        self._outline(box, self._tones.outline, self._tones.fill)
        self._painter.setPen(self._tones.text)
        self._painter.drawText(box.adjusted(self._inside, 0, 0, 0), _LEFT, text)
        self._left = box.right() + 1 + self._gap

    def text(self, text: str) -> None:
        """Write a text in what is left of the line, or nothing when hardly a word fits."""
        left = self._left + self._gap
        room = self._place.right() - left
        if not text or room < min(self._metrics.horizontalAdvance(text), 6 * self._inside):
            return
        self._painter.setPen(self._tones.secondary)
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self._painter.drawText(QRect(left, self._place.top(), room, self._place.height()), _LEFT, shown)

    def _outline(self, box: QRect, line, fill) -> None:
        radius = 0.3 * box.height()
        path = QPainterPath()
        path.addRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if fill is not None:
            self._painter.fillPath(path, fill)
        self._painter.setPen(line)
        self._painter.drawPath(path)


def title_lines_of(view: QAbstractItemView) -> int:
    """Return how many lines a title may take in a list of this width."""
    return 2 if view.viewport().width() < NARROW_CHARACTERS * view.fontMetrics().averageCharWidth() else 1


def wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Return a text in at most ``most`` lines of a width [pixels], the last one shortened."""
    metrics = QFontMetrics(font)
    if most <= 1 or metrics.horizontalAdvance(text) <= width or width <= 0:
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = line.textStart()
        last = len(lines) == most - 1
        part = text[start:] if last else text[start : start + line.textLength()]
        lines.append(metrics.elidedText(part.strip(), Qt.TextElideMode.ElideRight, width) if last else part.strip())
    layout.endLayout()
    return lines
