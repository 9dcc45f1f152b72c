"""Interlocks, two steps, sending through a given sender, proofs from real messages, retries, and the record."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.commands import audit, states
from cityorchestra.processing_provider.iot.commands.canonical import canonical_json
from cityorchestra.processing_provider.iot.commands.downlinks import chirpstack_downlink, things_stack_downlink
from cityorchestra.processing_provider.iot.commands.interlocks import Bypass, refusals
from cityorchestra.processing_provider.iot.commands.keeping import command_from_dict, command_to_dict
from cityorchestra.processing_provider.iot.commands.plan import PlannedCommand, confirmed_plan, make_plan
from cityorchestra.processing_provider.iot.commands.policy import leaves_at, proof_timeout, staggered
from cityorchestra.processing_provider.iot.commands.templates import read_templates
from cityorchestra.processing_provider.iot.events import Event
from cityorchestra.processing_provider.iot.formats.registry import parse
from cityorchestra.tests.iot.command_support import EUI, MINUTE, NOW, TEMPLATES, DeskScene, facts, templates
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

# Interlock: facts that it refuses, and words of its sentence.
REFUSED = {
    "read_only": ({"enabled": False}, "administrator"),
    "profile": ({"profile": "sensor"}, "not made for devices"),
    "role": ({"roles": ("viewer",)}, "for the roles operator"),
    "presence": ({"presence": "late"}, "reports in time"),
    "out_of_service": ({"out_of_service": True}, "out of service"),
    "local": ({"values": {"valve_opening": 40.0, "manual_mode": True}}, "local mode"),
    "value": ({"limits": {"opening": (0.0, 50.0)}}, "between 0 and 50"),
    "change": ({"values": {"valve_opening": 5.0, "manual_mode": False}}, "too much at once"),
    "feedback": ({"value_times": {"valve_opening": NOW - 21 * MINUTE}}, "older than two"),
    "interval": ({"last_sent": {"set_valve": NOW - MINUTE}}, "wait 240 s"),
    "exclusion": ({"in_force": ("flush",)}, "in force"),
    "pending": ({"pending": True}, "waits for its outcome"),
    "queue": ({"queue_length": 2}, "holds 2 messages"),
    "duty": ({"duty_used": 0.995}, "legal time on air"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_each_interlock_refuses_alone(code):
    changes, words = REFUSED[code]
    found = refusals(templates()["set_valve"], {"opening": 70}, facts(**changes), NOW)
    assert [refusal.code for refusal in found] == [code]
    assert words in str(found[0].error)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"values": {"valve_opening": 40.0}}, "local"),
        ({"good": ()}, "feedback"),
        ({"value_times": {}}, "feedback"),
        ({"period": None}, "feedback"),
        ({"values": {"valve_opening": "open", "manual_mode": 0}}, "change"),
    ],
)
def test_what_is_not_known_refuses(changes, code):
    found = refusals(templates()["set_valve"], {"opening": 70}, facts(**changes), NOW)
    assert [refusal.code for refusal in found] == [code]


def test_all_in_order_passes():
    assert refusals(templates()["set_valve"], {"opening": 70}, facts(queue_length=None), NOW) == ()


@pytest.mark.parametrize(("data_rate", "allowed"), [(None, False), (0, False), (2, False), (3, True), (5, True)])
def test_size_depends_on_the_data_rate(data_rate, allowed):
    found = refusals(templates()["long_text"], {}, facts(data_rate=data_rate), NOW)
    assert [refusal.code for refusal in found] == ([] if allowed else ["size"])


@pytest.mark.parametrize("values", [{"opening": 101}, {"opening": -1}, {}, {"opening": 1, "more": 2}, {"opening": "x"}])
def test_values_out_of_the_template_are_refused(values):
    scene = DeskScene()
    with pytest.raises(InputError):
        scene.desk.arm(
            scene.draft(**values) if values else scene.desk.draft(scene.target, "set_valve", {}, "ana", NOW), NOW
        )
    assert scene.sender.sent == []


def test_only_declared_commands_exist():
    with pytest.raises(InputError, match="There is no command reboot"):
        DeskScene().draft("reboot")


def test_bypass_needs_a_reason_and_a_second_person_and_not_everything_is_passed_over():
    scene = DeskScene(presence="late")
    command = scene.draft()
    for wrong in (
        Bypass(("presence",), "", "bob"),
        Bypass(("presence",), "frost", "ana"),
        Bypass(("role",), "x", "bob"),
    ):
        with pytest.raises(InputError):
            scene.desk.arm(command, NOW, wrong)
    with pytest.raises(InputError, match="reports in time"):
        scene.desk.arm(command, NOW, Bypass(("queue",), "frost", "bob"))
    scene.desk.arm(command, NOW, Bypass(("presence",), "frost", "bob"))
    assert command.state.state == states.ARMED
    kept = [json.loads(line.content) for line in scene.lines if line.action == "interlocks"][-1]
    assert kept["passed_over"] == ["presence"] and kept["second"] == "bob" and kept["reason"] == "frost"


def test_interlocks_are_checked_again_before_sending():
    scene = DeskScene()
    command = scene.draft()
    scene.desk.arm(command, NOW)
    scene.changes["presence"] = "lost"
    with pytest.raises(InputError, match="reports in time"):
        scene.desk.confirm(command, NOW + 1000)
    assert command.state.state == states.REJECTED and scene.sender.sent == []


def test_critical_command_needs_the_name_of_the_device():
    scene = DeskScene()
    command = scene.draft("flush")
    scene.desk.arm(command, NOW)
    with pytest.raises(InputError, match="Type the name Valve 3"):
        scene.desk.confirm(command, NOW + 1, typed="Valve 4")
    assert scene.sender.sent == []
    scene.desk.confirm(command, NOW + 1, typed="Valve 3")
    assert len(scene.sender.sent) == 1


def up(moment, **values):
    return Event("up", "test", EUI, moment, values=values)


def chirpstack(command, kind, moment, **content):
    """Parse a real ChirpStack message about the last attempt."""
    body = {"deviceInfo": {"devEui": EUI, "applicationId": "app-1"}, "time": "2026-09-21T12:00:00Z"}
    body.update({"queueItemId": command.references[-1], **content})
    events = parse(f"application/app-1/device/{EUI}/event/{kind}", json.dumps(body).encode(), moment)
    assert isinstance(events, list), events
    return events[0]


def test_whole_way_with_messages_of_chirpstack():
    scene = DeskScene()
    command = scene.send()
    downlink = scene.sender.sent[0]
    assert downlink.topic == f"application/app-1/device/{EUI}/command/down"
    assert (downlink.quality, downlink.retain) == (1, False)
    body = json.loads(downlink.body)
    assert base64.b64decode(body["data"]) == b"\x01\x46" and body["id"] == command.references[0]
    assert body["devEui"] == EUI and body["fPort"] == 10 and body["expiresAt"].endswith("Z")
    assert command.state.state == states.SENT
    scene.desk.take(up(NOW + 1000, valve_opening=70.0))  # not after it was handed over
    scene.desk.take(chirpstack(command, "txack", NOW + 3000, gatewayId="0016c001f1500812"))
    assert command.state.state == states.TRANSMITTED
    scene.desk.take(chirpstack(command, "ack", NOW + 4000, acknowledged=True))
    assert command.state.state == states.ACKED
    scene.desk.take(up(NOW + 5000, valve_opening=55.0))  # still moving
    assert command.state.state == states.ACKED
    scene.desk.take(up(NOW + 9000, valve_opening=68.5))
    assert command.state.state == states.VERIFIED
    assert [line.action for line in scene.lines][:4] == ["draft", "arm", "confirm", "send"]
    assert audit.verify_chain(scene.lines, len(scene.lines), scene.lines[-1].digest).whole


def test_absent_acknowledged_is_a_refusal_and_a_setpoint_is_sent_again_twice():
    scene = DeskScene()
    command = scene.send()
    for attempt, wait in ((1, 30_000), (2, 120_000)):
        now = command.handed_over + 2000
        scene.desk.take(chirpstack(command, "ack", now))
        assert command.state.state == states.NACKED
        scene.desk.advance(now + wait - 1)
        assert len(scene.sender.sent) == attempt
        scene.desk.advance(now + wait)
        assert len(scene.sender.sent) == attempt + 1
    scene.desk.take(chirpstack(command, "ack", command.handed_over + 2000))
    scene.desk.advance(command.handed_over + 3_600_000)
    assert len(scene.sender.sent) == 3 and command.state.state == states.NACKED
    assert len({item.reference for item in scene.sender.sent}) == 3


def test_things_stack_gives_the_reference_back():
    scene = DeskScene(taken=False, network="things_stack")
    command = scene.send()
    downlink = scene.sender.sent[0]
    assert downlink.topic == f"v3/app-1/devices/{EUI}/down/push" and downlink.quality == 0
    assert command.state.state == states.CONFIRMED  # quality 0 proves nothing
    item = json.loads(downlink.body)["downlinks"][0]
    ids = {"device_id": EUI, "application_ids": {"application_id": "app-1"}}
    for key, kind in (("queued", states.QUEUED), ("sent", states.TRANSMITTED), ("ack", states.ACKED)):
        body = {"end_device_ids": ids, "correlation_ids": item["correlation_ids"], f"downlink_{key}": item}
        events = parse(f"v3/app-1@t/devices/{EUI}/down/{key}", json.dumps(body).encode(), NOW + 5000)
        scene.desk.take(events[0])
        assert command.state.state == kind


def test_class_a_waits_for_the_next_uplink():
    scene = DeskScene()
    command = scene.send("set_valve_slowly", opening=70)
    assert command.proofs_until - command.handed_over == 22 * MINUTE + 120_000
    assert scene.desk.leaves_at(command, NOW) == NOW + 9 * MINUTE
    scene.desk.advance(command.proofs_until)
    assert command.state.state == states.UNKNOWN
    scene.desk.advance(command.proofs_until + 24 * 60 * MINUTE)
    assert len(scene.sender.sent) == 1  # the network server resends to class A, not we
    assert leaves_at(command.template, NOW - 25 * MINUTE, 10.0 * MINUTE, NOW) == NOW + 5 * MINUTE
    assert leaves_at(command.template, None, 10.0 * MINUTE, NOW) is None


def test_timeouts():
    declared = templates()
    assert proof_timeout(declared["set_valve"], None) == 30_000
    assert proof_timeout(declared["set_valve"], None, 1500.0, 100.0) == 1500 + 8000 + 3000 + 200
    with pytest.raises(InputError, match="period"):
        proof_timeout(declared["set_valve_slowly"], None)


network_steps = st.lists(
    st.one_of(
        st.sampled_from(["queued", "txack", "nack", "failed", "log", "late_ack"]),
        st.integers(1, 200_000),
    ),
    max_size=25,
)


@hypothesis_settings(max_examples=300)
@given(st.sampled_from(["light", "flush"]), st.sampled_from([True, False]), network_steps)
def test_toggles_and_pulses_are_never_sent_again(name, taken, actions):
    scene = DeskScene(taken=taken)
    command = scene.send(name)
    now = NOW + 2000
    for action in actions:
        if isinstance(action, int):
            now += action
            scene.desk.advance(now)
            continue
        kind = "ack" if action == "late_ack" else action
        event = Event(
            kind, "test", EUI, now, command=command.number, acknowledged=True, text="ERROR DOWNLINK_GATEWAY: x"
        )
        scene.desk.take(event)
    scene.desk.advance(now + 3_600_000)
    assert len(scene.sender.sent) == 1
    assert command.state.state != states.VERIFIED
    assert audit.verify_chain(scene.lines).whole


def test_sure_failure_is_failed_and_unsure_is_unknown():
    sure = DeskScene(taken=None).send("light")
    assert sure.state.state == states.FAILED
    scene = DeskScene(taken=False)
    unsure = scene.send("light")
    scene.desk.advance(NOW + MINUTE)
    assert unsure.state.state == states.UNKNOWN


def test_newer_command_ends_the_attempts_of_an_older():
    scene = DeskScene()
    older = scene.send(opening=60)
    scene.desk.take(chirpstack(older, "ack", NOW + 2000))
    assert older.again_at
    newer = scene.send(now=NOW + 5000, opening=70)
    scene.desk.take(chirpstack(newer, "ack", NOW + 7000, acknowledged=True))
    scene.desk.advance(NOW + 200_000)
    assert len(scene.sender.sent) == 2 and older.again_at == 0


def test_one_command_at_a_time():
    scene = DeskScene()
    scene.send()
    with pytest.raises(InputError, match="waits for its outcome"):
        scene.desk.arm(scene.draft("light"), NOW + 2000)


def test_command_that_cannot_be_recorded_is_not_sent():
    scene = DeskScene()
    command = scene.draft()
    scene.desk.arm(command, NOW)

    def full(line):
        raise OSError("disk full")

    scene.desk._write = full
    with pytest.raises(OSError, match="disk full"):
        scene.desk.confirm(command, NOW + 1000)
    assert scene.sender.sent == []


def test_command_of_a_group_leaves_in_its_turn_or_is_refused_then():
    scene = DeskScene()
    command = scene.draft("light")
    scene.desk.arm(command, NOW)
    scene.desk.confirm(command, NOW + 1, typed="Valve 3", group=True, delay=15_000)
    scene.desk.advance(NOW + 15_000)
    assert scene.sender.sent == []
    scene.desk.advance(NOW + 15_001)
    assert len(scene.sender.sent) == 1
    other = DeskScene()
    command = other.draft("light")
    other.desk.arm(command, NOW)
    other.desk.confirm(command, NOW + 1, typed="Valve 3", group=True, delay=15_000)
    other.changes["presence"] = "late"
    other.desk.advance(NOW + 20_000)
    assert command.state.state == states.REJECTED and other.sender.sent == []
    assert staggered([100.0, 50.0, 10.0]) == [0, 1000, 1500]
    with pytest.raises(InputError, match="at most 20"):
        staggered([1.0] * 21)


def test_without_sender_nothing_leaves():
    scene = DeskScene()
    scene.desk._sender = None
    command = scene.draft()
    scene.desk.arm(command, NOW)
    with pytest.raises(InputError, match="Nothing can be sent"):
        scene.desk.confirm(command, NOW + 1)


def test_a_program_started_again_goes_on():
    scene = DeskScene()
    sent = scene.send()
    scene.desk.take(chirpstack(sent, "txack", NOW + 3000))
    waiting = scene.desk.draft(replace(scene.target, device="70b3d5e75e000009"), "light", {}, "ana", NOW)
    scene.desk.arm(waiting, NOW)
    kept = json.loads(json.dumps([command_to_dict(command) for command in scene.desk.commands.values()]))
    again = DeskScene()
    resumed = [command_from_dict(content, templates()) for content in kept]
    assert resumed == list(scene.desk.commands.values())
    again.desk.resume(resumed, NOW + 5000)
    # What had not left is given up, what had left is followed.
    assert [command.state.state for command in resumed] == [states.TRANSMITTED, states.CANCELLED]
    again.desk.take(up(NOW + 9000, valve_opening=70.0))
    assert resumed[0].state.state == states.VERIFIED and again.sender.sent == []
    assert again.desk.forget_closed(NOW + 9000) == 2 and again.desk.commands == {}
    with pytest.raises(InputError, match="no command set_valve"):
        command_from_dict(kept[0], {})


def test_late_proofs_count_for_a_day_and_repeated_ones_do_not_pile_up():
    scene = DeskScene()
    command = scene.send("set_valve_slowly", opening=70)
    for second in range(500):
        scene.desk.take(chirpstack(command, "txack", NOW + 2000 + second))
    assert len(command.state.evidence) <= states.MOST_EVIDENCE and len(scene.lines) < 120
    scene.desk.advance(command.proofs_until)
    assert command.state.state == states.UNKNOWN
    assert scene.desk.forget_closed(command.handed_over + 86_400_000) == 0
    scene.desk.take(up(command.handed_over + 86_400_001, valve_opening=70.0))
    assert command.state.state == states.UNKNOWN
    assert scene.desk.forget_closed(command.handed_over + 86_400_001) == 1
    other = DeskScene()
    command = other.send("set_valve_slowly", opening=70)
    other.desk.advance(command.proofs_until)
    other.desk.take(up(command.handed_over + 86_399_999, valve_opening=70.0))
    assert command.state.state == states.VERIFIED


# Plan and code

PLANNED = PlannedCommand(EUI, "Valve 3", "chirpstack4/app-1", "set_valve", {"opening": 70}, 10, b"\x01\x46", True, {})


def test_code_holds_for_ten_minutes():
    code = make_plan([PLANNED], "ana", NOW).code()
    assert len(code) == 8
    for age in (0, 30_000, 9 * MINUTE - 1):
        assert confirmed_plan([PLANNED], "ana", code, NOW + age).code() == code
    for age in (10 * MINUTE, 20 * MINUTE, -2 * MINUTE):
        with pytest.raises(InputError, match="does not confirm"):
            confirmed_plan([PLANNED], "ana", code, NOW + age)
    # What the device says meanwhile does not undo the code.
    assert confirmed_plan([replace(PLANNED, before={"valve_opening": 41})], "ana", code, NOW)


@given(
    st.sampled_from(["device", "payload", "issuer", "port", "confirmed", "network", "template", "name"]),
    st.integers(0, 8 * MINUTE),
)
def test_code_is_bound_to_all_that_is_sent(changed, age):
    code = make_plan([PLANNED], "ana", NOW).code()
    others = {
        "device": "70b3d5e75e000002",
        "payload": b"\x01\x47",
        "port": 11,
        "confirmed": False,
        "network": "chirpstack4/app-2",
        "template": "other",
        "name": "Valve 4",
    }
    planned = PLANNED if changed == "issuer" else replace(PLANNED, **{changed: others[changed]})
    with pytest.raises(InputError, match="does not confirm"):
        confirmed_plan([planned], "bob" if changed == "issuer" else "ana", code, NOW + age)


def test_group_has_at_most_twenty_and_each_device_once():
    many = [replace(PLANNED, device=f"{number:016x}") for number in range(21)]
    assert len(make_plan(many[:20], "ana", NOW).commands) == 20
    for wrong in (many, [], [PLANNED, PLANNED]):
        with pytest.raises(InputError, match="group"):
            make_plan(wrong, "ana", NOW)


# Downlinks


@pytest.mark.parametrize(
    "eui", ["70B3D5E75E000001", "70b3d5e75e00000", "+", "70b3d5e75e000001/x", "70b3d5e75e000001\n"]
)
def test_topics_cannot_be_escaped(eui):
    with pytest.raises(InputError):
        chirpstack_downlink("app", eui, 10, b"\x01", True, NOW, "r")


@pytest.mark.parametrize("level", ["#", "a/b", "+", "", "a b", "a\n"])
def test_levels_cannot_be_escaped(level):
    with pytest.raises(InputError):
        things_stack_downlink(level, "d", 10, b"\x01", True, "r")
    with pytest.raises(InputError):
        things_stack_downlink("app@tenant", level, 10, b"\x01", True, "r")


@pytest.mark.parametrize(("port", "payload"), [(0, b"\x01"), (224, b"\x01"), (10, b""), (10, b"x" * 243)])
def test_port_and_size_are_checked(port, payload):
    with pytest.raises(InputError):
        chirpstack_downlink("app", EUI, port, payload, True, NOW, "r")


# Templates


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("port: 10", "port: 0"),
        ("port: 10", "port: 10.5"),
        ("class: C\n    echo: {metric: lamp", "class: D\n    echo: {metric: lamp"),
        ("kind: toggle", "kind: anything"),
        (", minimum: 0, maximum: 100}]\n    class: C", ", minimum: 0}]\n    class: C"),
        ("field: opening, tolerance: 2}\n    most", "field: missing, tolerance: 2}\n    most"),
        ("excludes: [flush]", "excludes: [unknown]"),
        ("feedback: valve_opening\n", ""),
        ("roles: [operator]", "run: rm"),
        ("name: light", "name: flush"),
        ("title: Opening of the valve", "title: !!python/object/apply:os.system [echo]"),
    ],
)
def test_wrong_templates_are_told(old, new):
    assert old in TEMPLATES
    with pytest.raises(InputError) as caught:
        read_templates(TEMPLATES.replace(old, new, 1))
    assert len(str(caught.value)) > 20


# Record


@st.composite
def records(draw):
    lines, last = [], None
    for _ in range(draw(st.integers(1, 12))):
        content = draw(st.dictionaries(st.text("abc", min_size=1), st.integers() | st.text(max_size=5), max_size=3))
        last = audit.next_line(last, draw(st.integers(0, NOW)), draw(st.text(max_size=5)), "send", "d", content)
        lines.append(last)
    return lines


@given(records(), st.data())
def test_any_change_breaks_the_chain(lines, data):
    assert audit.verify_chain(lines) == audit.ChainCheck(True, len(lines))
    place = data.draw(st.integers(0, len(lines) - 1))
    name = data.draw(st.sampled_from(["who", "action", "subject", "content", "previous", "digest"]))
    changed = list(lines)
    changed[place] = replace(lines[place], **{name: getattr(lines[place], name) + "0"})
    found = audit.verify_chain(changed)
    assert not found.whole and found.first_wrong == place + 1
    if len(lines) > 1:
        assert not audit.verify_chain(lines[:place] + lines[place + 1 :], len(lines)).whole
        assert not audit.verify_chain(lines[::-1]).whole
    assert not audit.verify_chain(lines[:-1], len(lines), lines[-1].digest).whole
    assert not audit.verify_chain(lines, last="0").whole


def test_a_line_rewritten_with_its_hash_breaks_the_next():
    first = audit.next_line(None, NOW, "ana", "send", "d", {"v": 1})
    second = audit.next_line(first, NOW, "ana", "send", "d", {"v": 2})
    forged = audit.next_line(None, NOW, "bob", "send", "d", {"v": 1})
    assert audit.verify_chain([forged, second]).first_wrong == 2
    # Nor does it help to write the new hash into the next line.
    assert audit.verify_chain([forged, replace(second, previous=forged.digest)]).first_wrong == 2


def test_csv_runs_no_formula():
    line = audit.next_line(None, NOW, "=cmd|' /C calc'!A0", "+1", "@x", {"a": 1})
    row = audit.to_csv([line]).splitlines()[1]
    assert "'=cmd" in row and "'+1" in row and "'@x" in row


@pytest.mark.parametrize(
    "content", [{"password": "x"}, {"a": {"API_KEY": "x"}}, {"a": [{"accessToken": 1}]}, {"a": float("nan")}]
)
def test_no_secret_and_no_nan_in_the_record(content):
    with pytest.raises(ValueError):
        canonical_json(content)
