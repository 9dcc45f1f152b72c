"""Algorithms ``iot_devices_register``, ``iot_downsample`` and ``iot_decode`` in QGIS."""

from __future__ import annotations

import json
import sqlite3
import time

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.algorithms.downsample import retention_of
from cityorchestra.processing_provider.iot.codecs.codec_file import find_codec
from cityorchestra.processing_provider.iot.decoding import decode_frames, frame_bytes
from cityorchestra.processing_provider.iot.downsampling import fill_buckets
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.writer import flag_observations
from cityorchestra.tests.algorithm_support import (
    check_record,
    comparable,
    files_in,
    french,
    from_python_command,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.iot.test_store import store_events, up
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer
from qgis.PyQt.QtCore import QDateTime, Qt

REGISTER, DOWNSAMPLE, DECODE = "iot_devices_register", "iot_downsample", "iot_decode"
HOUR, DAY = 3_600_000, 86_400_000
FIELDS = (
    ("eui", "text"),
    ("label", "text"),
    ("place", "text"),
    ("kind", "text"),
    ("period", "real"),
    ("off", "integer"),
)

with_provider = pytest.mark.usefixtures("provider")


# -- registering ----------------------------------------------------------------------------------------------------


def inventory(*rows, crs="EPSG:2154", fields=FIELDS):
    """Return a layer of devices; a row is (x, y) or None, then the values of the fields."""
    return make_layer(
        "Point",
        [(None if where is None else f"POINT({where[0]} {where[1]})", *values) for where, *values in rows],
        fields,
        crs,
    )


def registered(layer, store, **changes):
    return {
        "INPUT": layer,
        "EUI_FIELD": "eui",
        "NAME_FIELD": "label",
        "SITE_FIELD": "place",
        "PROFILE_FIELD": "kind",
        "PERIOD_FIELD": "period",
        "OUT_OF_SERVICE_FIELD": "off",
        "STORE": str(store),
        "UNMATCHED": "TEMPORARY_OUTPUT",
        **changes,
    }


@pytest.fixture
def heard(tmp_path):
    """Store that heard the devices 1 and 9."""
    path = tmp_path / "store.gpkg"
    database = open_store(path)
    store_events(database, [up(1, 1, 1_780_000_000_000), up(9, 1, 1_780_000_000_000)])
    database.close()
    return path


@with_provider
def test_devices_of_a_layer_are_declared_with_their_place(run_algorithm, heard):
    layer = inventory(
        ((352000.0, 6789000.0), "00-00-00-00-00-00-00-01", "Room 1", "school", "co2", 600.0, 0),
        ((352100.0, 6789100.0), "00000000000000FF", "Cellar", "depot", None, None, 1),
        (None, "meter-7", None, None, None, 3600.0, None),
        ((352000.0, 6789000.0), None, "no label", "school", None, None, None),
    )
    run = run_algorithm(REGISTER, registered(layer, heard))
    told = {name: run.results[name] for name in ("NEW", "KNOWN", "UNPLACED", "UNMATCHED_COUNT")}
    assert told == {"NEW": 2, "KNOWN": 1, "UNPLACED": 1, "UNMATCHED_COUNT": 4}
    assert run.results["STORE"] == str(heard)
    with open_reader(heard) as reader:
        devices = {device.uid: device for device in reader.devices()}
    one, cellar, meter = devices[f"{1:016x}"], devices["00000000000000ff"], devices["meter-7"]
    assert (one.name, one.site, one.profile, one.period_s, one.out_of_service) == (
        "Room 1",
        "school",
        "co2",
        600.0,
        False,
    )
    east, north = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True).transform(352000.0, 6789000.0)
    assert one.place == pytest.approx((east, north), abs=1e-7)
    assert (cellar.name, cellar.profile, cellar.period_s, cellar.out_of_service) == ("Cellar", "", None, True)
    assert meter.place is None and meter.period_s == 3600.0 and meter.dev_eui is None
    unmatched = {(row["uid"], row["reason"], row["row"]) for row in rows_of(run.results["UNMATCHED"])}
    assert unmatched == {
        ("00000000000000ff", "not_heard", None), ("meter-7", "not_heard", None), (f"{9:016x}", "not_in_layer", None),
        (None, "no_identifier", 4),
    }  # fmt: skip


