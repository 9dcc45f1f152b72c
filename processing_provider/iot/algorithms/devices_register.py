"""Algorithm ``iot_devices_register``: the devices that a layer lists, declared in a store with their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProcessingException,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, is_null
from ...errors import InputError, RunCancelledError
from ...rudi.algorithms.table_rows import fields_of
from ...translation import tr
from ..store.registry import Declaration, declare_devices, device_uid
from .feature_rows import point, write_features
from .parameters import add_page, add_store, listed, store, wants_page, write_page
from .report_page import figure, report_page, section

WGS_84 = "EPSG:4326"
FIELDS = (("uid", "text"), ("name", "text"), ("site", "text"), ("reason", "text"), ("row", "integer"))
NO_IDENTIFIER, NOT_HEARD, NOT_IN_LAYER, NO_PLACE = "no_identifier", "not_heard", "not_in_layer", "no_place"
_TRUE, _FALSE = {"1", "true", "yes", "oui"}, {"0", "false", "no", "non", ""}


@dataclass(frozen=True)
class Unmatched:
    """A device, or a row of the layer, that has no counterpart."""

    uid: str
    name: str
    site: str
    reason: str
    row: Optional[int]
    place: Optional[tuple[float, float]] = None


class DevicesRegister(CityOrchestraAlgorithm):
    """Declare the devices of a layer in a store."""

    ID = "iot_devices_register"
    GROUP = "iot"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Register devices from layer")

    def shortDescription(self):
        return tr("Declares the devices of a point layer in a store: place, name, site, profile, period.")

    def tags(self):
        return [
            "iot", "lorawan", "deveui", "inventory", "fleet", "declare", "enregistrer", "équipement", "parc",
            "inventaire", "capteur",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Reads a layer with one point for each device and writes its devices into a store: EUI or identifier, "
                "place, and as far as fields are given name, site, profile and the expected time between two messages. "
                "Devices that the store knows keep what the layer leaves empty; running again changes nothing else."
            ),
            tr(
                "Nothing is written when an identifier stands twice in the layer or a period is not a positive number: "
                "the message lists them. EUIs may be written with dashes, colons or capitals."
            ),
            tr(
                "The table of the unmatched has a row for each device that was declared and never heard (not_heard), "
                "heard but not in the layer (not_in_layer), declared without a place (no_place), and for each row of "
                "the layer without identifier (no_identifier). A running recorder takes the change into account by "
                "itself."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Devices"), [SourceType.TypeVectorPoint]),
            tr("Points, one for each device."),
        )
        any_kind = QgsProcessingParameterField.DataType.Any
        self.add(
            QgsProcessingParameterField("EUI_FIELD", tr("Field of the EUI"), None, "INPUT", any_kind),
            tr("DevEUI in 16 hexadecimal digits, or the identifier of the device in its network."),
        )
        for name, label, told, kind in (
            ("NAME_FIELD", tr("Field of the name"), tr("What people call the device."), any_kind),
            ("SITE_FIELD", tr("Field of the site"), tr("Building or place that groups devices."), any_kind),
            ("PROFILE_FIELD", tr("Field of the profile"), tr("Kind of device, such as co2."), any_kind),
            (
                "PERIOD_FIELD",
                tr("Field of the period (s)"),
                tr("Expected time between two messages; empty values leave it to be estimated."),
                any_kind,
            ),
            (
                "OUT_OF_SERVICE_FIELD",
                tr("Field of what is out of service"),
                tr("True or 1 for devices that are not watched."),
                any_kind,
            ),
        ):
            self.add(QgsProcessingParameterField(name, label, None, "INPUT", kind, optional=True), told)
        add_store(self, made=True)
        self.add(
            QgsProcessingParameterFeatureSink(
                "UNMATCHED", tr("Unmatched"), SourceType.TypeVectorPoint, optional=True, createByDefault=True
            ),
            tr("Points and rows that have no counterpart, with the reason."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputFile("STORE", tr("Store")))
        self.addOutput(QgsProcessingOutputNumber("NEW", tr("Devices new to the store")))
        self.addOutput(QgsProcessingOutputNumber("KNOWN", tr("Devices that the store knew")))
        self.addOutput(QgsProcessingOutputNumber("UNPLACED", tr("Devices without a place")))
        self.addOutput(QgsProcessingOutputNumber("UNMATCHED_COUNT", tr("Unmatched rows")))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        declared, missing = self._declarations(parameters, context, feedback)
        feedback.setProgress(40)
        place = store(self, parameters, context)
        new = known = 0
        if declared:
            with place.writing() as database:
                new, known = declare_devices(database, declared)
            feedback.setProgress(60)
        with place.reading() as reader:
            unmatched = [*missing, *_unmatched(reader, {device_uid(item.uid) for item in declared})]
        result = RunResult()
        result["STORE"] = place.name
        result["NEW"], result["KNOWN"] = new, known
        result["UNPLACED"] = sum(item.longitude is None for item in declared)
        result["UNMATCHED_COUNT"] = len(unmatched)
        if parameters.get("UNMATCHED"):
            self._write_unmatched(parameters, context, feedback, unmatched, result)
        self._tell(declared, missing, result, feedback)
        if wants_page(parameters):
            write_page(self, parameters, context, result, _page(declared, unmatched, result))
        return result

    def _declarations(self, parameters, context, feedback) -> tuple[list[Declaration], list[Unmatched]]:
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "INPUT"))
        columns = {
            name: source.fields().lookupField(self.parameterAsString(parameters, name, context))
            for name in (
                "EUI_FIELD",
                "NAME_FIELD",
                "SITE_FIELD",
                "PROFILE_FIELD",
                "PERIOD_FIELD",
                "OUT_OF_SERVICE_FIELD",
            )
            if self.parameterAsString(parameters, name, context)
        }
        declared: list[Declaration] = []
        missing: list[Unmatched] = []
        rows: dict[str, list[int]] = {}
        wrong: list[str] = []
        for row, (values, where) in enumerate(_points(source, context, feedback), 1):
            text = {name: _text(values[column]) for name, column in columns.items()}
            uid = device_uid(text["EUI_FIELD"])
            name, site = text.get("NAME_FIELD", ""), text.get("SITE_FIELD", "")
            if not uid:
                missing.append(Unmatched("", name, site, NO_IDENTIFIER, row, where))
                continue
            rows.setdefault(uid, []).append(row)
            period = _period(text.get("PERIOD_FIELD", ""))
            out = _truth(text["OUT_OF_SERVICE_FIELD"]) if "OUT_OF_SERVICE_FIELD" in text else None
            if period is not None and not 0 < period < float("inf"):
                wrong.append(f"{uid}: {text['PERIOD_FIELD']}")
            longitude, latitude = where or (None, None)
            declared.append(
                Declaration(uid, name, site, text.get("PROFILE_FIELD", ""), period, longitude, latitude, out)
            )
        twice = [f"{uid} ({', '.join(map(str, places))})" for uid, places in rows.items() if len(places) > 1]
        if twice:
            raise InputError(
                "These identifiers stand more than once in the layer (rows): {devices}. Nothing was written; keep one "
                "row for each device.",
                devices=listed(twice),
            )
        if wrong:
            raise InputError(
                "These periods are not a positive number of seconds: {devices}. Nothing was written.",
                devices=listed(wrong),
            )
        return declared, missing

    def _write_unmatched(self, parameters, context, feedback, unmatched: list[Unmatched], result: RunResult) -> None:
        fields = fields_of(FIELDS)
        crs = QgsCoordinateReferenceSystem(WGS_84)
        sink, destination = self.sink(parameters, "UNMATCHED", context, fields, WkbType.Point, crs)
        rows = ((point(one.place), [one.uid or None, one.name, one.site, one.reason, one.row]) for one in unmatched)
        write_features(sink, fields, rows, feedback, len(unmatched), 80)
        del sink
        result["UNMATCHED"] = destination
        result.layers.append(("UNMATCHED", "", tr("Unmatched")))

    @staticmethod
    def _tell(declared: list[Declaration], missing: list[Unmatched], result: RunResult, feedback) -> None:
        feedback.pushInfo(
            tr("{new} devices are new to the store, {known} were known.").format(
                new=result["NEW"], known=result["KNOWN"]
            )
        )
        if missing:
            feedback.pushWarning(tr("{count} rows have no identifier and are not declared.").format(count=len(missing)))
        if result["UNPLACED"]:
            feedback.pushWarning(
                tr("{count} devices have no place: they are in the store, not on the map.").format(
                    count=result["UNPLACED"]
                )
            )
        if not declared:
            feedback.pushWarning(tr("The layer has no device to declare."))


def _points(source, context, feedback) -> Iterator[tuple[list[Any], Optional[tuple[float, float]]]]:
    """Give attributes and place (longitude, latitude) of each feature."""
    crs = source.sourceCrs()
    if not crs.isValid():
        raise InputError(
            "The layer has no coordinate reference system; set it in the layer properties, then run again."
        )
    transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS_84), context.transformContext())
    for feature in source.getFeatures():
        if feedback.isCanceled():
            raise RunCancelledError
        where = None
        if feature.hasGeometry() and not feature.geometry().isEmpty():
            centre = feature.geometry().centroid().asPoint()
            try:
                placed = transform.transform(centre)
            except QgsCsException:
                placed = None
            if placed is None or not (abs(placed.x()) <= 180.0 and abs(placed.y()) <= 90.0):
                raise InputError(
                    "The coordinates do not fit the coordinate reference system {crs}; check the layer's CRS.",
                    crs=crs.authid() or crs.description(),
                )
            where = (placed.x(), placed.y())
        yield feature.attributes(), where


def _text(value: Any) -> str:
    if is_null(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _period(text: str) -> Optional[float]:
    """Return a period [s]; NaN, which is refused, for what is no number."""
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _truth(text: str) -> Optional[bool]:
    word = text.lower()
    return True if word in _TRUE else False if word in _FALSE else None


def _unmatched(reader, in_layer: set[str]) -> list[Unmatched]:
    heard = reader.present().seen
    found = []
    for device in reader.devices():
        reason = ""
        if device.uid not in in_layer:
            reason = NOT_IN_LAYER
        elif device.id not in heard:
            reason = NOT_HEARD
        elif device.place is None:
            reason = NO_PLACE
        if reason:
            found.append(Unmatched(device.uid, device.name, device.site, reason, None, device.place))
    return found


def _page(declared: list[Declaration], unmatched: list[Unmatched], result: RunResult) -> str:
    reasons = {
        NO_IDENTIFIER: tr("No identifier"),
        NOT_HEARD: tr("Never heard"),
        NOT_IN_LAYER: tr("Not in the layer"),
        NO_PLACE: tr("No place"),
    }
    lines = [(one.uid, one.name, one.site, reasons[one.reason]) for one in unmatched]
    return report_page(
        tr("Devices registered"),
        (
            (tr("Devices in the layer"), figure(len(declared))),
            (tr("Devices new to the store"), figure(result["NEW"])),
            (tr("Devices that the store knew"), figure(result["KNOWN"])),
        ),
        (section(tr("Unmatched"), (tr("Identifier"), tr("Name"), tr("Site"), tr("Reason")), lines),),
    )
