"""The queue of downloads: one or two at once, paused and taken up again, kept over a restart of QGIS."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Callable, Optional

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ....processing_provider.rudi.download import MISMATCH, UNVERIFIABLE, Download
from ....processing_provider.styling import LOG_TAB
from ....processing_provider.translation import tr
from ... import settings
from ..background import BackgroundWork
from . import download_jobs as jobs
from .download_jobs import ACTIVE, UNFINISHED, DownloadJob, State
from .download_model import DownloadModel
from .download_work import OpenAccess, drop_part, fetch, was_quarantined

REFRESH_MS = 250  # how often the progress on show is brought up to date


class DownloadQueue(QObject):
    """Runs the downloads of the model.

    Signals
    -------
    completed(DownloadJob)
        The file is there.
    failed(DownloadJob)
        It is not, or not the one announced; ``sentence`` says why.
    activeChanged(int)
        How many wait or run.

    Parameters
    ----------
    open_access : callable
        Opens a server, in a thread.
    list_path : Path, optional
        File of the unfinished downloads; that of the profile by default.
    """

    completed = pyqtSignal(object)
    failed = pyqtSignal(object)
    activeChanged = pyqtSignal(int)

    def __init__(
        self, open_access: OpenAccess, list_path: Optional[Path] = None, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._open_access = open_access
        self._path = list_path or jobs.list_path()
        self._tasks: dict[str, BackgroundWork] = {}
        self._visible = False
        self._unloaded = False
        self.model = DownloadModel(self)
        self.model.add(jobs.load_list(self._path))
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._show_progress)

    # -- what the user asks -------------------------------------------------------------------------

    def add(self, job: DownloadJob) -> DownloadJob:
        """Queue a download; return it, or the one of the same file to the same place that is under way."""
        for known in self.model.jobs:
            if known.place == job.place and known.state in UNFINISHED:
                known.add_when_done = known.add_when_done or job.add_when_done
                if known.state not in ACTIVE:
                    # Its account, or the address in its record, may be better now.
                    known.connection, known.record = job.connection, job.record
                    self.resume(known.key)
                return known
        self.model.add([job])
        self._next()
        return job

    def pause(self, key: str) -> None:
        """Stop a download and keep what came of it."""
        self._stop(key, State.PAUSED)

    def cancel(self, key: str) -> None:
        """Stop a download and delete what came of it; a file that is complete stays."""
        job = self._job(key)
        if job is None:
            return
        if job.state in (State.PAUSED, State.FAILED):
            self._settle(job, State.CANCELLED)
        else:
            self._stop(key, State.CANCELLED)

    def resume(self, key: str) -> None:
        """Take a paused, failed or cancelled download up again, from where it was."""
        job = self._job(key)
        if job is not None and job.state in (State.PAUSED, State.FAILED, State.CANCELLED, State.QUARANTINED):
            job.sentence = ""
            self._set_state(job, State.WAITING)
            self._next()

    retry = resume

    def remove(self, key: str) -> None:
        """Take a download that is over off the list; files stay where they are."""
        job = self._job(key)
        if job is not None and job.state not in ACTIVE:
            if job.state in (State.PAUSED, State.FAILED):
                drop_part(job)
            self.model.remove(key)
            self._save()

    def clear_finished(self) -> None:
        """Take everything that is over off the list."""
        for job in list(self.model.jobs):
            if job.state in (State.DONE, State.CANCELLED, State.QUARANTINED):
                self.model.remove(job.key)

    def set_visible(self, visible: bool) -> None:
        """Tell whether the queue is on show: nobody refreshes what nobody sees."""
        self._visible = visible
        self._keep_time()
        if visible:
            self._show_progress()

    def unload(self) -> None:
        """Stop what runs, keep the parts and the list."""
        self._unloaded = True
        self._timer.stop()
        self.blockSignals(True)
        tasks, self._tasks = self._tasks, {}
        for task in tasks.values():
            task.forget()  # all at once, then wait for each
        for task in tasks.values():
            task.stop()
        for job in self.model.jobs:
            if job.state is State.STOPPING and job.wish is State.CANCELLED:
                job.state = State.CANCELLED
                drop_part(job)
            elif job.state in ACTIVE:
                job.state = State.PAUSED
        self._save()

    @property
    def active_count(self) -> int:
        """How many wait or run."""
        return sum(job.state in ACTIVE for job in self.model.jobs)

    # -- how it goes on -----------------------------------------------------------------------------

    def _job(self, key: str) -> Optional[DownloadJob]:
        return self.model.job(self.model.row_of(key))

    def _next(self) -> None:
        """Start what waits, as long as there is room."""
        for job in self.model.jobs:
            if len(self._tasks) >= settings.DOWNLOADS_AT_ONCE.value():
                break
            if job.state is State.WAITING and job.key not in self._tasks:
                self._start(job)
        self._save()
        self._keep_time()
        self.activeChanged.emit(self.active_count)

    def _start(self, job: DownloadJob) -> None:
        job.wish = State.PAUSED  # also what a cancel in QGIS's own list of tasks makes of it
        job.speed.reset()
        task = BackgroundWork(
            tr("Download {name}").format(name=job.media_name),
            _work(job, self._open_access),
        )
        task.succeeded.connect(partial(self._succeeded, job))
        task.failed.connect(partial(self._failed, job))
        task.cancelled.connect(partial(self._stopped, job))
        self._tasks[job.key] = task
        self._set_state(job, State.RUNNING)
        task.start()

    def _stop(self, key: str, wish: State) -> None:
        job = self._job(key)
        if job is None or job.state not in ACTIVE:
            return
        job.wish = wish
        task = self._tasks.get(key)
        if task is None:
            self._settle(job, wish)
            return
        self._set_state(job, State.STOPPING)
        task.cancel()

    def _succeeded(self, job: DownloadJob, result: Download) -> None:
        job.target, job.status = str(result.path), result.status
        job.received = job.total = result.bytes
        job.sentence = _remark(result)
        self._settle(job, State.DONE)
        if not self._unloaded:
            self.completed.emit(job)

    def _failed(self, job: DownloadJob, sentence: str) -> None:
        task = self._tasks.get(job.key)
        job.sentence = sentence
        wrong = task is not None and was_quarantined(task.error)
        self._settle(job, State.QUARANTINED if wrong else State.FAILED)
        if not self._unloaded:
            self.failed.emit(job)

    def _stopped(self, job: DownloadJob) -> None:
        self._settle(job, job.wish)

    def _settle(self, job: DownloadJob, state: State) -> None:
        """Give a download that no longer runs its state, and start the next one."""
        self._tasks.pop(job.key, None)
        if state is State.CANCELLED:
            drop_part(job)
            job.received = 0
            job.sentence = tr("Cancelled: what had come of it was deleted.")
        self._set_state(job, state)
        if not self._unloaded:
            self._next()

    def _set_state(self, job: DownloadJob, state: State) -> None:
        job.state = state
        self.model.changed(job.key)

    def _show_progress(self) -> None:
        for job in self.model.jobs:
            if job.state is State.RUNNING:
                self.model.changed(job.key, whole=False)

    def _keep_time(self) -> None:
        wanted = self._visible and bool(self._tasks) and not self._unloaded
        if wanted and not self._timer.isActive():
            self._timer.start()
        elif not wanted:
            self._timer.stop()

    def _save(self) -> None:
        try:
            jobs.save_list(self._path, self.model.jobs)
        except OSError as error:
            QgsMessageLog.logMessage(
                tr("The list of downloads could not be kept: {cause}.").format(cause=error.strerror or str(error)),
                LOG_TAB,
                Qgis.MessageLevel.Warning,
                False,
            )


def _work(job: DownloadJob, open_access: OpenAccess) -> Callable[[BackgroundWork], Download]:
    def work(task: BackgroundWork) -> Download:
        return fetch(job, open_access, task.isCanceled)

    return work


def _remark(result: Download) -> str:
    """Return what to know of a file that came."""
    words = []
    if result.status == UNVERIFIABLE and "decrypted_by_portal" not in result.warnings:
        words.append(tr("The catalogue announces no checksum: nothing tells whether this is the right file."))
    if result.status == MISMATCH:
        words.append(tr("This is not the file that the catalogue announces; it was kept because you accepted that."))
    if "size_differs" in result.warnings:
        words.append(tr("Its size is not the one that the catalogue announces."))
    if result.encrypted:
        words.append(tr("It is encrypted by its producer, and was saved as it is."))
    return " ".join(words)
