"""Saturation pressure of water vapour, for kernels."""

from __future__ import annotations

import math

from numba import njit

# Hardy (1998), as in the operational procedure of UTCI (Broede et al., 2012): powers of T from -2 to 4 [K], then ln(T).
G0, G1, G2, G3 = -2836.5744, -6028.076559, 19.54263612, -0.02737830188
G4, G5, G6 = 1.6261698e-5, 7.0229056e-10, -1.8680009e-13
G7 = 2.7150305


@njit(cache=True, nogil=True)
def saturation_pressure_hpa(celsius):
    """Return the saturation pressure of water vapour over water.

    Parameters
    ----------
    celsius : float
        Temperature [degrees C, -80 to 100].

    Returns
    -------
    float
        Pressure [hPa].
    """
    t = celsius + 273.15
    powers = G2 + t * (G3 + t * (G4 + t * (G5 + t * G6)))
    return math.exp(G7 * math.log(t) + (G0 / t + G1) / t + powers) * 0.01
