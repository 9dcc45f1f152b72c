"""The store, on a file and on a real PostgreSQL: the same questions have the same answers."""

from __future__ import annotations

import sqlite3
import threading
import uuid

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.events import Event, Location, Reception
from cityorchestra.processing_provider.iot.normalise import Message, Normaliser
from cityorchestra.processing_provider.iot.store.geopackage import point_blob, read_point
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.places import network_share, require_local
from cityorchestra.processing_provider.iot.store.postgres_store import split_address
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.processing_provider.iot.store.retention import DAY_MS, Retention, purge
from cityorchestra.processing_provider.iot.store.schema import BY_NAME, METRICS, TABLES, insert
from cityorchestra.processing_provider.iot.store.writer import flag_observations, write_aggregates, write_rows
from cityorchestra.tests.iot.postgres_support import PostgresServer, server_folder

NOW = 1_780_000_000_000  # 2026-05-28 [ms]


@pytest.fixture(scope="module")
def postgres():
    pytest.importorskip("psycopg2", reason="psycopg2 is not installed")
    if server_folder() is None:
        pytest.skip("PostgreSQL with PostGIS is not installed (tools/iot_services.sh)")
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=["file", "postgresql"])
def address(request, tmp_path):
    if request.param == "file":
        return tmp_path / "store.gpkg"
    return request.getfixturevalue("postgres").address("s" + uuid.uuid4().hex)


def up(device, counter, moment, values=None, **more):
    return Event(
        "up", "chirpstack4", f"{device:016x}", moment + 30, device_eui=f"{device:016x}", name=f"sensor {device}",
        site="school", profile="co2", network_time=moment, frame_counter=counter, session="01ab", port=2,
        spreading_factor=9, bandwidth_hz=125_000, frequency_hz=868_100_000, payload=b"\x01\x02",
        receptions=(Reception("0016c001f153a14c", -101.0, 4.5), Reception("0016c001f153a14d", None, None)),
        values={"temperature": 20.5, "door": True, "mode": "eco"} if values is None else values, **more,
    )  # fmt: skip


def store_events(database, events, normaliser=None):
    """Write events as a recorder does; return the normaliser."""
    normaliser = normaliser or Normaliser(database)
    database.begin()
    normaliser.begin()
    for event in events:
        normaliser.take(Message("topic", b"{}", event.received_time), [event])
    write_rows(database, normaliser.finish())
    database.commit()
    return normaliser


def test_what_is_written_is_read_back(address):
    database = open_store(address)
    store_events(database, [up(1, 7, NOW, location=Location(-1.68, 48.11, 40.0)), up(2, 8, NOW + 1000)])
    with open_reader(address) as reader:
        first, second = reader.devices()
        assert (first.uid, first.name, first.site, first.profile) == (f"{1:016x}", "sensor 1", "school", "co2")
        assert first.place == pytest.approx((-1.68, 48.11)) and second.place is None and first.altitude_m == 40.0
        assert not first.declared
        state = reader.latest_states()[0]
        assert (state.device, state.counter, state.rssi, state.snr) == (1, 7, -101.0, 4.5)
        assert (state.spreading_factor, state.gateways, state.last_seen, state.received) == (9, 2, NOW, 1)
        names = reader.metrics()
        values = {(row.device, names[row.metric]): row for row in reader.latest_values()}
        assert values[1, "temperature"].value == 20.5 and values[1, "door"].value == 1.0
        assert values[2, "mode"].text == "eco" and values[2, "mode"].value is None
        assert {kind for *_, kind in reader.datastreams()} == {"number", "switch", "text"}
        history = reader.history(None, NOW, NOW + 1001)
        assert history.device.tolist() == [1, 1, 2, 2] and sorted(history.value.tolist()) == [1.0, 1.0, 20.5, 20.5]
        assert not history.cut and len(reader.history(None, NOW, NOW + 1000)) == 2
        one = reader.history([int(history.series[0])], 0, 2 * NOW)
        assert len(one) == 1 and one.time.tolist() == [NOW]
        frames = reader.frames(0, 2 * NOW)
        assert frames.device.tolist() == [1, 2] and frames.counter.tolist() == [7, 8]
        assert frames.frequency.tolist() == [868_100_000] * 2 and frames.payload_size.tolist() == [2, 2]
        heard = reader.receptions(0, 2 * NOW)
        assert heard.device.tolist() == [1, 1, 2, 2] and heard.gateway.tolist() == [1, 2, 1, 2]
        assert heard.rssi[0] == -101.0 and np.isnan(heard.snr[1])
        assert reader.gateways()[1][0] == "0016c001f153a14c" and reader.gateways()[1][3] == 2
        assert reader.count("raw") == 2
    database.close()


