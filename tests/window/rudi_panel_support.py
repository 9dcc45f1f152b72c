"""The panel of the catalogue for tests: its catalogue in a folder of the test, servers that are not waited for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.panel_frame import shown_sentence
from cityorchestra.cityorchestra_plugin.docks.rudi import actions, download_jobs, published_records
from cityorchestra.cityorchestra_plugin.docks.rudi.result_pages import Act, Page
from cityorchestra.cityorchestra_plugin.docks.rudi.search_controller import Phase
from cityorchestra.processing_provider.rudi.algorithms import access as access_module
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection, save_connection
from cityorchestra.processing_provider.rudi.http_client import HttpClient, Limits
from cityorchestra.processing_provider.rudi.retry import RetryPolicy
from cityorchestra.tests.rudi.server.records import identifier, made_records
from qgis.core import QgsApplication
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt

TIMEOUT_MS = 20000
DEAD = "http://127.0.0.1:9"  # nothing listens there


@dataclass
class CountingOpener:
    """Opens servers as the panel does, and notes which were opened to be asked."""

    opened: list[str] = field(default_factory=list)

    def __call__(self, connection: Connection, **given: Any):
        self.opened.append(connection.name)
        return access_module.open_access(connection, **given)


def quick_http_client(transport, *, limits=None, stop=None, **_: Any) -> HttpClient:
    """Return a client that hardly waits between two tries."""
    policy = RetryPolicy(waits_s=(0.01, 0.01), jitter=lambda: 1.0)
    return HttpClient(transport, policy=policy, limits=limits or Limits(timeout_s=10.0), stop=stop)


@pytest.fixture
def counting(monkeypatch, tmp_path):
    """What opens servers; the local catalogue, files and lists of the panel are in the folder of the test."""
    profile = tmp_path / "profile"
    monkeypatch.setenv("CITYORCHESTRA_CATALOGUE", str(profile / "catalogue.sqlite"))
    monkeypatch.setattr(download_jobs, "list_path", lambda: profile / "downloads.json")
    monkeypatch.setattr(actions, "cache_folder", lambda: profile / "files")
    monkeypatch.setattr(published_records, "records_folder", lambda: profile / "published")
    monkeypatch.setattr(access_module, "HttpClient", quick_http_client)
    return CountingOpener()


@pytest.fixture
def records_file(tmp_path):
    """Function that writes made records into a file and returns its connection."""

    def write(count: int = 30, name: str = "Records", change=None) -> Connection:
        records = many_records(count)
        if change is not None:
            change(records)
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(records), encoding="utf-8")
        return Connection(name, str(path), "file")

    return write


def many_records(count: int) -> list[dict[str, Any]]:
    """Return made records of version 1.3.0 with extents, some missing."""
    records = made_records(count)
    for number, record in enumerate(records):
        if number % 9 == 8:
            continue
        west, south = -1.95 + (number % 50) * 0.01, 47.93 + (number % 37) * 0.01
        record["geography"] = {
            "bounding_box": {
                "west_longitude": west,
                "south_latitude": south,
                "east_longitude": west + 0.05,
                "north_latitude": south + 0.04,
            }
        }
    return records


def record_id(number: int) -> str:
    """Return the identifier of a made record."""
    return identifier("record", number)


@pytest.fixture
def make_dock(iface, counting, qtbot):
    """Function that shows the dock on a connection; each dock is unloaded at the end, and nothing runs then."""
    from cityorchestra.cityorchestra_plugin.docks.rudi.dock import RudiDock

    made = []

    def make(connection: Connection | None = None, *, load: bool = True, width: int = 360):
        if connection is not None:
            save_connection(connection)
            settings.CONNECTION.set_value(connection.name)
        dock = RudiDock(iface, counting)
        made.append(dock)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        iface.window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        qtbot.waitUntil(lambda: settled(dock.panel), timeout=TIMEOUT_MS)
        if load:
            dock.panel.refresh()
            qtbot.waitUntil(lambda: settled(dock.panel), timeout=TIMEOUT_MS)
        return dock

    yield make
    for dock in made:
        if dock.panel is not None:
            dock.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: not QgsApplication.taskManager().countActiveTasks(), timeout=TIMEOUT_MS)


def settled(panel) -> bool:
    """Tell whether a panel has read what is here and asks nothing."""
    if panel is None:
        return False
    controller, standing = panel.controller, panel.controller.standing
    still = controller._reading is None and controller._asking is None
    return standing.phase is Phase.IDLE and still and (standing.loaded or standing.connection is None)


def write_records(path: Path, records: list[dict[str, Any]]) -> None:
    """Replace a file of records."""
    path.write_text(json.dumps(records), encoding="utf-8")


def titles(panel) -> list[str]:
    """Return the titles on show, in their order."""
    model = panel.datasets.list.datasets
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def portal(server) -> Connection:
    return Connection("Portal", server.url, "portal")


def press(dock, act: Act):
    dock.panel.datasets.page.button(act).click()


def page(dock) -> Page:
    return dock.panel.datasets.shown_page


def count_text(dock) -> str:
    return dock.panel.datasets.search.count.text()


def status(dock) -> str:
    return dock.panel.datasets.status.text()


def message(dock) -> str:
    return shown_sentence(dock.panel.message_bar)


def until_still(dock, qtbot):
    qtbot.waitUntil(lambda: settled(dock.panel), timeout=TIMEOUT_MS)


def bands(iface):
    return [item for item in iface.canvas.scene().items() if isinstance(item, QgsRubberBand)]


@pytest.fixture
def chosen(make_dock, rudi_server, qtbot):
    """The dock on the test portal, its first dataset chosen."""
    dock = make_dock(portal(rudi_server))
    number = next(iter(rudi_server.state.catalogue.records))
    assert dock.panel.datasets.list.choose(dock.panel.controller.row_of(number)), (dock.panel.connection, status(dock))
    return dock
