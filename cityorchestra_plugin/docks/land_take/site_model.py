"""The sites to give back, best first, as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt

from ....processing_provider.translation import tr
from . import texts
from .kinds import cover_name, use_name
from .recognise import first_of
from .records import plain_values

RANK, SITE, AREA, GAIN, LEGAL = range(5)
COLUMN_COUNT = 5
MIDDLE_DOT = " · "
WHOLE, PARTLY = "✓", "◐"
NAME_FIELDS = ("nom", "name", "libelle", "site_nom")
SORT_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Site:
    """One site, as its feature tells it.

    Attributes
    ----------
    rank : int or None
        1 is first; None where it could not be ranked.
    name : str
    geometry : QgsGeometry
    area_m2, gain, legal_m2 : float or None
        Ground [m2], points of score of the whole base, and what the balance of the decree gains [m2].
    alone_m2 : float or None
        What it would give the balance alone [m2].
    together : int
        How many sites are ranked as one with it.
    share : float
        How much of it fits into the limit, 0 to 1.
    """

    rank: Optional[int]
    name: str
    geometry: QgsGeometry
    area_m2: Optional[float]
    gain: Optional[float]
    legal_m2: Optional[float]
    alone_m2: Optional[float]
    together: int
    share: float


def read_sites(layer: QgsVectorLayer) -> list[Site]:
    """Read the output of “Rank sites to give back”, in its order."""
    rows = [(plain_values(feature), QgsGeometry(feature.geometry())) for feature in layer.getFeatures()]
    members: dict[object, int] = {}
    for values, _ in rows:
        members[values.get("ensemble")] = members.get(values.get("ensemble"), 0) + 1
    names = [item.name() for item in layer.fields()]
    name_field = first_of(names, NAME_FIELDS)
    sites = []
    for values, geometry in rows:
        rank = values.get("rank")
        sites.append(
            Site(
                rank=rank,
                name=_name(values, name_field),
                geometry=geometry,
                area_m2=values.get("aire_m2"),
                gain=values.get("gain_z"),
                legal_m2=values.get("gain_m2_legal"),
                alone_m2=values.get("seul_m2_legal"),
                together=members[values.get("ensemble")],
                share=values.get("part_budget") or 0.0,
            )
        )
    return sites


def _name(values: dict, name_field: str) -> str:
    if name_field and values.get(name_field) is not None:
        return str(values[name_field])
    cover, use = values.get("cs"), values.get("us")
    if isinstance(cover, str) and cover:
        # What it is used for tells more of a yard than that it is sealed.
        return MIDDLE_DOT.join(name for name in (use_name(use) if use else "", cover_name(cover)) if name)
    return str(values.get("id") or "")


class SiteModel(QAbstractTableModel):
    """One row per site, in the order of the layer."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.sites: list[Site] = []
        self._ticked = False

    def set_sites(self, sites: Sequence[Site], *, ticked: bool = False) -> None:
        """Show other sites, and a tick at those that fit into a limit where there was one."""
        self.beginResetModel()
        self.sites, self._ticked = list(sites), ticked
        self.endResetModel()

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: B008 (as Qt declares it)
        return 0 if parent.isValid() else len(self.sites)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: B008 (as Qt declares it)
        return 0 if parent.isValid() else COLUMN_COUNT

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("No."), tr("Site"), tr("Area\n(m²)"), tr("Gain\n(points)"), tr("Balance\n(m²)"))[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                tr("1 gains most for each square metre"),
                tr("Name of the site, or its use and cover today; ✓: needed whole, ◐: needed in part"),
                tr("Ground of the site"),
                tr("Points of score that the whole land cover gains"),
                tr("What the balance of the decree gains, after thresholds"),
            )[section]
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid() or index.row() >= len(self.sites):
            return None
        site, column = self.sites[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(site, column)
        if role == SORT_ROLE:
            return self._sort_key(site, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column != SITE:
            # An int, as PyQt 6 wants for a combination given through a QVariant.
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return getattr(flags, "value", None) or int(flags)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.sentence(site)
        return None

    def _text(self, site: Site, column: int) -> str:
        if column == RANK:
            return texts.UNKNOWN if site.rank is None else str(site.rank)
        if column == SITE:
            return f"{self._mark(site)} {site.name}".strip()
        if column == AREA:
            return texts.plain(site.area_m2)
        return texts.signed(site.gain, 3) if column == GAIN else texts.signed(site.legal_m2)

    def _mark(self, site: Site) -> str:
        """Return the sign of a site that fits into the limit, whole or in part."""
        if not self._ticked or site.share <= 0.0:
            return ""
        return WHOLE if site.share >= 1.0 else PARTLY

    @staticmethod
    def _sort_key(site: Site, column: int):
        if column == RANK:
            return math.inf if site.rank is None else site.rank
        if column == SITE:
            return site.name.casefold()
        value = (site.area_m2, site.gain, site.legal_m2)[column - AREA]
        return -math.inf if value is None else value

    def sentence(self, site: Site) -> str:
        """Describe a site in one or two sentences."""
        text = tr("Rank {rank}, {name}: {area}, {gain} points, {legal} for the balance.").format(
            rank=texts.UNKNOWN if site.rank is None else site.rank,
            name=site.name,
            area=texts.square_metres(site.area_m2),
            gain=texts.signed(site.gain, 3),
            legal=texts.square_metres(site.legal_m2, change=True),
        )
        if self._mark(site) == PARTLY:
            text += " " + tr("{share} of it would do; a part may stay below the threshold.").format(
                share=texts.percent(100.0 * site.share, 0)
            )
        if site.together > 1:
            text += " " + tr("Ranked together with {count} sites that it touches; alone it would give {alone}.").format(
                count=site.together - 1, alone=texts.square_metres(site.alone_m2, change=True)
            )
        return text
