"""Neighbours and thresholds of a coverage: ours beside Shapely's shared boundaries and a component search in Python.

python benchmarks/bench_land_take_thresholds.py [--faces 150000] [--runs 3]

The plain way stands in the same process: candidate pairs of an STRtree, ``intersection`` of boundaries and its length;
then the same rules with a breadth-first search over lists. Both give the same neighbours and flags.
"""

import argparse
import sys
from collections import deque
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import machine_line, measure, median, print_table
from bench_land_take_overlay import polygons, voronoi

SHORTEST_M = 0.01
SHARE_ARTIFICIAL, SHARE_BUILT = 0.4, 0.05


def shared_by_shapely(faces):
    """Return pairs of faces that share more than a centimetre of boundary."""
    import shapely

    first, second = shapely.STRtree(faces).query(faces, "intersects")
    first, second = first[first < second], second[first < second]
    boundaries = shapely.boundary(faces)
    length = shapely.length(shapely.intersection(boundaries[first], boundaries[second]))
    return first[length > SHORTEST_M], second[length > SHORTEST_M]


def plain_thresholds(flag, area, first, second, built):
    """Apply the same rules, component after component, as a script would."""
    flag, near = flag.tolist(), [[] for _ in flag]
    for one, other in zip(first.tolist(), second.tolist()):
        near[one].append(other)
        near[other].append(one)

    def parts(wanted):
        seen = [False] * len(flag)
        for start in range(len(flag)):
            if seen[start] or not wanted(start):
                continue
            seen[start], part, waiting = True, [start], deque([start])
            while waiting:
                for other in near[waiting.popleft()]:
                    if not seen[other] and wanted(other):
                        seen[other] = True
                        part.append(other)
                        waiting.append(other)
            yield part

    locked = set()
    for part in parts(lambda face: built[face]):
        high = sum(area[face] for face in part) >= 50.0
        for face in part:
            flag[face] = int(high)
            if high:
                locked.add(face)
    for _ in range(10):
        changed = False
        for kind in (0, 1):
            found = list(parts(lambda face, kind=kind: flag[face] == kind))
            for part in [one for one in found if sum(area[face] for face in one) < 2500.0]:
                if kind == 0 and not any(flag[other] == 1 for face in part for other in near[face]):
                    continue
                for face in part:
                    if face not in locked:
                        flag[face], changed = 1 - kind, True
        if not changed:
            break
    return np.array(flag)


def main(count, runs):
    """Measure and print."""
    import shapely
    from cityorchestra.processing_provider.land_take.adjacency import neighbours
    from cityorchestra.processing_provider.land_take.thresholds import apply_thresholds

    print(machine_line())
    faces = polygons(*voronoi(count, 35))
    random = np.random.default_rng(2)
    area = shapely.area(faces)
    flag = (random.random(count) < SHARE_ARTIFICIAL).astype(np.int8)
    built = random.random(count) < SHARE_BUILT
    neighbours(faces[:100])  # compiled before
    rows = []
    found = [measure(neighbours, faces) for _ in range(runs)]
    touching, peer = found[0][0], measure(shared_by_shapely, faces)
    if set(zip(touching.first, touching.second)) != set(zip(*peer[0])):
        raise SystemExit("neighbours differ")
    rows.append(row("neighbours", found, peer))
    found = [measure(apply_thresholds, flag, area, touching, built=built) for _ in range(runs)]
    peer = measure(plain_thresholds, flag, area, touching.first, touching.second, built)
    if not np.array_equal(found[0][0].artificial, peer[0]):
        raise SystemExit("flags differ")
    rows.append(row("thresholds", found, peer))
    print(f"{count} faces, {touching.first.size} pairs of neighbours")
    print_table(["step", "ours CPU s", "plain CPU s", "ratio"], rows)


def row(name, found, peer):
    """Return a line of the table."""
    ours, plain = median([figures for _, figures in found])["cpu"], peer[1]["cpu"]
    return name, f"{ours:.2f}", f"{plain:.2f}", f"{plain / ours:.1f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--faces", type=int, default=150_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    main(given.faces, given.runs)
