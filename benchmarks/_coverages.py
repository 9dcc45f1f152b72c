"""Coverages of which the truth is known: edited, jittered, of roads, with defects. For tests and benchmarks.

python benchmarks/_coverages.py [--count 150000]   # the time that each takes to make

A coverage is an array of polygons and an array of numbers of codes, rows of ``CODES``. Shared vertices are equal to the
bit, coordinates are whole millimetres. Numpy and Shapely only; the same seed gives the same coverage.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import machine_line
from bench_land_take_overlay import GRID_PER_METRE, SIDE_M, polygons, voronoi

#: Cover and use of OCS GE; those of the towns first, then those around them.
CODES = (
    ("1.1.1.1", "5"), ("1.1.1.1", "2"), ("1.1.1.2", "4.1.1"), ("1.1.1.2", "3"), ("2.2.1", "5"), ("2.2.1", "3"),
    ("2.2.1", "1.1"), ("2.1.1.1", "1.2"), ("2.1.1.2", "1.2"), ("2.1.2", "6.3"), ("1.2.2", "6.3"), ("2.1.3", "1.1"),
)  # fmt: skip
URBAN = 6
URBAN_SHARES, RURAL_SHARES = (0.30, 0.08, 0.12, 0.10, 0.34, 0.06), (0.66, 0.14, 0.05, 0.06, 0.04, 0.05)
TOWNS_PER_KM2, TOWN_RADIUS_M = 0.05, 1500.0
ROAD, BLOCK = CODES.index(("1.1.1.2", "4.1.1")), CODES.index(("2.2.1", "5"))
RELABELLED, SPLIT, MERGED = 0.05, 0.01, 0.005
JITTER_M = 0.5
#: A vertex moves by this share of its shortest edge at most, so that edges do not turn over.
LARGEST_MOVE = 0.3
STREET_WIDTHS_M = (6.0, 8.0, 12.0)
OVERLAP_M, GAPS_M = 2.0, (0.1, 1.0)


class Coverage(NamedTuple):
    """Faces, and the row of ``CODES`` of each."""

    shapes: np.ndarray
    code: np.ndarray


class Edited(NamedTuple):
    """A coverage, what it became, and the truth: former and new code, and area [m2], of each piece that changed.

    ``same`` holds the rows of the first coverage that stand in the second as they were, shape and code, and where.
    """

    first: Coverage
    second: Coverage
    code_1: np.ndarray
    code_2: np.ndarray
    area_m2: np.ndarray
    same: np.ndarray


class Defective(NamedTuple):
    """Faces with defects, their codes as a careless producer writes them, and the rows of each kind of defect."""

    shapes: np.ndarray
    cs: np.ndarray
    us: np.ndarray
    rows: dict


# --- faces ---------------------------------------------------------------------------------------------------


def rings_of(vertices, regions):
    """Return the regions counter-clockwise, without vertices that rounding has put on each other."""
    rings = []
    for region in regions:
        points = vertices[region]
        apart = (points != np.roll(points, 1, axis=0)).any(axis=1)
        ring, points = np.asarray(region)[apart], points[apart]
        local = points - points[0]
        turn = (local[:-1, 0] * local[1:, 1] - local[1:, 0] * local[:-1, 1]).sum()
        rings.append(ring if turn > 0 else ring[::-1])
    return rings


def town_codes(points, random):
    """Return a code for each point [m]: those of towns near towns, those of the country elsewhere."""
    low, high = points.min(axis=0), points.max(axis=0)
    count = max(1, round(TOWNS_PER_KM2 * np.prod(high - low) / 1e6))
    from scipy.spatial import cKDTree

    away = cKDTree(random.uniform(low, high, (count, 2))).query(points)[0]
    urban = random.uniform(size=len(points)) < np.exp(-((away / TOWN_RADIUS_M) ** 2))
    return np.where(
        urban,
        random.choice(URBAN, len(points), p=URBAN_SHARES),
        URBAN + random.choice(len(CODES) - URBAN, len(points), p=RURAL_SHARES),
    )


def neighbours_of(rings):
    """Return (face, face, start, stop) of every edge that two rings share, drawn along the first of them."""
    start = np.concatenate(rings)
    stop = np.concatenate([np.roll(ring, -1) for ring in rings])
    face = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    width = np.int64(start.max()) + 1
    forth, back = start * width + stop, stop * width + start
    order = np.argsort(forth)
    place = np.searchsorted(forth[order], back).clip(max=len(order) - 1)
    found = (forth[order][place] == back) & (start < stop)
    return face[found], face[order[place[found]]], start[found], stop[found]


# --- (a) the second date is the first, edited -------------------------------------------------------------------


def edited(count, seed):
    """Return `count` faces and what they become: 5 % get another code, 1 % are cut in two, 0.5 % take in a neighbour.

    Of a face cut in two, one part gets another code. All other faces are the same to the bit.
    """
    import shapely

    random = np.random.default_rng(seed)
    vertices, regions = voronoi(count, seed)
    rings = rings_of(vertices, regions)
    shapes = polygons(vertices, rings)
    first = Coverage(shapes, town_codes(shapely.get_coordinates(shapely.centroid(shapes)), random))
    free = np.ones(count, dtype=bool)
    pairs = _pairs_to_merge(rings, round(MERGED * count), free, random)
    cut = _faces_to_split(vertices, rings, round(SPLIT * count), free, random)
    relabelled = random.choice(np.flatnonzero(free), round(RELABELLED * count), replace=False)
    free[relabelled] = False

    halves = [half for face, chord in cut for half in _halves(rings[face], chord)]
    joined = [_joined(rings[one], rings[other], *edge) for one, other, *edge in pairs]
    made = polygons(vertices, [*halves, *joined])
    kept = np.flatnonzero(free)
    faces = np.array([face for face, _ in cut], dtype=np.int64)
    large, small = (np.array([pair[k] for pair in pairs], dtype=np.int64) for k in (0, 1))
    half_codes = np.stack([first.code[faces], _another(first.code[faces], random)], axis=1).ravel()
    new_codes = _another(first.code[relabelled], random)
    second = Coverage(
        np.concatenate([shapes[kept], shapes[relabelled], made]),
        np.concatenate([first.code[kept], new_codes, half_codes, first.code[large]]),
    )
    code_1 = np.concatenate([first.code[relabelled], first.code[faces], first.code[small]])
    code_2 = np.concatenate([new_codes, half_codes[1::2], first.code[large]])
    area = shapely.area(np.concatenate([shapes[relabelled], made[1 : 2 * len(faces) : 2], shapes[small]]))
    true = code_1 != code_2
    same = np.stack([kept, np.arange(len(kept))])
    return Edited(first, second, code_1[true], code_2[true], area[true], same)


def _another(code, random):
    """Return codes that differ from those given."""
    return (code + random.integers(1, len(CODES), len(code))) % len(CODES)


def _pairs_to_merge(rings, wanted, free, random):
    """Return (face, neighbour, start, stop) of pairs that have no face in common; ``free`` loses their faces."""
    one, other, start, stop = neighbours_of(rings)
    pairs = []
    for k in random.permutation(len(one)):
        if len(pairs) == wanted:
            break
        if free[one[k]] and free[other[k]]:
            free[[one[k], other[k]]] = False
            pairs.append((one[k], other[k], start[k], stop[k]))
    return pairs


def _joined(ring, other, start, stop):
    """Return the ring around two that share the edge from `start` to `stop` of the first."""
    at, beside = int(np.flatnonzero(ring == stop)[0]), int(np.flatnonzero(other == start)[0])
    return np.concatenate([np.roll(ring, -at), np.roll(other, -beside)[1:-1]])


def _faces_to_split(vertices, rings, wanted, free, random):
    """Return (face, chord) of faces whose parts on either side of a chord both have an area; ``free`` loses them."""
    cut = []
    for face in random.permutation(np.flatnonzero(free)):
        if len(cut) == wanted:
            break
        ring = rings[face]
        if len(ring) < 4:
            continue
        chord = len(ring) // 2
        if all(_doubled_area(vertices[half]) > 2.0 for half in _halves(ring, chord)):
            cut.append((face, chord))
            free[face] = False
    return cut


def _halves(ring, chord):
    """Return the two rings on either side of the line from the first vertex to that of number `chord`."""
    return ring[: chord + 1], np.concatenate([ring[chord:], ring[:1]])


def _doubled_area(points):
    local = points - points[0]
    return (local[:-1, 0] * local[1:, 1] - local[1:, 0] * local[:-1, 1]).sum()


# --- (b) the second date is the first, drawn again --------------------------------------------------------------


def jittered(shapes, seed, sigma_m=JITTER_M):
    """Return a coverage with its shared vertices moved by N(0, sigma) on each axis, those on its frame left in place.

    A vertex moves by at most 0.3 of its shortest edge, and not at all where edges would cross or a ring turn over, so
    that the result is a coverage too. (Faces that are simple, keep their turn, and fill the same frame cannot overlap.)
    """
    import shapely

    random = np.random.default_rng(seed)
    at, row = shapely.get_coordinates(shapes, return_index=True)
    points, place = np.unique(np.rint(at * GRID_PER_METRE).astype(np.int64), axis=0, return_inverse=True)
    place = place.reshape(-1)
    points = points / GRID_PER_METRE
    low, high = points.min(axis=0), points.max(axis=0)
    move = random.normal(0.0, sigma_m, points.shape)
    reach = np.hypot(move[:, 0], move[:, 1])
    move *= np.minimum(1.0, LARGEST_MOVE * _shortest_edges(shapes, place, points) / np.maximum(reach, 1e-12))[:, None]
    move[((points <= low) | (points >= high)).any(axis=1)] = 0.0
    turned = _turns(shapes)[0]
    while True:
        new = np.rint((points + move) * GRID_PER_METRE) / GRID_PER_METRE
        result = shapely.set_coordinates(shapes.copy(), new[place])
        bad = ~shapely.is_valid(result)
        now, face = _turns(result)
        bad[face[now != turned]] = True
        stuck = place[bad[row]]
        if not move[stuck].any():
            return result
        crossing = _crossing(result[bad], stuck)
        move[crossing if move[crossing].any() else stuck] = 0.0


def _crossing(shapes, place):
    """Return the vertices of the edges that cross another without sharing an end, by the numbers of all vertices."""
    import shapely

    at = shapely.get_coordinates(shapes)
    ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shapes)), return_index=True)[1]
    first = np.flatnonzero(ring[1:] == ring[:-1])
    edges = shapely.linestrings(np.stack([at[first], at[first + 1]], axis=1))
    one, other = shapely.STRtree(edges).query(edges, predicate="intersects")
    ends = np.stack([place[first], place[first + 1]], axis=1)
    apart = (ends[one][:, :, None] != ends[other][:, None, :]).all(axis=(1, 2))
    return np.unique(ends[one[apart]])


def _turns(shapes):
    """Return whether each ring turns to the left, and the face it belongs to."""
    import shapely

    parts, face = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    return shapely.is_ccw(rings), face[part]


def _shortest_edges(shapes, place, points):
    """Return the length of the shortest edge at each of the distinct points [m]."""
    import shapely

    parts = shapely.get_parts(shapes)
    ring = shapely.get_coordinates(shapely.get_rings(parts), return_index=True)[1]
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    one, other = place[edge], place[edge + 1]
    length = np.hypot(*(points[one] - points[other]).T)
    length[length == 0.0] = np.inf
    shortest = np.full(len(points), np.inf)
    np.minimum.at(shortest, one, length)
    np.minimum.at(shortest, other, length)
    return shortest


# --- (c) roads ---------------------------------------------------------------------------------------------------


def road_network(blocks, seed, spacing_m=90.0):
    """Return the streets around about `blocks` blocks as one face, buffered lines with holes, then the blocks."""
    import shapely

    random = np.random.default_rng(seed)
    side = max(2, round(np.sqrt(blocks)) + 1)
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), axis=-1) * spacing_m
    grid = grid + random.uniform(-0.22, 0.22, grid.shape) * spacing_m
    lines = [shapely.LineString(row) for row in (*grid, *grid.swapaxes(0, 1))]
    widths = random.choice(STREET_WIDTHS_M, len(lines))
    streets = shapely.union_all(shapely.buffer(lines, widths / 2, quad_segs=4))
    streets = shapely.set_precision(streets, 1.0 / GRID_PER_METRE)
    holes = shapely.polygons(list(streets.interiors))
    return Coverage(np.array([streets, *holes], dtype=object), np.r_[ROAD, np.full(len(holes), BLOCK)])


# --- (d) defects --------------------------------------------------------------------------------------------------


def with_defects(coverage, seed, each=20):
    """Return a coverage with `each` defects of every kind, of known rows; no face has two.

    Kinds: ``overlap`` (grown by 2 m), ``gap`` (shrunk, so that a gap of 0.1 to 1 m is left around), ``bow_tie``, ``z``,
    ``multi`` (two faces apart in one row), ``case`` (codes in odd spellings), and at the end ``duplicate`` (rows that
    stand twice), ``null`` and ``empty``.
    """
    import shapely

    random = np.random.default_rng(seed)
    shapes = coverage.shapes.copy()
    ring = shapely.get_coordinates(shapely.get_exterior_ring(shapes), return_index=True)[1]
    plain = np.flatnonzero((np.bincount(ring) > 4) & (shapely.area(shapes) > 200.0))
    kinds = ("overlap", "gap", "bow_tie", "z", "multi", "case", "duplicate")
    chosen = random.permutation(plain)[: (len(kinds) + 1) * each].reshape(-1, each)
    rows = dict(zip(kinds, np.sort(chosen, axis=1)))
    shapes[rows["overlap"]] = shapely.buffer(shapes[rows["overlap"]], OVERLAP_M, join_style="mitre")
    width = random.uniform(*GAPS_M, each)
    shapes[rows["gap"]] = shapely.buffer(shapes[rows["gap"]], -width, join_style="mitre")
    shapes[rows["bow_tie"]] = [_bow_tie(shape) for shape in shapes[rows["bow_tie"]]]
    shapes[rows["z"]] = shapely.force_3d(shapes[rows["z"]], random.uniform(10.0, 60.0, each))
    partners = _apart(shapes, rows["multi"], chosen[-1])
    shapes[rows["multi"]] = [shapely.multipolygons(shapes[[one, other]]) for one, other in zip(rows["multi"], partners)]
    cs, us = (np.array([CODES[code][k] for code in coverage.code], dtype=object) for k in (0, 1))
    for number, row in enumerate(rows["case"]):
        cs[row], us[row] = (
            (f"cs{cs[row]}", f"us{us[row]}"),
            (f"Cs {cs[row]}", f" US{us[row]} "),
            (f"CS{cs[row]}.", f"uS {us[row]}"),
        )[number % 3]
    kept = np.setdiff1d(np.arange(len(shapes)), partners)
    rows = {kind: np.searchsorted(kept, found) for kind, found in rows.items()}
    twice = kept[rows["duplicate"]]
    order = np.concatenate([kept, twice, twice, twice])
    shapes, cs, us = shapes[order], cs[order], us[order]
    end = len(kept)
    rows["duplicate"] = np.concatenate([rows["duplicate"], np.arange(end, end + each)])
    rows["null"], rows["empty"] = np.arange(end + each, end + 2 * each), np.arange(end + 2 * each, end + 3 * each)
    shapes[rows["null"]], shapes[rows["empty"]] = None, shapely.Polygon()
    return Defective(shapes, cs, us, rows)


def _bow_tie(shape):
    """Return a polygon with two vertices of its ring exchanged, so that it crosses itself."""
    import shapely

    points = shapely.get_coordinates(shape.exterior)[:-1]
    for k in range(len(points)):
        crossed = points.copy()
        crossed[[k, k - 1]] = crossed[[k - 1, k]]
        found = shapely.Polygon(crossed)
        if not found.is_valid:
            return found
    raise ValueError("no exchange of neighbouring vertices makes this ring cross itself")


def _apart(shapes, rows, candidates):
    """Return a partner for each row that does not touch it; each candidate serves once."""
    left, found = list(candidates), []
    for row in rows:
        partner = next(other for other in left if shapes[row].distance(shapes[other]) > 1.0)
        left.remove(partner)
        found.append(partner)
    return np.array(found)


def main(count):
    """Print the time that each coverage takes."""
    print(machine_line())
    made = {}
    for name, make in (
        ("edited", lambda: edited(count, 1)),
        ("jittered", lambda: jittered(made["edited"].first.shapes, 2)),
        ("road network", lambda: road_network(count // 10, 3)),
        ("with defects", lambda: with_defects(made["edited"].first, 4)),
    ):
        start = time.perf_counter()
        made[name] = make()
        faces = len(made[name].first.shapes if name == "edited" else getattr(made[name], "shapes", made[name]))
        print(f"{name}: {faces} faces, {time.perf_counter() - start:.1f} s")
    moved = made["edited"].first.shapes != made["jittered"]
    print(f"jittered: {moved.mean():.1%} of the faces differ; side of the square {SIDE_M:.0f} m")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=150_000)
    main(parser.parse_args().count)
