"""The brokers that the user knows: add, change, try, remove."""

from __future__ import annotations

from functools import partial
from typing import Callable, Optional

from qgis.PyQt.QtWidgets import QWidget

from ....processing_provider.errors import InputError
from ....processing_provider.iot.algorithms.brokers import (
    Broker,
    checked_broker,
    remove_broker,
    save_broker,
    saved_brokers,
)
from ....processing_provider.translation import tr
from ..background import BackgroundWork
from ..panel_frame import theme_icon
from ..saved_list_dialog import SavedListDialog, SavedListModel, Words
from .broker_form import BrokerForm
from .broker_test import tested


def broker_model() -> SavedListModel:
    """Return the brokers, in the order of :func:`...algorithms.brokers.saved_brokers`."""
    return SavedListModel(
        saved_brokers,
        tooltip=lambda broker: "\n".join(part for part in (broker.name, broker.host, broker.store) if part),
        icon=lambda _broker: theme_icon("/mIconConnect.svg"),
    )


class BrokersDialog(SavedListDialog):
    """The brokers beside the form of one."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        words = Words(
            title=tr("Brokers"),
            new=tr("New broker"),
            taken=lambda name: InputError("There is a broker called “{name}” already.", name=name),
            remove=tr("Remove a broker"),
            sure=tr("Remove “{name}” from the list of brokers? Its store stays."),
            height_lines=34,
        )
        super().__init__(words, broker_model(), BrokerForm(), parent)

    def empty_thing(self) -> Broker:
        """Return a new broker."""
        return Broker("", "")

    def fill_form(self, thing: Broker) -> None:
        """Show a broker in the form."""
        self.form.show_broker(thing)

    def typed_thing(self) -> Broker:
        """Return what the form says."""
        return self.form.broker()

    def has_address(self, thing: Broker) -> bool:
        """Tell whether a host was typed."""
        return bool(thing.host.strip())

    def checked_thing(self, thing: Broker) -> Broker:
        """Return the broker as it can be kept."""
        return checked_broker(thing)

    def keep_thing(self, thing: Broker) -> None:
        """Keep it in the settings of QGIS."""
        save_broker(thing)

    def remove_thing(self, name: str) -> None:
        """Take it out of the settings; its store stays."""
        remove_broker(name)

    def attempt(self, thing: Broker) -> Callable[[BackgroundWork], str]:
        """Connect to the broker and listen for a moment."""
        return partial(tested, thing)
