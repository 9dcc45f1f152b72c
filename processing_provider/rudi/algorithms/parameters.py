"""Parameters that the algorithms of the room share: which catalogue, whose account, how long to wait, offline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm
from ...errors import InputError
from ...parameters import number, optional_number
from ...translation import tr, translated_error
from ..record import Record
from ..transport import TIMEOUT_S
from .access import Access, open_access
from .connections import KINDS, connection_of, proposed_connections
from .local_catalogue import open_catalogue, source_state


@dataclass(frozen=True)
class FoundRecord:
    """A record, and how old it is.

    Attributes
    ----------
    record : Record
    stale_h : float or None
        Hours since its catalogue was harvested, when it comes from the local catalogue; None when it was just asked.
    """

    record: Record
    stale_h: Optional[float] = None


def add_server_parameters(algorithm: CityOrchestraAlgorithm, *, offline: bool = True) -> None:
    """Add ``SERVER``, ``SOURCE``, ``AUTHCFG``, ``TIMEOUT`` and, where it makes sense, ``OFFLINE``."""
    algorithm.add(
        QgsProcessingParameterString("SERVER", tr("Catalogue"), proposed_connections()[0].name),
        tr("Name of a connection saved in the RUDI panel, address of a server, or path of a JSON file of records."),
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            "SOURCE", tr("Kind of catalogue"), list(KINDS), defaultValue="portal", usesStaticStrings=True
        ),
        tr(
            "What the address is: a RUDI portal or node, an OGC CSW service (csw), udata such as data.gouv.fr, a STAC "
            "API (stac), or a file of records. A saved connection knows its own kind."
        ),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterAuthConfig("AUTHCFG", tr("Account"), optional=True),
        tr(
            "Configuration of QGIS’s authentication manager; empty for what is public. Under qgis_process, the master "
            "password is read from the file named in QGIS_AUTH_PASSWORD_FILE."
        ),
    )
    algorithm.add(
        number("TIMEOUT", tr("Longest silence of a server (s)"), TIMEOUT_S, minimum=1, maximum=600),
        tr("After so many seconds without an answer the server is given up, once all tries are spent."),
        advanced=True,
    )
    if offline:
        algorithm.add(
            QgsProcessingParameterBoolean("OFFLINE", tr("Only what is in the local catalogue"), False),
            tr("Ask nothing of the network: what the panel or an earlier search kept is read, with its age."),
            advanced=True,
        )


def server_access(algorithm: CityOrchestraAlgorithm, parameters, context, feedback) -> Access:
    """Return the catalogue that the parameters name; nothing is asked of it yet.

    Raises
    ------
    InputError
        When it is none, or the account cannot be read.
    """
    timeout = optional_number(algorithm, parameters, "TIMEOUT", context)
    return open_access(
        server_connection(algorithm, parameters, context),
        stop=feedback.isCanceled,
        timeout_s=TIMEOUT_S if timeout is None else timeout,
    )


def server_connection(algorithm: CityOrchestraAlgorithm, parameters, context):
    """Return the connection that the parameters name.

    Raises
    ------
    InputError
        When they name none.
    """
    return connection_of(
        algorithm.parameterAsString(parameters, "SERVER", context),
        algorithm.parameterAsEnumString(parameters, "SOURCE", context) or "portal",
        algorithm.parameterAsString(parameters, "AUTHCFG", context),
    )


def is_offline(algorithm: CityOrchestraAlgorithm, parameters, context) -> bool:
    """Tell whether nothing may be asked of the network."""
    return algorithm.parameterAsBoolean(parameters, "OFFLINE", context)


def find_record(access: Access, global_id: str, *, offline: bool, feedback) -> FoundRecord:
    """Return a record: of the server, or of the local catalogue when offline or when the server does not answer.

    Raises
    ------
    InputError
        When neither has it. The reason of the server is told when it was asked.
    """
    identifier = global_id.strip()
    if not identifier:
        raise InputError("GLOBAL_ID is empty; give the identifier of a dataset.")
    refused: Optional[InputError] = None
    if not offline:
        try:
            return FoundRecord(access.source.get(identifier))
        except InputError as error:
            refused = error
    kept = _kept(access.source.name, identifier)
    if kept is None:
        if refused is not None:
            raise refused
        raise InputError(
            "The local catalogue does not hold the record {identifier}; search without OFFLINE once.",
            identifier=identifier,
        )
    if refused is not None:
        feedback.pushWarning(translated_error(refused))
    feedback.pushWarning(
        tr("The record comes from the local catalogue, harvested {hours} hours ago.").format(
            hours=f"{kept.stale_h or 0:.0f}"
        )
    )
    return kept


def _kept(address: str, identifier: str) -> Optional[FoundRecord]:
    with open_catalogue() as catalogue:
        record = catalogue.find(identifier, address)
        state = source_state(catalogue, address)
    return FoundRecord(record, state.age_hours() if state is not None else None) if record is not None else None
