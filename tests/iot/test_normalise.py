"""From events to rows: duplicates, clocks, rates, unknown devices, hostile names."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from cityorchestra.processing_provider.iot import directory as directory_module
from cityorchestra.processing_provider.iot.events import Event, Location, Reject
from cityorchestra.processing_provider.iot.normalise import Choices, Message, Normaliser
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.processing_provider.iot.store.writer import write_rows
from cityorchestra.processing_provider.iot.windows import ClockSkews, DuplicateWindow, RateLimits, content_number
from cityorchestra.tests.iot.test_store import NOW, up
from hypothesis import given
from hypothesis import strategies as st

MINUTE, HOUR = 60_000, 3_600_000


class Kept:
    """A store, a normaliser, and shorthand for both."""

    def __init__(self, path, **choices) -> None:
        self.database = open_store(path)
        self.normaliser = Normaliser(self.database, Choices(**choices))

    def take(self, *events, **message):
        """Store events, each as a message of its own; return the counts of the batch."""
        self.database.begin()
        self.normaliser.begin()
        for event in events:
            result = event if isinstance(event, (Reject, list)) else [event]
            moment = NOW if not isinstance(event, Event) else event.received_time
            self.normaliser.take(Message("a/topic", b'{"x": 1}', moment, **message), result)
        rows = self.normaliser.finish()
        write_rows(self.database, rows)
        self.database.commit()
        return rows.counts

    def ask(self, sql):
        return list(self.database.query(sql))


@pytest.fixture
def kept(tmp_path):
    store = Kept(tmp_path / "store.gpkg")
    yield store
    store.database.close()


def measured(moment, value=1.0, device="tank", **more):
    """Return a message of a device without network time or counter."""
    return Event("obs", "generic", device, moment, values={"level": value}, **more)


def test_the_same_frame_within_ten_minutes_is_a_duplicate(kept):
    counts = kept.take(up(1, 5, NOW), up(1, 5, NOW + 9 * MINUTE), up(2, 5, NOW), up(1, 6, NOW))
    assert (counts.frames, counts.duplicates) == (3, 1)
    assert kept.ask("SELECT received, duplicates FROM device_state ORDER BY device") == [(2, 1), (1, 0)]
    assert kept.ask("SELECT device, counter FROM frame_duplicate") == [(1, 5)]
    assert kept.take(up(1, 5, NOW + 25 * MINUTE)).duplicates == 0  # the counter began again
    other = replace(up(1, 5, NOW), session="ffff")
    assert kept.take(other, replace(up(1, 5, NOW), payload=b"\x09")).duplicates == 0


def test_a_duplicate_is_known_after_a_restart_even_hours_later(kept):
    kept.take(up(1, 5, NOW), up(2, 5, NOW))
    again = Normaliser(kept.database)
    again.take(Message("t", b"", NOW + 5 * HOUR), [replace(up(1, 5, NOW), received_time=NOW + 5 * HOUR)])
    assert again.finish().counts.duplicates == 1


@given(st.data())
def test_any_order_and_repetition_stores_the_same(tmp_path_factory, data):
    """However messages are repeated, mixed and cut into batches, each frame stands once."""
    frames = [up(device, counter, NOW + counter * 1000, {"temperature": 10.0 * device + counter})
              for device in (1, 2) for counter in range(4)]  # fmt: skip
    heard = data.draw(st.permutations(frames + data.draw(st.lists(st.sampled_from(frames), max_size=8))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(heard)), max_size=3)))
    store = Kept(tmp_path_factory.mktemp("order") / "store.gpkg")
    for begin, end in zip([0, *cuts], [*cuts, len(heard)]):
        store.take(*heard[begin:end])
    found = store.ask(
        "SELECT d.uid, o.t, o.v FROM obs o JOIN datastream s ON s.id = o.ds "
        "JOIN device d ON d.id = s.device ORDER BY 1, 2"
    )
    assert found == [(f.device, f.network_time, f.values["temperature"]) for f in frames]
    assert store.ask("SELECT COUNT(*) FROM frame") == [(8,)]
    assert store.ask("SELECT SUM(received), SUM(duplicates) FROM device_state") == [(8, len(heard) - 8)]
    store.database.close()


def test_a_reading_without_time_or_counter_is_never_a_duplicate(kept):
    kept.take(measured(NOW), measured(NOW + 1), measured(NOW + 2))
    assert kept.ask("SELECT t, v FROM obs") == [(NOW, 1.0), (NOW + 1, 1.0), (NOW + 2, 1.0)]


def test_a_retained_value_of_unknown_age_is_not_stored(kept):
    assert kept.take(measured(NOW), retained=True).rejects == 1
    assert kept.take(measured(NOW, device_time=NOW - HOUR), retained=True).rejects == 0
    assert kept.ask("SELECT t FROM obs") == [(NOW - HOUR,)]
    assert kept.ask("SELECT reason, n FROM reject") == [("retained", 1)]


def test_times_of_devices_are_taken_within_five_minutes(kept):
    kept.take(measured(NOW, 1.0, device_time=NOW - 4 * MINUTE))
    kept.take(measured(NOW + MINUTE, 2.0, "ahead", device_time=NOW + 10 * MINUTE))  # later than now + 5 min: never
    kept.take(measured(NOW + MINUTE, 3.0, "behind", device_time=NOW - 2 * HOUR))
    assert kept.ask("SELECT v, t FROM obs ORDER BY v") == [
        (1.0, NOW - 4 * MINUTE), (2.0, NOW + MINUTE), (3.0, NOW + MINUTE)]  # fmt: skip
    assert kept.ask("SELECT skew_ms FROM device_state ORDER BY device") == [
        (4 * MINUTE,), (-9 * MINUTE,), (2 * HOUR + MINUTE,)]  # fmt: skip


def test_one_wrong_time_does_not_quarantine_a_clock_and_twenty_do(kept):
    for n in range(30):
        told = NOW + n * MINUTE if n != 5 else NOW - 3 * HOUR
        kept.take(measured(NOW + n * MINUTE, float(n), device_time=told))
    assert kept.ask("SELECT t FROM obs WHERE v = 5.0") == [(NOW - 3 * HOUR,)]
    for n in range(30, 60):
        kept.take(measured(NOW + n * MINUTE, float(n), device_time=NOW + n * MINUTE - HOUR))
    moments = dict(kept.ask("SELECT v, t FROM obs WHERE v >= 30"))
    assert moments[30.0] == NOW + 30 * MINUTE - HOUR and moments[59.0] == NOW + 59 * MINUTE


def test_what_the_broker_kept_does_not_quarantine_a_clock(kept):
    kept.normaliser.catching_up = True
    kept.take(*[measured(NOW, float(n), device_time=NOW - HOUR + n * MINUTE) for n in range(50)])
    assert kept.ask("SELECT MIN(t), MAX(t) FROM obs") == [(NOW - HOUR, NOW - 11 * MINUTE)]


@pytest.mark.parametrize("network", [None, 0, NOW + HOUR, -5])
def test_an_impossible_time_of_the_network_gives_way_to_ours(kept, network):
    kept.take(replace(up(1, 1, NOW), network_time=network, gateway_time=0))
    assert kept.ask("SELECT t FROM frame") == [(NOW + 30,)]


def test_a_device_that_is_too_fast_is_rejected_beyond_its_burst(kept):
    counts = kept.take(*[measured(NOW + n, float(n)) for n in range(150)])
    assert counts.rejects == 49  # 100 at once, and 1.5 for 150 ms
    assert kept.ask("SELECT reason, n FROM reject") == [("rate", 49)]
    assert kept.take(*[measured(NOW + MINUTE + n, float(n)) for n in range(100)]).rejects == 0
    kept.normaliser.catching_up = True  # what the broker kept comes all at once
    assert kept.take(*[measured(NOW + 2 * MINUTE + n, float(n)) for n in range(500)]).rejects == 0
    assert kept.take(measured(NOW + 3 * MINUTE, device="other")).rejects == 0


def test_one_message_of_many_events_counts_once(kept):
    many = [measured(NOW, float(n), network_time=NOW - n * MINUTE) for n in range(300)]
    assert kept.take(many).rejects == 0
    assert kept.ask("SELECT COUNT(*) FROM obs") == [(300,)]


def test_unknown_devices_are_capped_and_listed(kept, monkeypatch):
    monkeypatch.setattr(directory_module, "MAX_UNKNOWN", 3)
    declare_devices(kept.database, [Declaration(f"{n:016x}") for n in range(100, 120)])
    kept.normaliser.load(kept.database)
    counts = kept.take(*[up(n, 1, NOW) for n in (1, 2, 3, 4, 5, 100, 119, 4)])
    assert (counts.new_devices, counts.rejects) == (3, 3)
    assert kept.ask("SELECT COUNT(*) FROM device") == [(23,)]
    assert kept.ask("SELECT uid, n FROM quarantine ORDER BY uid") == [(f"{4:016x}", 2), (f"{5:016x}", 1)]
    assert kept.ask("SELECT reason, n FROM reject") == [("unknown_device", 3)]
    declare_devices(kept.database, [Declaration(f"{4:016x}")])
    kept.normaliser.load(kept.database)
    assert kept.take(up(4, 2, NOW)).rejects == 0
    assert kept.ask("SELECT uid FROM quarantine") == [(f"{5:016x}",)]


def test_ten_thousand_unknown_devices_leave_five_thousand(kept):
    counts = kept.take(*[measured(NOW, device=f"d{n}") for n in range(10_000)])
    assert (counts.new_devices, counts.rejects) == (5000, 5000)
    assert kept.ask("SELECT COUNT(*) FROM quarantine") == [(5000,)]


def test_metrics_of_a_device_are_capped(kept):
    event = replace(measured(NOW), values={f"m{n}": float(n) for n in range(200)})
    assert kept.take(event).rejects == 1
    assert kept.ask("SELECT COUNT(*) FROM obs") == [(directory_module.MAX_METRICS_OF_DEVICE,)]


def test_series_of_devices_with_the_same_metrics_share_their_shape(kept):
    kept.take(*[up(n, 1, NOW) for n in range(1, 50)])
    shapes = {id(kept.normaliser.directory.shape(n)) for n in range(1, 50)}
    assert len(shapes) == 1
    again = Normaliser(kept.database).directory
    assert again.shape(7) == kept.normaliser.directory.shape(7) != {}
    assert again.devices == kept.normaliser.directory.devices


def test_a_device_is_found_under_its_eui_or_the_name_of_its_network(kept):
    with_eui = replace(up(1, 1, NOW), device="eui-1", source="things_stack")
    kept.take(with_eui, Event("ack", "things_stack", "eui-1", NOW, acknowledged=True, command="c1"))
    assert kept.ask("SELECT COUNT(*) FROM device") == [(1,)]
    assert kept.ask("SELECT device, kind, command, acknowledged FROM event") == [(1, "ack", "c1", 1)]


def test_places_follow_the_device_but_not_against_the_user(kept):
    declare_devices(kept.database, [Declaration(f"{1:016x}", longitude=-1.7, latitude=48.1)])
    kept.normaliser.load(kept.database)
    elsewhere = Location(2.0, 49.0)
    kept.take(up(1, 1, NOW, location=elsewhere), up(2, 1, NOW, location=elsewhere))
    places = [kept.database.read_point(blob) for (blob,) in kept.ask("SELECT geom FROM device ORDER BY id")]
    assert places == [(-1.7, 48.1), (2.0, 49.0)]
    kept.take(Event("location", "chirpstack4", f"{1:016x}", NOW, device_eui=f"{1:016x}", location=elsewhere))
    assert kept.database.read_point(kept.ask("SELECT geom FROM device WHERE id = 1")[0][0]) == (2.0, 49.0)


def test_a_place_that_stays_is_not_written_again(kept):
    place = Location(2.0, 49.0)
    kept.take(up(1, 1, NOW, location=place))
    registry = kept.ask("SELECT registry FROM revision")
    kept.take(up(1, 2, NOW, location=place), up(1, 3, NOW, location=Location(2.00001, 49.0)))
    assert kept.ask("SELECT registry FROM revision") == registry


def test_statistics_of_gateways_are_no_devices(kept):
    values = {"rx_received": 10.0, "rx_ok": 9.0}
    kept.take(Event("gw_stats", "chirpstack4", "0016c001f153a14c", NOW, device_eui="0016c001f153a14c", values=values,
                    location=Location(-1.6, 48.1)),
              Event("death", "chirpstack4", "0016c001f153a14c", NOW, device_eui="0016c001f153a14c"))  # fmt: skip
    assert kept.ask("SELECT COUNT(*) FROM device") == [(0,)]
    with open_reader(kept.database.path) as reader:
        assert reader.gateway_stats(NOW, NOW + 1) == [(1, NOW, values)] and reader.gateway_stats(0, NOW) == []
    assert kept.database.read_point(kept.ask("SELECT geom FROM gateway")[0][0]) == (-1.6, 48.1)
    assert kept.ask("SELECT device, kind FROM event") == [(None, "death")]


def test_simulated_messages_are_marked(kept):
    kept.take(up(1, 1, NOW, simulated=True), up(2, 1, NOW))
    assert kept.ask("SELECT simulated FROM device_state ORDER BY device") == [(1,), (0,)]
    assert kept.ask("SELECT simulated FROM frame ORDER BY device") == [(1,), (0,)]


def test_rejects_are_kept_short_and_counted(kept):
    counts = kept.take(*[Reject("not_json", "x" * 500, "a") for _ in range(50)])
    assert counts.rejects == 50
    assert kept.ask("SELECT reason, n, LENGTH(detail) FROM reject") == [("not_json", 50, 200)]


def test_a_flood_of_different_rejects_stays_bounded(kept):
    kept.database.begin()
    kept.normaliser.begin()
    for n in range(3000):
        kept.normaliser.take(Message(f"topic/{n}", b"x" * 5000, NOW), Reject("not_json"))
    write_rows(kept.database, kept.normaliser.finish())
    kept.database.commit()
    assert kept.ask("SELECT COUNT(*), SUM(n), MAX(LENGTH(payload)) FROM reject") == [(201, 3000, 512)]


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=400))
def test_any_text_is_stored(tmp_path_factory, name, metric, value):
    store = Kept(tmp_path_factory.mktemp("texts") / "store.gpkg")
    event = replace(measured(NOW), name=name, values={metric: value}, text=value, units={metric: name})
    store.take(event, Event("log", "generic", "tank", NOW, text=value, command=metric))
    assert store.ask("SELECT COUNT(*) FROM obs_text") == [(1,)]
    assert all("\x00" not in str(item) for row in store.ask("SELECT name FROM device") for item in row)
    store.database.close()


def test_html_and_sql_in_names_are_only_texts(kept):
    name = "<script>alert(1)</script>'); DROP TABLE obs;--"
    kept.take(replace(measured(NOW), name=name, values={name: 1.0}))
    assert kept.ask("SELECT name FROM device") == [(name,)] == kept.ask("SELECT name FROM metric")


def test_a_message_that_says_nothing_is_not_kept_raw(kept):
    kept.take([])
    assert kept.ask("SELECT COUNT(*) FROM raw") == [(0,)]


def test_raw_messages_can_be_left_out(tmp_path):
    store = Kept(tmp_path / "store.gpkg", keep_raw=False)
    store.take(up(1, 1, NOW))
    assert store.ask("SELECT (SELECT COUNT(*) FROM raw), (SELECT COUNT(*) FROM frame)") == [(0, 1)]
    store.database.close()


def test_the_window_is_bounded():
    window = DuplicateWindow(span=600_000, limit=100)
    for n in range(1000):
        assert window.is_new(1, n, NOW)
        assert not window.is_new(1, n, NOW + 1)
    assert len(window) <= 200
    assert window.is_new(1, 5, NOW)  # forgotten: the window is full


def test_content_numbers_tell_sessions_counters_and_bytes_apart():
    numbers = {content_number(s, c, d) for s in ("", "a", "ab") for c in (None, 0, 1) for d in (b"", b"b", b"1|")}
    assert len(numbers) == 27 and all(-(2**63) <= number < 2**63 for number in numbers)


@given(st.lists(st.integers(0, 5000), max_size=400))
def test_a_bucket_never_lets_more_through_than_rate_and_burst(steps):
    limits = RateLimits(10.0, 100.0)
    limits.grow(1)
    moment, passed = NOW, 0
    for step in steps:
        moment += step
        passed += limits.take(0, moment)
    assert passed <= 100 + 10 * (moment - NOW) / 1000 + 1
    if steps and len(steps) <= 100:
        assert passed == len(steps)


def test_skew_is_the_median_of_the_last_twenty():
    skews, drawn = ClockSkews(), random.Random(3)
    skews.grow(2)
    values = [drawn.randrange(-10_000, 10_000) for _ in range(55)]
    for value in values:
        skews.add(1, value)
    last = sorted(values[-20:])
    assert skews.median(1) == (last[9] + last[10]) // 2
    assert skews.median(0) is None and not skews.quarantined(0)
