"""Universal Thermal Climate Index: the felt temperature of a person who walks outdoors."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numba import njit

from ..tables import TABLES, read_table
from .saturation import saturation_pressure_hpa

LOWEST_WIND_M_S = 0.5  # [m/s] at 10 m; slower wind is taken at this (Broede et al., 2012)
HIGHEST_WIND_M_S = 17.0  # [m/s] at 10 m, idem
LOWEST_TA_C, HIGHEST_TA_C = -50.0, 50.0  # [degrees C] idem
LOWEST_RADIANT_K, HIGHEST_RADIANT_K = -30.0, 70.0  # [K] of Tmrt - Ta, idem
HIGHEST_VAPOUR_KPA = 5.0  # [kPa] idem
LOWEST_RH, HIGHEST_RH = 0.0, 100.0  # [percent]
WIND_HEIGHT_M = 10.0  # [m] height of the wind that the index takes
ROUGHNESS_M = 0.01  # [m] of the ground, as in the reference conditions of the index
TERMS = 7  # powers 0 to 6
BLOCK = 128  # cells computed abreast: their intermediate sums stay in a processor's first cache


def wind_factor(from_m: float, to_m: float) -> float:
    """Wind at one height over wind at another.

    Parameters
    ----------
    from_m, to_m : float
        Heights above the ground [m, > 0.01].

    Returns
    -------
    float
        ``ln(to / 0.01) / ln(from / 0.01)`` [unitless], the logarithmic profile of the index (Broede et al., 2012).

    Raises
    ------
    ValueError
        When a height is not above the roughness.
    """
    if not min(from_m, to_m) > ROUGHNESS_M:
        raise ValueError(f"Give heights of the wind above {ROUGHNESS_M} m, not {from_m} and {to_m}.")
    return math.log(to_m / ROUGHNESS_M) / math.log(from_m / ROUGHNESS_M)


def wind_at_10m(wind, height_m: float):
    """Bring a wind measured at another height to the 10 m that the index takes.

    Parameters
    ----------
    wind : float or array_like
        Wind speed [m/s].
    height_m : float
        Height of the measurement above the ground [m, > 0.01].

    Returns
    -------
    float or numpy.ndarray
        Wind speed at 10 m [m/s].
    """
    return (np.asarray(wind, dtype=float) * wind_factor(height_m, WIND_HEIGHT_M))[()]


def utci(ta, tmrt, wind_10m, rh, *, threads=1):
    """Universal Thermal Climate Index.

    Parameters
    ----------
    ta : float or array_like
        Air temperature [degrees C, -50 to 50].
    tmrt : float or array_like
        Mean radiant temperature [degrees C, 30 K below to 70 K above the air].
    wind_10m : float or array_like
        Wind speed at 10 m [m/s, at most 17]; less than 0.5 is taken as 0.5.
    rh : float or array_like
        Relative humidity [percent, 0 to 100, less than 5 kPa of vapour].
    threads : int, optional
        Threads to share large arrays between; the result does not depend on it.

    Returns
    -------
    numpy.ndarray
        UTCI [degrees C] of the broadcast shape, NaN where an input is NaN or outside its range.

    Notes
    -----
    The polynomial of Broede et al. (2012) [1]_, 210 terms of ``resources/tables/utci_coefficients.csv``, summed as
    nested Horner schemes over Tmrt - Ta, vapour pressure, wind and Ta. Cells are computed in blocks, so that
    each step is a vector operation; each cell goes through the same operations in the same order.

    References
    ----------
    .. [1] Broede, P., Fiala, D., Blazejczyk, K. et al. (2012). Deriving the operational procedure for the Universal
       Thermal Climate Index (UTCI). Int. J. Biometeorol. 56, 481-494. https://doi.org/10.1007/s00484-011-0454-1
    """
    given = [np.asarray(values, dtype=float) for values in (ta, tmrt, wind_10m, rh)]
    shape = np.broadcast_shapes(*(values.shape for values in given))
    flat = [_flat(values, shape) for values in given]
    out = np.empty(math.prod(shape))
    blocks = -(-out.size // BLOCK)
    bounds = np.unique(np.linspace(0, blocks, max(int(threads), 1) + 1).astype(int)) * BLOCK
    shares = list(zip(bounds[:-1].tolist(), np.minimum(bounds[1:], out.size).tolist()))
    table = coefficients()
    if len(shares) <= 1:
        _utci_of_cells(*flat, table, 0, out.size, out)
    else:
        with ThreadPoolExecutor(len(shares)) as pool:
            for done in [pool.submit(_utci_of_cells, *flat, table, *share, out) for share in shares]:
                done.result()
    return out.reshape(shape)


@lru_cache(maxsize=1)
def coefficients():
    """Return the coefficients as an array [power of Tmrt - Ta, of vapour, of wind, of Ta], shape (7, 7, 7, 7)."""
    table = np.zeros((TERMS,) * 4)
    for row in read_table(TABLES / "utci_coefficients.csv"):
        powers = (int(row[f"power_{name}"]) for name in ("radiant", "vapour", "wind", "ta"))
        table[tuple(powers)] = float(row["coefficient"])
    table.setflags(write=False)
    return table


def _flat(values, shape):
    """Return one value, or all values of a shape, as a flat contiguous array."""
    if values.size == 1:
        return np.ascontiguousarray(values.reshape(1))
    return np.ascontiguousarray(np.broadcast_to(values, shape)).ravel()


@njit(cache=True, nogil=True)
def _gather(ta, tmrt, wind, rh, first, count, inputs, valid):
    """Fill the inputs of a block: Ta, wind, vapour pressure and Tmrt - Ta; 0 where a value is out of range."""
    steps = (int(ta.size > 1), int(tmrt.size > 1), int(wind.size > 1), int(rh.size > 1))
    kelvins, humidity, vapour = np.nan, np.nan, 0.0
    for q in range(inputs.shape[1]):
        cell = min(first + q, first + count - 1)
        t = ta[cell * steps[0]]
        radiant = tmrt[cell * steps[1]] - t
        v = wind[cell * steps[2]]
        h = rh[cell * steps[3]]
        good = LOWEST_TA_C <= t <= HIGHEST_TA_C and LOWEST_RADIANT_K <= radiant <= HIGHEST_RADIANT_K
        good = good and 0.0 <= v <= HIGHEST_WIND_M_S and LOWEST_RH <= h <= HIGHEST_RH
        if good and (t != kelvins or h != humidity):
            kelvins, humidity = t, h
            vapour = saturation_pressure_hpa(t) * h * 1e-3
        good = good and vapour < HIGHEST_VAPOUR_KPA
        valid[q] = good
        inputs[0, q] = t if good else 0.0
        inputs[1, q] = max(v, LOWEST_WIND_M_S) if good else 0.0
        inputs[2, q] = vapour if good else 0.0
        inputs[3, q] = radiant if good else 0.0


@njit(cache=True, nogil=True)
def _same_air(inputs):
    """Tell whether all cells of a block have the same air: only Tmrt differs."""
    for variable in range(3):
        for q in range(1, inputs.shape[1]):
            if inputs[variable, q] != inputs[variable, 0]:
                return False
    return True


@njit(cache=True, nogil=True)
def _block_sums(inputs, width, table, total):
    """Sum the polynomial over a block; the sums over the air are made for the first `width` cells only."""
    by_ta, by_wind, by_vapour = np.empty(width), np.empty(width), np.empty(width)
    ta, wind, vapour = inputs[0, :width], inputs[1, :width], inputs[2, :width]
    radiant = inputs[3]
    total[:] = 0.0
    for k in range(TERMS - 1, -1, -1):
        by_vapour[:] = 0.0
        for d in range(TERMS - 1 - k, -1, -1):
            by_wind[:] = 0.0
            for j in range(TERMS - 1 - k - d, -1, -1):
                top = TERMS - 1 - k - d - j
                for q in range(width):
                    by_ta[q] = table[k, d, j, top]
                for i in range(top - 1, -1, -1):
                    c = table[k, d, j, i]
                    for q in range(width):
                        by_ta[q] = by_ta[q] * ta[q] + c
                for q in range(width):
                    by_wind[q] = by_wind[q] * wind[q] + by_ta[q]
            for q in range(width):
                by_vapour[q] = by_vapour[q] * vapour[q] + by_wind[q]
        if width == 1:
            for q in range(total.size):
                total[q] = total[q] * radiant[q] + by_vapour[0]
        else:
            for q in range(total.size):
                total[q] = total[q] * radiant[q] + by_vapour[q]


@njit(cache=True, nogil=True)
def _utci_of_cells(ta, tmrt, wind, rh, table, first, last, out):
    """Compute cells first..last; arrays of one value stand for all cells."""
    inputs = np.empty((4, BLOCK))
    valid = np.empty(BLOCK, dtype=np.bool_)
    total = np.empty(BLOCK)
    for start in range(first, last, BLOCK):
        count = min(BLOCK, last - start)
        _gather(ta, tmrt, wind, rh, start, count, inputs, valid)
        width = 1 if _same_air(inputs) else BLOCK
        _block_sums(inputs, width, table, total)
        for q in range(count):
            out[start + q] = inputs[0, q] + total[q] if valid[q] else np.nan
