"""Who lives within how many minutes of a cool place: bands of minutes, and the people in them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

SECONDS = 60.0  # in a minute
# Walk to a green space in the 3-30-300 rule (Konijnendijk, 2022, doi 10.1007/s11676-022-01523-z) [m].
GREEN_DISTANCE_M = 300.0


class Bands(NamedTuple):
    """Bands of minutes, the last two being beyond the longest walk and not reached at all.

    ``low`` and ``high`` (float64): limits of each band [min]; the band beyond goes to infinity, and the one that is
    not reached has none (NaN).
    """

    low: np.ndarray
    high: np.ndarray

    @property
    def beyond(self) -> int:
        """Index of what is farther than the longest walk."""
        return len(self.low) - 2

    @property
    def unreached(self) -> int:
        """Index of what is not reached."""
        return len(self.low) - 1

    @property
    def budgets(self) -> np.ndarray:
        """Upper limits of the bands but the last [s], infinity included."""
        return self.high[:-1] * SECONDS

    def of(self, seconds) -> np.ndarray:
        """Index of the band of each cost [s]; infinite is not reached."""
        seconds = np.asarray(seconds, dtype=np.float64)
        index = np.searchsorted(self.budgets[:-1], seconds, side="left")
        return np.where(np.isfinite(seconds), index, self.unreached)


def minute_bands(longest_min: float) -> Bands:
    """Cut a longest walk into bands of one minute.

    Parameters
    ----------
    longest_min : float
        Longest walk [min], > 0; the last band before it may be shorter than a minute.

    Returns
    -------
    Bands

    Raises
    ------
    ValueError
        When the longest walk is not above 0.
    """
    if not (np.isfinite(longest_min) and longest_min > 0.0):
        raise ValueError("The longest walk must be above 0 minutes.")
    limits = np.append(np.arange(0.0, longest_min, 1.0), longest_min)
    low = np.concatenate((limits[:-1], [longest_min, np.nan]))
    high = np.concatenate((limits[1:], [np.inf, np.nan]))
    return Bands(low, high)


def share_by_length(areas, lines, band, n_bands: int) -> np.ndarray:
    """Share of the street length inside each area that lies in each band.

    Parameters
    ----------
    areas : array of shapely Polygon or MultiPolygon (n,)
        Such as cells or blocks [m]; None has no share.
    lines : array of shapely LineString (m,)
        Pieces of streets [m].
    band : int (m,)
        Band of each piece.
    n_bands : int
        Number of bands.

    Returns
    -------
    float64 (n, n_bands)
        Rows add up to 1, or are 0 where the area holds no street.
    """
    areas = np.asarray(areas, dtype=object).reshape(-1)
    lines = np.asarray(lines, dtype=object).reshape(-1)
    metres = np.zeros((len(areas), n_bands))
    if len(areas) and len(lines):
        shapely.prepare(areas)
        area, line = shapely.STRtree(lines).query(areas, predicate="intersects")
        whole = shapely.contains_properly(areas[area], lines[line])
        inside = shapely.length(lines[line])
        cut = np.flatnonzero(~whole)
        inside[cut] = shapely.length(shapely.intersection(lines[line[cut]], areas[area[cut]]))
        np.add.at(metres, (area, np.asarray(band)[line]), inside)
    total = metres.sum(axis=1, keepdims=True)
    return np.divide(metres, total, out=np.zeros_like(metres), where=total > 0.0)


def share_by_place(band, n_bands: int) -> np.ndarray:
    """Put each place wholly in its band: float64 (n, n_bands)."""
    band = np.asarray(band, dtype=np.int64)
    out = np.zeros((len(band), n_bands))
    out[np.arange(len(band)), band] = 1.0
    return out
