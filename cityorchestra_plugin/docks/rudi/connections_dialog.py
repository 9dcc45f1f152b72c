"""The catalogues that the user knows: add, change, try, remove."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.algorithms.connections import (
    Connection,
    checked_connection,
    remove_connection,
    save_connection,
    saved_connections,
)
from ....processing_provider.translation import tr
from ..background import BackgroundWork
from ..panel_frame import theme_icon
from ..saved_list_dialog import SavedListDialog, SavedListModel, Words
from .connection_form import ConnectionForm, kind_texts
from .connection_test import tested
from .download_work import OpenAccess


def connection_model() -> SavedListModel:
    """Return the catalogues, in the order of :func:`...connections.saved_connections`."""
    kinds = kind_texts()
    return SavedListModel(
        saved_connections,
        tooltip=lambda connection: "\n".join((connection.name, kinds[connection.kind], connection.url)),
        icon=lambda connection: theme_icon("/mIconFileLink.svg" if connection.kind == "file" else "/mIconConnect.svg"),
    )


class ConnectionsDialog(SavedListDialog):
    """The catalogues beside the form of one.

    Parameters
    ----------
    open_access : callable
        Opens a server in a thread.
    """

    def __init__(self, open_access: OpenAccess, parent: Optional[QWidget] = None) -> None:
        self._open_access = open_access
        words = Words(
            title=tr("Catalogues"),
            new=tr("New catalogue"),
            taken=lambda name: InputError("There is a connection called “{name}” already.", name=name),
            remove=tr("Remove a catalogue"),
            sure=tr("Remove “{name}” from the list of catalogues?"),
            height_lines=24,
        )
        super().__init__(words, connection_model(), ConnectionForm(), parent)

    def focus_account(self) -> None:
        """Put the cursor on the choice of the account."""
        self.form.account.setFocus(Qt.FocusReason.OtherFocusReason)

    def empty_thing(self) -> Connection:
        """Return a new connection, to a portal."""
        return Connection("", "", "portal")

    def fill_form(self, thing: Connection) -> None:
        """Show a connection in the form."""
        self.form.setTitle(thing.name or tr("New catalogue"))
        self.form.show_connection(thing)

    def typed_thing(self) -> Connection:
        """Return what the form says."""
        return self.form.connection()

    def has_address(self, thing: Connection) -> bool:
        """Tell whether an address or a file was given."""
        return bool(thing.url.strip())

    def checked_thing(self, thing: Connection) -> Connection:
        """Return the connection as it can be kept."""
        return checked_connection(thing)

    def keep_thing(self, thing: Connection) -> None:
        """Keep it in the settings of QGIS."""
        save_connection(thing)

    def remove_thing(self, name: str) -> None:
        """Take it out of the settings; what was loaded of it stays on disk until it is loaded again."""
        remove_connection(name)

    def attempt(self, thing: Connection) -> Callable[[BackgroundWork], str]:
        """Ask the catalogue a few questions."""
        open_access = self._open_access
        return lambda task: tested(thing, open_access, task)
