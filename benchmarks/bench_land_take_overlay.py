"""Areas shared by two coverages: ours beside geopandas.overlay and Shapely's STRtree, intersection and area.

python benchmarks/bench_land_take_overlay.py [--quick] [--runs 3] [--threads 2]

CPU seconds are compared, of all threads together, on coordinates already in memory as Shapely polygons snapped to 1 mm,
so that all three answer the same question. geopandas also builds the pieces, which the other two do not. The peers'
environment needs geopandas and shapely.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import Peer, load_average, machine_line, measure, median, print_table, serve_peer

SEED = 35
SIDE_M = 27_000.0  # 729 square kilometres, about those of Rennes Métropole
GRID_PER_METRE = 1000
SIZES = (20_000, 150_000)
EDITED = 0.05  # share of faces that differ between two editions
LONG_VERTICES, LONG_NEIGHBOURS = 50_000, 5_000
TOLERANCE_M2, TOLERANCE = 1e-6, 1e-9  # of a pair


def voronoi(count, seed):
    """Return (vertices, regions): a coverage of the square by convex cells, as shared vertices on the grid."""
    from scipy.spatial import Voronoi

    points = np.random.default_rng(seed).uniform(0.0, SIDE_M, (count, 2))
    near = 10.0 * SIDE_M / np.sqrt(count)
    mirrored = [points]  # at the sides of the square, where cells are to end
    for axis in (0, 1):
        for at in (0.0, SIDE_M):
            copy = points[np.abs(points[:, axis] - at) < near].copy()
            copy[:, axis] = 2 * at - copy[:, axis]
            mirrored.append(copy)
    diagram = Voronoi(np.concatenate(mirrored))
    regions = [diagram.regions[diagram.point_region[i]] for i in range(count)]
    return np.rint(diagram.vertices * GRID_PER_METRE) / GRID_PER_METRE, regions


def polygons(vertices, regions):
    """Return the regions as an array of Shapely polygons."""
    import shapely

    owner = np.repeat(np.arange(len(regions)), [len(region) for region in regions])
    rings = shapely.linearrings(vertices[np.concatenate(regions)], indices=owner)
    return shapely.polygons(rings)


def edited(vertices, regions):
    """Return the faces with shared vertices moved a little, so that about a share ``EDITED`` of them differs."""
    import shapely

    random = np.random.default_rng(SEED)
    inside = np.flatnonzero(((vertices > 100.0) & (vertices < SIDE_M - 100.0)).all(axis=1))
    moved = random.choice(inside, int(EDITED * len(regions) / 3), replace=False)  # three faces meet at a vertex
    changed = vertices.copy()
    changed[moved] += np.rint(random.uniform(-0.5, 0.5, (moved.size, 2)) * GRID_PER_METRE) / GRID_PER_METRE
    changed[moved] = np.rint(changed[moved] * GRID_PER_METRE) / GRID_PER_METRE
    while True:
        faces = polygons(changed, regions)
        crossed = np.flatnonzero(~shapely.is_valid(faces))
        if not crossed.size:
            return faces
        for face in crossed:  # where an edge is shorter than the move
            changed[regions[face]] = vertices[regions[face]]


def long_face():
    """Return one face like a ring road: ragged, with a hole, of ``LONG_VERTICES`` vertices."""
    import shapely

    random = np.random.default_rng(SEED)
    angle = np.linspace(0.0, 2.0 * np.pi, LONG_VERTICES // 2, endpoint=False)
    rings = []
    for radius in (0.45 * SIDE_M, 0.30 * SIDE_M):
        reach = radius * (1.0 + random.uniform(-0.02, 0.02, angle.size))
        ring = np.column_stack((reach * np.cos(angle), reach * np.sin(angle))) + SIDE_M / 2
        rings.append(np.rint(ring * GRID_PER_METRE) / GRID_PER_METRE)
    return np.array([shapely.Polygon(rings[0], rings[1:])])


def save(path, geometries):
    """Write geometries as one block of WKB and its lengths: either environment reads that."""
    import shapely

    blobs = shapely.to_wkb(geometries)
    np.savez(path, data=np.frombuffer(b"".join(blobs), dtype=np.uint8), lengths=[len(blob) for blob in blobs])


def load(path):
    """Read what `save` wrote."""
    import shapely

    with np.load(path) as stored:
        data, ends = stored["data"].tobytes(), np.cumsum(stored["lengths"])
    starts = np.concatenate(([0], ends[:-1]))
    return shapely.from_wkb([data[start:end] for start, end in zip(starts, ends)])


# --- the peers, in their own environment ---------------------------------------------------------------------


def serve_peers():
    """Answer jobs {"folder", "first", "second", "peer", "result"} with Shapely or geopandas."""
    import geopandas
    import shapely

    held = {}

    def handler(job):
        for name in (job["first"], job["second"]):
            if name not in held:
                held[name] = load(Path(job["folder"]) / f"{name}.npz")
        first, second = held[job["first"]], held[job["second"]]

        def with_shapely():
            asked, found = shapely.STRtree(second).query(first)
            return asked, found, shapely.area(shapely.intersection(first[asked], second[found]))

        def with_geopandas():
            a = geopandas.GeoDataFrame({"a": np.arange(first.size)}, geometry=first)
            b = geopandas.GeoDataFrame({"b": np.arange(second.size)}, geometry=second)
            return geopandas.overlay(a, b, how="intersection", keep_geom_type=True)

        def finish(result):
            if job["peer"] == "geopandas":
                result = result["a"].to_numpy(), result["b"].to_numpy(), result.geometry.area.to_numpy()
            asked, found, area = result
            kept = area > 0
            np.savez(job["result"], first=asked[kept], second=found[kept], area=area[kept])
            return {"version": f"{job['peer']} {sys.modules[job['peer']].__version__}"}

        return with_shapely if job["peer"] == "shapely" else with_geopandas, finish

    serve_peer(handler)


# --- ours ----------------------------------------------------------------------------------------------------


def ours(first, second, threads):
    """Run our overlay."""
    from cityorchestra.processing_provider.land_take.overlay import overlay_areas

    return overlay_areas(first, second, threads=threads)


def print_first_call():
    """Print, as JSON, the seconds of a first call on a few faces: import, compilation, run."""
    start = time.perf_counter()
    vertices, regions = voronoi(50, 1)
    few = polygons(vertices, regions)
    made = time.perf_counter()
    ours(few, few, 1)
    print(json.dumps([time.perf_counter() - made, made - start]))


def first_call(cache):
    """Return the first-call seconds of a new process that keeps compiled code in the folder `cache`."""
    answer = subprocess.run(
        [sys.executable, __file__, "--first-call"],
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache)},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(answer.stdout)[0]


def largest_difference(result, stored):
    """Return the largest difference of a pair [m2]; stop when a pair, or the total, is beyond the tolerance."""
    with np.load(stored) as other:
        width = np.int64(result.second_area_m2.size)
        keys = np.concatenate(
            (result.first_index * width + result.second_index, other["first"] * width + other["second"])
        )
        areas = np.concatenate((result.area_m2, -other["area"]))
        total = other["area"].sum()
    _, place = np.unique(keys, return_inverse=True)
    difference = np.abs(np.bincount(place, areas))
    size = np.bincount(place, np.abs(areas))
    if abs(result.total_m2 - total) > TOLERANCE * total or (difference > TOLERANCE_M2 + TOLERANCE * size).any():
        raise SystemExit(f"Not the same answer as in {stored}.")
    return difference.max()


def main(sizes, runs, threads):
    """Time every case, alternating ours and the peers, and print the table."""
    print(machine_line())
    print(f"ours on {threads} threads, median of {runs} runs after one; CPU seconds of all threads")
    rows = []
    with tempfile.TemporaryDirectory() as name, Peer(__file__) as peer:
        folder = Path(name)
        cold, warm = first_call(folder / "cache"), first_call(folder / "cache")
        print(f"First call of a process: {cold:.1f} s without compiled code, {warm:.1f} s with it")
        for case, first, second in cases(sizes):
            files = f"first-{case}", f"second-{case}"
            for file, faces in zip(files, (first, second)):
                save(folder / f"{file}.npz", faces)
            job = {"folder": name, "first": files[0], "second": files[1], "result": str(folder / "result.npz")}
            mine, theirs, worst = [], {"shapely": [], "geopandas": []}, {}
            ours(first[:100], second[:100], threads)
            for _ in range(runs):
                result, figures = measure(ours, first, second, threads)
                mine.append(figures)
                for engine, answers in theirs.items():
                    answers.append(peer.run(peer=engine, **job))
                    worst[engine] = largest_difference(result, job["result"])
            for engine, answers in theirs.items():
                we, they = median(mine), median(answers)
                rows.append(
                    [
                        case,
                        result.area_m2.size,
                        f"{we['cpu']:.2f}",
                        answers[0]["version"],
                        f"{they['cpu']:.2f}",
                        f"{they['cpu'] / we['cpu']:.1f}",
                        f"{we['wall']:.2f} / {they['wall']:.2f}",
                        f"{we['peak_mb']:.0f} / {they['peak_mb']:.0f}",
                        f"{worst[engine]:.1e}",
                        f"{result.identical} / {result.inside} / {result.crossed}",
                        f"{load_average():.2f}",
                    ]
                )
    print_table(
        [
            "case",
            "pairs",
            "ours CPU s",
            "peer",
            "peer CPU s",
            "ratio",
            "wall s",
            "peak MB of the process",
            "largest difference m2",
            "identical / inside / crossed",
            "load",
        ],
        rows,
    )


def cases(sizes):
    """Yield (name, first, second) of every case."""
    for count in sizes:
        vertices, regions = voronoi(count, SEED)
        first = polygons(vertices, regions)
        yield f"independent {count}", first, polygons(*voronoi(count, SEED + 1))
        yield f"edited {count}", first, edited(vertices, regions)
    yield f"one of {LONG_VERTICES} vertices, {LONG_NEIGHBOURS}", long_face(), polygons(*voronoi(LONG_NEIGHBOURS, SEED))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only the smaller coverages")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--first-call", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        serve_peers()
    elif arguments.first_call:
        print_first_call()
    else:
        main(SIZES[:1] if arguments.quick else SIZES, arguments.runs, arguments.threads)