def test_readers_see_only_what_changed(address):
    database = open_store(address)
    normaliser = store_events(database, [up(1, 1, NOW), up(2, 1, NOW)])
    with open_reader(address) as reader:
        before, registry = reader.revision(), reader.registry()
        assert before == 1
        assert reader.latest_states(before) == [] and reader.latest_values(before) == []
        store_events(database, [up(2, 2, NOW + 60_000, {"temperature": 21.0})], normaliser)
        assert reader.revision() == 2 and reader.registry() == registry
        assert [row.device for row in reader.latest_states(before)] == [2]
        assert [(row.device, row.value) for row in reader.latest_values(before)] == [(2, 21.0)]
        assert reader.latest_values(before, [1]) == [] and len(reader.latest_values(0, [1])) == 3
        assert reader.devices(since=before) == []
    database.close()


def test_an_older_value_does_not_replace_a_newer_one(address):
    database = open_store(address)
    normaliser = store_events(database, [up(1, 2, NOW, {"temperature": 21.0})])
    store_events(database, [up(1, 1, NOW - 60_000, {"temperature": 19.0})], normaliser)
    with open_reader(address) as reader:
        assert [row.value for row in reader.latest_values()] == [21.0]
        assert reader.latest_states()[0].last_seen == NOW and reader.latest_states()[0].received == 2
        assert reader.history(None, 0, 2 * NOW).value.tolist() == [19.0, 21.0]
    database.close()


def test_nothing_of_a_transaction_that_is_given_up_stays(address):
    database = open_store(address)
    normaliser = Normaliser(database)
    database.begin()
    normaliser.take(Message("t", b"", NOW), [up(1, 1, NOW)])
    write_rows(database, normaliser.finish())
    database.rollback()
    with open_reader(address) as reader:
        assert reader.devices() == [] and reader.revision() == 0
    database.close()


def test_declared_devices_are_placed_named_and_seen_by_a_running_recorder(address):
    database = open_store(address)
    normaliser = store_events(database, [up(1, 1, NOW)])
    other = open_store(address)
    counts = declare_devices(
        other,
        [
            Declaration("00-00-00-00-00-00-00-01", "Room 12", period_s=600.0, longitude=-1.7, latitude=48.1),
            Declaration("00000000000000FF", site="depot", period_s=3600.0),
        ],
    )
    assert counts == (1, 1)
    assert normaliser.registry != next(iter(database.query("SELECT registry FROM revision")))[0]
    normaliser.load(database)
    store_events(database, [up(255, 1, NOW, location=Location(0.0, 0.0)), up(1, 2, NOW, location=Location(5.0, 5.0))],
                 normaliser)  # fmt: skip
    with open_reader(address) as reader:
        first, second = reader.devices()
        assert (first.name, first.site, first.period_s, first.place) == ("Room 12", "school", 600.0, (-1.7, 48.1))
        assert (second.uid, second.site, second.source, second.declared) == (
            f"{255:016x}",
            "depot",
            "chirpstack4",
            True,
        )
        assert second.name == "sensor 255" and second.place == (0.0, 0.0)
    for wrong in ([Declaration("a"), Declaration("a ")], [Declaration(" ")], [Declaration("b", period_s=0.0)]):
        with pytest.raises(InputError):
            declare_devices(other, wrong)
    other.close()
    database.close()


