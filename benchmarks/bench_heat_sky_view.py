"""Sky view factor: our hull sweep beside solweig's Rust kernel, in the same run; then the exact shadows.

python benchmarks/bench_heat_sky_view.py [--size 500] [--large 2000] [--runs 3] [--threads 2]
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import Peer, load_average, machine_line, measure, median, print_table, serve_peer
from bench_heat_shadows import CELL_M, SUNS, TRUNK_RATIO, synthetic_town

AZIMUTHS = (16, 32, 64)
MAX_DISTANCE_M = 500.0  # default of the algorithm
STREET_M = 21  # width of the canyon
RADIUS_M = 40.0  # of the basin


def canyon(height):
    """Return a street between walls, the place of its middle and the sky view factor there."""
    dsm = np.full((801, 101), height, dtype=np.float32)
    half = STREET_M // 2
    dsm[:, 50 - half : 51 + half] = 0.0
    return dsm, (400, 50), math.cos(math.atan(2.0 * height / STREET_M))


def basin(height):
    """Return a circular hole, the place of its middle and the sky view factor there."""
    row, column = np.mgrid[:161, :161] - 80
    dsm = np.where(np.hypot(row, column) >= RADIUS_M, height, 0.0).astype(np.float32)
    return dsm, (80, 80), RADIUS_M**2 / (RADIUS_M**2 + height**2)


def woods(size, cover, seed=35):
    """Return (dsm, ground, canopy) of open flat ground with crowns of about 12 m in clumps on a share of it."""
    from scipy.ndimage import gaussian_filter

    noise = gaussian_filter(np.random.default_rng(seed).normal(size=(size, size)), 3.0)
    noise /= noise.std()
    flat = np.zeros((size, size), dtype=np.float32)
    crowns = noise >= np.quantile(noise, 1.0 - cover)
    return flat, flat, np.where(crowns, np.maximum(12.0 + 3.0 * noise, 1.0), 0.0).astype(np.float32)


CASES = [("canyon", canyon, height) for height in (5.0, 10.0, 20.0, 40.0)]
CASES += [("basin", basin, height) for height in (5.0, 10.0, 20.0, 30.0)]


# --- the peer, in its own environment ------------------------------------------------------------------------


def serve_solweig():
    """Answer jobs {"dsm", "canopy", "vegetation", "result"} with solweig's Rust kernel, 153 patches."""
    from importlib.metadata import version

    from solweig.rustalgos import shadowing, skyview

    shadowing.disable_gpu()  # processor against processor

    def handler(job):
        dsm = np.load(job["dsm"])
        top = trunk = np.zeros_like(dsm)
        if job["vegetation"]:
            canopy = np.load(job["canopy"])
            # What its own preparation makes: absolute altitudes, 0 where there is no tree.
            top, trunk = (
                np.where(canopy > 0, dsm + share * canopy, 0).astype(np.float32) for share in (1, TRUNK_RATIO)
            )
        highest = max(float(dsm.max()), float(top.max())) - float(dsm.min())

        def work():
            return skyview.calculate_svf(dsm, top, trunk, CELL_M, job["vegetation"], highest, 2, 3.0)

        def finish(result):
            np.save(job["result"], np.asarray(result.svf))
            if job["vegetation"]:
                np.save(job["result_veg"], np.asarray(result.svf_veg))
            return {"version": version("solweig")}

        return work, finish

    serve_peer(handler)


# --- ours ----------------------------------------------------------------------------------------------------


def our_sky_view(town, vegetation, threads, azimuths=32, max_distance=MAX_DISTANCE_M):
    """Run our hull sweep on (dsm, ground, canopy)."""
    from cityorchestra.processing_provider.heat.sky_view import sky_view_factor

    dsm, ground, canopy = town
    plants = {"canopy_height": canopy, "ground": ground, "trunk_ratio": TRUNK_RATIO} if vegetation else {}
    return sky_view_factor(dsm, CELL_M, azimuths=azimuths, max_distance=max_distance, threads=threads, **plants)


