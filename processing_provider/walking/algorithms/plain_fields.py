"""Fields that hold lists or objects, as GeoJSON gives them: no other format can store them, so they become text."""

from __future__ import annotations

import json
from dataclasses import replace

from qgis.core import QgsFields
from qgis.PyQt.QtCore import QMetaType

from ...compatibility import field
from ...layers import FeatureTable

_KINDS = (QMetaType.Type.QVariantMap, QMetaType.Type.QVariantList, QMetaType.Type.QStringList)
STRUCTURED = {getattr(kind, "value", kind) for kind in _KINDS}


def with_plain_fields(table: FeatureTable) -> FeatureTable:
    """Return the same features with lists and objects written as JSON text; most layers have none."""
    numbers = [getattr(item.type(), "value", item.type()) for item in table.fields]
    positions = [position for position, number in enumerate(numbers) if number in STRUCTURED]
    if not positions:
        return table
    fields = QgsFields()
    for position in range(table.fields.count()):
        item = table.fields.at(position)
        fields.append(field(item.name(), "text") if position in positions else item)
    rows = []
    for row in table.rows:
        written = list(row)
        for position in positions:
            if isinstance(written[position], (list, dict)):
                written[position] = json.dumps(written[position], ensure_ascii=False)
        rows.append(written)
    return replace(table, fields=fields, rows=rows, _columns={})
