"""Parts of the local report without a run: what is read, sums, charts, pictures, and the page from dictionaries."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.algorithms import report_inputs as inputs
from cityorchestra.processing_provider.land_take.algorithms.enaf_page import enaf_html, total_of
from cityorchestra.processing_provider.land_take.algorithms.enaf_rows import rows_of_layer
from cityorchestra.processing_provider.land_take.algorithms.report_charts import (
    GIVEN_BACK,
    TAKEN,
    balance_svg,
    intervals_svg,
    shares_svg,
)
from cityorchestra.processing_provider.land_take.algorithms.report_html import (
    document,
    hectares,
    signed_hectares,
    table,
    year_text,
)
from cityorchestra.processing_provider.land_take.algorithms.report_maps import NOTHING, map_svg, palette_png
from cityorchestra.processing_provider.land_take.algorithms.report_page import report_html
from cityorchestra.processing_provider.land_take.algorithms.report_pictures import (
    middle_rate,
    rate_class,
    rate_legend,
    zone_maps,
)
from cityorchestra.processing_provider.layers import read_features
from cityorchestra.tests.algorithm_support import french, make_layer
from cityorchestra.tests.land_take.report_scenes import (
    INDICATOR_FIELDS,
    ZONE_ROWS,
    change_layer,
    indicators,
    score_layer,
    zones_layer,
)
from cityorchestra.tests.land_take.scenes import rectangle
from hypothesis import given
from hypothesis import strategies as st
from rasterio.io import MemoryFile

pytestmark = [
    pytest.mark.usefixtures("provider"),
    pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning"),  # pictures are no maps
]
EVIL = "<script>alert(1)</script><img src=x onerror='alert(2)'>\"'&"
ALONE = {"img", "br", "meta", "path", "line", "rect", "circle", "polyline", "polygon", "image"}


class Reader(HTMLParser):
    """Every element of a page, and whether each is closed in its turn."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.open, self.faults = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ALONE or tag in ("rect", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def read(page):
    """Check that a page is well formed, runs nothing and fetches nothing; return its reader."""
    reader = Reader()
    reader.feed(page)
    assert not reader.faults and not reader.open, (reader.faults, reader.open)
    assert not {"script", "iframe", "object", "embed", "link", "form", "img", "foreignobject"} & set(reader.tags)
    for name, value in reader.attributes:
        assert not name.startswith("on"), name
        if name in ("href", "xlink:href", "src"):
            assert value.startswith("data:image/png;base64,"), value[:40]
    assert "url(" not in page and "@import" not in page
    return reader


def table_of(layer):
    return read_features(layer)


def values(**changes):
    """Return everything that a page says, from the scenes."""
    zones = table_of(zones_layer())
    found = inputs.zone_values(zones)
    return {
        "title": "Rapport", "territory": "Ici", "date": "2026-12-01", "dates": ["2017-01-01", "2020-01-01"],
        "zones": found, "score": None, "friches": None, "change": None, "enaf": None, "overlap_m2": 0.0, "maps": {},
        "objectives": "", "reasons": "", "inputs": [], "parameters": [], **changes,
    }  # fmt: skip


# -- what is read ---------------------------------------------------------------------------------------------------


def test_sums_of_zones_worked_out_by_hand():
    found = inputs.zone_values(table_of(zones_layer()))
    total = found["total"]
    assert [row["name"] for row in found["rows"]] == ["Acigné", "Amanlis"]
    assert (total["flux_art"], total["flux_desart"], total["flux_net"]) == (15_000, 7_000, 8_000)
    assert total["stock_pct"] == pytest.approx(30) and total["couv_pct"] == pytest.approx(100)
    # 10 000 and -2 000 m2 in three years, of 2 000 000 m2.
    assert total["tx_net_an"] == pytest.approx(100 * 8_000 / 3 / 2_000_000)
    assert total["sigma_net"] == pytest.approx(1_000 * 2**0.5) and total["signif"] == 1 and total["duree_an"] == 3
    assert found["composition"]["compo_cs"]["2.2.1"] == pytest.approx(1_400_000)
    assert found["composition"]["flux_us"] == {"art": {"5": 20_000}, "desart": {"6.3": 4_000}}
    assert set(found["missing"].values()) == {0}


def test_each_zone_is_counted_over_its_own_years():
    rows = [
        indicators("a", ZONE_ROWS[0][1], 3_000.0, 0.0, years=3.0),
        indicators("b", ZONE_ROWS[1][1], 6_000.0, 0.0, years=6.0),
    ]
    total = inputs.zone_values(table_of(zones_layer(*rows)))["total"]
    assert total["tx_net_an"] == pytest.approx(100 * (1_000 + 1_000) / 2_000_000) and total["duree_an"] is None


