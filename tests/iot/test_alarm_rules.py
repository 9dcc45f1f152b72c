"""Rules read from YAML, states by hand, and figures of many alarms."""

from __future__ import annotations

import math

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.alarms import kpi, states
from cityorchestra.processing_provider.iot.alarms.engine import AlarmEngine, WatchedDevice, replay
from cityorchestra.processing_provider.iot.alarms.journal import Entry
from cityorchestra.processing_provider.iot.alarms.rules import Rule, hasty_rules, read_rules
from cityorchestra.processing_provider.iot.alarms.states import AlarmState
from cityorchestra.processing_provider.iot.events import Event
from hypothesis import given
from hypothesis import strategies as st

S, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
RULES = """
rules:
  - name: boiler_too_hot
    metric: temperature
    when: ">"
    limit: 85
    deadband: 3
    on_delay: 60
    on_samples: 2
    off_delay: 60
    priority: 1
    response: Stop the burner.
    devices: {site: Town hall, profile: [boiler, heater]}
    suppressed_by: [gateway_down]
  - name: gateway_down
    kind: no_data
    on_delay: 90
    priority: 2
    devices: {profile: gateway}
  - {name: open, metric: door, when: "==", limit: true, latching: true}
"""


def test_rules_are_read():
    hot, gateway, door = read_rules(RULES)
    assert (hot.operator, hot.limit, hot.deadband, hot.on_delay, hot.on_samples, hot.priority) == (">", 85, 3, 60, 2, 1)
    assert hot.concerns("d", site="Town hall", profile="heater")
    assert not hot.concerns("d", site="School", profile="heater") and not hot.concerns("d", site="Town hall")
    assert gateway.kind == "no_data" and door.latching and door.limit is True
    assert hot.delay(True, 45_000.0) == 90_000 and hot.delay(True, 10_000.0) == hot.delay(True, None) == 60_000
    # A delay shorter than the period of an hourly sensor is told.
    assert hasty_rules([hot, gateway, door], HOUR) == ("open",)
    assert hasty_rules([Rule("x", metric="t", operator=">", limit=1.0, on_delay=60)], HOUR) == ("x",)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("rules:", "rule:", "one list"),
        ('when: ">"', 'when: "=>"', "when must be one of"),
        ("limit: 85", "limit: hot", "needs a number"),
        ("limit: 85", "limit: [1]", "limit must be"),
        ("limit: 85", "limit: .nan", "limit must be"),
        ("deadband: 3", "deadband: -1", "deadband must be a number from 0"),
        ("on_samples: 2", "on_samples: 1.5", "whole number"),
        ("priority: 1", "priority: 5", "priority must be"),
        ("priority: 1", "priority: true", "priority must be"),
        ("on_delay: 90", "off_delay: 90", "after how long"),
        ("kind: no_data", "kind: no_data\n    limit: 4", "about silence"),
        ("suppressed_by: [gateway_down]", "suppressed_by: [missing]", "no rule missing"),
        ("on_delay: 90", "on_delay: 90\n    suppressed_by: [boiler_too_hot]", "in a circle"),
        ("name: gateway_down", "name: boiler_too_hot", "Two rules"),
        ("name: gateway_down", "title: x", "needs a name"),
        ("metric: temperature", "response: x", "YAML|metric"),
        ("devices: {profile: gateway}", "devices: {street: x}", "chosen by"),
        ("devices: {profile: gateway}", "devices: {profile: [1]}", "list of texts"),
        ("latching: true", "latching: 1", "true or false"),
        ('when: "==", limit: true', 'when: ">", limit: true', "needs a number"),
        ('when: "==", limit: true', 'when: "==", limit: true, deadband: 1', "deadband goes with"),
        ("limit: 85", "limit: 85\n    run: rm", "no key run"),
        ("response: Stop the burner.", "response: !!python/object/apply:os.system [echo]", "not YAML"),
        ("deadband: 3", "deadband: &a 3\n    off_samples: *a", "not YAML"),
    ],
)
def test_wrong_rules_are_told(old, new, words):
    assert old in RULES
    with pytest.raises(InputError, match=words):
        read_rules(RULES.replace(old, new, 1))


