"""What a search asks for: its parameters, and the query of the local catalogue that they make."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm
from ...errors import InputError
from ...parameters import DateTimeType, day, number
from ...translation import tr
from ..filters import INTERSECTS, WITHIN, CatalogueQuery, FilterTable
from ..languages import SHORT_CODES
from ..named_values import named_in
from ..queries import Query

DEGREES = "EPSG:4326"
ANY, OPEN, RESTRICTED = "any", "open", "restricted"
ACCESS = {ANY: (), OPEN: ("open",), RESTRICTED: ("restricted", "selfdata")}
# Orders by the names of a portal, and those of the local catalogue.
ORDERS = {
    "-updatedate": "-updated",
    "updatedate": "updated",
    "title": "title",
    "-title": "-title",
    "producername": "producer",
    "-producername": "-producer",
    "relevance": "relevance",
}
LANGUAGES = ("fr", "en", *(code for code in SHORT_CODES if code not in ("fr", "en")))
FACET_PARAMETERS = {
    "THEMES": "theme",
    "KEYWORDS": "keyword",
    "PRODUCERS": "producer",
    "FORMATS": "format",
    "LICENCES": "licence",
}
DEFAULT_MAX = 500


def add_language(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``LANG``: the language of texts that a record has in several."""
    algorithm.add(
        QgsProcessingParameterEnum(
            "LANG", tr("Language of the texts"), list(LANGUAGES), defaultValue="fr", usesStaticStrings=True
        ),
        tr("Where a record has a text in several languages, the one that is shown; the next best when it lacks it."),
        advanced=True,
    )


def text_language(algorithm: CityOrchestraAlgorithm, parameters, context) -> str:
    """Return the language that ``LANG`` asks for."""
    return algorithm.parameterAsEnumString(parameters, "LANG", context) or "fr"


def add_search_parameters(algorithm: CityOrchestraAlgorithm) -> None:
    """Add what is looked for."""
    algorithm.add(
        QgsProcessingParameterString("TEXT", tr("Words"), "", optional=True),
        tr(
            "All must be found, in any order, in titles, keywords, producers and descriptions; accents, capitals and "
            "plurals do not matter. Empty for all datasets."
        ),
    )
    for name, label, text in (
        (
            "THEMES",
            tr("Themes"),
            tr("Codes or labels in French or English, separated by commas, such as environment, Mobilité."),
        ),
        ("KEYWORDS", tr("Keywords"), tr("Separated by commas; a dataset must have one of them.")),
        ("PRODUCERS", tr("Producers"), tr("Names of organisations separated by commas, such as Rennes Métropole.")),
    ):
        algorithm.add(QgsProcessingParameterString(name, label, "", optional=True), text)
    for name, label in (("DATE_FROM", tr("Updated since")), ("DATE_TO", tr("Updated until"))):
        algorithm.add(
            QgsProcessingParameterDateTime(name, label, DateTimeType.Date, optional=True),
            tr("Day, in UTC, itself included; datasets whose date of update is unknown are then left out."),
        )
    algorithm.add(
        QgsProcessingParameterEnum("RESTRICTED", tr("Access"), list(ACCESS), defaultValue=ANY, usesStaticStrings=True),
        tr("any, open, or restricted, which includes each person’s own data."),
    )
    for name, label, text in (
        ("FORMATS", tr("Formats"), tr("Labels, extensions or media types separated by commas, such as GeoJSON, wms.")),
        ("LICENCES", tr("Licences"), tr("Codes or names separated by commas, such as odbl-1.0, Licence Ouverte 2.0.")),
    ):
        algorithm.add(QgsProcessingParameterString(name, label, "", optional=True), text)
    algorithm.add(
        QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True),
        tr("Where the data are, in any CRS; datasets without extent are then left out and counted."),
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            "MATCH", tr("Place"), [INTERSECTS, WITHIN], defaultValue=INTERSECTS, usesStaticStrings=True
        ),
        tr("intersects: the data touch the extent; within: they are wholly inside."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            "ORDER", tr("Order"), list(ORDERS), defaultValue="-updatedate", usesStaticStrings=True
        ),
        tr("A minus before a name turns it round: -updatedate puts the latest update first."),
        advanced=True,
    )
    algorithm.add(
        number("MAX", tr("Maximum number of datasets"), DEFAULT_MAX, minimum=1, maximum=100_000, integer=True),
        tr(
            "The first ones in the order asked for are written; TOTAL tells how many match. Large catalogues are asked "
            "for no more than that, and at most 500: a small number is faster."
        ),
        advanced=True,
    )
    add_language(algorithm)


