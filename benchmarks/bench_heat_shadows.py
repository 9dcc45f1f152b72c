"""Shadow of a synthetic town: our sweep beside solweig's Rust kernel, on the same raster in the same run.

python benchmarks/bench_heat_shadows.py [--size 2000] [--runs 3] [--threads 2]
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

CELL_M = 1.0
SEED = 35
SUNS = [(135.0, 45.0), (220.0, 25.0), (200.0, 60.0)]  # grid azimuth, elevation [degrees]
TRUNK_RATIO = 0.25
STREET_M = (12, 16)
BLOCK_M = (40, 130)
WING_M = (14, 22)  # depth of the buildings around a courtyard
BUILDING_M = (10, 30)  # length of one building along a street
AREA_PER_TREE_M2 = 1200


def synthetic_town(size, seed=SEED):
    """Return (dsm, ground, canopy), float32 [m] of size x size cells of 1 m.

    Blocks of 40 to 130 m between streets, built along their edges; heights lognormal(2.5, 0.45) from 4 to
    60 m, 42 % of the ground built; a tree each 1200 square metres; 25 m of gentle relief.
    """
    random = np.random.default_rng(seed)
    row, column = np.mgrid[0:size, 0:size]
    ground = 30.0 + 8.0 * np.sin(row / 310.0) + 5.0 * np.cos(column / 230.0 + row / 900.0)
    height = np.zeros((size, size))
    for top, bottom in _blocks(size, random):
        for left, right in _blocks(size, random):
            _build_block(height[top:bottom, left:right], random)
    canopy = np.zeros((size, size))
    for _ in range(size * size // AREA_PER_TREE_M2):
        i, j = random.integers(0, size, 2)
        radius, top = random.uniform(2.0, 6.0), random.uniform(5.0, 18.0)
        reach = int(radius) + 1
        window = np.s_[max(i - reach, 0) : i + reach + 1, max(j - reach, 0) : j + reach + 1]
        inside = (row[window] - i) ** 2 + (column[window] - j) ** 2 <= radius**2
        canopy[window][inside] = top
    canopy[height > 0] = 0.0
    return tuple(grid.astype(np.float32) for grid in (ground + height, ground, canopy))


def _blocks(size, random):
    edge, blocks = 0, []
    while edge < size:
        width = int(random.integers(*BLOCK_M))
        blocks.append((edge, edge + width))
        edge += width + int(random.integers(*STREET_M))
    return blocks


def _build_block(block, random):
    depth = int(random.integers(*WING_M))
    for side in (block[:depth], block[-depth:], block[:, :depth].T, block[:, -depth:].T):
        along = 0
        while along < side.shape[1]:
            length = int(random.integers(*BUILDING_M))
            if random.random() < 0.85:
                side[:, along : along + length] = np.clip(random.lognormal(2.5, 0.45), 4.0, 60.0)
            along += length


# --- the peer, in its own environment ------------------------------------------------------------------------


def serve_solweig():
    """Answer jobs {"folder", "azimuth", "elevation", "vegetation"} with solweig's Rust kernel."""
    from importlib.metadata import version

    from solweig.rustalgos import shadowing

    shadowing.disable_gpu()  # processor against processor
    town = {}

    def handler(job):
        if not town:
            folder = Path(job["folder"])
            town["dsm"] = np.load(folder / "dsm.npy")
            canopy = np.load(folder / "canopy.npy")
            # What its own preparation makes: absolute altitudes, 0 where there is no tree, no bush.
            for name, share in (("top", 1.0), ("trunk", TRUNK_RATIO)):
                town[name] = np.where(canopy > 0, town["dsm"] + share * canopy, 0).astype(np.float32)
            town["bush"] = np.zeros_like(town["dsm"])
        dsm = town["dsm"]
        plants = [town["top"], town["trunk"], town["bush"]] if job["vegetation"] else []
        highest = max(float(grid.max()) for grid in [dsm, *plants]) - float(dsm.min())

        def work():
            return shadowing.calculate_shadows_wall_ht_25(
                job["azimuth"], job["elevation"], CELL_M, highest, dsm, *plants
            )

        def finish(result):
            shaded = np.asarray(result.bldg_sh) == 0
            if job["vegetation"]:
                shaded |= np.asarray(result.veg_sh) == 0
            np.save(job["result"], shaded)
            return {"version": version("solweig")}

        return work, finish

    serve_peer(handler)


