"""Commands in the panel: nothing leaves without check, arm and confirm; what left is followed to the device's echo."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.iot import command_part
from cityorchestra.cityorchestra_plugin.docks.iot.command_facts import CommandFacts
from cityorchestra.cityorchestra_plugin.docks.iot.command_part import Stage
from cityorchestra.cityorchestra_plugin.docks.iot.evidence_ladder import rungs_of
from cityorchestra.processing_provider.iot.algorithms.brokers import COMMANDS_ENABLED, Broker
from cityorchestra.processing_provider.iot.commands.templates import read_templates
from cityorchestra.tests.iot.facility_support import COMMANDS, BoilerRoom
from cityorchestra.tests.window.iot_panel_support import TIMEOUT_MS, choose, message
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt

pytest.importorskip("paho.mqtt.client")
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    with BoilerRoom(tmp_path_factory.mktemp("room"), real=False) as room:
        yield room


@pytest.fixture
def broker(room):
    return Broker(
        "Boiler room", "127.0.0.1", room.port, tls=False, store=str(room.store), commands=str(room.commands),
        may_command=True,
    )  # fmt: skip


@pytest.fixture
def valve(make_equipment, provider, broker, room, qtbot):
    """Function that shows the commands of a valve, allowed on this computer."""

    def show(name="valve-1", **changes):
        QgsSettings().setValue(COMMANDS_ENABLED, True)
        from dataclasses import replace

        dock = make_equipment(broker=replace(broker, **changes))
        choose(dock, name)
        return dock

    return show


def pick(part, name):
    part.choice.setCurrentIndex(part.choice.findData(name))


def check(dock, qtbot):
    part = dock.panel.commands
    part.check_button.click()
    qtbot.waitUntil(lambda: part.stage is Stage.CHECKED, timeout=TIMEOUT_MS)
    return part


# --- off, and why ------------------------------------------------------------------------------------------------


def test_off_until_an_administrator_allows_it_and_it_says_so(make_equipment, provider, broker):
    dock = make_equipment(broker=broker)
    choose(dock, "valve-1")
    part = dock.panel.commands
    assert "Commands are off" in part.note.text()
    assert COMMANDS_ENABLED in part.note.text()
    assert part.check_button.isHidden()
    part.check()
    part.arm()
    part.confirm()
    assert part.stage is Stage.IDLE
    QgsSettings().setValue(COMMANDS_ENABLED, True)
    dock.settings_changed()
    assert part.note.text() == ""
    assert not part.check_button.isHidden()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"may_command": False}, "for reading only"),
        ({"commands": ""}, "No command is declared"),
        ({"commands": "/nowhere/commands.yaml"}, "commands.yaml"),
    ],
)
def test_why_nothing_can_be_commanded(valve, changes, sentence):
    part = valve(**changes).panel.commands
    assert sentence in part.note.text()
    assert part.choice.count() == 0
    assert part.check_button.isHidden()


def test_only_the_commands_of_the_profile_are_proposed(valve):
    dock = valve()
    part = dock.panel.commands
    names = {part.choice.itemData(row) for row in range(part.choice.count())}
    assert names == {"set_valve", "bad_port", "purge", "for_admins"}
    choose(dock, "boiler-flow")
    assert "profile sensor" in part.note.text()


# --- two steps ---------------------------------------------------------------------------------------------------


def test_nothing_is_published_before_the_confirmation(valve, room, qtbot):
    before = len(room.spy.commands())
    dock = valve("valve-2")
    part = dock.panel.commands
    part.form.fields["opening"].setValue(part.form.fields["opening"].value() + 10)
    part.confirm()
    part.arm()
    assert part.stage is Stage.IDLE, "neither step goes without a check"
    check(dock, qtbot)
    assert "All interlocks allow it" in part.refused.text()
    assert '"bytes":"01' in part.plan.toolTip()
    part.confirm()
    assert part.stage is Stage.CHECKED, "no confirmation without arming"
    part.arm_button.click()
    assert part.stage is Stage.ARMED
    assert "left to confirm" in part.countdown.format()
    qtbot.keyClick(dock.panel, Qt.Key.Key_Escape)
    assert part.stage is Stage.IDLE
    part.confirm()
    assert part.stage is Stage.IDLE
    qtbot.wait(500)
    assert len(room.spy.commands()) == before
    assert room.rows("audit") == [] or all(row["action"] != "send" for row in room.rows("audit"))


def test_armed_it_expires_after_a_minute(valve, room, qtbot, monkeypatch):
    before = len(room.spy.commands())
    dock = valve("valve-2")
    part = check(dock, qtbot)
    part.arm()
    real = command_part.texts.now_ms
    monkeypatch.setattr(command_part.texts, "now_ms", lambda: real() + 61_000)
    part.confirm_button.click()
    qtbot.waitUntil(lambda: part.stage is Stage.IDLE, timeout=TIMEOUT_MS)
    assert "not confirmed in time" in message(dock)
    assert len(room.spy.commands()) == before


def test_what_is_changed_after_the_check_is_checked_again(valve, qtbot):
    dock = valve("valve-2")
    part = check(dock, qtbot)
    part.form.fields["opening"].setValue(1)
    assert part.stage is Stage.IDLE
    assert part.plan.text() == ""
    check(dock, qtbot)
    choose(dock, "valve-1")
    assert part.stage is Stage.IDLE, "what was armed for one device is not for another"


def test_an_interlock_that_refuses_is_shown_before_arming(valve, room, qtbot):
    before = len(room.spy.commands())
    dock = valve("valve-2")
    part = dock.panel.commands
    pick(part, "for_admins")
    check(dock, qtbot)
    assert "administrator" in part.refused.text()
    assert not part.arm_button.isEnabled()
    part.arm()
    assert part.stage is Stage.CHECKED
    assert len(room.spy.commands()) == before


def test_a_critical_command_wants_the_name_of_the_device(valve, room, qtbot):
    before = len(room.spy.commands())
    dock = valve("valve-2")
    part = dock.panel.commands
    pick(part, "purge")
    check(dock, qtbot)
    part.arm()
    assert not part.typed.isHidden()
    assert not part.confirm_button.isEnabled()
    part.confirm()
    assert part.stage is Stage.ARMED
    qtbot.keyClicks(part.typed, "valve-1")
    assert not part.confirm_button.isEnabled(), "the name of another device"
    part.typed.setText("valve-2")
    assert part.confirm_button.isEnabled()
    part.disarm()
    assert len(room.spy.commands()) == before


def test_confirmed_it_is_followed_to_the_echo_of_the_device(valve, room, qtbot):
    before = len(room.spy.commands())
    dock = valve("valve-1")
    part = dock.panel.commands
    wanted = 30 if part.form.fields["opening"].value() > 45 else 60
    part.form.fields["opening"].setValue(wanted)
    check(dock, qtbot)
    part.arm_button.click()
    part.confirm_button.click()
    assert part.stage is Stage.SENDING
    qtbot.waitUntil(lambda: part.stage is Stage.IDLE, timeout=WAIT_MS)
    assert "reported by the device" in message(dock)
    assert part.plan.text() == part.refused.text() == "", "what was said before sending is no longer true"
    (command,) = room.spy.commands()[before:]
    assert command[0].endswith("/command/down")
    qtbot.waitUntil(lambda: bool(part.ladder.rungs) and part.ladder.rungs[-1].moment is not None, timeout=TIMEOUT_MS)
    assert [rung.state for rung in part.ladder.rungs] == ["SENT", "TRANSMITTED", "ACKED", "VERIFIED"]
    assert f"opening = {wanted}" in part.last.text().casefold()
    assert any(row["action"] == "send" for row in room.rows("audit"))


# --- the ladder --------------------------------------------------------------------------------------------------


def facts(state, *history):
    return CommandFacts("r", "set_valve", "", state, 1000, 9000, "ana", tuple(history))


def test_rungs_up_to_the_best_proof():
    template = read_templates(COMMANDS)["set_valve"]
    rungs = rungs_of(facts("TRANSMITTED", (2000, "SENT", "sent"), (3000, "TRANSMITTED", "transmitted")), template)
    assert [(rung.state, rung.moment) for rung in rungs] == [
        ("SENT", 2000), ("TRANSMITTED", 3000), ("ACKED", None), ("VERIFIED", None),
    ]  # fmt: skip
    without_echo = read_templates(COMMANDS)["for_admins"]
    assert [rung.state for rung in rungs_of(facts("SENT", (2000, "SENT", "sent")), without_echo)] == [
        "SENT", "TRANSMITTED", "ACKED",
    ]  # fmt: skip


def test_a_rung_that_was_passed_over_counts_as_reached():
    rungs = rungs_of(facts("ACKED", (2000, "SENT", "sent"), (5000, "ACKED", "acknowledged")), None)
    assert [(rung.state, rung.moment) for rung in rungs][:3] == [("SENT", 2000), ("TRANSMITTED", 5000), ("ACKED", 5000)]


def test_a_failure_ends_the_ladder_and_is_never_done():
    rungs = rungs_of(facts("UNKNOWN", (2000, "SENT", "sent"), (9000, "UNKNOWN", "no proof in time")), None)
    assert [(rung.state, rung.failed) for rung in rungs] == [("SENT", False), ("UNKNOWN", True)]
    assert "unknown" in rungs[-1].text
