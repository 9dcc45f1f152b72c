"""Work of the panel that must not hold the window: a function run as a QGIS task, its answer by a signal."""

from __future__ import annotations

import traceback
from typing import Any, Callable, Optional

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import QTimer, pyqtSignal

from ...processing_provider.errors import InputError, RunCancelledError
from ...processing_provider.styling import LOG_TAB
from ...processing_provider.translation import tr, translated_error

STOP_TIMEOUT_MS = 5000  # a request notices a cancel within 50 ms; this only bounds the wait

# QGIS does not keep the Python side of a task alive: each stays here until it has ended.
_alive: set[BackgroundWork] = set()


class BackgroundWork(QgsTask):
    """A function that runs in a thread of QGIS.

    Signals
    -------
    succeeded(object)
        What the function returned.
    failed(str)
        The sentence for the user.
    cancelled
        The user cancelled, here or in QGIS's list of tasks.

    Parameters
    ----------
    description : str
        What QGIS's list of tasks shows.
    work : callable
        Takes this task; asks ``isCanceled`` of it and tells it ``setProgress``. It touches no window.
    """

    succeeded = pyqtSignal(object)
    failed = pyqtSignal(str)
    cancelled = pyqtSignal()

    def __init__(self, description: str, work: Callable[[BackgroundWork], Any]) -> None:
        super().__init__(description, QgsTask.Flag.CanCancel)
        self._work = work
        self._result: Any = None
        self._sentence = ""
        self._given_up = False
        self._silent = False
        self._added = False
        self.error: Optional[InputError] = None

    def start(self) -> BackgroundWork:
        """Hand the task to QGIS once the event under way is over."""
        _alive.add(self)
        # A task added while QGIS is ending another may never start (QGIS 3.22).
        QTimer.singleShot(0, self._add)
        return self

    def _add(self) -> None:
        if self._given_up:
            self._end()
            return
        self._added = True
        QgsApplication.taskManager().addTask(self)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self in _alive

    def cancel(self) -> None:
        """Ask it to stop; ``cancelled`` follows. One that has ended is gone in QGIS, and stays as it is."""
        self._given_up = True
        if self.is_running:
            super().cancel()

    def forget(self) -> None:
        """Cancel and tell nobody: the answer is no longer wanted.

        The signals of a task must not be blocked: QGIS's list of tasks would never hear that it ended.
        """
        self._silent = True
        self.cancel()

    def stop(self) -> None:
        """Cancel and wait, without a signal: the panel is being unloaded."""
        self.forget()
        running = (QgsTask.TaskStatus.Running, QgsTask.TaskStatus.OnHold)
        if self.is_running and self._added and self.status() in running:
            self.waitForFinished(STOP_TIMEOUT_MS)

    def run(self) -> bool:
        """Do the work; called by QGIS in one of its threads."""
        try:
            self._result = self._work(self)
        except RunCancelledError:
            self._given_up = True
            return False
        except InputError as error:
            self.error = error
            self._sentence = translated_error(error)
            QgsMessageLog.logMessage(self._sentence, LOG_TAB, Qgis.MessageLevel.Warning, False)
            return False
        except Exception:  # a mistake of ours, told where it can be reported from
            self._sentence = tr("Something unexpected stopped this; the details are in QGIS’s message log.")
            QgsMessageLog.logMessage(traceback.format_exc(), LOG_TAB, Qgis.MessageLevel.Critical, False)
            return False
        return True

    def finished(self, result: bool) -> None:
        """Tell how it ended; called by QGIS in the main thread. What was done before a cancel came is done."""
        if result and not self._silent:
            _alive.discard(self)
            self.succeeded.emit(self._result)
            return
        self._end()

    def _end(self) -> None:
        _alive.discard(self)
        if self._silent:
            return
        if self._sentence and not self._given_up:
            self.failed.emit(self._sentence)
        else:
            self.cancelled.emit()


def run(
    description: str,
    work: Callable[[BackgroundWork], Any],
    *,
    done: Optional[Callable[[Any], None]] = None,
    failed: Optional[Callable[[str], None]] = None,
    cancelled: Optional[Callable[[], None]] = None,
) -> BackgroundWork:
    """Start a function in the background; the answers are called in the main thread."""
    task = BackgroundWork(description, work)
    for signal, answer in ((task.succeeded, done), (task.failed, failed), (task.cancelled, cancelled)):
        if answer is not None:
            signal.connect(answer)
    return task.start()
