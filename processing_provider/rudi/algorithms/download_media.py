"""Algorithm ``rudi_download``: files of datasets, resumed, verified, described, loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError
from ...parameters import number
from ...translation import tr, translated_error
from ..download import MAX_MB, OFF, STRICT, WARN, DownloadOptions
from ..file_names import safe_name
from ..media_choice import chosen_files
from ..record import Record
from .access import Access
from .chosen_datasets import identifiers_of_layer
from .fetched_files import FetchedFile, fetch, files_of, open_as_layers, tell, told
from .layer_opening import OpenedLayer
from .loaded_layers import LayerOfRecord, described, hand_over, write_qmd
from .parameters import add_server_parameters, find_record, server_access

LONGEST_FOLDER = 60  # characters of a title in the name of a folder
SHARE_OF_OPENING = 0.1  # of the progress of a file


class DownloadMedia(CityOrchestraAlgorithm):
    """Files of one dataset, or of those of a search."""

    ID = "rudi_download"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Download files of datasets")

    def shortDescription(self):
        return tr("Files of a dataset or of a search: resumed when the network breaks off, verified, loaded.")

    def tags(self):
        return [
            "rudi", "download", "file", "checksum", "resume", "geojson", "csv", "open data", "télécharger", "fichier",
            "jeu de données", "somme de contrôle", "reprise",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Downloads files of a dataset, or of the datasets of a layer made by a search, and opens what QGIS can "
                "show: GeoJSON, GeoPackage, Shapefile in a ZIP, CSV with coordinates, lists of records in JSON, "
                "workbooks, pictures with coordinates. The layers carry title, licence, mandatory mention and "
                "contacts, and so does a .qmd file beside each file."
            ),
            tr(
                "A file comes under the name name.part first. When the network breaks off, or when you cancel, the "
                "next run goes on where it stopped. The complete file is compared with the checksum of the record "
                "(MD5, SHA-256 or SHA-512). A file that is another one is kept as name.bad and is not loaded; a record "
                "without a usable checksum makes the file unverifiable, which is no failure."
            ),
            tr(
                "FILES_JSON tells of each file: dataset, medium, path, bytes, algorithm, expected and computed "
                "checksum, whether it is in order, bytes that were there already, status (verified, unverifiable, "
                "unchecked, mismatch, failed), faults and error. Where one file is asked for, a failure ends the run; "
                "with several the others go on, and the run fails only when none could be had."
            ),
            tr(
                "Archives are looked at before they are opened: those that lead out of their folder or would grow out "
                "of proportion are refused. Limits: encrypted files are kept as they are and not loaded; redirects to "
                "another server are not followed; a table whose place is in one column is copied to GeoJSON beside it."
            ),
        )

    def define(self):
        add_server_parameters(self, offline=False)
        self.add(
            QgsProcessingParameterString("GLOBAL_ID", tr("Identifier of the dataset"), "", optional=True),
            tr(
                "Field global_id of a search, or the identifier in the address of the dataset on its portal. Leave it "
                "empty to give a layer."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "LAYER", tr("Datasets of a search"), [SourceType.TypeVector], optional=True
            ),
            tr(
                "Layer of a search, with its field global_id; the selection is honoured. Each dataset gets a folder of "
                "its own."
            ),
        )
        self.add(
            QgsProcessingParameterString("MEDIA_ID", tr("Identifier of the file"), "", optional=True),
            tr("Which file of the dataset of GLOBAL_ID; empty to choose by the format."),
        )
        self.add(
            QgsProcessingParameterString("FORMAT", tr("Format"), "", optional=True),
            tr(
                "Format by its name, extension or media type (GeoJSON, csv, application/zip), or all for every file. "
                "Empty: the first vector file, else the first that may hold one."
            ),
        )
        self.add(
            QgsProcessingParameterEnum(
                "VERIFY", tr("Checksum"), [STRICT, WARN, OFF], defaultValue=STRICT, usesStaticStrings=True
            ),
            tr(
                "strict: a file that differs is put aside as name.bad; warn: it is kept, with a warning; off: it is "
                "not compared."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean("RESUME", tr("Go on with what an earlier run left"), True),
            tr("Untick it to begin anew."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("LOAD", tr("Open the files as layers"), True),
            tr("Layers of the files for the project and for the next steps of a model."),
        )
        self.add(
            number("MAX_MB", tr("Largest file (MB)"), MAX_MB, minimum=0.001, maximum=1e6),
            tr("A larger file is not downloaded, whatever its record announces."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("OVERWRITE", tr("Replace files that exist"), False),
            tr("Otherwise a file that is there already is kept if it is the very one announced, else the run fails."),
        )
        self.add(
            QgsProcessingParameterFolderDestination("FOLDER", tr("Folder")),
            tr("Where the files go; made when it is not there."),
        )
        self.addOutput(QgsProcessingOutputString("FILES_JSON", tr("Files (JSON)")))
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Files downloaded")))
        self.addOutput(QgsProcessingOutputNumber("FAILED", tr("Files that could not be downloaded")))
        self.addOutput(QgsProcessingOutputMultipleLayers("LAYERS", tr("Layers")))

    def check(self, parameters, context):
        identifier = self.parameterAsString(parameters, "GLOBAL_ID", context).strip()
        has_layer = parameters.get("LAYER") not in (None, "")
        if bool(identifier) == has_layer:
            raise InputError("Give either GLOBAL_ID, the identifier of a dataset, or LAYER, the layer of a search.")
        if has_layer and self.parameterAsString(parameters, "MEDIA_ID", context).strip():
            raise InputError("MEDIA_ID belongs to one dataset: give GLOBAL_ID with it, or choose by FORMAT.")

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        access = server_access(self, parameters, context, feedback)
        root = Path(self.parameterAsFileOutput(parameters, "FOLDER", context))
        _make_folder(root)
        files, failures = self._wanted_files(parameters, context, access, root, feedback)
        options = self._options(parameters, context)
        load = self.parameterAsBoolean(parameters, "LOAD", context)
        for place, file in enumerate(files):
            share = _Share(feedback, place, len(files))
            fetch(access, file, replace(options, progress=share.received), feedback)
            if file.error is not None:
                failures.append(file.error)
                if len(files) > 1 or self._has_layer(parameters):
                    feedback.reportError(translated_error(file.error))
                continue
            tell(file, feedback)
            if load:
                open_as_layers(file, feedback)
        if failures and not any(file.got is not None for file in files):
            raise failures[0]
        self._files, self._load = files, load
        return self._results(context, root, len(failures))

    @staticmethod
    def _has_layer(parameters) -> bool:
        return parameters.get("LAYER") not in (None, "")

    # --- which files -----------------------------------------------------------------------------

    def _wanted_files(
        self, parameters, context, access: Access, root: Path, feedback
    ) -> tuple[list[FetchedFile], list[InputError]]:
        """Return the files to download, and why datasets of a layer have none."""
        media_id = self.parameterAsString(parameters, "MEDIA_ID", context).strip()
        wanted = self.parameterAsString(parameters, "FORMAT", context)
        if not self._has_layer(parameters):
            identifier = self.parameterAsString(parameters, "GLOBAL_ID", context)
            record = find_record(access, identifier, offline=False, feedback=feedback).record
            return files_of(record, chosen_files(record, media_id, wanted), root), []
        files: list[FetchedFile] = []
        failures: list[InputError] = []
        identifiers = identifiers_of_layer(self, parameters, "LAYER", context)
        if not identifiers:  # a search that found nothing ends a model well
            feedback.pushWarning(tr("The layer names no dataset; check its filter and its selection."))
        for identifier in identifiers:
            try:
                record = find_record(access, identifier, offline=False, feedback=feedback).record
                chosen = chosen_files(record, "", wanted)
            except InputError as error:  # the other datasets go on
                feedback.reportError(translated_error(error))
                failures.append(error)
                continue
            files += files_of(record, chosen, root / _folder_name(record))
        return files, failures

    def _options(self, parameters, context) -> DownloadOptions:
        return DownloadOptions(
            max_mb=self.parameterAsDouble(parameters, "MAX_MB", context),
            verify=self.parameterAsEnumString(parameters, "VERIFY", context) or STRICT,
            resume=self.parameterAsBoolean(parameters, "RESUME", context),
            overwrite=self.parameterAsBoolean(parameters, "OVERWRITE", context),
        )

    # --- results ---------------------------------------------------------------------------------

    def _results(self, context, root: Path, failed: int) -> RunResult:
        result = RunResult()
        result["FOLDER"] = str(root)
        result["FILES_JSON"] = json.dumps([told(file) for file in self._files], ensure_ascii=False)
        result["COUNT"] = sum(file.got is not None for file in self._files)
        result["FAILED"] = failed
        result["LAYERS"] = []
        for _, one in self._opened():
            result["LAYERS"].append(one.layer.id())
            context.temporaryLayerStore().addMapLayer(one.layer)
        return result

    def _opened(self) -> Iterator[tuple[Record, OpenedLayer]]:
        for file in self._files:
            for one in file.layers:
                yield file.record, one

    def _finish_layers(self, result, record, context, feedback):
        """Describe layers and files. Nothing is written into a file: it would no longer be the one announced."""
        layers = [LayerOfRecord(one, dataset) for dataset, one in self._opened()]
        hand_over(layers, record, context, "LAYERS", load=self._load)
        for file in self._files:
            if file.got is not None and not file.got.encrypted and file.media.loads_as != "document":
                write_qmd(file.got.path, described(file.record, record))


class _Share:
    """The part of the progress that one file has; it never goes back, not even when a file begins anew."""

    def __init__(self, feedback, place: int, count: int) -> None:
        self._feedback = feedback
        self._start, self._span = 100.0 * place / count, 100.0 * (1.0 - SHARE_OF_OPENING) / count
        self._said = self._start

    def received(self, received: int, total: Optional[int]) -> None:
        """Tell how many bytes there are."""
        now = self._start + self._span * min(1.0, received / total) if total else self._start
        if now > self._said:
            self._said = now
            self._feedback.setProgress(now)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            "The folder {folder} cannot be made: {cause}. Choose another one.",
            folder=str(folder),
            cause=error.strerror or str(error),
        ) from error


def _folder_name(record: Record) -> str:
    """Return the name of the folder of a dataset: its title, and the beginning of its identifier to tell two apart."""
    beginning = safe_name(record.global_id, "dataset")[:8]
    return safe_name(f"{record.title[:LONGEST_FOLDER].strip()} {beginning}", beginning)