def test_the_live_view_tells_states_by_age(address):
    database = open_store(address)
    now = next(iter(database.query("SELECT {}".format(
        "CAST(strftime('%s', 'now') AS INTEGER) * 1000" if database.kind == "sqlite"
        else "(EXTRACT(EPOCH FROM now()) * 1000)::bigint"))))[0]  # fmt: skip
    ages = {1: 10, 2: 2.2 * 600 + 120, 3: 4 * 600 + 120}
    declare_devices(database, [Declaration(f"{n:016x}", period_s=600.0) for n in (1, 2, 3, 4)])
    store_events(database, [up(n, 1, now - int(age * 1000)) for n, age in ages.items()])
    rows = dict(database.query("SELECT uid, state FROM device_live"))
    assert rows == {f"{n:016x}": state for n, state in zip((1, 2, 3, 4), ("ok", "late", "lost", "never"))}
    declare_devices(database, [Declaration(f"{1:016x}", out_of_service=True)])
    assert dict(database.query("SELECT uid, state FROM device_live"))[f"{1:016x}"] == "out_of_service"
    database.close()


def test_purge_deletes_what_is_old_and_nothing_else(address):
    database = open_store(address)
    day = [NOW - n * DAY_MS for n in reversed(range(40))]  # in the order of arrival
    store_events(database, [up(n % 3 + 1, n, moment) for n, moment in enumerate(day)])
    series = METRICS + 1
    write_aggregates(database, "obs_1h", [(series, moment, 1.0, 0.0, 2.0, 1.0, 4, 1) for moment in day])
    retention = Retention(raw=10, frame=20, obs=30, obs_text=30, obs_1h=0)
    counts = purge(database, retention, now=NOW + 1000, dry_run=True)
    assert (counts["raw"], counts["frame"], counts["obs"]) == (30, 20, 20)
    assert purge(database, retention, now=NOW + 1000, dry_run=False, chunk=7) == counts
    with open_reader(address) as reader:
        assert [reader.count(name) for name in ("raw", "frame", "obs", "obs_text", "obs_1h")] == [10, 20, 60, 30, 40]
        assert reader.history(None, 0, 2 * NOW).time.min() >= NOW + 1000 - 30 * DAY_MS
    assert not any(purge(database, retention, now=NOW + 1000, dry_run=False).values())
    with pytest.raises(InputError):
        Retention(raw=-1.0)
    database.close()


def test_flags_and_buckets(address):
    database = open_store(address)
    store_events(database, [up(1, n, NOW + n * 60_000, {"temperature": float(n)}) for n in range(4)])
    series = METRICS + 1
    assert flag_observations(database, series, [NOW, NOW + 60_000, 5], [4, 1, 1]) == 2
    assert write_aggregates(database, "obs_15min", [(series, NOW, 1.5, 0.0, 3.0, 3.0, 4, 2)]) == 1
    assert write_aggregates(database, "obs_15min", [(series, NOW, None, 0.0, 3.0, 3.0, 0, 9)]) == 1
    with open_reader(address) as reader:
        assert reader.history([series], 0, 2 * NOW).flag.tolist() == [4, 1, 2, 2]
        bucket = reader.history([series], 0, 2 * NOW, "obs_15min")
        assert np.isnan(bucket.value[0]) and bucket.high.tolist() == [3.0] and bucket.count.tolist() == [0]
        assert reader.history(None, 0, 2 * NOW, max_rows=3).cut
        with pytest.raises(KeyError):
            reader.history(None, 0, 1, "obs; DROP TABLE obs")
        with pytest.raises(KeyError):
            reader.table("device_state")
    database.close()


def test_numbered_tables_are_read_after_a_number(address):
    database = open_store(address)
    rows = [(NOW + n, "who", "arm", f"valve {n}", "{}", "", f"hash {n}") for n in range(5)]
    assert database.insert(insert("audit"), rows) == 5
    with open_reader(address) as reader:
        everything = reader.table("audit")
        assert [row["subject"] for row in everything] == [f"valve {n}" for n in range(5)]
        assert [row["subject"] for row in reader.table("audit", after=everything[2]["id"], limit=1)] == ["valve 3"]
    database.close()


def test_every_table_is_in_both_databases(address):
    database = open_store(address)
    for table in TABLES:
        assert list(database.query(f"SELECT {', '.join(table.names)} FROM {table.name} LIMIT 0")) == []
    with pytest.raises(KeyError):
        insert("obs", ("ds", "nothing"))
    database.close()


