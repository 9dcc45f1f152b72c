"""Thermal comfort: UTCI and PET beside pythermalcomfort, level S beside SOLWEIG and measurements, in the same run.

python benchmarks/bench_heat_comfort.py [--size 2000] [--runs 3] [--threads 2] [--only indices|raster|gothenburg]
"""

import argparse
import datetime as dt
import logging
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import ROOT, Peer, load_average, machine_line, measure, median, print_table, serve_peer

sys.path.insert(0, str(ROOT / "build" / "plugins"))

DATA = Path(os.environ.get("CITYORCHESTRA_SHARED_DATA", ROOT.parent / "shared" / "data")) / "heat_and_walking"
SEED = 7
PEER_PET_CELLS = 1000  # its solver takes a millisecond a cell
SOLWEIG_HOURS = range(3, 22)  # weather rows that it is given: daylight of every day
# RMSE and bias that the SOLWEIG package publishes for its version 0.1.0b95, at each site [degrees C].
PUBLISHED = {"kronenhuset": "6.6, +2.6", "gustav_adolfs": "5.7 to 7.3, +0.6 to +3.7", "gvc": "2.4 to 6.9, +1.4 to +5.8"}


def weather(count, seed=SEED):
    """Return Ta, Tmrt, wind and RH of random warm weather."""
    random = np.random.default_rng(seed)
    ta = random.uniform(10, 38, count)
    return ta, ta + random.uniform(-5, 40, count), random.uniform(0.5, 6, count), random.uniform(20, 60, count)


# --- the peers --------------------------------------------------------------------------------------------------------


def serve():
    """Answer jobs with pythermalcomfort and solweig."""
    from importlib.metadata import version

    logging.disable(logging.WARNING)

    def handler(job):
        if job["what"] == "gothenburg":
            return lambda: run_solweig(job["site"]), lambda values: {"version": version("solweig"), "tmrt": values}
        from pythermalcomfort.models import pet_steady, utci

        given = weather(job["count"])
        if job["scalar"]:
            given = (30.0, given[1], 1.5, 40.0)
        ta, tmrt, wind, rh = given

        def work():
            if job["what"] == "utci":
                return utci(tdb=ta, tr=tmrt, v=wind, rh=rh, round_output=False).utci
            return pet_steady(tdb=ta, tr=tmrt, v=wind, rh=rh, met=80 / 58.2, clo=0.9, age=35).pet

        def finish(values):
            np.save(job["result"], values)
            return {"version": version("pythermalcomfort")}

        return work, finish

    serve_peer(handler)


def run_solweig(name):
    """Return Tmrt of the mast by date and measured hour, SOLWEIG run hour by hour as its users do."""
    import rasterio
    import solweig
    from cityorchestra.processing_provider.heat.solweig_engine import model_land_cover
    from cityorchestra.tests.heat import gothenburg

    site = gothenburg.read_site(DATA / f"goteborg_{name}", name)
    _, files, shift = gothenburg.SITES[name]
    surface = solweig.SurfaceData.prepare(
        site.arrays["dsm"],
        pixel_size=site.cell_size,
        dem=site.arrays["dtm"],
        cdsm=site.arrays["canopy"],
        land_cover=model_land_cover(site.arrays["land_cover"]),
    )
    answers = {}
    for (date, _), file in zip(site.days.items(), files):
        rows = np.loadtxt(DATA / f"goteborg_{name}" / file, skiprows=1)
        rows = rows[np.isin(rows[:, 2], SOLWEIG_HOURS)]
        midnight = dt.datetime.fromisoformat(date)
        series = [
            solweig.Weather(  # the hour ends at this time in UTC; an hour more in Sweden
                datetime=midnight + dt.timedelta(hours=float(row[2]) + 1.0),
                ta=row[11],
                rh=row[10],
                global_rad=row[14],
            )
            for row in rows
        ]
        with tempfile.TemporaryDirectory() as folder:
            place = solweig.Location(latitude=site.latitude, longitude=site.longitude, utc_offset=1)
            solweig.calculate(surface, series, place, output_dir=folder, outputs=["tmrt"])
            grids = sorted(Path(folder).glob("**/*tmrt_2*.tif"))
            assert len(grids) == len(series), [path.name for path in Path(folder).glob("**/*.tif")]
            values = [rasterio.open(path).read(1)[site.row, site.column] for path in grids]
        answers[date] = {int(row[2]) + shift: float(value) for row, value in zip(rows, values)}
    return answers