@with_provider
def test_running_again_changes_nothing_and_empty_values_keep_what_is_known(run_algorithm, heard):
    first = inventory(((352000.0, 6789000.0), f"{1:016x}", "Room 1", "school", "co2", 600.0, 0))
    run_algorithm(REGISTER, registered(first, heard))
    with open_reader(heard) as reader:
        before = [(d.uid, d.name, d.site, d.period_s, d.place) for d in reader.devices()]
    for layer in (first, inventory((None, f"{1:016x}", None, None, None, None, None))):
        run = run_algorithm(REGISTER, registered(layer, heard))
        assert (run.results["NEW"], run.results["KNOWN"]) == (0, 1)
        with open_reader(heard) as reader:
            assert [(d.uid, d.name, d.site, d.period_s, d.place) for d in reader.devices()] == before


@with_provider
def test_duplicates_and_wrong_periods_are_listed_and_nothing_is_written(heard, tmp_path):
    twice = inventory(
        ((0.0, 0.0), f"{1:016x}", "A", None, None, None, None),
        ((0.0, 0.0), f"{2:016x}", "B", None, None, None, None),
        ((0.0, 0.0), "00-00-00-00-00-00-00-01", "C", None, None, None, None),
    )
    new = tmp_path / "new.gpkg"
    sentence = refusal(REGISTER, registered(twice, new))
    assert f"{1:016x} (1, 3)" in sentence and f"{2:016x}" not in sentence and not new.exists()
    wrong = inventory(((0.0, 0.0), f"{1:016x}", "A", None, None, -5.0, None))
    assert f"{1:016x}: -5" in refusal(REGISTER, registered(wrong, heard))
    words = inventory(((0.0, 0.0), f"{1:016x}", "soon"), fields=(("eui", "text"), ("period", "text")))
    options = registered(words, heard, NAME_FIELD="", SITE_FIELD="", PROFILE_FIELD="", OUT_OF_SERVICE_FIELD="")
    assert "soon" in refusal(REGISTER, options)
    with open_reader(heard) as reader:
        assert not any(device.declared for device in reader.devices())


@with_provider
def test_a_store_is_made_and_layers_without_crs_or_rows_are_told(run_algorithm, tmp_path):
    path = tmp_path / "new.gpkg"
    run = run_algorithm(
        REGISTER, registered(inventory(((352000.0, 6789000.0), "a", "A", None, None, None, None)), path)
    )
    assert path.is_file() and run.results["NEW"] == 1
    empty = run_algorithm(REGISTER, registered(inventory(), path))
    assert empty.results["NEW"] == 0 and any("no device to declare" in text for text in empty.feedback.warnings)
    lost = inventory(((352000.0, 6789000.0), "a", "A", None, None, None, None), crs="")
    assert "coordinate reference system" in refusal(REGISTER, registered(lost, path))
    wrong = inventory(((352000.0, 6789000.0), "a", "A", None, None, None, None), crs="EPSG:4326")
    assert "do not fit" in refusal(REGISTER, registered(wrong, path))


