"""The parts of the panel of land take by themselves: words, numbers, drawings, tables, what layers are taken for."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.land_take import (
    grades,
    kinds,
    quality,
    reasons,
    recognise,
    records,
    requests,
    texts,
)
from cityorchestra.cityorchestra_plugin.docks.land_take.bar_groups import Bar, BarGroup, BarGroups
from cityorchestra.cityorchestra_plugin.docks.land_take.recognise import LayerKind
from cityorchestra.cityorchestra_plugin.docks.land_take.records import ZoneRecord
from cityorchestra.cityorchestra_plugin.docks.land_take.score_gauge import ScoreGauge
from cityorchestra.cityorchestra_plugin.docks.land_take.score_options import ScoreOptions
from cityorchestra.cityorchestra_plugin.docks.land_take.site_model import Site, SiteModel
from cityorchestra.cityorchestra_plugin.docks.land_take.zone_model import GRADE, SCORE, ZoneFilterModel, ZoneModel
from cityorchestra.processing_provider.land_take import exemptions, indicators, sources, thresholds
from cityorchestra.processing_provider.land_take.nomenclature import judge
from cityorchestra.processing_provider.land_take.score import CLASSES
from cityorchestra.tests.algorithm_support import make_layer
from cityorchestra.tests.land_take.scenes import rectangle
from cityorchestra.tests.window.land_take_panel_support import land_cover, project_layer, zone_layer
from qgis.core import QgsApplication, QgsGeometry, QgsProject
from qgis.PyQt.QtCore import Qt

NAN = float("nan")


def record(name="Zone", grade="C", **values):
    return ZoneRecord(1, name, QgsGeometry(), grade, values)


# --- numbers and words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (texts.plain(None), "–"),
        (texts.plain(NAN), "–"),
        (texts.plain(-0.2), "0"),
        (texts.plain(-3.0), "\u22123"),
        (texts.signed(0.04, 1), "0.0"),
        (texts.signed(2.0, 1), "+2.0"),
        (texts.hectares(None), "–"),
        (texts.hectares(12_345.0), "1.23 ha"),
        (texts.hectares(-12_345.0, change=True), "\u22121.23 ha"),
        (texts.area(9_999.0), "9999 m²"),
        (texts.area(10_000.0), "1.00 ha"),
        (texts.percent(12.345), "12.3 %"),
        (texts.interval(1.0, None), ""),
        (texts.interval(58.2, 66.4), "58 to 66"),
    ],
)
def test_numbers(text, wanted):
    assert text == wanted


def test_limits_of_the_classes_are_those_of_the_science():
    assert [(grade, max(low, 0.0)) for grade, low in CLASSES] == list(grades.LIMITS)


def test_fields_of_cover_are_those_of_the_science():
    assert set(recognise.COVER_FIELDS) == set(sources.COVER_FIELDS)
    known = {name for product in ("clc", "ua") for name in sources.CLASS_FIELDS[product]}
    assert set(recognise.CLASS_FIELDS) <= known


def test_every_reason_of_the_science_has_a_sentence():
    told = {
        thresholds.MATRIX, "bati", "bati_sous_seuil", "enclave_non_artif", "artif_sous_seuil", "lineaire_etroit",
        exemptions.PARK, exemptions.PANELS, exemptions.WOODY, exemptions.HERBACEOUS, "champ", "inconnu",
    }  # fmt: skip
    assert told >= set(vars(thresholds).get("REASONS", ()))
    for word in told:
        assert reasons.reason(word, 1) != word
    assert reasons.reason("matrice", 1) != reasons.reason("matrice", 0)
    assert reasons.reason("a word of later", 1) == "a word of later"


def test_every_word_of_quality_has_a_sentence():
    words = {
        indicators.NO_AREA, indicators.NOT_COVERED, indicators.PARTLY_COVERED, indicators.MUCH_UNKNOWN,
        indicators.COVERED_TWICE, indicators.ONE_DATE, "sans_fonctions", "sans_evolution", "sans_rythme",
    }  # fmt: skip
    assert words <= set(quality.sentences())
    lines = quality.notes(record(qualite="une_date,mot_nouveau", score_qualite="sans_evolution"))
    assert lines == ["A single date: stock, but no flux.", "mot nouveau"]


def test_a_flux_within_noise_is_told_and_none_is_not():
    assert any("displaced" in line for line in quality.notes(record(signif=0, flux_net=12.0)))
    assert quality.notes(record(signif=0, flux_net=0.0)) == []
    assert quality.notes(record(signif=1, flux_net=12.0)) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"flux": 1}, "Taken"),
        ({"flux": -1}, "Given back"),
        ({"flux": 0}, "No change"),
        ({"flux": None}, "not known"),
        ({"flux": 1, "saut_seuil": 1}, "crossed a threshold"),
        ({"flux": 0, "classe": "bruit_geometrique"}, "boundary"),
        ({"flux": 0, "classe": "flux_sous_seuil"}, "too small"),
    ],
)
def test_what_became_of_a_piece(values, words):
    assert words in reasons.flux_sentence(values)


def test_codes_are_told_in_words_of_the_language(monkeypatch):
    assert reasons.codes("1.1.1.1", "5") == "Buildings (1.1.1.1), Residential (5)"
    assert "not known" in reasons.codes(None, "")
    monkeypatch.setattr(kinds, "language", lambda: "fr")
    assert kinds.cover_name("1.1.1.1") == "Zones bâties"
    assert next(kind.name for kind in kinds.project_kinds()) == "Maisons avec jardins"


def test_kinds_of_projects_are_leaves_and_renaturation_is_not_artificial():
    found = kinds.project_kinds()
    assert len({kind.key for kind in found}) == len(found) >= 6
    for kind in found:
        flag = judge([kind.cover], [kind.use]).artificial[0]
        assert flag == (0 if kind.renaturation else 1), kind.key
        assert kind.name and kind.note


def test_no_text_calls_the_score_what_it_is_not():
    from pathlib import Path

    folder = Path(kinds.__file__).parent
    for path in [*folder.glob("*.py"), kinds.KINDS_TABLE]:
        assert "biodiver" not in path.read_text(encoding="utf-8").casefold(), path


# --- drawings -------------------------------------------------------------------------------------------------------


def test_bars_say_what_they_show(qtbot):
    bars = BarGroups("Parts")
    qtbot.addWidget(bars)
    bars.show_groups(
        [BarGroup("Biotope", (Bar(41.6), Bar(None, "After"))), BarGroup("Carbon", (Bar(3.0, text="3.00"),))]
    )
    assert bars.accessibleDescription() == "Biotope: 42, After –; Carbon: 3.00"
    bars.resize(bars.sizeHint())
    bars.show()
    assert bars.group_at(1).title == "Biotope"
    assert bars.group_at(bars.height() - 3).title == "Carbon"
    assert bars.group_at(10_000) is None
    bars.show_groups([])
    assert bars.sizeHint().height() == 0


def colours(widget):
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_a_bar_is_as_long_as_its_value_and_unknown_is_neither(qtbot):
    bars = BarGroups("Parts")
    qtbot.addWidget(bars)

    def reds(value):
        bars.show_groups([BarGroup("", (Bar(value, colour="#ff0000"),))])
        bars.resize(200, bars.sizeHint().height())
        image = bars.grab().toImage()
        rows = range(image.height())
        return max(sum(image.pixelColor(x, y).name() == "#ff0000" for x in range(image.width())) for y in rows)

    found = [reds(value) for value in (0.0, 50.0, 100.0, 150.0, None)]
    ratio = bars.devicePixelRatioF()
    assert found[0] == found[4] == 0
    assert found[1] == pytest.approx(100 * ratio, abs=3)
    assert found[2] == found[3] == pytest.approx(200 * ratio, abs=3)


def test_the_gauge_says_class_score_and_interval(qtbot):
    gauge = ScoreGauge()
    qtbot.addWidget(gauge)
    gauge.resize(gauge.sizeHint())
    gauge.show_score(62.4, "C", 58.0, 66.0)
    assert gauge.accessibleDescription() == (
        "Score 62 of 100, class C. Other weights of the parts give 58 to 66 (5 to 95 %)."
    )
    assert grades.COLOURS["C"] in colours(gauge)
    gauge.show_score(62.4, "C", None, None)
    assert gauge.sentence() == "Score 62 of 100, class C."
    gauge.show_score(None, "", None, None)
    assert gauge.sentence().startswith("No score")
    assert grades.COLOURS["C"] not in colours(gauge)


# --- tables ---------------------------------------------------------------------------------------------------------


def test_models_keep_the_rules_of_qt(qtmodeltester):
    model = ZoneModel()
    qtmodeltester.check(model)
    model.set_zones([record("a", z=70.0), record("b", "", z=None)])
    qtmodeltester.check(model)
    sites = SiteModel()
    sites.set_sites([Site(1, "x", QgsGeometry(), 900.0, 0.1, 900.0, 0.0, 2, 0.5)], ticked=True)
    qtmodeltester.check(sites)
    assert "alone it would give" in sites.sentence(sites.sites[0])
    assert "50 % of it" in sites.sentence(sites.sites[0])


def test_zones_without_a_class_come_last(qtbot):
    model, proxy = ZoneModel(), ZoneFilterModel()
    model.set_zones([record("a", "", z=None), record("b", "A", z=90.0), record("c", "E", z=10.0)])
    proxy.setSourceModel(model)
    proxy.sort(GRADE, Qt.SortOrder.AscendingOrder)
    assert [proxy.index(row, GRADE).data() for row in range(3)] == ["A", "E", "–"]
    proxy.sort(SCORE, Qt.SortOrder.DescendingOrder)
    assert [proxy.index(row, SCORE).data() for row in range(3)] == ["90", "10", "–"]


def test_a_row_is_told_to_screen_readers():
    zone = record("Ouest", "C", z=62.0, stock_pct=50.0, flux_net=None, couv_pct=49.9)
    said = ZoneModel.sentence(zone)
    assert said == (
        "Ouest: class C, score 62; 50.0 % artificial; net – between the dates; only 50 % of it covered by data."
    )


@pytest.mark.parametrize(("covered", "half"), [(100.0, False), (99.6, False), (99.4, True), (0.0, True), (None, False)])
def test_coverage_shows_in_whole_per_cent(covered, half):
    assert record(couv_pct=covered).half_covered is half


def test_numbers_of_a_record():
    zone = record(z=True, e="12", v=NAN, f=3)
    assert [zone.number(name) for name in ("z", "e", "v", "f", "g")] == [None, None, None, 3.0, None]
    assert records.weights_used(zone_layer()) == ()


# --- layers ---------------------------------------------------------------------------------------------------------


def named(name, *fields):
    rows = [(rectangle(0, 0, 9, 9), *("1" for _ in fields))]
    return make_layer("Polygon", rows, tuple((field, "text") for field in fields), name=name)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (("CODE_CS", "CODE_US"), LayerKind.COVER),
        (("couverture", "usage"), LayerKind.COVER),
        (("cs", "us", "artif"), LayerKind.COVER),
        (("cs", "us", "artif", "motif", "aire_m2"), LayerKind.STATE),
        (("code_18",), LayerKind.CLASSES),
        (("nom",), LayerKind.OTHER),
    ],
)
def test_what_a_layer_is(fields, kind):
    assert recognise.kind_of(named("layer", *fields)) is kind


def test_the_last_date_comes_first_and_of_one_kind():
    layers = [named("OCS GE 2017", "cs", "us"), named("OCS GE 2021", "cs", "us"), named("OCS GE 2024", "cs", "us")]
    last, first = recognise.likely_pair(layers)
    assert (last.name(), first.name()) == ("OCS GE 2024", "OCS GE 2017")
    assert recognise.likely_pair([named("cover", "cs"), named("other", "cs")])[1] is None, "no years, no order"
    assert recognise.likely_pair([named("zones", "nom")]) == (None, None)


def test_dates_of_names():
    assert recognise.proposed_date(named("OCS GE 2021", "cs")).year() == 2021
    assert not recognise.proposed_date(named("OCS GE 2021", "cs", "millesime")).isValid(), "its field tells it"
    assert not recognise.proposed_date(named("parcelle 12021", "cs")).isValid()
    assert not recognise.proposed_date(None).isValid()


def test_zones_by_name_else_the_only_other_layer():
    zones, cover = named("Communes", "nom"), land_cover(2020)
    assert recognise.likely_zones([cover, named("Projet", "nom"), zones]) is zones
    parcels = named("Parcelles", "numero")
    assert recognise.likely_zones([cover, parcels, named("Projet", "nom")]) is parcels
    assert recognise.likely_zones([cover, parcels, named("Bois", "nom")]) is None
    assert recognise.likely_name_field(zone_layer()) == "nom"
    assert recognise.likely_name_field(None) == ""


def test_a_field_that_tells_zones_apart():
    assert recognise.key_field(zone_layer(), "nom") == "nom"
    twins = make_layer(
        "Polygon",
        [(rectangle(0, 0, 1, 1), "1", "a"), (rectangle(2, 0, 3, 1), "2", "a")],
        (("insee", "text"), ("nom", "text")),
    )
    assert recognise.key_field(twins, "nom") == "insee"
    assert recognise.key_field(named("x", "other"), "none") == ""


def test_results_of_the_panel_are_no_data(qgis_app):
    layer = project_layer()
    layer.setCustomProperty(recognise.RESULT_PROPERTY, True)
    QgsProject.instance().addMapLayers([layer, zone_layer()])
    assert [one.name() for one in recognise.polygon_layers()] == ["Zones of the plan"]


# --- the algorithms --------------------------------------------------------------------------------------------------


def test_weights_proposed_are_those_of_the_algorithm(provider, qtbot):
    options = ScoreOptions(requests.AlgorithmIds().score)
    qtbot.addWidget(options)
    assert [box.value() for box in options.weights] == [40, 25, 20, 15]
    assert options.parameters() == {"OMEGA": "0.4, 0.25, 0.2, 0.15"}
    options.pace.setValue(0.3)
    options.weights[0].setValue(10)
    assert options.parameters() == {"OMEGA": "0.1, 0.25, 0.2, 0.15", "TAU": 0.3}
    options.reset.click()
    assert options.weights[0].value() == 40
    other = ScoreOptions("cityorchestra:not_there")
    qtbot.addWidget(other)
    assert {box.value() for box in other.weights} == {25}


def test_the_algorithms_are_there(provider):
    ids = vars(requests.AlgorithmIds())
    registry = QgsApplication.processingRegistry()
    assert [name for name, key in ids.items() if registry.algorithmById(key) is None] == []