# --- ours -------------------------------------------------------------------------------------------------------------


def bench_indices(cells, runs, threads):
    """Time the two indices on many cells beside the peer, and compare values on the peer's cells."""
    from cityorchestra.processing_provider.heat.pet import pet
    from cityorchestra.processing_provider.heat.utci import utci

    rows = []
    with tempfile.TemporaryDirectory() as name, Peer(__file__) as peer:
        result = str(Path(name) / "values.npy")
        for what, formula, scalar in (("utci", utci, False), ("utci", utci, True), ("pet", pet, False)):
            count = cells if what == "utci" else PEER_PET_CELLS
            given = weather(cells)
            if scalar:
                given = (30.0, given[1], 1.5, 40.0)
            mine, theirs = [], []
            for run in range(runs + 1):
                _, figures = measure(formula, *given, threads=threads)
                answer = peer.run(what=what, count=count, scalar=scalar, result=result)
                if run:
                    mine.append(figures)
                    theirs.append(answer)
            sample = weather(count)
            if scalar:
                sample = (30.0, sample[1], 1.5, 40.0)
            gap = np.abs(formula(*sample) - np.load(result))
            ours, other = median(mine), median(theirs)
            ratio = (other["wall"] / count) / (ours["wall"] / cells)
            rows.append(
                [
                    f"{what.upper()}, {'one air' if scalar else 'all vary'}",
                    f"{cells / 1e6:g}",
                    f"{ours['wall']:.2f}",
                    f"pythermalcomfort {answer['version']}",
                    f"{count / 1e6:g}",
                    f"{other['wall']:.2f}",
                    f"{ratio:.0f}",
                    f"{np.nanpercentile(gap, 99):.5f} / {np.nanmax(gap):.5f}",
                    f"{ours['peak_mb']:.0f} / {other['peak_mb']:.0f}",
                    f"{load_average():.2f}",
                ]
            )
    header = ["index", "Mcells", "ours s", "peer", "its Mcells", "peer s", "ratio per cell"]
    print_table([*header, "gap 99 % / most (°C)", "peak MB", "load"], rows)


def bench_raster(size, runs, threads):
    """Time mean radiant temperature on a synthetic town, by tiles from and to files, as the algorithm does."""
    import rasterio
    from bench_heat_shadows import synthetic_town
    from cityorchestra.processing_provider.engine import EngineSettings, run_tiles
    from cityorchestra.processing_provider.heat.algorithms.radiant_engines import bytes_per_cell
    from cityorchestra.processing_provider.heat.comfort_tiles import radiant_halo, radiant_tile
    from cityorchestra.processing_provider.heat.land_cover import standard_surfaces
    from cityorchestra.processing_provider.heat.radiant_temperature import conditions_at
    from cityorchestra.processing_provider.heat.shadows import halo_cells
    from cityorchestra.processing_provider.heat.sky_view import sky_view_factor
    from cityorchestra.processing_provider.raster_files import Grid, RasterOutput, RasterSource

    dsm, ground, canopy = synthetic_town(size)
    view, figures = measure(sky_view_factor, dsm, 1.0, canopy_height=canopy, ground=ground, threads=threads)
    print(f"Sky view factor of the same town, 32 azimuths: {figures['wall']:.1f} s")
    conditions = conditions_at(np.datetime64("2026-06-21T13:00"), 48.11, -1.68, 30.0, 40.0)
    options = {
        "cell_size": 1.0,
        "trunk_ratio": 0.25,
        "observer_height": 0.0,
        "max_distance": 500.0,
        "height_range": (float(dsm.min()), float(dsm.max())),
        "highest_crown": float((ground + canopy).max()),
    }
    sun = 220.0, conditions.elevation_deg, 0.03
    shadow_halo = halo_cells(sun[1], 1.0, options["height_range"], highest_crown=options["highest_crown"])
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder, grid = Path(name), Grid(size, size, 352000.0, 6789000.0, 1.0, rasterio.crs.CRS.from_epsg(2154).to_wkt())
        sources = {}
        for key, values in (("dsm", dsm), ("dtm", ground), ("canopy", canopy), ("svf", view.combined)):
            sources[key] = RasterSource(str(folder / f"{key}.tif"))
            profile = {"driver": "GTiff", "height": size, "width": size, "count": 1, "dtype": "float32", "tiled": True}
            with rasterio.open(sources[key].path, "w", **profile, transform=grid_transform(grid)) as dataset:
                dataset.write(values, 1)
        for label, used in (("sky view raster given", sources), ("sky view computed", without(sources, "svf"))):
            halo, settings = radiant_halo(shadow_halo, options, "svf" not in used), EngineSettings(workers=threads)
            taken = []
            for _ in range(runs):
                _, figures = measure(
                    run_tiles,
                    radiant_tile,
                    used,
                    RasterOutput(str(folder / "tmrt.tif"), grid, nodata=-9999.0),
                    halo=halo,
                    bytes_per_cell=bytes_per_cell(settings, halo),
                    arguments={
                        "conditions": conditions,
                        "sun": sun,
                        "posture": "standing",
                        "surfaces": standard_surfaces(),
                        "azimuths": 32,
                        "options": options,
                    },
                    settings=settings,
                )
                taken.append(figures)
            figures = median(taken)
            rows.append([label, f"{figures['wall']:.2f}", f"{figures['cpu']:.2f}", f"{figures['peak_mb']:.0f}"])
    print_table([f"Tmrt of {size} x {size} cells", "s", "CPU s", "peak MB"], rows)


