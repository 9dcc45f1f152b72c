"""Write resources/models/*.model3 from the descriptions below.

Run with the oldest supported QGIS, whose models open in every later one:
    source tools/environment.sh && $python tools/models.py
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterPoint,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QPointF

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "models"
Source = QgsProcessingModelChildParameterSource


class Builder:
    """Build one model step by step."""

    def __init__(self, name: str, group: str) -> None:
        self.model = QgsProcessingModelAlgorithm(name, group, group)
        self._row = 0

    def ask(self, definition, help_text: str) -> None:
        """Add an input of the model with its help."""
        definition.setHelp(help_text)
        component = QgsProcessingModelParameter(definition.name())
        component.setPosition(QPointF(120.0, 60.0 + 80.0 * self._row))
        self._row += 1
        self.model.addModelParameter(definition, component)

    def step(self, child: str, algorithm: str, description: str, parameters, outputs=None) -> None:
        """Add a step; ``outputs`` maps an output of the step to the name and label of an output of the model."""
        item = QgsProcessingModelChildAlgorithm(f"cityorchestra:{algorithm}")
        if item.algorithm() is None:
            raise SystemExit(f"{algorithm} is not registered; run make setup first.")
        item.setChildId(child)
        item.setDescription(description)
        item.setPosition(QPointF(480.0, 60.0 + 120.0 * len(self.model.childAlgorithms())))
        for name, source in parameters.items():
            item.addParameterSources(name, [source])
        found = {}
        for output, (name, label) in (outputs or {}).items():
            definition = QgsProcessingModelOutput(name)
            definition.setChildId(child)
            definition.setChildOutputName(output)
            definition.setDescription(label)
            definition.setPosition(QPointF(840.0, 60.0 + 120.0 * len(self.model.childAlgorithms())))
            found[name] = definition
        item.setModelOutputs(found)
        self.model.addChildAlgorithm(item)

    def save(self, help_text: str) -> None:
        """Write the model."""
        helps = {item.name(): item.help() for item in self.model.parameterDefinitions() if not item.isDestination()}
        self.model.setHelpContent({"ALG_DESC": help_text, **helps})
        self.model.updateDestinationParameters()
        path = FOLDER / f"{self.model.name()}.model3"
        if not self.model.toFile(str(path)):
            raise SystemExit(f"{path} could not be written.")
        print(path.name)


def given(name: str):
    """Return the value of an input of the model."""
    return Source.fromModelParameter(name)


def made(child: str, output: str):
    """Return an output of a former step."""
    return Source.fromChildOutput(child, output)


def fixed(value):
    """Return a constant."""
    return Source.fromStaticValue(value)


def cool_walk() -> None:
    """From the user's layers to the front of cool routes."""
    model = Builder("cool_walk_from_layers", "walking")
    polygon, line, any_kind = [2], [1], [-1]
    for name, label, kinds, optional, help_text in (
        ("BUILDINGS", "Buildings", polygon, False, "Footprints; heights are read or set by rule."),
        ("STREETS", "Streets and paths", line, False, "Lines of BD TOPO, OpenStreetMap or the standard territory."),
        ("TREES", "Trees", any_kind, True, "Points of trees, with their size if known."),
        ("VEGETATION", "Vegetation", polygon, True, "Woods, hedges and other patches of vegetation."),
        ("WATER", "Water", polygon, True, "Water surfaces, on which no patch of vegetation grows."),
    ):
        model.ask(QgsProcessingParameterFeatureSource(name, label, kinds, None, optional), help_text)
    model.ask(
        QgsProcessingParameterRasterLayer("DTM", "Terrain model (m)", None, True),
        "Altitude of the ground, in a metric CRS; without it the ground is flat.",
    )
    model.ask(QgsProcessingParameterPoint("START", "Start"), "Where the walk begins.")
    model.ask(QgsProcessingParameterPoint("END", "End"), "Where the walk ends.")
    model.ask(
        QgsProcessingParameterDateTime(
            "DATETIME", "Departure", QgsProcessingParameterDateTime.Type.DateTime, "2026-06-21T15:00:00"
        ),
        "Local date and hour of departure (Europe/Paris); the shade is that of this day.",
    )
    layers = {name: given(name) for name in ("BUILDINGS", "STREETS", "TREES", "VEGETATION", "WATER", "DTM")}
    model.step(
        "prepare",
        "territory_prepare",
        "Prepare the territory",
        {**layers, "OPEN": fixed(False)},
    )
    model.step(
        "network",
        "walk_build_network",
        "Build the walking network",
        {
            "LINES": made("prepare", "STREETS"),
            "LEVEL_FIELD": fixed("level"),
            "ALLOWED_FIELD": fixed("walk_allowed"),
            "DTM": made("prepare", "OUTPUT_DTM"),
        },
    )
    model.step(
        "shade",
        "walk_shade_on_network",
        "Shade of the day on the network",
        {
            "NETWORK": made("network", "OUTPUT"),
            "DSM": made("prepare", "OUTPUT_DSM"),
            "CANOPY": made("prepare", "OUTPUT_CANOPY"),
            "DTM": made("prepare", "OUTPUT_DTM"),
            "DATE": given("DATETIME"),
        },
        {"OUTPUT": ("SHADE", "Network with shade")},
    )
    model.step(
        "route",
        "walk_cool_route",
        "Search the cool routes",
        {
            "NETWORK": made("shade", "OUTPUT"),
            "START": given("START"),
            "END": given("END"),
            "DATETIME": given("DATETIME"),
        },
        {"OUTPUT": ("ROUTES", "Cool routes")},
    )
    model.save(
        "From buildings and streets to the shortest, the coolest and the best walks between two places: prepares "
        "the standard territory, builds the walking network, computes the shade of the day and searches the routes."
    )


def main() -> None:
    """Write every model."""
    application = QgsApplication([], False)
    application.initQgis()
    from cityorchestra import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    FOLDER.mkdir(parents=True, exist_ok=True)
    cool_walk()
    application.exitQgis()


if __name__ == "__main__":
    main()
