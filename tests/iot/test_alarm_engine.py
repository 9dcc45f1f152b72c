"""The alarm engine beside a simulation second by second, and its states beside the table of transitions."""

from __future__ import annotations

import json

from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.alarms import states
from cityorchestra.processing_provider.iot.alarms.engine import AlarmEngine, WatchedDevice
from cityorchestra.processing_provider.iot.alarms.rules import Rule
from cityorchestra.processing_provider.iot.events import Event
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

S = 1000  # ms


class SecondBySecond:
    """One high alarm, simulated as the specification words it, with no shortcut: a loop over all seconds."""

    def __init__(self, limit, deadband, on_delay, off_delay, stale_after=None):
        self.limit, self.deadband, self.on_delay, self.off_delay = limit, deadband, on_delay, off_delay
        self.stale_after = stale_after
        self.active, self.run_on, self.run_off, self.last = False, None, None, None
        self.changes = []

    def second(self, now, samples):
        self._timers(now)
        for value, good in samples:
            self._sample(now, value, good)
            self._timers(now)

    def _sample(self, now, value, good):
        if not good:
            self.run_on = self.run_off = None
            return
        self.last = now
        off = value <= self.limit if self.deadband == 0 else value < self.limit - self.deadband
        if self.active:
            self.run_off = (self.run_off if self.run_off is not None else now) if off else None
        elif value > self.limit:
            self.run_on = self.run_on if self.run_on is not None else now
        else:
            self.run_on = None

    def _timers(self, now):
        if self.stale_after is not None and self.last is not None and now - self.last > self.stale_after:
            self.run_on = self.run_off = None
        if not self.active and self.run_on is not None and now - self.run_on >= self.on_delay:
            self.active, self.run_on = True, None
            self.changes.append((now * S, "raise"))
        elif self.active and self.run_off is not None and now - self.run_off >= self.off_delay:
            self.active, self.run_off = False, None
            self.changes.append((now * S, "clear"))


samples = st.lists(
    st.tuples(st.integers(0, 25) | st.integers(60, 110), st.integers(0, 12), st.integers(0, 9).map(bool)),
    min_size=1,
    max_size=40,
)


@hypothesis_settings(max_examples=400)
@given(
    samples,
    st.integers(0, 3),
    st.integers(0, 30) | st.integers(60, 120),
    st.integers(0, 30) | st.integers(60, 120),
    st.sampled_from([None, 5, 10]),
    st.sampled_from(["ticks", "end", "rough"]),
)
def test_engine_is_the_brute_force_simulation(steps, deadband, on_delay, off_delay, period, clock):
    rule = Rule(
        "hot", metric="t", operator=">", limit=6.0, deadband=float(deadband), on_delay=on_delay, off_delay=off_delay
    )
    engine = AlarmEngine([rule])
    engine.watch(WatchedDevice("d", period=None if period is None else period * S), 0)
    stale = None if period is None else 2.2 * period + 60
    slow = SecondBySecond(6, deadband, on_delay, off_delay, stale)
    at, by_second = 0, {}
    for wait, value, good in steps:
        at += wait
        by_second.setdefault(at, []).append((value, good))
    end = at + 200
    for now in range(end + 1):
        slow.second(now, by_second.get(now, ()))
        for value, good in by_second.get(now, ()):
            engine.sample("d", now * S, "t", float(value), good)
        if clock == "ticks" or (clock == "rough" and now % 7 == 0):
            engine.advance(now * S)
    engine.advance(end * S)
    assert [(entry.moment, entry.cause) for entry in engine.journal] == slow.changes


@given(samples, st.integers(0, 3), st.integers(0, 3), st.integers(1, 9))
def test_delays_in_samples_hold_when_longer(steps, on_samples, off_samples, period):
    rule = Rule(
        "hot",
        metric="t",
        operator=">",
        limit=6.0,
        on_delay=4,
        off_delay=4,
        on_samples=on_samples,
        off_samples=off_samples,
    )
    engine = AlarmEngine([rule])
    engine.watch(WatchedDevice("d", period=period * S), 0)
    slow = SecondBySecond(6, 0, max(4, on_samples * period), max(4, off_samples * period), 2.2 * period + 60)
    at, by_second = 0, {}
    for wait, value, good in steps:
        at += wait
        by_second.setdefault(at, []).append((value, good))
        engine.sample("d", at * S, "t", float(value), good)
    for now in range(at + 101):
        slow.second(now, by_second.get(now, ()))
    engine.advance((at + 100) * S)
    assert [(entry.moment, entry.cause) for entry in engine.journal] == slow.changes


