"""The dataset that is chosen: its card, its extent on the map, its menu, its reuses."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu

from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import tr
from .. import background
from ..background import BackgroundWork
from . import record_texts
from .actions import DatasetActions
from .card_picture_loader import CardPictureLoader
from .datasets_tab import DatasetsTab
from .download_work import OpenAccess
from .extent_sketch import sketch_of
from .footprints import Footprints
from .search_controller import SearchController

MOST_REUSES = 20


class ChosenDataset(QObject):
    """Joins list, card, map and actions for one dataset.

    Signals
    -------
    said(str, str)
        Kind and sentence of a message.

    Parameters
    ----------
    controller : SearchController
    tab : DatasetsTab
    footprints : Footprints
    actions : DatasetActions
    pictures : CardPictureLoader
    open_access : callable
        Opens a server in a thread.
    """

    said = pyqtSignal(str, str)

    def __init__(
        self,
        controller: SearchController,
        tab: DatasetsTab,
        footprints: Footprints,
        actions: DatasetActions,
        pictures: CardPictureLoader,
        open_access: OpenAccess,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._tab, self._list, self._card = tab, tab.list, tab.card
        self._footprints = footprints
        self._actions = actions
        self._pictures = pictures
        self._open_access = open_access
        self._reuses: Optional[BackgroundWork] = None
        self._connect()

    def _connect(self) -> None:
        card, actions, footprints = self._card, self._actions, self._footprints
        box = self._controller.box
        self._list.chosen.connect(self.show_row)
        self._list.pointed.connect(lambda row: footprints.hover(box(row) if row >= 0 else None))
        self._list.activatedRow.connect(lambda _row: card.press_add())
        self._list.zoomWanted.connect(self._zoom_to_row)
        self._list.menuWanted.connect(self._show_menu)
        self._pictures.found.connect(card.picture.show_picture)
        self._pictures.offered.connect(card.picture.offer)
        self._pictures.failed.connect(card.picture.show_failure)
        card.picture.wanted.connect(self._pictures.agree)
        card.addTriggered.connect(actions.add_to_map)
        card.downloadTriggered.connect(lambda record, media: actions.download(record, media))
        card.copyTriggered.connect(actions.copy_url)
        card.algorithmTriggered.connect(actions.open_as_algorithm)
        card.accessTriggered.connect(actions.request_access)
        card.pageTriggered.connect(actions.open_page)
        card.zoomTriggered.connect(self.zoom_to)
        card.reusesWanted.connect(self._ask_reuses)
        card.closed.connect(self.close_card)
        card.datasetChosen.connect(self.choose_row)
        card.keywordChosen.connect(lambda word: self._tab.search.toggle("keyword", word, True))

    # -- the choice ---------------------------------------------------------------------------------

    def show_row(self, row: int) -> None:
        """Show the dataset of a row of the catalogue, and those that resemble it; -1 shows none."""
        record = self._controller.record(row) if row >= 0 else None
        similar = []
        if record is not None:
            for other in self._controller.similar(row).tolist():
                found = self._controller.record(other)
                if found is not None:
                    similar.append((other, found))
        box = self._controller.box(row) if record is not None else None
        self._card.show_record(record, similar)
        self._card.picture.show_sketch(sketch_of(box, self._controller.boxes()))
        self._pictures.show_dataset(record, self._controller.standing.connection)
        self.show_standing()
        self._tab.share_space()
        self._footprints.choose(box)

    def show_standing(self) -> None:
        """Offer what the catalogue can be asked just now."""
        standing = self._controller.standing
        portal = standing.connection is not None and standing.connection.kind == "portal"
        self._card.set_reuses_available(self._card.record is not None and portal and not standing.offline)

    def choose_row(self, row: int) -> None:
        """Show a dataset, be it one that the search leaves out."""
        if not self._list.choose(row):
            self._list.choose_none()
            self.show_row(row)

    def close_card(self) -> None:
        """Choose nothing; the focus goes back to the list."""
        focused = self._card.window().focusWidget()
        had_focus = focused is not None and self._card.isAncestorOf(focused)
        self._list.choose_none()
        self.show_row(-1)
        if had_focus:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the map ------------------------------------------------------------------------------------

    def zoom_to(self, record: Record) -> None:
        """Show the extent of a dataset on the map."""
        if record.extent is None or record.extent.is_world:
            self.said.emit("info", tr("The record gives no extent."))
        elif not self._footprints.zoom_to(record.extent.as_tuple()):
            sentence = tr("The CRS of the map cannot show this extent; choose another CRS for the project.")
            self.said.emit("warning", sentence)

    def _zoom_to_row(self, row: int) -> None:
        record = self._controller.record(row)
        if record is not None:
            self.zoom_to(record)

    # -- the menu -----------------------------------------------------------------------------------

    def _show_menu(self, row: int, position) -> None:
        self.choose_row(row)
        if self._card.record is not None:
            menu = self.menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(position)

    def menu(self) -> QMenu:
        """Return a menu that offers on the list what the card offers."""
        card = self._card
        menu = QMenu(self._list)
        menu.setToolTipsVisible(True)
        media = card.media
        for button in (media.add_button, media.download_button, media.copy_button, media.algorithm_button):
            action = menu.addAction(button.icon(), button.text() or button.accessibleName(), button.click)
            action.setEnabled(button.isEnabled())
            action.setToolTip(button.toolTip())
        menu.addSeparator()
        menu.addMenu(self._actions.cite_menu(card.record, menu))
        for button in (card.access_button, card.zoom_button, card.page_button):
            if not button.isHidden():
                action = menu.addAction(button.icon(), button.text() or button.accessibleName(), button.click)
                action.setEnabled(button.isEnabled())
        return menu

    # -- reuses -------------------------------------------------------------------------------------

    def _ask_reuses(self, record: Record) -> None:
        """Ask the portal which projects use a dataset, when the user wants to know."""
        self.stop()
        connection, open_access = self._controller.standing.connection, self._open_access
        if connection is None:
            return

        def work(task: BackgroundWork) -> list[dict[str, Any]]:
            projects = open_access(connection, stop=task.isCanceled).projects
            return list(projects.reuses((record.global_id,), MOST_REUSES)) if projects is not None else []

        def answered(text: str) -> None:
            self._reuses = None
            self._card.show_reuses(record, text)

        self._reuses = background.run(
            tr("Reuses of a dataset"),
            work,
            done=lambda found: answered(record_texts.reuses(found) or tr("The portal knows of no reuse yet.")),
            failed=lambda sentence: answered(record_texts.plain(sentence)),
        )

    def stop(self) -> None:
        """Give up what is being asked."""
        work, self._reuses = self._reuses, None
        if work is not None:
            work.stop()
