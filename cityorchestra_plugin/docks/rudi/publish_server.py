"""Where a dataset is published: the node or its manager, the account, the portal behind it."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.gui import QgsAuthConfigSelect, QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.rudi.form_checks import WARNING
from ....processing_provider.translation import tr, translated_error
from ... import settings
from ..cool_route_options import describe, narrow
from .field_check import OK, CheckLine
from .publish_plan import MANAGER, NODE, Destination


class DestinationGroup(QgsCollapsibleGroupBox):
    """Node or manager, address, account; collapsed once all is known.

    Signals
    -------
    changed
    """

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._touched: set[str] = set()
        self.setTitle(tr("Where it goes"))
        self.setSaveCollapsedState(False)
        self.target = QComboBox()
        narrow(self.target)
        self.target.addItem(tr("Manager of a node (a login)"), MANAGER)
        self.target.addItem(tr("Node itself (a token)"), NODE)
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://node.example.org/manager")
        self.account = QgsAuthConfigSelect()
        self.to_portal = QCheckBox(tr("Then send the record to the &portal"))
        self.to_portal.setToolTip(
            tr("The node asks its portal to take the record in. The portal does so later, and may refuse it.")
        )
        self.checks = {name: CheckLine() for name in ("address", "account")}
        column = QVBoxLayout(self)
        for label, box, tooltip, name in (
            (tr("Publish thro&ugh"), self.target, tr("What the address below is, and what account it takes."), ""),
            (tr("Address of the ser&ver"), self.address, tr("As the administrator of the node gives it."), "address"),
            (
                tr("Accoun&t"),
                self.account,
                tr("Kept by QGIS’s authentication manager: the project and the settings only know its name."),
                "account",
            ),
        ):
            column.addWidget(describe(label, box, tooltip))
            column.addWidget(box)
            if name:
                column.addWidget(self.checks[name])
        column.addWidget(self.to_portal)
        self._connect()

    def _connect(self) -> None:
        self.target.currentIndexChanged.connect(lambda _index: self._target_changed())
        self.address.textChanged.connect(lambda _text: self._touch("address"))
        self.account.selectedConfigIdChanged.connect(lambda _id: self._touch("account"))
        self.to_portal.toggled.connect(lambda _on: self._touch(""))

    def destination(self) -> Destination:
        """Return what is chosen."""
        return Destination(
            str(self.target.currentData()),
            self.address.text(),
            self.account.configId(),
            self.to_portal.isChecked() and self.target.currentData() == NODE,
        )

    def show_remembered(self, connection: Optional[Connection]) -> None:
        """Propose the server of the last publication, else the node that the panel is connected to."""
        target, address = settings.PUBLISH_TARGET.value(), settings.PUBLISH_SERVER.value()
        account = settings.PUBLISH_ACCOUNT.value()
        if not address and connection is not None and connection.kind == "node":
            target, address, account = NODE, connection.url, connection.authcfg
        self.target.setCurrentIndex(max(0, self.target.findData(target)))
        self.address.setText(address)
        # The widget would keep the identifier of an account that was deleted, and show none.
        known = QgsApplication.authManager().availableAuthMethodConfigs()
        self.account.setConfigId(account if account in known else "")
        self._target_changed()
        self._touched.clear()
        self.show_checks()
        self.setCollapsed(self.destination().is_complete)

    def remember(self) -> None:
        """Keep the server for the next layer; of the account, its identifier only."""
        chosen = self.destination()
        settings.PUBLISH_TARGET.set_value(chosen.target)
        settings.PUBLISH_SERVER.set_value(chosen.address.strip())
        settings.PUBLISH_ACCOUNT.set_value(chosen.authcfg)

    def show_checks(self, *, all_fields: bool = False) -> None:
        """Say below each field what it lacks: of those typed in, or of all."""
        found = self.destination().problems()
        for name, line in self.checks.items():
            severity, error = found.get(name, (OK, None))
            wanted = error is not None and (all_fields or name in self._touched or severity == WARNING)
            line.say(severity if wanted else OK, translated_error(error) if wanted else "")

    def focus_first_problem(self) -> None:
        """Bring the user to what is missing."""
        self.setCollapsed(False)
        fields = {"address": self.address, "account": self.account}
        for name, (severity, _) in self.destination().problems().items():
            if severity != WARNING:
                fields[name].setFocus()
                return

    def tab_order(self) -> list[QWidget]:
        """Return the fields in the order of the tab key."""
        return [self.target, self.address, self.account, self.to_portal]

    def _target_changed(self) -> None:
        """Offer what the way in can do: a manager sends nothing to the portal."""
        self.to_portal.setVisible(self.target.currentData() == NODE)
        self._touch("")

    def _touch(self, name: str) -> None:
        if name:
            self._touched.add(name)
        self.show_checks()
        self.changed.emit()
