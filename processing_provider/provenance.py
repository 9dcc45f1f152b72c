"""What made a layer: algorithm, parameters, inputs, date and cost, kept with the layer.

The record is a JSON object stored under :data:`KEYWORD` in the layer's QGIS metadata (seen in the
layer properties, saved in a GeoPackage or in a ``.qmd`` file beside other formats), one readable line
in the metadata history, and in a GeoTIFF also as the tag :data:`RASTER_TAG`. The records of the
inputs are nested in it, so a layer made in several steps tells all of them.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsNotSupportedException,
    QgsProcessingParameterDefinition,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime
from qgis.PyQt.QtXml import QDomDocument

KEYWORD = "cityorchestra:provenance"
RASTER_TAG = "CITYORCHESTRA_PROVENANCE"
CHECKSUM_LIMIT_BYTES = 256 * 1024 * 1024
MAXIMUM_DEPTH = 12

_SECRETS = re.compile(
    r"((?:password|passwd|pwd|token|apikey|api_key|key|secret|username|user)\s*=\s*)('[^']*'|\"[^\"]*\"|[^\s&;|]+)",
    re.IGNORECASE,
)
_URL_ACCOUNT = re.compile(r"(\w+://)[^/\s:@]+:[^/\s@]+@")


def plugin_version() -> str:
    """Return the version written in ``metadata.txt``, the only place where it stands."""
    text = (Path(__file__).resolve().parents[1] / "metadata.txt").read_text(encoding="utf-8")
    return re.search(r"^version=(.+)$", text, re.MULTILINE).group(1).strip()


def redacted(text: str) -> str:
    """Take accounts, passwords and tokens out of a text."""
    return _URL_ACCOUNT.sub(r"\1***@", _SECRETS.sub(r"\1***", text))


def parameter_texts(definitions: list[QgsProcessingParameterDefinition], parameters, context) -> dict[str, str]:
    """Return the parameters of a run as texts that can be given to it again, without any secret."""
    texts = {}
    for definition in definitions:
        # What was left to its default is written out: another version may have another one.
        value = parameters.get(definition.name(), definition.defaultValue())
        if value is None or value == "" or definition.isDestination():
            continue
        if definition.type() == "authcfg":
            texts[definition.name()] = "***"
            continue
        if isinstance(value, QgsMapLayer):
            texts[definition.name()] = redacted(value.source())
            continue
        if isinstance(value, (QDate, QTime, QDateTime)):
            texts[definition.name()] = value.toString(Qt.DateFormat.ISODate)
            continue
        text = definition.valueAsPythonString(value, context)
        quoted = len(text) > 1 and text[0] == text[-1] == "'"
        texts[definition.name()] = redacted(text[1:-1] if quoted else text)
    return texts


def file_checksum(path: Path) -> Optional[str]:
    """Return the SHA-256 of a file, or None when it is not a file or is too large to read again."""
    if not path.is_file() or path.stat().st_size > CHECKSUM_LIMIT_BYTES:
        return None
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return f"sha256:{digest.hexdigest()}"


def describe_input(name: str, layer: QgsMapLayer) -> dict[str, Any]:
    """Describe an input layer: source, size or feature count, and its own provenance.

    Reads the layer itself, which belongs to the main thread; :func:`with_checksums` does the slow part.
    """
    described: dict[str, Any] = {"parameter": name, "name": layer.name(), "source": redacted(layer.source())}
    if isinstance(layer, QgsVectorLayer):
        described["feature_count"] = layer.featureCount()
        if layer.subsetString():
            described["filter"] = layer.subsetString()
    elif isinstance(layer, QgsRasterLayer):
        described["size"] = [layer.width(), layer.height()]
    licences = [text.strip() for text in layer.metadata().licenses() if text.strip()]
    if licences:
        described["licences"] = licences
    record = read_record(layer)
    if record is not None:
        described["provenance"] = record
    return described


def with_checksums(described: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add the checksums of the rasters among described inputs."""
    return [{**item, "checksum": file_checksum(Path(item["source"]))} if "size" in item else item for item in described]


