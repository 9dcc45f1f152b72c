"""From the user's layers to the front of cool routes."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterPoint

from .builder import ANY, LINE, POLYGON, Builder, ask_layers, ask_moment, ask_terrain, fixed, given, made


def write() -> None:
    """Write it."""
    model = Builder("cool_walk_from_layers", "walking")
    ask_layers(
        model,
        (
            ("BUILDINGS", "Buildings", POLYGON, False, "Footprints; heights are read or set by rule."),
            ("STREETS", "Streets and paths", LINE, False, "Lines of BD TOPO, OpenStreetMap or the standard territory."),
            ("TREES", "Trees", ANY, True, "Points of trees, with their size if known."),
            ("VEGETATION", "Vegetation", POLYGON, True, "Woods, hedges and other patches of vegetation."),
            ("WATER", "Water", POLYGON, True, "Water surfaces, on which no patch of vegetation grows."),
        ),
    )
    ask_terrain(model)
    model.ask(QgsProcessingParameterPoint("START", "Start"), "Where the walk begins.")
    model.ask(QgsProcessingParameterPoint("END", "End"), "Where the walk ends.")
    ask_moment(model, "Departure", "Local date and hour of departure (Europe/Paris); the shade is that of this day.")
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
