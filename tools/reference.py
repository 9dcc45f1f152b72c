"""Write the reference pages: every algorithm as QGIS knows it, and the schema of the standard territory.

The pages come from the code and from one table, so they cannot tell anything else than what runs; they are
``docs/reference.md`` and ``docs/schema.md``, with their French versions below ``docs/fr``. ``--check`` writes
nothing and fails when a page is out of date.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from pathlib import Path

from cityorchestra.tools.translate import french_spaces
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = {"en": Path("docs"), "fr": Path("docs/fr")}

# What the pages themselves say, English then French.
WORDS = {
    "reference_title": ("Reference of the algorithms", "Référence des algorithmes"),
    "reference_intro": (
        "This page is written by `make docs` from the algorithms themselves. The identifier is what "
        "`qgis_process`, models and scripts use; names in capitals are those of the parameters and outputs.",
        "Cette page est écrite par `make docs` à partir des algorithmes eux-mêmes. L’identifiant est celui "
        "qu’emploient `qgis_process`, les modèles et les scripts ; les noms en capitales sont ceux des paramètres "
        "et des sorties.",
    ),
    "schema_title": ("Schema of the standard territory", "Schéma du territoire standard"),
    "schema_intro": (
        "The standard territory is a GeoPackage with the layers below; every algorithm of the suite reads it. "
        "A required field is never empty. This page is written by `make docs` from "
        "`resources/tables/territory_schema.csv`.",
        "Le territoire standard est un GeoPackage composé des couches ci-dessous ; tous les algorithmes de la suite "
        "le lisent. Un champ obligatoire n’est jamais vide. Cette page est écrite par `make docs` à partir de "
        "`resources/tables/territory_schema.csv`.",
    ),
    "identifier": ("Identifier: `{id}`", "Identifiant : `{id}`"),
    "model": ("Model: opens in the Model Designer.", "Modèle : s’ouvre dans le modeleur."),
    "parameters": ("Parameters", "Paramètres"),
    "outputs": ("Outputs", "Sorties"),
    "name": ("Name", "Nom"),
    "label": ("Label", "Libellé"),
    "type": ("Type", "Type"),
    "default": ("Default", "Défaut"),
    "explanation": ("Explanation", "Explication"),
    "optional": ("optional", "facultatif"),
    "advanced": ("advanced", "avancé"),
    "field": ("Field", "Champ"),
    "unit": ("Unit", "Unité"),
    "required": ("Required", "Obligatoire"),
    "yes": ("yes", "oui"),
    "no": ("no", "non"),
    "true": ("yes", "oui"),
    "false": ("no", "non"),
    "between": ("{low} to {high}", "{low} à {high}"),
    "at_least": ("at least {low}", "au moins {low}"),
    "at_most": ("at most {high}", "au plus {high}"),
    "choices": ("one of: {values}", "une valeur parmi : {values}"),
}

# Types of parameters and outputs as QGIS calls them, and what a reader calls them.
TYPES = {
    "source": ("vector layer", "couche vecteur"),
    "vector": ("vector layer", "couche vecteur"),
    "sink": ("vector layer written", "couche vecteur écrite"),
    "vectorDestination": ("vector file written", "fichier vecteur écrit"),
    "raster": ("raster layer", "couche raster"),
    "rasterDestination": ("raster written", "raster écrit"),
    "layer": ("layer", "couche"),
    "multilayer": ("layers", "couches"),
    "field": ("field", "champ"),
    "number": ("number", "nombre"),
    "distance": ("distance", "distance"),
    "duration": ("duration", "durée"),
    "string": ("text", "texte"),
    "boolean": ("yes or no", "oui ou non"),
    "enum": ("choice", "choix"),
    "datetime": ("date and time", "date et heure"),
    "point": ("point", "point"),
    "extent": ("extent", "emprise"),
    "crs": ("coordinate reference system", "système de coordonnées"),
    "band": ("band", "bande"),
    "file": ("file", "fichier"),
    "folder": ("folder", "dossier"),
    "fileDestination": ("file written", "fichier écrit"),
    "folderDestination": ("folder written", "dossier écrit"),
    "matrix": ("table", "tableau"),
    "expression": ("expression", "expression"),
    "range": ("range", "intervalle"),
    "authcfg": ("authentication configuration", "configuration d’authentification"),
    "outputVector": ("vector layer", "couche vecteur"),
    "outputRaster": ("raster", "raster"),
    "outputLayer": ("layer", "couche"),
    "outputMultilayer": ("layers", "couches"),
    "outputNumber": ("number", "nombre"),
    "outputString": ("text", "texte"),
    "outputBoolean": ("yes or no", "oui ou non"),
    "outputFile": ("file", "fichier"),
    "outputFolder": ("folder", "dossier"),
    "outputHtml": ("report (HTML)", "rapport (HTML)"),
}
KINDS = {
    "text": ("text", "texte"),
    "integer": ("integer", "entier"),
    "real": ("real", "réel"),
    "boolean": ("boolean", "booléen"),
}
UNITS_IN_FRENCH = {"inhabitants": "habitants", "vehicles/day": "véhicules/jour"}
# The widest numbers that QGIS holds stand for no limit.
NO_LIMIT = 1e15


class Page:
    """Words of one language, and the pages made of them."""

    def __init__(self, language: str) -> None:
        self._column = list(LANGUAGES).index(language)
        self.french = language == "fr"

    def word(self, key: str, **values: object) -> str:
        """Return one of :data:`WORDS`."""
        text = WORDS[key][self._column].format(**values)
        return french_spaces(text) if self.french else text

    def type(self, name: str) -> str:
        """Return the name of a type; one that is unknown here must be added to the table."""
        return TYPES[name][self._column]

    def table(self, keys: list[str], rows: list[list[str]]) -> list[str]:
        """Return the lines of a Markdown table."""
        lines = ["| " + " | ".join(self.word(key) for key in keys) + " |", "|" + " --- |" * len(keys)]
        return [*lines, *("| " + " | ".join(map(cell, row)) + " |" for row in rows), ""]

    def reference(self, algorithms: list[QgsProcessingAlgorithm]) -> str:
        """Return the page of the algorithms, room by room."""
        lines = [f"# {self.word('reference_title')}", "", self.word("reference_intro"), ""]
        group = None
        for algorithm in algorithms:
            if algorithm.group() != group:
                group = algorithm.group()
                lines += [f"## {group}", ""]
            lines += self.algorithm(algorithm)
        return "\n".join(lines)

    def algorithm(self, algorithm: QgsProcessingAlgorithm) -> list[str]:
        """Return the section of one algorithm."""
        lines = [f"### {algorithm.displayName()}", "", self.word("identifier", id=algorithm.id()), ""]
        if isinstance(algorithm, QgsProcessingModelAlgorithm):
            lines += [self.word("model"), ""]
        lines += [*paragraphs(algorithm.shortHelpString()), f"**{self.word('parameters')}**", ""]
        hidden = QgsProcessingParameterDefinition.Flag.FlagHidden
        definitions = [item for item in algorithm.parameterDefinitions() if not item.flags() & hidden]
        lines += self.table(
            ["name", "label", "type", "default", "explanation"],
            [
                [f"`{item.name()}`", item.description(), self.kind(item), self.default(item), item.help()]
                for item in definitions
            ],
        )
        lines += [f"**{self.word('outputs')}**", ""]
        return lines + self.table(
            ["name", "label", "type"],
            [
                [f"`{item.name()}`", item.description(), self.type(item.type())]
                for item in algorithm.outputDefinitions()
            ],
        )

    def kind(self, definition: QgsProcessingParameterDefinition) -> str:
        """Return type, limits and flags of a parameter."""
        flags = QgsProcessingParameterDefinition.Flag
        parts = [self.type("folder" if is_folder(definition) else definition.type())]
        if definition.type() == "enum":
            parts.append(self.word("choices", values=", ".join(definition.options())))
        if isinstance(definition, QgsProcessingParameterNumber):
            parts += self.limits(definition.minimum(), definition.maximum())
        parts += [
            self.word(word)
            for word, flag in (("optional", flags.FlagOptional), ("advanced", flags.FlagAdvanced))
            if definition.flags() & flag
        ]
        return ", ".join(parts)

    def limits(self, low: float, high: float) -> list[str]:
        """Return the range of a number in words; nothing when it has no limit."""
        bounded_below, bounded_above = abs(low) < NO_LIMIT, abs(high) < NO_LIMIT
        values = {"low": f"{low:.10g}", "high": f"{high:.10g}"}
        if bounded_below and bounded_above:
            return [self.word("between", **values)]
        if bounded_below:
            return [self.word("at_least", **values)]
        return [self.word("at_most", **values)] if bounded_above else []

    def default(self, definition: QgsProcessingParameterDefinition) -> str:
        """Return the default of a parameter as it would be written on a command line."""
        value = definition.defaultValue()
        if value is None or value == "" or definition.isDestination():
            return ""
        if definition.type() == "enum" and not definition.usesStaticStrings():
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(definition.options()[int(index)] for index in chosen)
        if isinstance(value, bool):
            return self.word("true" if value else "false")
        if hasattr(value, "toString"):
            return value.toString(Qt.DateFormat.ISODate)
        return f"{value:.10g}" if isinstance(value, float) else str(value)

    def schema(self, layers) -> str:
        """Return the page of the standard territory."""
        lines = [f"# {self.word('schema_title')}", "", self.word("schema_intro"), ""]
        for layer in layers:
            lines += [f"## {layer.name}", "", f"{layer.geometry}", ""]
            lines += self.table(
                ["field", "type", "unit", "required", "explanation"],
                [
                    [
                        f"`{item.name}`",
                        KINDS[item.kind][self._column],
                        UNITS_IN_FRENCH.get(item.unit, item.unit) if self.french else item.unit,
                        self.word("yes" if item.required else "no"),
                        item.description_fr if self.french else item.description_en,
                    ]
                    for item in layer.fields
                ],
            )
        return "\n".join(lines)


def is_folder(definition: QgsProcessingParameterDefinition) -> bool:
    """Tell whether a parameter is a folder, which QGIS calls a file of another behaviour."""
    folder = QgsProcessingParameterFile.Behavior.Folder
    return isinstance(definition, QgsProcessingParameterFile) and definition.behavior() == folder


def cell(text: str) -> str:
    """Return a text that stays inside one cell of a Markdown table."""
    return re.sub(r"\s*\n\s*", " ", text).replace("|", "\\|")


def paragraphs(markup: str) -> list[str]:
    """Return the light HTML of a help as paragraphs of Markdown."""
    lines = []
    for block in re.split(r"</?(?:p|ul|ol|li|br)\b[^>]*>", markup):
        text = re.sub(r"</?(?:b|strong)>", "**", block)
        text = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</?(?:i|em)>", "*", text))).strip()
        if text:
            lines += [text, ""]
    return lines


def pages() -> dict[Path, str]:
    """Return every page and its text, in a QGIS without window."""
    from cityorchestra.processing_provider.provider import CityOrchestraProvider
    from cityorchestra.processing_provider.territory.schema import standard_layers

    made = {}
    for language, folder in LANGUAGES.items():
        translator = QTranslator()
        if language != "en":
            compiled = ROOT / "i18n" / f"cityorchestra_{language}.qm"
            if not translator.load(str(compiled)):
                sys.exit(f"{compiled.name} is missing: run `make i18n`")
            QCoreApplication.installTranslator(translator)
        provider = CityOrchestraProvider()
        QgsApplication.processingRegistry().addProvider(provider)
        provider.load_models()
        page = Page(language)
        made[folder / "reference.md"] = page.reference(in_order(provider))
        made[folder / "schema.md"] = page.schema(standard_layers().values())
        QgsApplication.processingRegistry().removeProvider(provider)
        QCoreApplication.removeTranslator(translator)
    return made


def in_order(provider) -> list[QgsProcessingAlgorithm]:
    """Return the algorithms in the order of the toolbox's list, models last."""
    from cityorchestra.processing_provider.provider import algorithm_classes

    named = {item.name(): item for item in provider.algorithms()}
    listed = [named.pop(kind.ID) for kind in algorithm_classes()]
    return listed + [named[name] for name in sorted(named)]


def written(path: Path) -> str:
    """Return what a page holds now."""
    return (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).exists() else ""


def main() -> int:
    """Write or check the pages; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    options = parser.parse_args()
    application = QgsApplication([], False)
    application.initQgis()
    try:
        made = pages()
    finally:
        application.exitQgis()
    old = [
        path for path, text in made.items() if not (ROOT / path).exists() or (ROOT / path).read_text("utf-8") != text
    ]
    if options.check:
        for path in old:
            print(f"out of date: {path} (run `make docs`)")
        return 1 if old else 0
    for path in old:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(made[path], encoding="utf-8")
    print(f"{len(made)} pages, {len(old)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
