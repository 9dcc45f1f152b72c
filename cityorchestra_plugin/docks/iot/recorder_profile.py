"""Writes a broker of QGIS as the file of a recorder: everything but secrets, whose place it leaves open."""

from __future__ import annotations

import json
from pathlib import Path

from ....processing_provider.iot.algorithms.brokers import Broker
from ....processing_provider.raster_files import write_text

ACCOUNT = (
    "# The broker wants an account. Its password is not here: name the user, and where the password is kept.",
    "# user: monitoring",
    "# password_file: /etc/cityorchestra/password",
)


def profile_text(broker: Broker) -> str:
    """Return the profile of a recorder (YAML; its values are written as JSON, which YAML reads).

    Parameters
    ----------
    broker : Broker
    """
    entries = {"host": broker.host, "client": broker.client or "cityorchestra-recorder", "topics": list(broker.topics)}
    if broker.port:
        entries["port"] = broker.port
    entries["formats"] = [*broker.formats, *([str(Path(broker.mapping).resolve())] if broker.mapping else [])]
    entries["qos"] = broker.qos
    entries["tls"] = broker.tls
    for name in ("ca", "rules"):
        if getattr(broker, name):
            entries[name] = str(Path(getattr(broker, name)).resolve())
    if broker.allow_plain:
        entries["allow_plain"] = True
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in entries.items()]
    return "\n".join([*lines, *(ACCOUNT if broker.authcfg else ()), ""])


def write_recorder_profile(broker: Broker, path: Path) -> None:
    """Write the profile of a recorder into a file.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    write_text(str(path), profile_text(broker))
