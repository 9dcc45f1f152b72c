"""A layer made from a medium of a dataset, not yet in a project."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsMapLayer


@dataclass(frozen=True)
class OpenedLayer:
    """A layer, and how to show it.

    Attributes
    ----------
    layer : QgsMapLayer
        Belongs to the thread that opened it.
    name : str
    style : str
        Style of the suite, empty for that of QGIS.
    """

    layer: QgsMapLayer
    name: str
    style: str = ""
