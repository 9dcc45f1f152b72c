"""Heat of the streets for routes: the felt temperature (UTCI) of each edge through the hours, and what it costs.

The felt temperature of an edge follows its sky view factor and its share of sun, at the simple level of radiation
(:mod:`..heat.radiant_temperature`). The weather is that of the departure and holds for the whole walk, but for the
sun: its height and its strength follow the hours.
"""

from __future__ import annotations

from typing import NamedTuple, Optional

import numpy as np
from numba import njit

from ..heat.radiant_temperature import Conditions, conditions_at, radiant_temperature
from ..heat.radiation import DIM_W_M2, check_measured_light
from ..heat.sun import as_utc, sun_position
from ..heat.utci import utci
from .exposure import Exposure, exposure_of_rates, peaks, walk
from .graph import WalkGraph
from .paths import Legs
from .sun_profile import FULL_SUN

NO_STRESS_C = 26.0  # [degrees C] UTCI up to which there is no heat stress (Broede et al., 2012)
CLASS_WIDTH_K = 6.0  # [K] from there to strong heat stress, idem (32 degrees C)
DEFAULT_SVF = 0.6  # [unitless] sky view factor of an edge where it is not known: a street twice as wide as its walls
DEFAULT_GAMMA = 1.0  # [per 6 K] at a UTCI of 32 a metre counts as two
SVF_STEP = 0.05  # [unitless] between two rows of the table, read straight between them: less than 0.001 K of error
SECONDS_PER_MINUTE = 60.0


class RouteWeather(NamedTuple):
    """Weather of a walk.

    Attributes
    ----------
    ta : float
        Air temperature, any warming included [degrees C].
    rh : float
        Relative humidity [percent].
    wind_10m : float
        Wind speed at 10 m [m/s].
    ghi : float or None
        Global radiation at the hour of departure [W/m2]; None for a clear sky.
    """

    ta: float
    rh: float
    wind_10m: float
    ghi: Optional[float] = None


def utci_table(instants, latitude: float, longitude: float, weather: RouteWeather, departure) -> np.ndarray:
    """Felt temperature by hour, sky view factor and share of sun.

    Parameters
    ----------
    instants : sequence of numpy.datetime64 or aware datetime.datetime (n_slots,)
        Slots of the sun profiles.
    latitude, longitude : float
        Middle of the network [degrees].
    weather : RouteWeather
        Weather at the departure. Its radiation, as a share of that of a clear sky, holds at all hours.
    departure : numpy.datetime64 or aware datetime.datetime
        Hour of the weather.

    Returns
    -------
    float64 (n_slots + 1, 21, 101)
        UTCI [degrees C] by slot, sky view factor (0 to 1 by 0.05) and share of sun (0 to 100 percent). The last slot
        is the night: no sunlight at all. NaN where the weather is outside the range of the index.

    Raises
    ------
    InputError
        When the weather is not in the units asked for, or the radiation is more than the sun can give.
    """
    place = (latitude, longitude, weather.ta, weather.rh)
    share_of_clear = _share_of_clear_sky(departure, place, weather.ghi)
    now = conditions_at(departure, *place, weather.ghi)
    conditions = [_conditions(instant, place, share_of_clear, now) for instant in instants]
    conditions.append(_dark(departure, place, now))
    sky_view = np.linspace(0.0, 1.0, round(1.0 / SVF_STEP) + 1)[:, None]
    sun_share = np.arange(FULL_SUN + 1) / FULL_SUN
    table = np.empty((len(conditions), len(sky_view), len(sun_share)))
    for slot, state in enumerate(conditions):
        lit = sun_share if slot < len(conditions) - 1 else np.zeros_like(sun_share)
        tmrt = radiant_temperature(state, sky_view, lit)
        table[slot] = utci(weather.ta, tmrt, weather.wind_10m, weather.rh)
    return table


def _conditions(instant, place, share_of_clear: Optional[float], now: Conditions) -> Conditions:
    """Weather and sun of one instant, the clouds being those of ``now``."""
    clear = conditions_at(instant, *place)
    if share_of_clear is None:
        return clear
    if clear.global_irradiance <= DIM_W_M2:  # clouds cannot be told from the light of a sun that is down
        return clear._replace(sky_emissivity=now.sky_emissivity)
    return conditions_at(instant, *place, clear.global_irradiance * share_of_clear)


