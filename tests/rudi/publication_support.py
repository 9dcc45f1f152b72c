"""What the tests of publishing share: a layer, a run that writes its record and its file, a node that knows both."""

from __future__ import annotations

import json
from pathlib import Path

import shapely
from cityorchestra.tests.algorithm_support import make_layer
from cityorchestra.tests.qgis_support import run_algorithm

RECORD = "rudi_metadata_from_layer"
# 700 000, 6 600 000 is 3° E, 46.5° N by the definition of Lambert-93.
PLACES = [(700_000, 6_600_000), (700_100, 6_600_000), (700_000, 6_600_100)]
FIELDS = [("essence", "text"), ("hauteur", "integer"), ("plante", "boolean"), ("diam", "real")]
ROWS = [("chêne", 12, True, 0.5), ("tilleul; grand", 8, False, None), (None, None, None, None)]


def trees(rows=None, fields=None, name="Arbres d’essai", kind="Point"):
    """Return a layer of three trees."""
    rows = ROWS if rows is None else rows
    return make_layer(
        kind, [(shapely.Point(place), *row) for place, row in zip(PLACES, rows)], fields or FIELDS, name=name
    )


def people_layer():
    """Return a layer with e-mail addresses in a column whose name says nothing."""
    rows = [("anne.martin@mail.fr", 1), ("jean@rennes.org", 2), ("x.y@z.fr", 3)]
    return trees(rows, [("c1", "text"), ("n", "integer")], name="Abonnés")


def parameters(layer, folder, **changes):
    """Return the parameters of a run that draws up a record."""
    folder = Path(folder)
    return {
        "INPUT": layer,
        "TITLE": "Arbres d’essai",
        "SYNOPSIS": "Trois arbres pour les essais.",
        "THEME": "environment",
        "KEYWORDS": "arbre, ombre",
        "PRODUCER": "Ville d’essai",
        "CONTACT": "sig@essai.fr",
        "CONTACT_NAME": "Service SIG",
        "MEDIA_FORMAT": "geojson",
        "OUTPUT": str(folder / "record.json"),
        "OUTPUT_MEDIA": str(folder / "arbres.geojson"),
        **changes,
    }


def drawn_up(layer, folder, **changes):
    """Draw up the record of a layer; return it with its path and that of its file."""
    run = run_algorithm(RECORD, parameters(layer, folder, **changes))
    path = Path(run.results["OUTPUT"])
    return json.loads(path.read_text(encoding="utf-8")), path, Path(run.results["OUTPUT_MEDIA"])


def introduce(server, record):
    """Make the producer and the contact of a record known to a node, under identifiers of its own."""
    producer = {"organization_id": "11111111-1111-4111-8111-111111111111", "organization_name": "VILLE D’ESSAI"}
    contact = {
        "contact_id": "22222222-2222-4222-8222-222222222222",
        "contact_name": "SIG de la ville",
        "email": record["contacts"][0]["email"],
    }
    server.state.node.of("organizations")[producer["organization_id"]] = producer
    server.state.node.of("contacts")[contact["contact_id"]] = contact
    return producer, contact


LOGINS = ("/front/login", "/authenticate", "/anonymous")


def writes(server):
    """Return the requests that write, the logins apart."""
    return [
        f"{one['method']} {one['path']}"
        for one in server.requests()
        if one["method"] not in ("GET", "HEAD") and not one["path"].endswith(LOGINS)
    ]
