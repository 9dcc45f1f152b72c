"""Routes of 10 000 pairs on a lattice of 105 340 edges beside igraph and networkx, and fronts of heat dose.

python benchmarks/bench_walking_batch.py [--origins 100] [--destinations 100] [--runs 5] [--skip-networkx]
    [--demo build/demo]
"""

import argparse
import datetime
import os
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import Peer, load_average, machine_line, measure, median, print_table, serve_peer
from bench_walking_routing import (
    DEPARTURE_S,
    DETOUR,
    FRONT_KM,
    SEED,
    SIDE,
    SLOTS,
    lattice,
    moving_shade,
    pairs_at,
)

ALPHA = 3.0
HALF_SIDE_M = 1500.0  # origins and destinations lie in a square of 3 km
SAMPLE = 200  # pairs that a peer answers one by one; its time for all pairs is scaled up from them
COST_TOLERANCE = 1e-9  # two answers cost the same within this, relative
FIRST_SLOT = datetime.datetime(2026, 7, 15, 4, 0, tzinfo=datetime.timezone.utc)  # 6:00 in Rennes
WEATHER = (32.0, 40.0, 1.5)  # air [degrees C], relative humidity [percent], wind [m/s]
PLACE = (48.11, -1.68)
FINE_AZIMUTHS, FINE_REACH_M = 64, 700.0


# --- the peers, in their own environment ---------------------------------------------------------------------


def serve_loops():
    """Answer jobs {"graph", "method", "starts", "goals"} with igraph or networkx, weights standing still."""
    from importlib.metadata import version

    loaded = {}

    def load(path, package):
        data = np.load(path)
        pairs = np.column_stack((data["u"], data["v"]))
        if package == "igraph":
            import igraph

            graph = igraph.Graph(n=len(data["xy"]), edges=pairs.tolist())
            graph.es["weight"] = data["weight"].tolist()
            return graph
        import networkx

        graph = networkx.Graph()
        graph.add_weighted_edges_from((int(a), int(b), float(w)) for (a, b), w in zip(pairs, data["weight"]))
        return graph

    def handler(job):
        package = job["method"].split()[0]
        if package not in loaded:
            loaded[package] = load(job["graph"], package)
        graph, starts, goals = loaded[package], job["starts"], job["goals"]

        def igraph_one_by_one():
            return [
                graph.get_shortest_paths(a, to=b, weights="weight", output="epath")[0] for a, b in zip(starts, goals)
            ]

        def igraph_one_to_all():
            paths = {}
            for a in dict.fromkeys(starts):
                ends = [b for s, b in zip(starts, goals) if s == a]
                found = graph.get_shortest_paths(a, to=ends, weights="weight", output="epath")
                paths.update({(a, b): path for b, path in zip(ends, found)})
            return [paths[pair] for pair in zip(starts, goals)]

        def networkx_one_by_one():
            import networkx

            return [networkx.bidirectional_dijkstra(graph, a, b)[0] for a, b in zip(starts, goals)]

        works = {
            "igraph": igraph_one_by_one,
            "igraph one origin at a time": igraph_one_to_all,
            "networkx": networkx_one_by_one,
        }

        def finish(found):
            if package == "igraph":
                found = [float(sum(graph.es[path]["weight"])) for path in found]
            return {"version": version(package), "costs": found}

        return works[job["method"]], finish

    serve_peer(handler)


# --- ours ----------------------------------------------------------------------------------------------------


def heat_of(graph, n_slots):
    """Return the heat of the edges on a hot day."""
    from cityorchestra.processing_provider.walking.heat_exposure import NetworkHeat, RouteWeather, utci_table

    instants = [FIRST_SLOT + datetime.timedelta(minutes=15 * slot) for slot in range(n_slots)]
    table = utci_table(instants, *PLACE, RouteWeather(*WEATHER), instants[min(36, n_slots - 1)])
    svf = np.random.default_rng(SEED).uniform(0.2, 1.0, len(graph.u))
    return NetworkHeat(graph, svf, table)


def spots_near(xy, count, random):
    """Return nodes of the lattice inside the square, as spots; a node is the end of an edge."""
    inner = np.flatnonzero((np.abs(xy - xy.mean(axis=0)) < HALF_SIDE_M).all(axis=1))
    return random.choice(inner, count, replace=False)


def as_spots(graph, nodes):
    """Return places at nodes."""
    from cityorchestra.processing_provider.walking.batch import Spot
    from cityorchestra.processing_provider.walking.graph import Place

    edge_of = np.zeros(graph.n_nodes, dtype=np.int64)
    edge_of[graph.v] = np.arange(len(graph.v))
    edge_of[graph.u] = np.arange(len(graph.u))
    spots = []
    for node in nodes:
        edge = int(edge_of[node])
        spots.append(Spot(Place(edge, float(graph.u[edge] != node), float(graph.x[node]), float(graph.y[node]))))
    return spots


