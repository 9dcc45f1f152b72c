"""Algorithm ``iot_import_sensorthings`` in QGIS, against a local server that follows SensorThings 1.1."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.algorithms.import_sensorthings import FIELDS
from cityorchestra.processing_provider.iot.events import Location
from cityorchestra.processing_provider.iot.formats.registry import parse
from cityorchestra.processing_provider.iot.normalise import Message, Normaliser
from cityorchestra.processing_provider.iot.sensorthings import datastreams as streams
from cityorchestra.processing_provider.iot.sensorthings.service import SensorThings, entity_path
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.writer import write_rows
from cityorchestra.tests.algorithm_support import (
    check_record,
    comparable,
    files_in,
    french,
    from_python_command,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.iot.sensorthings_server import SensorThingsServer, World
from cityorchestra.tests.iot.sensorthings_server.world import instant
from cityorchestra.tests.rudi import auth_support
from cityorchestra.tests.rudi.client_support import quick_client
from hypothesis import given
from hypothesis import strategies as st
from qgis.PyQt.QtCore import QDateTime, Qt

NAME = "iot_import_sensorthings"
MINUTE, DAY = 60_000, 86_400_000
START = 1_780_000_000_000 // DAY * DAY
LOGIN, PASSWORD = "lecteur", "Phare-Capteur-5512-zK"

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture(autouse=True)
def few_tries(monkeypatch):
    """Wait a twentieth of a second before a server is asked again, three times."""
    from cityorchestra.processing_provider.rudi.algorithms import access
    from cityorchestra.processing_provider.rudi.retry import RetryPolicy

    policy = RetryPolicy(waits_s=(0.05, 0.05, 0.05), jitter=lambda: 1.0)
    client = access.HttpClient
    monkeypatch.setattr(access, "HttpClient", lambda *given, **named: client(*given, policy=policy, **named))


def at(moment):
    return QDateTime.fromMSecsSinceEpoch(moment, Qt.TimeSpec.UTC)


def made_world(count=7):
    """A school with temperature and a state in words, a piezometer with a text identifier, a thing without a place."""
    world = World()
    school = world.add_thing("School", (-1.68, 48.11))
    well = world.add_thing("Well of l'Isle", (-1.20, 48.35))
    nowhere = world.add_thing("Nowhere")
    warm = world.add_datastream(school, "Room 1", "Temperature", "°C")
    state = world.add_datastream(school, "Door", "State", "")
    level = world.add_datastream(well, "Level", "Water level", "m", identifier="l'eau")
    silent = world.add_datastream(nowhere, "Silent", "Temperature", "°C")
    for number in range(count):
        world.observe(warm, instant(START + number * 10 * MINUTE), 20.0 + number)
    world.observe(warm, instant(START - 10 * MINUTE), 99.0)
    world.observe(state, instant(START), "open")
    world.observe(state, instant(START + MINUTE), None)
    begin, end = instant(START + 5 * MINUTE), instant(START + 65 * MINUTE)
    world.observe(level, f"{begin}/{end}", 3.25)
    assert silent == 4
    return world


def asked(server, folder, **changes):
    return {
        "URL": server if isinstance(server, str) else server.url,
        "STORE": str(folder / "store.gpkg"),
        "T0": at(START),
        "T1": at(START + DAY),
        "OUTPUT": "TEMPORARY_OUTPUT",
        **changes,
    }


def by_stream(run):
    return {row["datastream"]: row for row in rows_of(run.results["OUTPUT"])}


def told(run):
    return tuple(run.results[name] for name in ("COUNT", "N_OBS", "N_NEW"))


def test_datastreams_and_observations_reach_the_store(run_algorithm, tmp_path):
    with SensorThingsServer(made_world()) as server:
        run = run_algorithm(NAME, asked(server, tmp_path))
    assert told(run) == (4, 9, 9) and run.results["STORE"] == str(tmp_path / "store.gpkg")
    assert [item.name() for item in opened(run.results["OUTPUT"]).fields()] == [name for name, _ in FIELDS]
    rows = by_stream(run)
    assert set(rows) == {"Datastreams(1)", "Datastreams(2)", "Datastreams('l''eau')", "Datastreams(4)"}
    room = rows["Datastreams(1)"]
    assert (room["name"], room["thing"], room["property"], room["unit"]) == ("Room 1", "School", "Temperature", "°C")
    assert (room["n"], room["value"], room["text"]) == (7, 26.0, None)
    assert room["first"].toMSecsSinceEpoch() == START and room["last"].toMSecsSinceEpoch() == START + 60 * MINUTE
    assert room["geometry"].coords[0] == (-1.68, 48.11)
    assert rows["Datastreams(2)"]["text"] == "open" and rows["Datastreams(2)"]["n"] == 1
    # Of an interval, the time is its end.
    assert rows["Datastreams('l''eau')"]["last"].toMSecsSinceEpoch() == START + 65 * MINUTE
    assert rows["Datastreams(4)"]["geometry"] is None and rows["Datastreams(4)"]["n"] == 0
    with open_reader(tmp_path / "store.gpkg") as reader:
        devices = {device.uid: device for device in reader.devices()}
        device = devices["sensorthings:Datastreams(1)"]
        assert (device.name, device.site, device.profile) == ("School / Room 1", "School", "Temperature")
        assert device.place == pytest.approx((-1.68, 48.11)) and device.declared
        units = {unit for _, number, _, unit, _ in reader.datastreams() if number == device.id}
        assert units == {"°C"} and set(reader.metrics().values()) == {"result"}
        assert reader.count("raw") == 0 and reader.count("obs") == 8


@pytest.mark.parametrize("page", [1, 3, 7, 100])
def test_every_page_is_read_whatever_their_size(run_algorithm, tmp_path, page):
    """Nothing is lost between pages, of the list and of what stands inside an entity."""
    with SensorThingsServer(made_world(40), page=page, nested_page=1) as server:
        run = run_algorithm(NAME, asked(server, tmp_path, PAGE=5))
        assert told(run) == (4, 42, 42)
        assert len(server.asked) > 4 + 42 / page


def test_places_and_properties_that_come_in_further_pages_are_found():
    world = World()
    shape = {"type": "Polygon", "coordinates": [[[2.0, 48.0], [2.2, 48.0], [2.2, 48.4], [2.0, 48.0]]]}
    unusable = world.add("Locations", name="text", encodingType="text/plain", location="behind the school")
    wanted = world.add("Locations", name="area", encodingType="application/geo+json", location=shape)
    thing = world.add("Things", name="Park", links={"Locations": [unusable, wanted], "Datastreams": []})
    first, second = (world.add("ObservedProperties", name=name) for name in ("Wind speed", "Wind direction"))
    multi = world.add(
        "MultiDatastreams", name="Wind", unitOfMeasurements=[{"symbol": "m/s"}, {"symbol": "°"}],
        links={"Thing": [thing], "ObservedProperties": [first, second], "Observations": []},
    )  # fmt: skip
    world.observe(multi, instant(START), [3.5, 270.0], "MultiDatastreams")
    with SensorThingsServer(world, nested_page=1) as server:
        client = quick_client()
        service = SensorThings(client, client, server.url)
        (stream,) = streams.datastreams(service, "", 100)
        assert stream.path == f"MultiDatastreams({multi})" and stream.property == "Wind speed, Wind direction"
        assert stream.place == Location(2.1, 48.2) and stream.units == {"result_0": "m/s", "result_1": "°"}
        (event,) = streams.observations(service, stream, START, START + 1, 10, START + DAY)
        assert event.values == {"result_0": 3.5, "result_1": 270.0}
    assert any("Locations?%24skip=1" in path for path in server.asked)


def test_a_server_without_data_arrays_or_filters_by_place_gives_the_same(run_algorithm, tmp_path):
    box = "-1.7,-1.6,48.0,48.2 [EPSG:4326]"
    found = []
    for number, options in enumerate(({}, {"data_arrays": False}, {"geography": False})):
        folder = tmp_path / str(number)
        folder.mkdir()
        with SensorThingsServer(made_world(), page=3, **options) as server:
            run = run_algorithm(NAME, asked(server, folder, BBOX=box))
            found.append(comparable(run.results["OUTPUT"]))
            assert any("does not filter by place" in text for text in run.feedback.warnings) is (number == 2)
            assert any("dataArray" in path for path in server.asked)
    assert [row["datastream"] for row in found[0]] == ["Datastreams(1)", "Datastreams(2)"]
    assert found[0] == found[1] == found[2]


def test_datastreams_are_filtered_by_the_server(run_algorithm, tmp_path):
    with SensorThingsServer(made_world()) as server:
        run = run_algorithm(NAME, asked(server, tmp_path, FILTER="ObservedProperty/name eq 'Temperature'"))
        assert set(by_stream(run)) == {"Datastreams(1)", "Datastreams(4)"}
        run = run_algorithm(NAME, asked(server, tmp_path, FILTER="Thing/name eq 'Well of l''Isle'"))
        assert set(by_stream(run)) == {"Datastreams('l''eau')"}
        assert "cannot be read" in refusal(NAME, asked(server, tmp_path, FILTER="what is warm"))
        none = run_algorithm(NAME, asked(server, tmp_path, FILTER="name eq 'nothing'"))
        assert told(none) == (0, 0, 0) and any("no such datastream" in text for text in none.feedback.warnings)


def test_running_again_adds_only_what_is_new(run_algorithm, tmp_path):
    world = made_world()
    with SensorThingsServer(world) as server:
        run_algorithm(NAME, asked(server, tmp_path))
        world.observe(1, instant(START + 70 * MINUTE), 30.0)
        assert told(run_algorithm(NAME, asked(server, tmp_path))) == (4, 10, 1)
        # The same address, written otherwise.
        assert told(run_algorithm(NAME, asked(f"{server.url}/", tmp_path))) == (4, 10, 0)


def test_a_store_holds_one_server(run_algorithm, tmp_path):
    with SensorThingsServer(made_world()) as first, SensorThingsServer(made_world()) as second:
        run_algorithm(NAME, asked(first, tmp_path))
        assert "This store holds the datastreams of" in refusal(NAME, asked(second, tmp_path))


def test_what_a_recorder_hears_over_mqtt_goes_on_where_the_import_ended(run_algorithm, tmp_path):
    with SensorThingsServer(made_world()) as server:
        run_algorithm(NAME, asked(server, tmp_path))
    database = open_store(tmp_path / "store.gpkg")
    normaliser = Normaliser(database)
    database.begin()
    now = START + DAY
    message = json.dumps({"phenomenonTime": instant(now), "result": 21.5}).encode()
    topic = "v1.1/Datastreams(1)/Observations"
    normaliser.take(Message(topic, message, now), parse(topic, message, now))
    write_rows(database, normaliser.finish())
    database.commit()
    database.close()
    with open_reader(tmp_path / "store.gpkg") as reader:
        device = next(one for one in reader.devices() if one.uid == "sensorthings:Datastreams(1)")
        assert len(reader.devices()) == 4
        (value,) = reader.latest_values(devices=[device.id])
        assert value.value == 21.5 and device.name == "School / Room 1"


def test_the_limit_of_observations_is_told(run_algorithm, tmp_path):
    with SensorThingsServer(made_world()) as server:
        run = run_algorithm(NAME, asked(server, tmp_path, MAX_ROWS=5))
    assert told(run) == (4, 5, 5) and any("MAX_ROWS" in text for text in run.feedback.warnings)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"fault": "loop", "page": 3}, "leads back to a page"),
        ({"fault": "elsewhere", "page": 3}, "on another server"),
        ({"fault": "html"}, "web page instead of data"),
        ({"fault": "text"}, "not SensorThings"),
        ({"fault": "list"}, "not SensorThings"),
        ({"fault": "error"}, "out of order or overloaded (500). the database is away"),
        ({"login": (LOGIN, PASSWORD)}, "asks for an account (401)"),
    ],
)
def test_faults_of_servers_are_sentences(tmp_path, options, sentence):
    with SensorThingsServer(made_world(), **options) as server:
        assert sentence in refusal(NAME, asked(server, tmp_path))
    assert "internal.example.org" not in "".join(server.asked)


def test_what_is_no_service_is_refused(tmp_path):
    with SensorThingsServer(made_world()) as server:
        assert "does not exist" in refusal(NAME, asked(server.origin, tmp_path))
        assert "web address" in refusal(NAME, asked("ftp://server/x", tmp_path))
        assert "authentication configuration" in refusal(NAME, asked(server, tmp_path, AUTHCFG="nothing"))
    assert "cannot be reached" in refusal(NAME, asked("http://127.0.0.1:9/v1.1", tmp_path, TIMEOUT=2))
    assert not (tmp_path / "store.gpkg").exists()


def test_the_account_goes_to_the_server_and_nowhere_else(run_algorithm, tmp_path):
    account = auth_support.stored_login(LOGIN, PASSWORD)
    with SensorThingsServer(made_world(), login=(LOGIN, PASSWORD)) as server:
        run = run_algorithm(NAME, asked(server, tmp_path, AUTHCFG=account, OUTPUT=str(tmp_path / "points.gpkg")))
    assert told(run) == (4, 9, 9)
    said = "".join([*run.feedback.infos, *run.feedback.warnings])
    assert PASSWORD not in said and PASSWORD not in json.dumps(record_of(run.results["OUTPUT"]))
    for path in tmp_path.iterdir():
        assert PASSWORD.encode() not in path.read_bytes(), path


def test_cancel_french_model_command_provenance_and_page(run_algorithm, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    page = tmp_path / "report.html"
    with SensorThingsServer(made_world()) as server:
        run = run_algorithm(NAME, asked(server, tmp_path, OUTPUT=str(out / "points.gpkg")), cancel_at=30)
        assert run.results == {} and files_in(out) == []
        english = comparable(run_algorithm(NAME, asked(server, tmp_path)).results["OUTPUT"])
        with french():
            assert comparable(run_algorithm(NAME, asked(server, tmp_path)).results["OUTPUT"]) == english
        assert len(rows_of(run_in_model(NAME, asked(server, tmp_path), "OUTPUT"))) == 4
        texts = {"T0": "2026-05-28T00:00:00", "T1": "2026-05-30T00:00:00", "TZ": "UTC"}
        read = from_python_command(NAME, {**asked(server, tmp_path), **texts})
        assert comparable(run_algorithm(NAME, read).results["OUTPUT"]) == english
        options = asked(server, tmp_path, OUTPUT=str(tmp_path / "points.gpkg"), OUTPUT_HTML=str(page))
        run = run_algorithm(NAME, options)
    check_record(record_of(run.results["OUTPUT"]), NAME, URL=server.url, STORE=str(tmp_path / "store.gpkg"))
    text = page.read_text(encoding="utf-8")
    assert "Well of l&#x27;Isle" in text and "<script" not in text


def test_headless(qgis_process, tmp_path):
    with SensorThingsServer(made_world(), page=2) as server:
        done = qgis_process(
            "run", f"cityorchestra:{NAME}", "--", f"URL={server.url}", f"STORE={tmp_path / 'store.gpkg'}",
            "T0=2026-05-28T00:00:00", "T1=2026-05-30T00:00:00", "TZ=UTC", f"OUTPUT={tmp_path / 'points.gpkg'}",
        )  # fmt: skip
    assert (done.results["COUNT"], done.results["N_NEW"]) == (4, 9)
    failed = qgis_process(
        "run", f"cityorchestra:{NAME}", "--", "URL=http://127.0.0.1:9/v1.1", f"STORE={tmp_path / 'none.gpkg'}",
        "TIMEOUT=1", f"OUTPUT={tmp_path / 'x.gpkg'}", check=False,
    )  # fmt: skip
    assert failed.code != 0 and "cannot be reached" in failed.stdout + failed.stderr


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=12,
)
ENTITY = st.fixed_dictionaries(
    {},
    optional={
        "@iot.id": JSON, "name": JSON, "unitOfMeasurement": JSON, "observedArea": JSON, "ObservedProperty": JSON,
        "Thing": st.fixed_dictionaries({}, optional={"name": JSON, "Locations": JSON}) | JSON,
        "phenomenonTime": JSON, "result": JSON, "components": JSON, "dataArray": JSON,
    },
)  # fmt: skip


class _Answers:
    """A service that answers what it is given."""

    def __init__(self, items):
        self._items = items

    def entity_sets(self):
        return {"Datastreams"}

    def items(self, path, options):
        return iter(self._items)

    def parts(self, entity, name):
        found = entity.get(name)
        return found if isinstance(found, list) else []


@given(st.lists(ENTITY | JSON, max_size=5))
def test_whatever_a_server_answers_is_read_or_left_out(items):
    service = _Answers(items)
    for stream in streams.datastreams(service, "", 10):
        assert stream.path.startswith("Datastreams(") and isinstance(stream.label, str)
    known = streams.Datastream("Datastreams(1)", "a", "b", "c", {}, None)
    for event in streams.observations(service, known, 0, 2 * START, 10, START):
        assert event.values and event.network_time >= 0


def test_identifiers_are_quoted():
    assert entity_path("Datastreams", 42) == "Datastreams(42)"
    assert entity_path("Datastreams", "l'eau") == "Datastreams('l''eau')"
    assert [entity_path("Datastreams", wrong) for wrong in (True, None, "", 1.5)] == [None] * 4
    assert unquote(streams.quoted_path("Datastreams('é / 1')")) == "Datastreams('é / 1')"


def test_a_link_that_is_no_link_is_refused():
    client = quick_client()
    service = SensorThings(client, client, "http://127.0.0.1:9/v1.1")
    assert service._next(None, service.base) is None and service._next(7, service.base) is None
    assert service._next("Things?$skip=2", service.base) == "http://127.0.0.1:9/v1.1/Things?$skip=2"
    for link in ("javascript:alert(1)", "//other.example.org/x", "file:///etc/passwd"):
        with pytest.raises(InputError, match="another server"):
            service._next(link, service.base)
