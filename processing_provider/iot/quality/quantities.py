"""Which quantity of the table of limits a metric of a network is."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import InputError

# Usual names of metrics, without digits and channel numbers at their end.
USUAL = {
    "temperature": "air_temperature",
    "temp": "air_temperature",
    "air_temperature": "air_temperature",
    "humidity": "relative_humidity",
    "relative_humidity": "relative_humidity",
    "pressure": "air_pressure",
    "barometer": "air_pressure",
    "air_pressure": "air_pressure",
    "wind_speed": "wind_speed",
    "wind_gust": "wind_gust",
    "wind_direction": "wind_direction",
    "rain": "rain_sum",
    "rain_sum": "rain_sum",
    "solar_radiation": "solar_radiation",
    "black_globe_temperature": "black_globe_temperature",
    "tilt": "tilt",
    "co2": "carbon_dioxide",
    "carbon_dioxide": "carbon_dioxide",
}


def quantity_of(metric: str, given: Mapping[str, str]) -> str:
    """Return the quantity of a metric, empty when it is none that is known.

    Parameters
    ----------
    metric : str
    given : dict
        What the user says, which prevails; an empty quantity leaves the metric out.
    """
    if metric in given:
        return given[metric]
    plain = metric.strip().lower()
    return USUAL.get(plain) or USUAL.get(plain.rstrip("0123456789").rstrip("_"), "")


def read_quantities(text: str) -> dict[str, str]:
    """Return the quantities that a text gives to metrics, ``metric=quantity`` separated by semicolons.

    Raises
    ------
    InputError
        When a part has no equals sign.
    """
    found = {}
    for part in filter(None, (item.strip() for item in text.split(";"))):
        metric, mark, quantity = (piece.strip() for piece in part.partition("="))
        if not mark or not metric:
            raise InputError("“{part}” is no metric=quantity, such as t_room=air_temperature.", part=part)
        found[metric] = quantity
    return found
