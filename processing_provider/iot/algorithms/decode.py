"""Algorithm ``iot_decode``: frames of a table decoded by the codec of their device."""

from __future__ import annotations

import json
from typing import Any, Optional

from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
)

from ...algorithm import RESOURCES, CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field, is_null
from ...errors import InputError, RunCancelledError
from ...layers import output_fields
from ...parameters import number, optional_number
from ...plain_layers import plain_values
from ...translation import tr
from ..decoding import AUTO, ENCODINGS, DecodedTable, decode_frames
from ..selection import column_names
from .feature_rows import write_features
from .parameters import add_page, qt_time, wants_page, write_page
from .report_page import figure, report_page, section

OWN = "file"  # choice of a codec file of the user
FEATURES_PER_CHECK = 512


class Decode(CityOrchestraAlgorithm):
    """Decode the frames of a table."""

    ID = "iot_decode"
    GROUP = "iot"
    LIBRARIES = ("numpy", "yaml")

    def displayName(self):
        return tr("Decode frames")

    def shortDescription(self):
        return tr("Reads the bytes that devices sent, in hexadecimal or base64, as measurements.")

    def tags(self):
        return [
            "iot", "lorawan", "payload", "codec", "cayenne", "hex", "base64", "elsys", "milesight", "dragino",
            "adeunis", "trame", "décoder", "charge utile", "capteur",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Adds to each row of a table what its frame tells: one field for each value, decode_error where "
                "something was not understood (what was read before is kept), measured where the device tells its own "
                "time, and records, as JSON, for measurements of other moments in the same frame."
            ),
            tr(
                "A codec is a table of fields, never a program: those of the project (Cayenne LPP, ELSYS, Milesight, "
                "Dragino, Adeunis and others) or a YAML file of yours in the same form; resources/codecs holds "
                "examples."
            ),
            tr("Rows with an empty frame or one that is not hexadecimal or base64 are kept, with the reason."),
        )

    def define(self):
        codecs = [path.stem for path in sorted((RESOURCES / "codecs").glob("*.yaml"))]
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Table of frames"), [SourceType.TypeVector]),
            tr("A table or layer with one row for each frame; its fields are kept."),
        )
        self.add(
            QgsProcessingParameterField(
                "PAYLOAD_FIELD", tr("Field of the frame"), None, "INPUT", QgsProcessingParameterField.DataType.String
            ),
            tr("The bytes of the frame, in hexadecimal digits or base64."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "ENCODING", tr("Written in"), list(ENCODINGS), defaultValue=AUTO, usesStaticStrings=True
            ),
            tr("auto takes what can be hexadecimal for hexadecimal, and anything else for base64."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "CODEC", tr("Codec"), [*codecs, OWN], defaultValue="cayenne_lpp", usesStaticStrings=True
            ),
            tr("How the bytes are read; file: the codec of CODEC_FILE."),
        )
        self.add(
            QgsProcessingParameterFile("CODEC_FILE", tr("Codec file"), optional=True, fileFilter="YAML (*.yaml *.yml)"),
            tr("A codec of yours, used when CODEC is file."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterField(
                "FPORT_FIELD", tr("Field of the port"), None, "INPUT", QgsProcessingParameterField.DataType.Any,
                optional=True,
            ),
            tr("LoRaWAN port of each frame, 1 to 223; codecs that are for some ports refuse the others."),
        )  # fmt: skip
        self.add(
            number("FPORT", tr("Port"), None, minimum=1, maximum=255, integer=True, optional=True),
            tr("LoRaWAN port of the frames whose field is empty; empty when it is not known."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Decoded frames"), SourceType.TypeVector),
            tr("The table with a field for each value."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Frames")))
        self.addOutput(QgsProcessingOutputNumber("DECODED", tr("Frames wholly understood")))
        self.addOutput(QgsProcessingOutputNumber("ERRORS", tr("Frames not wholly understood")))
        self.addOutput(QgsProcessingOutputNumber("VALUES", tr("Different values")))

    def check(self, parameters, context):
        if self.parameterAsEnumString(parameters, "CODEC", context) == OWN and not parameters.get("CODEC_FILE"):
            raise InputError("CODEC is file: give the file in CODEC_FILE, or choose a codec.")

    def compute(self, parameters, context, feedback):
        from ..codecs.codec_file import find_codec

        name = self.parameterAsEnumString(parameters, "CODEC", context)
        path = self.parameterAsFile(parameters, "CODEC_FILE", context)
        codec = find_codec(path if name == OWN else name)
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "INPUT"))
        features, frames = self._frames(source, parameters, context, feedback)
        encoding = self.parameterAsEnumString(parameters, "ENCODING", context) or AUTO
        table = self.stoppable(lambda: decode_frames(frames, codec, encoding), feedback)
        feedback.setProgress(50)
        result = RunResult()
        result["OUTPUT"] = self._write(source, features, table, parameters, context, feedback)
        result.layers.append(("OUTPUT", "", tr("Decoded frames")))
        wrong = sum(bool(error) for error in table.errors)
        result["COUNT"], result["DECODED"], result["ERRORS"] = len(table.rows), len(table.rows) - wrong, wrong
        result["VALUES"] = len(table.columns)
        if wrong:
            feedback.pushWarning(
                tr("{count} frames were not wholly understood; decode_error says why.").format(count=wrong)
            )
        if not table.rows:
            feedback.pushWarning(tr("The table has no row."))
        if wants_page(parameters):
            write_page(self, parameters, context, result, _page(codec.title or codec.name, table, result))
        return result

    def _frames(self, source, parameters, context, feedback) -> tuple[list[QgsFeature], list]:
        payload = source.fields().lookupField(self.parameterAsString(parameters, "PAYLOAD_FIELD", context))
        port_name = self.parameterAsString(parameters, "FPORT_FIELD", context)
        port_at = source.fields().lookupField(port_name) if port_name else -1
        usual = optional_number(self, parameters, "FPORT", context)
        features, frames = [], []
        for place, feature in enumerate(source.getFeatures()):
            if place % FEATURES_PER_CHECK == 0 and feedback.isCanceled():
                raise RunCancelledError
            text = feature.attribute(payload)
            port = _port(feature.attribute(port_at)) if port_at >= 0 else None
            if port is None and usual is not None:
                port = int(usual)
            features.append(feature)
            frames.append(("" if is_null(text) else str(text), port))
        return features, frames

    def _write(self, source, features, table: DecodedTable, parameters, context, feedback) -> str:
        added = {"decode_error": "text"}
        if any(moment is not None for moment in table.times):
            added["measured"] = "datetime"
        if any(table.records):
            added["records"] = "text"
        names = column_names(table.columns, [*added, *(item.name() for item in source.fields()), "fid"])
        kinds = [(names[name], kind) for name, kind in table.columns.items()]
        attributes = [feature.attributes() for feature in features]
        plain, attributes = plain_values(source.fields(), attributes)
        fields = output_fields(plain, [field(name, kind) for name, kind in (*added.items(), *kinds)])
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields.fields, source.wkbType(), source.sourceCrs()
        )
        rows = (
            (
                feature.geometry() if feature.hasGeometry() else None,
                [*(carried[at] for at in fields.carried), *_added(table, place, added), *_values(table, place)],
            )
            for place, (feature, carried) in enumerate(zip(features, attributes))
        )
        write_features(sink, QgsFields(fields.fields), rows, feedback, len(features))
        del sink
        return destination


def _port(value: Any) -> Optional[int]:
    if is_null(value):
        return None
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):
        return None