def check_dates(algorithm: CityOrchestraAlgorithm, parameters, context) -> None:
    """Refuse a period that ends before it begins."""
    since, until = _moments(algorithm, parameters, context)
    if since is not None and until is not None and until < since:
        raise InputError("DATE_TO comes before DATE_FROM; exchange the two dates.")


def _moments(algorithm: CityOrchestraAlgorithm, parameters, context) -> tuple[Optional[float], Optional[float]]:
    """Return the first and the last moment asked for [seconds since 1970, UTC]."""
    found: list[Optional[float]] = []
    for name, after in (("DATE_FROM", timedelta(0)), ("DATE_TO", timedelta(days=1) - timedelta(microseconds=1))):
        if parameters.get(name) in (None, ""):
            found.append(None)
            continue
        start = datetime.fromisoformat(day(algorithm, parameters, name, context)).replace(tzinfo=timezone.utc)
        found.append((start + after).timestamp())
    return found[0], found[1]


def extent_asked(algorithm: CityOrchestraAlgorithm, parameters, context):
    """Return west, south, east, north [degrees, WGS 84] of ``EXTENT``; None when it is empty.

    Raises
    ------
    InputError
        When it is not on the globe.
    """
    if parameters.get("EXTENT") in (None, ""):
        return None
    rectangle = algorithm.parameterAsExtent(parameters, "EXTENT", context, QgsCoordinateReferenceSystem(DEGREES))
    if rectangle.isNull():
        return None
    sides = (rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum())
    if not (-360.0 <= sides[0] <= sides[2] <= 360.0 and -90.5 <= sides[1] <= sides[3] <= 90.5):
        raise InputError(
            "EXTENT is not on the globe; write it as west,east,south,north followed by its CRS, "
            "like -1.8,-1.6,48.0,48.2 [EPSG:4326]."
        )
    return sides


def query_of(algorithm: CityOrchestraAlgorithm, parameters, context, table: FilterTable, feedback) -> CatalogueQuery:
    """Return the query of the local catalogue, and tell the names that it does not know."""
    facets = {}
    for name, facet in FACET_PARAMETERS.items():
        text = algorithm.parameterAsString(parameters, name, context).strip()
        if not text:
            continue
        found = named_in(facet, text, table.categories[facet])
        facets[facet] = found.wanted
        for item in found.unknown:
            sentence = (
                tr("{parameter}: nothing is called “{name}” in this catalogue; the nearest is “{nearest}”.")
                if item.nearest
                else tr("{parameter}: nothing is called “{name}” in this catalogue.")
            )
            feedback.pushWarning(sentence.format(parameter=name, name=item.name, nearest=item.nearest))
    access = ACCESS[algorithm.parameterAsEnumString(parameters, "RESTRICTED", context) or ANY]
    if access:
        facets["access"] = access
    since, until = _moments(algorithm, parameters, context)
    return CatalogueQuery(
        text=algorithm.parameterAsString(parameters, "TEXT", context).strip(),
        extent=extent_asked(algorithm, parameters, context),
        extent_match=algorithm.parameterAsEnumString(parameters, "MATCH", context) or INTERSECTS,
        facets=facets,
        updated_from=since,
        updated_to=until,
        order=ORDERS[algorithm.parameterAsEnumString(parameters, "ORDER", context) or "-updatedate"],
    )


def query_from_afar(algorithm: CityOrchestraAlgorithm, parameters, context) -> Query:
    """Return what is asked of a catalogue that is too large to be kept whole."""
    since, until = _moments(algorithm, parameters, context)
    return Query(
        text=algorithm.parameterAsString(parameters, "TEXT", context).strip(),
        date_from=_iso(since),
        date_to=_iso(until),
        bbox=extent_asked(algorithm, parameters, context),
    )


def _iso(seconds: Optional[float]) -> Optional[str]:
    return None if seconds is None else datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")
