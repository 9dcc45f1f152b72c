"""Reach on a lattice of 105 340 edges: ours beside SciPy, igraph and the network library of QGIS.

source tools/environment.sh && $python benchmarks/bench_walking_reach.py [--runs 5] [--places 50] [--skip-igraph]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import Peer, load_average, machine_line, measure, median, print_table, serve_peer
from bench_walking_routing import SEED, SIDE, SLOTS, lattice, moving_shade

TOLERANCE = 1e-9  # two answers are the same cost within this, relative
LIMITS_MIN = (5.0, 15.0, np.inf)
SPEED = 1.25
DEPARTURE_S = 8 * 3600.0


def serve_igraph():
    """Answer jobs {"graph", "places", "result"} with igraph, from a node of its own joined to the places."""
    from importlib.metadata import version

    import igraph

    loaded = {}

    def handler(job):
        if not loaded:
            data = np.load(job["graph"])
            graph = igraph.Graph(n=len(data["xy"]), edges=np.column_stack((data["u"], data["v"])).tolist())
            loaded["graph"], loaded["weight"] = graph, (data["length"] / SPEED).tolist()
        # Joining the places is not timed.
        graph, places = loaded["graph"].copy(), job["places"]
        graph.add_vertices(1)
        start = graph.vcount() - 1
        graph.add_edges([(start, place) for place in places])
        weight = loaded["weight"] + [0.0] * len(places)

        def work():
            return np.array(graph.distances(source=start, weights=weight)[0][:-1])

        def finish(cost):
            np.save(job["result"], cost)
            return {"version": version("igraph")}

        return work, finish

    serve_peer(handler)


# --- ours, SciPy and QGIS ------------------------------------------------------------------------------------


def scipy_graph(u, v, length, n):
    """Return the sparse matrix of times; the pairs of a lattice are all different."""
    from scipy.sparse import coo_matrix

    weight = length / SPEED
    tail, head = np.concatenate((u, v)), np.concatenate((v, u))
    return coo_matrix((np.concatenate((weight, weight)), (tail, head)), shape=(n, n)).tocsr()


def qgis_graph(xy, u, v, length):
    """Return the graph of the QGIS network library, built edge by edge, or None without QGIS."""
    try:
        from qgis.analysis import QgsGraph
        from qgis.core import QgsPointXY
    except ImportError:
        return None
    graph = QgsGraph()
    for x, y in xy.tolist():
        graph.addVertex(QgsPointXY(x, y))
    for a, b, seconds in zip(u.tolist(), v.tolist(), (length / SPEED).tolist()):
        graph.addEdge(a, b, [seconds])
        graph.addEdge(b, a, [seconds])
    return graph


def qgis_costs(graph, start):
    """Least cost from a node to every other one, as the service area algorithm of QGIS searches it."""
    from qgis.analysis import QgsGraphAnalyzer

    return QgsGraphAnalyzer.dijkstra(graph, start, 0)[1]


def joined(graph, places):
    """Add a node joined to the places to the graph of QGIS; return it."""
    from qgis.core import QgsPointXY

    start = graph.addVertex(QgsPointXY(0.0, 0.0))
    for place in places.tolist():
        graph.addEdge(start, place, [0.0])
    return start


def same(cost, other, limit):
    """Check that two answers agree within the limit."""
    reached = cost <= limit
    assert (np.isfinite(other) & (other <= limit) == reached).all(), "other nodes are reached"
    assert np.abs(other[reached] - cost[reached]).max() <= TOLERANCE * max(1.0, cost[reached].max())


def row(case, ours, name, theirs):
    """Return a formatted row of the table."""
    return [
        case,
        f"{ours['wall'] * 1e3:.2f}",
        name,
        f"{theirs['wall'] * 1e3:.1f}",
        f"{theirs['wall'] / ours['wall']:.1f}",
        f"{ours['cpu'] * 1e3:.1f} / {theirs['cpu'] * 1e3:.0f}",
        f"{ours['peak_mb']:.0f} / {theirs['peak_mb']:.0f}",
        f"{load_average():.2f}",
    ]


def compare(graph, nodes, places, runs, peers):
    """Return rows of ours beside every peer, run in turn."""
    from cityorchestra.processing_provider.walking.reach import make_spans, reach
    from scipy.sparse.csgraph import dijkstra

    matrix, network, peer, job = peers
    edge = np.array([np.flatnonzero((graph.u == node) | (graph.v == node))[0] for node in nodes])
    spans = make_spans(edge, np.where(graph.u[edge] == nodes, 0.0, 1.0))
    rows = []
    for minutes in LIMITS_MIN:
        limit = minutes * 60.0
        case = f"{places} places, {'all nodes' if minutes == np.inf else f'{minutes:g} min'}"
        ours, scipy_, qgis_ = [], [], []
        for run in range(runs + 1):
            result, figure = measure(reach, graph, spans, limit=limit)
            cost, other = measure(dijkstra, matrix, indices=nodes, min_only=True, limit=limit)
            same(result.cost, cost, limit)
            if run:  # the first of each warms up
                ours.append(figure)
                scipy_.append(other)
        rows.append(row(case, median(ours), "scipy dijkstra(min_only)", median(scipy_)))
        if minutes < np.inf:
            continue  # the others know no limit: they answer for all nodes
        if network is not None:
            start = joined(network, nodes)
            for _ in range(runs):
                cost, other = measure(qgis_costs, network, start)
                qgis_.append(other)
            cost = np.array(cost)[: len(result.cost)]
            same(result.cost, np.where(cost > 1e300, np.inf, cost), limit)
            rows.append(row(case, median(ours), "QGIS QgsGraphAnalyzer", median(qgis_)))
        if peer is not None:
            igraph_ = [peer.run(**job) for _ in range(runs)]
            same(result.cost, np.load(job["result"]), limit)
            rows.append(row(case, median(ours), f"igraph {igraph_[0]['version']}", median(igraph_)))
    return rows


def alone(graph, runs, nodes):
    """Return rows of what no peer does: the clock of the sun, places inside edges, exact cuts, areas."""
    import shapely
    from cityorchestra.processing_provider.walking.pieces import area_around, cut_lines
    from cityorchestra.processing_provider.walking.reach import make_spans, reach

    random = np.random.default_rng(SEED)
    edge = random.choice(len(graph.u), len(nodes), replace=False)
    spans = make_spans(edge, random.uniform(0.0, 1.0, len(edge)))
    lines = shapely.linestrings(np.stack((np.column_stack((graph.x, graph.y))[graph.u],
                                          np.column_stack((graph.x, graph.y))[graph.v]), axis=1))  # fmt: skip
    budgets = np.array([5.0, 10.0, 15.0]) * 60.0
    still = reach(graph, spans, limit=900.0)
    pieces = still.pieces(budgets)
    cases = {
        "search in the sun, 15 min of comfort": lambda: reach(graph, spans, alpha=3.0, t0=DEPARTURE_S, limit=900.0),
        "search in the sun, all nodes": lambda: reach(graph, spans, alpha=3.0, t0=DEPARTURE_S),
        "pieces cut at 5, 10 and 15 min": lambda: still.pieces(budgets),
        "lines of the pieces": lambda: cut_lines(lines, pieces.edge, pieces.start, pieces.stop),
    }
    rows = []
    for name, work in cases.items():
        figures = []
        for run in range(runs + 1):
            result, figure = measure(work)
            if run:
                figures.append(figure)
        size = len(result) if isinstance(result, np.ndarray) else len(getattr(result, "edge", graph.x))
        rows.append(_alone_row(name, median(figures), size))
    cut = cut_lines(lines, pieces.edge, pieces.start, pieces.stop)
    area, figure = measure(area_around, cut, 25.0)
    rows.append(_alone_row(f"area around the pieces, {area.area / 1e6:.0f} km²", figure, len(cut)))
    return rows


def _alone_row(name, figure, size):
    return [name, f"{figure['wall'] * 1e3:.1f}", f"{figure['cpu'] * 1e3:.1f}", size, f"{load_average():.2f}"]


def main(runs, places, with_igraph):
    """Time every case and print the tables."""
    xy, u, v, length = lattice(SIDE)
    print(machine_line())
    print(f"{len(xy)} nodes, {len(u)} edges, {SLOTS} slots of sun; median of {runs} runs after one")
    from cityorchestra.processing_provider.walking.graph import build_graph

    graph = build_graph(u, v, length, xy, speed=SPEED, sun=moving_shade(len(u)))
    flat = build_graph(u, v, length, xy, speed=SPEED)
    matrix, building = measure(scipy_graph, u, v, length, len(xy))
    print(f"SciPy's matrix built in {building['wall'] * 1e3:.0f} ms", end="")
    network, building = measure(qgis_graph, xy, u, v, length)
    print(
        f", the graph of QGIS in {building['wall'] * 1e3:.0f} ms\n" if network is not None else ", QGIS is not here\n"
    )
    rows = []
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "graph.npz"
        np.savez(path, xy=xy, u=u, v=v, length=length)
        for count in (1, places):
            nodes = np.sort(np.random.default_rng(SEED).choice(len(xy), count, replace=False))
            job = {"graph": str(path), "places": nodes.tolist(), "result": str(Path(name) / "cost.npy")}
            if with_igraph:
                with Peer(__file__) as peer:
                    peer.run(**{**job, "places": job["places"][:1]})  # loads the graph
                    rows += compare(flat, nodes, count, runs, (matrix, network, peer, job))
            else:
                rows += compare(flat, nodes, count, runs, (matrix, network, None, job))
    print_table(["case", "ours ms", "peer", "peer ms", "ratio", "CPU ms", "peak MB", "load"], rows)
    print("\nWhat no peer has, from places inside edges")
    print_table(["case", "wall ms", "CPU ms", "rows", "load"], alone(graph, runs, nodes))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--places", type=int, default=50)
    parser.add_argument("--skip-igraph", action="store_true")
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        serve_igraph()
    else:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        main(arguments.runs, arguments.places, not arguments.skip_igraph)
