"""Share of sun on each walking edge through the day: where to sample, and how samples become edges.

Shade is computed raster by raster, one per time slot, possibly in tiles. Samples are therefore added up as they come,
in integers, so that neither the order of tiles nor their size changes a result.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from .along import line_table, positions_along

DEFAULT_SPACING_M = 2.0  # one place every 2 m along the edge [m]
DEFAULT_ACROSS_M = 0.5  # three cells across the sidewalk, this far apart [m]
NO_DATA = 255  # value without data in uint8 shares of sun
FULL_SUN = 100  # percent


@dataclass(frozen=True)
class SamplePlaces:
    """Places where the sun is read along the edges.

    Attributes
    ----------
    x, y : float64 (m, 3)
        Coordinates [m] of the three cells across the sidewalk: left, middle, right.
    edge_index : int64 (m,)
        Edge of each place, increasing.
    """

    x: np.ndarray
    y: np.ndarray
    edge_index: np.ndarray


def sample_positions(lines, spacing: float = DEFAULT_SPACING_M, across: float = DEFAULT_ACROSS_M) -> SamplePlaces:
    """Places where the sun is read: middles of equal parts of each edge, three cells across.

    Parameters
    ----------
    lines : array of shapely LineString (n,)
        Edges in metric coordinates.
    spacing : float
        Longest part [m], > 0; each edge has two parts at least.
    across : float
        Distance of the outer cells from the line [m], >= 0.

    Returns
    -------
    SamplePlaces

    Raises
    ------
    ValueError
        When a distance is out of range or a line is empty.
    """
    if not (np.isfinite(spacing) and spacing > 0.0):
        raise ValueError("The spacing of shade samples must be above 0 m.")
    if not (np.isfinite(across) and across >= 0.0):
        raise ValueError("The distance across the sidewalk must be 0 m or more.")
    table = line_table(lines)
    parts = np.maximum(np.ceil(table.length / spacing - 1e-9), 2.0).astype(np.int64)
    index = np.repeat(np.arange(len(parts)), parts)
    first = np.concatenate(([0], np.cumsum(parts)))[:-1]
    rank = np.arange(len(index)) - first[index]
    place, direction = positions_along(table, index, table.length[index] * ((rank + 0.5) / parts[index]))
    shift = np.array([across, 0.0, -across])
    x = place[:, :1] - shift * direction[:, 1:]
    y = place[:, 1:2] + shift * direction[:, :1]
    return SamplePlaces(x, y, index)


@njit(cache=True, nogil=True)
def median_across(cells):
    """Median of the three cells across the sidewalk.

    Parameters
    ----------
    cells : uint8 (m, 3)
        Share of sun of each cell [percent, 0 to 100]; 255 is no data and is left out.

    Returns
    -------
    uint8 (m,)
        Median of the cells with data (of two: their mean, rounded up at half), 255 where none has any.
    """
    out = np.empty(len(cells), dtype=np.uint8)
    for i in range(len(cells)):
        a, b, c = np.int64(cells[i, 0]), np.int64(cells[i, 1]), np.int64(cells[i, 2])
        if a > b:
            a, b = b, a
        if b > c:
            b, c = c, b
        if a > b:
            a, b = b, a
        if c != 255:
            out[i] = b
        elif b != 255:
            out[i] = (a + b + 1) // 2
        else:
            out[i] = a
    return out


@njit(cache=True, nogil=True)
def _add(values, edge_index, slot, total, count):
    """Add samples to their edges, the first column being time slot ``slot``."""
    for i in range(len(values)):
        e = edge_index[i]
        for q in range(values.shape[1]):
            if values[i, q] != 255:
                total[e, slot + q] += values[i, q]
                count[e, slot + q] += 1


class SunTally:
    """Sums of samples per edge and time slot, filled tile by tile and slot by slot.

    Parameters
    ----------
    n_edges, n_slots : int
        Size of the result. Memory is 8 bytes per edge and slot.
    """

    def __init__(self, n_edges: int, n_slots: int):
        self._total = np.zeros((n_edges, n_slots), dtype=np.uint32)
        self._count = np.zeros((n_edges, n_slots), dtype=np.uint32)

    def add(self, values, edge_index, slot: int = 0) -> None:
        """Add samples.

        Parameters
        ----------
        values : uint8 (m,) or (m, k)
            Share of sun [percent]; 255 is no data and is left out. Columns are consecutive time slots.
        edge_index : int (m,)
            Edge of each sample.
        slot : int
            Time slot of the first column.

        Raises
        ------
        ValueError
            When the arrays do not match, an edge or slot does not exist, or a share is above 100 %.
        """
        values = np.asarray(values, dtype=np.uint8)
        values = values[:, None] if values.ndim == 1 else values
        edge_index = np.asarray(edge_index, dtype=np.int64)
        if len(values) != len(edge_index):
            raise ValueError("There must be one edge number per shade sample.")
        if not len(values):
            return
        if edge_index.min() < 0 or edge_index.max() >= len(self._total):
            raise ValueError("A shade sample refers to an edge that does not exist.")
        if slot < 0 or slot + values.shape[1] > self._total.shape[1]:
            raise ValueError("A shade sample refers to a time slot that does not exist.")
        if ((values > FULL_SUN) & (values != NO_DATA)).any():
            raise ValueError("Shares of sun must lie between 0 and 100 percent, or be 255 for no data.")
        _add(np.ascontiguousarray(values), edge_index, slot, self._total, self._count)

    def shares(self, covered=None) -> np.ndarray:
        """Mean share of sun per edge and slot.

        Parameters
        ----------
        covered : bool (n_edges,), optional
            Edges under a roof or in a tunnel: shaded at all times, whatever the raster says of their roof.

        Returns
        -------
        uint8 (n_edges, n_slots)
            Percent, rounded half up; 255 where there was no sample with data.
        """
        count = np.maximum(self._count, 1).astype(np.uint64)
        mean = (2 * self._total.astype(np.uint64) + count) // (2 * count)
        out = np.where(self._count > 0, mean, NO_DATA).astype(np.uint8)
        if covered is not None:
            out[np.asarray(covered, dtype=bool)] = 0
        return out


def reduce_to_edges(values, edge_index, n_edges: int, covered=None) -> np.ndarray:
    """Mean share of sun of each edge from its samples.

    Parameters
    ----------
    values : uint8 (m,) or (m, n_slots)
        Share of sun of each sample [percent]; 255 is no data.
    edge_index : int (m,)
        Edge of each sample, in any order.
    n_edges : int
        Number of edges.
    covered : bool (n_edges,), optional
        Edges that are always shaded.

    Returns
    -------
    uint8 (n_edges, n_slots)
        Percent, 255 where an edge has no data. Samples may come in any order or split into tiles
        (:class:`SunTally`): the result is the same to the bit.
    """
    values = np.asarray(values, dtype=np.uint8)
    tally = SunTally(n_edges, values.shape[1] if values.ndim == 2 else 1)
    tally.add(values, edge_index)
    return tally.shares(covered)
