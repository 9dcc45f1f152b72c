"""Indicators of zones: sums that add up, what is not known, noise, mesh size, efficiency."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.land_take.adjacency import neighbours
from cityorchestra.processing_provider.land_take.indicators import (
    Pieces,
    boundary_by_zone,
    changes_only,
    deviation_of_net,
    efficiency,
    indicators,
    mesh_size,
    quality,
    significant,
)
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.land_take.zone_sums import ZoneShares, joined
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box


def shares_of(pieces, zones):
    found = overlay_areas(pieces, zones)
    return ZoneShares(found.second_index, found.first_index, found.area_m2, len(zones))


def flags(*values):
    return np.array(values, dtype=np.int8)


def two_dates(first, second, kind=None):
    first, second = flags(*first), flags(*second)
    known = (first >= 0) & (second >= 0)
    kind = np.array(kind or ["changement" if a != b else "stable" for a, b in zip(first, second)])
    counted = known & ~np.isin(kind, ["bruit_geometrique", "flux_sous_seuil"])
    raw = known & (kind != "bruit_geometrique")
    return Pieces(
        second=second, sealed2=second, first=first, sealed1=first,
        flux=np.where(counted, second - first, 0).astype(np.int8),
        raw_flux=np.where(raw, second - first, 0).astype(np.int8),
        kind=kind, jump=np.zeros(first.size, dtype=bool),
    )  # fmt: skip


STRIPS = np.array([box(x, 0, x + 10, 100) for x in range(0, 50, 10)])  # 1 000 m2 each


def test_stock_flux_rates_and_what_is_known():
    pieces = two_dates([0, 1, 0, 1, -1], [1, 0, 0, 1, 1])
    found = indicators(shares_of(STRIPS, np.array([box(0, 0, 50, 100), box(0, 0, 100, 100)])), pieces, [5e3, 1e4], 2.0)
    assert found["couv_pct"].tolist() == [100.0, 50.0]
    assert found["stock_m2"].tolist() == [3000.0, 3000.0] and found["stock_pct"].tolist() == [60.0, 60.0]
    assert found["stock1_m2"][0] == 2000.0 and found["inconnu_m2"][0] == 0.0
    assert (found["flux_art"][0], found["flux_desart"][0], found["flux_net"][0]) == (1000.0, 1000.0, 0.0)
    assert found["tx_comp"][0] == 100.0
    grown = indicators(shares_of(STRIPS[:1], STRIPS[:1]), two_dates([0], [1]), [1000.0], 4.0)
    assert grown["tx_net_an"].tolist() == [25.0] and np.isnan(indicators(shares_of(STRIPS[:1], STRIPS[:1]),
        two_dates([0], [1]), [1000.0])["tx_net_an"][0])  # fmt: skip


def test_each_piece_is_brought_to_a_year_by_its_own_dates():
    pieces = two_dates([0, 1, 0], [1, 0, 0])
    zones = np.array([box(0, 0, 30, 100), box(0, 0, 10, 100)])
    found = indicators(shares_of(STRIPS[:3], zones), pieces, [3000.0, 1000.0], np.array([2.0, 5.0, 5.0]))
    # Taken 1 000 m2 in 2 years, given back 1 000 m2 in 5: 500 less 200 m2 a year of 3 000 m2.
    assert found["tx_net_an"].tolist() == pytest.approx([10.0, 50.0])
    assert found["tx_imper_an"].tolist() == pytest.approx([10.0, 50.0])
    assert found["duree_an"].tolist() == pytest.approx([4.0, 2.0])
    same = indicators(shares_of(STRIPS[:3], zones), pieces, [3000.0, 1000.0], 2.0)
    assert same["tx_net_an"].tolist() == [0.0, 50.0] and same["duree_an"].tolist() == [2.0, 2.0]


def test_ground_unknown_at_the_first_date_has_a_stock_but_no_flux_and_that_is_told():
    pieces = two_dates([-1, 0, 0], [1, 1, -1])
    found = indicators(shares_of(STRIPS[:3], np.array([box(0, 0, 30, 100)])), pieces, [3000.0], 1.0)
    assert (found["stock_m2"][0], found["inconnu_m2"][0], found["inconnu_flux_m2"][0]) == (2000.0, 1000.0, 2000.0)
    assert found["flux_net"][0] == 1000.0 and found["tx_net_an"][0] == 100.0
    known_later = indicators(shares_of(STRIPS[:2], STRIPS[:2]), two_dates([-1, 0], [1, 1]), [1000.0] * 2, 1.0)
    assert known_later["inconnu_m2"].tolist() == [0.0, 0.0]
    assert quality(known_later, True) == ["inconnu", ""]


def test_changed_pieces_alone_tell_fluxes_but_no_stock():
    pieces = two_dates([0, 1], [1, 0])
    zones = np.array([box(0, 0, 20, 100), box(0, 0, 40, 100), box(900, 0, 910, 100)])
    found = indicators(shares_of(STRIPS[:2], zones), pieces, shapely.area(zones), 1.0)
    assert changes_only(found["couv_pct"], pieces).tolist() == [False, True, True]
    assert found["flux_art"][:2].tolist() == [1000.0, 1000.0] and found["couv_pct"][1] == 50.0
    assert found["stock_pct"][0] == 50.0 and found["tx_net_an"][0] == 0.0
    for name in ("stock_m2", "stock_pct", "stock1_m2", "tx_net_an", "imper_pct", "inconnu_m2"):
        assert np.isnan(found[name][1]), name
    told = quality(found, True, changes_only(found["couv_pct"], pieces))
    assert told == ["", "couverture_partielle,changements_seuls", "non_couverte"]
    assert not changes_only(np.array([50.0]), two_dates([0, 0], [1, 0])).any()  # one piece stayed
    assert not changes_only(np.array([50.0]), Pieces(second=flags(1), sealed2=flags(1))).any()


def test_noise_and_small_patches_stand_apart():
    pieces = two_dates([0, 0, 0], [1, 1, 1], ["bruit_geometrique", "flux_sous_seuil", "changement"])
    found = indicators(shares_of(STRIPS[:3], np.array([box(0, 0, 30, 100)])), pieces, [3000.0], 1.0)
    assert (found["bruit_m2"][0], found["sous_seuil_m2"][0], found["flux_net"][0]) == (1000.0, 1000.0, 1000.0)
    assert found["flux_brut_net"][0] == 2000.0
    assert found["imper_net"][0] == 2000.0  # sealed ground has no threshold


def test_zones_without_area_or_data_have_no_figure():
    pieces = Pieces(second=flags(1, 0, 0, 0, 0), sealed2=flags(1, 0, 0, 0, 0))
    zones = np.array([box(500, 500, 600, 600), box(0, 0, 50, 100)])
    found = indicators(shares_of(STRIPS, zones), pieces, [10_000.0, 0.0])
    assert np.isnan(found["stock_m2"]).all() and found["couv_pct"][0] == 0.0
    assert quality(found, True) == ["non_couverte", "sans_surface"]
    assert "flux_net" not in found


def test_quality_says_what_to_be_careful_with():
    found = {
        "surf_m2": np.array([100.0, 100.0, 100.0, np.nan]),
        "couv_pct": np.array([100.0, 50.0, 130.0, np.nan]),
        "inconnu_m2": np.array([0.0, 5.0, 0.0, np.nan]),
    }
    assert quality(found, True) == ["", "couverture_partielle,inconnu", "recouvrement", "sans_surface"]
    assert quality(found, False)[0] == "une_date"


def test_deviation_and_significance():
    assert deviation_of_net([1000.0], 0.3, 0.4, 10.0)[0] == pytest.approx(0.5 * np.sqrt(10_000))
    assert significant([100.0, 97.0, np.nan], [50.0, 50.0, 50.0]) == [1, 0, None]


def test_boundaries_are_shared_out_to_zones():
    flag = flags(1, 0, 0, 1, -1)
    zones = np.array([box(0, 0, 50, 100), box(0, 0, 50, 50)])
    shares = shares_of(STRIPS, zones)
    length = boundary_by_zone(shares, flag, shapely.area(STRIPS), neighbours(STRIPS))
    assert length.tolist() == pytest.approx([200.0, 100.0])  # strips 0-1 and 2-3; unknown is no other side


def test_mesh_size_cut_and_crossing():
    """Two patches of 1 ha in a zone of 4 ha, one of them going on for 3 ha outside."""
    faces = np.array([box(0, 0, 100, 100), box(100, 0, 200, 100), box(200, 0, 300, 100), box(300, 0, 600, 100)])
    flag, component = flags(0, 1, 0, 0), np.array([0, 1, 2, 2])
    zone = np.array([box(0, 0, 300, 100)])
    cut, crossing = mesh_size(shares_of(faces, zone), flag, component, [1e4, 1e4, 4e4, 4e4], np.array([3e4]))
    assert cut[0] == pytest.approx(2 * 1e8 / 3e4)
    assert crossing[0] == pytest.approx((1e8 + 1e4 * 4e4) / 3e4)


def test_efficiency_has_no_figure_where_nobody_came():
    each, reason = efficiency([1000.0, 1000.0, 1000.0, np.nan], [10.0, 0.0, -5.0, 3.0])
    assert each[0] == 100.0 and np.isnan(each[1:]).all()
    assert reason == ["", "sans_gain", "sans_gain", "inconnu"]


def test_codes_and_transitions_add_up():
    shares = shares_of(STRIPS, np.array([box(0, 0, 25, 100)]))
    codes = np.array(["1.1", "", "2", "2", "2"])
    everything = np.ones(5, dtype=bool)
    assert shares.by_code(codes, everything) == [{"1.1": 1000.0, "?": 1000.0, "2": 500.0}]
    pairs = shares.by_pair(codes, codes[::-1], everything)
    assert sum(area for *_, area in pairs) == pytest.approx(2500.0)
    assert (0, "1.1", "2", 1000.0) in pairs


def test_areas_by_code_may_be_weighted_and_joined():
    shares = shares_of(STRIPS[:2], np.array([box(0, 0, 20, 100)]))
    codes, every = np.array(["a", "b"]), np.ones(2, dtype=bool)
    part = shares.by_code(codes, every, np.array([0.25, 0.0]))
    assert part == [{"a": 250.0}]
    assert joined(part, shares.by_code(codes, every, np.array([0.75, 1.0]))) == [{"a": 1000.0, "b": 1000.0}]


cells = st.lists(st.tuples(st.integers(-1, 1), st.integers(-1, 1)), min_size=36, max_size=36)


@settings(deadline=None, max_examples=50)
@given(cells, st.integers(1, 5))
def test_parts_of_a_zone_add_up_and_the_stock_balances(flags_of_cells, at):
    """A zone is the sum of its parts; stock at both dates differ by the net flux, noise and patches."""
    squares = np.array([box(x, y, x + 10, y + 10) for x in range(0, 60, 10) for y in range(0, 60, 10)])
    first, second = zip(*flags_of_cells)
    pieces = two_dates(first, second)
    zones = np.array([box(0, 0, 60, 60), box(0, 0, 7 * at, 60), box(7 * at, 0, 60, 60)])
    found = indicators(shares_of(squares, zones), pieces, shapely.area(zones), 3.0)
    for name in ("stock_m2", "flux_art", "flux_desart", "inconnu_m2", "imper_m2"):
        whole, *parts = np.nan_to_num(found[name])
        assert whole == pytest.approx(sum(parts), abs=1e-6)
    both = (pieces.first >= 0) & (pieces.second >= 0)
    area = shapely.area(squares)
    grown = area[both & (pieces.second == 1)].sum() - area[both & (pieces.first == 1)].sum()
    assert np.nan_to_num(found["flux_net"][0]) == pytest.approx(grown, abs=1e-6)
    assert (np.nan_to_num(found["stock_pct"], nan=50.0) <= 100.0 + 1e-9).all()


KINDS = ("stable", "changement", "bruit_geometrique", "flux_sous_seuil")


@settings(deadline=None, max_examples=50)
@given(cells, st.lists(st.sampled_from(KINDS), min_size=36, max_size=36), st.integers(1, 9999), st.booleans())
def test_pieces_may_be_cut_without_changing_a_figure(flags_of_cells, kinds, millimetres, upright):
    """A piece that is cut in two is the same ground: nothing of a zone may change."""
    squares = np.array([box(x, y, x + 10, y + 10) for x in range(0, 60, 10) for y in range(0, 60, 10)])
    first, second = zip(*flags_of_cells)
    years = np.linspace(1.0, 6.0, 36)
    zones = np.array([box(0, 0, 60, 60), box(3, 4, 47, 51)])
    at = millimetres / 1000.0  # on the grid of the overlay, so that nothing is rounded
    halves = []
    for x in range(0, 60, 10):
        for y in range(0, 60, 10):
            cut = (x + at, y + 10) if upright else (x + 10, y + at)
            halves.append(box(x, y, *cut))
            halves.append(box(x + at, y, x + 10, y + 10) if upright else box(x, y + at, x + 10, y + 10))
    twice = [np.repeat(values, 2) for values in (first, second, kinds)]
    whole = indicators(shares_of(squares, zones), two_dates(first, second, list(kinds)), shapely.area(zones), years)
    cut = indicators(
        shares_of(np.array(halves), zones),
        two_dates(*twice[:2], list(twice[2])),
        shapely.area(zones),
        np.repeat(years, 2),
    )
    for name, values in whole.items():
        assert cut[name] == pytest.approx(values, abs=1e-6, rel=1e-9, nan_ok=True), name


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=36, max_size=36),
       st.lists(st.sampled_from(KINDS), min_size=36, max_size=36))  # fmt: skip
def test_where_all_is_known_the_stock_grows_by_net_flux_noise_and_small_patches(flags_of_cells, kinds):
    squares = np.array([box(x, y, x + 10, y + 10) for x in range(0, 60, 10) for y in range(0, 60, 10)])
    first, second = (np.array(values) for values in zip(*flags_of_cells))
    pieces = two_dates(first, second, list(kinds))
    zone = np.array([box(0, 0, 60, 60)])
    shares = shares_of(squares, zone)
    found = indicators(shares, pieces, [3600.0], 3.0)
    aside = np.isin(pieces.kind, ["bruit_geometrique", "flux_sous_seuil"])
    signed = 100.0 * (second - first)[aside].sum()
    grown = shares.sums(pieces.second == 1)[0] - shares.sums(pieces.first == 1)[0]
    assert found["flux_net"][0] + signed == pytest.approx(grown, abs=1e-6)
    assert found["flux_net"][0] == found["flux_art"][0] - found["flux_desart"][0]
    if not aside.any() and (pieces.kind == "stable").any():
        assert found["stock_m2"][0] - found["stock1_m2"][0] == pytest.approx(found["flux_net"][0], abs=1e-6)
