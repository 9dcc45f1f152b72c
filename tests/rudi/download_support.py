"""What the tests of ``rudi_download`` share: files to serve, and what a run gave."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from cityorchestra.tests.rudi.media_support import add_dataset, file_medium
from cityorchestra.tests.rudi.server.bodies import PatternBody
from cityorchestra.tests.rudi.server.portal_tokens import USERS

NAME = "rudi_download"
USER, PASSWORD = next(iter(USERS.items()))
CSV = "insee;nom;lon;lat\n01004;é;-1,68;48,11\n35238;x;-1,70;48,12\n"
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"n": n}, "geometry": {"type": "Point", "coordinates": [n, 48]}}
            for n in range(5)
        ],
    }
)
SIZE = 3 * 2**20 + 17  # of a large file, more than one piece [bytes]
PATH = "/__test__/media/"


def given(server, folder, **changes):
    return {"SERVER": server.url, "FOLDER": str(folder), **changes}


def files_of(run):
    return json.loads(run.results["FILES_JSON"])


def large(server, name="big.bin", **changes):
    """A dataset with one large file, and the SHA-256 of that file."""
    return add_dataset(server, "Grand", file_medium(server, name, SIZE, **changes)), PatternBody(SIZE).sha256()


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
