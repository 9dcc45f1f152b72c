"""The local RUDI catalogue: harvest, search with text, facets and extent, and validation, beside plain ways to do it.

Records are those of the Rennes sample, multiplied with an extent drawn in the metropolitan area. In the same run:
a loop over the records in Python that counts the same facets, SQLite's LIKE on the same text, and (with the
environment build/rudi-peers) the jsonschema library on our own schema.

Usage: PYTHONPATH=build/plugins python benchmarks/bench_rudi_catalogue.py [--records 5000]
"""

import argparse
import importlib
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from _harness import ROOT, machine_line, measure, print_table

SAMPLE = "rudi_and_orchestration/rudi_node_datarennes_meta.json"
PEERS = ROOT / "build" / "rudi-peers" / "bin" / "python"
NODE = "https://node.example.org"
EXTENT = (-1.75, 48.05, -1.60, 48.15)  # degrees, about the city of Rennes
TYPED = ("b", "bu", "bud", "budget", "budget v", "budget ville", "station", "stations de vélos", "équip", "l'eau", "")
THEMES = ("economy", "transportation", "environment")

MODULES = {
    "catalogue": ("Catalogue",),
    "catalogue_search": ("CatalogueView",),
    "filters": ("CatalogueQuery",),
    "record_reader": ("read_record",),
    "schema": ("json_schema",),
    "search_text": ("search_terms", "words"),
    "validation": ("validate",),
}

JUDGE = """
import json, sys, time
from jsonschema import Draft202012Validator
job = json.load(sys.stdin)
validator = Draft202012Validator(job["schema"])
start = time.perf_counter()
count = sum(1 for record in job["records"] for _ in validator.iter_errors(record))
print(json.dumps({"wall": time.perf_counter() - start, "errors": count}))
"""


def draw_records(raws, count, seed=7):
    """Return ``count`` records made of the real ones, each with its own identifier, extent and date."""
    chooser = random.Random(seed)
    drawn = []
    for number in range(count):
        raw = dict(raws[number % len(raws)])
        raw["global_id"] = str(uuid.UUID(int=chooser.getrandbits(128), version=4))
        if chooser.random() < 0.9:
            west, south = chooser.uniform(-1.95, -1.42), chooser.uniform(47.93, 48.32)
            raw["geography"] = {
                "bounding_box": {
                    "west_longitude": west,
                    "south_latitude": south,
                    "east_longitude": west + chooser.uniform(0.001, 0.3),
                    "north_latitude": south + chooser.uniform(0.001, 0.2),
                }
            }
        drawn.append(raw)
    return drawn


def percentile(values, share):
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def timed(function, repeats):
    """Return the seconds of each of several calls."""
    elapsed = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        elapsed.append(time.perf_counter() - start)
    return elapsed


class PlainLoop:
    """The same search as a loop over records in Python: words folded once, facets counted one by one."""

    def __init__(self, records, science):
        self._words, self._terms = science["words"], science["search_terms"]
        self._rows = []
        for record in records:
            texts = [record.title, *record.keywords, record.producer.name, record.synopsis.all_text()]
            texts += [record.summary.all_text(), record.local_id, *record.formats]
            texts += [record.theme_shown("fr"), record.theme_shown("en")]
            found = {form for word in self._words(" ".join(texts)) for form in word}
            facets = {
                "theme": (record.theme,),
                "producer": (record.producer.name,),
                "licence": (record.licence.code,),
                "access": (record.access,),
                "year": (str(record.year),),
                "format": record.formats,
                "keyword": record.keywords,
            }
            self._rows.append((found, record.extent, facets))

    def search(self, text, extent, themes):
        terms = self._terms(text)
        west, south, east, north = extent
        found, counts = 0, {}
        for held, box, facets in self._rows:
            if any(t.stem not in held and not (t.prefix and any(w.startswith(t.prefix) for w in held)) for t in terms):
                continue
            if box is None or box.west > east or box.east < west or box.south > north or box.north < south:
                continue
            chosen = facets["theme"][0] in themes
            found += chosen
            for name, values in facets.items():
                if chosen or name == "theme":
                    for value in values:
                        counts[name, value] = counts.get((name, value), 0) + 1
        return found, counts


