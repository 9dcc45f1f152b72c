"""From the user's layers to the minutes from each street to a cool park, in the heat."""

from __future__ import annotations

from .builder import (
    ANY,
    LINE,
    POLYGON,
    Builder,
    ask_layers,
    ask_moment,
    ask_numbers,
    ask_terrain,
    fixed,
    given,
    made,
)

LAYERS = (
    ("BUILDINGS", "Buildings", POLYGON, False, "Footprints; heights are read or set by rule."),
    ("STREETS", "Streets and paths", LINE, False, "Lines of BD TOPO, OpenStreetMap or the standard territory."),
    (
        "GREEN_SPACES",
        "Parks and gardens",
        POLYGON,
        False,
        "The cool places; they are classed by the cover of their trees.",
    ),
    ("TREES", "Trees", ANY, True, "Points of trees, with their size if known."),
    ("VEGETATION", "Vegetation", POLYGON, True, "Woods, hedges and other patches of vegetation."),
    ("WATER", "Water", POLYGON, True, "Water surfaces, on which no patch of vegetation grows."),
    ("POPULATION", "Population", POLYGON, True, "Inhabitants by cell of a grid, to count those who are served."),
)


def write() -> None:
    """Write it."""
    model = Builder("cool_places_of_a_commune", "walking")
    ask_layers(model, LAYERS)
    ask_terrain(model)
    ask_moment(
        model, "Hour of arrival", "Local date and hour (Europe/Paris) of the walk: a hot afternoon, for example."
    )
    ask_numbers(
        model,
        "walk_cool_place_access",
        (
            ("MAX_MIN", "Longest walk (minutes)", "Up to this a street is served."),
            ("ALPHA", "Weight of a minute in the sun", "Minutes in the shade that weigh as much as one in the sun."),
        ),
    )
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
    model.step(
        "classes",
        "walk_cool_place_class",
        "Class the parks",
        {"POLYGONS": made("prepare", "GREEN_SPACES"), "CANOPY": made("prepare", "OUTPUT_CANOPY")},
        {"OUTPUT": ("COOL_PLACES", "Classed parks")},
    )
    model.step(
        "access",
        "walk_cool_place_access",
        "Walk to the nearest one",
        {
            "NETWORK": made("shade", "OUTPUT"),
            "PLACES": made("classes", "OUTPUT"),
            "HEAT_WEIGHTED": fixed(True),
            "POP": made("prepare", "POPULATION"),
            "POP_FIELD": fixed("population"),
            **{name: given(name) for name in ("MAX_MIN", "ALPHA", "DATETIME")},
        },
        {
            "OUTPUT": ("ACCESS", "Minutes to a cool place"),
            "OUTPUT_POLYGONS": ("SERVED", "Area served"),
            "OUTPUT_TABLE": ("PEOPLE", "Streets and people by minute"),
        },
    )
    model.save(
        "From streets, buildings and parks to the way to a cool place: the parks classed by the cover of their trees, "
        "the minutes from each street to the nearest one, a minute in the sun counting more than one in the shade, the "
        "area served, and the people who live there when the population is given."
    )
