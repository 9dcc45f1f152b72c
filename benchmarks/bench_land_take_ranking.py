"""Gain of each site to give back: looked for around it, beside running the thresholds on the whole coverage each time.

python benchmarks/bench_land_take_ranking.py [--faces 150000] [--sites 2000] [--whole 20]

Both ways give the same gain of the balance for each site; sites measured on the whole are fewer, since they take long.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from _harness import machine_line, measure, print_table
from bench_land_take_overlay import polygons, voronoi

CODES = (("1.1.1.1", "5"), ("1.1.1.2", "3"), ("2.2.1", "5"), ("2.2.1", "1.1"), ("2.1.1.1", "1.2"), ("1.1.1.2", "4.1.1"))
IN_TOWN, OUTSIDE = (0.15, 0.2, 0.35, 0.15, 0.05, 0.1), (0.01, 0.02, 0.07, 0.6, 0.28, 0.02)


def territory(count):
    """Return a coverage with towns in the countryside."""
    import shapely
    from cityorchestra.processing_provider.land_take.nomenclature import judge
    from cityorchestra.processing_provider.land_take.surfaces import surfaces

    faces = polygons(*voronoi(count, 35))
    random = np.random.default_rng(3)
    x, y = shapely.get_coordinates(shapely.centroid(faces)).T
    town = np.sin(x / 900.0) * np.sin(y / 900.0) > 0.2
    kind = np.where(town, random.choice(6, count, p=IN_TOWN), random.choice(6, count, p=OUTSIDE))
    cover, use = (np.array([code[place] for code in CODES])[kind] for place in (0, 1))
    area = shapely.area(faces)
    return surfaces(faces, area, area, cover, use, judge(cover, use).artificial)


def on_the_whole(painter, sites, rows):
    """Return the gain of the balance of some sites, with the thresholds run on the whole coverage for each."""
    from cityorchestra.processing_provider.land_take.scenario import effect
    from cityorchestra.processing_provider.land_take.surfaces import settled

    before, found = settled(painter.base), []
    for row in rows:
        painted = painter.paint(sites.only(np.array([row])))
        change = effect(painter.base, before, painted, settled(painted.faces)).change
        found.append(-float(painted.faces.area_m2 @ change.flux))
    return found


def main(count, sites_count, whole):
    """Measure and print."""
    from cityorchestra.processing_provider.land_take.balance import Worth
    from cityorchestra.processing_provider.land_take.functions import soil_functions
    from cityorchestra.processing_provider.land_take.nomenclature import judge
    from cityorchestra.processing_provider.land_take.ranking_units import units_of
    from cityorchestra.processing_provider.land_take.scenario import Painter, projects
    from cityorchestra.processing_provider.land_take.site_gain import SiteEvaluator

    print(machine_line())
    base = territory(count)
    yards = np.flatnonzero((base.cover == "1.1.1.2") & (base.use == "3"))[:sites_count]
    cover, use = np.full(yards.size, "2.2.1"), np.full(yards.size, "6.3")
    sites = projects(base.geometry[yards], cover, use, judge(cover, use).artificial)
    painter = Painter(base)
    worth = Worth(soil_functions(base.cover, base.use), soil_functions(cover, use), 75.0)
    evaluator = SiteEvaluator(painter, sites, worth)
    evaluator.gain([0])  # compiled before
    units, ranked = measure(units_of, evaluator, sites.geometry)
    alone, local = measure(lambda: [evaluator.gain([row]) for row in range(yards.size)])
    rows = np.linspace(0, yards.size - 1, min(whole, yards.size)).astype(int)
    everywhere, slow = measure(on_the_whole, painter, sites, rows)
    if not np.allclose([alone[row].legal_m2 for row in rows], everywhere, atol=1e-6):
        raise SystemExit("gains differ")
    each, plain = 1000.0 * local["cpu"] / yards.size, 1000.0 * slow["cpu"] / rows.size
    print(f"{count} faces, {yards.size} sites in {len(units.gains)} units, all ranked in {ranked['cpu']:.1f} CPU s")
    print_table(
        ["gain of a site", "around it, CPU ms", "on the whole, CPU ms", "ratio"],
        [("alone", f"{each:.1f}", f"{plain:.1f}", f"{plain / each:.1f}")],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--faces", type=int, default=150_000)
    parser.add_argument("--sites", type=int, default=2000)
    parser.add_argument("--whole", type=int, default=20)
    given = parser.parse_args()
    main(given.faces, given.sites, given.whole)