def our_exact_shadow(town, azimuth, elevation, subpixel, threads):
    """Run our exact shadows on (dsm, ground, canopy), without trees."""
    from cityorchestra.processing_provider.heat.exact_shadows import exact_sun_fraction

    return exact_sun_fraction(town[0], CELL_M, azimuth, elevation, subpixel=subpixel, threads=threads)


def our_swept_shadow(town, azimuth, elevation, threads):
    """Run our sweep of shadows on (dsm, ground, canopy), without trees."""
    from cityorchestra.processing_provider.heat.shadows import sun_fraction

    return sun_fraction(town[0], CELL_M, azimuth, elevation, threads=threads)


def run_alone(folder, threads):
    """Print, as JSON, the figures of the large town in this process, which does nothing else."""
    folder = Path(folder)
    town = tuple(np.load(folder / f"{name}.npy") for name in ("dsm", "ground", "canopy"))
    tiny = tuple(grid[:8, :8] for grid in town)
    answers = []
    for vegetation in (False, True):
        our_sky_view(tiny, vegetation, 1)  # compiled code is loaded
        for reach in (MAX_DISTANCE_M, math.inf):
            _, figures = measure(our_sky_view, town, vegetation, threads, max_distance=reach)
            answers.append({"vegetation": vegetation, "reach": reach, **figures})
    print(json.dumps(answers))


# --- tables --------------------------------------------------------------------------------------------------


def print_errors(peer, folder, threads):
    """Compare both with the eight values that geometry gives."""
    rows = []
    worst = dict.fromkeys([*AZIMUTHS, "peer"], 0.0)
    for name, make, height in CASES:
        dsm, middle, exact = make(height)
        np.save(folder / "case.npy", dsm)
        answer = peer.run(dsm=str(folder / "case.npy"), vegetation=False, result=str(folder / "case_svf.npy"))
        errors = {"peer": float(np.load(folder / "case_svf.npy")[middle]) - exact}
        for azimuths in AZIMUTHS:
            view = our_sky_view((dsm, None, None), False, threads, azimuths)
            errors[azimuths] = float(view.svf[middle]) - exact
        worst = {key: max(worst[key], abs(error)) for key, error in errors.items()}
        columns = [errors[key] for key in ("peer", *AZIMUTHS)]
        rows.append([f"{name} {height:g} m", f"{exact:.4f}", *(f"{error:+.4f}" for error in columns)])
    rows.append(["largest", "", *(f"{worst[key]:.4f}" for key in ("peer", *AZIMUTHS))])
    print_table(["case", "exact", f"solweig {answer['version']}", *(f"ours, {n}" for n in AZIMUTHS)], rows)