def new_record(algorithm_id: str, parameters: dict[str, str], inputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Start the record of a run; the cost is added when it ends."""
    return {
        "algorithm": algorithm_id,
        "version": plugin_version(),
        "qgis": Qgis.QGIS_VERSION.split("-")[0],
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "parameters": parameters,
        "inputs": inputs,
    }


def history_lines(record: dict[str, Any], depth: int = 0) -> list[str]:
    """Return one line per step, oldest first, each of which can be run again."""
    if depth > MAXIMUM_DEPTH:
        return []
    lines: list[str] = []
    for item in record.get("inputs", []):
        for line in history_lines(item.get("provenance") or {}, depth + 1) if item.get("provenance") else []:
            if line not in lines:
                lines.append(line)
    arguments = " ".join(f"{key}={value}" for key, value in record["parameters"].items())
    cost = record.get("cost") or {}
    spent = f" [{cost['cpu_s']:.1f} CPU s]" if cost.get("cpu_s") is not None else ""
    lines.append(f"{record['date']} {record['algorithm']} {record['version']}: {arguments}{spent}")
    return lines


def metadata_with(record: dict[str, Any], metadata: QgsLayerMetadata) -> QgsLayerMetadata:
    """Return layer metadata that carries a record."""
    result = QgsLayerMetadata(metadata)
    keywords = dict(result.keywords())
    keywords[KEYWORD] = [json.dumps(record, ensure_ascii=False, sort_keys=True)]
    result.setKeywords(keywords)
    result.setHistory(history_lines(record))
    return result


def read_record(layer: QgsMapLayer) -> Optional[dict[str, Any]]:
    """Return the record kept with a layer, or None when it has none that can be read."""
    texts = layer.metadata().keywords().get(KEYWORD)
    if not texts:
        # QGIS reads the .qmd beside a file only when asked; the user's own layer is left as it is.
        copy = layer.clone()
        copy.loadDefaultMetadata()
        texts = copy.metadata().keywords().get(KEYWORD)
    if not texts and isinstance(layer, QgsRasterLayer) and Path(layer.source()).is_file():
        import rasterio

        with rasterio.open(layer.source()) as dataset:
            text = dataset.tags().get(RASTER_TAG)
        texts = [text] if text else None
    if not texts:
        return None
    try:
        record = json.loads(texts[0])
    except ValueError:
        return None  # somebody edited the metadata by hand: the layer simply has no record any more
    return record if _is_record(record) else None


def _is_record(value: Any) -> bool:
    """Tell whether a value has the form of a record, its inputs included: metadata can be edited by hand."""
    if not isinstance(value, dict) or not {"algorithm", "version", "date", "parameters"} <= set(value):
        return False
    inputs, cost = value.get("inputs", []), value.get("cost", {})
    return (
        isinstance(value["parameters"], dict)
        and isinstance(cost, dict)
        and isinstance(cost.get("cpu_s", 0), (int, float))
        and isinstance(inputs, list)
        and all(isinstance(item, dict) for item in inputs)
        and all(_is_record(item["provenance"]) for item in inputs if "provenance" in item)
    )


def save_with_raster(path: str, metadata: QgsLayerMetadata) -> None:
    """Keep a record with a raster file: as a tag of the file, and in the ``.qmd`` that QGIS reads."""
    import rasterio

    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(**{RASTER_TAG: metadata.keywords()[KEYWORD][0]})
    # Written here rather than through a QgsRasterLayer, which would compute statistics of the whole raster.
    document = QDomDocument("qgis")
    root = document.createElement("qgis")
    root.setAttribute("version", Qgis.QGIS_VERSION)
    document.appendChild(root)
    metadata.writeMetadataXml(root, document)
    Path(path).with_suffix(".qmd").write_text(document.toString(2), encoding="utf-8")


def save_with_vector(uri: str, provider: str, metadata: QgsLayerMetadata) -> bool:
    """Keep a record with a stored vector layer, in the way its provider has; tell whether it could."""
    layer = QgsVectorLayer(uri, "provenance", provider)
    if not layer.isValid():
        return False
    complete = QgsLayerMetadata(metadata)
    complete.setType("dataset")
    complete.setCrs(layer.crs())
    # Closed before writing: a GeoPackage held open by two connections changes its journal under the first.
    del layer
    registry = QgsProviderRegistry.instance()
    parts = registry.decodeUri(provider, uri)
    if provider == "ogr" and not parts.get("layerName"):
        # A GeoPackage given by its path alone: the provider opens its first layer but does not name it.
        sublayers = registry.querySublayers(uri)
        if sublayers:
            uri = registry.encodeUri(provider, {**parts, "layerName": sublayers[0].name()})
    try:
        saved, _ = registry.saveLayerMetadata(provider, uri, complete)
    except QgsNotSupportedException:
        saved = False
    if not saved:
        layer = QgsVectorLayer(uri, "provenance", provider)
        layer.setMetadata(complete)
        _, saved = layer.saveDefaultMetadata()
    return bool(saved)