# --- ours ----------------------------------------------------------------------------------------------------


def our_shadow(town, azimuth, elevation, vegetation, threads):
    """Run our sweep on (dsm, ground, canopy)."""
    from cityorchestra.processing_provider.heat.shadows import sun_fraction

    dsm, ground, canopy = town
    plants = {"canopy_height": canopy, "ground": ground, "trunk_ratio": TRUNK_RATIO} if vegetation else {}
    return sun_fraction(dsm, CELL_M, azimuth, elevation, threads=threads, **plants)


def print_first_calls():
    """Print, as JSON, the seconds of first calls on a tiny raster: import, compilation, run."""
    start = time.perf_counter()
    town = tuple(np.zeros((8, 8), dtype=np.float32) for _ in range(3))
    our_shadow(town, 100.0, 30.0, False, 1)
    surface = time.perf_counter() - start
    our_shadow(town, 100.0, 30.0, True, 1)
    print(json.dumps([surface, time.perf_counter() - start - surface]))


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


def main(size, runs, threads):
    """Time every case, alternating ours and the peer, and print the table."""
    town = synthetic_town(size)
    dsm, ground, canopy = town
    print(machine_line())
    print(
        f"{size} x {size} cells of {CELL_M:g} m, {(dsm > ground).mean():.0%} built, "
        f"{(canopy > 0).mean():.1%} under crowns, ours on {threads} threads, median of {runs} runs after one"
    )
    rows = []
    with tempfile.TemporaryDirectory() as name, Peer(__file__) as peer:
        folder = Path(name)
        cold, warm = first_calls(folder), first_calls(folder)
        print(
            "First call of a process (import and compilation), surface then crowns: "
            f"{cold[0]:.1f} + {cold[1]:.1f} s without cached code, {warm[0]:.1f} + {warm[1]:.1f} s with it"
        )
        np.save(folder / "dsm.npy", dsm)
        np.save(folder / "canopy.npy", canopy)
        for vegetation in (False, True):
            for azimuth, elevation in SUNS:
                job = {"azimuth": azimuth, "elevation": elevation, "vegetation": vegetation}
                job.update(folder=str(folder), result=str(folder / "result.npy"))
                mine, theirs = [], []
                for run in range(runs + 1):
                    result, figures = measure(our_shadow, town, azimuth, elevation, vegetation, threads)
                    answer = peer.run(**job)
                    if run:  # the first of each is the warm-up
                        mine.append(figures)
                        theirs.append(answer)
                differ = np.mean((result < 100) != np.load(folder / "result.npy"))
                ours, other = median(mine), median(theirs)
                rows.append(
                    [
                        f"{'buildings and trees' if vegetation else 'buildings'}, {azimuth:g}°, {elevation:g}°",
                        f"{ours['wall']:.4f}",
                        f"solweig {answer['version']}",
                        f"{other['wall']:.3f}",
                        f"{other['wall'] / ours['wall']:.0f}",
                        f"{ours['cpu']:.3f} / {other['cpu']:.2f}",
                        f"{ours['peak_mb']:.0f} / {other['peak_mb']:.0f}",
                        f"{differ:.2%}",
                        f"{load_average():.2f}",
                    ]
                )
    header = ["case", "ours s", "peer", "peer s", "ratio", "CPU s", "peak MB", "cells that differ", "load"]
    print_table(header, rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--first-calls", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        serve_solweig()
    elif arguments.first_calls:
        print_first_calls()
    else:
        main(arguments.size, arguments.runs, arguments.threads)