def test_what_is_not_known_is_no_zero():
    rows = [
        indicators("a", ZONE_ROWS[0][1], 12_000.0, 2_000.0),
        indicators("b", ZONE_ROWS[1][1], None, None, sigma=None, stock=None, couv_pct=None, compo_cs="{", flux_cs=None),
    ]
    found = inputs.zone_values(table_of(zones_layer(*rows)))
    assert found["total"]["flux_net"] == 10_000 and found["missing"]["flux_net"] == 1
    assert found["total"]["sigma_net"] is None and found["total"]["couv_pct"] is None
    assert found["total"]["stock_pct"] == pytest.approx(30), "of the zone that is known"
    nothing = [indicators("b", ZONE_ROWS[1][1], None, None, sigma=None)]
    assert inputs.zone_values(table_of(zones_layer(*nothing)))["total"]["flux_net"] is None


@pytest.mark.parametrize(
    ("read_layer", "words"),
    [
        (inputs.zone_values, "run “Indicators per zone” first"),
        (inputs.score_values, "output of “ZAN score”"),
        (inputs.friche_values, "output of “Brownfield stock”"),
        (inputs.change_values, "output of “Change between two dates”"),
        (inputs.enaf_values, "output of “ENAF trajectory”"),
    ],
)
def test_layers_of_another_kind(read_layer, words):
    other = table_of(make_layer("Polygon", [(rectangle(0, 0, 1, 1), "a")], [("nom", "text")]))
    with pytest.raises(InputError, match=words):
        read_layer(other)


def test_empty_layers():
    with pytest.raises(InputError, match="The zones have no row"):
        inputs.zone_values(table_of(make_layer("Polygon", [], INDICATOR_FIELDS)))
    fields = [("conso_m2", "real"), ("budget_m2", "real"), ("serie", "text"), ("regles", "text"), ("etat", "text")]
    with pytest.raises(InputError, match="The layer of ENAF has no row"):
        rows_of_layer(table_of(make_layer("NoGeometry", [], fields)))
    with pytest.raises(InputError, match="cannot be read"):
        rows_of_layer(table_of(make_layer("NoGeometry", [(None, 1.0, 1.0, "{}", "{", "ok")], fields)))


def test_change_by_class():
    found = inputs.change_values(table_of(change_layer()))
    assert found["classes"] == {
        "changement": 17_000,
        "flux_sous_seuil": 400,
        "bruit_geometrique": 200,
        "stable": 10_000,
    }
    assert (found["jump_m2"], found["unknown_m2"], found["dates"]) == (2_000, 10_000, ["2017-01-01", "2020-01-01"])
    assert inputs.change_classes(table_of(change_layer())).tolist() == [0, 0, 1, 2, -1, 3]


def test_state_of_all_zones_is_weighed_by_surface_and_the_change_never_averaged():
    found = inputs.score_values(table_of(score_layer()))
    assert found["state"] == pytest.approx(70) and set(found) == {"rows", "state"}


def test_dates_of_a_provenance():
    inner = {"parameters": {"DATE1": "2017-01-01", "DATE2": "2020-01-01"}, "inputs": []}
    record = {
        "parameters": {},
        "inputs": [{"name": "x"}, {"provenance": {"parameters": {}, "inputs": [{"provenance": inner}]}}],
    }
    assert inputs.dates_in(record) == ["2017-01-01", "2020-01-01"]
    assert inputs.dates_in(None) == inputs.dates_in({"parameters": {}}) == ["", ""]


# -- pieces of a page ------------------------------------------------------------------------------------------------


def test_areas_as_text():
    assert (hectares(12_345.0), hectares(None), hectares(float("nan"))) == ("1.23\u00a0ha", "not known", "not known")
    assert (signed_hectares(5_000.0, unit=False), signed_hectares(-5_000.0, unit=False)) == ("+0.50", "-0.50")
    assert signed_hectares(0.0, unit=False) == "0.00"


def test_a_year_has_no_mark_of_thousands():
    assert (year_text(2029.33), year_text(2029.96)) == ("2029.3", "2030.0")
    with french():
        assert year_text(2029.33) == "2029,3"


def test_texts_are_shown_and_not_run():
    page = document(EVIL, table([EVIL], [[EVIL]], EVIL), {"name": EVIL})
    reader = read(page)
    assert "script" not in reader.tags and page.count("&lt;script&gt;") == 5
    assert dict(reader.attributes)["http-equiv"] == "Content-Security-Policy"


def test_bars_of_a_balance():
    rows = [
        {"name": EVIL, "taken": 20_000.0, "given": 10_000.0, "net": 10_000.0, "sigma": None},
        {"name": "b", "taken": None, "given": None, "net": None, "sigma": None},
    ]
    picture = balance_svg(rows)
    read(picture)
    widths = {
        colour: float(width) for width, colour in re.findall(r"width='([\d.]+)' height='13.0' fill='(#\w+)'", picture)
    }
    assert widths[TAKEN] == pytest.approx(2 * widths[GIVEN_BACK], abs=0.2) and "not known" in picture
    read(balance_svg([]))


