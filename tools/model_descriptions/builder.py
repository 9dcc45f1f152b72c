"""What models are described with: their inputs, their steps and where each step takes its values."""

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
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QPointF

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "models"
POLYGON, LINE, ANY = [2], [1], [-1]
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


def ask_layers(model: Builder, rows) -> None:
    """Ask for vector layers; a row is (name, label, geometry kinds, optional, help)."""
    for name, label, kinds, optional, help_text in rows:
        model.ask(QgsProcessingParameterFeatureSource(name, label, kinds, None, optional), help_text)


def ask_terrain(model: Builder) -> None:
    """Ask for the terrain model."""
    model.ask(
        QgsProcessingParameterRasterLayer("DTM", "Terrain model (m)", None, True),
        "Altitude of the ground, in a metric CRS; without it the ground is flat.",
    )


def ask_numbers(model: Builder, algorithm: str, rows) -> None:
    """Ask for decimal numbers of an algorithm, with its defaults and limits; a row is (name, label, help).

    The defaults are those of the algorithm because qgis_process 3.22 leaves those of a model out.
    """
    registry = QgsApplication.processingRegistry()
    known = registry.algorithmById(f"cityorchestra:{algorithm}")
    for name, label, help_text in rows:
        item = known.parameterDefinition(name)
        limits = (item.defaultValue(), False, item.minimum(), item.maximum())
        model.ask(QgsProcessingParameterNumber(name, label, item.dataType(), *limits), help_text)


def ask_moment(model: Builder, label: str, help_text: str) -> None:
    """Ask for a date and hour."""
    kind = QgsProcessingParameterDateTime.Type.DateTime
    model.ask(QgsProcessingParameterDateTime("DATETIME", label, kind, "2026-06-21T15:00:00"), help_text)
