"""Reach: what lies within a walk of several places, and how long the walk to the nearest one takes.

One search answers for all places at once. It goes from the places (where can one get to?) or towards them (how far is
the nearest one?); slopes and the clock make the two differ. Edges are cut exactly where the budget is spent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from .graph import WalkGraph
from .reach_kernels import costs_at, cut_pieces, reach_nodes
from .routing import SearchStopped


class Spans(NamedTuple):
    """Parts of edges where a walk may begin, sorted, none touching another.

    ``edge`` (int64), ``start`` and ``stop``: shares of the edge's length, equal for a place; ``owner`` (int32): which
    of the places, origins or parks it belongs to.
    """

    edge: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    owner: np.ndarray

    def of(self, owners) -> Spans:
        """Return the spans of some owners."""
        kept = np.isin(self.owner, owners)
        return Spans(*(column[kept] for column in self))


class Pieces(NamedTuple):
    """Pieces of edges.

    ``edge`` (int64); ``start`` < ``stop``: shares of the edge's length; ``cost_start`` and ``cost_stop``: cost there
    [s, or the unit of the graph's times]; ``owner`` (int64): whose front it is; ``band`` (int64): index of the first
    budget that covers the whole piece.
    """

    edge: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    cost_start: np.ndarray
    cost_stop: np.ndarray
    owner: np.ndarray
    band: np.ndarray

    def length(self, graph: WalkGraph) -> np.ndarray:
        """Length of each piece [m]."""
        return (self.stop - self.start) * graph.length[self.edge]

    def chosen(self, kept) -> Pieces:
        """Return some of the pieces."""
        return Pieces(*(column[kept] for column in self))


def make_spans(edge, start, stop=None, owner=None) -> Spans:
    """Sort parts of edges and join those that touch.

    Parameters
    ----------
    edge : int (n,)
        Edges.
    start, stop : float64 (n,)
        Shares of the edge's length, 0 to 1; ``stop`` may be left out for places.
    owner : int (n,), optional
        Whose they are; their own numbers by default. Joined parts belong to the one that begins first.

    Returns
    -------
    Spans

    Raises
    ------
    ValueError
        When a share is out of range.
    """
    edge = np.asarray(edge, dtype=np.int64).reshape(-1)
    start = np.asarray(start, dtype=np.float64).reshape(-1)
    stop = start if stop is None else np.asarray(stop, dtype=np.float64).reshape(-1)
    owner = np.arange(len(edge)) if owner is None else np.asarray(owner)
    if not ((start >= 0.0) & (stop <= 1.0) & (start <= stop)).all():
        raise ValueError("The parts of edges where a walk begins must lie between 0 and 1, and end after they begin.")
    order = np.lexsort((owner, -stop, start, edge))
    rows: list[list] = []
    for i in order.tolist():
        if rows and rows[-1][0] == edge[i] and start[i] <= rows[-1][2]:
            rows[-1][2] = max(rows[-1][2], float(stop[i]))
        else:
            rows.append([int(edge[i]), float(start[i]), float(stop[i]), int(owner[i])])
    columns = list(zip(*rows)) if rows else [(), (), (), ()]
    kinds = (np.int64, np.float64, np.float64, np.int32)
    return Spans(*(np.array(column, dtype=kind) for column, kind in zip(columns, kinds)))


def spans_of_places(places, owner=None) -> Spans:
    """Return places on edges (:class:`.graph.Place`) as spans; see :func:`make_spans`."""
    return make_spans([place.edge for place in places], [place.fraction for place in places], owner=owner)


def in_metres(graph: WalkGraph) -> WalkGraph:
    """Return the same graph with lengths in place of times, so that costs are metres."""
    return replace(
        graph,
        time=np.column_stack((graph.length, graph.length)),
        arc_time=graph.arc_length,
        wait=np.zeros_like(graph.wait),
    )


@dataclass(frozen=True)
class Reach:
    """Result of :func:`reach`.

    Attributes
    ----------
    graph : WalkGraph
        Graph searched.
    spans : Spans
        Where walks begin (or end).
    cost : float64 (n_nodes,)
        Cost of each node [s, a second in the sun counting ``alpha`` times], infinite beyond the limit.
    clock : float64 (n_nodes,)
        When the walker is there, in seconds after the first sun slot; NaN beyond the limit.
    owner : int32 (n_nodes,)
        Owner of the nearest span, -1 beyond the limit.
    alpha, t0, towards
        As asked.
    """

    graph: WalkGraph
    spans: Spans
    cost: np.ndarray
    clock: np.ndarray
    owner: np.ndarray
    alpha: float
    t0: float
    towards: bool

    def _tables(self):
        """Arguments that the kernels on edges share."""
        graph, spans = self.graph, self.spans
        first = np.searchsorted(spans.edge, np.arange(len(graph.u) + 1))
        rows = np.column_stack((spans.start, spans.stop, spans.owner.astype(np.float64)))
        ways = (graph.u, graph.v, graph.allowed, graph.sun_exposure, graph.time, graph.wait)
        return *ways, self.cost, self.clock, self.owner, first, rows, self.alpha, self.t0, self.towards

    def at(self, edge, fraction) -> tuple[np.ndarray, np.ndarray]:
        """Cost at places on edges.

        Parameters
        ----------
        edge : int (m,)
            Edges; -1 is no place.
        fraction : float64 (m,)
            Shares of the edge's length, 0 to 1.

        Returns
        -------
        cost : float64 (m,)
            Infinite where not reached.
        owner : int32 (m,)
            Owner of the nearest span, -1 where not reached.
        """
        edge = np.asarray(edge, dtype=np.int64).reshape(-1)
        fraction = np.asarray(fraction, dtype=np.float64).reshape(-1)
        return costs_at(*self._tables(), edge, fraction)

    def pieces(self, budgets) -> Pieces:
        """Cut the edges exactly where the budgets are spent.

        Parameters
        ----------
        budgets : float64 (k,)
            Increasing costs [s]; infinite takes all that is connected. Not beyond the limit of the search.

        Returns
        -------
        Pieces
            Also cut where the fronts of two places, or from both ends of an edge, meet. In the order of the edges.

        Raises
        ------
        ValueError
            When the budgets do not increase or one is negative.
        """
        budgets = np.asarray(budgets, dtype=np.float64).reshape(-1)
        if not len(budgets) or not budgets[0] >= 0.0 or not (np.diff(budgets) > 0.0).all():
            raise ValueError("Budgets must be 0 or more and increase.")
        table = cut_pieces(*self._tables(), budgets)
        order = np.lexsort((table[:, 1], table[:, 0]))
        edge, start, stop, cost_start, cost_stop, owner, band = table[order].T
        whole = (column.astype(np.int64) for column in (edge, owner, band))
        edge, owner, band = whole
        return Pieces(edge, start.copy(), stop.copy(), cost_start.copy(), cost_stop.copy(), owner, band)


def reach(
    graph: WalkGraph,
    spans: Spans,
    *,
    alpha: float = 1.0,
    t0: float = 0.0,
    limit: float = np.inf,
    towards: bool = False,
    stop=None,
) -> Reach:
    """Search what lies within a cost of the nearest of several places.

    The cost of a stretch walked from ``t`` is ``integral of 1 + (alpha - 1) sigma(t) dt``, ``sigma`` being the share
    of sun of the edge at that time, waiting included: with ``alpha`` 1 the time, else *comfort seconds*, of which
    walking in the sun costs ``alpha`` times as many. Each node keeps one clock, that of its cheapest walk. For
    ``alpha`` 1 the result is exact. With shade that moves, a walk that costs more so far but comes later may end up
    cheaper; it is not kept, so costs may then be a little above the least possible. While the shade stands still
    they are exact for any ``alpha``.

    Parameters
    ----------
    graph : WalkGraph
        Graph; its sun is used when ``alpha`` is above 1.
    spans : Spans
        Where walks begin; with ``towards``, where they end.
    alpha : float
        Weight of a second in the sun [-], >= 1.
    t0 : float
        Departure, or arrival with ``towards``, in seconds after the first sun slot.
    limit : float
        Costs beyond this are not looked at [s].
    towards : bool
        Walk from everywhere to the nearest place, all arriving at ``t0``; else from the places.
    stop : uint8 (1,), optional
        Flag looked at during the search; set it from another thread to stop within milliseconds.

    Returns
    -------
    Reach

    Raises
    ------
    SearchStopped
        When the flag was set.
    ValueError
        When a value is out of range, or a span is on no edge or on one that may not be walked.
    """
    if not (np.isfinite(alpha) and alpha >= 1.0):
        raise ValueError("The weight of a second in the sun must be 1 or more.")
    if not np.isfinite(t0):
        raise ValueError("The time of departure is not valid.")
    if not limit >= 0.0:
        raise ValueError("The greatest cost must be 0 s or more.")
    if len(spans.edge) and (spans.edge.min() < 0 or spans.edge.max() >= len(graph.u)):
        raise ValueError("A walk begins on an edge that does not exist.")
    if not graph.allowed[spans.edge].all():
        raise ValueError("A walk begins on an edge that may not be walked.")
    cost, clock, owner, stopped = reach_nodes(
        graph.first,
        graph.head,
        graph.edge,
        graph.forward,
        graph.u,
        graph.v,
        graph.sun_exposure,
        graph.time,
        graph.wait,
        spans.edge,
        spans.start,
        spans.stop,
        spans.owner,
        float(alpha),
        float(t0),
        float(limit),
        bool(towards),
        np.zeros(1, dtype=np.uint8) if stop is None else stop,
    )
    if stopped:
        raise SearchStopped
    return Reach(graph, spans, cost, clock, owner, float(alpha), float(t0), bool(towards))
