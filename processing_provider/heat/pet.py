"""Physiologically equivalent temperature: the indoor temperature that strains the body as much as the street does."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from .saturation import saturation_pressure_hpa

# The person of the index (Höppe, 1999): a man who walks slowly, lightly dressed.
HEIGHT_M, WEIGHT_KG, AGE_YEARS = 1.80, 75.0, 35.0
TALLNESS = 0.01 * (HEIGHT_M * 100.0 / WEIGHT_KG ** (1.0 / 3.0) - 43.4)
WORK_W = 80.0  # [W] of activity above the basic metabolism
CLOTHES_CLO = 0.9  # [clo]

# The room of the index (Höppe, 1999).
ROOM_WIND_M_S = 0.1  # [m/s]
ROOM_VAPOUR_HPA = 12.0  # [hPa]

# The body, after Walther and Goestchel (2018).
CORE_SET_C, SKIN_SET_C = 36.6, 34.0  # [degrees C]
BLOOD_W = 3640.0 / 3600.0  # [W h/(kg K)] heat carried by one kilogram of blood an hour
BLOOD_REST, BLOOD_MOST = 6.3, 90.0  # [kg/m2/h] blood flow to the skin
TISSUE_W = 5.28  # [W/m2/K] conduction from core to skin
SWEAT_PER_K, SWEAT_MOST = 304.94, 500.0  # [g/m2/h/K], [g/m2/h]
VAPORISATION_J_G = 2420.0  # [J/g]
SKIN_EMISSIVITY, CLOTHES_EMISSIVITY = 0.99, 0.95
RADIATING_SHARE = 0.725  # share of the body's surface that exchanges radiation
STEFAN_BOLTZMANN = 5.67e-8  # [W/m2/K4]
LEWIS_K_HPA = 1.67  # [K/hPa]
WOODCOCK = 0.38  # permeability of clothes to vapour
PRESSURE_HPA = 1013.25
KELVIN = 273.15

BODY_M2 = 0.203 * WEIGHT_KG**0.425 * HEIGHT_M**0.725  # DuBois
BREATH = 1.44e-6  # [kg/s per W] air breathed per heat made

# Clothes (Höppe, 1999): area factor, share of the skin covered, resistance, conductance of the clothed cylinder.
AREA_FACTOR = 1.0 + 0.31 * CLOTHES_CLO
COVERED = (173.51 * CLOTHES_CLO - 2.36 - 100.76 * CLOTHES_CLO**2 + 19.28 * CLOTHES_CLO**3) / 100.0
CLOTHED_AREA = COVERED + AREA_FACTOR - 1.0  # [m2 per m2 of skin]
RESISTANCE = CLOTHES_CLO / 6.45  # [m2 K/W]
_CYLINDER = 6.28 * HEIGHT_M * (HEIGHT_M - 0.2) / HEIGHT_M
_INNER = min(COVERED, 1.0) * BODY_M2 / _CYLINDER
_OUTER = (AREA_FACTOR - 1.0 + min(COVERED, 1.0)) * BODY_M2 / _CYLINDER
CONDUCTANCE = _CYLINDER * (_OUTER - _INNER) / (RESISTANCE * math.log(_OUTER / _INNER) * CLOTHED_AREA * BODY_M2)
BARE = 1.0 - min(COVERED, 1.0)

LOWEST_TA_C, HIGHEST_TA_C = -30.0, 50.0  # [degrees C] beyond, nobody has compared the index with people
LOWEST_TMRT_C, HIGHEST_TMRT_C = -40.0, 110.0  # [degrees C] idem
LOWEST_WIND_M_S, HIGHEST_WIND_M_S = 0.1, 20.0  # [m/s] at the height of the body; slower is taken as 0.1
BODY_HEIGHT_M = 1.1  # [m] height of the wind that the index takes
SKIN_LOW_C, SKIN_HIGH_C = -40.0, 60.0  # [degrees C] between which the temperature of the skin is looked for
TOLERANCE_C = 1e-7  # [degrees C]


def pet(ta, tmrt, wind, rh, *, age=AGE_YEARS, threads=1):
    """Physiologically equivalent temperature.

    Parameters
    ----------
    ta : float or array_like
        Air temperature [degrees C, -30 to 50].
    tmrt : float or array_like
        Mean radiant temperature [degrees C, -40 to 110].
    wind : float or array_like
        Wind speed at the height of the body, 1.1 m [m/s, at most 20]; less than 0.1 is taken as 0.1.
    rh : float or array_like
        Relative humidity [percent, 0 to 100].
    age : float, optional
        Age of the man [years]: 35 in the index; 23 in pythermalcomfort, which gives 0 to 0.2 degrees less.
    threads : int, optional
        Threads to share large arrays between; the result does not depend on it.

    Returns
    -------
    numpy.ndarray
        PET [degrees C] of the broadcast shape, NaN where an input is NaN or outside its range.

    Notes
    -----
    Munich energy-balance model of Höppe (1999) [1]_ as corrected by Walther and Goestchel (2018) [2]_: core, skin and
    clothes are in balance with the street; PET is the temperature of a room (air and walls alike, wind 0.1 m/s, vapour
    12 hPa) that loses the same heat from the same skin and clothes.

    The three balances are solved as one: for a given skin the core follows from a quadratic equation and the clothes
    from a few Newton steps, and the balance of the skin, which falls with its temperature, is brought to zero
    between brackets (regula falsi of Illinois). Each cell is solved for itself, from the same start.

    References
    ----------
    .. [1] Höppe, P. (1999). The physiological equivalent temperature. Int. J. Biometeorol. 43, 71-75.
       https://doi.org/10.1007/s004840050118
    .. [2] Walther, E. and Goestchel, Q. (2018). The P.E.T. comfort index: questioning the model. Building and
       Environment 137, 1-10. https://doi.org/10.1016/j.buildenv.2018.03.054
    """
    given = [np.asarray(values, dtype=float) for values in (ta, tmrt, wind, rh)]
    shape = np.broadcast_shapes(*(values.shape for values in given))
    flat = [
        np.ascontiguousarray(values.reshape(1) if values.size == 1 else np.broadcast_to(values, shape).ravel())
        for values in given
    ]
    basic_w = 3.45 * WEIGHT_KG**0.75 * (1.0 + 0.004 * (30.0 - age) + TALLNESS)
    heat_made = (WORK_W + basic_w) / BODY_M2
    out = np.empty(math.prod(shape))
    bounds = np.unique(np.linspace(0, out.size, max(int(threads), 1) + 1).astype(int)).tolist()
    shares = list(zip(bounds[:-1], bounds[1:]))
    if len(shares) <= 1:
        _pet_of_cells(*flat, heat_made, 0, out.size, out)
    else:
        with ThreadPoolExecutor(len(shares)) as pool:
            for done in [pool.submit(_pet_of_cells, *flat, heat_made, *share, out) for share in shares]:
                done.result()
    return out.reshape(shape)


@njit(cache=True, nogil=True)
def _convection(wind):
    """Return the coefficient of convection [W/m2/K] of a body at sea level."""
    return max(3.0, 2.67 + 6.5 * wind**0.67)


@njit(cache=True, nogil=True)
def _breathing(air, vapour, heat_made):
    """Return the heat gained by breathing [W/m2], negative when it is lost."""
    breath_out = 0.47 * air + 21.0
    dry = 1010.0 * (air - breath_out) * BREATH * heat_made
    wet = (
        0.623
        * 1000.0
        * VAPORISATION_J_G
        / PRESSURE_HPA
        * (vapour - saturation_pressure_hpa(breath_out))
        * BREATH
        * heat_made
    )
    return dry + wet


@njit(cache=True, nogil=True)
def _core(skin, heat):
    """Return the temperature of the core that hands some heat [W/m2] to a skin of some temperature."""
    cold = 1.0 + 0.5 * max(SKIN_SET_C - skin, 0.0)
    rest = BLOOD_REST / cold * BLOOD_W + TISSUE_W
    core = skin + heat / rest
    if core <= CORE_SET_C:
        return core
    # (rest + gain (core - set)) (core - skin) = heat
    gain = 75.0 / cold * BLOOD_W
    linear = rest - gain * (CORE_SET_C + skin)
    constant = (gain * CORE_SET_C - rest) * skin - heat
    core = (-linear + math.sqrt(linear * linear - 4.0 * gain * constant)) / (2.0 * gain)
    if (BLOOD_REST + 75.0 * (core - CORE_SET_C)) / cold > BLOOD_MOST:
        core = skin + heat / (BLOOD_MOST * BLOOD_W + TISSUE_W)
    return core


@njit(cache=True, nogil=True)
def _clothes(skin, air, radiant4, convection):
    """Return the temperature of the clothes that pass on what the skin gives them."""
    radiation = RADIATING_SHARE * CLOTHED_AREA * CLOTHES_EMISSIVITY * STEFAN_BOLTZMANN
    wind = convection * CLOTHED_AREA
    clothes = 0.5 * (skin + air)
    for _ in range(20):
        kelvin = clothes + KELVIN
        cube = kelvin * kelvin * kelvin
        balance = wind * (air - clothes) + radiation * (radiant4 - cube * kelvin) + CONDUCTANCE * (skin - clothes)
        step = balance / (wind + 4.0 * radiation * cube + CONDUCTANCE)
        clothes += step
        if abs(step) < TOLERANCE_C:
            break
    return clothes


@njit(cache=True, nogil=True)
def _evaporation(core, skin, vapour, convection):
    """Return the heat lost by sweat and by vapour through the skin [W/m2]."""
    cold = 1.0 + 0.5 * max(SKIN_SET_C - skin, 0.0)
    blood = min((BLOOD_REST + 75.0 * max(core - CORE_SET_C, 0.0)) / cold, BLOOD_MOST)
    share = 0.0417737 + 0.7451833 / (blood + 0.585417)
    body = share * skin + (1.0 - share) * core
    sweat = min(SWEAT_PER_K * max(body - (0.1 * SKIN_SET_C + 0.9 * CORE_SET_C), 0.0), SWEAT_MOST)
    sweat *= VAPORISATION_J_G / 3600.0
    excess = saturation_pressure_hpa(skin) - vapour
    most = convection * LEWIS_K_HPA / (1.0 + 0.92 * convection * RESISTANCE) * excess
    wet = min(sweat / most, 1.0) if most != 0.0 else 1.0
    resistance = (1.0 / (AREA_FACTOR * convection) + RESISTANCE) / (LEWIS_K_HPA * WOODCOCK)
    return (1.0 - wet) * excess / resistance + sweat


@njit(cache=True, nogil=True)
def _skin_balance(skin, air, radiant4, vapour, convection, heat):
    """Return what the skin gains [W/m2] at a temperature, with the core and the clothes that follow."""
    core = _core(skin, heat)
    clothes = _clothes(skin, air, radiant4, convection)
    kelvin = skin + KELVIN
    radiation = RADIATING_SHARE * BARE * SKIN_EMISSIVITY * STEFAN_BOLTZMANN * (radiant4 - kelvin**4)
    wind = convection * BARE * (air - skin)
    lost = _evaporation(core, skin, vapour, convection)
    return radiation + wind - lost + heat - CONDUCTANCE * (skin - clothes), core, clothes


@njit(cache=True, nogil=True)
def _body_in_balance(air, radiant4, vapour, convection, heat_made):
    """Return core, skin and clothes [degrees C] in balance with their surroundings."""
    heat = heat_made + _breathing(air, vapour, heat_made)
    low, high = SKIN_LOW_C, SKIN_HIGH_C
    gain_low, core, clothes = _skin_balance(low, air, radiant4, vapour, convection, heat)
    gain_high, core, clothes = _skin_balance(high, air, radiant4, vapour, convection, heat)
    skin = np.nan
    if not (gain_low >= 0.0 >= gain_high):
        return core, skin, clothes
    side = 0
    for _ in range(100):
        skin = (low * gain_high - high * gain_low) / (gain_high - gain_low)
        gain, core, clothes = _skin_balance(skin, air, radiant4, vapour, convection, heat)
        if gain > 0.0:
            low, gain_low = skin, gain
            if side == 1:
                gain_high *= 0.5
            side = 1
        else:
            high, gain_high = skin, gain
            if side == -1:
                gain_low *= 0.5
            side = -1
        if abs(gain) < 1e-6 or high - low < TOLERANCE_C:
            break
    return core, skin, clothes


@njit(cache=True, nogil=True)
def _room(core, skin, clothes, heat_made):
    """Return the temperature of the room where the body of these temperatures is in balance."""
    convection = _convection(ROOM_WIND_M_S)
    lost = _evaporation(core, skin, ROOM_VAPOUR_HPA, convection)
    bare = RADIATING_SHARE * BARE * SKIN_EMISSIVITY * STEFAN_BOLTZMANN
    clothed = RADIATING_SHARE * CLOTHED_AREA * CLOTHES_EMISSIVITY * STEFAN_BOLTZMANN
    skin4, clothes4 = (skin + KELVIN) ** 4, (clothes + KELVIN) ** 4
    room = clothes
    for _ in range(30):
        kelvin = room + KELVIN
        cube = kelvin * kelvin * kelvin
        gain = heat_made + _breathing(room, ROOM_VAPOUR_HPA, heat_made) - lost
        gain += bare * (cube * kelvin - skin4) + clothed * (cube * kelvin - clothes4)
        gain += convection * (BARE * (room - skin) + CLOTHED_AREA * (room - clothes))
        slope = 4.0 * (bare + clothed) * cube + convection * (BARE + CLOTHED_AREA)
        step = gain / slope  # breathing is left out of the slope: it changes it by less than 2 %
        room -= step
        if abs(step) < TOLERANCE_C:
            break
    return room


@njit(cache=True, nogil=True)
def _pet_of_cells(ta, tmrt, wind, rh, heat_made, first, last, out):
    """Solve cells first..last; arrays of one value stand for all cells."""
    steps = (int(ta.size > 1), int(tmrt.size > 1), int(wind.size > 1), int(rh.size > 1))
    for cell in range(first, last):
        air = ta[cell * steps[0]]
        radiant = tmrt[cell * steps[1]]
        v = wind[cell * steps[2]]
        humidity = rh[cell * steps[3]]
        out[cell] = np.nan
        if not (LOWEST_TA_C <= air <= HIGHEST_TA_C and LOWEST_TMRT_C <= radiant <= HIGHEST_TMRT_C):
            continue
        if not (0.0 <= v <= HIGHEST_WIND_M_S and 0.0 <= humidity <= 100.0):
            continue
        vapour = saturation_pressure_hpa(air) * humidity / 100.0
        convection = _convection(max(v, LOWEST_WIND_M_S))
        core, skin, clothes = _body_in_balance(air, (radiant + KELVIN) ** 4, vapour, convection, heat_made)
        out[cell] = _room(core, skin, clothes, heat_made)
