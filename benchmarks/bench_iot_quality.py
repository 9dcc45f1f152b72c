"""Quality of measurements: tests of a series beside ioos_qc, chart points beside tsdownsample, the spatial check.

Peers (build/iot-peers, made by tools/iot_peers.sh) run in turns with ours, on the same data; the share of equal answers
is told. The spatial check, on real data, has no peer here (CrowdQC+ needs R).

Usage: PYTHONPATH=build/plugins python benchmarks/bench_iot_quality.py [--values 100000]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import _harness
import numpy as np
from _harness import ROOT, Peer, machine_line, measure, median, print_table, serve_peer

SAMPLE = "iot/crowdqcplus_cws_data.rda"
REPEATS = 7
FLAT_TARGET = 5.0  # times faster than ioos_qc


def draw_series(count):
    """Return the series of the specification, of any length."""
    rng = np.random.default_rng(42)
    places = np.arange(count)
    values = 20 + 5 * np.sin(2 * np.pi * places / 144) + rng.normal(0, 0.1, count)
    values[count // 20] += 15
    values[count // 5 : count // 5 + 40] = 21.0
    values[count * 3 // 5] = -99
    values[count * 7 // 10] = np.nan
    return places * 600_000, values


def peer(job):
    given = np.load(job["path"])
    times, values = given["t"], given["x"]
    name = job["name"]
    if name == "read":
        import pyreadr

        table = next(iter(pyreadr.read_r(job["sample"]).values()))
        columns = {one: table[one].to_numpy() for one in ("p_id", "ta", "lon", "lat", "z")}
        columns["time"] = table["time"].to_numpy().astype("datetime64[ms]").astype("int64")
        return lambda: None, lambda _: np.savez(job["out"], **columns) or {}
    if name in ("lttb", "minmax"):
        import tsdownsample

        sampler = tsdownsample.LTTBDownsampler() if name == "lttb" else tsdownsample.MinMaxLTTBDownsampler()
        more = {} if name == "lttb" else {"minmax_ratio": 4}
        return (lambda: sampler.downsample(times, values, n_out=job["count"], **more)), lambda found: _kept(found, job)
    from ioos_qc import qartod

    moments = times.astype("datetime64[ms]").astype("datetime64[ns]")
    work = {
        "range": lambda: qartod.gross_range_test(values, (-40, 50)),
        "spike": lambda: qartod.spike_test(values, 1.5, 5),
        "rate": lambda: qartod.rate_of_change_test(values, moments, 3 / 600),
        "flat": lambda: qartod.flat_line_test(values, moments, 3 * 3600, 6 * 3600, 0.01),
    }[name]
    return work, lambda found: _kept(found, job)


def _kept(found, job):
    np.save(job["out"], np.asarray(found))
    return {}


def bench_against(peer_process, folder, works, path, **job):
    rows = []
    for name, work in works.items():
        work()
        out = str(folder / f"{name}.npy")
        mine, theirs = [], []
        for _ in range(REPEATS):
            found, figures = measure(work)
            mine.append(figures)
            theirs.append(peer_process.run(name=name, path=str(path), out=out, **job))
        same = float(np.mean(found == np.load(out)))
        ours, other = median(mine)["wall"], median(theirs)["wall"]
        rows.append((name, f"{ours * 1e3:.2f}", f"{other * 1e3:.2f}", f"{other / ours:.1f}", f"{100 * same:.2f} %"))
    return rows


def bench_crowd(peer_process, folder, path):
    from cityorchestra.processing_provider.iot.quality import crowd, crowd_series, spread
    from pyproj import Transformer

    sample = Path(os.environ.get("CITYORCHESTRA_SHARED_DATA", ROOT.parent / "shared" / "data")) / SAMPLE
    if not sample.exists():
        print(f"No {sample}: the spatial check is left out.")
        return
    out = folder / "crowd.npz"
    peer_process.run(name="read", path=str(path), sample=str(sample), out=str(out))
    table = np.load(out)
    _, number = np.unique(table["p_id"], return_inverse=True)
    first = np.unique(number, return_index=True)[1]
    x, y = Transformer.from_crs(4326, 25833, always_xy=True).transform(table["lon"][first], table["lat"][first])
    series = crowd_series.regular(number, table["time"], table["ta"], len(first))
    months = crowd_series.months(series.times)
    x, y, z = np.array(x), np.array(y), table["z"][first]
    report = crowd.crowd_check(series.values, x, y, z, months)
    figures = median([measure(crowd.crowd_check, series.values, x, y, z, months)[1] for _ in range(3)])
    kept = [int(report.level(level).sum()) for level in range(1, 6)]
    print(f"spatial check, {len(first)} stations, {len(series.times)} hours: {figures['wall']:.2f} s, kept {kept}")
    columns = [np.sort(column[np.isfinite(column)]) for column in series.values.T]
    _, qn = measure(lambda: [spread.qn_sorted(column) for column in columns])
    print(f"Qn of each of the {len(columns)} hours: {qn['wall'] * 1e3:.0f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--values", type=int, default=100_000)
    count = parser.parse_args().values
    sys.path.insert(0, str(ROOT / "build" / "plugins"))
    from cityorchestra.processing_provider.iot.quality import chart_points
    from cityorchestra.processing_provider.iot.quality import series_tests as tests

    _harness.PEER_PYTHON = ROOT / "build" / "iot-peers" / "bin" / "python"
    print(machine_line())
    with tempfile.TemporaryDirectory() as name, Peer(__file__) as other:
        folder = Path(name)
        for size in (count, 4 * count):
            times, values = draw_series(size)
            path = folder / f"series{size}.npz"
            np.savez(path, t=times, x=values)
            works = {
                "range": lambda x=values: tests.range_test(x, -40, 50),
                "spike": lambda x=values: tests.spike_test(x, 1.5, 5),
                "rate": lambda x=values, t=times: tests.rate_test(x, t, 3 / 600),
                "flat": lambda x=values, t=times: tests.flat_line_test(x, t, 3 * 3600, 6 * 3600, 0.01),
            }
            rows = bench_against(other, folder, works, path)
            print(f"\n{size:,} values")
            print_table(("test", "ours [ms]", "ioos_qc 3.0.0 [ms]", "times faster", "same flags"), rows)
            met = float(rows[-1][3]) >= FLAT_TARGET
            print(f"target {FLAT_TARGET:.0f} times faster on flat line: {'met' if met else 'NOT met'}")
        rng = np.random.default_rng(1)
        times, values = np.arange(1_000_000, dtype=np.int64) * 1000, np.cumsum(rng.normal(size=1_000_000))
        path = folder / "chart.npz"
        np.savez(path, t=times, x=values)
        works = {
            "lttb": lambda: chart_points.largest_triangles(times, values, 2000, preselect=False),
            "minmax": lambda: chart_points.largest_triangles(times, values, 2000),
        }
        print("\n1 000 000 points to 2 000")
        rows = bench_against(other, folder, works, path, count=2000)
        print_table(("points", "ours [ms]", "tsdownsample 0.1.5.1 [ms]", "times faster", "same points"), rows)
        print()
        bench_crowd(other, folder, path)


if __name__ == "__main__":
    serve_peer(peer) if "--peer" in sys.argv else main()