def test_bars_of_parts_and_scores():
    picture = shares_svg([("a", [("x", 10_000.0, "#111111"), ("y", 30_000.0, "#222222"), ("z", 0.0, "#333333")])], EVIL)
    read(picture)
    widths = dict(re.findall(r"width='([\d.]+)' height='13.0' fill='(#\w+)'", picture))
    first, second = (float(width) for width in widths)
    assert second == pytest.approx(3 * first, rel=0.01) and "#333333" not in picture
    read(shares_svg([], "nothing"))
    scores = intervals_svg(
        [
            {"name": "a", "score": 50.0, "low": 40.0, "high": 60.0, "grade": "C"},
            {"name": EVIL, "score": None, "low": None, "high": None, "grade": ""},
        ]
    )
    read(scores)
    assert "not known" in scores and "#e0c341" in scores


@given(st.lists(st.tuples(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(0, 1e8)), max_size=12))
def test_every_bar_stays_on_the_sheet(rows):
    picture = balance_svg(
        [{"name": "a", "taken": art, "given": des, "net": art - des, "sigma": sigma} for art, des, sigma in rows]
    )
    for x, width in re.findall(r"<rect x='([-\d.]+)' y='[-\d.]+' width='([\d.]+)'", picture):
        assert float(x) >= 0.0 and float(x) + float(width) <= 760.2


# -- maps ------------------------------------------------------------------------------------------------------------


def cells_of(picture):
    """Return the picture that a map holds, as colours: uint8 of shape (4, rows, columns)."""
    data = base64.b64decode(re.search(r"<image [^>]*href='data:image/png;base64,([^']+)'", picture).group(1))
    with MemoryFile(io.BytesIO(data)) as file, file.open() as dataset:
        assert dataset.driver == "PNG"
        classes, palette = dataset.read(1), dataset.colormap(1)
    return np.array([[palette[int(value)] for value in row] for row in classes], dtype=np.uint8).transpose(2, 0, 1)


def test_a_picture_of_classes_is_a_png():
    cells = np.array([[0, 1, NOTHING], [1, 1, 0]], dtype=np.uint8)
    with MemoryFile(palette_png(cells, ["#ff0000", "#0000ff"])) as file, file.open() as dataset:
        np.testing.assert_array_equal(dataset.read(1), cells)
        palette = dataset.colormap(1)
    assert palette[0] == (255, 0, 0, 255) and palette[1] == (0, 0, 255, 255) and palette[NOTHING][3] == 0


def test_surfaces_have_their_share_of_the_map():
    shapes = np.array([rectangle(0, 0, 300, 100), rectangle(300, 0, 400, 100), None], dtype=object)
    picture = map_svg(
        shapes, np.array([0, 1, 1]), [("#ff0000", "x"), ("#0000ff", "y")], "t", outlines=shapes, names=["a", EVIL, "c"]
    )
    reader = read(picture)
    colours = cells_of(picture)
    red, blue = ((colours[place] == 255) & (colours[3] == 255) for place in (0, 2))
    assert red.sum() / blue.sum() == pytest.approx(3, rel=0.01)
    assert reader.tags.count("path") == 2 and "100 m" in picture


def test_small_pieces_are_seen_where_asked():
    shapes = np.array([rectangle(0, 0, 0.1, 0.1), rectangle(9_000, 9_000, 10_000, 10_000)], dtype=object)
    painted = {}
    for small in (False, True):
        colours = cells_of(map_svg(shapes, np.array([0, 1]), [("#ff0000", "x"), ("#0000ff", "y")], "t", small=small))
        painted[small] = int(((colours[0] == 255) & (colours[3] == 255)).sum())
    assert painted[False] == 0 and painted[True] >= 1


def test_maps_of_nothing_and_of_one_point():
    nothing = np.array([None], dtype=object)
    read(map_svg(nothing, np.array([0]), [("#ff0000", "x")], "t", outlines=nothing, names=["a"]))
    tall = np.array([rectangle(0, 0, 10, 100_000)], dtype=object)
    assert "20 km" in map_svg(tall, np.array([0]), [("#ff0000", "x")], "t")


def test_classes_of_a_net_rate():
    limit = middle_rate([0.1, -0.3, 0.0, None, 0.2])
    assert limit == pytest.approx(0.2)
    assert [rate_class(rate, limit) for rate in (-0.3, -0.1, 0.0, 0.2, 0.3, None)] == [0, 1, 2, 3, 4, 5]
    assert rate_legend(0.2)[4][1] == "more than 0.2 % per year"
    assert middle_rate([None]) is None and middle_rate([0.0]) > 0.0


