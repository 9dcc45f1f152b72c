"""The picture on the card of a dataset: of its data when there is one, else a sketch of where it is."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPainterPath, QPixmap
from qgis.PyQt.QtWidgets import QBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ....processing_provider.rudi.dataset_picture import MAP_HEIGHT, MAP_WIDTH, PictureSource
from ....processing_provider.translation import tr
from ..palette import OUTLINE, Tones, mixed, surface_of
from ..panel_frame import theme_icon
from .extent_sketch import ExtentSketch, draw_sketch

LEAST_WIDTH = 80  # below, nothing can be recognised [pixels]
ROUND = 0.3  # radius of the corners, in lines of text
TEXT_BESIDE = 30  # characters of a line that must fit beside the picture, or else the text stands below it


class PictureView(QWidget):
    """Draws the picture or the sketch, as large as there is room, no larger than a map is asked for."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.picture: Optional[QPixmap] = None
        self.sketch: Optional[ExtentSketch] = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(MAP_WIDTH)

    def show_content(self, picture: Optional[QPixmap], sketch: Optional[ExtentSketch], name: str) -> None:
        """Show a picture, else a sketch; its name is read aloud and shown as a tooltip."""
        self.picture, self.sketch = picture, sketch
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width):
        return round(min(width, MAP_WIDTH) * MAP_HEIGHT / MAP_WIDTH)

    def sizeHint(self):
        return QSize(MAP_WIDTH, MAP_HEIGHT)

    def minimumSizeHint(self):
        return QSize(LEAST_WIDTH, self.heightForWidth(LEAST_WIDTH))

    def paintEvent(self, _event):
        ground, ink = surface_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = ROUND * self.fontMetrics().height()
        frame = QPainterPath()
        frame.addRoundedRect(place, radius, radius)
        if self.picture is not None:
            self._paint_picture(painter, frame, place)
        elif self.sketch is not None:
            painter.save()
            painter.setClipPath(frame)
            draw_sketch(painter, place, self.sketch, ground, ink, Tones(self.palette()).accent)
            painter.restore()
        painter.setPen(mixed(ink, ground, OUTLINE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)

    def _paint_picture(self, painter: QPainter, frame: QPainterPath, place: QRectF) -> None:
        size = self.picture.size()
        if size.width() > place.width() or size.height() > place.height():
            size.scale(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        drawn = QRectF(0, 0, size.width(), size.height())
        drawn.moveCenter(place.center())
        painter.save()
        painter.setClipPath(frame)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(drawn, self.picture, QRectF(self.picture.rect()))
        painter.restore()


class CardPicture(QWidget):
    """The picture, and the button that asks another server than the catalogue's for one.

    Signals
    -------
    wanted(PictureSource)
        The user wants the picture that was offered.
    """

    wanted = pyqtSignal(object)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._source: Optional[PictureSource] = None
        self.view = PictureView()
        self.button = QPushButton()
        self.button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._press)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.fontMetrics().averageCharWidth() // 2)
        layout.addWidget(self.view)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.show_sketch(None)

    def show_sketch(self, sketch: Optional[ExtentSketch]) -> None:
        """Show where a dataset is; None hides it until a picture is there."""
        self._source = None
        self.button.hide()
        self.view.show_content(None, sketch, tr("Extent of the dataset, within that of the catalogue (dashed)"))
        self.view.setVisible(sketch is not None)
        self.setVisible(sketch is not None)

    def show_picture(self, picture: QPixmap, source: PictureSource) -> None:
        """Show a picture in place of the sketch."""
        name = tr("Map of the dataset, by {host}") if source.is_map else tr("Picture of the dataset, by {host}")
        self.button.hide()
        self.view.show_content(picture, self.view.sketch, name.format(host=source.host))
        self.view.show()
        self.show()

    def offer(self, source: PictureSource) -> None:
        """Offer a picture of another server, which is only asked once the user says so."""
        self._source = source
        text = tr("Show a &map") if source.is_map else tr("Show the &picture")
        self.button.setIcon(theme_icon("/mIconWms.svg" if source.is_map else "/mIconRaster.svg"))
        told = tr("Asks {host} for it: that server then knows that somebody looks at this dataset.")
        self._set_button(text, told.format(host=source.host), enabled=True)

    def show_asking(self) -> None:
        """Tell that the picture is being asked for."""
        self._set_button(tr("Asking…"), "", enabled=False)

    def show_failure(self, source: PictureSource) -> None:
        """Tell that the picture which the user wanted did not come."""
        self._set_button(tr("No picture came"), tr("{host} gave none.").format(host=source.host), enabled=False)

    def _set_button(self, text: str, tooltip: str, *, enabled: bool) -> None:
        self.button.setText(text)
        self.button.setToolTip(tooltip)
        self.button.setAccessibleDescription(tooltip)
        self.button.setEnabled(enabled)
        self.button.show()
        self.show()

    def _press(self) -> None:
        if self._source is not None:
            self.show_asking()
            self.wanted.emit(self._source)


class PictureAndText(QWidget):
    """A picture beside a text when there is room for both, else above it.

    Parameters
    ----------
    picture : CardPicture
    text : QLabel
    """

    def __init__(self, picture: CardPicture, text: QLabel, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(self.fontMetrics().averageCharWidth())
        self._row.addWidget(picture)
        self._row.addWidget(text, 1)
        text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event):
        """Turn the picture to the side of the text, or above it."""
        super().resizeEvent(event)
        beside = self.width() >= MAP_WIDTH + TEXT_BESIDE * self.fontMetrics().averageCharWidth()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
