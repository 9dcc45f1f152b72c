"""The synthetic demo town: the same for a seed, sound geometry, figures that agree with each other."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.tables import TABLES, read_table
from cityorchestra.processing_provider.territory.demo import STEPS, make_demo_territory
from cityorchestra.processing_provider.territory.demo.network import node_lines
from cityorchestra.processing_provider.territory.demo.people import PERSONS_PER_DWELLING
from cityorchestra.processing_provider.territory.demo.tables import SETTINGS, street_kinds, tree_species
from cityorchestra.processing_provider.territory.schema import check_table, standard_layers
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize
from rasterio.transform import from_origin
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

ORIGIN = (351000.0, 6789000.0)


@pytest.fixture(scope="module")
def town():
    """A town large enough for every amenity, small enough for a test."""
    return make_demo_territory(seed=11, size_m=900.0)


def line_array(town):
    streets = town.layers["streets"]
    assert (shapely.get_num_geometries(streets.geometry) == 1).all()
    return shapely.get_geometry(streets.geometry, 0)


def column(town, layer, name):
    return town.layers[layer].columns[name]


def levels(town):
    return np.array(list(column(town, "streets", "level")), dtype=int)


def carriageways(town):
    return shapely.buffer(line_array(town), column(town, "streets", "width_m") / 2.0)


def overlaps(first, second, same=False):
    """Areas shared by the pairs of two sets of polygons."""
    a, b = shapely.STRtree(second).query(first, predicate="intersects")
    if same:
        a, b = a[a < b], b[a < b]
    return shapely.area(shapely.intersection(first[a], second[b]))


def burnt(town, shapes, values=None, dtype="int32"):
    """Rasterize map shapes on the town's grid, as a check that does not go through the town's own code."""
    values = range(1, len(shapes) + 1) if values is None else values
    transform = from_origin(*town.origin, town.cell_size, town.cell_size)
    return rasterize(zip(shapes, values), out_shape=town.rasters["dtm"].shape, transform=transform, dtype=dtype)


def sample(town, raster, points):
    """Values of a raster at map points (the cell that holds each)."""
    grid = town.rasters[raster]
    column_ = ((points[:, 0] - town.origin[0]) / town.cell_size).astype(int).clip(0, grid.shape[1] - 1)
    row = ((town.origin[1] - points[:, 1]) / town.cell_size).astype(int).clip(0, grid.shape[0] - 1)
    return grid[row, column_]


def sound(town):
    """Every property a town must have whatever its seed and size."""
    for name, table in town.layers.items():
        check_table(name, table)
        assert shapely.is_valid(table.geometry).all(), name
        assert not shapely.is_empty(table.geometry).any(), name
    noded(town)
    buildings = town.layers["buildings"].geometry
    assert overlaps(carriageways(town)[levels(town) >= 0], buildings).max(initial=0.0) < 0.01
    assert overlaps(town.layers["water"].geometry, buildings).max(initial=0.0) < 0.01
    assert overlaps(buildings, buildings, same=True).max(initial=0.0) < 0.001
    assert (town.rasters["dsm"] >= town.rasters["dtm"]).all()
    assert (town.rasters["canopy"] >= 0.0).all()
    people = column(town, "population", "population").sum()
    assert people > 0
    assert column(town, "zones", "population").sum() == pytest.approx(people, abs=0.05)


def noded(town):
    """Streets of one level meet at shared end points and nowhere else; most of them hang together."""
    lines, level = line_array(town), levels(town)
    start = shapely.get_coordinates(shapely.get_point(lines, 0))
    stop = shapely.get_coordinates(shapely.get_point(lines, -1))
    ends, owner = np.concatenate([start, stop]), np.tile(np.arange(len(lines)), 2)
    tree = shapely.STRtree(lines)
    end, other = tree.query(shapely.points(ends), predicate="dwithin", distance=0.1)
    pairs = (owner[end] != other) & (level[owner[end]] == level[other])
    end, other = end[pairs], other[pairs]
    shared = (ends[end] == start[other]).all(axis=1) | (ends[end] == stop[other]).all(axis=1)
    assert shared.all(), f"{(~shared).sum()} ends lie on a street without being one of its ends"
    a, b = tree.query(lines, predicate="crosses")
    assert not ((a < b) & (level[a] == level[b])).any()
    nodes, index = np.unique(ends, axis=0, return_inverse=True)
    index = index.reshape(2, -1)
    graph = coo_matrix((np.ones(len(lines)), (index[0], index[1])), shape=(len(nodes), len(nodes)))
    _, component = connected_components(graph, directed=False)
    walkable = column(town, "streets", "walk_allowed")
    length = shapely.length(lines) * walkable
    assert np.bincount(component[index[0]], weights=length).max() > 0.9 * length.sum()


def assert_same_layers(first, second):
    assert list(first) == list(second)
    for name, table in first.items():
        other = second[name]
        assert shapely.to_wkb(table.geometry).tolist() == shapely.to_wkb(other.geometry).tolist(), name
        for field, values in table.columns.items():
            np.testing.assert_array_equal(values, other.columns[field], err_msg=f"{name}.{field}")


def test_same_seed_gives_the_same_town_to_the_bit():
    first, second = (make_demo_territory(seed=5, size_m=300) for _ in range(2))
    assert_same_layers(first.layers, second.layers)
    for name, raster in first.rasters.items():
        assert raster.tobytes() == second.rasters[name].tobytes(), name


def test_another_seed_gives_another_town():
    first, second = (make_demo_territory(seed=seed, size_m=300) for seed in (5, 6))
    for name in ("buildings", "streets", "trees"):
        assert shapely.to_wkb(first.layers[name].geometry[0]) != shapely.to_wkb(second.layers[name].geometry[0])
    assert (first.rasters["dtm"] != second.rasters["dtm"]).mean() > 0.9


def test_layers_do_not_depend_on_the_cell_size():
    fine, coarse = (make_demo_territory(seed=8, size_m=300, cell_size=cell) for cell in (1.0, 4.0))
    assert_same_layers(fine.layers, coarse.layers)
    mean = fine.rasters["dtm"].reshape(75, 4, 75, 4).mean(axis=(1, 3))
    assert np.abs(mean - coarse.rasters["dtm"]).mean() < 0.15


def test_moving_the_origin_moves_the_town():
    here = make_demo_territory(seed=2, size_m=300)
    there = make_demo_territory(seed=2, size_m=300, origin=(ORIGIN[0] + 400.0, ORIGIN[1] - 200.0))
    assert there.origin == (ORIGIN[0] + 400.0, ORIGIN[1] - 200.0)
    moved = shapely.transform(here.layers["streets"].geometry, lambda points: points + np.array([400.0, -200.0]))
    assert shapely.equals_exact(moved, there.layers["streets"].geometry, 1e-6).all()
    assert here.rasters["dsm"].tobytes() == there.rasters["dsm"].tobytes()


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), size=st.integers(30, 60))
def test_any_seed_gives_a_sound_town(seed, size):
    town = make_demo_territory(seed=seed, size_m=10.0 * size, cell_size=2.0)
    sound(town)
    for name in ("zones", "buildings", "streets", "trees", "vegetation", "green_spaces", "water", "waterways"):
        assert len(town.layers[name]) > 0, name
    for name in ("equipment", "places", "population"):
        assert len(town.layers[name]) > 0, name
    assert column(town, "buildings", "dwellings").sum() > 0


def test_middle_sized_town_is_sound(town):
    sound(town)


def test_layers_follow_the_standard_schema(town):
    assert set(town.layers) == set(standard_layers())
    for name, layer in standard_layers().items():
        table = town.layers[name]
        kinds = set(shapely.get_type_id(table.geometry).tolist())
        assert kinds == {{"Point": 0, "MultiLineString": 5, "MultiPolygon": 6}[layer.geometry]}, name
        identifier = layer.fields[0].name
        assert len(set(table.columns[identifier])) == len(table), name


def test_coded_values_are_those_the_schema_lists(town):
    lists = {("streets", "street_class"), ("buildings", "use"), ("places", "kind"), ("equipment", "kind")}
    lists |= {("vegetation", "vegetation_class"), ("green_spaces", "kind"), ("water", "kind"), ("waterways", "kind")}
    for row in read_table(TABLES / "territory_schema.csv"):
        if (row["layer"], row["field"]) in lists:
            allowed = set(re.split(r", | or ", row["description_en"].split(": ")[1]))
            assert set(column(town, row["layer"], row["field"])) <= allowed, (row["layer"], row["field"])


def test_coordinates_lie_in_the_square(town):
    for name, table in town.layers.items():
        if name != "population":  # cells of the grid may reach beyond the town
            xmin, ymin, xmax, ymax = shapely.total_bounds(table.geometry)
            assert xmin >= ORIGIN[0] - 0.01 and xmax <= ORIGIN[0] + 900.01, name
            assert ymin >= ORIGIN[1] - 900.01 and ymax <= ORIGIN[1] + 0.01, name


def test_streets_pass_over_and_under_each_other(town):
    lines, level = line_array(town), levels(town)
    kinds = column(town, "streets", "street_class")
    assert {-1, 0, 1} <= set(level)
    a, b = shapely.STRtree(lines).query(lines, predicate="crosses")
    over = (level[a] == 1) & (level[b] == 0)
    assert {"path"} <= set(kinds[b[over]])  # the towpath goes below the bridges
    river = town.layers["water"].geometry[list(column(town, "water", "kind")).index("river")]
    wet = shapely.intersects(lines, river) & (shapely.length(shapely.intersection(lines, river)) > 5.0)
    assert set(level[wet]) == {1}
    assert {"primary", "footway"} <= set(kinds[wet])


def test_traffic_and_width_follow_the_hierarchy(town):
    kinds = column(town, "streets", "street_class")
    traffic, width = column(town, "streets", "traffic_veh_day"), column(town, "streets", "width_m")
    order = ["primary", "secondary", "tertiary", "residential", "living_street", "pedestrian"]
    assert all(
        traffic[kinds == busy].mean() > traffic[kinds == calm].mean() for busy, calm in zip(order[:-1], order[1:])
    )
    assert width[kinds == "secondary"].mean() > width[kinds == "residential"].mean() > 4.0
    assert (traffic[np.isin(kinds, ["pedestrian", "steps", "path", "footway"])] == 0).all()
    assert np.isnan(column(town, "streets", "speed_kmh")[kinds == "steps"]).all()


def test_one_street_keeps_one_width_under_one_name(town):
    names = column(town, "streets", "name")
    kinds = column(town, "streets", "street_class")
    for name in {name for name in names if name and name.startswith("Boulevard")}:
        mine = (names == name) & (kinds == "secondary")
        assert len(set(column(town, "streets", "width_m")[mine])) <= 1, name


def test_some_streets_are_shaded_and_others_bare(town):
    """The coolest way can only differ from the shortest where canopy differs between streets."""
    lines, kinds = line_array(town), column(town, "streets", "street_class")
    chosen = np.flatnonzero(np.isin(kinds, ["secondary", "tertiary", "residential"]) & (shapely.length(lines) > 60.0))
    share = []
    for index in chosen:
        strip = shapely.buffer(lines[index], column(town, "streets", "width_m")[index] / 2 + 3.0, cap_style="flat")
        cells = burnt(town, [strip]) == 1
        share.append((town.rasters["canopy"][cells] > 2.0).mean())
    assert np.mean(np.array(share) < 0.05) > 0.15
    assert np.mean(np.array(share) > 0.35) > 0.10


def test_buildings_are_plausible(town):
    storeys = np.array(list(column(town, "buildings", "storeys")))
    height, use = column(town, "buildings", "height_m"), column(town, "buildings", "use")
    area = shapely.area(town.layers["buildings"].geometry)
    homes = use == "residential"
    assert storeys.min() == 1 and storeys.max() <= 8
    assert (height[homes] >= 3.0 * storeys[homes]).all() and (height[homes] <= 3.0 * storeys[homes] + 4.0).all()
    dwellings = np.array(list(column(town, "buildings", "dwellings")))
    assert (dwellings[homes] >= 1).all() and (dwellings[np.isin(use, ["industrial", "annex", "public"])] == 0).all()
    assert (area[homes] / dwellings[homes]).min() > 10.0  # ground per dwelling
    assert (shapely.get_num_interior_rings(shapely.get_geometry(town.layers["buildings"].geometry, 0)) > 0).any()
    year = np.array(list(column(town, "buildings", "year")))
    assert year.min() > 1000 and year.max() < 2025


def test_named_buildings_are_places(town):
    names = set(column(town, "places", "name"))
    assert {"Hôtel de Ville", "Gare", "Centre hospitalier", "Médiathèque Les Champs"} <= names
    buildings = town.layers["buildings"]
    for point, name in zip(town.layers["places"].geometry, column(town, "places", "name")):
        if name in set(buildings.columns["name"]):
            mine = buildings.geometry[list(buildings.columns["name"]).index(name)]
            assert shapely.intersects(mine, point), name


def test_trees_stand_clear(town):
    points, lines = town.layers["trees"].geometry, line_array(town)
    walls = shapely.STRtree(town.layers["buildings"].geometry)
    assert len(walls.query(points, predicate="dwithin", distance=1.5)[0]) == 0
    tree, street = shapely.STRtree(lines).query(points, predicate="dwithin", distance=8.0)
    ground = levels(town)[street] == 0
    gap = shapely.distance(points[tree], lines[street]) - column(town, "streets", "width_m")[street] / 2
    assert gap[ground].min() > 0.4
    for water in town.layers["water"].geometry:
        assert not shapely.intersects(water, points).any()


def test_trees_have_the_size_and_leaves_of_their_species(town):
    table = {item.name: item for item in tree_species()}
    columns = town.layers["trees"].columns
    for name, height, crown, evergreen in zip(
        columns["species"], columns["height_m"], columns["crown_diameter_m"], columns["evergreen"]
    ):
        item = table[name]
        assert item.height_m[0] - 0.06 <= height <= item.height_m[1] + 0.06
        assert 1.5 <= crown <= item.crown_m[1] + 0.4
        assert evergreen == item.evergreen


def test_vegetation_leaves_buildings_and_water_free(town):
    plants = town.layers["vegetation"].geometry
    assert overlaps(plants, town.layers["buildings"].geometry).max(initial=0.0) < 0.05
    assert overlaps(plants, town.layers["water"].geometry).max(initial=0.0) < 0.05
    assert {"wood", "grass", "hedge", "orchard", "crop"} <= set(column(town, "vegetation", "vegetation_class"))


def test_roofs_are_flat_at_mean_ground_plus_height(town):
    number = burnt(town, town.layers["buildings"].geometry)
    dtm, dsm = town.rasters["dtm"], town.rasters["dsm"]
    np.testing.assert_array_equal(dsm[number == 0], dtm[number == 0])
    height = column(town, "buildings", "height_m")
    area = shapely.area(town.layers["buildings"].geometry)
    for index in np.argsort(-area)[:60]:
        cells = number == index + 1
        expected = dtm[cells].mean(dtype=np.float64) + height[index]
        np.testing.assert_allclose(dsm[cells], max(expected, dtm[cells].max()), atol=0.02)


def test_canopy_is_that_of_the_trees(town):
    canopy = town.rasters["canopy"]
    assert canopy.dtype == np.float32
    assert (canopy[burnt(town, town.layers["buildings"].geometry) > 0] == 0.0).all()
    assert (canopy[burnt(town, town.layers["water"].geometry) > 0] == 0.0).all()
    columns = town.layers["trees"].columns
    wide = columns["crown_diameter_m"] > 4.0
    points = shapely.get_coordinates(town.layers["trees"].geometry)[wide]
    top = sample(town, "canopy", points)
    # The cell of the trunk is near the crown's top, or under a taller neighbour.
    assert (top > 0.85 * columns["height_m"][wide]).all()
    crowns = shapely.buffer(town.layers["trees"].geometry, columns["crown_diameter_m"] / 2 + 1.0)
    woody = np.isin(column(town, "vegetation", "vegetation_class"), ["wood", "hedge", "shrub", "open_wood"])
    covered = burnt(town, [*crowns, *town.layers["vegetation"].geometry[woody]]) > 0
    assert (canopy[~covered] == 0.0).all()
    assert canopy.max() <= 1.3 * max(columns["height_m"].max(), 19.0)


def test_ground_is_a_valley(town):
    river, brook = (shapely.get_geometry(line, 0) for line in town.layers["waterways"].geometry)
    for line in (river, brook):  # drawn downstream
        along = shapely.get_coordinates(shapely.line_interpolate_point(line, np.arange(5.0, line.length - 5.0, 5.0)))
        bed = sample(town, "dtm", along)
        assert (np.diff(bed) < 0.12).all()
        assert bed[0] > bed[-1]
    axis = shapely.get_coordinates(shapely.line_interpolate_point(river, np.arange(40.0, river.length - 40.0, 10.0)))
    unit = np.gradient(axis, axis=0)
    unit /= np.hypot(*unit.T)[:, None]
    for side in (1.0, -1.0):
        bank = axis + side * 25.0 * np.stack([-unit[:, 1], unit[:, 0]], axis=-1)
        inside = (np.abs(bank - [ORIGIN[0] + 450.0, ORIGIN[1] - 450.0]) < 449.0).all(axis=1)
        assert (sample(town, "dtm", bank[inside]) > sample(town, "dtm", axis[inside]) + 2.0).all()
    dtm = town.rasters["dtm"]
    assert dtm.min() > 12.0 and dtm.max() < 62.0
    dry = burnt(town, shapely.buffer(town.layers["water"].geometry, 8.0)) == 0
    slope = np.hypot(*np.gradient(dtm.astype(np.float64)))[dry]
    assert np.median(slope) < 0.06


def test_population_counts_the_dwellings(town):
    people = np.array(list(column(town, "buildings", "dwellings"))) * PERSONS_PER_DWELLING
    centres = shapely.centroid(town.layers["buildings"].geometry)
    cells = town.layers["population"]
    corners = np.array([shapely.bounds(cell) for cell in cells.geometry])
    assert (corners % 200.0 == 0.0).all()
    assert (corners[:, 2:] - corners[:, :2] == 200.0).all()
    for name, areas, count in (
        ("population", cells.geometry, cells.columns["population"]),
        ("zones", town.layers["zones"].geometry, column(town, "zones", "population")),
    ):
        found, area = shapely.STRtree(areas).query(centres, predicate="intersects")
        total = np.bincount(area, weights=people[found], minlength=len(areas))
        np.testing.assert_allclose(total, count, atol=0.06, err_msg=name)


def test_zones_share_out_the_square(town):
    zones = town.layers["zones"].geometry
    assert shapely.area(zones).sum() == pytest.approx(900.0**2, abs=1.0)
    assert overlaps(zones, zones, same=True).max(initial=0.0) < 0.01
    assert shapely.union_all(zones).area == pytest.approx(900.0**2, abs=1.0)


def test_equipment_stands_where_it_serves(town):
    kinds, points = column(town, "equipment", "kind"), town.layers["equipment"].geometry
    assert set(kinds) == {"crossing", "bench", "drinking_fountain", "fountain", "toilets"}
    lines, traffic = line_array(town), column(town, "streets", "traffic_veh_day")
    busy = shapely.STRtree(lines[traffic > 0])
    crossing = kinds == "crossing"
    assert len(np.unique(busy.query(points[crossing], predicate="dwithin", distance=0.02)[0])) == crossing.sum()
    roads = shapely.STRtree(carriageways(town)[traffic > 0])
    assert len(roads.query(points[~crossing], predicate="intersects")[0]) == 0


def test_full_size_town_holds_everything():
    """The one slow test: the default town of 2 by 2 km."""
    town = make_demo_territory()
    sound(town)
    assert town.rasters["dtm"].shape == (2000, 2000)
    assert all(len(table) > 0 for table in town.layers.values())
    places = set(column(town, "places", "kind"))
    assert {"town_hall", "station", "school", "hospital", "library", "market", "worship", "shop"} <= places
    classes = {row.street_class for row in street_kinds().values()}
    assert classes <= set(column(town, "streets", "street_class"))
    assert {"park", "garden", "cemetery", "sport"} <= set(column(town, "green_spaces", "kind"))
    assert {"residential", "commercial", "industrial", "public", "agricultural", "annex"} <= set(
        column(town, "buildings", "use")
    )
    assert 8 <= len(town.layers["zones"]) <= 12
    assert 8000 < column(town, "population", "population").sum() < 40000
    assert len(town.layers["buildings"]) > 2500 and len(town.layers["trees"]) > 3000


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"size_m": 200}, "between 300 and 4000 m"),
        ({"size_m": 5000}, "between 300 and 4000 m"),
        ({"size_m": float("nan")}, "between 300 and 4000 m"),
        ({"size_m": 300, "cell_size": 0.1}, "cell size between"),
        ({"size_m": 301, "cell_size": 2.0}, "whole number of cells"),
        ({"size_m": 300, "seed": -1}, "seed must be"),
        ({"size_m": 300, "origin": (351000.001, 6789000.0)}, "whole centimetres"),
    ],
)
def test_refusals_say_what_to_do(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        make_demo_territory(**arguments)


@pytest.mark.parametrize(
    ("third", "sections"),
    [
        ([(50.0, 50.4), (50.0, 90.0)], 3),  # an end that stops short of a street touches it
        ([(50.0, 49.0), (50.0, 90.0)], 3),  # an end that runs over is trimmed to the junction
        ([(49.0, 10.0), (50.1, 90.0)], 4),  # two streets that cross
        ([(50.0, 52.0), (50.0, 90.0)], 2),  # too far to be meant
    ],
)
def test_streets_are_cut_where_they_meet(third, sections):
    lines = np.array([shapely.linestrings([(5.0, 50.0), (95.0, 50.0)]), shapely.linestrings(third)], dtype=object)
    network = node_lines(lines, np.arange(2), np.zeros(2, dtype=bool), shapely.box(0.0, 0.0, 100.0, 100.0))
    assert len(network.lines) == sections


def test_a_street_beside_a_junction_passes_through_it():
    drawn = [[(5.0, 50.0), (95.0, 50.0)], [(50.0, 50.2), (50.0, 90.0)], [(20.0, 20.0), (50.05, 50.0), (90.0, 90.0)]]
    lines = np.array([shapely.linestrings(points) for points in drawn], dtype=object)
    network = node_lines(lines, np.arange(3), np.zeros(3, dtype=bool), shapely.box(0.0, 0.0, 100.0, 100.0))
    ends = shapely.get_coordinates(shapely.get_point(network.lines, np.array([[0], [-1]])))
    points, count = np.unique(ends, axis=0, return_counts=True)
    assert sorted(count.tolist()) == [1, 1, 1, 1, 1, 5]  # five arms meet at one point
    assert shapely.Point(50.0, 50.0).distance(shapely.Point(points[count == 5][0])) < 0.3


def test_a_span_meets_nothing_on_its_way():
    drawn = [[(50.0, 10.0), (50.0, 20.0)], [(50.0, 20.0), (50.0, 80.0)], [(50.0, 80.0), (50.0, 90.0)]]
    lines = np.array([shapely.linestrings(points) for points in [*drawn, [(5.0, 50.0), (95.0, 50.0)]]], dtype=object)
    deck = np.array([False, True, False, False])
    network = node_lines(lines, np.array([0, 0, 0, 1]), deck, shapely.box(0.0, 0.0, 100.0, 100.0))
    assert sorted(shapely.length(network.lines).tolist()) == [80.0, 90.0]


def test_tables_are_complete():
    assert len(set(STEPS)) == len(STEPS)
    for path in sorted(TABLES.glob("demo_*.csv")):
        comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        assert "figures chosen for a plausible synthetic town" in " ".join(comments), path.name
        assert len(read_table(path)) > 0
    for item in tree_species():
        assert 0 < item.height_m[0] < item.height_m[1] and 0 < item.crown_m[0] < item.crown_m[1]
        assert sum(item.frequency.values()) > 0
    for setting in SETTINGS:
        assert sum(item.frequency[setting] for item in tree_species()) > 0