@hypothesis_settings(max_examples=300)
@given(
    st.lists(st.integers(0, 60), max_size=30), st.integers(1, 50), st.integers(0, 80), st.integers(1, 9), st.booleans()
)
def test_silence_is_the_simulation_second_by_second(waits, silence, off_delay, tick, ticks):
    engine = AlarmEngine([Rule("silent", "no_data", on_delay=silence, off_delay=off_delay)])
    engine.watch(WatchedDevice("d"), 0)
    moments = {sum(waits[: place + 1]) for place in range(len(waits))}
    end = max(moments, default=0) + 300
    active, since, last, changes = False, None, 0, []

    def look(now):
        nonlocal active, since
        if active and since is not None:
            if now - since >= off_delay:
                active, since = False, None
                changes.append((now * S, "clear"))
            elif now - last >= silence:
                since = None
        if not active and now - last >= silence:
            active = True
            changes.append((now * S, "raise"))

    for now in range(end + 1):
        look(now)
        if now in moments:
            last = now
            since = now if active and since is None else since
            look(now)
            engine.sample("d", now * S, "", None)
        if ticks and now % tick == 0:
            engine.advance(now * S)
    engine.advance(end * S)
    assert [(entry.moment, entry.cause) for entry in engine.journal] == changes


def test_samples_are_counted_where_the_period_is_unknown():
    engine = AlarmEngine([Rule("hot", metric="t", operator=">", limit=6.0, on_samples=3)])
    engine.watch(WatchedDevice("d"), 0)
    for second in (1, 500):
        engine.sample("d", second * S, "t", 9.0)
    engine.advance(900 * S)
    assert engine.journal == []
    engine.sample("d", 901 * S, "t", 9.0)
    assert [(entry.moment, entry.after) for entry in engine.journal] == [(901 * S, states.UNACK_ACT)]


RULES = (
    Rule("gateway_down", "no_data", on_delay=90, priority=2, devices={"profile": ("gateway",)}),
    Rule("silent", "no_data", on_delay=60, on_samples=2, suppressed_by=("gateway_down",)),
    Rule(
        "hot", metric="t", operator=">", limit=6.0, deadband=1.0, on_delay=20, latching=True, suppressed_by=("silent",)
    ),
    Rule("open", metric="door", operator="==", limit=True, priority=4, off_delay=5),
    Rule("mode", metric="mode", operator="!=", limit="auto"),
)
FLEET = (
    WatchedDevice("g", profile="gateway"),
    WatchedDevice("a", period=30 * S, depends_on=("g",)),
    WatchedDevice("b", period=30 * S),
)
actions = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 400)),
    st.tuples(
        st.just("frame"), st.sampled_from("gab"), st.floats(0, 12), st.booleans(), st.sampled_from(["auto", "hand"])
    ),
    st.tuples(
        st.sampled_from(["acknowledge", "reset", "shelve", "unshelve", "take_out", "put_back"]),
        st.sampled_from([rule.name for rule in RULES]),
        st.sampled_from("gab"),
    ),
    st.tuples(st.just("depend"), st.booleans()),
)


def start_engine():
    engine = AlarmEngine(RULES)
    for device in FLEET:
        engine.watch(device, 0)
    return engine


def act(engine, action, now):
    """Do one action; the engine refuses what makes no sense with a sentence, and only so."""
    kind = action[0]
    if kind == "frame":
        values = {"t": action[2], "door": action[3], "mode": action[4]}
        engine.take(Event("up", "test", action[1], now, values=values))
    elif kind == "depend":
        engine.depend("b", ("g",) if action[1] else (), now)
    elif kind != "wait":
        arguments = [action[1], action[2], now, "someone", "a reason"]
        if kind == "shelve":
            arguments.append(300 * S)
        try:
            getattr(engine, kind)(*arguments)
        except InputError as error:
            assert str(error)


@hypothesis_settings(max_examples=300)
@given(st.lists(actions, max_size=60))
def test_no_sequence_leaves_an_illegal_state_and_replay_is_live(sequence):
    live, once, broken = start_engine(), start_engine(), start_engine()
    now = 0
    for action in sequence:
        if action[0] == "wait":
            for _ in range(action[1]):
                now += S
                live.advance(now)  # each second
        for engine in (live, once, broken):
            act(engine, action, now)
        # One is stopped and started again from what it kept, through JSON.
        kept = json.loads(json.dumps(broken.snapshot()))
        journal = broken.journal
        broken = AlarmEngine(RULES, journal.append)
        for device in live._devices.values():
            broken.watch(device, 0)
        del journal[len(live.journal) :]  # a start notes what it finds, before it knows better
        broken.restore(kept)
        broken.journal = journal
    for engine in (live, once, broken):
        engine.advance(now + 500 * S)
    assert live.journal == once.journal
    assert live.states() == once.states() == broken.states()
    seen = {}
    for entry in live.journal:
        key = (entry.rule, entry.device)
        assert entry.before == seen.get(key, states.NORM)
        assert entry.after == entry.before or entry.after in states.TRANSITIONS[entry.before]
        seen[key] = entry.after
    for key, state in live.states().items():
        assert state.name == seen.get(key, states.NORM)
        assert state.name in states.STATES
        assert not (state.unannounced and not (state.active and state.hidden))
