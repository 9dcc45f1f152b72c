"""Routes on a lattice of 105 340 edges: ours beside igraph and networkx, then cool routes and noding.

python benchmarks/bench_walking_routing.py [--runs 5] [--pairs 20] [--skip-networkx]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import Peer, load_average, machine_line, measure, median, print_table, serve_peer

SIDE = 230  # nodes along the side of the lattice: 52 900 nodes, 105 340 edges
SPACING_M = 80.0
SHIFT_M = 20.0  # nodes are moved by up to this along both axes
SEED = 35
LENGTH_TOLERANCE = 1e-9  # two answers are the same length within this, relative
SLOTS = 60  # quarters of an hour from 6:00 to 20:45
DEPARTURE_S = 8 * 3600.0  # 14:00
DETOUR = 0.3
FRONT_KM = (1, 2, 3)
LINES = 225  # nodes along the side of the lattice of lines: 100 800 lines
VERTICES = 5


def lattice(side, seed=SEED):
    """Return (xy, u, v, length) of a perturbed square lattice, lengths as the crow flies [m]."""
    random = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), axis=-1) * SPACING_M
    xy = (grid + random.uniform(-SHIFT_M, SHIFT_M, grid.shape)).reshape(-1, 2)
    node = np.arange(side * side).reshape(side, side)
    u = np.concatenate((node[:-1].ravel(), node[:, :-1].ravel()))
    v = np.concatenate((node[1:].ravel(), node[:, 1:].ravel()))
    return xy, u, v, np.hypot(*(xy[u] - xy[v]).T)


def moving_shade(n_edges, seed=SEED):
    """Return uint8 shares of sun that swing between full sun and full shade, each edge at its own time of day."""
    random = np.random.default_rng(seed)
    phase = random.uniform(0.0, 2.0 * np.pi, n_edges)[:, None]
    wave = 50.0 + 60.0 * np.sin(phase + 2.0 * np.pi * np.arange(SLOTS) / SLOTS)
    return np.clip(wave, 0, 100).astype(np.uint8)


def street_lines(side, seed=SEED):
    """Return the edges of a lattice as lines of 5 vertices."""
    import shapely

    xy, u, v, _ = lattice(side, seed)
    part = np.linspace(0.0, 1.0, VERTICES)[None, :, None]
    coords = xy[u][:, None] * (1.0 - part) + xy[v][:, None] * part
    coords[:, 1:-1] += np.random.default_rng(seed).normal(0.0, 1.0, coords[:, 1:-1].shape)
    return shapely.linestrings(coords)


# --- the peers, in their own environment ---------------------------------------------------------------------


def serve_graphs():
    """Answer jobs {"graph", "method", "start", "goal"} with igraph or networkx."""
    from importlib.metadata import version

    loaded = {}

    def load(path, package):
        data = np.load(path)
        pairs = np.column_stack((data["u"], data["v"]))
        if package == "igraph":
            import igraph

            graph = igraph.Graph(n=len(data["xy"]), edges=pairs.tolist())
            graph.es["weight"] = data["length"].tolist()
            return graph
        import networkx

        graph = networkx.Graph()
        graph.add_weighted_edges_from((int(a), int(b), float(w)) for (a, b), w in zip(pairs, data["length"]))
        return graph

    def handler(job):
        package = job["method"].split()[0]
        if package not in loaded:
            loaded[package] = load(job["graph"], package)
        graph, start, goal = loaded[package], job["start"], job["goal"]

        def igraph_edges():
            return graph.get_shortest_paths(start, to=goal, weights="weight", output="epath")[0]

        def networkx_nodes():
            import networkx

            return networkx.dijkstra_path(graph, start, goal)

        def networkx_both_ways():
            import networkx

            return networkx.bidirectional_dijkstra(graph, start, goal)[1]

        works = {
            "igraph": igraph_edges,
            "networkx": networkx_nodes,
            "networkx bidirectional": networkx_both_ways,
        }

        def finish(path):
            if package == "igraph":
                length = sum(graph.es[path]["weight"])
            else:
                length = sum(graph[a][b]["weight"] for a, b in zip(path[:-1], path[1:]))
            return {"version": version(package), "length": length}

        return works[job["method"]], finish

    serve_peer(handler)


# --- ours ----------------------------------------------------------------------------------------------------


def print_first_calls():
    """Print, as JSON, the seconds of first calls on a tiny graph: shortest path, front, network."""
    marks = [time.perf_counter()]
    from cityorchestra.processing_provider.walking.graph import build_graph
    from cityorchestra.processing_provider.walking.network import build_network
    from cityorchestra.processing_provider.walking.paths import shortest_path
    from cityorchestra.processing_provider.walking.routing import pareto_front

    xy, u, v, length = lattice(4)
    graph = build_graph(u, v, length, xy, sun=moving_shade(len(u)))
    shortest_path(graph, 0, 15)
    marks.append(time.perf_counter())
    pareto_front(graph, 0, 15, DEPARTURE_S)
    marks.append(time.perf_counter())
    build_network(street_lines(4))
    marks.append(time.perf_counter())
    print(json.dumps(np.diff(marks).tolist()))


def first_calls(cache):
    """Return the first-call seconds of a new process that keeps compiled code in the folder `cache`."""
    answer = subprocess.run(
        [sys.executable, __file__, "--first-calls"],
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache)},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(answer.stdout)


def time_shortest_paths(graph, path, pairs, runs, methods):
    """Return table rows of one query after the other, ours and every peer on the same pair in turn."""
    from cityorchestra.processing_provider.walking.paths import shortest_path

    ours = {"Dijkstra": {"estimate": False}, "A*": {"estimate": True}}
    figures = {name: [] for name in (*ours, *methods)}
    versions = {}
    with Peer(__file__) as peer:
        for method in methods:  # load the graph, and warm up
            peer.run(graph=str(path), method=method, start=0, goal=1)
        for start, goal in pairs:
            length = None
            for name, options in ours.items():
                runs_of_pair = []
                for _ in range(runs):
                    route, figure = measure(shortest_path, graph, start, goal, **options)
                    runs_of_pair.append(figure)
                figures[name].append(median(runs_of_pair))
                length = length or route.cost
                assert abs(route.cost - length) <= LENGTH_TOLERANCE * length
            for method in methods:
                answer = peer.run(graph=str(path), method=method, start=start, goal=goal)
                assert abs(answer["length"] - length) <= LENGTH_TOLERANCE * length, "the peer found another length"
                figures[method].append(answer)
                versions[method] = answer["version"]
    medians = {name: median(values) for name, values in figures.items()}
    rows = []
    for name in ours:
        for method in methods:
            mine, theirs = medians[name], medians[method]
            package, _, variant = method.partition(" ")
            rows.append(
                [
                    f"one route, {name}",
                    f"{mine['wall'] * 1e3:.2f}",
                    f"{package} {versions[method]} {variant}".strip(),
                    f"{theirs['wall'] * 1e3:.1f}",
                    f"{theirs['wall'] / mine['wall']:.0f}",
                    f"{mine['cpu'] * 1e3:.1f} / {theirs['cpu'] * 1e3:.0f}",
                    f"{mine['peak_mb']:.0f} / {theirs['peak_mb']:.0f}",
                    f"{load_average():.2f}",
                ]
            )
    return rows


def pairs_at(xy, kilometres, count, seed=SEED):
    """Return pairs of nodes about this far apart as the crow flies."""
    random = np.random.default_rng(seed)
    inner = np.flatnonzero((np.abs(xy - xy.mean(axis=0)) < xy.max() / 2 - 3500.0).all(axis=1))
    starts = random.choice(inner, count)
    angle = random.uniform(0.0, 2.0 * np.pi, count)
    targets = xy[starts] + 1000.0 * kilometres * np.column_stack((np.cos(angle), np.sin(angle)))
    goals = [int(np.argmin(np.hypot(*(xy - target).T))) for target in targets]
    return list(zip(starts.tolist(), goals))


def time_fronts(graph, xy, count, runs):
    """Return table rows of cool-route fronts at several distances; no peer has this search."""
    from cityorchestra.processing_provider.walking.routing import pareto_front

    rows = []
    for kilometres in FRONT_KM:
        for strict in (False, True):
            times, peaks, labels, routes = [], [], [], []
            for start, goal in pairs_at(xy, kilometres, count):
                tries = []
                for _ in range(runs):
                    front, figure = measure(pareto_front, graph, start, goal, DEPARTURE_S, detour=DETOUR, strict=strict)
                    tries.append(figure)
                times.append(median(tries)["wall"])
                peaks.append(median(tries)["peak_mb"])
                labels.append(front.n_labels)
                routes.append(len(front))
            rows.append(
                [
                    f"{kilometres} km{', strict' if strict else ''}",
                    f"{statistics.median(times) * 1e3:.1f}",
                    f"{max(times) * 1e3:.1f}",
                    f"{statistics.median(labels):.0f}",
                    f"{statistics.median(routes):.0f}",
                    f"{max(peaks):.0f}",
                    f"{load_average():.2f}",
                ]
            )
    return rows


def time_networks(runs):
    """Return table rows of noding 100 800 lines; no peer has these rules."""
    from cityorchestra.processing_provider.walking.network import build_network

    lines = street_lines(LINES)
    cases = {
        "axes": {},
        "axes, crossings joined": {"planarise": True},
        "two sidewalks": {"sides": 2, "width": np.full(len(lines), 6.0)},
    }
    rows = []
    for name, options in cases.items():
        figures = []
        for _ in range(runs):
            network, figure = measure(build_network, lines, **options)
            figures.append(figure)
        figure = median(figures)
        rows.append(
            [
                f"{len(lines)} lines, {name}",
                f"{figure['wall']:.2f}",
                f"{figure['cpu']:.2f}",
                f"{len(network.u)}",
                f"{figure['peak_mb']:.0f}",
                f"{load_average():.2f}",
            ]
        )
    return rows


def main(runs, count, methods):
    """Time every case and print the tables."""
    xy, u, v, length = lattice(SIDE)
    sun = moving_shade(len(u))
    print(machine_line())
    print(
        f"{len(xy)} nodes, {len(u)} edges, {SLOTS} slots of sun; {count} pairs, median of {runs} runs each (peers: one)"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold, warm = first_calls(folder), first_calls(folder)
        print(
            "First calls of a process (import and compilation), route, front, network: "
            f"{' + '.join(f'{t:.1f}' for t in cold)} s without cached code,"
            f" {' + '.join(f'{t:.1f}' for t in warm)} s with it"
        )
        os.environ["NUMBA_CACHE_DIR"] = str(folder)  # the code just compiled, whatever lies in other caches
        from cityorchestra.processing_provider.walking.graph import build_graph

        np.savez(folder / "graph.npz", xy=xy, u=u, v=v, length=length)
        graph, figure = measure(build_graph, u, v, length, xy, sun=sun)
        print(f"Graph built from arrays in {figure['wall'] * 1e3:.0f} ms\n")
        random = np.random.default_rng(SEED)
        pairs = [tuple(map(int, random.integers(0, len(xy), 2))) for _ in range(count)]
        rows = time_shortest_paths(graph, folder / "graph.npz", pairs, runs, methods)
    print_table(["case", "ours ms", "peer", "peer ms", "ratio", "CPU ms", "peak MB", "load"], rows)
    print(f"\nAll efficient routes in moving shade, detour {DETOUR:.0%}")
    header = ["distance", "median ms", "slowest ms", "partial routes", "routes", "peak MB", "load"]
    print_table(header, time_fronts(graph, xy, count, runs))
    print("\nNetworks from lines")
    print_table(["case", "wall s", "CPU s", "edges", "peak MB", "load"], time_networks(min(runs, 3)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--skip-networkx", action="store_true")
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--first-calls", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        serve_graphs()
    elif arguments.first_calls:
        print_first_calls()
    else:
        wanted = ["igraph"] if arguments.skip_networkx else ["igraph", "networkx", "networkx bidirectional"]
        main(arguments.runs, arguments.pairs, wanted)
