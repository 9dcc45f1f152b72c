"""The kernels of a walk compiled in the background, while the user fills the form."""

from __future__ import annotations

from typing import Optional

import numpy as np
from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsTask

from ...processing_provider import libraries
from ...processing_provider.styling import LOG_TAB
from ...processing_provider.translation import tr

PRIORITY = -1  # below what the user asks for
PACKAGES = ("numpy", "scipy", "shapely", "numba")

# A session needs one. The task manager deletes a task that has ended, and does not keep Python's part of one alive.
_state: dict[str, Optional[KernelWarmUp]] = {}


class KernelWarmUp(QgsTask):
    """Compile what the first search needs, where numba has not done it already on this machine."""

    def __init__(self) -> None:
        super().__init__(tr("Getting the route search ready"), QgsTask.Flag.CanCancel)
        self._stop = np.zeros(1, dtype=np.uint8)
        self.compiled = False
        self.error: Optional[Exception] = None

    def run(self) -> bool:
        """Compile; called from a thread of the task manager."""
        try:
            libraries.import_shapely()
            from ...processing_provider.walking.warm_up import warm_up

            self.compiled = warm_up(self._stop)
        except Exception as error:  # whatever it is, the search itself will tell the user
            self.error = error
            return False
        return not self.isCanceled()

    def cancel(self) -> None:
        """Stop at the next part."""
        self._stop[0] = 1
        super().cancel()

    def finished(self, result: bool) -> None:
        """Note a failure in the log; called from the main thread."""
        _state["task"] = None
        if self.error is not None:
            QgsMessageLog.logMessage(str(self.error), LOG_TAB, Qgis.MessageLevel.Info, False)


def warm_up_once() -> Optional[KernelWarmUp]:
    """Start the task, the first time it is asked for in a session and when the packages are there; return it."""
    if "task" in _state or libraries.missing(PACKAGES) is not None:
        return None
    task = _state["task"] = KernelWarmUp()
    QgsApplication.taskManager().addTask(task, PRIORITY)
    return task


def stop_warm_up() -> None:
    """Cancel the task if it still runs; it is not waited for: compiling one part cannot be interrupted."""
    task = _state.get("task")
    if task is not None:
        task.cancel()
