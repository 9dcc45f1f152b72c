"""Heat-island chain on a network like that of Rennes, and kriging beside PyKrige with the same variogram.

python benchmarks/bench_heat_island.py [--runs 3] [--size 400] [--stations 93]
python benchmarks/bench_heat_island.py --honesty 30    is the error announced that of thermometers not seen?
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

CELL_M = 100.0
RADII_M = [100.0 * k for k in range(1, 11)]
VARIOGRAM = ("exponential", 0.02, 0.08, 6000.0)  # model, nugget, partial sill, practical range [m]
PAUSE_S = 0.5  # before each run: threads of linear algebra libraries go on spinning for a while after their work
TOLERANCE_C = 1e-6


# --- the peers, in their own environment ---------------------------------------------------------------------


def serve_peers():
    """Answer jobs {"peer", "folder"}: krige the cells of a folder with PyKrige or gstools."""

    def handler(job):
        folder = Path(job["folder"])
        data = dict(np.load(folder / "kriging.npz"))  # read once: an archive reads at each access
        model, nugget, psill, range_m = VARIOGRAM
        work = {"pykrige": with_pykrige, "gstools": with_gstools}[job["peer"]](data, model, nugget, psill, range_m)

        def finish(result):
            np.savez(folder / f"{job['peer']}.npz", value=np.asarray(result[0]), variance=np.asarray(result[1]))
            from importlib.metadata import version

            return {"version": version(job["peer"])}

        return work, finish

    serve_peer(handler)


def with_pykrige(data, model, nugget, psill, range_m):
    """Universal kriging with the predictors as specified drift."""
    from pykrige.uk import UniversalKriging

    def work():
        kriging = UniversalKriging(
            data["xy"][:, 0],
            data["xy"][:, 1],
            data["y"],
            variogram_model=model,
            variogram_parameters={"psill": psill, "range": range_m, "nugget": nugget},
            drift_terms=["specified"],
            specified_drift=list(data["drift"].T),
        )
        return kriging.execute("points", *data["cells"].T, specified_drift_arrays=list(data["cell_drift"]))

    return work


def with_gstools(data, model, nugget, psill, range_m):
    """External drift kriging; gstools divides distances by a length scale."""
    import gstools

    covariance = gstools.Exponential(dim=2, var=psill, len_scale=range_m / 3.0, nugget=nugget)

    def work():
        kriging = gstools.krige.ExtDrift(
            covariance, list(data["xy"].T), data["y"], data["drift"].T, exact=False, cond_err="nugget"
        )
        return kriging(list(data["cells"].T), ext_drift=data["cell_drift"])

    return work


# --- ours ----------------------------------------------------------------------------------------------------


def scene_of(size, stations):
    """Return the synthetic scene, the names and the families of its predictors."""
    from cityorchestra.tests.heat.island_scene import candidate_names, make_scene

    scene = make_scene(size=size, cell=CELL_M, stations=stations, noise=0.15, spatial=0.3, range_m=6000.0)
    return scene, *candidate_names(RADII_M)


def share_maps(scene, threads):
    """Return the shares of all classes and radii at every cell, shape (predictors, cells)."""
    from concurrent.futures import ThreadPoolExecutor

    from cityorchestra.processing_provider.heat.island.discs import class_layers, disc_sums, disc_values
    from cityorchestra.tests.heat.island_scene import GROUPS

    layers = class_layers(scene.cover, GROUPS)
    radii = np.array(RADII_M) / CELL_M
    columns = np.arange(scene.grid.width, dtype=float)

    def strip(rows):
        return disc_values(*disc_sums(layers, radii, rows, columns, grid=True))

    rows = np.array_split(np.arange(scene.grid.height, dtype=float), threads)
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(strip, rows))
    return np.concatenate(parts, axis=2).reshape(len(GROUPS) * len(RADII_M), -1)


def fourier_maps(scene):
    """Return the same shares by Fourier convolution, the usual way: one convolution per class, radius and mask."""
    from cityorchestra.tests.heat.island_scene import GROUPS
    from scipy.signal import fftconvolve

    known = np.ones(scene.cover.shape)
    maps = []
    for codes in GROUPS.values():
        mask = np.isin(scene.cover, codes).astype(float)
        for radius in np.array(RADII_M) / CELL_M:
            reach = np.arange(-int(radius), int(radius) + 1)
            disc = (np.hypot(*np.meshgrid(reach, reach)) <= radius).astype(float)
            maps.append(fftconvolve(mask, disc, mode="same") / fftconvolve(known, disc, mode="same"))
    return np.array(maps).reshape(len(maps), -1)


def chain(scene, names, families, threads):
    """Run shares, choice, nested errors, variogram, decision and map; return figures, model and map."""
    from cityorchestra.processing_provider.heat.island.model import fit_island
    from cityorchestra.processing_provider.heat.island.selection import Candidates
    from cityorchestra.tests.heat.island_scene import cell_centres, shares

    steps = {}
    clock = time.perf_counter()

    def lap(name):
        nonlocal clock
        steps[name], clock = time.perf_counter() - clock, time.perf_counter()

    maps = share_maps(scene, threads)
    lap("shares")
    at_stations = shares(scene.cover, scene.grid, RADII_M, scene.xy).reshape(len(names), -1).T
    model = fit_island(scene.xy, scene.island, Candidates.of_columns(names, families, at_stations), threads=threads)
    lap("fit")
    cells = cell_centres(scene.grid)
    predictors = maps[[names.index(name) for name in model.names]]
    value, error = on_threads(model.map, cells, predictors, threads)
    lap("map")
    return steps, model, maps, value, error


def on_threads(map_, cells, predictors, threads):
    """Evaluate a map on threads."""
    from concurrent.futures import ThreadPoolExecutor

    bounds = np.linspace(0, len(cells), threads + 1).astype(int)
    shares_of_work = [slice(first, last) for first, last in zip(bounds[:-1], bounds[1:])]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda index: map_.predict(*cells[index].T, predictors[:, index]), shares_of_work))
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def first_call(cache):
    """Return the seconds of the first chain of a new process that keeps compiled code in a folder."""
    answer = subprocess.run(
        [sys.executable, __file__, "--first-call"],
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache)},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(answer.stdout)


def krige_beside(peer, name, scene, names, runs, threads, folder):
    """Krige the same cells with one variogram, ours and a peer in turn; return a row of the table."""
    from cityorchestra.processing_provider.heat.island.kriging import Kriging
    from cityorchestra.processing_provider.heat.island.variogram import Variogram

    data = dict(np.load(folder / "kriging.npz"))  # read once: an archive reads at each access
    design = np.column_stack((np.ones(len(data["y"])), data["drift"]))
    model, nugget, psill, range_m = VARIOGRAM

    def ours():
        map_ = Kriging.fit(data["xy"], design, data["y"], Variogram(model, nugget, psill, range_m))
        return on_threads(map_, data["cells"], data["cell_drift"], threads)

    mine, theirs = [], []
    for run in range(runs + 1):
        time.sleep(PAUSE_S)
        (value, error), figures = measure(ours)
        time.sleep(PAUSE_S)
        answer = peer.run(peer=name, folder=str(folder))
        if run:
            mine.append(figures)
            theirs.append(answer)
    found = np.load(folder / f"{name}.npz")
    apart = np.abs(value - found["value"]).max()
    apart_variance = np.abs(error**2 - found["variance"]).max()
    us, them = median(mine), median(theirs)
    return [
        f"{len(value)} cells, {len(data['y'])} stations, {data['drift'].shape[1]} drifts",
        f"{us['wall']:.3f}",
        f"{name} {answer['version']}",
        f"{them['wall']:.2f}",
        f"{them['wall'] / us['wall']:.0f}",
        f"{us['cpu']:.2f} / {them['cpu']:.2f}",
        f"{us['peak_mb']:.0f} / {them['peak_mb']:.0f}",
        f"{apart:.1e}",
        f"{apart_variance:.1e}",
        f"{load_average():.2f}",
    ]


def judge(seed, spatial, krige="auto", stations=93, unseen=200):
    """Fit one town on some of its thermometers; return the errors announced and those met at the others."""
    from cityorchestra.processing_provider.heat.island.model import fit_island, rmse
    from cityorchestra.processing_provider.heat.island.selection import Candidates
    from cityorchestra.tests.heat.island_scene import candidate_names, make_scene, shares

    scene = make_scene(stations=stations + unseen, spatial=spatial, range_m=4000.0, seed=seed)
    names, families = candidate_names(RADII_M)
    values = shares(scene.cover, scene.grid, RADII_M, scene.xy).reshape(len(names), -1).T
    candidates = Candidates.of_columns(names, families, values[:stations])
    model = fit_island(scene.xy[:stations], scene.island[:stations], candidates, krige=krige)
    columns = values[:, [names.index(name) for name in model.names]].T
    value, error = model.map.predict(*scene.xy.T, columns)
    apart = scene.island - value
    kept = model.errors.kriging if model.kriged else model.errors.regression
    return {
        "at the stations of the map": rmse(apart[:stations]),
        "left out, choice kept": rmse(kept),
        "left out, whole chain": rmse(model.nested_error),
        "met at thermometers not seen": rmse(apart[stations:]),
        "within 2 standard errors": float(np.mean(np.abs(apart[stations:]) <= 2 * error[stations:])),
        "kriged": float(model.kriged),
    }


def honesty(count):
    """Print, over many towns, the errors announced beside those met at thermometers that the map has not seen."""
    rows = []
    for label, spatial in (("independent residuals", 0.0), ("residuals that hold together", 0.3)):
        found = [judge(seed, spatial) for seed in range(count)]
        mean = {key: np.mean([item[key] for item in found]) for key in found[0]}
        rows.append([label, *(f"{value:.3f}" for value in list(mean.values())[:4])])
        rows[-1] += [f"{mean['within 2 standard errors']:.1%}", f"{mean['kriged']:.0%}"]
    print(f"{count} towns of 93 stations and 30 predictors; RMSE in °C at 200 more thermometers each")
    print_table(["town", *found[0]], rows)
    from unittest.mock import patch

    from cityorchestra.processing_provider.heat.island import left_out, variogram

    usual = [judge(seed, 0.3, "yes")["left out, whole chain"] for seed in range(min(count, 10))]
    finer = patch.object(variogram, "RANGES", 4 * variogram.RANGES)
    with finer, patch.object(left_out, "NUGGET_SHARES", tuple(np.linspace(0.0, 1.0, 101))):
        fine = [judge(seed, 0.3, "yes")["left out, whole chain"] for seed in range(min(count, 10))]
    most = np.abs(np.subtract(usual, fine)).max()
    times = 4 * 101 / len(left_out.NUGGET_SHARES)
    print(
        f"With a grid of variograms {times:.0f} times finer the error of the whole chain changes by {most:.4f} °C "
        f"at most ({len(fine)} towns)."
    )


def main(size, stations, runs, threads):
    """Time the chain, then kriging beside the peers."""
    scene, names, families = scene_of(size, stations)
    print(machine_line())
    print(f"{size} x {size} cells of {CELL_M:g} m, {stations} stations, {len(names)} predictors, {threads} threads")
    with tempfile.TemporaryDirectory() as name, Peer(__file__) as peer:
        folder = Path(name)
        cold, warm = first_call(folder), first_call(folder)
        print(f"First chain of a process: {cold:.1f} s without compiled code, {warm:.1f} s with")
        timed = []
        for run in range(runs + 1):
            (steps, model, maps, value, error), figures = measure(chain, scene, names, families, threads)
            if run:
                timed.append((steps, figures))
        total = median([figures for _, figures in timed])
        laps = {key: np.median([steps[key] for steps, _ in timed]) for key in timed[0][0]}
        by_fourier, fourier = measure(fourier_maps, scene)
        _, ours = measure(share_maps, scene, threads)
        print_table(
            ["step", "s"],
            [
                [f"shares in discs, {len(names)} maps", f"{laps['shares']:.3f} (CPU {ours['cpu']:.2f})"],
                [
                    "the same by scipy.signal.fftconvolve, one by one",
                    f"{fourier['wall']:.3f} (CPU {fourier['cpu']:.2f})",
                ],
                [f"choice among {model.choice.subsets}, nested errors, variogram, decision", f"{laps['fit']:.3f}"],
                [f"map and standard error ({'kriged' if model.kriged else 'regression'})", f"{laps['map']:.3f}"],
                ["whole chain", f"{total['wall']:.3f} (CPU {total['cpu']:.2f}, peak {total['peak_mb']:.0f} MB)"],
            ],
        )
        print(f"Shares: largest difference with Fourier {np.abs(maps - by_fourier).max():.1e}")
        print(f"Model: {' + '.join(model.names)}; kriged: {model.kriged}; {model.variogram}")
        for label, errors in (
            ("mean", model.errors.mean),
            ("regression, predictors kept", model.errors.regression),
            ("kriging, predictors and variogram kept", model.errors.kriging),
            ("whole chain, regression", model.errors.nested_regression),
            ("whole chain, kriging", model.errors.nested_kriging),
        ):
            print(f"  left-out RMSE, {label}: {np.sqrt(np.mean(errors**2)):.3f} °C")
        assert np.isfinite(value).all() and (error > 0).all()
        chosen = [names.index(item) for item in model.names]
        from cityorchestra.tests.heat.island_scene import cell_centres

        np.savez(
            folder / "kriging.npz",
            xy=scene.xy,
            y=scene.island,
            drift=model.columns,
            cells=cell_centres(scene.grid),
            cell_drift=maps[chosen],
        )
        rows = [
            krige_beside(peer, peer_name, scene, names, runs, threads, folder) for peer_name in ("pykrige", "gstools")
        ]
    print_table(
        ["kriging", "ours s", "peer", "peer s", "ratio", "CPU s", "peak MB", "largest °C apart", "variance", "load"],
        rows,
    )
    if max(float(row[7]) for row in rows[:1]) > TOLERANCE_C:
        raise SystemExit(f"Kriging differs from PyKrige by more than {TOLERANCE_C} °C.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=400)
    parser.add_argument("--stations", type=int, default=93)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--honesty", type=int, default=0, metavar="TOWNS")
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--first-call", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        serve_peers()
    elif arguments.honesty:
        honesty(arguments.honesty)
    elif arguments.first_call:
        begin = time.perf_counter()
        chain(*scene_of(60, 30), arguments.threads)
        print(json.dumps(time.perf_counter() - begin))
    else:
        main(arguments.size, arguments.stations, arguments.runs, arguments.threads)
