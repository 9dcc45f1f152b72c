"""The walking network as data: edges, the nodes that join them, and the connected part of each."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True)
class WalkNetwork:
    """Edges of a walking network and the nodes that join them.

    Attributes
    ----------
    geometry : object array of shapely LineString (n,)
        Shape of each edge, from node ``u`` to node ``v`` [m].
    u, v : int32 (n,)
        Node at the start and at the end; equal for a loop.
    length_m : float64 (n,)
        Length in the plane [m].
    source : int64 (n,)
        Position of the input line each edge was cut from; for a crossing, the street that is crossed.
    side : str array (n,)
        ``""`` for a centre line or path, ``"left"``, ``"right"`` (looking from ``u`` to ``v`` of the input
        line) or ``"crossing"``.
    level : int32 (n,)
        Level of the input line (0 ground, above 0 bridge, below 0 tunnel).
    component : int32 (n,)
        Connected part of the network: 0 is the one with most nodes, then 1, 2...
    node_xy : float64 (n_nodes, 2)
        Position of the nodes [m].
    counts : dict of str to int
        What was dropped, split and joined; keys are those of :func:`build_network`.
    """

    geometry: np.ndarray
    u: np.ndarray
    v: np.ndarray
    length_m: np.ndarray
    source: np.ndarray
    side: np.ndarray
    level: np.ndarray
    component: np.ndarray
    node_xy: np.ndarray
    counts: dict = field(default_factory=dict)

    @property
    def crossing(self) -> np.ndarray:
        """Mask of the edges that cross a carriageway, bool (n,)."""
        return self.side == "crossing"


def components(u: np.ndarray, v: np.ndarray, n_nodes: int) -> np.ndarray:
    """Find the connected part of each edge.

    Parameters
    ----------
    u, v : int (n,)
        End nodes.
    n_nodes : int
        Number of nodes.

    Returns
    -------
    int32 (n,)
        0 for the part with most nodes, then in decreasing size; equal sizes in order of their first node.
    """
    if n_nodes == 0:
        return np.zeros(0, dtype=np.int32)
    graph = coo_matrix((np.ones(len(u), dtype=np.int8), (u, v)), shape=(n_nodes, n_nodes))
    n, label = connected_components(graph, directed=False)
    _, first = np.unique(label, return_index=True)
    order = np.lexsort((first, -np.bincount(label, minlength=n)))
    rank = np.empty(n, dtype=np.int32)
    rank[order] = np.arange(n, dtype=np.int32)
    return rank[label[u]]
