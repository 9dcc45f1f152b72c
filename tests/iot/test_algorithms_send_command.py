"""Algorithm ``iot_send_command`` with a boiler room: nothing leaves unseen, and only the valve itself proves it."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
pytest.importorskip("paho.mqtt.client")
from cityorchestra.processing_provider.iot.algorithms import brokers
from cityorchestra.processing_provider.iot.algorithms.brokers import Broker, save_broker
from cityorchestra.processing_provider.iot.commands.audit import verify_chain
from cityorchestra.processing_provider.iot.store.command_book import audit_lines
from cityorchestra.processing_provider.iot.store.opening import open_reader
from cityorchestra.tests.algorithm_support import french, refusal
from cityorchestra.tests.iot.broker_support import MOSQUITTO, free_port, wait_until
from cityorchestra.tests.iot.facility_support import COMMANDS, READER, WRITER, BoilerRoom
from cityorchestra.tests.rudi import auth_support
from qgis.core import QgsSettings

NAME = "iot_send_command"
pytestmark = [
    pytest.mark.usefixtures("provider"),
    pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed"),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    with BoilerRoom(tmp_path_factory.mktemp("room")) as room:
        yield room


@pytest.fixture
def enabled():
    settings = QgsSettings()
    settings.setValue(brokers.COMMANDS_ENABLED, True)
    yield settings
    settings.remove(brokers.COMMANDS_ENABLED)
    settings.remove(brokers.COMMAND_ROLES)


def saved(room, name="boiler room", **changes):
    content = {
        "host": "127.0.0.1", "port": room.port, "tls": False, "store": str(room.store), "commands": str(room.commands),
        "may_command": True,
    }  # fmt: skip
    return save_broker(Broker(name, **{**content, **changes})).name


def parameters(room, device="valve-1", value="70", command="set_valve", **changes):
    return {
        "CONNECTION": saved(room), "DEVICE": device, "COMMAND": command, "VALUE": value, "WAIT": 60, **changes,
    }  # fmt: skip


def opening(room, name):
    with open_reader(room.store) as reader:
        number = next(device.id for device in reader.devices() if device.name == name)
        names = reader.metrics()
        return next(row.value for row in reader.latest_values(devices=[number]) if names[row.metric] == "opening")


def audit(room):
    with open_reader(room.store) as reader:
        return list(audit_lines(reader.database))


# -- what is shown, what is refused ---------------------------------------------------------------------------------


def test_dry_run_by_default_shows_the_plan_and_leaves_nothing(run_algorithm, room, enabled, tmp_path):
    before = len(audit(room))
    page = tmp_path / "plan.html"
    run = run_algorithm(NAME, parameters(room, OUTPUT_HTML=str(page)))
    plan = run.results["PLAN"]
    assert '"bytes":"0146"' in plan and '"port":10' in plan and '"opening":70.0' in plan
    assert len(run.results["CODE"]) == 8 and f"CONFIRM={run.results['CODE']}" in " ".join(run.feedback.infos)
    assert run.results["STATE"] == "DRAFT" and run.feedback.warnings == []
    assert room.spy.commands() == [] and len(audit(room)) == before and room.rows("command") == []
    text = page.read_text(encoding="utf-8")
    assert run.results["CODE"] in text and "01 46" in text and "opening = 70.0" in text and "<script" not in text


def test_nothing_leaves_while_sending_is_off(run_algorithm, room):
    run = run_algorithm(NAME, parameters(room))
    assert run.results["CODE"] == "" and any("Sending is off" in text for text in run.feedback.warnings)
    sentence = refusal(NAME, parameters(room, DRY_RUN=False, CONFIRM="0" * 8))
    assert "Sending is off" in sentence and brokers.COMMANDS_ENABLED in sentence
    assert room.spy.commands() == [] and audit(room) == []


def test_nothing_leaves_to_a_broker_for_reading_only(room, enabled):
    name = saved(room, "reading only", may_command=False)
    given = parameters(room, DRY_RUN=False, CONFIRM="0" * 8, CONNECTION=name)
    assert "for reading only" in refusal(NAME, given)
    assert room.spy.commands() == []


@pytest.mark.parametrize("code", ["", "00000000", "é", "A" * 64])
def test_nothing_leaves_without_the_code_of_this_plan(run_algorithm, room, enabled, code):
    sentence = refusal(NAME, parameters(room, DRY_RUN=False, CONFIRM=code))
    assert "does not confirm" in sentence or "CONFIRM is empty" in sentence
    assert room.spy.commands() == []


def test_the_code_is_of_one_device_value_and_issuer(run_algorithm, room, enabled, monkeypatch):
    code = run_algorithm(NAME, parameters(room)).results["CODE"]
    for change in ({"VALUE": "71"}, {"DEVICE": "valve-2"}, {"COMMAND": "bad_port"}):
        assert "does not confirm" in refusal(NAME, parameters(room, DRY_RUN=False, CONFIRM=code) | change)
    monkeypatch.setenv("LOGNAME", "somebody.else")
    assert "does not confirm" in refusal(NAME, parameters(room, DRY_RUN=False, CONFIRM=code))
    assert room.spy.commands() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"VALUE": "101"}, "100"),
        ({"VALUE": "much"}, "is a number"),
        ({"VALUE": ""}, "needs a value"),
        ({"VALUE": "speed=3"}, "not a value of the command"),
        ({"DEVICE": "no-such"}, "must name one device"),
        ({"DEVICE": "valve-1; valve-2"}, "must name one device"),
        ({"COMMAND": "open_everything"}, "declared are"),
        ({"CONNECTION": "nowhere"}, "no broker called"),
        ({"STORE": "/no/such.gpkg"}, "no store"),
        ({"TEMPLATES": "/no/such.yaml"}, "cannot be read"),
        ({"STORE": "postgresql://ana:secret@host/db"}, "holds a password"),
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_bad_input_is_a_sentence(room, enabled, changes, words, dry):
    given = {**parameters(room), "DRY_RUN": dry, "CONFIRM": "00000000", **changes}
    assert words in refusal(NAME, given)
    assert room.spy.commands() == []


@pytest.mark.parametrize(
    ("device", "command", "value", "words"),
    [
        ("room", "set_valve", "70", "not made for devices of profile"),
        ("valve-1", "for_lamps", "", "not made for devices of profile"),
        ("valve-1", "for_admins", "", "for the roles administrator"),
        ("valve-2", "set_valve", "0", None),
        ("valve-2", "set_valve", "100", None),
    ],
)
def test_an_interlock_refuses_before_anything_is_connected(
    run_algorithm, room, enabled, monkeypatch, device, command, value, words
):
    from cityorchestra.processing_provider.iot.recorder import command_link

    if words is None:  # make the change too great
        changed = room.folder / "narrow.yaml"
        changed.write_text(COMMANDS.replace("most_change: 60", "most_change: 10"))
        more, words = {"TEMPLATES": str(changed)}, "too much at once"
    else:
        more = {}
    run = run_algorithm(NAME, parameters(room, device, value, command, **more))
    assert run.results["CODE"] == "" and any(words in text for text in run.feedback.warnings)
    # Even with a code that is right.
    from cityorchestra.processing_provider.iot.commands import plan

    monkeypatch.setattr(plan, "confirmed_plan", lambda items, who, _code, now: plan.make_plan(items, who, now))
    monkeypatch.setattr(command_link.CommandSender, "__enter__", lambda _self: pytest.fail("connected"))
    assert words in refusal(NAME, parameters(room, device, value, command, DRY_RUN=False, CONFIRM="x", **more))
    assert room.spy.commands() == []


def test_the_sentences_are_french(room, enabled):
    with french():
        assert refusal(NAME, parameters(room, VALUE="101"))
    assert room.spy.commands() == []


# -- what is sent, and what proves it -------------------------------------------------------------------------------


def test_a_valve_proves_a_command_by_what_it_reports(run_algorithm, room, enabled, tmp_path):
    begun = opening(room, "valve-1")
    page = tmp_path / "done.html"
    code = run_algorithm(NAME, parameters(room)).results["CODE"]
    run = run_algorithm(NAME, parameters(room, DRY_RUN=False, CONFIRM=code, OUTPUT_HTML=str(page)))
    assert run.results["STATE"] == "VERIFIED"
    kinds = [item["kind"] for item in json.loads(run.results["EVIDENCE"])]
    assert kinds[0] == "sent" and "transmitted" in kinds and "acknowledged" in kinds and kinds[-1] == "echo"
    ((topic, body),) = room.spy.commands()
    told = json.loads(body)
    assert topic.split("/")[3] == told["devEui"] and base64.b64decode(told["data"]) == bytes([1, 70])
    assert told["expiresAt"] and told["fPort"] == 10
    wait_until(lambda: opening(room, "valve-1") == 70.0, what="the valve at 70 %")
    assert begun != 70.0
    lines = audit(room)
    assert verify_chain(lines).whole and run.results["AUDIT_ID"] == len(lines)
    assert [line.action for line in lines][:4] == ["draft", "arm", "confirm", "send"]
    (row,) = room.rows("command")
    assert (row["state"], row["template"], bytes(row["payload"])) == ("VERIFIED", "set_valve", bytes([1, 70]))
    assert json.loads(row["evidence"])["state"]["evidence"][-1]["kind"] == "echo"
    assert "VERIFIED" in page.read_text(encoding="utf-8")
    # The same code again, and the same command again within its interval: nothing leaves.
    assert "used already" in refusal(NAME, parameters(room, DRY_RUN=False, CONFIRM=code))
    again = run_algorithm(NAME, parameters(room))
    assert again.results["CODE"] == "" and any("wait" in text for text in again.feedback.warnings)
    assert len(room.spy.commands()) == 1


def test_a_refusal_of_the_network_is_no_success(run_algorithm, room, enabled):
    before = len(room.spy.commands())
    given = parameters(room, "valve-2", "20", "bad_port")
    code = run_algorithm(NAME, given).results["CODE"]
    assert "refused" in refusal(NAME, {**given, "DRY_RUN": False, "CONFIRM": code})
    assert len(room.spy.commands()) == before + 1
    assert room.rows("command")[-1]["state"] == "NACKED"


def test_a_critical_command_wants_the_name_typed(run_algorithm, room, enabled):
    before = len(room.spy.commands())
    given = parameters(room, "valve-2", "", "purge")
    code = run_algorithm(NAME, given).results["CODE"]
    assert "Type the name valve-2" in refusal(NAME, {**given, "DRY_RUN": False, "CONFIRM": code})
    assert "Type the name" in refusal(NAME, {**given, "DRY_RUN": False, "CONFIRM": code, "TYPED_NAME": "valve-1"})
    assert len(room.spy.commands()) == before
    assert [row["state"] for row in room.rows("command")[-2:]] == ["CANCELLED", "CANCELLED"]
    run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONFIRM": code, "TYPED_NAME": "valve-2"})
    assert run.results["STATE"] == "ACKED", "it has no echo: more cannot be proven"
    used = {**given, "DRY_RUN": False, "CONFIRM": code, "TYPED_NAME": "valve-2"}
    assert "used already" in refusal(NAME, used), "a pulse is not done twice by a second click"
    assert len(room.spy.commands()) == before + 1


def test_the_network_process_of_qgis(qgis_process, room, enabled, tmp_path):
    """Headless, in another profile: nothing is enabled there, the exit code tells it."""
    given = {**parameters(room), "DRY_RUN": "false", "CONFIRM": "00000000"}
    run = qgis_process("run", f"cityorchestra:{NAME}", "--", *(f"{k}={v}" for k, v in given.items()), check=False)
    assert run.code != 0 and "no broker called" in run.stdout + run.stderr


# -- brokers --------------------------------------------------------------------------------------------------------


def test_a_broker_that_is_away_is_a_sentence_and_the_command_was_not_sent(run_algorithm, room, enabled, monkeypatch):
    from cityorchestra.processing_provider.iot.commands import plan

    monkeypatch.setattr(plan, "confirmed_plan", lambda items, who, _code, now: plan.make_plan(items, who, now))
    before = [line.number for line in audit(room) if line.action in ("draft", "send")]
    name = saved(room, "away", port=free_port())
    given = parameters(room, "valve-2", "55", CONNECTION=name, DRY_RUN=False, CONFIRM="x")
    assert "cannot be followed" in refusal(NAME, given)
    assert [line.number for line in audit(room) if line.action in ("draft", "send")] == before


def test_a_wait_that_is_too_short_fails_and_is_settled_later(run_algorithm, tmp_path, enabled):
    with BoilerRoom(tmp_path) as room:
        given = parameters(room, WAIT=0)
        code = run_algorithm(NAME, given).results["CODE"]
        run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONFIRM": code})
        assert run.results["STATE"] == "SENT"
        wait_until(lambda: opening(room, "valve-1") == 70.0, what="the valve at 70 %")
        # The recorder heard the proofs; the next command to the device brings them to the first.
        text = COMMANDS.replace("min_interval: 300", "min_interval: 0")
        room.commands.write_text(text)
        again = parameters(room, value="65")
        wait_until(lambda: "CODE" in (found := run_algorithm(NAME, again).results) and found["CODE"], 120, "a code")
        code = run_algorithm(NAME, again).results["CODE"]
        run_algorithm(NAME, {**again, "DRY_RUN": False, "CONFIRM": code})
        assert [row["state"] for row in room.rows("command")] == ["VERIFIED", "VERIFIED"]
        assert verify_chain(audit(room)).whole


def test_a_cancel_stops_the_wait_and_says_that_it_was_sent(tmp_path, enabled, run_algorithm):
    with BoilerRoom(tmp_path) as room:
        room.stop_facility()
        given = parameters(room, value="60")
        code = run_algorithm(NAME, given).results["CODE"]
        run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONFIRM": code, "WAIT": 600}, cancel_at=0.1)
        assert run.results == {} and any("not taken back" in text for text in run.feedback.warnings)
        assert room.rows("command")[0]["state"] == "SENT"


def test_accounts_with_rights_and_no_secret_anywhere(run_algorithm, tmp_path, enabled):
    with BoilerRoom(tmp_path / "room", accounts=True) as room:
        reader, writer = auth_support.stored_login(*READER), auth_support.stored_login(*WRITER)
        wrong = auth_support.stored_login(WRITER[0], "Faux-Mot-1234")
        name = saved(room, "accounts", authcfg=reader, command_authcfg=writer)
        given = parameters(room, CONNECTION=name)
        code = run_algorithm(NAME, given).results["CODE"]
        # The reading account may not command: the broker says so, nothing arrives.
        saved(room, "accounts", authcfg=reader, command_authcfg=reader)
        other = run_algorithm(NAME, given).results["CODE"]
        assert "ot authorized" in refusal(NAME, {**given, "DRY_RUN": False, "CONFIRM": other})
        assert room.rows("command")[-1]["state"] == "FAILED"
        saved(room, "accounts", authcfg=reader, command_authcfg=wrong)
        third = run_algorithm(NAME, given).results["CODE"]
        assert "broker" in refusal(NAME, {**given, "DRY_RUN": False, "CONFIRM": third})
        assert room.spy.commands() == []
        saved(room, "accounts", authcfg=reader, command_authcfg=writer)
        run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONFIRM": code})
        assert run.results["STATE"] == "VERIFIED"
        log = " ".join([*run.feedback.infos, *run.feedback.warnings, *run.feedback.errors])
    secrets = [READER[1], WRITER[1]]
    assert not any(secret in log or secret in str(run.results) for secret in secrets)
    places = [Path(QgsSettings().fileName()), *(path for path in room.folder.rglob("*") if path.is_file())]
    for path in places:
        if path.is_file() and path.parent.name != "accounts":
            content = path.read_bytes()
            assert not any(secret.encode() in content for secret in secrets), path


def test_the_broker_of_the_demo_knows_an_older_protocol(run_algorithm, tmp_path, enabled):
    with BoilerRoom(tmp_path, real=False) as room:
        given = parameters(room)
        code = run_algorithm(NAME, given).results["CODE"]
        run = run_algorithm(NAME, {**given, "DRY_RUN": False, "CONFIRM": code})
        assert run.results["STATE"] == "VERIFIED" and len(room.spy.commands()) == 1
