"""From the user's layers to sky view, shade, radiant and felt temperature, and the class of green spaces."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterRasterLayer

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
    ("TREES", "Trees", ANY, True, "Points of trees, with their size if known."),
    ("VEGETATION", "Vegetation", POLYGON, True, "Woods, hedges, lawns and other patches of vegetation."),
    (
        "GREEN_SPACES",
        "Green spaces",
        POLYGON,
        True,
        "Parks and gardens: grass on the ground, and classed by their trees.",
    ),
    ("WATER", "Water", POLYGON, True, "Water surfaces."),
    ("STREETS", "Streets", LINE, True, "Lines of streets: paved ground, as wide as their carriageway and pavements."),
)
WEATHER = (
    ("TA", "Air temperature (°C)", "Temperature of the air in the shade at that hour."),
    ("RH", "Relative humidity (%)", "Relative humidity of the air at that hour."),
    ("WIND", "Wind speed at 10 m (m/s)", "Mean wind at that hour, 10 m above the ground."),
)


def write() -> None:
    """Write it."""
    model = Builder("heat_diagnosis_of_a_neighbourhood", "heat")
    ask_layers(model, LAYERS)
    ask_terrain(model)
    model.ask(
        QgsProcessingParameterRasterLayer("LIDAR", "LiDAR surface with trees (m)", None, True),
        "Altitude of the top of everything (MNS of LiDAR HD), on the grid of the terrain model.",
    )
    ask_moment(
        model, "Date and hour", "Local date and hour (Europe/Paris) of the diagnosis: a hot afternoon, for example."
    )
    ask_numbers(model, "heat_thermal_comfort", WEATHER)
    layers = {row[0]: given(row[0]) for row in LAYERS}
    model.step(
        "prepare",
        "territory_prepare",
        "Prepare the territory",
        {**layers, "DTM": given("DTM"), "LIDAR": given("LIDAR"), "OPEN": fixed(False)},
        {"OUTPUT_GROUNDCOVER": ("GROUND", "Ground cover")},
    )
    surfaces = {name: made("prepare", f"OUTPUT_{name}") for name in ("DSM", "CANOPY", "DTM")}
    model.step(
        "sky",
        "heat_sky_view_factor",
        "Sky view factor",
        surfaces,
        {"OUTPUT": ("SKY_VIEW", "Sky view factor")},
    )
    model.step(
        "hours",
        "heat_shade_hours",
        "Hours of sun of the day",
        {**surfaces, "DATE": given("DATETIME")},
        {"OUTPUT": ("SUN_HOURS", "Hours of direct sun")},
    )
    model.step(
        "radiant",
        "heat_mean_radiant_temperature",
        "Mean radiant temperature",
        {
            **surfaces,
            "SVF": made("sky", "OUTPUT"),
            "LANDCOVER": made("prepare", "OUTPUT_GROUNDCOVER"),
            "DATETIME": given("DATETIME"),
            "TA": given("TA"),
            "RH": given("RH"),
        },
        {"OUTPUT": ("TMRT", "Mean radiant temperature")},
    )
    model.step(
        "comfort",
        "heat_thermal_comfort",
        "Felt temperature and heat stress",
        {**{name: given(name) for name in ("TA", "RH", "WIND")}, "TMRT": made("radiant", "OUTPUT")},
        {"OUTPUT": ("UTCI", "Felt temperature (UTCI)"), "OUTPUT_CLASS": ("STRESS", "Classes of heat stress")},
    )
    model.step(
        "classes",
        "walk_cool_place_class",
        "Class the green spaces",
        {
            "POLYGONS": made("prepare", "GREEN_SPACES"),
            "CANOPY": made("prepare", "OUTPUT_CANOPY"),
            "SHADE": made("hours", "OUTPUT"),
        },
        {"OUTPUT": ("COOL_PLACES", "Classed green spaces")},
    )
    model.save(
        "From buildings, trees and the weather of an hour to a diagnosis of heat: how much sky is seen, how long the "
        "sun shines, mean radiant temperature, felt temperature (UTCI) with its classes of stress, and how shaded the "
        "parks are. The result is that of one hour and of the weather given: compare places, not days."
    )
