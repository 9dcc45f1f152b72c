"""The search behind the panel: brought up to date in a thread, never twice at once, on what is here when offline."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi import search_controller, shelf
from cityorchestra.cityorchestra_plugin.docks.rudi.search_controller import Phase, SearchController, Standing
from cityorchestra.cityorchestra_plugin.docks.rudi.search_state import SearchState
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection
from cityorchestra.processing_provider.rudi.algorithms.local_catalogue import catalogue_path, open_catalogue
from cityorchestra.tests.window.rudi_panel_support import DEAD, TIMEOUT_MS, many_records, record_id, write_records
from hypothesis import given
from hypothesis import strategies as st

WIDE = (-5.0, 45.0, 3.0, 50.0)
LONG_AGO_H = 10000.0


@pytest.fixture
def controller(counting, qtbot):
    made = SearchController(counting)
    made.results = []
    made.found.connect(lambda result, changed: made.results.append((result, changed)))
    yield made
    made.unload()


def is_still(controller) -> bool:
    return controller._reading is None and controller._asking is None


def begin(controller, connection, qtbot, *, load=True, after_h=LONG_AGO_H):
    """Open a controller on a connection, its catalogue loaded."""
    controller.set_connection(connection)
    controller.open(after_h)
    qtbot.waitUntil(lambda: controller.standing.loaded and is_still(controller), timeout=TIMEOUT_MS)
    if load:
        controller.refresh()
        qtbot.waitUntil(lambda: is_still(controller), timeout=TIMEOUT_MS)


def portal(server, name="Portal") -> Connection:
    return Connection(name, server.url, "portal")


def lists_asked(server) -> int:
    return len(server.requests("/konsult/v1/datasets/metadatas"))


# --- harvest ---------------------------------------------------------------------------------------------------


def test_nothing_is_asked_before_the_user_says_so(controller, rudi_server, qtbot):
    begin(controller, portal(rudi_server), qtbot, load=False)
    qtbot.wait(50)
    assert rudi_server.requests() == []
    assert (controller.standing.records, controller.standing.seen_at) == (0, None)


def test_a_catalogue_is_loaded_then_searched(controller, rudi_server, qtbot):
    begin(controller, portal(rudi_server), qtbot)
    assert controller.standing.records == len(rudi_server.state.catalogue.records)
    assert time.time() - controller.standing.seen_at < 60
    controller.search(SearchState(facets={"access": ("restricted",)}), None)
    result, _ = controller.results[-1]
    records = controller.records(result.rows)
    assert len(records) == len(result) > 0
    assert {record.access for record in records} == {"restricted"}
    assert {record.source for record in records} == {rudi_server.url}


def test_progress_and_phases_are_told(controller, rudi_server, qtbot):
    phases, percents = [], []
    controller.standingChanged.connect(lambda: phases.append(controller.standing.phase))
    controller.standingChanged.connect(lambda: percents.append(controller.standing.progress))
    begin(controller, portal(rudi_server), qtbot)
    assert [phase for phase, former in zip(phases, [None, *phases]) if phase is not former] == [
        Phase.IDLE,
        Phase.READING,
        Phase.IDLE,
        Phase.HARVESTING,
        Phase.IDLE,
    ]
    known = [percent for percent in percents if percent >= 0]
    assert known == sorted(known)


def test_a_recent_catalogue_is_not_asked_again_at_the_next_opening(controller, rudi_server, qtbot):
    begin(controller, portal(rudi_server), qtbot)
    asked = len(rudi_server.requests())
    controller.close()
    controller.open(6.0)
    qtbot.wait(50)
    qtbot.waitUntil(lambda: is_still(controller), timeout=TIMEOUT_MS)
    assert len(rudi_server.requests()) == asked


def test_an_old_catalogue_is_asked_for_its_news_only(controller, rudi_server, qtbot):
    begin(controller, portal(rudi_server), qtbot)
    whole = lists_asked(rudi_server)
    controller.close()
    controller.open(0.0)
    qtbot.waitUntil(lambda: lists_asked(rudi_server) > whole, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: is_still(controller), timeout=TIMEOUT_MS)
    assert 0 < lists_asked(rudi_server) - whole < whole, "news come first: one page says that there is none"


def test_two_harvests_never_run_at_once(controller, rudi_server, qtbot, monkeypatch):
    running, most = [], []
    real = shelf.harvest

    def watched(*args, **given):
        running.append(1)
        most.append(len(running))
        try:
            return real(*args, **given)
        finally:
            running.pop()

    monkeypatch.setattr(shelf, "harvest", watched)
    begin(controller, portal(rudi_server), qtbot, load=False)
    for _ in range(5):
        controller.refresh()
        controller.refresh(full=True)
    controller.set_connection(portal(rudi_server, "Other name"))
    qtbot.waitUntil(lambda: controller.standing.loaded, timeout=TIMEOUT_MS)
    for _ in range(5):
        controller.refresh()
    qtbot.waitUntil(lambda: is_still(controller), timeout=TIMEOUT_MS)
    assert max(most) == 1
    assert controller.standing.records == len(rudi_server.state.catalogue.records)


def test_a_cancelled_harvest_leaves_what_was_here(controller, records_file, qtbot, monkeypatch):
    connection = records_file(30)
    begin(controller, connection, qtbot)
    write_records(Path(connection.url), many_records(60))
    reached = threading.Event()
    real = shelf.harvest

    def slow(*args, progress=None, **given):
        def wait(done, total):
            reached.set()
            time.sleep(0.02)

        return real(*args, progress=wait, **given)

    monkeypatch.setattr(shelf, "harvest", slow)
    controller.refresh(full=True)
    qtbot.waitUntil(reached.is_set, timeout=TIMEOUT_MS)
    controller.cancel()
    qtbot.waitUntil(lambda: is_still(controller), timeout=TIMEOUT_MS)
    assert (controller.standing.records, controller.standing.error) == (30, "")
    assert controller.standing.phase is Phase.IDLE


def test_a_failure_keeps_what_is_here_and_is_told(controller, rudi_server, qtbot):
    begin(controller, portal(rudi_server), qtbot)
    known, seen = controller.standing.records, controller.standing.seen_at
    rudi_server.fault("/konsult/v1/datasets/metadatas", "503", 10)
    controller.refresh()
    qtbot.waitUntil(lambda: is_still(controller), timeout=TIMEOUT_MS)
    assert controller.standing.error
    assert (controller.standing.records, controller.standing.seen_at) == (known, seen)
    controller.search(SearchState(text="rennes"), None)
    assert len(controller.results[-1][0])


def test_a_page_instead_of_json_is_told(controller, rudi_server, qtbot):
    rudi_server.fault("/konsult/v1/datasets/metadatas", "html", 10)
    begin(controller, portal(rudi_server), qtbot)
    assert controller.standing.error
    assert controller.standing.records == 0


def test_a_server_that_is_not_there_is_told(controller, qtbot):
    begin(controller, Connection("Dead", DEAD, "portal"), qtbot)
    assert controller.standing.error
    assert controller.standing.seen_at is None


def test_withdrawn_records_go_and_the_list_is_told(controller, records_file, qtbot):
    connection = records_file(30)
    begin(controller, connection, qtbot)
    write_records(Path(connection.url), many_records(20))
    reports = []
    controller.refreshed.connect(reports.append)
    controller.refresh(full=True)
    qtbot.waitUntil(lambda: bool(reports), timeout=TIMEOUT_MS)
    assert (reports[0].deleted, controller.standing.records) == (10, 20)
    assert controller.results[-1][1] is True


# --- offline, closed --------------------------------------------------------------------------------------------


def test_offline_nothing_is_asked_and_everything_seen_is_found(controller, rudi_server, qtbot):
    begin(controller, portal(rudi_server), qtbot)
    controller.set_offline(True)
    asked = len(rudi_server.requests())
    controller.refresh()
    controller.close()
    controller.open(0.0)
    controller.search(SearchState(text="rennes"), None)
    qtbot.wait(50)
    assert len(rudi_server.requests()) == asked
    assert len(controller.results[-1][0])
    assert controller.standing.offline


def test_going_offline_gives_up_what_is_asked(controller, rudi_server, qtbot):
    begin(controller, portal(rudi_server), qtbot, load=False)
    rudi_server.fault("/konsult/v1/datasets/metadatas", "slow@2000", 10)
    controller.refresh()
    qtbot.waitUntil(lambda: controller._asking is not None, timeout=TIMEOUT_MS)
    controller.set_offline(True)
    qtbot.waitUntil(lambda: is_still(controller), timeout=TIMEOUT_MS)
    assert controller.standing.error == ""


def test_closed_it_asks_nothing(controller, rudi_server, qtbot):
    begin(controller, portal(rudi_server), qtbot, load=False)
    controller.close()
    controller.refresh()
    controller.search(SearchState(text="arbres"), None)
    qtbot.wait(50)
    assert rudi_server.requests() == []


def test_another_catalogue_is_chosen_while_one_is_asked(controller, rudi_server, records_file, qtbot):
    begin(controller, portal(rudi_server), qtbot, load=False)
    rudi_server.fault("/konsult/v1/datasets/metadatas", "slow@2000", 10)
    controller.refresh()
    other = records_file(7)
    controller.set_connection(other)
    qtbot.waitUntil(lambda: controller.standing.loaded, timeout=TIMEOUT_MS)
    controller.refresh()
    qtbot.waitUntil(lambda: is_still(controller) and controller.standing.records == 7, timeout=TIMEOUT_MS)
    assert controller.standing.connection == other
    assert controller.standing.error == ""


def test_a_change_made_elsewhere_is_read_at_the_next_opening(controller, records_file, qtbot):
    connection = records_file(10)
    begin(controller, connection, qtbot)
    controller.close()
    with open_catalogue() as catalogue:
        catalogue.harvest(connection.url, [many_records(15)], full=True)
    controller.open(LONG_AGO_H)
    qtbot.waitUntil(lambda: controller.standing.records == 15, timeout=TIMEOUT_MS)


def test_a_damaged_catalogue_is_set_aside(controller, records_file, qtbot):
    catalogue_path().write_bytes(b"this is no database at all" * 100)
    told = []
    controller.setAside.connect(told.append)
    begin(controller, records_file(10), qtbot)
    assert Path(told[0]).exists()
    assert controller.standing.records == 10


def test_a_catalogue_that_cannot_be_opened_is_told(controller, records_file, qtbot, monkeypatch):
    path = catalogue_path()
    path.mkdir(parents=True)
    controller.set_connection(records_file(3))
    controller.open(LONG_AGO_H)
    qtbot.waitUntil(lambda: controller.standing.loaded, timeout=TIMEOUT_MS)
    assert str(path) in controller.standing.error


# --- searched from afar -----------------------------------------------------------------------------------------


def udata(server) -> Connection:
    return Connection("udata", f"{server.url}/udata", "udata")


def test_words_are_asked_from_afar_and_kept(controller, rudi_server, qtbot):
    begin(controller, udata(rudi_server), qtbot, load=False)
    assert controller.standing.is_remote
    controller.search(SearchState(text="arbres"), None)
    qtbot.waitUntil(lambda: is_still(controller) and controller.standing.records > 0, timeout=TIMEOUT_MS)
    result, _ = controller.results[-1]
    assert len(result) > 0
    asked = len(rudi_server.requests())
    controller.search(SearchState(text="arbres", facets={"access": ("open",)}), None)
    qtbot.wait(50)
    assert len(rudi_server.requests()) == asked, "filters are applied here, to what the words brought"
    controller.set_offline(True)
    controller.search(SearchState(text="arbres"), None)
    assert len(controller.results[-1][0]) > 0


def test_only_the_last_words_count(controller, rudi_server, qtbot):
    begin(controller, udata(rudi_server), qtbot, load=False)
    for text in ("b", "bu", "bud", "budg", "budget"):
        controller.search(SearchState(text=text), None)
    qtbot.waitUntil(lambda: is_still(controller), timeout=TIMEOUT_MS)
    assert controller._asked == ("budget", None)
    assert controller._also[0] == ("budget", None)
    words = [query["query"] for query in rudi_server.requests("/udata/api/2/datasets/search/")]
    assert len(words) < 5, "requests for words that were typed over are given up"


def test_what_the_source_found_comes_first(controller, rudi_server, qtbot, monkeypatch):
    begin(controller, udata(rudi_server), qtbot, load=False)
    controller.search(SearchState(text="rennes"), None)
    qtbot.waitUntil(lambda: is_still(controller) and controller.standing.records > 0, timeout=TIMEOUT_MS)
    found = controller._also[1]
    assert found
    assert tuple(controller.results[-1][0].rows[: len(found)].tolist()) == found


# --- what the panel reads ----------------------------------------------------------------------------------------


def test_records_rows_and_extents(controller, records_file, qtbot):
    begin(controller, records_file(30), qtbot)
    row = controller.row_of(record_id(3))
    assert controller.record(row).global_id == record_id(3)
    assert controller.box(row) == pytest.approx((-1.92, 47.96, -1.87, 48.0))
    assert controller.box(10**9) is None
    assert controller.row_of("nobody") == -1
    assert controller.record(10**9) is None
    similar = controller.similar(row)
    assert row not in similar.tolist()
    assert len(similar) <= search_controller.SIMILAR


def test_wider_searches_are_counted(controller, records_file, qtbot):
    begin(controller, records_file(30), qtbot)
    assert controller.count(SearchState(), None) == 30
    assert controller.count(SearchState(text="arbres"), None) < 30
    assert controller.count(SearchState(in_extent=True), (0.0, 0.0, 1.0, 1.0)) == 0
    assert controller.count(SearchState(in_extent=True), WIDE) == 27


def test_unloading_leaves_nothing(counting, rudi_server, qtbot):
    before = threading.active_count()
    controller = SearchController(counting)
    begin(controller, portal(rudi_server), qtbot, load=False)
    rudi_server.fault("/konsult/v1/datasets/metadatas", "slow@2000", 10)
    controller.refresh()
    qtbot.wait(100)
    controller.unload()
    assert is_still(controller)
    qtbot.waitUntil(lambda: threading.active_count() <= before + 1, timeout=TIMEOUT_MS)


def test_a_standing_without_connection_is_no_remote_one():
    assert not Standing().is_remote


# --- the search that is remembered -------------------------------------------------------------------------------

facet_values = st.dictionaries(
    st.sampled_from(("theme", "producer", "keyword", "year")), st.lists(st.text(min_size=1), min_size=1, unique=True)
)


@given(st.text(max_size=300), facet_values, st.booleans(), st.sampled_from(("relevance", "-updated", "title")))
def test_a_search_is_remembered_whole(text, facets, in_extent, order):
    chosen = {name: tuple(values) for name, values in facets.items()}
    state = SearchState(text, chosen, in_extent, order)
    assert SearchState.from_text(state.to_text()) == state


json_values = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(st.text() | json_values.map(json.dumps))
def test_whatever_was_stored_gives_a_search(text):
    state = SearchState.from_text(text)
    assert state.order.lstrip("-") in ("relevance", "updated", "title", "producer")
    SearchState.from_text(state.to_text())


def test_a_value_is_chosen_and_taken_back():
    state = SearchState().toggled("theme", "economy", True).toggled("theme", "health", True)
    assert state.facets == {"theme": ("economy", "health")}
    assert state.filter_count == 2
    assert state.toggled("theme", "economy", False).toggled("theme", "health", False) == SearchState()
    assert state.without_filters().is_empty
