"""Which declared commands a device can be given, and why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Optional

from ....processing_provider.errors import InputError
from ....processing_provider.iot.algorithms.brokers import COMMANDS_ENABLED, commands_enabled
from ....processing_provider.iot.commands.templates import CommandTemplate, read_templates
from ....processing_provider.iot.yaml_files import read_text
from ....processing_provider.translation import tr, translated_error
from . import texts
from .fleet import Device
from .sources import Source

Templates = Mapping[str, CommandTemplate]


def templates_of(source: Optional[Source]) -> tuple[dict[str, CommandTemplate], str]:
    """Return the commands that a source declares, and why its file cannot be read, empty when it can."""
    broker = source.broker if source is not None else None
    if broker is None or not broker.commands:
        return {}, ""
    path = Path(broker.commands)
    try:
        return read_templates(read_text(path), path.name), ""
    except InputError as error:
        return {}, translated_error(error)


def fitting(templates: Templates, device: Optional[Device]) -> list[CommandTemplate]:
    """Return the commands that are made for a device."""
    profile = device.facts.profile if device is not None else ""
    return [one for one in templates.values() if not one.profiles or profile in one.profiles]


def why_not(source: Optional[Source], device: Optional[Device], templates: Templates, problem: str) -> str:
    """Return why a device cannot be commanded at all, empty when it can.

    Parameters
    ----------
    source : Source or None
    device : Device or None
    templates : dict
    problem : str
        Why the file of commands cannot be read.
    """
    broker = source.broker if source is not None else None
    if broker is None:
        return tr("A store alone is for reading: choose the broker of the device to command it.")
    if not commands_enabled():
        return tr(
            "Commands are off on this computer. An administrator allows them in QGIS’s advanced settings, with "
            "{key} = true."
        ).format(key=COMMANDS_ENABLED)
    if not broker.may_command:
        return tr("The broker “{name}” is for reading only: its settings allow no command.").format(name=broker.name)
    if problem:
        return problem
    if not templates:
        return tr("No command is declared: name a file of commands in the settings of the broker.")
    if not source.store or device is None or not device.facts.number:
        return tr("A command needs a store: interlocks and the record of commands are kept there.")
    if not fitting(templates, device):
        profile = device.facts.profile or texts.DASH
        return tr("No command is declared for devices of profile {profile}.").format(profile=profile)
    return ""