def grid_transform(grid):
    """Return the affine transform of a grid."""
    from rasterio.transform import Affine

    return Affine(*grid.transform)


def without(sources, name):
    """Return sources without one of them."""
    return {key: source for key, source in sources.items() if key != name}


def bench_gothenburg():
    """Print RMSE and bias at the three measured sites: level S, level S with a uniform sky, SOLWEIG."""
    if not DATA.exists():
        print(f"Sample data {DATA} is not here: the sites of Gothenburg are left out.")
        return
    from cityorchestra.tests.heat import gothenburg

    rows = []
    with Peer(__file__) as peer:
        for name in gothenburg.SITES:
            site = gothenburg.read_site(DATA / f"goteborg_{name}", name)
            views = gothenburg.sky_view_at_mast(site)
            answer = peer.run(what="gothenburg", site=name)
            every = {"S": [], "middle": [], "uniform": [], "solweig": [], "measured": []}
            for date, day in site.days.items():
                view = views[day.day_of_year]
                values = {
                    "S": gothenburg.level_s(site, day, view),
                    "middle": gothenburg.level_s(site, day, view, step_minutes=60),
                    "uniform": gothenburg.level_s(site, day, view, circumsolar=False),
                    "solweig": [answer["tmrt"][date][str(hour)] for hour in day.hour],
                    "measured": day.tmrt,
                }
                rows.append(errors(f"{name} {date}", values))
                for key, found in values.items():
                    every[key].extend(found)
            rows.append([*errors(f"{name}, all", every)[:-1], PUBLISHED[name]])
    header = ["site and day", "hours", "level S", "level S, mid-hour", "level S, uniform sky"]
    header.append(f"solweig {answer['version']}, mid-hour")
    print("Mean radiant temperature at the mast, RMSE and bias (°C)")
    print_table([*header, "solweig 0.1.0b95, as published"], rows)


def errors(label, values):
    """Return a row of the table of errors."""
    from cityorchestra.tests.heat import gothenburg

    texts = [
        "{:.1f}, {:+.1f}".format(*gothenburg.rmse_and_bias(values[key], values["measured"]))
        for key in ("S", "middle", "uniform", "solweig")
    ]
    return [label, len(values["measured"]), *texts, ""]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=("indices", "raster", "gothenburg"))
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peer:
        serve()
    else:
        print(machine_line())
        if given.only in (None, "indices"):
            bench_indices(given.size**2, given.runs, given.threads)
        if given.only in (None, "raster"):
            bench_raster(given.size, given.runs, given.threads)
        if given.only in (None, "gothenburg"):
            bench_gothenburg()