@given(st.sampled_from([">", ">=", "<", "<="]), st.floats(-50, 50), st.floats(0, 10), st.floats(-100, 100))
def test_a_value_is_never_on_and_off(operator, limit, deadband, value):
    rule = Rule("r", metric="t", operator=operator, limit=limit, deadband=deadband)
    assert not (rule.is_on(value) and rule.is_off(value))
    if deadband == 0:
        assert rule.is_on(value) or rule.is_off(value)
    mirror = Rule(
        "r", metric="t", operator=operator.translate(str.maketrans("<>", "><")), limit=-limit, deadband=deadband
    )
    assert (rule.is_on(value), rule.is_off(value)) == (mirror.is_on(-value), mirror.is_off(-value))


def test_values_that_cannot_be_compared_are_no_alarm():
    rule = Rule("r", metric="t", operator=">", limit=5.0)
    assert not rule.fits("6") and not rule.fits(math.nan) and not rule.fits(None) and rule.fits(True)
    engine = AlarmEngine([rule])
    engine.watch(WatchedDevice("d"), 0)
    for moment, value in enumerate(["9", math.nan, math.inf, None]):
        engine.sample("d", moment * S, "t", value)
    engine.advance(HOUR)
    assert engine.journal == []


# States


def names(*steps, latching=False):
    """States after each step on one alarm."""
    state, seen = AlarmState(), []
    for step in steps:
        if step == "raise":
            state.raise_(latching)
        elif step in ("clear", "acknowledge", "reset"):
            getattr(state, step)()
        elif step == "shelve":
            state.shelve(0, HOUR, "noise")
        elif step == "out":
            state.take_out("repair")
        elif step == "suppress":
            state.suppressed = True
        else:
            state.shelved_until, state.out_of_service, state.suppressed = None, False, False
            state.show(latching)
        seen.append(state.name)
    return seen


def test_the_usual_ways():
    assert names("raise", "acknowledge", "clear") == ["UNACK_ACT", "ACK_ACT", "NORM"]
    assert names("raise", "clear", "acknowledge") == ["UNACK_ACT", "RTN_UNACK", "NORM"]
    assert names("raise", "clear", "raise") == ["UNACK_ACT", "RTN_UNACK", "UNACK_ACT"]
    assert names("raise", "clear", "acknowledge", "reset", latching=True) == ["UNACK_ACT", "LATCHED", "LATCHED", "NORM"]
    assert names("raise", "acknowledge", "clear", "raise", latching=True)[-2:] == ["LATCHED", "UNACK_ACT"]
    assert names("raise", "shelve", "show") == ["UNACK_ACT", "SHELVED", "ACK_ACT"]
    assert names("shelve", "raise", "show") == ["SHELVED", "SHELVED", "UNACK_ACT"]
    assert names("shelve", "raise", "clear", "show")[-1] == "NORM"
    assert names("out", "raise", "show") == ["OUT_OF_SERVICE", "OUT_OF_SERVICE", "UNACK_ACT"]
    assert names("raise", "suppress", "clear", "show") == ["UNACK_ACT", "SUPPRESSED", "SUPPRESSED", "RTN_UNACK"]
    assert names("raise", "acknowledge", "suppress", "show")[-1] == "ACK_ACT"
    # Hiding an alarm does not end its latch.
    assert names("raise", "shelve", "clear", "show", latching=True)[-1] == "LATCHED"


def test_what_operators_may_not_do():
    state = AlarmState()
    for wrong in (
        state.acknowledge,
        state.reset,
        lambda: state.shelve(0, HOUR, " "),
        lambda: state.shelve(0, DAY + 1, "x"),
        lambda: state.shelve(5, 5, "x"),
        lambda: state.take_out(""),
    ):
        with pytest.raises(InputError):
            wrong()
    state.raise_(True)
    state.clear()
    with pytest.raises(InputError, match="was acknowledged"):
        state.reset()
    with pytest.raises(ValueError, match="facts"):
        AlarmState.from_dict({"active": 1})


# Engine by hand


def up(device, moment, **values):
    return Event("up", "test", device, moment, values=values)


def test_cleared_and_raised_without_a_new_message():
    rule = Rule("hot", metric="t", operator=">", limit=5.0, on_delay=60, off_delay=30)
    engine = AlarmEngine([rule])
    engine.watch(WatchedDevice("d", period=HOUR), 0)
    engine.take(up("d", 10 * S, t=9.0))
    engine.advance(HOUR - 1)
    assert [(e.moment, e.cause, e.value) for e in engine.journal] == [(70 * S, "raise", 9.0)]
    engine.take(up("d", HOUR, t=1.0))
    engine.advance(2 * HOUR)
    assert engine.journal[-1].moment == HOUR + 30 * S and engine.journal[-1].after == states.RTN_UNACK


