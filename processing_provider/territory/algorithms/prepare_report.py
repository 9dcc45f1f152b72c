"""What a prepared territory says of itself: table of sources, and a report to read."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from ...translation import language, tr
from ..schema import standard_layers
from .geopackage import COVERS, layer_titles, raster_titles

STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1f2a2e}"
    "table{border-collapse:collapse;margin:1em 0}th,td{border:1px solid #b8c4c8;padding:.3em .7em;text-align:left}"
    "th{background:#e8efee}td.n{text-align:right}h1{color:#1b6f6a}.gap{color:#9c3d10}"
)


def about_rows(
    layers: dict[str, Any], rasters: dict[str, str], has_terrain: bool, path: str, ground: str
) -> list[dict[str, Any]]:
    """Return one row per standard layer and raster: features, source, licence and gaps."""
    rows = []
    for name in standard_layers():
        item = layers.get(name)
        rows.append(
            {
                "layer": name,
                "features": len(item.table) if item else 0,
                "source": item.source if item else "",
                "licence": item.licence if item else "",
                "gaps": "; ".join(gaps_of(item)),
            }
        )
    for name, raster in rasters.items():
        gaps = "" if has_terrain else tr("flat ground at 0 m: no terrain model was given")
        if name in COVERS:
            gaps = tr("ground that no layer describes: {ground}").format(ground=ground)
        rows.append(
            {
                "layer": name.lower(),
                "features": None,
                "source": raster_source_name(raster, path),
                "licence": "",
                "gaps": gaps,
            }
        )
    return rows


def raster_source_name(raster: str, territory: str) -> str:
    """Return how a territory names one of its rasters: the file name alone when it lies beside the GeoPackage."""
    return Path(raster).name if Path(raster).parent == Path(territory).parent else raster


def gaps_of(item: Any) -> list[str]:
    """Say in sentences what is missing or uncertain in a layer."""
    if item is None:
        return [tr("no layer was given")]
    report = item.report
    gaps = []
    if not len(item.table):
        gaps.append(tr("no feature was kept"))
    for count, sentence in (
        (report.filtered, tr("{count} features left out by the filters of the mapping")),
        (report.null_geometry, tr("{count} features without geometry")),
        (report.unusable_geometry, tr("{count} geometries of the wrong kind or beyond repair")),
        (report.undefined, tr("{count} features whose kind is not known")),
        (report.repaired, tr("{count} geometries repaired")),
    ):
        if count:
            gaps.append(sentence.format(count=count))
    for field, count in report.defaults.items():
        gaps.append(tr("{field} set by default rule for {count} features").format(field=field, count=count))
    for field, count in report.unknown_total.items():
        gaps.append(tr("values of {field} that the mapping does not know: {count}").format(field=field, count=count))
    return gaps


def report_html(layers: dict[str, Any], about: list[dict[str, Any]]) -> str:
    """Return the report of a preparation as one page."""
    titles = {**layer_titles(), **{name.lower(): title for name, title in raster_titles().items()}}
    head = "".join(
        f"<th>{html.escape(text)}</th>"
        for text in (tr("Layer"), tr("Features"), tr("Source"), tr("Licence"), tr("Gaps"))
    )
    body = ""
    for row in about:
        count = "" if row["features"] is None else str(row["features"])
        body += (
            f"<tr><td>{html.escape(titles[row['layer']])}</td><td class='n'>{count}</td>"
            f"<td>{html.escape(row['source'])}</td><td>{html.escape(row['licence'])}</td>"
            f"<td class='gap'>{html.escape(row['gaps'])}</td></tr>"
        )
    details = "".join(_details(titles[name], item) for name, item in layers.items())
    return (
        f"<!DOCTYPE html><html lang='{language()}'><head><meta charset='utf-8'>"
        f"<title>{html.escape(tr('Prepared territory'))}</title><style>{STYLE}</style></head><body>"
        f"<h1>{html.escape(tr('Prepared territory'))}</h1>"
        f"<table><tr>{head}</tr>{body}</table>{details}</body></html>\n"
    )


def _details(title: str, item: Any) -> str:
    parts = ""
    for field, rules in item.report.sources.items():
        cells = "".join(
            f"<tr><td>{html.escape(rule)}</td><td class='n'>{count}</td></tr>" for rule, count in rules.items()
        )
        parts += f"<h3>{html.escape(tr('How {field} is known').format(field=field))}</h3><table>{cells}</table>"
    for field, values in item.report.unknown.items():
        cells = "".join(
            f"<tr><td>{html.escape(value)}</td><td class='n'>{count}</td></tr>" for value, count in values.items()
        )
        heading = tr("Values of {field} that the mapping does not know").format(field=field)
        parts += f"<h3>{html.escape(heading)}</h3><table>{cells}</table>"
    return f"<h2>{html.escape(title)}</h2>{parts}" if parts else ""