def _added(table: DecodedTable, place: int, added: dict[str, str]) -> list[Any]:
    found: list[Any] = [table.errors[place] or None]
    if "measured" in added:
        found.append(qt_time(table.times[place]))
    if "records" in added:
        records = table.records[place]
        found.append(json.dumps(records, ensure_ascii=False) if records else None)
    return found


def _values(table: DecodedTable, place: int) -> list[Any]:
    row = table.rows[place]
    return [
        None if name not in row else str(row[name]) if kind == "text" else row[name]
        for name, kind in table.columns.items()
    ]


def _page(codec: str, table: DecodedTable, result: RunResult) -> str:
    told = {name: sum(name in row for row in table.rows) for name in table.columns}
    lines = [(name, table.units.get(name, ""), figure(count)) for name, count in told.items()]
    reasons: dict[str, int] = {}
    for error in table.errors:
        if error:
            reasons[error] = reasons.get(error, 0) + 1
    wrong = [(error, figure(count)) for error, count in sorted(reasons.items(), key=lambda item: -item[1])]
    return report_page(
        tr("Decoded frames"),
        (
            (tr("Codec"), codec),
            (tr("Frames"), figure(result["COUNT"])),
            (tr("Frames not wholly understood"), figure(result["ERRORS"])),
        ),
        (
            section(tr("Values"), (tr("Name"), tr("Unit"), tr("Frames")), lines, (2,)),
            section(tr("What was not understood"), (tr("Reason"), tr("Frames")), wrong, (1,)),
        ),
    )
