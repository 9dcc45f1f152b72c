"""Land cover from the standard layers: order of burning, assumptions, tiles equal to the whole."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.tables import TABLES, read_table
from cityorchestra.processing_provider.territory import land_cover
from cityorchestra.processing_provider.territory.codes import CODES, COVER_NODATA, UNKNOWN_GROUND
from cityorchestra.processing_provider.territory.land_cover import (
    BARE_SOIL,
    BUILDINGS,
    DECIDUOUS,
    EVERGREEN,
    GRASS,
    PAVED,
    WATER,
    built_share,
    burning_order,
    cover_shapes,
    evergreen_crowns,
    ground_cover,
    tree_arrays,
)
from cityorchestra.processing_provider.territory.schema import LayerTable
from cityorchestra.processing_provider.territory.surface_tiles import ground_cover_tile, land_cover_tile
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.transform import from_origin

SIDE = 60
WEST, NORTH = 351000.0, 6789000.0


def box(west, south, east, north):
    return shapely.box(WEST + west, NORTH - SIDE + south, WEST + east, NORTH - SIDE + north)


def table(shapes, **columns):
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    return LayerTable(geometry, {name: np.array(values, dtype=object) for name, values in columns.items()})


def street(points, kind="residential", width=4.0, left=0.0, right=0.0, level=0):
    line = shapely.LineString([(WEST + x, NORTH - SIDE + y) for x, y in points])
    return line, {
        "street_class": kind,
        "width_m": width,
        "pavement_left_m": left,
        "pavement_right_m": right,
        "level": level,
    }


def streets(*items):
    return table([line for line, _ in items], **{name: [row[name] for _, row in items] for name in items[0][1]})


def cover(layers, unknown="grass", cell=1.0, side=SIDE):
    shape = (round(side / cell),) * 2
    footprints = layers["buildings"].geometry if "buildings" in layers else np.empty(0, dtype=object)
    return ground_cover(shape, from_origin(WEST, NORTH, cell, cell), *cover_shapes(layers), footprints, unknown)


def at(raster, x, y):
    """Value at metres from the lower-left corner."""
    return raster[SIDE - 1 - int(y), int(x)]


def test_codes_are_those_of_the_table_of_surfaces():
    names = {int(row["code"]): row["name_en"].lower() for row in read_table(TABLES / "land_cover.csv")}
    for code, word in (
        (PAVED, "paved"),
        (BUILDINGS, "buildings"),
        (EVERGREEN, "evergreen"),
        (DECIDUOUS, "deciduous"),
        (GRASS, "grass"),
        (BARE_SOIL, "bare soil"),
        (WATER, "water"),
    ):
        assert names[code].startswith(word)
    assert set(UNKNOWN_GROUND.values()) == {0, PAVED, GRASS, BARE_SOIL}


def test_every_value_of_the_burning_order_is_one_of_the_schema():
    for layer, field, value, code in burning_order():
        assert not value or value in CODES[(layer, field)], (layer, value)
        assert code in (PAVED, BUILDINGS, GRASS, BARE_SOIL, WATER)
    others = [(layer, field) for layer, field, value, _ in burning_order() if not value]
    assert len(others) == len(set(others)) == 5, "each layer has one row for all the other values"


def test_later_layers_cover_earlier_ones():
    everywhere = box(0, 0, SIDE, SIDE)
    layers = {
        "green_spaces": table([everywhere], kind=["cemetery"]),
        "vegetation": table([box(10, 0, 60, 60)], vegetation_class=["wood"]),
        "water": table([box(20, 0, 60, 60)], kind=["river"]),
        "streets": streets(street([(0, 30), (60, 30)], width=6.0, level=1)),
        "buildings": table([box(40, 20, 50, 40)], use=["other"]),
    }
    raster = cover(layers)
    assert [at(raster, x, 10) for x in (5, 15, 25)] == [BARE_SOIL, GRASS, WATER]
    assert [at(raster, x, 30) for x in (5, 25, 45)] == [PAVED, PAVED, BUILDINGS], "a bridge covers the river"
    assert (raster == BUILDINGS).sum() == 10 * 20
    assert (raster == PAVED).sum() == 6 * (60 - 10)


def test_streets_are_as_wide_as_their_carriageway_and_pavements():
    layers = {"streets": streets(street([(-20, 30), (80, 30)], width=5.0, left=1.0, right=2.0))}
    assert (cover(layers, cell=0.5) == PAVED).sum() * 0.25 == pytest.approx(8.0 * SIDE)


@pytest.mark.parametrize(("kind", "code"), [("path", BARE_SOIL), ("track", BARE_SOIL), ("steps", PAVED)])
def test_paths_and_tracks_are_bare(kind, code):
    raster = cover({"streets": streets(street([(0, 30), (60, 30)], kind=kind))})
    assert at(raster, 20, 30) == code


def test_tunnels_and_streets_of_unknown_width_are_left_out():
    layers = {
        "streets": streets(
            street([(0, 30), (60, 30)], level=-1),
            street([(30, 0), (30, 60)], width=float("nan"), left=float("nan"), right=float("nan")),
        )
    }
    assert (cover(layers) == GRASS).all()


@pytest.mark.parametrize("name", ["paved", "grass", "bare soil"])
def test_unknown_ground_is_what_was_chosen(name):
    assert (cover({}, unknown=name) == UNKNOWN_GROUND[name]).all()


def test_unknown_ground_by_density_is_paved_between_dense_buildings():
    """Rows of buildings 6 m deep every 15 m: 40 % of the ground, then 12 m apart every 60 m: 10 %."""
    side = 400
    rows = [shapely.box(WEST, NORTH - side + y, WEST + side, NORTH - side + y + 6) for y in range(0, 200, 15)]
    rows += [shapely.box(WEST, NORTH - side + y, WEST + side, NORTH - side + y + 6) for y in range(210, 400, 60)]
    layers = {"buildings": table(rows, use=["other"] * len(rows))}
    raster = cover(layers, unknown=land_cover.BY_DENSITY, side=side)
    middle = raster[:, 200]
    assert set(middle[side - 150 : side - 60]) == {PAVED, BUILDINGS}
    assert set(middle[60 : side - 290]) == {GRASS, BUILDINGS}


def test_built_share_is_a_plain_mean():
    layers = table([box(3, 4, 20, 50), box(30, 30, 59, 33)], use=["other", "other"])
    transform = from_origin(WEST, NORTH, 10.0, 10.0)
    share = built_share((6, 6), transform, layers.geometry)
    from rasterio.features import rasterize

    wide = rasterize(layers.geometry, out_shape=(16, 16), transform=from_origin(WEST - 50, NORTH + 50, 10.0, 10.0))
    expected = np.array([[wide[r : r + 11, c : c + 11].mean() for c in range(6)] for r in range(6)])
    np.testing.assert_allclose(share, expected, atol=1e-12)
    assert share.max() > 0


def test_unknown_choice_is_refused():
    with pytest.raises(ValueError, match="unknown ground"):
        cover({}, unknown="sand")


def scene():
    """Layers with trees: an evergreen lower than the deciduous tree that it touches, a wood, a roof."""
    return {
        "buildings": table([box(40, 0, 60, 20)], use=["other"]),
        "streets": streets(street([(0, 30), (60, 30)], left=1.5, right=1.5)),
        "vegetation": table(
            [box(0, 40, 20, 60), box(40, 40, 60, 60)], vegetation_class=["wood", "hedge"], height_m=[12.0, 1.5]
        ),
        "trees": table(
            [shapely.Point(WEST + x, NORTH - SIDE + y) for x, y in ((24.5, 30.5), (29.5, 30.5), (41.5, 10.5))],
            height_m=[6.0, 12.0, 10.0],
            crown_diameter_m=[6.0, 8.0, 6.0],
            evergreen=[True, False, None],
        ),
    }


def whole(layers, cell=1.0):
    shape = (round(SIDE / cell),) * 2
    transform = from_origin(WEST, NORTH, cell, cell)
    ground = cover(layers, cell=cell)
    canopy = canopy_of(layers, shape, transform)
    return (
        ground,
        canopy,
        land_cover.land_cover(ground, canopy, evergreen_crowns(shape, transform, **tree_arrays(layers))),
    )


def canopy_of(layers, shape, transform):
    from cityorchestra.processing_provider.territory.surfaces import burn_mask, canopy_height

    arguments = {name: values for name, values in tree_arrays(layers).items() if name != "evergreen"}
    return canopy_height(shape, transform, **arguments, roofs=burn_mask(shape, transform, layers["buildings"].geometry))


def test_trees_hide_the_ground_but_not_the_roofs():
    ground, canopy, seen = whole(scene())
    assert at(ground, 24, 30) == at(ground, 29, 30) == PAVED, "the street goes on under the trees"
    assert at(seen, 22, 30) == EVERGREEN
    assert at(seen, 29, 30) == DECIDUOUS
    assert at(seen, 26, 30) == DECIDUOUS, "the higher crown is seen"
    assert at(seen, 10, 50) == DECIDUOUS
    assert at(seen, 50, 50) == GRASS, "a hedge lower than 2 m grows on the ground"
    assert at(seen, 41, 10) == BUILDINGS
    trees = np.isin(seen, (EVERGREEN, DECIDUOUS))
    np.testing.assert_array_equal(trees, (canopy >= 2.0) & (ground != BUILDINGS))
    np.testing.assert_array_equal(seen[~trees], ground[~trees])


def test_unknown_canopy_and_unknown_ground():
    ground = np.array([[GRASS, GRASS, COVER_NODATA, COVER_NODATA]], np.uint8)
    canopy = np.array([[np.nan, 5.0, 5.0, np.nan]], np.float32)
    seen = land_cover.land_cover(ground, canopy)
    assert seen.tolist() == [[GRASS, DECIDUOUS, COVER_NODATA, COVER_NODATA]]
    assert seen.dtype == np.uint8


class Part:
    """A tile without halo."""

    def __init__(self, row, column, height, width):
        self.row, self.column, self.height, self.width = row, column, height, width

    def core(self, array):
        return array


@settings(max_examples=25)
@given(st.integers(1, 59), st.integers(1, 59), st.floats(0.0, 0.99), st.sampled_from(["paved", land_cover.BY_DENSITY]))
def test_tiles_are_the_whole_to_the_bit(row, column, shift, unknown):
    layers = scene()
    transform = from_origin(WEST + shift, NORTH - shift, 1.0, 1.0)
    shapes, codes = cover_shapes(layers)
    footprints, trees = layers["buildings"].geometry, tree_arrays(layers)
    canopy = canopy_of(layers, (SIDE, SIDE), transform)
    dtm = np.where(np.arange(SIDE)[:, None] < 3, np.nan, 10.0) * np.ones((SIDE, SIDE))
    arguments = {
        "grid": (WEST + shift, NORTH - shift, 1.0),
        "shapes": shapes,
        "codes": codes,
        "footprints": footprints,
        "unknown": unknown,
    }
    full = Part(0, 0, SIDE, SIDE)
    ground = ground_cover_tile({"dtm": dtm}, full, None, **arguments)
    seen = land_cover_tile({"dtm": dtm, "canopy": canopy}, full, None, trees=trees, **arguments)
    assert (ground[:3] == COVER_NODATA).all() and (ground[3:] != COVER_NODATA).all()
    for top, height in ((0, row), (row, SIDE - row)):
        for left, width in ((0, column), (column, SIDE - column)):
            part, window = Part(top, left, height, width), np.s_[top : top + height, left : left + width]
            arrays = {"dtm": dtm[window], "canopy": canopy[window]}
            np.testing.assert_array_equal(ground_cover_tile(arrays, part, None, **arguments), ground[window])
            np.testing.assert_array_equal(land_cover_tile(arrays, part, None, trees=trees, **arguments), seen[window])


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_order_within_a_layer_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, 45, (12, 2))
    shapes = [box(x, y, x + 12, y + 9) for x, y in corners]
    one = {"water": table(shapes[:6], kind=["river"] * 6), "buildings": table(shapes[6:], use=["other"] * 6)}
    order = rng.permutation(6)
    other = {"water": table([shapes[k] for k in order], kind=["river"] * 6), "buildings": one["buildings"]}
    first = cover(one)
    np.testing.assert_array_equal(first, cover(other))
    assert not (first == 0).any()
