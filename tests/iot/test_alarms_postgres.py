"""Alarms, what operators ask, and the record of commands in a store on a real PostgreSQL."""

from __future__ import annotations

import uuid

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.commands.audit import next_line, verify_chain
from cityorchestra.processing_provider.iot.store.alarm_actions import ask_action
from cityorchestra.processing_provider.iot.store.command_book import CommandBook, audit_lines
from cityorchestra.processing_provider.iot.store.device_facts import read_facts
from cityorchestra.processing_provider.iot.store.flags import write_flags
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.schema import METRICS
from cityorchestra.tests.iot.alarm_support import MINUTE, START, Watched
from cityorchestra.tests.iot.postgres_support import PostgresServer, server_folder


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("psycopg2", reason="psycopg2 is not installed")
    if server_folder() is None:
        pytest.skip("PostgreSQL with PostGIS is not installed (tools/iot_services.sh)")
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture
def watched(server):
    scene = Watched(server.address("a" + uuid.uuid4().hex))
    yield scene
    scene.close()


def test_alarms_are_raised_kept_and_acted_on(watched):
    watched.say(START, temperature=20.0)
    watched.say(START + MINUTE, temperature=35.0)
    watched.restart()
    watched.look(START + 2 * MINUTE)
    row = watched.row()
    assert (row.state, row.raised, row.metric) == ("UNACK_ACT", START + 2 * MINUTE, "temperature")
    ask_action(watched.path, row.id, "acknowledge", "ana")
    assert watched.row().pending == ("acknowledge",) and watched.row().state == "ACK_ACT"
    watched.look(START + 3 * MINUTE)
    assert watched.row().pending == () and watched.row().acknowledged_by == "ana"
    watched.look(START + 12 * MINUTE)
    assert ("silent", "1", "raise", 11 * 60) in watched.told()
    assert watched.row().id == row.id, "the row is changed, not replaced"


def test_a_locked_store_is_told(watched, monkeypatch):
    from cityorchestra.processing_provider.iot.store import postgres_store

    watched.say(START, temperature=20.0)
    watched.say(START + MINUTE, temperature=35.0)
    number = watched.row().id
    monkeypatch.setattr(postgres_store, "LOCK_TIMEOUT", "200ms")
    watched.look(START + 2 * MINUTE)
    watched.database.begin()
    try:
        with pytest.raises(InputError, match="busy"):
            ask_action(watched.path, number, "acknowledge", "ana")
    finally:
        watched.database.rollback()
    assert watched.row().pending == ()


def test_flags_and_facts(watched):
    watched.say(START, temperature=20.0)
    facts = read_facts(watched.database, 1, START + MINUTE)
    assert facts.values == {"temperature": 20.0} and facts.good == ("temperature",) and facts.source == "chirpstack4"
    assert write_flags(watched.database, METRICS + 1, [START], [4]) == 1
    assert read_facts(watched.database, 1, START).good == ()


def test_the_record_of_commands_is_one_chain(watched):
    other = open_store(watched.path)
    books = [CommandBook(watched.database, {}), CommandBook(other, {})]
    lasts = [None, None]
    for number in range(6):
        book = number % 2
        line = next_line(lasts[book], START + number, "ana", "send", "x", {"n": number})
        lasts[book] = books[book].write(line)
    other.close()
    with open_reader(watched.path) as reader:
        lines = list(audit_lines(reader.database))
    assert len(lines) == 6 and verify_chain(lines).whole
