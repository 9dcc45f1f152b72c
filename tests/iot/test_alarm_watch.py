"""Alarms inside the recorder: stored with the messages, kept over restarts, still while nobody listens."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.alarms.engine import WatchedDevice, replay
from cityorchestra.processing_provider.iot.alarms.rules import read_rules
from cityorchestra.processing_provider.iot.events import Event
from cityorchestra.processing_provider.iot.recorder.alarm_watch import OUT, AlarmWatch
from cityorchestra.processing_provider.iot.store import alarm_actions, sqlite_store
from cityorchestra.processing_provider.iot.store.alarm_actions import ask_action
from cityorchestra.processing_provider.iot.store.opening import open_reader
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.tests.iot.alarm_support import MINUTE, RULES, START, Watched, at_reception, uplink
from hypothesis import given, settings
from hypothesis import strategies as st

GATEWAY_RULES = """
rules:
  - {name: gateway_down, kind: no_data, on_delay: 300, priority: 2, devices: {profile: gateway}}
  - {name: silent, kind: no_data, on_delay: 600, priority: 3, suppressed_by: [gateway_down], devices: {profile: co2}}
"""


@pytest.fixture
def watched(tmp_path):
    scene = Watched(tmp_path / "s.gpkg")
    yield scene
    scene.close()


def hot(watched, device=1):
    """Make a device hot for long enough; return the moment of its alarm."""
    watched.say(watched.now + MINUTE, device, temperature=35.0)
    began = watched.now
    watched.look(began + MINUTE)
    return began + MINUTE


def priority(watched, device=1):
    with open_reader(watched.path) as reader:
        return next(row.alarm_priority for row in reader.latest_states() if row.device == device)


# -- stored with the messages ---------------------------------------------------------------------------------------


def test_an_alarm_is_raised_by_time_alone_and_cleared_by_values(watched):
    watched.say(START, temperature=20.0)
    assert watched.rows() == [] and priority(watched) is None
    watched.say(START + MINUTE, temperature=35.0)
    assert watched.states() == {("hot", "1"): "NORM"}, "the delay runs, and is kept"
    watched.look(START + 2 * MINUTE)
    row = watched.row()
    assert (row.state, row.raised, row.changed, row.value) == ("UNACK_ACT", START + 2 * MINUTE, row.raised, 35.0)
    assert (row.metric, row.name, row.site, row.priority) == ("temperature", "sensor 1", "hall", 1)
    assert priority(watched) == 1
    watched.say(START + 3 * MINUTE, temperature=27.0)
    watched.look(START + 4 * MINUTE)
    assert watched.row().state == "RTN_UNACK"
    assert watched.told() == [("hot", "1", "raise", 120), ("hot", "1", "clear", 240)]


def test_what_is_not_stored_raises_nothing_and_is_done_again(watched):
    watched.say(START, temperature=20.0)
    loud = uplink(1, START + MINUTE, 7, temperature=99.0)
    late = uplink(1, START + 3 * MINUTE, 8, temperature=99.0)
    watched.take(loud, late, fail=True)
    assert watched.told() == [] and watched.rows() == []
    watched.take(loud, late)
    assert watched.told() == [("hot", "1", "raise", 120)]


def test_a_duplicate_a_simulated_a_retained_and_an_old_message_raise_nothing(watched):
    for number in range(20, 25):  # its clock is right
        watched.take(replace(uplink(1, START, number, temperature=20.0), device_time=START))
    first = uplink(1, START + MINUTE, 5, temperature=20.0)
    watched.take(first)
    watched.take(replace(first, values={"temperature": 99.0}))  # the same frame again
    watched.take(uplink(1, START + 2 * MINUTE, 6, temperature=99.0), retained=True)
    watched.take(replace(uplink(1, START + 2 * MINUTE, 7, temperature=99.0), simulated=True))
    memory = replace(uplink(1, START + 3 * MINUTE, 8, temperature=99.0), device_time=START - 200 * MINUTE)
    watched.take(memory)
    watched.look(START + 8 * MINUTE)
    assert watched.told() == []


@pytest.mark.parametrize("seconds", [1, 300])
def test_a_clock_that_goes_back_does_not_stop_alarms(watched, seconds):
    watched.say(START + 60 * MINUTE, temperature=20.0)
    watched.say(START + 60 * MINUTE - seconds * 1000, temperature=35.0)
    watched.look(START + 61 * MINUTE)
    assert watched.row().state == "UNACK_ACT"


# -- live, replayed, restarted: the same journal --------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.integers(1, 400),  # seconds to the next message
        st.integers(1, 3),  # device
        st.sampled_from([20.0, 28.5, 31.0, 40.0]),
        st.sampled_from(["go on", "go on", "go on", "restart", "look"]),
    ),
    min_size=1,
    max_size=25,
)
PERIOD_RULES = RULES + "  - {name: cold, metric: temperature, when: '<', limit: 25, on_samples: 2, priority: 2}\n"


def run_steps(folder, steps, restarts):
    watched = Watched(Path(folder) / f"{restarts}.gpkg", PERIOD_RULES)
    events, moment = [], START
    for device in (1, 2, 3):
        events.append(uplink(device, moment, 0, temperature=20.0))
    watched.take(*events)
    watched.database.execute("UPDATE device SET period_s = 120")
    watched.alarms.stale = True
    for number, (seconds, device, value, what) in enumerate(steps, 1):
        moment += 1000 * seconds
        events.append(uplink(device, moment, number, temperature=value))
        watched.take(events[-1])
        if what == "restart" and restarts:
            watched.restart(moment)
        elif what == "look":
            watched.look(moment)
    watched.look(moment + 20 * MINUTE)
    journal = watched.journal()
    watched.close()
    return journal, events, moment + 20 * MINUTE


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_restarts_change_nothing_and_a_replay_tells_the_same(steps):
    with tempfile.TemporaryDirectory() as folder:
        plain, events, end = run_steps(folder, steps, False)
        restarted, _, _ = run_steps(folder, steps, True)
    assert plain == restarted
    devices = [WatchedDevice(f"70b3d5e7{n:08x}", f"sensor {n}", "hall", "co2", 120_000.0) for n in (1, 2, 3)]
    again = replay(read_rules(PERIOD_RULES), devices, events, START, end)

    def announcements(journal):
        named = [item for item in journal if item.device.startswith("70b3")]  # a replay knows no gateway here
        return sorted((item.moment, item.rule, item.device, item.cause) for item in named)

    assert announcements(again.journal) == announcements(plain)


# -- what operators ask ---------------------------------------------------------------------------------------------


def test_an_action_is_shown_at_once_and_done_by_the_recorder(watched):
    raised = hot(watched)
    number, revision = watched.row().id, watched.row().revision
    ask_action(watched.path, number, "acknowledge", "ana")
    row = watched.row()
    assert (row.state, row.pending, row.acknowledged_by) == ("ACK_ACT", ("acknowledge",), "ana")
    assert [item.id for item in watched.rows(revision)] == [number], "those who follow revisions see it"
    with pytest.raises(InputError, match="nothing to acknowledge"):
        ask_action(watched.path, number, "acknowledge", "bob")
    watched.look(raised + 5000)
    row = watched.row()
    assert (row.state, row.pending, row.acknowledged_by, row.acknowledged) == ("ACK_ACT", (), "ana", raised + 5000)
    assert [(item.cause, item.who) for item in watched.journal()] == [("raise", ""), ("acknowledge", "ana")]


def test_a_shelf_ends_by_itself_and_tells_what_is_still_wrong(watched):
    raised = hot(watched)
    number = watched.row().id
    until = int(time.time() * 1000) + 30 * MINUTE  # the action is checked against the clock of this machine
    ask_action(watched.path, number, "shelve", "ana", "burner is being changed", until)
    assert (watched.row().state, watched.row().reason) == ("SHELVED", "burner is being changed")
    with open_reader(watched.path) as reader:
        assert reader.count("alarm_action") == 1
    watched.database.execute("UPDATE alarm_action SET until = ?", (raised + 30 * MINUTE,))
    watched.look(raised + MINUTE)
    assert watched.row().state == "SHELVED" and priority(watched) is None
    watched.restart()
    watched.look(raised + 30 * MINUTE)
    assert watched.row().state == "ACK_ACT" and watched.row().reason == ""
    assert [item.cause for item in watched.journal() if item.rule == "hot"] == ["raise", "shelve", "unshelve"]


def test_out_of_service_and_back(watched):
    raised = hot(watched)
    number = watched.row().id
    ask_action(watched.path, number, "take_out", "ana", "sensor sent for repair")
    with pytest.raises(InputError, match="out of service"):
        ask_action(watched.path, number, "shelve", "ana", "again")
    watched.look(raised + 1000)
    assert watched.row().state == "OUT_OF_SERVICE"
    ask_action(watched.path, number, "put_back", "ana")
    assert watched.row().state == "ACK_ACT"
    watched.restart(raised + 2000)
    watched.look(raised + 3000)
    assert watched.row().state == "ACK_ACT" and watched.row().pending == ()


def test_what_is_asked_while_no_recorder_runs_waits_for_the_next(watched):
    raised = hot(watched)
    ask_action(watched.path, watched.row().id, "acknowledge", "ana")
    watched.restart(raised + 60 * MINUTE)
    assert watched.row().pending == ("acknowledge",)
    watched.look(raised + 60 * MINUTE)
    assert watched.row().pending == () and watched.row().state == "ACK_ACT"


def test_what_became_impossible_is_refused_with_a_sentence(watched):
    raised = hot(watched)
    number = watched.row().id
    ask_action(watched.path, number, "acknowledge", "ana")
    watched.database.execute(
        "INSERT INTO alarm_action (t, alarm, action, who, reason) VALUES (?, ?, 'acknowledge', 'bob', '')",
        (raised, number),
    )
    watched.look(raised + 1000)
    row = watched.row()
    assert row.acknowledged_by == "ana" and "nothing to acknowledge" in row.refused


@pytest.mark.parametrize(
    ("action", "who", "reason", "hours", "words"),
    [
        ("shelve", "ana", "", None, "reason"),
        ("shelve", "ana", "why", 25, "24 hours"),
        ("shelve", "ana", "why", -1, "24 hours"),
        ("take_out", "ana", " ", None, "reason"),
        ("unshelve", "ana", "", None, "not shelved"),
        ("put_back", "ana", "", None, "in service"),
        ("reset", "ana", "", None, "latched"),
        ("acknowledge", " ", "", None, "who acts"),
        ("explode", "ana", "", None, "no action"),
    ],
)
def test_impossible_actions_are_refused_and_leave_nothing(watched, action, who, reason, hours, words):
    hot(watched)
    until = None if hours is None else int(time.time() * 1000) + hours * 3_600_000
    with pytest.raises(InputError, match=words):
        ask_action(watched.path, watched.row().id, action, who, reason, until)
    with open_reader(watched.path) as reader:
        assert reader.count("alarm_action") == 0


def test_an_alarm_or_a_store_that_is_not_there(watched, tmp_path):
    with pytest.raises(InputError, match="alarm 77"):
        ask_action(watched.path, 77, "acknowledge", "ana")
    with pytest.raises(InputError, match="no store"):
        ask_action(tmp_path / "none.gpkg", 1, "acknowledge", "ana")
    assert not (tmp_path / "none.gpkg").exists()


def test_a_locked_store_is_told_and_nothing_is_changed(watched, monkeypatch):
    hot(watched)
    monkeypatch.setattr(sqlite_store, "BUSY_MS", 50)
    other = sqlite3.connect(watched.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(InputError, match="busy"):
            ask_action(watched.path, watched.row().id, "acknowledge", "ana")
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert watched.row().pending == ()


def test_the_journal_keeps_html_as_text(watched):
    raised = hot(watched)
    ask_action(watched.path, watched.row().id, "shelve", "<b>ana</b>", "x" * 900)
    watched.database.execute("UPDATE alarm_action SET until = ?", (raised + MINUTE * 60,))
    watched.look(raised)
    entry = watched.journal()[-1]
    assert entry.who == "<b>ana</b>" and len(entry.text) == alarm_actions.MOST_TEXT


# -- silence, outages, gateways -------------------------------------------------------------------------------------


def test_silence_is_an_alarm_and_ends_with_the_next_frame(watched):
    watched.say(START, temperature=20.0)
    watched.look(START + 9 * MINUTE)
    assert watched.told() == []
    watched.look(START + 11 * MINUTE)
    assert watched.told()[0] == ("silent", "1", "raise", 600)
    watched.say(START + 12 * MINUTE, temperature=20.0)
    watched.look(START + 13 * MINUTE)
    assert ("silent", "1", "clear", 720) in watched.told()


def test_an_outage_of_ours_is_not_the_silence_of_devices(watched):
    watched.say(START, temperature=20.0)
    watched.look(START + 5 * MINUTE)
    watched.connection = (1, False, False)
    watched.look(START + 60 * MINUTE)
    assert watched.told() == [], "nobody listens"
    watched.connection = (2, False, True)
    watched.look(START + 60 * MINUTE)
    watched.look(START + 64 * MINUTE)
    assert watched.told() == []
    watched.look(START + 66 * MINUTE)
    assert watched.told() == [("silent", "1", "raise", 65 * 60), ("silent", "c", "raise", 65 * 60)]


def test_the_recorder_was_off_and_the_broker_kept_everything(watched):
    watched.say(START, temperature=20.0)
    watched.look(START + MINUTE)
    watched.connection = (1, True, True)
    watched.restart(START + 120 * MINUTE)
    now = START + 120 * MINUTE
    watched.normaliser.catching_up = True
    kept = [(20, 35.0), (22, 36.0), (24, 26.0), (26, 26.0), (115, 20.0)]
    for number, (minute, value) in enumerate(kept, 1):
        event = uplink(1, START + minute * MINUTE, number, temperature=value)
        watched.take(at_reception(event, now + number))
    watched.look(now + 100)
    watched.normaliser.catching_up = False
    watched.alarms.caught_up(now + 1000)
    watched.look(now + 1000)
    told = [item for item in watched.told() if item[1] == "1"]
    assert ("hot", "1", "raise", 21 * 60) in told and ("hot", "1", "clear", 25 * 60) in told
    assert ("silent", "1", "raise", 10 * 60) in told and ("silent", "1", "clear", 20 * 60) in told
    assert [item[2] for item in told if item[0] == "silent"] == ["raise", "clear", "raise", "clear"]


def test_a_broker_that_was_away_itself_kept_nothing(watched):
    watched.say(START, temperature=20.0)
    watched.look(START + MINUTE)
    watched.connection = (1, True, True)
    watched.restart(START + 120 * MINUTE)
    watched.alarms.caught_up(START + 120 * MINUTE)
    watched.look(START + 121 * MINUTE)
    assert watched.told() == []
    watched.look(START + 131 * MINUTE)
    assert ("silent", "1", "raise", 129 * 60) in watched.told()


def test_an_acknowledgement_is_done_while_the_broker_is_away(watched):
    hot(watched)
    watched.connection = (1, False, False)
    ask_action(watched.path, watched.row().id, "acknowledge", "ana")
    watched.look(START + 600 * MINUTE)
    assert watched.row().pending == () and watched.row().acknowledged == START + 600 * MINUTE
    assert [item for item in watched.told() if item[0] == "silent"] == []


@pytest.mark.parametrize("restart", [False, True])
def test_a_gateway_that_is_down_suppresses_the_devices_that_it_alone_hears(tmp_path, restart):
    watched = Watched(tmp_path / "s.gpkg", GATEWAY_RULES)
    one, two = "0016c00100000001", "0016c00100000002"

    def gateway(uid, moment):
        return Event("gw_stats", "chirpstack4", uid, moment, device_eui=uid, network_time=moment,
                     values={"rxPacketsReceived": 1.0})  # fmt: skip

    watched.take(gateway(one, START), gateway(two, START))
    for number in range(3):
        moment = START + number * 1000
        watched.take(uplink(1, moment, number, (one,), temperature=1.0))
        watched.take(uplink(2, moment, number, (one, two), temperature=1.0))
    if restart:
        watched.restart()
    for minute in range(1, 30):
        moment = START + minute * MINUTE
        watched.take(gateway(two, moment))
        watched.look(moment)
    states = {(row.rule, row.uid): row.state for row in watched.rows()}
    assert states["gateway_down", one] == "UNACK_ACT"
    assert states["silent", "70b3d5e700000001"] == "SUPPRESSED"
    assert states["silent", "70b3d5e700000002"] == "UNACK_ACT"
    assert ("gateway_down", two) not in states
    watched.close()


# -- devices --------------------------------------------------------------------------------------------------------


def test_a_device_out_of_service_raises_nothing_until_it_is_back(watched):
    hot(watched)
    watched.declare("UPDATE device SET out_of_service = 1 WHERE id = 1")
    watched.look(watched.now + 1000)
    assert watched.row().state == "OUT_OF_SERVICE" and watched.row().reason == OUT
    watched.look(watched.now + 20 * MINUTE)
    assert [row.state for row in watched.rows() if row.device == 1] == ["OUT_OF_SERVICE"] * 2
    watched.declare("UPDATE device SET out_of_service = 0 WHERE id = 1")
    watched.look(watched.now + 1000)
    assert watched.states()["hot", "1"] != "OUT_OF_SERVICE"
    assert watched.states()["silent", "1"] == "UNACK_ACT"


def test_a_rule_for_a_profile_that_the_network_tells_later(tmp_path):
    rules = "rules:\n  - {name: hot, metric: temperature, when: '>', limit: 30, devices: {profile: co2}}\n"
    watched = Watched(tmp_path / "s.gpkg", rules)
    declare_devices(watched.database, [Declaration("70b3d5e700000001", "mine")])
    watched.normaliser.load(watched.database)
    watched.alarms.stale = True
    watched.say(START + MINUTE, temperature=20.0)
    watched.say(START + 2 * MINUTE, temperature=35.0)
    watched.look(START + 3 * MINUTE)
    assert watched.states() == {("hot", "1"): "UNACK_ACT"}
    watched.close()


PARTLY_SELECTED = """
rules:
  - {name: hot, metric: temperature, when: ">", limit: 30, devices: {site: hall}}
  - {name: silent, kind: no_data, on_delay: 600}
  - {name: cold, metric: temperature, when: "<", limit: 5, suppressed_by: [hot]}
