"""Parameters that say which broker: a saved profile, or an address with an account."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import (
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm
from ...errors import InputError
from ...parameters import number
from ...translation import tr
from ..selection import items_in
from .brokers import Broker, broker_of, checked_broker


def add_broker(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``CONNECTION``, ``HOST``, ``PORT``, ``TLS`` and ``AUTHCFG``."""
    algorithm.add(
        QgsProcessingParameterString("CONNECTION", tr("Broker"), "", optional=True),
        tr("Name of a saved broker profile; empty when HOST is given."),
    )
    algorithm.add(
        QgsProcessingParameterString("HOST", tr("Host"), "", optional=True),
        tr("Name or address of a broker, in place of a saved profile."),
    )
    algorithm.add(
        number("PORT", tr("Port"), 0, minimum=0, maximum=65_535, integer=True),
        tr("0 for the usual one: 8883 with TLS, 1883 without."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterBoolean("TLS", tr("Encrypted (TLS)"), True),
        tr("Without TLS only this machine is connected to: everyone on the way would read all."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterAuthConfig("AUTHCFG", tr("Account"), optional=True),
        tr(
            "Configuration of QGIS’s authentication manager, Basic or PKI paths; empty for that of the profile. Under "
            "qgis_process, the master password is read from the file named in QGIS_AUTH_PASSWORD_FILE."
        ),
        advanced=True,
    )


def add_topics(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``FORMATS`` and ``TOPICS``."""
    algorithm.add(
        QgsProcessingParameterString("FORMATS", tr("Formats"), "", optional=True),
        tr(
            "auto, or chirpstack4, chirpstack3, things_stack, sensorthings, or the path of a mapping file (YAML), "
            "separated by semicolons; empty for those of the profile."
        ),
    )
    algorithm.add(
        QgsProcessingParameterString("TOPICS", tr("Topics"), "", optional=True),
        tr("Topic filters of MQTT, separated by semicolons; empty for those of the profile, or the usual ones."),
    )


def broker(algorithm: CityOrchestraAlgorithm, parameters, context) -> tuple[Broker, bool]:
    """Return the broker that the parameters name, and whether it is a saved one.

    Raises
    ------
    InputError
        When they name none, or two.
    """

    def text(name: str) -> str:
        return algorithm.parameterAsString(parameters, name, context).strip()

    name, host = text("CONNECTION"), text("HOST")
    if bool(name) == bool(host):
        raise InputError("Give either CONNECTION, a saved broker profile, or HOST, an address.")
    changes: dict = {}
    if text("AUTHCFG"):
        changes["authcfg"] = text("AUTHCFG")
    if algorithm.parameterDefinition("TOPICS") is not None:
        if text("TOPICS"):
            changes["topics"] = tuple(items_in(text("TOPICS")))
        if text("FORMATS"):
            changes["formats"] = tuple(items_in(text("FORMATS")))
            changes["mapping"] = ""
    if name:
        return checked_broker(replace(broker_of(name), **changes)), True
    found = Broker(
        host,
        host,
        port=algorithm.parameterAsInt(parameters, "PORT", context),
        tls=algorithm.parameterAsBoolean(parameters, "TLS", context),
    )
    return checked_broker(replace(found, **changes)), False
