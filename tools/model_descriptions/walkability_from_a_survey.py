"""From a shaded network and the answers of a survey to the walkability of streets with weights of one's own."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterFeatureSource, QgsProcessingParameterRasterLayer

from .builder import ANY, LINE, Builder, given, made

TABLE = [5]  # any vector layer, with or without geometry


def write() -> None:
    """Write it."""
    model = Builder("walkability_from_a_survey", "walking")
    for name, label, kind, optional, help_text in (
        (
            "NETWORK",
            "Streets",
            LINE,
            False,
            "Streets or walking network, best with shade.",
        ),
        (
            "ANSWERS",
            "Answers of the survey",
            TABLE,
            False,
            "One row per respondent and street: respondent, identifier of the street, rating from 1 to 5.",
        ),
        ("EQUIPMENT", "Street equipment", ANY, True, "Benches, drinking fountains, toilets and crossings."),
    ):
        model.ask(QgsProcessingParameterFeatureSource(name, label, kind, None, optional), help_text)
    model.ask(
        QgsProcessingParameterRasterLayer("CANOPY", "Tree canopy height (m)", None, True),
        "Height of the top of the trees above the ground.",
    )
    layers = {name: given(name) for name in ("NETWORK", "CANOPY", "EQUIPMENT")}
    model.step("measure", "walk_walkability_score", "Measure the streets", layers)
    model.step(
        "fit",
        "walk_walkability_calibrate",
        "Fit the weights on the answers",
        {"SEGMENTS": made("measure", "OUTPUT"), "ANSWERS": given("ANSWERS")},
        {"OUTPUT": ("WEIGHTS", "Walkability weights"), "OUTPUT_HTML": ("SHEET", "Sheet of the weights")},
    )
    model.step(
        "score",
        "walk_walkability_score",
        "Score the streets with these weights",
        {**layers, "WEIGHTS": made("fit", "OUTPUT")},
        {
            "OUTPUT": ("STREETS_SCORED", "Walkability of the streets"),
            "OUTPUT_FAILING": ("STREETS_FAILING", "Streets failing accessibility"),
        },
    )
    model.save(
        "From the ratings of a survey to a score and a class from A to E for each street: measures the streets, fits "
        "the weight of each indicator on the answers with its interval, then scores the streets with these weights. "
        "Indicators that the answers do not tell apart keep their default weight, and the sheet says so. Fields are "
        "recognised by their usual names, such as street_id, respondent_id and rating."
    )