def run_batch(graph, lines, heat, ends, options, threads):
    """Search all pairs and return what was found."""
    from cityorchestra.processing_provider.walking.batch import Batch
    from cityorchestra.processing_provider.walking.pairing import all_pairs

    work = Batch(graph, lines, heat, DEPARTURE_S, *ends, options)
    return [found for _, found in work.run(all_pairs(*(len(spots) for spots in ends)), threads)]


def time_batches(graph, lines, ends, nodes, path, methods):
    """Return table rows of all pairs, ours with lines and figures of each route, the peers with paths only."""
    from cityorchestra.processing_provider.walking.batch import BatchOptions, Lost

    threads = os.cpu_count() or 1
    still = graph["still"]
    heat, moving_heat = heat_of(still, 1), heat_of(graph["moving"], SLOTS)
    coolest = BatchOptions("coolest", alpha=ALPHA)
    cases = {
        "coolest, shade standing still": (still, heat, coolest),
        "coolest, moving shade": (graph["moving"], moving_heat, coolest),
        "coolest, comfort": (graph["moving"], moving_heat, BatchOptions("coolest", exposure=moving_heat.comfort())),
        "shortest and coolest, moving shade": (graph["moving"], moving_heat, BatchOptions(detour=DETOUR)),
        "shortest and coolest, dose": (
            graph["moving"],
            moving_heat,
            BatchOptions(detour=DETOUR, exposure=moving_heat.dose()),
        ),
    }
    goals, origins = np.divmod(np.arange(len(ends[0]) * len(ends[1])), len(ends[0]))
    starts, stops = nodes[0][origins].tolist(), nodes[1][goals].tolist()
    rows, costs = [], None
    for name, (where, felt, options) in cases.items():
        pair = tuple([spots[0]] for spots in ends)
        run_batch(where, lines, felt, pair, options, threads)  # compile
        found, figure = measure(run_batch, where, lines, felt, ends, options, threads)
        lost = sum(isinstance(item, Lost) for item in found)
        if costs is None:
            costs = [
                0.0 if isinstance(item, Lost) else item.length_m[0] + (ALPHA - 1.0) * item.sun_m[0] for item in found
            ]
        rows.append(
            [f"ours, {name}", f"{len(found)}", f"{lost}", f"{figure['wall']:.1f}", f"{figure['cpu']:.1f}",
             f"{figure['peak_mb']:.0f}", "", f"{load_average():.2f}"]
        )  # fmt: skip
    ours = float(rows[0][3])
    chosen = np.random.default_rng(SEED).choice(len(starts), SAMPLE, replace=False)
    with Peer(__file__) as peer:
        for method in methods:
            part = range(len(starts)) if "at a time" in method else chosen
            job = {"starts": [starts[i] for i in part], "goals": [stops[i] for i in part]}
            peer.run(graph=str(path), method=method, starts=starts[:1], goals=stops[:1])  # load, warm up
            answer = peer.run(graph=str(path), method=method, **job)
            for i, cost in zip(part, answer["costs"]):
                assert abs(cost - costs[i]) <= COST_TOLERANCE * max(cost, 1.0), "the peer found another cost"
            scale = len(starts) / len(part)
            package, _, variant = method.partition(" ")
            variant = (variant or "one pair at a time") + (f", from {len(part)}" if scale > 1 else "")
            rows.append(
                [f"{package} {answer['version']} {variant}, still", f"{len(starts)}", "",
                 f"{answer['wall'] * scale:.1f}", f"{answer['cpu'] * scale:.1f}", f"{answer['peak_mb']:.0f}",
                 f"{answer['wall'] * scale / ours:.1f}", f"{load_average():.2f}"]
            )  # fmt: skip
    return rows


def time_fronts(graph, xy, count, runs):
    """Return table rows of fronts by length and sun, comfort or dose."""
    from cityorchestra.processing_provider.walking.routing import pareto_front

    heat = heat_of(graph, SLOTS)
    rows = []
    for name, exposure in (("sun", None), ("comfort", heat.comfort()), ("dose", heat.dose())):
        for kilometres in FRONT_KM:
            times, labels, routes = [], [], []
            for start, goal in pairs_at(xy, kilometres, count):
                tries = []
                for _ in range(runs):
                    front, figure = measure(
                        pareto_front, graph, start, goal, DEPARTURE_S, detour=DETOUR, exposure=exposure
                    )
                    tries.append(figure)
                times.append(median(tries)["wall"])
                labels.append(front.n_labels)
                routes.append(len(front))
            rows.append(
                [f"{name}, {kilometres} km", f"{statistics.median(times) * 1e3:.1f}", f"{max(times) * 1e3:.1f}",
                 f"{statistics.median(labels):.0f}", f"{statistics.median(routes):.0f}", f"{load_average():.2f}"]
            )  # fmt: skip
    return rows


