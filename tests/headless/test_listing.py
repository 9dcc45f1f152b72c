"""What ``qgis_process`` lists and explains."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.provider import RESOURCES, algorithm_classes

ALGORITHMS = {
    "territory_demo",
    "territory_prepare",
    "heat_sun_position",
    "heat_cast_shadows",
    "heat_shade_hours",
    "heat_sky_view_factor",
    "heat_mean_radiant_temperature",
    "heat_thermal_comfort",
    "heat_island_nights",
    "heat_buffer_fractions",
    "heat_island_map",
    "walk_build_network",
    "walk_shade_on_network",
    "walk_cool_route",
    "walk_cool_routes_batch",
    "walk_heat_isochrone",
    "walk_cool_place_access",
    "walk_cool_place_class",
    "walk_route_sheet",
    "walk_export_routes",
    "walk_walkability_score",
    "walk_walkability_calibrate",
    "walk_area_walkability",
    "rudi_search",
    "rudi_get_metadata",
    "rudi_validate_metadata",
    "rudi_catalog_export",
    "rudi_catalog_import",
    "rudi_metadata_from_layer",
    "rudi_publish",
    "rudi_request_access",
    "rudi_download",
    "rudi_add_service",
    "iot_snapshot",
    "iot_history",
    "iot_health_report",
    "iot_gateway_report",
    "iot_downsample",
    "iot_devices_register",
    "iot_decode",
    "iot_import_sensorthings",
    "iot_export_sensorthings",
    "iot_record",
    "iot_simulate",
    "iot_alarm_eval",
    "iot_quality_control",
    "iot_crowd_qc",
    "iot_drift",
    "iot_send_command",
    "iot_command_log",
    "landtake_normalise_ocsge",
    "landtake_check_coverage",
    "landtake_artif_state",
    "landtake_change",
    "landtake_indicators",
    "landtake_functional",
    "landtake_zan_score",
    "landtake_enaf_trajectory",
    "landtake_friches",
    "landtake_scenario",
    "landtake_rank_renaturation",
    "landtake_sensitivity",
    "landtake_report",
}


@pytest.fixture(scope="module")
def listed(qgis_process):
    return qgis_process("list").json["providers"]["cityorchestra"]["algorithms"]


def test_list_has_exactly_the_algorithms_and_the_shipped_models(listed, provider):
    models = {f"cityorchestra:{path.stem}" for path in (RESOURCES / "models").glob("*.model3")}
    assert models
    assert set(listed) == {f"cityorchestra:{name}" for name in ALGORITHMS} | models
    assert set(listed) == {algorithm.id() for algorithm in provider.algorithms()}
    assert {kind.ID for kind in algorithm_classes()} == ALGORITHMS


def test_every_algorithm_has_a_name_a_group_and_words_in_two_languages(listed):
    for identifier, algorithm in listed.items():
        assert algorithm["name"], identifier
        if identifier.split(":")[1] in ALGORITHMS:
            assert algorithm["group"] in (
                "Territory",
                "Heat",
                "Walking",
                "RUDI catalogue",
                "Live equipment",
                "Land take",
            )
            assert algorithm["short_description"].endswith(".")
            assert len(algorithm["tags"]) >= 5
        assert not algorithm["deprecated"]


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_help_shows_the_help_of_every_parameter(qgis_process, provider, name):
    told = qgis_process("help", f"cityorchestra:{name}").json
    definitions = {item.name(): item for item in provider.algorithm(name).parameterDefinitions()}
    assert set(told["parameters"]) == set(definitions)
    for key, parameter in told["parameters"].items():
        assert parameter["description"], key
        if not definitions[key].isDestination():
            assert parameter["help"].endswith("."), key
    assert set(told["outputs"]) == {item.name() for item in provider.algorithm(name).outputDefinitions()}


def test_help_of_the_shipped_models_describes_their_parameters(qgis_process):
    for path in (RESOURCES / "models").glob("*.model3"):
        told = qgis_process("help", f"cityorchestra:{path.stem}").json
        assert told["parameters"]
        for key, parameter in told["parameters"].items():
            assert parameter["description"], key
