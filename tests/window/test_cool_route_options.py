"""What to avoid, the weather, sidewalks and steps: what is asked of the algorithms, and how the answer is shown."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.cool_route_model import DETOUR, DOSE, HOTTEST, SUN
from cityorchestra.tests.window import support
from qgis.core import QgsProject


def avoid(panel, cost):
    panel.form.cost.setCurrentIndex(panel.form.cost.findData(cost))


def hidden(panel):
    return {column for column in (SUN, DETOUR, HOTTEST, DOSE) if panel.results.table.isColumnHidden(column)}


def test_the_sun_is_avoided_first_and_needs_no_weather(ready):
    form = ready.form
    assert form.cost.currentData() == "sun"
    assert not form.weather.isEnabled()
    assert form.advanced.alpha.isEnabled()
    avoid(ready, "comfort")
    assert form.weather.isEnabled()
    assert not form.advanced.alpha.isEnabled(), "the weight of the sun counts against the sun only"
    avoid(ready, "sun")
    assert not form.weather.isEnabled()
    assert form.weather.group.isCollapsed()


@pytest.mark.parametrize("cost", ["comfort", "dose"])
def test_what_is_avoided_and_the_weather_are_asked_for(ready, behaviour, find, cost):
    avoid(ready, cost)
    weather = ready.form.weather
    weather.temperature.setValue(34.5)
    weather.humidity.setValue(55)
    weather.wind.setValue(2.5)
    weather.warming.setCurrentIndex(2)
    ready.form.advanced.accessible.setChecked(True)
    find(ready)
    route = behaviour.calls[-1][1]
    assert (route["COST"], route["ACCESSIBLE"]) == (cost, True)
    assert [route[name] for name in ("TA", "RH", "WIND", "DELTA_TA")] == [34.5, 55.0, 2.5, 2.7]


def test_the_warming_is_that_of_the_french_reference(ready):
    box = ready.form.weather.warming
    assert [box.itemData(place) for place in range(box.count())] == [0.0, 2.0, 2.7, 4.0]
    ready.form.weather.set_warming_c(3.9)
    assert ready.form.weather.warming_c() == 4.0


@pytest.mark.parametrize("change", ["cost", "temperature", "warming", "accessible"])
def test_a_change_makes_the_routes_stale(ready, find, change):
    avoid(ready, "comfort")
    find(ready)
    assert not ready.results.stale_row.isVisible()
    form = ready.form
    {
        "cost": lambda: avoid(ready, "dose"),
        "temperature": lambda: form.weather.temperature.setValue(20),
        "warming": lambda: form.weather.warming.setCurrentIndex(1),
        "accessible": lambda: form.advanced.accessible.setChecked(True),
    }[change]()
    assert ready.results.stale_row.isVisible()


def test_the_chart_and_the_table_follow_what_is_avoided(ready, find):
    results = ready.results
    find(ready)
    assert hidden(ready) == {HOTTEST, DOSE}
    assert [point.exposure for point in results.chart._points] == [800.0, 500.0, 300.0]
    assert results.chart._title == "Metres in the sun"
    avoid(ready, "comfort")
    find(ready)
    assert hidden(ready) == {DETOUR}
    assert [point.exposure for point in results.chart._points] == [400.0, 250.0, 150.0], "half of the sun, see support"
    assert results.chart._title == "Metres added by the heat"
    assert "400 m added by the heat" in results.headline.text()
    avoid(ready, "dose")
    find(ready)
    assert [point.exposure for point in results.chart._points] == [80.0, 50.0, 30.0]
    assert "°C·min" in results.chart._title
    assert "80 °C·min" in results.headline.text()
    assert results.model.index(0, HOTTEST).data() == "33.0"
    assert results.model.index(0, DOSE).data() == "80"
    assert "feels like 33.0 °C" in results.model.sentence(0)
    avoid(ready, "sun")
    find(ready)
    assert hidden(ready) == {HOTTEST, DOSE}


def test_the_route_chosen_first_follows_what_is_avoided(ready, find, behaviour):
    find(ready)
    assert ready.results.selected_route().rank == 2, "by the weight of the sun"
    avoid(ready, "comfort")
    find(ready)
    # Felt lengths: 1000 + 400, 1100 + 250, 1290 + 150.
    assert ready.results.selected_route().rank == 2
    behaviour.front = ((1000.0, 13.3, 100.0, 1.0), (1290.0, 17.2, 80.0, 6.0))
    find(ready)
    assert ready.results.selected_route().rank == 1, "290 m are not worth 10 m of heat"
    avoid(ready, "dose")
    find(ready)
    assert ready.results.selected_route().rank == 2
    behaviour.front = behaviour.front[:1]
    find(ready)
    assert "also the coolest" in ready.results.headline.text()


def test_routes_that_do_not_tell_their_heat_are_compared_by_the_sun(ready, find, behaviour):
    behaviour.heat = False
    avoid(ready, "comfort")
    find(ready)
    assert ready.results.chart._title == "Metres in the sun"
    assert hidden(ready) == {HOTTEST, DOSE}


# -- sidewalks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "width"),
    [
        ((("width_m", "real"),), "width_m"),
        ((("LARGEUR_DE_CHAUSSEE", "real"),), "LARGEUR_DE_CHAUSSEE"),
        ((("width", "text"),), None),
        ((("name", "text"),), None),
    ],
)
def test_two_sidewalks_need_a_width(dock, surface, behaviour, find, fields, width):
    QgsProject.instance().addMapLayers([support.street_layer("Streets", fields), surface])
    box = dock.form.advanced.sidewalks
    assert box.isEnabled() == (width is not None)
    assert ("width" in box.toolTip()) == (width is None)
    box.setChecked(True)
    dock.form.start.set_point(support.point(0, 0))
    dock.form.end.set_point(support.point(1000, 0))
    find(dock)
    build = behaviour.calls[0][1]
    assert build.get("WIDTH_FIELD") == width
    assert build.get("SIDES") == ("2" if width else None)


def test_two_sidewalks_are_another_network(dock, surface, behaviour, find):
    QgsProject.instance().addMapLayers([support.street_layer("Streets", (("width_m", "real"),)), surface])
    dock.form.start.set_point(support.point(0, 0))
    dock.form.end.set_point(support.point(1000, 0))
    for sidewalks in (False, True, False):
        dock.form.advanced.sidewalks.setChecked(sidewalks)
        find(dock)
    assert behaviour.names() == ["build", "shade", "route"] * 2 + ["route"], "the first network was kept"


def test_a_network_keeps_the_sides_it_was_built_with(dock, surface):
    fields = (("edge_id", "integer"), ("u", "integer"), ("v", "integer"), ("width_m", "real"))
    QgsProject.instance().addMapLayers([support.street_layer("Network", fields), surface])
    assert not dock.form.advanced.sidewalks.isEnabled()
    assert "network already" in dock.form.advanced.sidewalks.toolTip()
    dock.form.advanced.sidewalks.setChecked(True)
    assert not dock.form.advanced.two_sidewalks()