def test_stale_and_bad_values_raise_no_data_not_the_process_alarm():
    rules = (
        Rule("hot", metric="t", operator=">", limit=5.0, on_samples=5),
        Rule("no_t", "no_data", metric="t", on_samples=3),
    )
    engine = AlarmEngine(rules)
    engine.watch(WatchedDevice("d", period=10.0 * MINUTE), 0)
    engine.take(up("d", MINUTE, t=9.0))
    for number in range(1, 8):
        engine.take(up("d", MINUTE + number * 10 * MINUTE, t=9.0), bad=("t",))
    assert [(e.rule, e.moment) for e in engine.journal] == [("no_t", 31 * MINUTE)]
    engine.take(up("d", 100 * MINUTE, t=1.0))
    assert engine.journal[-1].cause == "clear"


def test_gateway_down_suppresses_the_devices_that_it_alone_hears():
    rules = (
        Rule("gateway_down", "no_data", on_delay=90, devices={"profile": ("gateway",)}),
        Rule("silent", "no_data", on_samples=3, suppressed_by=("gateway_down",), devices={"profile": ("sensor",)}),
    )
    engine = AlarmEngine(rules)
    engine.watch(WatchedDevice("alone", profile="sensor", period=5.0 * MINUTE, depends_on=("g",)), 0)
    engine.watch(WatchedDevice("both", profile="sensor", period=5.0 * MINUTE), 0)
    engine.watch(WatchedDevice("g", profile="gateway"), 0)
    engine.advance(HOUR)
    told = [(e.rule, e.device) for e in engine.journal if e.announced]
    assert told == [("gateway_down", "g"), ("silent", "both")]
    assert engine.states()["silent", "alone"].name == states.SUPPRESSED
    engine.take(Event("gw_stats", "test", "g", HOUR))
    assert engine.states()["silent", "alone"].name == states.UNACK_ACT
    engine.depend("both", ("g",), HOUR)
    engine.advance(HOUR + 3 * MINUTE)
    assert engine.states()["silent", "both"].name == states.SUPPRESSED
    engine.take_out("gateway_down", "g", HOUR + 4 * MINUTE, "ana", "being replaced")
    assert engine.states()["silent", "both"].name == states.UNACK_ACT


def test_shelf_ends_at_its_time():
    engine = AlarmEngine([Rule("hot", metric="t", operator=">", limit=5.0)])
    engine.watch(WatchedDevice("d"), 0)
    engine.shelve("hot", "d", 0, "ana", "works", HOUR)
    engine.take(up("d", MINUTE, t=9.0))
    assert not any(e.announced for e in engine.journal)
    engine.advance(DAY)
    last = engine.journal[-1]
    assert (last.moment, last.cause, last.after) == (HOUR, "unshelve", states.UNACK_ACT)
    with pytest.raises(InputError, match="no alarm cold on d"):
        engine.acknowledge("cold", "d", DAY, "ana")


def test_simulated_and_late_messages_are_no_alarm():
    engine = AlarmEngine([Rule("hot", metric="t", operator=">", limit=5.0)])
    engine.watch(WatchedDevice("d"), 0)
    engine.take(Event("up", "test", "d", MINUTE, values={"t": 9.0}, simulated=True))
    engine.advance(HOUR)
    engine.take(up("d", MINUTE, t=9.0))
    assert engine.journal == [] and engine.late_samples == 1


def test_replay_is_what_was_live():
    rules = read_rules(RULES)
    devices = [WatchedDevice("b", site="Town hall", profile="boiler", period=10.0 * MINUTE)]
    events = [up("b", n * 10 * MINUTE, temperature=80 + 5 * math.sin(n / 3) * 2) for n in range(200)]
    live = AlarmEngine(rules)
    live.watch(devices[0], 0)
    for event in events:
        live.advance(event.received_time - 5 * MINUTE if event.received_time else 0)
        live.take(event)
    live.advance(200 * 10 * MINUTE)
    again = replay(rules, devices, events, 0, 200 * 10 * MINUTE)
    assert again.journal == live.journal and len(live.journal) > 10


# Figures


