"""What the report says below its maps: figures read from the results, as sentences and tables."""

from __future__ import annotations

import html
from typing import Any

from demo_heat import WEATHER
from demo_pictures import band_range

ALPHA = 3  # minutes in the shade that weigh as much as one in the sun, the default of the algorithms


def number(value: float, code: str, digits: int = 0) -> str:
    """Write a number with the decimal sign of a language."""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",").replace("-", "−") if code == "fr" else text.replace("-", "−")


def below_maps(layers: dict[str, Any], facts: dict[str, Any], texts: dict[str, Any], code: str) -> dict[str, str]:
    """Return what stands below each map, as HTML, by the name of the map."""
    return {
        "map_utci": _comfort(facts["comfort"], texts, code),
        "map_island": _island(facts.get("island"), texts, code),
        "map_island_error": _island_error(layers, texts, code),
        "map_walkability": _walkability(layers, facts["walkability"], texts, code),
        "map_access": _access(layers, facts.get("cool_places"), texts, code),
        "map_isochrone": _isochrone(facts["isochrone"], texts, code),
    }


def _sentence(text: str, values: dict[str, str]) -> str:
    return f"<p>{html.escape(text.format(**values))}</p>"


def _comfort(found: dict[str, Any], texts, code) -> str:
    values = {name.lower(): number(value, code) for name, value in WEATHER.items()}
    figures = {"low": "MIN", "high": "MAX", "mean": "MEAN"}
    values.update({name: number(found[key], code, 1) for name, key in figures.items()})
    return _sentence(texts["comfort"], {**values, "stress": number(found["HEAT_STRESS"], code)})


def _island(found: dict[str, Any] | None, texts, code) -> str:
    if not found:
        return ""
    whole = {"stations": "STATIONS_USED", "nights": "NIGHTS_SELECTED", "all_nights": "NIGHTS_ALL"}
    values = {name: number(found[key], code) for name, key in whole.items()}
    values.update(error=number(found["RMSE"], code, 2), mean_error=number(found["RMSE_MEAN"], code, 2))
    values["method"] = texts["kriged"] if found["KRIGED"] else texts["regression"]
    names = [_predictor(name, texts) for name in found["PREDICTORS_CHOSEN"].split(", ")]
    return _sentence(texts["island"], {**values, "predictors": texts["and"].join(names)})


def _island_error(layers: dict[str, Any], texts, code) -> str:
    if "heat_island_error" not in layers:
        return ""
    low, high = band_range(layers["heat_island_error"])
    return _sentence(texts["island_error"], {"low": number(low, code, 2), "high": number(high, code, 2)})


def _predictor(name: str, texts) -> str:
    """Say what a predictor such as built_300m is."""
    kind, _, radius = name.rpartition("_")
    return texts["predictor"].format(kind=texts["cover"].get(kind, kind), radius=radius.removesuffix("m"))


def _walkability(layers: dict[str, Any], found: dict[str, Any], texts, code) -> str:
    length: dict[str, float] = {}
    for feature in layers["walkability"].getFeatures():
        letter = feature["class"]
        key = letter if isinstance(letter, str) and letter else "?"
        length[key] = length.get(key, 0.0) + feature.geometry().length()
    total = sum(length.values())
    shares = ", ".join(f"{key} {number(100.0 * length[key] / total, code)} %" for key in sorted(length))
    body = f"<p>{html.escape(texts['classes'])} {html.escape(shares)}</p>"
    if "fit" not in found:
        return body
    fit = found["fit"]
    values = {"answers": number(fit["ANSWERS_USED"], code), "people": number(fit["RESPONDENTS"], code)}
    body += _sentence(texts["fit"], {**values, "spearman": number(fit["SPEARMAN"], code, 2)})
    return body + _weights(layers["weights"], texts, code)


def _weights(layer: Any, texts, code) -> str:
    head = "".join(f"<th>{html.escape(text)}</th>" for text in texts["weights"])
    rows = ""
    for feature in layer.getFeatures():
        if not int(feature["identified"]):
            continue
        low_high = f"{number(feature['lo'], code, 1)} – {number(feature['hi'], code, 1)}"
        name = texts["indicators"].get(feature["indicator"], feature["indicator"])
        cells = (number(feature["w"], code, 1), low_high, number(feature["w0"], code, 1))
        rows += f"<tr><td>{html.escape(name)}</td>" + "".join(f"<td class='n'>{cell}</td>" for cell in cells) + "</tr>"
    return f"<table><tr>{head}</tr>{rows}</table>"


def _access(layers: dict[str, Any], found: dict[str, Any] | None, texts, code) -> str:
    if not found or "access_table" not in layers:
        return ""
    minutes, share = 0.0, 0.0
    for feature in layers["access_table"].getFeatures():
        if isinstance(feature["to_min"], (int, float)) and isinstance(feature["people_pct"], (int, float)):
            minutes = max(minutes, feature["to_min"])
            share += feature["people_pct"]
    if not share:
        return ""
    values = {"people": number(share, code), "minutes": number(minutes, code), "alpha": str(ALPHA)}
    return _sentence(texts["access"], values)


def _isochrone(found: dict[str, Any], texts, code) -> str:
    values = {"minutes": number(found["minutes"], code), "alpha": str(ALPHA)}
    values.update(sun=number(found["sun_m"] / 1000.0, code, 1), time=number(found["time_m"] / 1000.0, code, 1))
    return _sentence(texts["isochrone"], values)