def felt_table():
    """Return table rows of felt temperatures at 15:00 by air temperature, share of sun and sky view factor."""
    from cityorchestra.processing_provider.walking.heat_exposure import RouteWeather, utci_table

    three = FIRST_SLOT.replace(hour=13)
    rows = []
    for ta in (26.0, 30.0, 34.0, 38.0):
        table = utci_table([three], *PLACE, RouteWeather(ta, *WEATHER[1:]), three)[0]
        rows.append(
            [f"air at {ta:.0f} °C", *(f"{table[svf, sun]:.1f}" for svf, sun in ((12, 100), (12, 50), (12, 0), (4, 0)))]
        )
    return rows


def compare_sky_views(folder):
    """Print how far the sky view factors read for networks are from fine ones, on the streets of the demo town."""
    import rasterio
    from cityorchestra.processing_provider.heat.sky_view import sky_view_factor
    from cityorchestra.processing_provider.walking.sky_view_sampling import AZIMUTHS, REACH_M

    part = slice(400, 1400)
    grids = {}
    for name in ("dsm", "dtm", "canopy"):
        with rasterio.open(Path(folder) / f"{name}.tif") as dataset:
            grids[name] = np.ascontiguousarray(dataset.read(1)[part, part].astype(np.float32))
    given = {"canopy_height": grids["canopy"], "ground": grids["dtm"]}
    quick, fine = (
        sky_view_factor(grids["dsm"], 1.0, azimuths=azimuths, max_distance=reach, **given).combined
        for azimuths, reach in ((AZIMUTHS, REACH_M), (FINE_AZIMUTHS, FINE_REACH_M))
    )
    streets = (grids["dsm"] - grids["dtm"] < 2.0) & (grids["canopy"] <= 0.0)
    error = (quick - fine)[200:800, 200:800][streets[200:800, 200:800]]
    print(f"\nSky view factor, {AZIMUTHS} azimuths in {REACH_M:.0f} m less {FINE_AZIMUTHS} in {FINE_REACH_M:.0f} m")
    print(f"{error.size} cells: mean {error.mean():+.4f}, root mean square {np.sqrt((error**2).mean()):.3f}")


def main(n_origins, n_destinations, count, runs, methods):
    """Time every case and print the tables."""
    import shapely
    from cityorchestra.processing_provider.walking.graph import build_graph

    xy, u, v, length = lattice(SIDE)
    sun = moving_shade(len(u))
    now = int(DEPARTURE_S // 900)
    print(machine_line())
    print(f"{len(xy)} nodes, {len(u)} edges, {SLOTS} slots; {n_origins} x {n_destinations} pairs in a square of 3 km")
    graph = {
        "still": build_graph(u, v, length, xy, sun=sun[:, now : now + 1]),
        "moving": build_graph(u, v, length, xy, sun=sun),
    }
    lines = shapely.linestrings(np.stack((xy[u], xy[v]), axis=1))
    random = np.random.default_rng(SEED)
    nodes = [spots_near(xy, n, random) for n in (n_origins, n_destinations)]
    ends = [as_spots(graph["still"], item) for item in nodes]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.npz"
        weight = length * (1.0 + (ALPHA - 1.0) * sun[:, now] / 100.0)
        np.savez(path, xy=xy, u=u, v=v, weight=weight)
        rows = time_batches(graph, lines, ends, nodes, path, methods)
    print_table(["case", "pairs", "lost", "wall s", "CPU s", "peak MB", "over ours", "load"], rows)
    print(f"\nAll efficient routes, detour {DETOUR:.0%}")
    header = ["criterion", "median ms", "slowest ms", "partial routes", "routes", "load"]
    print_table(header, time_fronts(graph["moving"], xy, count, runs))
    print("\nFelt temperature (UTCI) at 15:00, by sun and sky view factor")
    print_table(["", "sun, 0.6", "half sun, 0.6", "shade, 0.6", "shade, 0.2"], felt_table())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--origins", type=int, default=100)
    parser.add_argument("--destinations", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--skip-networkx", action="store_true")
    parser.add_argument("--demo", help="folder of the demo town (make demo): compare sky view factors on it as well")
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        serve_loops()
    else:
        wanted = ["igraph", "igraph one origin at a time", "networkx"]
        main(
            arguments.origins,
            arguments.destinations,
            arguments.pairs,
            arguments.runs,
            wanted[:2] if arguments.skip_networkx else wanted,
        )
        if arguments.demo:
            compare_sky_views(arguments.demo)