"""


@pytest.fixture
def loads(monkeypatch):
    """Moments at which all devices were read."""
    done, load = [], AlarmWatch.load
    monkeypatch.setattr(AlarmWatch, "load", lambda self, *given: (done.append(given), load(self, *given))[1])
    return done


def test_a_fleet_without_names_is_not_read_whole_at_each_first_message(tmp_path, loads):
    watched = Watched(tmp_path / "s.gpkg", PARTLY_SELECTED)
    declare_devices(watched.database, [Declaration(f"70b3d5e7{n:08x}") for n in range(1, 41)])
    watched.normaliser.load(watched.database)
    watched.alarms.stale = True
    loads.clear()
    for turn in range(2):
        for device in range(1, 41):
            watched.say(START + (40 * turn + device) * 1000, device, temperature=35.0)
    assert len(loads) == 1
    watched.look(START + 2 * MINUTE)
    found = sorted((row.rule, row.uid, row.state) for row in watched.rows())
    euis = [f"70b3d5e7{n:08x}" for n in range(1, 41)]
    assert found == [*(("cold", eui, "SUPPRESSED") for eui in euis), *(("hot", eui, "UNACK_ACT") for eui in euis)]
    watched.close()


def test_a_description_from_the_network_leaves_alarms_as_they_are(tmp_path, loads):
    watched = Watched(tmp_path / "s.gpkg", PARTLY_SELECTED)
    declare_devices(watched.database, [Declaration("70b3d5e700000001")])
    watched.normaliser.load(watched.database)
    watched.alarms.stale = True
    watched.prepare()
    watched.look(START + 11 * MINUTE)
    assert watched.states() == {("silent", "1"): "UNACK_ACT"}
    loads.clear()
    watched.say(START + 12 * MINUTE, temperature=2.0)
    watched.say(START + 13 * MINUTE, temperature=35.0)
    watched.look(START + 14 * MINUTE)
    assert loads == []
    assert watched.states() == {("silent", "1"): "RTN_UNACK", ("cold", "1"): "SUPPRESSED", ("hot", "1"): "UNACK_ACT"}
    watched.close()


def test_rules_that_are_gone_leave_their_rows_and_do_nothing(watched):
    hot(watched)
    watched.rules = tuple(rule for rule in watched.rules if rule.name != "hot")
    watched.restart()
    ask_action(watched.path, watched.row().id, "acknowledge", "ana")
    watched.look(watched.now + 1000)
    assert "no alarm hot" in watched.row().refused
