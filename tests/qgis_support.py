"""Running algorithms in tests: in this QGIS with everything recorded, or by ``qgis_process``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

PROVIDER = "cityorchestra"


class RecordingFeedback(QgsProcessingFeedback):
    """Feedback that keeps all it is told, and cancels at a given progress if asked.

    Parameters
    ----------
    cancel_at : float, optional
        Progress [%] from which the run is cancelled; 0 cancels before it starts.
    """

    def __init__(self, cancel_at: Optional[float] = None) -> None:
        super().__init__(False)
        self.infos: list[str] = []
        self.warnings: list[str] = []
        self.errors: list[str] = []
        self.progresses: list[float] = []
        self._cancel_at = cancel_at
        self.progressChanged.connect(self._progressed)
        if cancel_at == 0:
            self.cancel()

    def _progressed(self, percent: float) -> None:
        self.progresses.append(percent)
        if self._cancel_at is not None and percent >= self._cancel_at:
            self.cancel()

    def pushInfo(self, info: str) -> None:
        self.infos.append(info)

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.errors.append(error)

    def setProgressText(self, text: str) -> None:
        self.infos.append(text)


@dataclass
class Run:
    """What a run gave: its results, what it told, and the context that owns its layers."""

    results: dict[str, Any]
    feedback: RecordingFeedback
    context: QgsProcessingContext = field(repr=False)


def run_algorithm(
    name: str,
    parameters: dict[str, Any],
    *,
    cancel_at: Optional[float] = None,
    context: Optional[QgsProcessingContext] = None,
) -> Run:
    """Check the parameters then run an algorithm, in the order of the QGIS window.

    Parameters
    ----------
    name : str
        Id of the algorithm, with or without its provider.
    parameters : dict
        As for ``processing.run``.
    cancel_at : float, optional
        Progress [%] from which the run is cancelled.
    context : QgsProcessingContext, optional
        By default that of a run started from the toolbox.

    Raises
    ------
    QgsProcessingException
        With the sentence for the user, whether it comes from the check or from the run.
    """
    import processing
    from processing.tools import dataobjects

    identifier = name if ":" in name else f"{PROVIDER}:{name}"
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(identifier)
    assert algorithm is not None, f"{identifier} is not registered"
    feedback = RecordingFeedback(cancel_at)
    context = context or dataobjects.createContext(feedback)
    possible, sentence = algorithm.canExecute()
    if possible:
        possible, sentence = algorithm.checkParameterValues(parameters, context)
    if not possible:
        raise QgsProcessingException(sentence)
    results = processing.run(identifier, parameters, feedback=feedback, context=context)
    assert feedback.progresses == sorted(feedback.progresses), f"progress goes back: {feedback.progresses}"
    if not feedback.isCanceled():
        assert feedback.progresses and feedback.progresses[-1] == 100, "progress does not end at 100"
    return Run(results, feedback, context)


@dataclass
class ProcessRun:
    """What a call of ``qgis_process`` gave."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """Parse the standard output."""
        return json.loads(self.stdout)

    @property
    def results(self) -> dict[str, Any]:
        """Results of a ``run``."""
        return self.json["results"]


class QgisProcess:
    """Call ``qgis_process`` in a profile of its own.

    Parameters
    ----------
    profile : Path
        Empty folder for the profile.
    plugin_path : Path, optional
        Folder that holds the plugin; by default the profile's own.
    """

    def __init__(self, profile: Path, plugin_path: Optional[Path] = None) -> None:
        self.profile = profile
        # Debian wraps qgis_process with an option that it rejects.
        self._program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
        self._environment = dict(os.environ)
        for name in ("QGIS_PLUGINPATH", "QGIS_OPTIONS_PATH", "LC_ALL", "LANGUAGE", "PYTEST_CURRENT_TEST"):
            self._environment.pop(name, None)
        self._environment.update(
            QGIS_CUSTOM_CONFIG_PATH=str(profile),
            QT_QPA_PLATFORM="offscreen",
            PYTHONPATH=sysconfig.get_paths()["purelib"],
            LC_CTYPE="C.UTF-8",
        )
        if plugin_path is not None:
            self._environment["QGIS_PLUGINPATH"] = str(plugin_path)

    def enable_plugin(self) -> None:
        """Enable the plugin in the profile."""
        self("plugins", "enable", PROVIDER)

    def __call__(self, *arguments: str, language: str = "C", check: bool = True) -> ProcessRun:
        """Call with ``--json`` and the given arguments.

        Parameters
        ----------
        *arguments : str
            As on the command line: ``"run", "cityorchestra:<id>", "--", "INPUT=..."``.
        language : str
            Locale of the user, for example ``fr_FR.UTF-8``.
        check : bool
            Whether the call must succeed.
        """
        done = subprocess.run(
            [self._program, "--json", *map(str, arguments)],
            env={**self._environment, "LANG": language, "LC_NUMERIC": language},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        run = ProcessRun(done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in run.stderr, run.stderr
        if check:
            assert run.code == 0, f"{run.code}\n{run.stdout}\n{run.stderr}"
        return run
