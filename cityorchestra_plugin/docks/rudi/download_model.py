"""The queue of downloads as a table: name, progress, speed, time left, state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ....processing_provider.rudi.download import MISMATCH, UNVERIFIABLE, VERIFIED
from ....processing_provider.translation import number_text, tr
from ..panel_frame import theme_icon
from .download_jobs import DownloadJob, State

NAME, PROGRESS, SPEED, REMAINING, STATUS = range(5)
COLUMN_COUNT = 5
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
SHARE_ROLE = Qt.ItemDataRole.UserRole + 2  # in 0..1, None when unknown
STATE_ROLE = Qt.ItemDataRole.UserRole + 3
KEY_ROLE = Qt.ItemDataRole.UserRole + 4
ROUNDS_UP = 0.9995  # of a unit from which a size is written in it: 999.6 bytes are 1 kB

ICONS = {
    State.WAITING: "/mTaskQueued.svg",
    State.RUNNING: "/mTaskRunning.svg",
    State.PAUSED: "/mTaskOnHold.svg",
    State.DONE: "/mIconSuccess.svg",
    State.FAILED: "/mIconWarning.svg",
    State.QUARANTINED: "/mIconDelete.svg",
    State.CANCELLED: "/mTaskCancel.svg",
    State.STOPPING: "/mTaskOnHold.svg",
}


def size_text(count: float) -> str:
    """Return a number of bytes as the user reads it: kB, MB, GB of a thousand each."""
    units = (
        (tr("{size} GB"), 1e9, 1),
        (tr("{size} MB"), 1e6, 1),
        (tr("{size} kB"), 1e3, 0),
    )
    for template, factor, decimals in units:
        if count >= ROUNDS_UP * factor:
            return template.format(size=number_text(count / factor, decimals))
    return tr("{size} bytes").format(size=number_text(count))


def time_text(seconds: float) -> str:
    """Return a duration as the user reads it."""
    if round(seconds) < 60:
        return tr("{seconds} s").format(seconds=number_text(max(1, round(seconds))))
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return tr("{minutes} min").format(minutes=number_text(minutes))
    return tr("{hours} h {minutes} min").format(hours=number_text(hours), minutes=number_text(minutes))


def state_text(job: DownloadJob) -> str:
    """Return the word for the state of a download."""
    if job.state is State.DONE:
        return {VERIFIED: tr("Verified"), MISMATCH: tr("Differs"), UNVERIFIABLE: tr("Done, no checksum")}.get(
            job.status, tr("Done")
        )
    return {
        State.WAITING: tr("Waiting"),
        State.RUNNING: tr("Downloading"),
        State.STOPPING: tr("Stopping…"),
        State.PAUSED: tr("Paused"),
        State.FAILED: tr("Failed"),
        State.QUARANTINED: tr("Wrong file"),
        State.CANCELLED: tr("Cancelled"),
    }[job.state]


def progress_text(job: DownloadJob) -> str:
    """Return how far a download is: percent when the size is known, else bytes."""
    share = job.share
    if job.state is State.DONE:
        return size_text(job.received)
    if share is not None and (job.received or job.state in (State.RUNNING, State.PAUSED)):
        return tr("{percent} %").format(percent=number_text(int(100 * share)))
    return size_text(job.received) if job.received else ""


def sentence_of(job: DownloadJob) -> str:
    """Describe a download in full, for the line below the table, tooltips and screen readers."""
    words = [f"{job.media_name} ({job.dataset_title})", state_text(job)]
    whole = job.total or job.size
    if job.received and whole and job.state is not State.DONE:
        words.append(tr("{received} of {total}").format(received=size_text(job.received), total=size_text(whole)))
    elif job.received:
        words.append(size_text(job.received))
    speed, left = job.speed.value(), job.remaining_s()
    if job.state is State.RUNNING and speed:
        words.append(tr("{size}/s").format(size=size_text(speed)))
    if left is not None:
        words.append(tr("{time} left").format(time=time_text(left)))
    text = ", ".join(words) + "."
    return f"{text} {job.sentence}".strip()


class DownloadModel(QAbstractTableModel):
    """Downloads as rows, the first asked first."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs: list[DownloadJob] = []

    @property
    def jobs(self) -> list[DownloadJob]:
        """The downloads, by row."""
        return self._jobs

    def job(self, row: int) -> Optional[DownloadJob]:
        """Return the download of a row."""
        return self._jobs[row] if 0 <= row < len(self._jobs) else None

    def row_of(self, key: str) -> int:
        """Return the row of a download, -1 when it is gone."""
        return next((row for row, job in enumerate(self._jobs) if job.key == key), -1)

    def add(self, jobs: Iterable[DownloadJob]) -> None:
        """Add downloads at the end."""
        added = list(jobs)
        if added:
            first = len(self._jobs)
            self.beginInsertRows(QModelIndex(), first, first + len(added) - 1)
            self._jobs.extend(added)
            self.endInsertRows()

    def remove(self, key: str) -> None:
        """Take a download off the list."""
        row = self.row_of(key)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._jobs[row]
            self.endRemoveRows()

    def changed(self, key: str, *, whole: bool = True) -> None:
        """Tell views that a download changed: all of it, or only how far it is."""
        row = self.row_of(key)
        if row < 0:
            return
        roles = [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, SORT_ROLE, SHARE_ROLE]
        if whole:
            roles += [STATE_ROLE, Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.AccessibleTextRole]
            self.dataChanged.emit(self.index(row, NAME), self.index(row, STATUS), roles)
        else:
            self.dataChanged.emit(self.index(row, PROGRESS), self.index(row, REMAINING), roles)

    # -- what views ask -----------------------------------------------------------------------------

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self._jobs)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else COLUMN_COUNT

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < COLUMN_COUNT:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("File"), tr("Progress"), tr("Speed"), tr("Left"), tr("State"))[section]
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        job = self.job(index.row()) if index.isValid() else None
        if job is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(job, column)
        if role == SORT_ROLE:
            return self._number(job, column)
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return theme_icon(ICONS[job.state])
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (SPEED, REMAINING):
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return getattr(flags, "value", None) or int(flags)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return sentence_of(job)
        return {SHARE_ROLE: job.share, STATE_ROLE: job.state.value, KEY_ROLE: job.key}.get(role)

    def _text(self, job: DownloadJob, column: int) -> str:
        if column == NAME:
            return job.media_name
        if column == PROGRESS:
            return progress_text(job)
        if column == STATUS:
            return state_text(job)
        if job.state is not State.RUNNING:
            return ""
        if column == SPEED:
            speed = job.speed.value()
            return tr("{size}/s").format(size=size_text(speed)) if speed else ""
        left = job.remaining_s()
        return time_text(left) if left is not None else ""

    def _number(self, job: DownloadJob, column: int) -> Any:
        if column == NAME:
            return job.media_name.casefold()
        if column == PROGRESS:
            return job.share if job.share is not None else -1.0
        if column == SPEED:
            return (job.speed.value() or 0.0) if job.state is State.RUNNING else -1.0
        if column == REMAINING:
            left = job.remaining_s()
            return left if left is not None else float("inf")
        return list(State).index(job.state)
