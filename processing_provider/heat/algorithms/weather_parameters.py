"""Weather given as numbers: the same parameters wherever heat is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...algorithm import CityOrchestraAlgorithm
from ...parameters import number, optional_number
from ...translation import tr

WEATHER = ("TA", "RH", "WIND", "GHI", "DELTA_TA")
DEFAULT_TA_C = 30.0  # [degrees C] a hot afternoon in Rennes
DEFAULT_RH = 40.0  # [percent] idem
DEFAULT_WIND_M_S = 1.5  # [m/s] idem, over the streets


@dataclass(frozen=True)
class Weather:
    """Weather of one run.

    Attributes
    ----------
    ta : float
        Air temperature as given, before warming [degrees C].
    rh : float
        Relative humidity [percent].
    wind : float
        Wind speed [m/s].
    ghi : float or None
        Measured global radiation [W/m2]; None for a clear sky.
    delta_ta : float
        Warming to add [K].
    """

    ta: float
    rh: float
    wind: float
    ghi: float | None
    delta_ta: float

    @property
    def warmed_ta(self) -> float:
        """Air temperature with the warming [degrees C]."""
        return self.ta + self.delta_ta


def add_weather_parameters(algorithm: CityOrchestraAlgorithm, names: Sequence[str] = WEATHER) -> None:
    """Add some of ``TA``, ``RH``, ``WIND``, ``GHI`` and ``DELTA_TA``, in this order."""
    if "TA" in names:
        algorithm.add(
            number("TA", tr("Air temperature (°C)"), DEFAULT_TA_C, minimum=-50.0, maximum=60.0),
            tr("Temperature of the air in the shade at that hour, at a station or from a forecast."),
        )
    if "RH" in names:
        algorithm.add(
            number("RH", tr("Relative humidity (%)"), DEFAULT_RH, minimum=0.0, maximum=100.0),
            tr("Relative humidity of the air at that hour."),
        )
    if "WIND" in names:
        algorithm.add(
            number("WIND", tr("Wind speed (m/s)"), DEFAULT_WIND_M_S, minimum=0.0, maximum=60.0),
            tr(
                "Mean wind at that hour, as at 10 m above the ground; in a sheltered street it is often less than half "
                "of that of a station."
            ),
        )
    if "GHI" in names:
        algorithm.add(
            number("GHI", tr("Global radiation (W/m²)"), None, minimum=0.0, maximum=1500.0, optional=True),
            tr(
                "Sunlight measured on a flat surface at that hour; empty takes that of a cloudless sky (about 900 W/m² "
                "at noon in summer)."
            ),
        )
    if "DELTA_TA" in names:
        algorithm.add(
            number("DELTA_TA", tr("Warming to add (°C)"), 0.0, minimum=-10.0, maximum=15.0),
            tr(
                "Warming since today in a scenario, added to the air temperature. The French reference path (TRACC) is "
                "+2 °C in 2030, +2.7 °C in 2050 and +4 °C in 2100, counted from pre-industrial times: subtract the "
                "warming that your air temperature already contains."
            ),
            advanced=True,
        )


def read_weather(algorithm: CityOrchestraAlgorithm, parameters, context) -> Weather:
    """Read the weather; parameters that the algorithm does not have take their defaults.

    Raises
    ------
    InputError
        When a value is not in the unit asked for.
    """
    from ..radiation import check_weather

    def value(name: str, default: float) -> float:
        if algorithm.parameterDefinition(name) is None:
            return default
        return algorithm.parameterAsDouble(parameters, name, context)

    has_ghi = algorithm.parameterDefinition("GHI") is not None
    weather = Weather(
        ta=value("TA", DEFAULT_TA_C),
        rh=value("RH", DEFAULT_RH),
        wind=value("WIND", DEFAULT_WIND_M_S),
        ghi=optional_number(algorithm, parameters, "GHI", context) if has_ghi else None,
        delta_ta=value("DELTA_TA", 0.0),
    )
    check_weather(weather.warmed_ta, weather.rh, weather.ghi)
    return weather
