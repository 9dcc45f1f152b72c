"""Algorithm ``rudi_add_service``: a map service of a dataset as a layer."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputMapLayer,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...errors import InputError, RunCancelledError
from ...layers import FEATURES_PER_CHECK
from ...translation import tr
from ..formats import MAP_CONTRACTS
from ..record import Media, Record
from .layer_opening import open_service
from .loaded_layers import LayerOfRecord, hand_over
from .parameters import add_server_parameters, find_record, is_offline, server_access


class AddService(CityOrchestraAlgorithm):
    """A WMS, WFS or WMTS of a dataset as a layer."""

    ID = "rudi_add_service"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Add a map service")

    def shortDescription(self):
        return tr("The WFS, WMS or WMTS of a dataset as a layer, limited to an extent if wanted.")

    def tags(self):
        return [
            "rudi", "wms", "wfs", "wmts", "ogc", "web service", "layer", "flux", "service cartographique", "couche",
            "jeu de données",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Reads the record of a dataset and opens its map service as a layer, with title, licence, mandatory "
                "mention and contacts. The layer goes to the project, and to the next step of a model."
            ),
            tr(
                "A WFS gives features, which other algorithms can compute with; WMS and WMTS give pictures. Without "
                "MEDIA_ID the first WFS is taken, else the first WMS, else the first WMTS. The version of the record "
                "is tried first, then 2.0.0 and 1.1.0."
            ),
            tr(
                "Where access is restricted, a portal wants a token that changes every few minutes. QGIS cannot give "
                "it for a layer, so the features of a WFS are copied once into a file, and that copy is the layer; "
                "IS_COPY tells it. A restricted WMS or WMTS cannot be opened. No token and no password is ever written "
                "into a layer."
            ),
            tr(
                "Limits: the extent limits a WFS, by a filter that the server applies to the boxes of the features, "
                "and not a map in pictures. A service is not kept: OFFLINE is about the record alone, the layer asks "
                "its server whenever it is drawn."
            ),
        )

    def define(self):
        add_server_parameters(self)
        self.add(
            QgsProcessingParameterString("GLOBAL_ID", tr("Identifier of the dataset")),
            tr("Field global_id of a search, or the identifier in the address of the dataset on its portal."),
        )
        self.add(
            QgsProcessingParameterString("MEDIA_ID", tr("Identifier of the service"), "", optional=True),
            tr("Which service of the dataset; empty for the first WFS, else WMS, else WMTS."),
        )
        self.add(
            QgsProcessingParameterExtent("LIMIT_TO_EXTENT", tr("Limit to an extent"), optional=True),
            tr("Only features of a WFS whose box touches this extent; empty for all."),
        )
        self.add(
            QgsProcessingParameterBoolean("LOAD", tr("Add the layer to the project"), True),
            tr("Untick it in a model whose next steps alone need the layer."),
        )
        self.add(
            QgsProcessingParameterFile(
                "FOLDER",
                tr("Folder of the copy"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            tr("Where the features of a restricted WFS are copied to; empty for a folder that goes with QGIS."),
            advanced=True,
        )
        self.addOutput(QgsProcessingOutputMapLayer("OUTPUT", tr("Layer")))
        self.addOutput(QgsProcessingOutputString("SOURCE", tr("Source of the layer")))
        self.addOutput(QgsProcessingOutputBoolean("IS_COPY", tr("Is a copy")))

    def check(self, parameters, context):
        if not self.parameterAsString(parameters, "GLOBAL_ID", context).strip():
            raise InputError("GLOBAL_ID is empty; give the identifier of a dataset.")

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        access = server_access(self, parameters, context, feedback)
        found = find_record(
            access,
            self.parameterAsString(parameters, "GLOBAL_ID", context),
            offline=is_offline(self, parameters, context) and access.connection.kind != "file",
            feedback=feedback,
        )
        media = chosen_service(found.record, self.parameterAsString(parameters, "MEDIA_ID", context).strip())
        feedback.setProgress(20)
        folder = self.parameterAsString(parameters, "FOLDER", context) or QgsProcessingUtils.tempFolder()
        extent = self._extent(parameters, context)
        opened = open_service(access, found.record, media, Path(folder), extent)
        if feedback.isCanceled():
            raise RunCancelledError
        feedback.setProgress(90)
        self._tell(opened, extent, media, feedback)
        layer = opened.layers[0].layer
        self._opened = LayerOfRecord(opened.layers[0], found.record)
        self._load = self.parameterAsBoolean(parameters, "LOAD", context)
        result = RunResult()
        result["SOURCE"] = QgsProcessingUtils.encodeProviderKeyAndUri(layer.dataProvider().name(), layer.source())
        result["IS_COPY"] = opened.copy is not None
        result["OUTPUT"] = layer.id()
        context.temporaryLayerStore().addMapLayer(layer)
        return result

    def _extent(self, parameters, context) -> Optional[QgsReferencedRectangle]:
        if parameters.get("LIMIT_TO_EXTENT") in (None, ""):
            return None
        extent = self.parameterAsExtent(parameters, "LIMIT_TO_EXTENT", context)
        crs = self.parameterAsExtentCrs(parameters, "LIMIT_TO_EXTENT", context)
        if extent.isNull() or not crs.isValid():
            raise InputError(
                "The extent is empty or has no reference system; choose another one, or leave it empty for all."
            )
        return QgsReferencedRectangle(extent, crs)

    @staticmethod
    def _tell(opened, extent, media: Media, feedback) -> None:
        if opened.copy is not None:
            feedback.pushWarning(
                tr(
                    "Access to this WFS is restricted, so its features were copied to {file}. The layer is that copy: "
                    "it does not follow later changes."
                ).format(file=opened.copy)
            )
        if extent is not None and not opened.limited:
            feedback.pushWarning(
                tr("A {kind} gives pictures, which no extent limits; the whole layer was opened.").format(
                    kind=media.format
                )
            )
        layer = opened.layers[0].layer
        if isinstance(layer, QgsVectorLayer) and _is_empty(layer, feedback):
            feedback.pushWarning(tr("The service gave no feature; check the extent, or ask its producer."))

    def _finish_layers(self, result, record, context, feedback):
        hand_over([self._opened], record, context, "OUTPUT", load=self._load)


def _is_empty(layer: QgsVectorLayer, feedback) -> bool:
    """Tell whether a layer has no feature.

    Features are read to the last one. QGIS's WFS provider lets go of what its download still tells when a reader stops
    at the first: QGIS then crashes or hangs, one time in some hundreds when the machine is busy (3.44).

    Raises
    ------
    RunCancelledError
        When the user cancels.
    """
    if layer.featureCount() > 0:
        return False
    # A service of version 1.0.0 cannot be asked how many features it has.
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setNoAttributes()
    count = 0
    for count, _ in enumerate(layer.getFeatures(request), start=1):
        if count % FEATURES_PER_CHECK == 0 and feedback.isCanceled():
            raise RunCancelledError
    return count == 0


def chosen_service(record: Record, media_id: str) -> Media:
    """Return the service of a dataset that is asked for; without an identifier the one that is most use.

    Raises
    ------
    InputError
        When the dataset has none such.
    """
    services = [item for item in record.media if item.kind != "FILE" and item.connector.contract in MAP_CONTRACTS]
    if media_id:
        media = record.medium(media_id)
        if media in services:
            return media
        raise InputError(
            "The dataset “{title}” has no map service {media_id}. It has: {known}.",
            title=record.title,
            media_id=media_id,
            known=", ".join(f"{item.media_id} ({item.format})" for item in services) or "-",
        )
    for contract in ("wfs", "wms", "wmts"):
        for item in services:
            if item.connector.contract == contract:
                return item
    raise InputError(
        "The dataset “{title}” has no map service. It has: {known}. Download a file instead.",
        title=record.title,
        known=", ".join(record.formats) or "-",
    )
