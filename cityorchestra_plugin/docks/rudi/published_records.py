"""Which dataset a layer was published as: its next publication is an update, not a second dataset.

The layer keeps the identifier of its dataset, as a property in the project; the record is kept in the profile.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication, QgsMapLayer, QgsProject

from ....processing_provider.rudi.file_names import safe_name
from ....processing_provider.rudi.form_checks import Form
from ....processing_provider.rudi.record import Record
from ....processing_provider.rudi.record_reader import read_record

PUBLISHED_PROPERTY = "cityorchestra/rudi_published"


def records_folder() -> Path:
    """Return where the records of what was published are kept, in the profile of QGIS."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "cityorchestra" / "rudi_published"


def record_path(global_id: str) -> Path:
    """Return the file of the record of a dataset."""
    return records_folder() / f"{safe_name(global_id)}.json"


def keep(layer: QgsMapLayer, global_id: str, record: Mapping[str, Any]) -> None:
    """Remember what a layer was published as.

    Parameters
    ----------
    record : dict
        The record as the node has it.
    """
    target = record_path(global_id)
    aside = target.with_suffix(".new")
    with contextlib.suppress(OSError):  # a profile that cannot be written costs the update, not the publication
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
        aside.replace(target)
    layer.setCustomProperty(PUBLISHED_PROPERTY, global_id)
    QgsProject.instance().setDirty(True)


def published_as(layer: Optional[QgsMapLayer]) -> Optional[Record]:
    """Return the record of the dataset that a layer was published as, None when there is none here."""
    global_id = str(layer.customProperty(PUBLISHED_PROPERTY) or "") if layer is not None else ""
    if not global_id:
        return None
    try:
        raw: Any = json.loads(record_path(global_id).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    record = read_record(raw) if isinstance(raw, dict) else None
    return record if record is not None and record.global_id == global_id else None


def form_of(record: Record, language: str) -> Form:
    """Return what a form held for a record.

    Parameters
    ----------
    language : str
        Of the texts.
    """
    contact = record.contacts[0] if record.contacts else None
    return Form(
        title=record.title,
        synopsis=record.synopsis.text(language),
        summary=record.summary.text(language),
        theme=record.theme,
        keywords=", ".join(record.keywords),
        producer=record.producer.name,
        contact_name=contact.name if contact is not None else "",
        contact_email=contact.email if contact is not None else "",
        licence=record.licence.code,
        mandatory_mention=record.mandatory_mention.text(language),
        language=language,
        restricted=record.access != "open",
        gdpr_sensitive=bool(record.gdpr_sensitive),
    )
