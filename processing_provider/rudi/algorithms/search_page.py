"""The page of results of a search."""

from __future__ import annotations

from typing import Optional

from ...translation import tr
from ..catalogue_search import SearchResult
from ..facets import facet_label
from ..filters import WITHIN, CatalogueQuery
from .access import Access
from .pages import age_text, day_text, definitions, escaped, link, page, size_text, table
from .search_rows import Hit, landing_of

MOST_CHOICES = 12  # of one facet
_SHOWN = ("theme", "producer", "licence", "format", "access", "year")


def search_page(
    access: Access,
    query: CatalogueQuery,
    found: SearchResult,
    hits: list[Hit],
    *,
    language: str,
    stale_h: Optional[float],
) -> str:
    """Return the page, in the language of QGIS; texts of records in the language asked for."""
    title = tr("Datasets of {name}").format(name=access.connection.name)
    told = tr("{total} datasets match, {count} are written.").format(total=len(found), count=len(hits))
    parts = [f"<h1>{escaped(title)}</h1>", f'<p class="sub">{escaped(told)}</p>']
    if stale_h is not None:
        told = tr("The server did not answer or was not asked: these records were harvested {age} ago.")
        parts.append(f'<p class="warning">{escaped(told.format(age=age_text(stale_h)))}</p>')
    if found.without_extent:
        told = tr("{count} datasets match but for the extent, of which their records say nothing.")
        parts.append(f"<p>{escaped(told.format(count=found.without_extent))}</p>")
    parts.append(definitions(_asked(query, language)))
    parts.append(table(_heads(), [_line(hit, access, language) for hit in hits], numbers=(5,)))
    titles = facet_titles()
    for facet in _SHOWN:
        rows = [
            [escaped(choice_label(facet, item.value, language)), str(item.count)]
            for item in found.facets[facet][:MOST_CHOICES]
        ]
        if len(rows) > 1:
            parts.append(f"<h2>{escaped(titles[facet])}</h2>")
            parts.append(table([titles[facet], tr("Number")], rows, numbers=(1,)))
    return page(title, "\n".join(part for part in parts if part))


def facet_titles() -> dict[str, str]:
    """Return the names of the facets in the user's language."""
    return {
        "theme": tr("Theme"),
        "producer": tr("Producer"),
        "licence": tr("Licence"),
        "format": tr("Format"),
        "access": tr("Access"),
        "year": tr("Year of update"),
        "keyword": tr("Keyword"),
        "source": tr("Catalogue"),
    }


def choice_label(facet: str, value: str, language: str) -> str:
    """Return how a value of a facet is shown."""
    if facet == "access":
        return {"open": tr("open"), "restricted": tr("restricted"), "selfdata": tr("each person’s own data")}.get(
            value, value
        )
    if facet == "licence" and value == "unknown":
        return tr("unknown")
    return facet_label(facet, value, language).split("\n")[0]


def _heads() -> list[str]:
    return [tr("Title"), tr("Producer"), tr("Theme"), tr("Licence"), tr("Formats"), tr("Size"), tr("Updated")]


def _line(hit: Hit, access: Access, language: str) -> list[str]:
    record = hit.record
    address = landing_of(record, access)
    name = record.title or record.global_id
    shown = link(address, name) if address else escaped(name)
    if record.access != "open":
        shown += f' <span class="mark no">{escaped(choice_label("access", record.access, language))}</span>'
    return [
        shown,
        escaped(record.producer.name),
        escaped(record.theme_shown(language)),
        escaped(record.licence.shown(language).split("\n")[0]),
        escaped(", ".join(record.formats)),
        escaped(size_text(record.size or None)),
        escaped(day_text(record.dates.latest())),
    ]


def _asked(query: CatalogueQuery, language: str) -> list[tuple[str, str]]:
    titles = facet_titles()
    asked = [(tr("Words"), escaped(query.text))]
    for facet, values in query.facets.items():
        asked.append((titles[facet], escaped(", ".join(choice_label(facet, value, language) for value in values))))
    if query.extent is not None:
        west, south, east, north = (f"{side:.5f}" for side in query.extent)
        told = (
            tr("within {west} to {east} of longitude, {south} to {north} of latitude")
            if query.extent_match == WITHIN
            else tr("touching {west} to {east} of longitude, {south} to {north} of latitude")
        )
        asked.append((tr("Extent"), escaped(told.format(west=west, south=south, east=east, north=north))))
    return asked
