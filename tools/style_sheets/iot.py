"""Styles of live equipment: devices by state, observations by quality, health and gateways.

The colours of the states are those of the panel: one table, ``processing_provider/iot/state_colours.py``.
"""

from __future__ import annotations

from cityorchestra.processing_provider.iot.state_colours import STATE_LOOKS
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayerSimpleLabeling,
)

from . import parts
from .parts import both, graduated, label_with, marker, save, vector

SIZE = 3.4  # of a device [mm]
TRIANGLE = 1.35  # a triangle of the same size looks smaller
LARGEST_LABELLED = 5000  # denominator of the scale from which names are shown
FLAGS = (
    ("1", "#009e73", both("Good", "Bonne")),
    ("2", "#6b7680", both("Not evaluated", "Non évaluée")),
    ("3", "#e69f00", both("Suspect", "Suspecte")),
    ("4", "#d55e00", both("Fail", "Rejetée")),
    ("9", "#9aa3ab", both("Missing", "Manquante")),
)
LOSS = (
    (0.0, 1.0, "#009e73", both("Below 1 %", "Moins de 1 %")),
    (1.0, 5.0, "#56b4e9", both("1 to 5 %", "De 1 à 5 %")),
    (5.0, 10.0, "#e69f00", both("5 to 10 %", "De 5 à 10 %")),
    (10.0, 100.0, "#d55e00", both("10 % or more", "10 % ou plus")),
)
REMOVED = (
    (0.0, 5.0, "#009e73", both("Below 5 % removed", "Moins de 5 % écartées")),
    (5.0, 20.0, "#56b4e9", both("5 to 20 %", "De 5 à 20 %")),
    (20.0, 50.0, "#e69f00", both("20 to 50 %", "De 20 à 50 %")),
    (50.0, 100.0, "#d55e00", both("50 % or more", "50 % ou plus")),
)
# A drift is told from none by its interval, as in the headline numbers of the algorithm.
DRIFT = (
    "CASE WHEN slope_low IS NULL OR slope_high IS NULL THEN 'unknown' WHEN slope_low > 0 THEN 'rises' "
    "WHEN slope_high < 0 THEN 'falls' ELSE 'steady' END"
)
DRIFTS = (
    ("rises", "triangle", "#d55e00", 0.0, both("Drifts upwards", "Dérive vers le haut")),
    ("falls", "triangle", "#0072b2", 180.0, both("Drifts downwards", "Dérive vers le bas")),
    ("steady", "circle", "#009e73", 0.0, both("No drift shown", "Pas de dérive démontrée")),
    ("unknown", "circle", "#c9ced2", 0.0, both("Too few days", "Trop peu de jours")),
)


def write() -> None:
    """Write them."""
    _states("iot_snapshot")
    _history()
    _loss()
    _gateways()
    _crowd()
    _drift()
    parts.single("iot_datastreams", "Point", marker("circle", "#2f6fb3", SIZE))


def _symbol(look, rank: int) -> QgsMarkerSymbol:
    """Return the symbol of a state; one of a higher rank is drawn over the others."""
    filled = {"color": look.colour, "outline_color": "#ffffff", "outline_width": "0.3"}
    hollow = {"color": "255,255,255,200", "outline_color": look.colour, "outline_width": "0.7"}
    size = SIZE * TRIANGLE if look.shape == "triangle" else SIZE
    symbol = QgsMarkerSymbol.createSimple(
        {"name": look.shape, "size": str(size), **(filled if look.filled else hollow)}
    )
    symbol.symbolLayer(0).setRenderingPass(rank)
    return symbol


def _states(name: str) -> None:
    for language in ("en", "fr"):
        layer = vector("Point", "&field=state:string&field=name:string")
        categories = [
            QgsRendererCategory(look.state, _symbol(look, len(STATE_LOOKS) - place), look.name(language))
            for place, look in enumerate(STATE_LOOKS)
        ]
        renderer = QgsCategorizedSymbolRenderer("state", categories)
        renderer.setUsingSymbolLevels(True)  # the worst is drawn last
        layer.setRenderer(renderer)
        _label(layer)
        save(layer, name, language)


def _label(layer) -> None:
    """Show names from the scale of a neighbourhood on."""
    label_with(layer, "name", 7.5)
    settings = QgsPalLayerSettings(layer.labeling().settings())
    settings.scaleVisibility = True
    settings.minimumScale = LARGEST_LABELLED
    settings.dist = SIZE / 2  # beside the mark, not over it
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))


def _history() -> None:
    """Write the styles of observations, with what the temporal controller needs: the field of the time."""
    for language in ("en", "fr"):
        layer = vector("Point", "&field=q:integer&field=t:datetime")
        layer.setRenderer(
            QgsCategorizedSymbolRenderer(
                "q",
                [
                    QgsRendererCategory(int(value), marker("circle", colour, 2.8), labels[language])
                    for value, colour, labels in FLAGS
                ],
            )
        )
        _save_temporal(layer, "iot_history", language)
        layer = vector("Point", "&field=t:datetime")
        layer.setRenderer(QgsSingleSymbolRenderer(marker("circle", "#2f6fb3", 2.8)))
        _save_temporal(layer, "iot_history_wide", language)


def _save_temporal(layer, name: str, language: str) -> None:
    properties = layer.temporalProperties()
    properties.setIsActive(True)
    properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeInstantFromField)
    properties.setStartField("t")
    save(layer, name, language, QgsMapLayer.StyleCategory.Temporal)


def _loss() -> None:
    graduated(
        "iot_health",
        "Point",
        "plr",
        LOSS,
        lambda colour: marker("circle", colour, SIZE),
        unknown=(marker("circle", "#c9ced2", SIZE), both("Unknown", "Inconnue")),
    )


def _gateways() -> None:
    parts.categorised(
        "iot_gateways",
        "Point",
        "state",
        (
            ("offline", marker("square", "#d55e00", 4.2), both("Off-line", "Hors ligne")),
            ("online", marker("triangle", "#2f6fb3", 4.6), both("On-line", "En ligne")),
            ("unknown", marker("triangle", "#9aa3ab", 4.2), both("Unknown", "Inconnu")),
        ),
        label="name",
    )


def _crowd() -> None:
    graduated(
        "iot_crowd_qc",
        "Point",
        "removed_pct",
        REMOVED,
        lambda colour: marker("circle", colour, SIZE),
        unknown=(marker("circle", "#c9ced2", SIZE), both("Without a value", "Sans valeur")),
    )


def _drift() -> None:
    for language in ("en", "fr"):
        layer = vector("Point", "&field=slope_low:double&field=slope_high:double")
        categories = []
        for value, shape, colour, angle, labels in DRIFTS:
            symbol = marker(shape, colour, SIZE * TRIANGLE if shape == "triangle" else SIZE)
            symbol.setAngle(angle)
            categories.append(QgsRendererCategory(value, symbol, labels[language]))
        layer.setRenderer(QgsCategorizedSymbolRenderer(DRIFT, categories))
        save(layer, "iot_drift", language)
