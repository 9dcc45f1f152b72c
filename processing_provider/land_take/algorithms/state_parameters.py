"""Parameters of scenarios, rankings and sensitivities: thresholds, codes, carbon zone, weights of the score."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsProcessingParameterEnum, QgsProcessingParameterString

from ...algorithm import CityOrchestraAlgorithm
from ...errors import InputError
from ...parameters import number
from ...translation import tr
from ..functions import RENNES_ZONE, read_carbon
from ..nomenclature import covers, uses

ENCLAVES, SPOTS = "enclaves", "spots"
OMEGA_TEXT = "0.40, 0.25, 0.20, 0.15"


def add_thresholds(algorithm: CityOrchestraAlgorithm, *, with_order: bool = True) -> None:
    """Add ``SEUIL_BATI``, ``SEUIL``, ``LARGEUR`` and ``ORDRE``, as “Artificialisation at one date” has them."""
    algorithm.add(
        number("SEUIL_BATI", tr("Threshold of buildings (m²)"), 50.0, minimum=0.0),
        tr("Least area of buildings that touch. The decree says 50."),
        advanced=True,
    )
    algorithm.add(
        number("SEUIL", tr("Threshold of other surfaces (m²)"), 2500.0, minimum=0.0),
        tr("Least area of surfaces of one kind that touch. The decree says 2 500."),
        advanced=True,
    )
    algorithm.add(
        number("LARGEUR", tr("Least width of roads and railways (m)"), 5.0, minimum=0.0),
        tr("A narrower one follows the neighbour that it touches longest. The decree says 5."),
        advanced=True,
    )
    if with_order:
        algorithm.add(
            QgsProcessingParameterEnum(
                "ORDRE", tr("Settled first"), [ENCLAVES, SPOTS], defaultValue=ENCLAVES, usesStaticStrings=True
            ),
            tr("enclaves: small surfaces among artificial land first; spots: small artificial surfaces first."),
            advanced=True,
        )


def chosen_thresholds(algorithm: CityOrchestraAlgorithm, parameters, context):
    """Return the thresholds of a run."""
    from ..thresholds import Thresholds

    return Thresholds(
        algorithm.parameterAsDouble(parameters, "SEUIL_BATI", context),
        algorithm.parameterAsDouble(parameters, "SEUIL", context),
        algorithm.parameterAsDouble(parameters, "LARGEUR", context),
        algorithm.parameterAsEnumString(parameters, "ORDRE", context) or ENCLAVES,
    )


def add_new_codes(
    algorithm: CityOrchestraAlgorithm, cover: Optional[str], use: Optional[str], cover_help: str, use_help: str
) -> None:
    """Add ``CS_NEW`` and ``US_NEW``: what the ground becomes; without default they may stay empty."""
    for name, label, codes, default, text in (
        ("CS_NEW", tr("New cover"), covers(), cover, cover_help),
        ("US_NEW", tr("New use"), uses(), use, use_help),
    ):
        algorithm.add(
            QgsProcessingParameterEnum(
                name,
                label,
                [one.code for one in codes],
                defaultValue=default,
                optional=default is None,
                usesStaticStrings=True,
            ),
            text,
        )


def add_worth(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``ZPC`` and ``OMEGA``: what carbon and the parts of the score are worth."""
    algorithm.add(
        QgsProcessingParameterEnum(
            "ZPC", tr("Carbon zone"), list(read_carbon()), defaultValue=RENNES_ZONE, usesStaticStrings=True
        ),
        tr("Pedo-climatic zone of ALDO, for the carbon of the soil; Rennes lies in 3_1. An order of magnitude only."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString("OMEGA", tr("Weights of the score"), OMEGA_TEXT),
        tr(
            "Four numbers: not artificial, infiltration, biotope, carbon. They are a choice of those who decide; "
            "their sum is scaled to 1."
        ),
        advanced=True,
    )


def chosen_worth(algorithm: CityOrchestraAlgorithm, parameters, context):
    """Return the carbon of the zone by class [t C/ha], and the four weights.

    Raises
    ------
    InputError
        When the weights are no four numbers of 0 or more.
    """
    from ..functions import carbon_of_zone

    zone = algorithm.parameterAsEnumString(parameters, "ZPC", context) or RENNES_ZONE
    return carbon_of_zone(zone), weights_of(algorithm.parameterAsString(parameters, "OMEGA", context))


def weights_of(text: str) -> tuple[float, ...]:
    """Return the weights of a text such as ``0.40, 0.25, 0.20, 0.15``.

    Raises
    ------
    InputError
        When these are no four numbers of 0 or more, not all 0.
    """
    found = numbers_of(text)
    if found is None or len(found) != 4 or min(found) < 0.0 or not 0.0 < sum(found) < float("inf"):
        raise InputError(
            "OMEGA is “{text}”; give four numbers of 0 or more, not all 0, like 0.40, 0.25, 0.20, 0.15.", text=text
        )
    return tuple(found)


def numbers_of(text: str) -> Optional[list[float]]:
    """Return the numbers of a text, separated by commas, semicolons or spaces; None where one is none.

    Numbers with a decimal comma are separated by semicolons or spaces.
    """
    separated = text.replace(";", " ")
    # “0,4 ; 0,25” has decimal commas; “0.4, 0.25” and “0,1250,2500” have commas between numbers.
    decimal = ";" in text or ("," in text and ", " not in text and " " in text.strip())
    words = separated.replace(",", "." if decimal else " ").split()
    try:
        return [float(word) for word in words]
    except ValueError:
        return None