def test_a_reader_cannot_write(address):
    open_store(address).close()
    database = open_store(address, read_only=True)
    with pytest.raises(Exception, match=r"read-?only"):
        database.execute("DELETE FROM obs")
    database.close()


def test_a_store_that_is_not_there_is_not_made_by_a_reader(address):
    with pytest.raises(InputError, match="There is no store"):
        open_reader(address)


def test_only_one_recorder_takes_a_server_store(postgres):
    address = postgres.address("single")
    first, second = open_store(address), open_store(address)
    assert first.lock_writer() and not second.lock_writer()
    first.close()
    assert second.lock_writer()
    second.close()


def test_the_address_of_a_server_holds_no_password():
    for wrong in ("postgresql://me:word@host/base", "postgresql://host/base?password=word"):
        with pytest.raises(InputError, match="holds a password") as refused:
            split_address(wrong)
        assert "word@" not in str(refused.value)
    with pytest.raises(InputError):
        split_address("postgresql://host/base?schema=a;drop")
    assert split_address("postgresql://me@host/base?schema=town&sslmode=require") == (
        "postgresql://me@host/base?sslmode=require",
        "town",
    )


def test_a_file_of_something_else_or_of_another_version_is_refused(tmp_path):
    other = tmp_path / "other.gpkg"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE parcels (id INTEGER)")
    with pytest.raises(InputError, match="not a store"):
        open_store(other)
    text = tmp_path / "text.gpkg"
    text.write_text("no database at all, whatever its name says" * 100)
    with pytest.raises(InputError, match="cannot be opened"):
        open_store(text)
    newer = tmp_path / "newer.gpkg"
    open_store(newer).close()
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE store_facts SET value = '99'")
    with pytest.raises(InputError, match="version 99"):
        open_store(newer)
    with pytest.raises(InputError, match="folder"):
        open_store(tmp_path / "nowhere" / "store.gpkg")


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/maps /mnt/maps nfs4 rw 0 0
//server/town /mnt/town\\040hall cifs rw 0 0
tmpfs /mnt/maps/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/mnt/maps/a/store.gpkg", "nfs4"), ("/mnt/town hall/store.gpkg", "cifs"), ("/mnt/maps/local/s.gpkg", ""),
     ("/mnt/mapsother/s.gpkg", ""), ("/home/me/s.gpkg", "")],
)  # fmt: skip
def test_shares_of_the_network_are_known(path, kind):
    assert network_share(path, MOUNTS) == kind
    if kind:
        with pytest.raises(InputError, match="network share"):
            require_local(path, MOUNTS)
    else:
        require_local(path, MOUNTS)


def test_points_are_read_as_they_were_written():
    assert read_point(point_blob(-1.6778, 48.1173)) == (-1.6778, 48.1173)
    assert read_point(None) is None and read_point(b"GP") is None and read_point(b"no geometry at all") is None


def test_a_backup_holds_everything_while_the_store_is_written(tmp_path):
    store, copy = tmp_path / "store.gpkg", tmp_path / "copy.gpkg"
    database = open_store(store)
    normaliser = store_events(database, [up(n, 1, NOW) for n in range(200)])
    stop = threading.Event()

    def back_up():
        source = open_store(store, read_only=True)
        source.backup(copy)
        source.close()
        stop.set()

    thread = threading.Thread(target=back_up)
    thread.start()
    counter = 1
    while not stop.is_set():
        counter += 1
        store_events(database, [up(1, counter, NOW + counter)], normaliser)
    thread.join()
    # Nothing is left in a WAL: the copy alone is whole.
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.gpkg"]
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        frames = connection.execute("SELECT COUNT(*) FROM frame").fetchone()[0]
        assert 200 <= frames <= 200 + counter
        assert connection.execute("SELECT COUNT(*) FROM raw").fetchone()[0] == frames  # of one moment
    database.close()


def test_names_of_tables_and_columns_are_plain():
    assert all(name.isidentifier() and name.islower() for table in TABLES for name in (table.name, *table.names))
    assert all(set(table.key) <= set(table.names) for table in TABLES) and len(BY_NAME) == len(TABLES)
