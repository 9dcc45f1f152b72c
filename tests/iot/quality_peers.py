"""The peers of the quality tests: run in build/iot-peers, arrays in and out through a file."""

import sys

import numpy as np


def ioos(given):
    from ioos_qc import qartod

    times = given["t"].astype("datetime64[ms]").astype("datetime64[ns]")
    x = given["x"]
    return {
        "range": qartod.gross_range_test(x, (-40, 50), (-30, 45)),
        "spike": qartod.spike_test(x, 1.5, 5),
        "rate": qartod.rate_of_change_test(x, times, 3 / 600, 6 / 600),
        "flat": qartod.flat_line_test(x, times, 3 * 3600, 6 * 3600, 0.01),
    }


def lttb(given):
    from tsdownsample import LTTBDownsampler, MinMaxLTTBDownsampler

    x, y = given["t"], given["x"]
    return {
        "lttb": LTTBDownsampler().downsample(x, y, n_out=int(given["count"])),
        "minmax": MinMaxLTTBDownsampler().downsample(x, y, n_out=int(given["count"]), minmax_ratio=4),
    }


def trends(given):
    import pymannkendall

    y = given["x"]
    slope = pymannkendall.original_test(y)
    season = pymannkendall.seasonal_test(y, period=12)
    return {"plain": [slope.slope, slope.p], "seasonal": [season.slope * 1.0, season.p]}


def crowd(given):
    import pyreadr

    table = next(iter(pyreadr.read_r(str(given["path"])).values()))
    columns = {name: table[name].to_numpy() for name in ("p_id", "ta", "lon", "lat", "z")}
    return {"time": table["time"].to_numpy().astype("datetime64[ms]").astype("int64"), **columns}


if __name__ == "__main__":
    name, source, target = sys.argv[1:]
    results = {"ioos": ioos, "lttb": lttb, "trends": trends, "crowd": crowd}[name](np.load(source))
    np.savez(target, **{key: np.asarray(value) for key, value in results.items()})
