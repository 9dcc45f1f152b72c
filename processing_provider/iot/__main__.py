"""``python -m cityorchestra.processing_provider.iot``: record, back up and purge without QGIS."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Optional

from ..errors import InputError

LONGEST_S = 86_400.0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cityorchestra-iot", description="Live equipment without QGIS.")
    parser.add_argument("--verbose", action="store_true", help="tell more in the log")
    commands = parser.add_subparsers(dest="command", required=True)

    record = commands.add_parser("record", help="write what an MQTT broker says into a store, until stopped")
    record.add_argument("--profile", required=True, type=Path, help="broker profile (YAML, without secrets)")
    record.add_argument("--store", required=True, help="GeoPackage, or postgresql:// address without password")
    record.add_argument("--duration", type=float, help="stop after so many seconds")
    record.add_argument("--max-messages", type=int, default=0, help="stop after so many messages")
    record.add_argument("--rules", type=Path, help="alarm rules (YAML), in place of those of the profile")
    record.add_argument("--no-raw", action="store_true", help="do not keep the messages as they came")
    record.set_defaults(run=_record)

    simulate = commands.add_parser("simulate", help="publish the messages of a made-up fleet")
    simulate.add_argument("--profile", required=True, type=Path, help="broker profile (YAML)")
    simulate.add_argument("--devices", type=int, default=100)
    simulate.add_argument("--period", type=float, default=600.0, help="seconds between two messages of a device")
    simulate.add_argument("--duration", type=float, default=3600.0, help="simulated seconds")
    simulate.add_argument("--speed", type=float, default=1.0, help="simulated seconds in a second; 0: all at once")
    simulate.add_argument("--format", choices=("chirpstack4", "things_stack"), default="chirpstack4")
    simulate.add_argument("--seed", type=int, default=1)
    simulate.set_defaults(run=_simulate)

    backup = commands.add_parser("backup", help="copy a store while it is written")
    backup.add_argument("--store", required=True, help="GeoPackage")
    backup.add_argument("--target", required=True, type=Path)
    backup.set_defaults(run=_backup)

    purge = commands.add_parser("purge", help="delete what is older than its retention")
    purge.add_argument("--store", required=True)
    purge.add_argument("--delete", action="store_true", help="delete; without it, only count")
    purge.set_defaults(run=_purge)
    return parser


def _record(options: argparse.Namespace) -> dict[str, Any]:
    from .alarms.rules import read_rules
    from .normalise import Choices
    from .recorder.profile import read_profile
    from .recorder.service import Recorder
    from .yaml_files import read_text

    if options.duration is not None and not 0 < options.duration <= LONGEST_S * 366:
        raise InputError("The duration must be a positive number of seconds.")
    rules = read_rules(read_text(options.rules), options.rules.name) if options.rules else None
    choices = Choices(keep_raw=not options.no_raw)
    recorder = Recorder(read_profile(options.profile), options.store, choices, rules=rules)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: recorder.stop())
    outcome = recorder.run(options.duration, options.max_messages)
    return asdict(outcome)


def _simulate(options: argparse.Namespace) -> dict[str, Any]:
    from .recorder.profile import read_profile
    from .simulate import publish_fleet
    from .simulator.fleet import FleetPlan

    plan = FleetPlan(devices=options.devices, period_s=options.period, seed=options.seed)
    sent = publish_fleet(read_profile(options.profile), plan, options.duration, options.speed, options.format)
    return {"sent": sent}


def _backup(options: argparse.Namespace) -> dict[str, Any]:
    from .store.opening import is_postgres, open_store

    if is_postgres(options.store):
        raise InputError("A PostgreSQL store is backed up by its own tools (pg_dump).")
    database = open_store(options.store, read_only=True)
    try:
        database.backup(options.target)
    finally:
        database.close()
    return {"bytes": options.target.stat().st_size}


def _purge(options: argparse.Namespace) -> dict[str, Any]:
    from .store.opening import open_store
    from .store.retention import Retention, purge

    database = open_store(options.store)
    try:
        return purge(database, Retention(), dry_run=not options.delete)
    finally:
        database.close()


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run a command; return the exit code: 0 done, 1 refused with a sentence."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(message)s",
        stream=sys.stderr,
    )
    try:
        told = options.run(options)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