def _dark(departure, place, now: Conditions) -> Conditions:
    """Weather without any sunlight, when the sun is lowest within half a day of the departure."""
    instants = as_utc(departure) + np.arange(-12, 12) * np.timedelta64(1, "h")
    lowest = instants[int(np.argmin(sun_position(instants, *place[:2]).elevation_deg))]
    return conditions_at(lowest, *place, 0.0)._replace(sky_emissivity=now.sky_emissivity)


def _share_of_clear_sky(departure, place, ghi: Optional[float]) -> Optional[float]:
    """Measured radiation over that of a clear sky, None where nothing was measured or the sun is down."""
    clear = conditions_at(departure, *place).global_irradiance
    if ghi is None:
        return None
    check_measured_light(ghi, clear)
    return ghi / clear if clear > DIM_W_M2 else None


def edge_utci(table: np.ndarray, sun: np.ndarray, svf: np.ndarray) -> np.ndarray:
    """Felt temperature of edges through the hours.

    Parameters
    ----------
    table : float64 (n_slots + 1, 21, 101)
        From :func:`utci_table`.
    sun : uint8 (n_edges, n_slots)
        Share of sun [percent, 0 to 100].
    svf : float64 (n_edges,)
        Sky view factor [0 to 1], known everywhere.

    Returns
    -------
    float32 (n_edges, n_slots + 1)
        UTCI [degrees C]; the last column is the night.
    """
    place = np.clip(np.asarray(svf, dtype=np.float64), 0.0, 1.0) / SVF_STEP
    low = np.minimum(np.floor(place + 1e-9).astype(np.int64), table.shape[1] - 2)
    return _felt_of_edges(table, np.ascontiguousarray(sun), low, place - low)


@njit(cache=True, nogil=True)
def _felt_of_edges(table, sun, low, part):
    """Read the table for every edge and slot, straight between two sky view factors."""
    n_slots = sun.shape[1]
    out = np.empty((len(sun), n_slots + 1), dtype=np.float32)
    for edge in range(len(sun)):
        row, p = low[edge], part[edge]
        for slot in range(n_slots):
            lit = sun[edge, slot]
            out[edge, slot] = (1.0 - p) * table[slot, row, lit] + p * table[slot, row + 1, lit]
        out[edge, n_slots] = (1.0 - p) * table[n_slots, row, 0] + p * table[n_slots, row + 1, 0]
    return out


def heat_rate(felt: np.ndarray, gamma: float = DEFAULT_GAMMA) -> np.ndarray:
    """Metres to add to each metre for its heat: ``gamma max(0, (UTCI - 26) / 6)``.

    Parameters
    ----------
    felt : float array
        UTCI [degrees C].
    gamma : float
        Metres added per metre and class of heat stress [-], >= 0.

    Returns
    -------
    float array
        Metres per metre; 1 more than it is the weight w(U) of comfort-equivalent metres.
    """
    return gamma * np.maximum(0.0, (felt - NO_STRESS_C) / CLASS_WIDTH_K)


def dose_rate(felt: np.ndarray) -> np.ndarray:
    """Heat dose per second: ``max(0, UTCI - 26) / 60`` [degrees C minute per second]."""
    return np.maximum(0.0, felt - NO_STRESS_C) / SECONDS_PER_MINUTE


class RouteHeat(NamedTuple):
    """Heat met on routes, one value per route.

    Attributes
    ----------
    utci_mean, utci_max : float64
        Mean over the time, and highest felt temperature [degrees C].
    dose : float64
        ``integral of max(0, UTCI - 26) dt`` [degrees C minute].
    comfort_m : float64
        Comfort-equivalent metres: ``integral of w(UTCI) dl`` [m], the length and more.
    """

    utci_mean: np.ndarray
    utci_max: np.ndarray
    dose: np.ndarray
    comfort_m: np.ndarray


