"""A store that QGIS shows while recorders come and go: GDAL, in the same process, drops the locks of SQLite."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.iot.store import presence_lock
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.processing_provider.iot.store.schema import LIVE_VIEW
from qgis.core import QgsVectorLayer

ROOT = Path(__file__).resolve().parents[2]
RECORDER = """
import sys
from cityorchestra.processing_provider.iot.store.opening import open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
path, first = sys.argv[1], int(sys.argv[2])
database = open_store(path)
declare_devices(database, [Declaration(f"70b3d5e7{n:08x}", f"d{n}") for n in range(first, first + 500)])
database.close()
"""

pytestmark = [
    pytest.mark.usefixtures("qgis_app"),
    pytest.mark.skipif(
        not hasattr(presence_lock.fcntl, "F_OFD_SETLK"), reason="locks of files are of another kind here"
    ),
]


def record(path, first):
    """Write 500 devices as another process does, which then ends as if it were alone."""
    subprocess.run([sys.executable, "-c", RECORDER, str(path), str(first)], check=True, timeout=60, cwd=ROOT)


def test_recorders_that_end_do_not_take_the_file_from_under_qgis(tmp_path):
    path = tmp_path / "town.gpkg"
    record(path, 0)
    with open_reader(path) as reader:
        assert len(reader.devices()) == 500
        layer = QgsVectorLayer(f"{path}|layername={LIVE_VIEW}", "live")
        assert layer.isValid()
        for turn in (1, 2, 3):
            record(path, 500 * turn)
            assert len(reader.devices()) == 500 * (turn + 1), "what the panel reads goes on"
            again = QgsVectorLayer(f"{path}|layername=device", "devices")  # opened and closed by GDAL once more
            assert again.featureCount() == 500 * (turn + 1)
            del again
            with open_reader(path) as fresh:
                assert len(fresh.devices()) == 500 * (turn + 1)
        database = open_store(path)  # an alarm is acknowledged in the panel, say
        declare_devices(database, [Declaration("70b3d5e7ffffffff", "mine")])
        database.close()
        layer.dataProvider().reloadData()
        assert len(reader.devices()) == 2001
        del layer
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT COUNT(*) FROM device").fetchone() == (2001,)


def test_nothing_is_left_in_the_wal_of_a_store_that_qgis_wrote_alone(tmp_path):
    path = tmp_path / "town.gpkg"
    database = open_store(path)
    declare_devices(database, [Declaration("70b3d5e700000001", "d1")])
    database.close()
    wal = path.with_name("town.gpkg-wal")
    assert not wal.exists() or wal.stat().st_size == 0, "the file may be copied by itself"


def test_a_process_without_gdal_deletes_the_wal_as_ever(tmp_path):
    path = tmp_path / "town.gpkg"
    record(path, 0)
    assert [item.name for item in tmp_path.iterdir()] == ["town.gpkg"]


def test_one_descriptor_for_each_file(tmp_path):
    path = tmp_path / "town.gpkg"
    open_store(path).close()
    before = dict(presence_lock._held)
    for _ in range(5):
        open_reader(path).close()
    assert presence_lock._held == before
