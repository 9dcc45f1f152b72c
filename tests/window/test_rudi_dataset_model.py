"""The list of the datasets: virtual, true to the search, painted whatever the record says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi.dataset_delegate import DatasetDelegate, wrapped
from cityorchestra.cityorchestra_plugin.docks.rudi.dataset_list import DatasetList
from cityorchestra.cityorchestra_plugin.docks.rudi.dataset_model import (
    BLOCK,
    KEPT,
    PAGE,
    DatasetModel,
    DatasetRow,
    Role,
    row_of,
)
from cityorchestra.cityorchestra_plugin.docks.rudi.line_drawings import access_drawing, theme_drawing
from cityorchestra.cityorchestra_plugin.docks.rudi.media_model import FORMAT, NAME, SIZE, MediaModel
from cityorchestra.processing_provider.rudi.record import Connector, Media, Record
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.tests.rudi.server.records import made_records
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.PyQt.QtCore import QModelIndex, QPoint, Qt
from qgis.PyQt.QtGui import QFont, QFontMetrics, QPixmap
from qgis.PyQt.QtTest import QAbstractItemModelTester


class Reader:
    """Gives records and notes what was asked of it."""

    def __init__(self, gone=()) -> None:
        self.asked, self.gone = [], set(gone)

    def __call__(self, rows):
        self.asked.append(list(rows))
        return [Record(global_id=str(row), title=f"Dataset {row}") for row in rows if row not in self.gone]


def checked(model):
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def model(reader, qgis_app):
    return DatasetModel(reader)  # unchecked: what checks a model fetches all its pages


def shown(model):
    return [model.index(row, 0).data(Role.ROW) for row in range(model.rowCount())]


def test_rows_are_read_when_they_are_looked_at(model, reader):
    model.set_rows(np.arange(10000))
    assert reader.asked == []
    assert (model.total, model.rowCount()) == (10000, PAGE)
    assert model.index(0, 0).data() == "Dataset 0"
    assert reader.asked == [list(range(BLOCK))], "neighbours are read together"
    assert model.is_read(BLOCK - 1)
    assert not model.is_read(BLOCK)


def test_more_rows_come_page_by_page(model):
    model.set_rows(np.arange(PAGE + 50))
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 50
    assert not model.canFetchMore(QModelIndex())


def test_the_place_of_a_row_shows_it(model):
    model.set_rows(np.arange(1000)[::-1])
    assert model.place_of(100) == 899
    assert model.rowCount() > 899
    assert model.place_of(5000) == -1


def test_memory_is_bounded(model, reader):
    model.set_rows(np.arange(3 * KEPT))
    for place in range(3 * KEPT):
        while place >= model.rowCount():
            model.fetchMore(QModelIndex())
        model.dataset(place)
    assert len(model._kept) <= KEPT


def test_a_record_that_is_gone_is_told(qgis_app):
    model = checked(DatasetModel(Reader(gone={3})))
    model.set_rows(np.arange(6))
    assert "no longer" in model.index(3, 0).data()
    assert model.index(4, 0).data() == "Dataset 4"


def test_records_are_read_again_once_the_catalogue_changed(model, reader):
    model.set_rows(np.arange(5))
    model.dataset(0)
    model.set_rows(np.arange(5))
    model.dataset(0)
    assert len(reader.asked) == 1
    model.set_rows(np.arange(5), changed=True)
    model.dataset(0)
    assert len(reader.asked) == 2


@settings(max_examples=40)
@given(st.lists(st.tuples(st.lists(st.integers(0, 400), unique=True, max_size=300), st.booleans()), max_size=5))
def test_the_list_is_always_the_search(searches):
    model = checked(DatasetModel(Reader()))
    for rows, changed in searches:
        model.set_rows(np.array(rows, dtype=np.int64), changed=changed)
        while model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())
        assert shown(model) == rows


def test_a_row_is_said_whole(qgis_app):
    record = read_record(made_records(2)[1], "https://portal.example")
    dataset = row_of(7, record)
    for part in (dataset.title, dataset.producer, dataset.date, "Open", "JSON", "ODbL 1.0"):
        assert part and part in dataset.sentence()


@pytest.mark.parametrize("raw", [{}, {"resource_title": 3}, {"available_formats": [None]}, {"theme": "<b>"}, [], None])
def test_dirty_records_make_rows(raw, qgis_app):
    dataset = row_of(0, read_record(raw, "x"))
    assert dataset.title
    assert dataset.access == "open"


# --- the list ------------------------------------------------------------------------------------------------------


@pytest.fixture
def listing(reader, qtbot):
    widget = DatasetList(reader, lambda _dataset: None)
    qtbot.addWidget(widget)
    widget.resize(320, 500)
    widget.set_rows(np.arange(50))
    widget.show()
    return widget


def test_the_chosen_row_stays_chosen_wherever_it_goes(listing, qtbot):
    told = []
    listing.chosen.connect(told.append)
    assert listing.choose(30)
    listing.set_rows(np.arange(50)[::-1].copy())
    assert listing.chosen_row == 30
    listing.set_rows(np.array([30, 4]))
    assert listing.chosen_row == 30
    assert told == [30], "a search that keeps the dataset does not choose it again"
    listing.set_rows(np.array([4]))
    assert listing.chosen_row == -1
    assert told == [30, -1]
    assert not listing.choose(30)


def test_a_changed_catalogue_shows_the_chosen_one_again(listing):
    told = []
    listing.choose(5)
    listing.chosen.connect(told.append)
    listing.set_rows(np.arange(50), changed=True)
    assert told == [5]


def test_keys_choose_and_activate(listing, qtbot):
    activated = []
    listing.activatedRow.connect(activated.append)
    qtbot.keyClick(listing, Qt.Key.Key_Return)
    assert activated == []
    qtbot.keyClick(listing, Qt.Key.Key_Down)
    qtbot.keyClick(listing, Qt.Key.Key_Down)
    qtbot.keyClick(listing, Qt.Key.Key_Return)
    assert activated == [1]


def test_the_pointer_is_told_once_a_row(listing, qtbot):
    told = []
    listing.pointed.connect(told.append)
    centre = listing.visualRect(listing.datasets.index(2, 0)).center()
    qtbot.mouseMove(listing.viewport(), centre)
    qtbot.mouseMove(listing.viewport(), centre + QPoint(3, 1))
    listing.viewportEntered.emit()
    assert told[-1] == -1
    assert told.count(2) <= 1


def test_ten_thousand_rows_scroll(listing, reader):
    listing.set_rows(np.arange(10000))
    for _ in range(60):
        listing.scrollToBottom()
        listing.grab()
    assert listing.datasets.rowCount() == 10000
    assert sum(map(len, reader.asked)) < 4000, "only what was looked at is read"


@pytest.mark.parametrize("width", [280, 360, 900])
def test_rows_have_room_for_what_they_hold(reader, qtbot, width):
    widget = DatasetList(reader, lambda _dataset: None)
    qtbot.addWidget(widget)
    widget.resize(width, 400)
    widget.show()
    widget.set_rows(np.arange(5))
    qtbot.waitUntil(lambda: widget.visualRect(widget.datasets.index(0, 0)).height() == widget.row_height())
    lines = 2 if width < 600 else 1
    metrics = widget.fontMetrics()
    assert widget.row_height() >= (lines + 2.4) * metrics.height()
    widget.resize(1220 - width, 400)
    qtbot.waitUntil(lambda: widget.visualRect(widget.datasets.index(0, 0)).height() == widget.sizeHintForRow(0))


EXTREME = (
    DatasetRow(0, "Title " * 60, "Producer " * 40, "22/06/2021", "Licence " * 20, "", ("GeoJSON",) * 20, "restricted"),
    DatasetRow(1, "Supercalifragilistic" * 20, "", "", "", "", (), "selfdata", "environment"),
    DatasetRow(2, "", known=False),
    DatasetRow(3, "عنوان \u202e titre", "生产者", "", "ODbL", "x", ("WMS", "WFS"), "open", "../../evil"),
)


@pytest.mark.parametrize("width", [60, 280, 800])
@pytest.mark.parametrize("picture", [None, (64, 64), (10, 200), (0, 0)])
def test_any_row_can_be_painted(qtbot, width, picture):
    class Fixed(DatasetModel):
        def dataset(self, place):
            return replace(EXTREME[place], row=place)

    pixmap = QPixmap(*picture) if picture else None
    if pixmap is not None:
        pixmap.fill(Qt.GlobalColor.red)
    widget = DatasetList(Reader(), lambda _dataset: pixmap)
    qtbot.addWidget(widget)
    model = Fixed(Reader(), widget)
    model.set_rows(np.arange(len(EXTREME)))
    widget.setModel(model)
    widget.setItemDelegate(DatasetDelegate(lambda _dataset: pixmap, widget))
    widget.resize(width, 500)
    image = widget.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}) > 3


def test_titles_are_wrapped_in_their_lines(qgis_app):
    font, text = QFont(), "Résultats des élections départementales de 2021 dans la ville de Rennes"
    width = QFontMetrics(font).horizontalAdvance("Résultats des élections ab")
    lines = wrapped(text, font, width, 2)
    assert len(lines) == 2
    assert lines[0] == "Résultats des élections"
    assert lines[1].endswith("…")
    assert wrapped("Short", font, width, 2) == ["Short"]
    assert len(wrapped(text, font, 0, 2)) == 1


def test_drawings_exist_and_no_name_leaves_the_folder():
    assert theme_drawing("environment") == "theme_environment"
    assert theme_drawing("../../secret") == "theme_other"
    assert access_drawing("selfdata") == "access_selfdata"
    assert access_drawing("what") == "access_open"


# --- files and services ----------------------------------------------------------------------------------------


def media(name, mime="", contract="dwnl", **fields):
    return Media(media_id=name, name=name, file_type=mime, connector=Connector("https://x.org/a", contract), **fields)


def test_media_are_told_and_the_best_is_proposed(qgis_app):
    items = (
        media("doc", "application/pdf", file_size=1500),
        media("wms", contract="wms", kind="SERVICE"),
        media("geo", "application/geo+json", file_size=2_000_000),
        media("secret", "application/json", encrypted=True),
    )
    model = checked(MediaModel(lambda one: "cannot be opened" if one.name in ("doc", "secret") else ""))
    model.set_media(items)
    assert model.best() == 2
    assert [model.index(row, NAME).data() for row in range(4)] == ["doc", "wms", "geo", "secret"]
    assert [model.index(row, FORMAT).data() for row in range(3)] == ["PDF", "WMS", "GeoJSON"]
    assert model.index(1, SIZE).data() == ""
    assert "cannot be opened" in model.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole)
    model.set_media(items[:1])
    assert model.best() == 0, "what cannot be opened can still be downloaded"
    model.set_media(())
    assert (model.best(), model.media(0), model.reason(0)) == (-1, None, "")
