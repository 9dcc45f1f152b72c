"""From two land covers to net artificialisation, the ZAN score of zones and the local report."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterNumber

from .builder import POLYGON, Builder, ask_layers, fixed, given, made

LAYERS = (
    (
        "LAND_COVER_1",
        "Land cover at the first date",
        POLYGON,
        False,
        "OCS GE, or another land cover in its nomenclature, with the year in a field such as millesime.",
    ),
    (
        "LAND_COVER_2",
        "Land cover at the second date",
        POLYGON,
        False,
        "The same product at a later date; never compare two products.",
    ),
    ("ZONES", "Zones", POLYGON, False, "Communes, IRIS or any polygons to be measured and scored."),
    ("PARKS", "Public parks (exemption)", POLYGON, True, "Leave empty to exempt none: it is a choice."),
    ("PANELS", "Ground-mounted panels (exemption)", POLYGON, True, "Leave empty to exempt none: it is a choice."),
)


def write() -> None:
    """Write it."""
    model = Builder("land_take_of_a_territory", "land_take")
    ask_layers(model, LAYERS)
    model.ask(
        QgsProcessingParameterNumber(
            "REFERENCE_M2",
            "Taken in the reference decade (m²)",
            QgsProcessingParameterNumber.Type.Double,
            None,
            True,
            0.0,
        ),
        "For the whole territory, in ten years; without it the score leaves the change out.",
    )
    for place in (1, 2):
        model.step(
            f"cover{place}",
            "landtake_normalise_ocsge",
            f"Codes of date {place}",
            {"INPUT": given(f"LAND_COVER_{place}")},
        )
        model.step(
            f"state{place}",
            "landtake_artif_state",
            f"State of date {place}",
            {"INPUT": made(f"cover{place}", "OUTPUT"), "PARCS": given("PARKS"), "PV": given("PANELS")},
            {"OUTPUT": (f"STATE_{place}", f"Artificialisation at date {place}")},
        )
    model.step(
        "change",
        "landtake_change",
        "Change",
        {"T1": made("state1", "OUTPUT"), "T2": made("state2", "OUTPUT"), "GEOM": fixed("all")},
        {"OUTPUT": ("CHANGE", "Change between the dates")},
    )
    zones = {"ZONES": given("ZONES")}
    model.step("indicators", "landtake_indicators", "Indicators", {"INPUT": made("change", "OUTPUT"), **zones})
    model.step("functions", "landtake_functional", "Soil functions", {"STATE": made("state2", "OUTPUT"), **zones})
    model.step(
        "score",
        "landtake_zan_score",
        "Score",
        {
            "INDICATORS": made("indicators", "OUTPUT"),
            "FUNCTIONAL": made("functions", "OUTPUT"),
            "REFERENCE_M2": given("REFERENCE_M2"),
        },
        {"OUTPUT": ("SCORE", "Indicators and ZAN score of the zones")},
    )
    model.step(
        "report",
        "landtake_report",
        "Report",
        {
            "ZONES": made("score", "OUTPUT"),
            "SCORE": made("score", "OUTPUT"),
            "CHANGE": made("change", "OUTPUT"),
        },
        {"OUTPUT_HTML": ("REPORT", "Local report")},
    )
    model.save(
        "From two land covers of OCS GE to net artificialisation: what is artificial at each date and why, what was "
        "taken and given back, the indicators, soil functions and ZAN score of each zone, and the local report. It "
        "measures the balance inside planning documents; it does not decide what may be built, nor apply to one "
        "project."
    )
