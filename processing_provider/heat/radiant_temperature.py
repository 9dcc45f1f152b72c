"""Mean radiant temperature of a person in a street, from how much sky and how much sun there is: the simple level.

A closed form for maps and routes (level S). It is not SOLWEIG: walls have one temperature, the sky is uniform but for
the surroundings of the sun, and the four sides are not told apart. The full model is reached through
:mod:`.solweig_engine`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from .ground_temperature import SolarDay, solar_day, sunlit_excess
from .land_cover import WALL_CODE, Surface, default_surface, standard_surfaces
from .radiation import (
    KELVIN,
    check_weather,
    clear_sky_irradiance,
    clearness_index,
    sky_emissivity,
    split_irradiance,
    with_circumsolar,
)
from .sun import as_utc, sun_position

STEFAN_BOLTZMANN = 5.67051e-8  # [W/m2/K4] as in SOLWEIG
ABSORPTION_SUN = 0.70  # [unitless] of skin and clothes for sunlight (ISO 7726)
ABSORPTION_HEAT = 0.97  # [unitless] idem for heat radiation

LIT_WALLS = 0.5  # [unitless] share of walls that face the sun, of all orientations


class Posture(NamedTuple):
    """How a body faces its surroundings [unitless] (VDI 3787-2; Lindberg et al., 2008).

    Attributes
    ----------
    up : float
        Weight of the upper half-space, and of the lower one.
    side : float
        Weight of each of four sides.
    cylinder : float
        Share of the body's surface that the horizontal part of the beam meets.
    """

    up: float
    side: float
    cylinder: float


POSTURES = {"standing": Posture(0.06, 0.22, 0.28), "sitting": Posture(1 / 6, 1 / 6, 0.20)}


class Conditions(NamedTuple):
    """Weather and sun at one instant, over an open place.

    Attributes
    ----------
    ta, rh : float
        Air temperature [degrees C], relative humidity [percent].
    elevation_deg : float
        Apparent elevation of the sun [degrees].
    global_irradiance, diffuse, beam_normal : float
        Measured or clear-sky irradiance and its two parts [W/m2].
    sky_diffuse, sun_beam : float
        The same parts once the bright sky around the sun is counted with the beam [W/m2].
    sky_emissivity : float
        [0 to 1]
    clearness : float
        Clearness index [0 to 1].
    day : SolarDay
        Solar time, sunrise and highest sun.
    """

    ta: float
    rh: float
    elevation_deg: float
    global_irradiance: float
    diffuse: float
    beam_normal: float
    sky_diffuse: float
    sun_beam: float
    sky_emissivity: float
    clearness: float
    day: SolarDay


def conditions_at(utc, latitude, longitude, ta, rh, ghi=None, *, day_of_year=None, circumsolar=True) -> Conditions:
    """Return weather and sun of one instant.

    Parameters
    ----------
    utc : numpy.datetime64 or aware datetime.datetime
        The instant.
    latitude, longitude : float
        The place [degrees].
    ta, rh : float
        Air temperature [degrees C] and relative humidity [percent].
    ghi : float, optional
        Measured global irradiance of a horizontal surface [W/m2]; None for a clear sky.
    day_of_year : int, optional
        1 January is 1; by default that of the instant in UTC.
    circumsolar : bool, optional
        False for a sky that is uniform everywhere, to compare.

    Returns
    -------
    Conditions

    Raises
    ------
    InputError
        When the weather is not in the units asked for.
    """
    check_weather(ta, rh, ghi)
    instant = as_utc(utc)[()]
    if day_of_year is None:
        day_of_year = int((instant.astype("datetime64[D]") - instant.astype("datetime64[Y]")).astype(int)) + 1
    elevation = float(sun_position(instant, latitude, longitude).elevation_deg)
    clear = float(clear_sky_irradiance(elevation, ta, rh, day_of_year, latitude))
    total = clear if ghi is None else float(ghi)
    clearness = 1.0 if ghi is None else float(clearness_index(total, clear, elevation))
    total, diffuse, beam = split_irradiance(total, elevation, ta, rh, day_of_year)
    apart = with_circumsolar(diffuse, beam, elevation, day_of_year) if circumsolar else (diffuse, beam)
    light = (float(part) for part in (total, diffuse, beam, *apart))
    emissivity = float(sky_emissivity(ta, rh, clearness))
    return Conditions(
        float(ta), float(rh), elevation, *light, emissivity, clearness, solar_day(instant, latitude, longitude)
    )


def radiant_temperature(
    conditions: Conditions,
    sky_view,
    sun_share,
    *,
    ground_sun=None,
    surroundings_sun=None,
    ground: Surface | None = None,
    wall: Surface | None = None,
    posture: str = "standing",
):
    """Mean radiant temperature, in closed form (level S).

    Parameters
    ----------
    conditions : Conditions
        Weather and sun (:func:`conditions_at`).
    sky_view : float or array_like
        Sky view factor of the ground, cosine weighted [0 to 1].
    sun_share : float or array_like
        Share of the sun's beam that reaches the person [0 to 1].
    ground_sun : float or array_like, optional
        The same for the ground around (mean within 10 m), its past included if known; `sun_share` by default.
    surroundings_sun : float or array_like, optional
        Mean share of sun within 25 m, for the walls; `ground_sun` by default.
    ground : Surface, optional
        Ground, numbers or arrays; :func:`.land_cover.default_surface` by default.
    wall : Surface, optional
        Walls; those of the standard table by default.
    posture : str, optional
        "standing" or "sitting".

    Returns
    -------
    ndarray
        float64 [degrees C] of the broadcast shape; NaN where an input is NaN.

    Raises
    ------
    ValueError
        When the posture is not known.

    Notes
    -----
    With psi the sky view factor, s the share of sun and e the elevation of the sun, I the beam and D the diffuse light
    (Hay and Davies, 1980), s_g and s_w the sun of the ground and of the surroundings::

        ambient = D psi + a_w (1 - psi) (I cos(e) s_w / pi + D)
        K_down  = I s sin(e) + ambient            K_up = a_g (I s_g sin(e) + ambient)
        L_down  = psi E_sky + (1 - psi) (eps_w sigma Tw**4 + (1 - eps_w) E_sky)
        L_up    = eps_g sigma Tg**4 + (1 - eps_g) L_down
        Tg = Ta + s_g excess_g                    Tw = Ta + s_w excess_w / 2
        R = 0.70 (F_cyl I s cos(e) + F_up (K_down + K_up) + 4 F_side (ambient + K_up) / 2)
          + 0.97 (F_up (L_down + L_up) + 4 F_side (L_down + L_up) / 2)
        Tmrt = (R / (0.97 sigma))**0.25 - 273.15

    Six directions and absorption after Lindberg, Holmer and Thorsson (2008) [1]_. The sun on walls is that of a street
    of any orientation, ``I cos(e) / pi`` (Masson, 2000 [2]_); half of the walls face the sun.

    References
    ----------
    .. [1] Lindberg, F., Holmer, B. and Thorsson, S. (2008). SOLWEIG 1.0: modelling spatial variations of 3D radiant
       fluxes and mean radiant temperature in complex urban settings. Int. J. Biometeorol. 52, 697-713.
       https://doi.org/10.1007/s00484-008-0162-7
    .. [2] Masson, V. (2000). A physically-based scheme for the urban energy budget in atmospheric models.
       Boundary-Layer Meteorol. 94, 357-397. https://doi.org/10.1023/A:1002463829265
    """
    if posture not in POSTURES:
        raise ValueError(f"Give one of the postures {', '.join(POSTURES)}, not {posture}.")
    ground = default_surface() if ground is None else ground
    wall = standard_surfaces()[WALL_CODE] if wall is None else wall
    ground_sun = sun_share if ground_sun is None else ground_sun
    surroundings_sun = ground_sun if surroundings_sun is None else surroundings_sun
    excess = sunlit_excess(ground, conditions.day, conditions.clearness)
    given = (sky_view, sun_share, ground_sun, surroundings_sun, ground.albedo, ground.emissivity, excess)
    arrays = [np.asarray(values, dtype=float) for values in given]
    shape = np.broadcast_shapes(*(values.shape for values in arrays))
    flat = [_flat(values, shape) for values in arrays]
    out = np.empty(math.prod(shape))
    _radiant_of_cells(
        *flat, _weather_numbers(conditions), _wall_numbers(wall, conditions), np.array(POSTURES[posture]), out
    )
    return out.reshape(shape)


def _weather_numbers(conditions):
    """Return what the kernel needs of the weather."""
    elevation = math.radians(conditions.elevation_deg)
    return np.array(
        [
            conditions.sun_beam,
            conditions.sky_diffuse,
            math.sin(elevation),
            math.cos(elevation),
            conditions.ta + KELVIN,
            conditions.sky_emissivity,
        ]
    )


def _wall_numbers(wall, conditions):
    """Return albedo, emissivity and excess of a sunlit wall."""
    return np.array([wall.albedo, wall.emissivity, sunlit_excess(wall, conditions.day, conditions.clearness)])


def _flat(values, shape):
    """Return one value, or all values of a shape, as a flat contiguous array."""
    if values.size == 1:
        return np.ascontiguousarray(values.reshape(1))
    return np.ascontiguousarray(np.broadcast_to(values, shape)).ravel()


@njit(cache=True, nogil=True)
def _radiant_of_cells(sky_view, sun_share, ground_sun, walls_sun, albedo, emissivity, excess, weather, wall, body, out):
    """Compute every cell; arrays of one value stand for all cells."""
    beam, diffuse, sine, cosine, air, sky_emissivity = weather
    wall_albedo, wall_emissivity, wall_excess = wall
    up, side, cylinder = body
    sky_heat = sky_emissivity * STEFAN_BOLTZMANN * air**4
    steps = (
        1 if sky_view.size > 1 else 0,
        1 if sun_share.size > 1 else 0,
        1 if ground_sun.size > 1 else 0,
        1 if walls_sun.size > 1 else 0,
        1 if albedo.size > 1 else 0,
        1 if emissivity.size > 1 else 0,
        1 if excess.size > 1 else 0,
    )
    for cell in range(out.size):
        psi = sky_view[cell * steps[0]]
        sun = sun_share[cell * steps[1]]
        near = ground_sun[cell * steps[2]]
        around = walls_sun[cell * steps[3]]
        a = albedo[cell * steps[4]]
        e = emissivity[cell * steps[5]]
        warmer = excess[cell * steps[6]]

        # Sunlight: sky, walls, beam on the horizontal; then what the ground sends back.
        from_walls = wall_albedo * (1.0 - psi) * (beam * cosine / math.pi * around + diffuse)
        ambient = diffuse * psi + from_walls
        down = beam * sun * sine + ambient
        up_light = a * (beam * near * sine + ambient)
        sides = 0.5 * (ambient + up_light)

        # Heat: sky and walls above, ground below.
        wall_heat = wall_emissivity * STEFAN_BOLTZMANN * (air + wall_excess * LIT_WALLS * around) ** 4
        down_heat = psi * sky_heat + (1.0 - psi) * (wall_heat + (1.0 - wall_emissivity) * sky_heat)
        up_heat = e * STEFAN_BOLTZMANN * (air + warmer * near) ** 4 + (1.0 - e) * down_heat
        side_heat = 0.5 * (down_heat + up_heat)

        light = cylinder * beam * sun * cosine + up * (down + up_light) + 4.0 * side * sides
        heat = up * (down_heat + up_heat) + 4.0 * side * side_heat
        absorbed = ABSORPTION_SUN * light + ABSORPTION_HEAT * heat
        out[cell] = math.sqrt(math.sqrt(absorbed / (ABSORPTION_HEAT * STEFAN_BOLTZMANN))) - KELVIN