def like_table(records):
    """Return an SQLite table of the same text, for LIKE."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t(text TEXT)")
    rows = [(f"{r.title} {' '.join(r.keywords)} {r.producer.name} {r.summary.all_text()}",) for r in records]
    connection.executemany("INSERT INTO t VALUES (?)", rows)
    return connection


def bench_search(science, raws, records, folder):
    rows = []
    loop, like = PlainLoop(records, science), like_table(records)
    for own in (False, True):
        catalogue = science["Catalogue"](folder / f"catalogue{int(own)}.sqlite", own_index=own)
        pages = [raws[start : start + 100] for start in range(0, len(raws), 100)]
        _, first = measure(catalogue.harvest, NODE, pages, full=True)
        _, again = measure(catalogue.harvest, NODE, pages, full=True)
        _, delta = measure(catalogue.harvest, NODE, iter(pages), full=False)
        size = (folder / f"catalogue{int(own)}.sqlite").stat().st_size / 2**20
        view = science["CatalogueView"](catalogue)
        _, loading = measure(view.refresh)
        name = "own words" if own else "FTS5"
        print(
            f"{name}: harvest of {len(raws)} records {first['wall']:.2f} s, peak {first['peak_mb']:.0f} MB, file "
            f"{size:.0f} MB; again, all unchanged {again['wall']:.2f} s; by difference {delta['wall'] * 1e3:.0f} ms; "
            f"arrays {loading['wall'] * 1e3:.0f} ms"
        )
        elapsed, peer, naive = [], [], []
        for _ in range(5):
            for text in TYPED:
                query = science["CatalogueQuery"](text, extent=EXTENT, facets={"theme": THEMES})
                start = time.perf_counter()
                result = view.search(query)
                elapsed.append(time.perf_counter() - start)
                start = time.perf_counter()
                found, counts = loop.search(text, EXTENT, THEMES)
                peer.append(time.perf_counter() - start)
                ours = {(facet, pair.value): pair.count for facet, pairs in result.facets.items() for pair in pairs}
                same = {key: count for key, count in ours.items() if key[0] in ("theme", "year", "format", "keyword")}
                expected = {key: n for key, n in counts.items() if key[0] in ("theme", "year", "format", "keyword")}
                if found != len(result) or same != expected:
                    raise SystemExit(f"The plain loop finds {found} records for {text!r}, the catalogue {len(result)}.")
                start = time.perf_counter()
                like.execute("SELECT rowid FROM t WHERE text LIKE ?", [f"%{text}%"]).fetchall()
                naive.append(time.perf_counter() - start)
        moved = timed(
            lambda v=view: v.search(
                science["CatalogueQuery"]("budget", extent=(EXTENT[0] + random.random() / 50, *EXTENT[1:]))
            ),
            50,
        )
        for what, values in (
            (f"{name}: text + facets + extent", elapsed),
            (f"{name}: map moved, same text", moved),
            ("plain loop: the same", peer),
            ("SQLite LIKE: text alone", naive),
        ):
            rows.append((what, f"{statistics.median(values) * 1e3:.2f}", f"{percentile(values, 0.99) * 1e3:.2f}"))
        catalogue.close()
    print_table(("search", "p50 [ms]", "p99 [ms]"), rows)


def bench_validation(science, sample):
    science["validate"](sample[0])
    ours = min(timed(lambda: [science["validate"](raw) for raw in sample], 5))
    reading = min(timed(lambda: [science["read_record"](raw) for raw in sample], 5))
    print(f"validation of {len(sample)} records {ours * 1e3:.0f} ms, reading {reading * 1e3:.0f} ms")
    if PEERS.exists():
        job = json.dumps({"schema": science["json_schema"]("1.3.0"), "records": sample})
        done = subprocess.run([str(PEERS), "-c", JUDGE], input=job, capture_output=True, text=True, check=True)
        answer = json.loads(done.stdout)
        print(f"jsonschema on our schema: {answer['wall'] * 1e3:.0f} ms, {answer['wall'] / ours:.1f} times ours")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=5000)
    count = parser.parse_args().records
    sys.path.insert(0, str(ROOT / "build" / "plugins"))
    science = {
        name: getattr(importlib.import_module(f"cityorchestra.processing_provider.rudi.{module}"), name)
        for module, names in MODULES.items()
        for name in names
    }
    shared = Path(os.environ.get("CITYORCHESTRA_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not (shared / SAMPLE).exists():
        raise SystemExit(f"No sample at {shared / SAMPLE}: set CITYORCHESTRA_SHARED_DATA.")
    sample = json.loads((shared / SAMPLE).read_text(encoding="utf-8"))
    raws = draw_records(sample, count)
    print(machine_line())
    with tempfile.TemporaryDirectory() as folder:
        bench_search(science, raws, [science["read_record"](raw) for raw in raws], Path(folder))
    bench_validation(science, sample)


if __name__ == "__main__":
    main()