class NetworkHeat:
    """Heat of the edges of a graph under one weather.

    Parameters
    ----------
    graph : WalkGraph
        Graph with sun profiles.
    svf : float64 (n_edges,)
        Sky view factor of each edge [0 to 1]; NaN where unknown.
    table : float64 (n_slots + 1, 21, 101)
        From :func:`utci_table`, for the slots of the profiles.
    default_svf : float
        Taken where the sky view factor is unknown [0 to 1].
    gamma : float
        As in :func:`heat_rate`.

    Attributes
    ----------
    known : bool
        Whether the weather is within the range of the index, for all edges.

    Raises
    ------
    ValueError
        When a value is out of range or the table does not fit the profiles.
    """

    def __init__(self, graph: WalkGraph, svf, table, *, default_svf=DEFAULT_SVF, gamma: float = DEFAULT_GAMMA):
        svf = np.asarray(svf, dtype=np.float64)
        if svf.shape != graph.u.shape:
            raise ValueError("There must be one sky view factor per edge, or NaN.")
        if not 0.0 <= default_svf <= 1.0:
            raise ValueError("The sky view factor of unknown edges must lie between 0 and 1.")
        if not (np.isfinite(gamma) and gamma >= 0.0):
            raise ValueError("The weight of the heat must be 0 or more.")
        if len(table) != graph.sun.shape[1] + 1:
            raise ValueError("The table of heat must have the slots of the sun profiles and the night.")
        self._graph = graph
        self._svf = np.clip(np.where(np.isnan(svf), default_svf, svf), 0.0, 1.0)
        self._table = table
        self.known = not np.isnan(table).any()
        self._gamma = float(gamma)
        self._whole: Optional[tuple[Exposure, Exposure, Exposure]] = None

    def felt(self, edges=slice(None)) -> np.ndarray:
        """UTCI of some edges, all by default: float32 (n, n_slots + 1) [degrees C]."""
        return edge_utci(self._table, self._graph.sun[edges], self._svf[edges])

    def comfort(self, edges=slice(None), added=None) -> Exposure:
        """Metres that heat adds to each metre, and what else is ``added`` (n,), as an exposure."""
        rates = heat_rate(self.felt(edges), self._gamma)
        return self._exposure(rates if added is None else rates + added[:, None], timed=False)

    def sun(self, added) -> Exposure:
        """Sun metres, and what else is ``added`` to each metre (n_edges,), as an exposure."""
        rates = self._graph.sun / np.float32(FULL_SUN) + added[:, None]
        return exposure_of_rates(rates, added, self._graph.step_s)

    def dose(self, edges=slice(None)) -> Exposure:
        """Heat dose as an exposure [degrees C minute]."""
        return self._exposure(dose_rate(self.felt(edges)), timed=True)

    def _exposure(self, rates: np.ndarray, timed: bool) -> Exposure:
        return exposure_of_rates(rates[:, :-1], rates[:, -1], self._graph.step_s, timed=timed)

    def _rates(self, edges=slice(None)) -> tuple[Exposure, Exposure, Exposure]:
        """Felt temperature, dose and comfort metres of some edges, all by default."""
        return self._exposure(self.felt(edges), timed=True), self.dose(edges), self.comfort(edges)

    def prepare(self) -> None:
        """Keep the heat of all edges (12 bytes per edge and slot), which many routes are read from."""
        if self.known:
            self._whole = self._rates()

    def of_routes(self, legs: Legs, leg_first: np.ndarray, t0: float) -> RouteHeat:
        """Heat met on routes.

        Parameters
        ----------
        legs : Legs
            Stretches of all routes, one after the other.
        leg_first : int (k + 1,)
            Where each route begins in ``legs``.
        t0 : float
            Departure, in seconds after the first slot.

        Returns
        -------
        RouteHeat
            NaN where the weather is outside the range of the index.
        """
        count = len(leg_first) - 1
        if not self.known:
            return RouteHeat(*(np.full(count, np.nan) for _ in RouteHeat._fields))
        graph = self._graph
        if self._whole is not None:
            rates, place, ways = self._whole, legs.edge, (graph.length, graph.time, graph.wait)
        else:
            edges, place = np.unique(legs.edge, return_inverse=True)
            rates, place = self._rates(edges), place.reshape(-1).astype(np.int64)
            ways = (graph.length[edges], graph.time[edges], graph.wait[edges])
        stretches = (np.asarray(leg_first, dtype=np.int64), place, legs.start, legs.stop, float(t0))
        felt, dose, comfort = (walk(*rate[:4], *ways, *stretches) for rate in rates)
        highest = peaks(rates[0], place, felt[:, 0], felt[:, 1])
        begin = leg_first[:-1]
        return RouteHeat(
            utci_mean=np.add.reduceat(felt[:, 4], begin) / np.add.reduceat(felt[:, 1], begin),
            utci_max=np.maximum.reduceat(highest, begin),
            dose=np.add.reduceat(dose[:, 3], begin),
            comfort_m=np.add.reduceat(comfort[:, 2] + comfort[:, 3], begin),
        )