def print_spread(threads):
    """Tell how far cells at one distance of a wall differ from each other, where they should not."""
    rows = []
    for height in (10.0, 20.0):
        dsm, (middle, centre), _ = canyon(height)
        svf = our_sky_view((dsm, None, None), False, threads).svf[middle - 100 : middle + 100]
        for column in range(centre - STREET_M // 2, centre + 1, 2):
            near = column - centre + STREET_M / 2.0
            exact = sum(math.cos(math.atan(height / away)) for away in (near, STREET_M - near)) / 2.0
            cells = svf[:, column]
            rows.append([f"{height:g} m", f"{near:g} m", f"{exact:.4f}", f"{cells.mean():.4f}", f"{cells.std():.4f}"])
    print_table(["canyon", "from the wall", "exact", "mean of 200 cells", "standard deviation"], rows)


def print_times(peer, folder, town, runs, threads):
    """Time both on the small town."""
    rows = []
    for vegetation in (False, True):
        mine, theirs = [], []
        job = {"dsm": str(folder / "dsm.npy"), "canopy": str(folder / "canopy.npy"), "vegetation": vegetation}
        job.update(result=str(folder / "svf.npy"), result_veg=str(folder / "veg.npy"))
        for run in range(runs + 1):
            view, figures = measure(our_sky_view, town, vegetation, threads)
            answer = peer.run(**job)
            if run:  # the first of each is the warm-up
                mine.append(figures)
                theirs.append(answer)
        ours, other = median(mine), median(theirs)
        differ = np.abs(view.svf - np.load(folder / "svf.npy"))
        cells = "x".join(str(side) for side in town[0].shape)
        rows.append(
            [
                f"{cells}, {'buildings and trees' if vegetation else 'buildings'}",
                f"{ours['wall']:.3f}",
                f"{other['wall']:.2f}",
                f"{other['wall'] / ours['wall']:.0f}",
                f"{ours['cpu']:.2f} / {other['cpu']:.1f}",
                f"{ours['peak_mb']:.0f} / {other['peak_mb']:.0f}",
                f"{differ.mean():.4f}",
                f"{load_average():.2f}",
            ]
        )
    print_table(["case", "ours s", "solweig s", "ratio", "CPU s", "peak MB", "mean |difference| of SVF", "load"], rows)


def print_large(folder, size, runs, threads):
    """Time the large town, in a process of its own for its memory, then the exact shadows."""
    town = synthetic_town(size)
    for name, grid in zip(("dsm", "ground", "canopy"), town):
        np.save(folder / f"{name}.npy", grid)
    done = subprocess.run(
        [sys.executable, __file__, "--alone", str(folder), "--threads", str(threads)],
        check=True,
        capture_output=True,
        text=True,
    )
    rows = [
        [
            f"sky view, {'buildings and trees' if answer['vegetation'] else 'buildings'}, "
            + ("no limit" if math.isinf(answer["reach"]) else f"{answer['reach']:g} m"),
            f"{answer['wall']:.2f}",
            f"{answer['cpu']:.2f}",
            f"{answer['peak_mb']:.0f}",
            "",
        ]
        for answer in json.loads(done.stdout)
    ]
    for cover in (0.25, 1.0):
        _, figures = measure(our_sky_view, woods(500, cover), True, threads)
        row = [f"sky view, 500x500, open ground, crowns on {cover:.0%}", figures["wall"], figures["cpu"]]
        rows.append([row[0], *(f"{seconds:.2f}" for seconds in row[1:]), "", ""])
    for subpixel in (False, True):
        for azimuth, elevation in SUNS:
            result, _ = measure(our_exact_shadow, town, azimuth, elevation, subpixel, threads)
            figures = median(
                [measure(our_exact_shadow, town, azimuth, elevation, subpixel, threads)[1] for _ in range(runs)]
            )
            differ = np.mean((result < 50) != (our_swept_shadow(town, azimuth, elevation, threads) < 50))
            rows.append(
                [
                    f"exact shadow, {azimuth:g}°, {elevation:g}°{', four rays' if subpixel else ''}",
                    f"{figures['wall']:.3f}",
                    f"{figures['cpu']:.2f}",
                    "",
                    f"{differ:.2%}",
                ]
            )
    print_table([f"{size}x{size}", "s", "CPU s", "peak MB of its process", "cells not as swept"], rows)


def main(size, large, runs, threads):
    """Print the three tables."""
    print(machine_line())
    print(
        f"cells of {CELL_M:g} m, 32 directions unless told, ours on {threads} threads, median of {runs} runs after one"
    )
    with tempfile.TemporaryDirectory() as name, Peer(__file__) as peer:
        folder = Path(name)
        town = synthetic_town(size)
        np.save(folder / "dsm.npy", town[0])
        np.save(folder / "canopy.npy", town[2])
        print_errors(peer, folder, threads)
        print_spread(threads)
        print_times(peer, folder, town, runs, threads)
    with tempfile.TemporaryDirectory() as name:
        print_large(Path(name), large, runs, threads)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=500)
    parser.add_argument("--large", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        serve_solweig()
    elif arguments.alone:
        run_alone(arguments.alone, arguments.threads)
    else:
        main(arguments.size, arguments.large, arguments.runs, arguments.threads)