def told(moment, rule="r", device="d", priority=4):
    return Entry(moment, rule, device, "t", "NORM", "UNACK_ACT", "raise", priority)


def test_flood_begins_above_ten_and_ends_below_five():
    assert kpi.find_floods([n * S for n in range(10)], HOUR) == ()
    floods = kpi.find_floods([n * S for n in range(11)], HOUR)
    # The eleventh comes after 10 s; after 10 min + 7 s only 4 of them are left in the window.
    assert floods == (kpi.Flood(10 * S, 600 * S + 6 * S, 11),)
    two = kpi.find_floods([n * S for n in range(12)] + [DAY + n * S for n in range(30)], 2 * DAY)
    assert [flood.count for flood in two] == [12, 30]
    assert kpi.find_floods([n * S for n in range(11)], 100 * S)[0].end == 100 * S


def plain_floods(times, end):
    """Second by second, as it is worded."""
    floods, start = [], None
    for now in range(0, end + 1):
        window = sum(now - 600 < time <= now for time in times)
        if start is None and window > 10 and now in times:
            start = now
        elif start is not None and window < 5:
            floods.append((start * S, now * S))
            start = None
    if start is not None:
        floods.append((start * S, end * S))
    return floods


@given(st.lists(st.integers(0, 3000), max_size=60))
def test_floods_are_those_of_a_loop_over_seconds(times):
    found = kpi.find_floods([time * S for time in times], 4000 * S)
    assert [(flood.start, flood.end) for flood in found] == plain_floods(times, 4000)


def test_figures_of_a_day():
    journal = [told(n * 10 * MINUTE, "r", f"d{n % 12}", 1 + n % 4) for n in range(144)]
    journal += [
        Entry(n * 10 * MINUTE + MINUTE, "r", f"d{n % 12}", "t", "UNACK_ACT", "ACK_ACT", "acknowledge", 4)
        for n in range(144)
    ]
    journal.sort(key=lambda entry: entry.moment)
    found = kpi.alarm_kpi(journal, 0, DAY)
    assert (found.announced, found.rate, found.per_day, found.greatest_rate) == (144, 1.0, 144.0, 1)
    assert found.priorities == {1: 0.25, 2: 0.25, 3: 0.25, 4: 0.25}
    assert len(found.top) == 10 and found.top_share == pytest.approx(10 / 12)
    assert found.acknowledged_after == MINUTE and found.floods == () and found.chattering == ()
    assert kpi.beyond_targets(found) == ("urgent", "top")
    nothing = kpi.alarm_kpi([], 0, DAY)
    assert nothing.announced == 0 and kpi.beyond_targets(nothing) == ()


def test_chattering_and_stale():
    journal = [told(0, "r", "fast"), told(30 * S, "r", "fast"), told(60 * S, "r", "fast")]
    journal += [told(n * HOUR, "r", "slow") for n in (0, 2, 9)]
    found = kpi.alarm_kpi(sorted(journal, key=lambda entry: entry.moment), 0, 30 * HOUR)
    assert found.chattering == (("r", "fast"),)
    by_samples = kpi.alarm_kpi(journal, 0, 30 * HOUR, {"slow": float(HOUR)})
    assert by_samples.chattering == (("r", "fast"), ("r", "slow"))
    assert found.stale == (("r", "fast"),)
    ended = [*journal, Entry(10 * HOUR, "r", "fast", "t", "UNACK_ACT", "RTN_UNACK", "clear", 4)]
    assert kpi.alarm_kpi(ended, 0, 40 * HOUR).stale == (("r", "slow"),)


def test_a_flood_is_put_under_its_cause():
    entries = [told(n * S, "silent", f"d{n}") for n in range(20)]
    causes = {
        f"d{n}": {"gateway": "g1" if n < 12 else "", "site": f"s{n % 2}", "profile": "p" if n < 3 else "q"}
        for n in range(20)
    }
    causes["d19"] = {"gateway": None, "site": "far", "profile": "alone"}
    groups, alone = kpi.group_by_cause(entries, causes.__getitem__)
    assert (groups[0].kind, groups[0].name, len(groups[0].entries)) == ("profile", "q", 16)
    assert (groups[1].kind, groups[1].name, len(groups[1].entries)) == ("gateway", "g1", 3)
    assert [entry.device for entry in alone] == ["d19"]
    assert sum(len(group.entries) for group in groups) + len(alone) == 20
