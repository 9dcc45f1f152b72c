"""The official clients of RUDI nodes (PyPI: rudi-node-read 0.5.0, rudi-node-write 1.3.3) work on the local server."""

from __future__ import annotations

import json
import subprocess

import pytest
from cityorchestra.tests.rudi.server import manager_routes

SCRIPT = """
import contextlib, json, sys
with contextlib.redirect_stdout(sys.stderr):
    from rudi_node_read.rudi_node_reader import RudiNodeReader
    reader = RudiNodeReader(sys.argv[1])
    metadata = reader.metadata_list
    found = {
        "count": reader.metadata_count,
        "ids": sorted(one["global_id"] for one in metadata),
        "producers": reader.organization_names,
        "themes": reader.themes,
        "available": len(reader.metadata_with_available_media),
        "one": reader.connector.get_metadata_with_uuid(metadata[0]["global_id"])["resource_title"],
        "first": metadata[0]["resource_title"],
    }
print(json.dumps(found))
"""


@pytest.fixture
def peer_python(repository):
    python = repository / "build" / "rudi-peers" / "bin" / "python"
    if not python.exists():
        pytest.skip("build/rudi-peers is not here (tools/rudi_peers.sh makes it)")
    return python


@pytest.mark.parametrize("prefixes", [("/api", "/catalog"), ("/catalog",)])
def test_official_reader_works_on_the_server(start_rudi_server, peer_python, prefixes):
    server = start_rudi_server(node_prefixes=prefixes)
    done = subprocess.run(
        [str(peer_python), "-c", SCRIPT, server.url], capture_output=True, text=True, timeout=60, env={"NO_COLOR": "1"}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    records = server.state.catalogue.records
    assert found["count"] == len(records)
    assert found["ids"] == sorted(records)
    assert set(found["producers"]) == {one["producer"]["organization_name"] for one in records.values()}
    assert set(found["themes"]) == {one["theme"] for one in records.values()}
    assert found["available"] > 0
    assert found["one"] == found["first"]


def test_official_reader_breaks_on_206_and_ours_does_not(start_rudi_server, peer_python, http_client):
    """Why the server answers 200: the interface description says 206, the official reader takes it for nothing."""
    from cityorchestra.processing_provider.rudi.node import Node

    server = start_rudi_server(list_status=206)
    done = subprocess.run(
        [str(peer_python), "-c", SCRIPT, server.url], capture_output=True, text=True, timeout=60, env={"NO_COLOR": "1"}
    )
    assert done.returncode != 0
    assert len(list(Node(http_client, server.url).resources())) == len(server.state.catalogue.records)


WRITER = """
import contextlib, json, sys
with contextlib.redirect_stdout(sys.stderr):
    from rudi_node_write.connectors.io_rudi_manager_write_v3 import RudiNodeManagerConnectorV3
    from rudi_node_write.connectors.rudi_node_auth import RudiNodeAuth
    address, login, secret, path = sys.argv[1:]
    manager = RudiNodeManagerConnectorV3(address, RudiNodeAuth(usr=login, pwd=secret))
    found = {
        "identified": manager.test_identified_connection(),
        "count": manager.metadata_count,
        "producers": len(manager.organization_list),
        "url": manager.post_local_file(path).connector.url,
    }
print(json.dumps(found))
"""


def test_official_writer_stores_a_file_on_the_server(rudi_server, peer_python, tmp_path):
    if subprocess.run([str(peer_python), "-c", "import rudi_node_write"], capture_output=True).returncode:
        pytest.skip("rudi-node-write is not in build/rudi-peers (tools/rudi_peers.sh makes it)")
    path = tmp_path / "places.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    login, secret = "editeur", manager_routes.USERS["editeur"][0]
    done = subprocess.run(
        [str(peer_python), "-c", WRITER, rudi_server.url + "/manager", login, secret, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        env={"NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    records = rudi_server.state.catalogue.records
    assert found["identified"] is True
    assert found["count"] == len(records)
    assert found["producers"] == len({one["producer"]["organization_id"] for one in records.values()})
    media_id = found["url"].rpartition("/")[2]
    assert rudi_server.state.storage.committed[media_id]["data"] == path.read_bytes()
    asked = [one["path"] for one in rudi_server.requests() if one["method"] in ("POST", "PUT")]
    assert asked == [
        "/manager/back/front/login",
        "/storage/post",
        "/manager/back/catalog/media",
        "/manager/back/media/commit",
    ]