def test_one_date_has_no_map_of_change():
    rows = [indicators("a", ZONE_ROWS[0][1], None, None, sigma=None)]
    found = table_of(zones_layer(*rows))
    assert set(zone_maps(found, inputs.zone_values(found)["rows"])) == {"stock"}


# -- pages -----------------------------------------------------------------------------------------------------------


def test_the_page_keeps_to_the_order_of_the_law():
    page = report_html(values())
    read(page)
    places = [page.index(f">{number}° ") for number in (1, 2, 3, 4)]
    assert places == sorted(places)
    for words in (
        "does not decide what may be built", "not a legal qualification", "this part is missing",
        "What this does not say", "To be checked before publication", "To be written by the authority",
        "carry no provenance", "R. 2231-1",
    ):  # fmt: skip
        assert words in page, words
    assert "iodivers" not in page


def test_zones_that_overlap_have_no_sum():
    page = report_html(values(overlap_m2=50_000.0))
    assert (
        "The zones overlap on 5.00\u00a0ha" in page and "Together" not in page and "Net artificialisation<" not in page
    )


def test_noise_that_is_too_large_is_told():
    change = {"classes": {"changement": 1_000.0, "bruit_geometrique": 300.0}, "jump_m2": 0.0, "unknown_m2": 0.0}
    assert "Noise of geometry is 30 % of the change" in report_html(values(change=change))


def test_nothing_of_the_user_runs_in_the_page():
    rows = [indicators(EVIL, ZONE_ROWS[0][1], 1.0, 0.0, qualite=EVIL)]
    score = inputs.score_values(table_of(score_layer()))
    score["rows"][0]["name"] = EVIL
    page = report_html(
        values(
            title=EVIL, territory=EVIL, dates=[EVIL, EVIL], objectives=EVIL, reasons=EVIL, score=score,
            zones=inputs.zone_values(table_of(zones_layer(*rows))),
            inputs=[{"label": EVIL, "name": EVIL, "source": EVIL, "features": 1, "licences": [EVIL]}],
            parameters=[{"algorithm": EVIL, "version": EVIL, "date": EVIL, "parameters": {EVIL: EVIL}}],
        ),
        {"algorithm": EVIL},
    )  # fmt: skip
    read(page)
    assert "<script" not in page and "<img" not in page


def enaf_rows():
    """Return two territories, one that is not known, and the rules."""
    series = dict.fromkeys(range(2011, 2021), 10_000.0) | {2021: 5_000.0, 2022: 6_000.0, 2023: 7_000.0}
    row = {
        "name": "a", "reason": "", "communes": 1, "surface_m2": 1e7, "reference_m2": 1e5, "allowance_m2": 5e4,
        "consumed_m2": 18e3, "used_percent": 36.0, "projected_m2": 6e4, "projected_low_m2": 45_895.0,
        "projected_high_m2": 74_105.0, "exhausted_in": 2029.33, "pace_m2": 4571.4, "gap_m2": 0.0, "last_year": 2023,
        "series": series, "posts": None, "series_posts": None,
    }  # fmt: skip
    unknown = {**dict.fromkeys(row), "name": EVIL, "reason": "annees_manquantes", "series": {}, "last_year": 2023}
    rules = {
        "preset": "law_2023", "law": True, "reference": [2011, 2020], "period": [2021, 2030], "reduction": 0.5,
        "floor_m2": 10_000.0, "last_year": 2023,
    }  # fmt: skip
    return [row, {**row, "name": "b"}, unknown], rules


def test_the_sum_of_territories_is_that_of_those_that_are_known():
    rows, rules = enaf_rows()
    total = total_of(rows, rules)
    assert (total["consumed_m2"], total["allowance_m2"], total["used_percent"]) == (36_000, 100_000, pytest.approx(36))
    assert total["projected_m2"] == pytest.approx(120_000) and total["exhausted_in"] == pytest.approx(2029.33, abs=0.01)
    assert total["projected_low_m2"] == pytest.approx(2 * 45_895, rel=1e-4) and total["surface_m2"] == 2e7
    assert total_of(rows[2:], rules) is None


def test_pages_of_territories():
    rows, rules = enaf_rows()
    read(enaf_html({"rules": rules, "rows": rows, "net": None, "warnings": [EVIL]}))
    read(enaf_html({"rules": {**rules, "law": False}, "rows": rows[2:], "net": None}))
    page = report_html(values(enaf={"rows": rows, "rules": rules}))
    read(page)
    assert "would exceed the allowance" in page and "does not settle" not in page
    assert "years known do not settle it" not in report_html(values())
    assert "are not the same territory" in page, "2 000 ha of communes, 200 ha of zones"
    bare = [{**row, "surface_m2": None} for row in rows]
    assert "the table of communes has no polygon" in report_html(values(enaf={"rows": bare, "rules": rules}))