@with_provider
def test_register_in_degrees_french_cancel_and_headless(run_algorithm, qgis_process, heard, tmp_path):
    rows = [((-1.68, 48.11), f"{n:016x}", f"Room {n}", "school", "co2", 600.0, 0) for n in range(1, 4)]
    layer = inventory(*rows, crs="EPSG:4326")
    cancelled = tmp_path / "cancelled.gpkg"
    assert run_algorithm(REGISTER, registered(layer, cancelled), cancel_at=80).results == {}
    with french():
        run = run_algorithm(REGISTER, registered(layer, heard))
    assert (run.results["NEW"], run.results["KNOWN"]) == (2, 1)
    with open_reader(heard) as reader:
        assert reader.devices()[0].place == pytest.approx((-1.68, 48.11))
    path = tmp_path / "devices.geojson"
    shape = {"type": "Point", "coordinates": [2.0, 48.0]}
    feature = {"type": "Feature", "properties": {"eui": f"{5:016x}"}, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    done = qgis_process(
        "run", f"cityorchestra:{REGISTER}", "--", f"INPUT={path}", "EUI_FIELD=eui", f"STORE={heard}",
        f"UNMATCHED={tmp_path / 'unmatched.gpkg'}", f"OUTPUT_HTML={tmp_path / 'report.html'}",
    )  # fmt: skip
    assert done.results["NEW"] == 1 and done.results["STORE"] == str(heard)
    assert "Never heard" in (tmp_path / "report.html").read_text(encoding="utf-8")


@with_provider
def test_a_store_that_another_writes_to_is_told_in_a_sentence(heard, monkeypatch):
    from cityorchestra.processing_provider.iot.store import sqlite_store

    monkeypatch.setattr(sqlite_store, "BUSY_MS", 50)
    other = sqlite3.connect(heard, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    layer = inventory(((352000.0, 6789000.0), f"{1:016x}", "Room 1", None, None, None, None))
    try:
        assert "cannot be used: database is locked" in refusal(REGISTER, registered(layer, heard))
    finally:
        other.execute("ROLLBACK")
        other.close()


# -- buckets and retention ------------------------------------------------------------------------------------------


@pytest.fixture
def now():
    return int(time.time() * 1000)


@pytest.fixture
def readings(tmp_path, now):
    """A reading every ten minutes of the last three days, one of them wrong; raw messages of forty days ago."""
    path = tmp_path / "readings.gpkg"
    database = open_store(path)
    begin = now // DAY * DAY - 3 * DAY
    store_events(database, [up(1, n, begin + n * 600_000, {"temperature": float(n % 6)}) for n in range(3 * 144)])
    series = next(iter(database.query("SELECT MIN(ds) FROM obs")))[0]
    database.begin()
    flag_observations(database, series, [begin], [4])
    database.execute("UPDATE raw SET received = ? WHERE id <= 10", (now - 40 * DAY,))
    database.commit()
    database.close()
    return path, begin, series


def purged(store, **changes):
    return {"STORE": str(store), "OUTPUT": "TEMPORARY_OUTPUT", **changes}


def counted(path, table):
    with sqlite3.connect(path) as connection:
        return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


@with_provider
def test_a_dry_run_tells_and_changes_nothing(run_algorithm, readings):
    path, _, _ = readings
    before = path.read_bytes()
    run = run_algorithm(DOWNSAMPLE, purged(path))
    rows = {(row["action"], row["table"]): row["n"] for row in rows_of(run.results["OUTPUT"])}
    # Six readings an hour, two in a quarter at most: 0, 10, 20 ... fall into four quarters of an hour.
    assert rows["write", "obs_1h"] == 72 and rows["write", "obs_1d"] == 3 and rows["write", "obs_15min"] == 288
    assert rows["delete", "raw"] == 10 and run.results["DELETED"] == 10 and run.results["WRITTEN"] == 363
    assert path.read_bytes() == before
    assert counted(path, "obs_1h") == 0 and counted(path, "raw") == 432


@with_provider
def test_buckets_are_written_once_and_old_rows_deleted(run_algorithm, readings):
    path, begin, _ = readings
    run = run_algorithm(DOWNSAMPLE, purged(path, DRY_RUN=False))
    assert (run.results["WRITTEN"], run.results["DELETED"]) == (363, 10)
    with sqlite3.connect(path) as connection:
        first, second = connection.execute(
            "SELECT t, mean, low, high, last, n, q FROM obs_1h ORDER BY t LIMIT 2"
        ).fetchall()
    assert first == (begin, 3.0, 1.0, 5.0, 5.0, 5, 2)  # the reading that failed is left out
    assert second == (begin + HOUR, 2.5, 0.0, 5.0, 5.0, 6, 2)
    assert counted(path, "raw") == 422
    again = run_algorithm(DOWNSAMPLE, purged(path, DRY_RUN=False))
    assert (again.results["WRITTEN"], again.results["DELETED"]) == (0, 0)


@with_provider
def test_late_readings_and_changed_flags_make_buckets_again(run_algorithm, readings):
    path, begin, series = readings
    run_algorithm(DOWNSAMPLE, purged(path, DRY_RUN=False, STEP="1h"))
    database = open_store(path)
    last = begin + 3 * DAY - HOUR
    store_events(database, [up(1, 999, last + 61_000, {"temperature": 100.0})])
    database.begin()
    flag_observations(database, series, [begin + HOUR], [4])
    database.commit()
    database.close()
    # The late one, in its hour and its day; the flag changed more than a day before the last buckets.
    assert run_algorithm(DOWNSAMPLE, purged(path, DRY_RUN=False, STEP="1h")).results["WRITTEN"] == 2
    since = QDateTime.fromMSecsSinceEpoch(begin, Qt.TimeSpec.UTC)
    assert run_algorithm(DOWNSAMPLE, purged(path, DRY_RUN=False, STEP="1h", SINCE=since)).results["WRITTEN"] == 2
    with sqlite3.connect(path) as connection:
        rows = dict(connection.execute("SELECT t, n FROM obs_1h"))
    assert rows[last] == 7 and rows[begin + HOUR] == 5
    assert counted(path, "obs_15min") == 0


def test_buckets_whose_readings_were_purged_stay(readings, now):
    path, begin, _ = readings
    database = open_store(path)
    assert fill_buckets(database, ["obs_1d"], {}, now, dry_run=False) == {"obs_1d": 3}
    database.begin()
    database.execute("DELETE FROM obs WHERE t < ?", (begin + DAY + 12 * HOUR,))
    database.commit()
    assert fill_buckets(database, ["obs_1d"], {}, now, dry_run=False, since=begin) == {"obs_1d": 0}
    assert [row[0] for row in database.query("SELECT n FROM obs_1d ORDER BY t")] == [143, 144, 144]
    database.close()


def test_a_retention_is_read_from_a_text():
    kept = retention_of("raw=7; obs=0")
    assert (kept.raw, kept.obs, kept.frame) == (7.0, 0.0, 396.0)
    for text in ("raws=7", "raw", "raw=week", "raw=-1", "audit=1"):
        with pytest.raises(InputError):
            retention_of(text)


@with_provider
def test_downsample_refuses_cancels_and_runs_everywhere(run_algorithm, qgis_process, readings, tmp_path):
    path, _, _ = readings
    assert "is not a table and its days" in refusal(DOWNSAMPLE, purged(path, RETENTION="audit=1"))
    assert "There is no store" in refusal(DOWNSAMPLE, purged(tmp_path / "none.gpkg", DRY_RUN=False))
    assert not (tmp_path / "none.gpkg").exists()
    assert run_algorithm(DOWNSAMPLE, purged(path, DRY_RUN=False), cancel_at=10).results == {}
    assert counted(path, "raw") == 432  # nothing is deleted when the run is cancelled before
    empty = tmp_path / "empty.gpkg"
    open_store(empty).close()
    assert run_algorithm(DOWNSAMPLE, purged(empty)).results["WRITTEN"] == 0
    english = comparable(run_algorithm(DOWNSAMPLE, purged(empty)).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(DOWNSAMPLE, purged(empty)).results["OUTPUT"]) == english
    assert len(rows_of(run_in_model(DOWNSAMPLE, purged(path), "OUTPUT"))) == 14
    read = from_python_command(DOWNSAMPLE, purged(path, STEP="1h"))
    run = run_algorithm(DOWNSAMPLE, {**read, "OUTPUT": str(tmp_path / "told.gpkg")})
    check_record(record_of(run.results["OUTPUT"]), DOWNSAMPLE, STORE=str(path))
    page = tmp_path / "report.html"
    done = qgis_process(
        "run", f"cityorchestra:{DOWNSAMPLE}", "--", f"STORE={path}", "DRY_RUN=false", "RETENTION=raw=0",
        f"OUTPUT={tmp_path / 'done.gpkg'}", f"OUTPUT_HTML={page}",
    )  # fmt: skip
    assert done.results["DELETED"] == 0 and counted(path, "obs_1d") == 3
    assert "obs_1d" in page.read_text(encoding="utf-8")


# -- frames ---------------------------------------------------------------------------------------------------------

FRAMES = (("payload", "text"), ("port", "text"), ("temperature_3", "integer"))
LPP = "03670110056700FF"  # temperatures 27.2 on channel 3 and 25.5 on channel 5, as published


def frames(*rows):
    return make_layer("NoGeometry", [(None, *row) for row in rows], FRAMES, crs="")


def decoded(layer, **changes):
    return {"INPUT": layer, "PAYLOAD_FIELD": "payload", "OUTPUT": "TEMPORARY_OUTPUT", **changes}


def test_frames_are_read_in_hexadecimal_and_base64():
    assert frame_bytes(" 0x0367 0110 ", "auto") == bytes.fromhex("03670110") == frame_bytes("A2cBEA==", "auto")
    assert frame_bytes("A2cBEA==", "hex") is None and frame_bytes("é", "auto") is None
    assert frame_bytes("abcd", "base64") != frame_bytes("abcd", "hex")


@given(st.lists(st.tuples(st.text(max_size=40), st.none() | st.integers(-5, 300)), max_size=20))
def test_no_frame_stops_the_others(rows):
    table = decode_frames(rows, find_codec("cayenne_lpp"))
    assert len(table.rows) == len(table.errors) == len(table.times) == len(rows)
    for row in table.rows:
        assert set(row) <= set(table.columns)


@with_provider
def test_values_become_columns(run_algorithm):
    layer = frames(
        (LPP, None, 7), ("A2cBEA==", None, 8), ("0367011099", None, 9), ("zz zz", None, None), (None, None, None)
    )
    run = run_algorithm(DECODE, decoded(layer))
    out = opened(run.results["OUTPUT"])
    names = [item.name() for item in out.fields()]
    assert names == ["payload", "port", "temperature_3", "decode_error", "temperature_3_2", "temperature_5"]
    rows = rows_of(out)
    assert [row["temperature_3"] for row in rows] == [7, 8, 9, None, None]  # the field of the table stays
    assert [row["temperature_3_2"] for row in rows] == pytest.approx([27.2, 27.2, 27.2, None, None])
    assert rows[0]["temperature_5"] == pytest.approx(25.5) and rows[0]["decode_error"] is None
    assert "unknown type" in rows[2]["decode_error"]
    assert (
        "neither hexadecimal nor base64" in rows[3]["decode_error"] and rows[4]["decode_error"] == "the frame is empty"
    )
    assert (run.results["COUNT"], run.results["DECODED"], run.results["ERRORS"], run.results["VALUES"]) == (5, 2, 3, 2)


@with_provider
def test_ports_kinds_and_codecs_of_the_user(run_algorithm, tmp_path):
    published = "CBF60B0D0376010ADD7FFF"  # port 2
    layer = frames((published, "2", None), (published, "7", None), (published, None, None))
    run = run_algorithm(DECODE, decoded(layer, CODEC="dragino_lht65n", FPORT_FIELD="port", FPORT=2))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["BatV"] for row in rows] == pytest.approx([3.062, None, 3.062])
    assert rows[0]["decode_error"] is None and "port 7" in rows[1]["decode_error"]
    codec = tmp_path / "mine.yaml"
    codec.write_text(
        "name: mine\ntitle: Mine\nsource: test\nchecked: true\nlayout: frame\nendian: big\n"
        "fields:\n  - {name: level, type: u8}\n  - {name: at, type: u32, role: time}\n"
    )
    run = run_algorithm(DECODE, decoded(frames(("056A1780F0", None, None)), CODEC="file", CODEC_FILE=str(codec)))
    (row,) = rows_of(run.results["OUTPUT"])
    assert row["level"] == 5.0 and row["measured"].toMSecsSinceEpoch() == 0x6A1780F0 * 1000
    assert "CODEC_FILE" in refusal(DECODE, decoded(layer, CODEC="file"))
    codec.write_text("name: mine\nlayout: [1]\n")
    assert "mine.yaml" in refusal(DECODE, decoded(layer, CODEC="file", CODEC_FILE=str(codec)))


@with_provider
def test_decode_points_empty_cancel_french_model_and_headless(run_algorithm, qgis_process, tmp_path):
    points = make_layer("Point", [("POINT(352000 6789000)", LPP), (None, LPP)], [("payload", "text")])
    run = run_algorithm(DECODE, decoded(points))
    rows = rows_of(run.results["OUTPUT"])
    assert rows[0]["geometry"].coords[0] == (352000.0, 6789000.0) and rows[1]["geometry"] is None
    empty = run_algorithm(DECODE, decoded(frames()))
    assert empty.results["COUNT"] == 0 and any("no row" in text for text in empty.feedback.warnings)
    out = tmp_path / "out"
    out.mkdir()
    cancelled = run_algorithm(DECODE, decoded(points, OUTPUT=str(out / "values.gpkg")), cancel_at=50)
    assert cancelled.results == {} and files_in(out) == []
    with french():
        assert comparable(run_algorithm(DECODE, decoded(points)).results["OUTPUT"]) == comparable(run.results["OUTPUT"])
    assert len(rows_of(run_in_model(DECODE, decoded(write_frames(tmp_path)), "OUTPUT"))) == 2
    page = tmp_path / "report.html"
    done = qgis_process(
        "run", f"cityorchestra:{DECODE}", "--", f"INPUT={write_frames(tmp_path)}", "PAYLOAD_FIELD=payload",
        f"OUTPUT={tmp_path / 'values.gpkg'}", f"OUTPUT_HTML={page}",
    )  # fmt: skip
    assert done.results["DECODED"] == 1
    check_record(record_of(done.results["OUTPUT"]), DECODE, CODEC="cayenne_lpp")
    assert "°C" in page.read_text(encoding="utf-8")


def write_frames(folder):
    path = folder / "frames.csv"
    path.write_text(f"device,payload\n1,{LPP}\n2,nothing\n")
    return str(path)
