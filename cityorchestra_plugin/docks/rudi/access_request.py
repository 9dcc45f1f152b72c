"""Ask for access to a dataset: who may, what exactly is sent, what became of earlier requests."""

from __future__ import annotations

import json
from typing import Any, Optional

from qgis.core import Qgis
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.access_requests import (
    AccessRequest,
    RequestDraft,
    my_requests,
    planned_calls,
    send_request,
)
from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import tr
from .. import background
from ..background import BackgroundWork
from ..panel_frame import SentencePage, push_sentence, theme_icon
from .access_form import AccessForm
from .access_requests_model import STATUS, AccessRequestModel, status_text
from .download_work import OpenAccess


class AccessRequestDialog(QDialog):
    """Two pages: the request for a dataset, and the requests made so far.

    Signals
    -------
    said(str, str)
        Kind and sentence of a message for the panel.
    accountWanted
        The user wants to give the connection an account.

    Parameters
    ----------
    connection : Connection
        The portal.
    open_access : callable
        Opens it, in a thread.
    record : Record or None
        The dataset; None shows the requests only.
    """

    said = pyqtSignal(str, str)
    accountWanted = pyqtSignal()

    def __init__(
        self,
        connection: Connection,
        open_access: OpenAccess,
        record: Optional[Record],
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Access to restricted data"))
        self._connection, self._open_access, self._record = connection, open_access, record
        self._work: Optional[BackgroundWork] = None
        self._draft: Optional[RequestDraft] = None
        self._sending = False
        self.bar = QgsMessageBar()
        self.tabs = QTabWidget()
        self.pages = QStackedWidget()
        self.how = SentencePage()
        self.busy = self._make_busy()
        self.form = AccessForm(record) if record is not None else None
        self.review = self._make_review()
        self.sent = SentencePage()
        self._after: Optional[QWidget] = self.form  # what is shown once the projects are there
        for page in filter(None, (self.how, self.busy, self.form, self.review, self.sent)):
            self.pages.addWidget(page)
        if record is not None:
            self.tabs.addTab(self.pages, tr("Request"))
        self.requests = AccessRequestModel(self)
        self.tabs.addTab(self._make_requests(), tr("My requests"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.tabs, 1)
        characters = self.fontMetrics().averageCharWidth()
        self.resize(62 * characters, 34 * self.fontMetrics().height())
        self._connect()
        self._begin()

    # -- what it is made of -------------------------------------------------------------------------

    def _make_busy(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self.busy_label = QLabel()
        self.busy_label.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(tr("Progress"))
        self.cancel_button = QPushButton(tr("&Cancel"))
        column.addStretch(1)
        column.addWidget(self.busy_label)
        column.addWidget(bar)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(2)
        return page

    def _make_review(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self.review_label = QLabel()
        self.review_label.setWordWrap(True)
        self.review_text = QPlainTextEdit()
        self.review_text.setReadOnly(True)
        self.review_text.setTabChangesFocus(True)
        self.review_text.setAccessibleName(tr("What will be sent"))
        self.review_text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        row = QHBoxLayout()
        self.back_button = QPushButton(tr("&Back"))
        self.send_button = QPushButton(theme_icon("/mActionSharingExport.svg"), tr("&Send the request…"))
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.send_button)
        column.addWidget(self.review_label)
        column.addWidget(self.review_text, 1)
        column.addLayout(row)
        return page

    def _make_requests(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self.requests_label = QLabel()
        self.requests_label.setWordWrap(True)
        self.table = QTableView()
        self.table.setModel(self.requests)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(tr("My requests"))
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(STATUS, QHeaderView.ResizeMode.ResizeToContents)
        self.refresh_button = QPushButton(theme_icon("/mActionRefresh.svg"), tr("&Refresh"))
        column.addWidget(self.requests_label)
        column.addWidget(self.table, 1)
        column.addWidget(self.refresh_button, 0, Qt.AlignmentFlag.AlignRight)
        return page

    def _connect(self) -> None:
        self.how.triggered.connect(self._want_account)
        self.sent.triggered.connect(self.close)
        self.cancel_button.clicked.connect(self._cancel)
        self.back_button.clicked.connect(lambda: self.pages.setCurrentWidget(self.form))
        self.send_button.clicked.connect(self.send)
        self.refresh_button.clicked.connect(self.load)
        if self.form is not None:
            self.form.checkTriggered.connect(self.check)

    # -- who may ask --------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Ask for the projects of the account, or say how to get one."""
        explained = self._explained()
        if explained is None:
            self.load()
            return
        sentence, button = explained
        self.how.set_texts(theme_icon("/locked.svg"), sentence, button)
        self.how.button.setVisible(bool(button))
        self.pages.setCurrentWidget(self.how)
        self.requests_label.setText(sentence)
        self.refresh_button.setEnabled(False)

    def _explained(self) -> Optional[tuple[str, str]]:
        """Return why this connection takes no request, and what the button is called; None when it does."""
        if self._connection.kind != "portal":
            to = ", ".join(contact.email for contact in self._record.contacts if contact.email) if self._record else ""
            if to:
                return tr("This server takes no requests. Write to {addresses}.").format(addresses=to), ""
            return tr("This server takes no requests: write to the producer of the dataset."), ""
        if not self._connection.authcfg:
            sentence = tr(
                "Requests are made by a person: {url} must know who asks. Create an account on the portal, keep its "
                "login and password in the authentication settings of QGIS, and choose them for this connection."
            ).format(url=self._connection.url)
            return sentence, tr("&Choose an account…")
        return None

    def _want_account(self) -> None:
        self.accountWanted.emit()
        self.close()

    def load(self) -> None:
        """Ask for the projects and the requests of the account."""
        self._show_busy(tr("Asking the portal for your projects…"))
        connection, open_access = self._connection, self._open_access

        def work(task: BackgroundWork) -> tuple[list[dict[str, Any]], list[AccessRequest], dict[str, str]]:
            access = open_access(connection, stop=task.isCanceled)
            projects = access.projects
            made = list(my_requests(projects))
            return projects.mine(), made, _titles(access, {request.dataset_id for request in made})

        self._start(tr("Requests for access"), work, self._loaded)

    def _loaded(self, answer) -> None:
        projects, requests, titles = answer
        if self.form is not None:
            self.form.set_projects(projects)
            titles = {**titles, self._record.global_id: self._record.title}
            self.pages.setCurrentWidget(self._after)
        self.requests.show(requests, titles)
        if len(requests) > 1:
            sentence = tr("{count} requests on {url}.").format(count=len(requests), url=self._connection.url)
        else:
            sentence = tr("One request on {url}.") if requests else tr("You have made no request on {url} yet.")
            sentence = sentence.format(url=self._connection.url)
        self.requests_label.setText(sentence)

    # -- what is sent -------------------------------------------------------------------------------

    def check(self) -> None:
        """Show exactly what would be sent; nothing is."""
        self.form.show_checks(all_fields=True)
        if self.form.problems():
            self.form.focus_first_problem()
            return
        self._draft = self.form.draft()
        calls = planned_calls(self._draft)
        self.review_label.setText(
            tr(
                "Nothing has been sent yet. These {count} messages will go to {url}, with the account chosen for it:"
            ).format(count=len(calls), url=self._connection.url)
            if len(calls) > 1
            else tr("Nothing has been sent yet. This message will go to {url}, with the account chosen for it:").format(
                url=self._connection.url
            )
        )
        self.review_text.setPlainText(
            "\n\n".join(
                f"{call.method} {self._connection.url.rstrip('/')}{call.path}\n"
                f"{json.dumps(call.body, ensure_ascii=False, indent=2)}"
                for call in calls
            )
        )
        self.pages.setCurrentWidget(self.review)
        self.send_button.setFocus()

    def send(self) -> None:
        """Send what was shown, once confirmed."""
        draft = self._draft
        if draft is None:
            return
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            tr("Send the request"),
            tr("Send the request for “{title}” to {url}?").format(title=draft.dataset_title, url=self._connection.url),
            buttons.Yes | buttons.No,
            buttons.No,
        )
        if answer != buttons.Yes:
            return
        self._show_busy(tr("Sending the request…"))
        self._sending = True
        connection, open_access = self._connection, self._open_access

        def work(task: BackgroundWork) -> AccessRequest:
            return send_request(open_access(connection, stop=task.isCanceled).projects, draft)

        self._start(tr("Request for access"), work, self._was_sent, self._was_not_sent)

    def _was_sent(self, request: AccessRequest) -> None:
        sentence = tr(
            "The request is registered ({status}). The producer will answer by e-mail; this dialog tells how far it is."
        ).format(status=status_text(request.status))
        self.sent.set_texts(theme_icon("/mIconSuccess.svg"), sentence, tr("&Close"))
        self.said.emit("success", tr("The request for “{title}” is registered.").format(title=self._record.title))
        self._after = self.sent
        self.load()

    def _was_not_sent(self, sentence: str) -> None:
        """Say why, and read the projects again: a new one may have been made before the refusal."""
        self._ended()
        self._draft = None
        self.load()
        push_sentence(self.bar, sentence, Qgis.MessageLevel.Warning, 0, ())

    # -- background ---------------------------------------------------------------------------------

    def _show_busy(self, sentence: str) -> None:
        self.bar.clearWidgets()
        self.busy_label.setText(sentence)
        self.pages.setCurrentWidget(self.busy)
        self.requests_label.setText(sentence)
        self.refresh_button.setEnabled(False)

    def _start(self, description: str, work, done, failed=None) -> None:
        def answered(answer: Any) -> None:
            self._ended()
            done(answer)

        self._work = background.run(
            description, work, done=answered, failed=failed or self._failed, cancelled=self._cancelled
        )

    def _ended(self) -> None:
        self._work = None
        self._sending = False
        self.refresh_button.setEnabled(True)

    def _failed(self, sentence: str) -> None:
        self._ended()
        push_sentence(self.bar, sentence, Qgis.MessageLevel.Warning, 0, ())
        self.requests_label.setText(sentence)
        self._show_form()

    def _cancelled(self) -> None:
        if self._sending:
            self._was_not_sent(tr("Cancelled. The request may have been made all the same: look at “My requests”."))
            return
        self._ended()
        self.requests_label.setText(tr("Cancelled: the requests were not read."))
        self._show_form()

    def _show_form(self) -> None:
        if self.form is not None:
            self.pages.setCurrentWidget(self.form)

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def reject(self) -> None:
        """Close; while a request is being sent, Esc gives that up and the dialog stays to tell what came of it."""
        if self._sending:
            self._cancel()
        else:
            super().reject()

    def unload(self) -> None:
        """End what runs."""
        work, self._work = self._work, None
        if work is not None:
            work.stop()


def _titles(access: Any, identifiers: set[str]) -> dict[str, str]:
    """Return the titles of datasets; one that cannot be had keeps its identifier."""
    found = {identifier: _title(access, identifier) for identifier in sorted(identifiers)}
    return {identifier: title for identifier, title in found.items() if title}


def _title(access: Any, identifier: str) -> str:
    try:
        return access.source.get(identifier).title
    except InputError:  # withdrawn meanwhile, for example
        return ""
