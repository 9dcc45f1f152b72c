"""From the user's layers to the walkability of streets and neighbourhoods."""

from __future__ import annotations

from .builder import (
    ANY,
    LINE,
    POLYGON,
    Builder,
    ask_layers,
    ask_moment,
    ask_terrain,
    fixed,
    given,
    made,
)

LAYERS = (
    ("BUILDINGS", "Buildings", POLYGON, False, "Footprints, with use, storeys and dwellings if known."),
    (
        "STREETS",
        "Streets and paths",
        LINE,
        False,
        "Lines with what is known of them: widths of pavements, traffic, speed limit, class of the street.",
    ),
    ("TREES", "Trees", ANY, True, "Points of trees, with their size if known."),
    ("VEGETATION", "Vegetation", POLYGON, True, "Woods, hedges and other patches of vegetation."),
    ("WATER", "Water", POLYGON, True, "Water surfaces, on which no patch of vegetation grows."),
    ("EQUIPMENT", "Street equipment", ANY, True, "Benches, drinking fountains, toilets and crossings."),
    ("ZONES", "Neighbourhoods", POLYGON, True, "Zones to compare, such as IRIS; without them there is no index."),
    ("POPULATION", "Population", POLYGON, True, "Inhabitants by cell of a grid."),
)


def write() -> None:
    """Write it."""
    model = Builder("walkability_of_a_commune", "walking")
    ask_layers(model, LAYERS)
    ask_terrain(model)
    ask_moment(model, "Day of the shade", "Date (Europe/Paris) of which the shade is that of the streets.")
    layers = {row[0]: given(row[0]) for row in LAYERS}
    model.step(
        "prepare",
        "territory_prepare",
        "Prepare the territory",
        {**layers, "DTM": given("DTM"), "OPEN": fixed(False)},
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
    )
    _scores(model)
    model.save(
        "From streets and buildings to the walkability of a commune: a score and a class from A to E for each street, "
        "the streets that fail the rules of accessibility, and an index of neighbourhoods. What is not given is left "
        "out and said: the score of a street tells its confidence. Fit the weights on a survey of your own afterwards."
    )


def _scores(model: Builder) -> None:
    """Score the streets and the zones; the prepared layers that were not given are there, empty."""
    model.step(
        "score",
        "walk_walkability_score",
        "Score the streets",
        {
            "NETWORK": made("shade", "OUTPUT"),
            "CANOPY": made("prepare", "OUTPUT_CANOPY"),
            "EQUIPMENT": made("prepare", "EQUIPMENT"),
            "KIND_FIELD": fixed("kind"),
        },
        {
            "OUTPUT": ("STREETS_SCORED", "Walkability of the streets"),
            "OUTPUT_FAILING": ("STREETS_FAILING", "Streets failing accessibility"),
        },
    )
    model.step(
        "areas",
        "walk_area_walkability",
        "Compare the neighbourhoods",
        {
            "ZONES": made("prepare", "ZONES"),
            "NETWORK": made("network", "OUTPUT"),
            "BUILDINGS": made("prepare", "BUILDINGS"),
            "POPULATION": made("prepare", "POPULATION"),
        },
        {"OUTPUT": ("AREAS", "Walkability of the neighbourhoods")},
    )
