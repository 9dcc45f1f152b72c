"""From a few words and an extent to the files of the datasets found, and to their footprints."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterExtent, QgsProcessingParameterNumber, QgsProcessingParameterString

from .builder import Builder, given, made

DEFAULT_SERVER = "RUDI Rennes Métropole"


def write() -> None:
    """Write it."""
    model = Builder("open_data_of_an_area", "rudi")
    kinds = QgsProcessingParameterNumber.Type
    for definition, help_text in (
        (
            QgsProcessingParameterString("SERVER", "Catalogue", DEFAULT_SERVER),
            "Name of a connection saved in the RUDI panel, address of a portal, or path of a JSON file of records.",
        ),
        (
            QgsProcessingParameterString("TEXT", "Words", "", False, True),
            "All words must be found; accents, capitals and plurals do not matter. Empty for every dataset.",
        ),
        (
            QgsProcessingParameterString("FORMATS", "Formats", "GeoJSON", False, True),
            "Labels or extensions separated by commas; empty for every format.",
        ),
        (
            QgsProcessingParameterExtent("EXTENT", "Extent", None, True),
            "Datasets whose extent touches it; empty for every place.",
        ),
        (
            QgsProcessingParameterNumber("MAX", "Maximum number of datasets", kinds.Integer, 10, False, 1, 1000),
            "The best of the datasets found, one file of each.",
        ),
    ):
        model.ask(definition, help_text)
    model.step(
        "search",
        "rudi_search",
        "Search the catalogue",
        {name: given(name) for name in ("SERVER", "TEXT", "FORMATS", "EXTENT", "MAX")},
        {"OUTPUT": ("DATASETS", "Datasets")},
    )
    model.step(
        "download",
        "rudi_download",
        "Download the files",
        {"LAYER": made("search", "OUTPUT"), "SERVER": given("SERVER")},
        {"FOLDER": ("FILES", "Files")},
    )
    model.save(
        "From words and an extent to the files of the datasets found: searches a RUDI catalogue, then downloads "
        "one file of each dataset, a map layer where there is one, and checks it."
    )
