"""What surfaces say of each other: `heat.surface_facts`."""

from __future__ import annotations

import numpy as np
from cityorchestra.processing_provider.engine import plan_tiles
from cityorchestra.processing_provider.heat.surface_facts import SurfaceFacts, add_facts, surface_facts
from cityorchestra.processing_provider.raster_files import Grid
from hypothesis import given
from hypothesis import strategies as st


def facts_of(tile_size=4096, **arrays):
    arrays = {name: np.asarray(values, dtype=np.float32) for name, values in arrays.items()}
    rows, columns = arrays["dsm"].shape
    found = []
    for tile in plan_tiles(Grid(columns, rows, 0.0, 0.0, 1.0), tile_size, 0):
        window = np.s_[tile.row : tile.row + tile.height, tile.column : tile.column + tile.width]
        found.append(surface_facts({name: values[window] for name, values in arrays.items()}, tile, None))
    return add_facts(found)


def scene():
    """A house of 8 m and a tree of 10 m on ground at 30 m, a hole of the surface, a pit of 2 m."""
    dsm, dtm, canopy = np.full((10, 12), 30.0), np.full((10, 12), 30.0), np.zeros((10, 12))
    dsm[2:4, 2:6] += 8.0
    canopy[6:8, 6:9] = 10.0
    dsm[0, 0] = np.nan
    dtm[9, 11] = 32.0
    canopy[9, 0] = np.nan
    return {"dsm": dsm, "dtm": dtm, "canopy": canopy}


def test_facts_counted_by_hand():
    assert facts_of(**scene()) == SurfaceFacts(
        lowest=30.0,
        highest=38.0,
        highest_crown=40.0,
        lowest_ground=30.0,
        highest_ground=32.0,
        tallest=10.0,
        cells=119,
        below=1,
        tall=8,
        crowns=6,
        solid=0,
    )


def test_trees_that_the_surface_holds_are_seen():
    made = scene()
    made["dsm"][6:8, 6:9] += 9.5
    facts = facts_of(**made)
    assert (facts.crowns, facts.solid, facts.tall) == (6, 6, 14)


def test_without_terrain_or_canopy():
    made = scene()
    facts = facts_of(dsm=made["dsm"])
    assert facts == SurfaceFacts(lowest=30.0, highest=38.0)
    facts = facts_of(dsm=made["dsm"], canopy=made["canopy"])
    assert (facts.highest_crown, facts.tallest, facts.cells) == (40.0, 10.0, 0)
    assert facts_of(dsm=np.full((3, 3), np.nan), dtm=np.full((3, 3), np.nan)) == SurfaceFacts()


def test_infinite_heights_are_seen_without_a_warning():
    made = scene()
    made["dsm"][5, 5] = made["dtm"][5, 5] = np.inf
    assert facts_of(**made).highest == np.inf


@given(st.integers(0, 2**32 - 1), st.booleans())
def test_tiles_give_the_facts_of_the_whole(seed, with_canopy):
    random = np.random.default_rng(seed)
    arrays = {
        "dsm": random.choice([np.nan, 0.0, 5.0, 9.0], (300, 530)),
        "dtm": random.choice([np.nan, 0.0, 3.0], (300, 530)),
    }
    if with_canopy:
        arrays["canopy"] = random.choice([np.nan, -1.0, 0.0, 5.0], (300, 530))
    assert facts_of(256, **arrays) == facts_of(**arrays)


@given(st.integers(0, 2**32 - 1), st.floats(-400, 4000))
def test_altitude_of_the_town_changes_no_count(seed, altitude):
    random = np.random.default_rng(seed)
    arrays = {name: random.integers(0, 20, (15, 15)).astype(float) for name in ("dsm", "dtm", "canopy")}
    lifted = {**arrays, "dsm": arrays["dsm"] + round(altitude), "dtm": arrays["dtm"] + round(altitude)}
    one, other = facts_of(**arrays), facts_of(**lifted)
    assert one[5:] == other[5:]
    assert other.lowest == one.lowest + round(altitude)
