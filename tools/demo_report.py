"""The report of the demo: maps, the front of routes, what was spent, in French and English."""

from __future__ import annotations

import base64
import html
import json
import re
from pathlib import Path
from typing import Any

from demo_charts import chart
from demo_facts import below_maps
from demo_maps import MAPS, draw_maps
from demo_pictures import jpeg, legend
from demo_texts import TEXTS
from qgis.PyQt.QtCore import QDate, QLocale

KEYWORD = "cityorchestra:provenance"
STYLE = """
body{font-family:system-ui,sans-serif;max-width:72em;margin:2em auto;padding:0 1.2em;color:#1f2a2e;line-height:1.5}
h1{color:#1b6f6a;margin-bottom:.2em}h2{margin-top:2em;border-bottom:2px solid #d7e3e1;padding-bottom:.2em}
img{width:100%;border:1px solid #b8c4c8}table{border-collapse:collapse;margin:1em 0}
th,td{border:1px solid #c9d3d6;padding:.3em .8em}th{background:#e8efee;text-align:left}td.n{text-align:right}
.lead{font-size:1.25em}.note{background:#fff6df;border-left:4px solid #e8a317;padding:.5em 1em}
.legend span{display:inline-block;margin-right:1.4em}.legend i{display:inline-block;width:1.6em;height:.7em;
margin-right:.4em}
small{color:#5b6470}
"""
FRENCH_SIGN = re.compile(" (?=[:;?!%»])|(?<=[0-9]) (?=°C|km|m/s)")


def route_rows(layer: Any) -> list[dict[str, Any]]:
    """Return the attributes of the routes, by rank."""
    names = ("rank", "role", "len_m", "time_min", "sun_m", "sun_min")
    return sorted(({name: f[name] for name in names} for f in layer.getFeatures()), key=lambda row: row["rank"])


def steps_of(layers: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records of the runs that made the layers, each once, oldest first."""
    found: dict[str, dict[str, Any]] = {}

    def collect(record: dict[str, Any]) -> None:
        for item in record.get("inputs", []):
            if item.get("provenance"):
                collect(item["provenance"])
        found.setdefault(f"{record['date']} {record['algorithm']}", record)

    for layer in layers.values():
        for text in layer.metadata().keywords().get(KEYWORD, []):
            collect(json.loads(text))
    return [found[key] for key in sorted(found)]


def _routes_table(rows: list[dict[str, Any]], texts: dict[str, Any]) -> str:
    head = "".join(f"<th>{html.escape(text)}</th>" for text in texts["table"])
    body = "".join(
        f"<tr><td class='n'>{row['rank']}</td><td>{html.escape(texts['roles'][row['role']])}</td>"
        f"<td class='n'>{row['len_m']:.0f}</td><td class='n'>{row['time_min']:.1f}</td>"
        f"<td class='n'>{row['sun_m']:.0f}</td><td class='n'>{row['sun_min']:.1f}</td></tr>"
        for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _steps_table(steps: list[dict[str, Any]], texts: dict[str, Any]) -> str:
    head = "".join(f"<th>{html.escape(text)}</th>" for text in texts["step_table"])
    megabyte = 1024 * 1024

    def cells(cost: dict[str, Any]) -> str:
        sizes = [cost.get(name) for name in ("peak_memory_bytes", "bytes_read", "bytes_written")]
        texts_of = [
            f"{cost.get('cpu_s', 0.0):.1f}",
            *("" if size is None else f"{size / megabyte:.1f}" for size in sizes),
        ]
        return "".join(f"<td class='n'>{text}</td>" for text in texts_of)

    body = "".join(
        f"<tr><td>{html.escape(step['algorithm'].split(':')[1])}</td>{cells(step.get('cost', {}))}</tr>"
        for step in steps
    )
    return f"<h2>{html.escape(texts['steps'])}</h2><table><tr>{head}</tr>{body}</table>"


def write_reports(
    folder: Path,
    layers: dict[str, Any],
    walk: dict[str, Any],
    facts: dict[str, Any],
    moment: tuple[str, str],
    synthetic: bool,
) -> list[Path]:
    """Write the report in each language and the pictures it shows; return the paths of the reports."""
    pictures = {name: jpeg(image) for name, image in draw_maps(folder, layers, walk).items()}
    paths = []
    for code, texts in TEXTS.items():
        path = folder / ("report.html" if code == "fr" else f"report_{code}.html")
        page = _page(code, texts, pictures, layers, walk, facts, moment, synthetic)
        path.write_text(page, encoding="utf-8")
        paths.append(path)
    return paths


def _page(code, texts, pictures, layers, walk, facts, moment, synthetic) -> str:
    date, hour = moment[0], moment[1][:5]
    rows = route_rows(layers["routes"])
    names = {"hour": hour, "start": walk["start"][1]}
    body = [f"<h1>{html.escape(texts['title'])}</h1>"]
    if synthetic:
        body.append(f"<p class='note'>{html.escape(texts['synthetic'])}</p>")
    body.append(_lead(code, texts, rows, walk, date, hour))
    below = below_maps(layers, facts, texts, code)
    for item in MAPS:
        if item.name not in pictures:
            continue
        caption = html.escape(texts[item.name].format(**names))
        data = base64.b64encode(pictures[item.name]).decode("ascii")
        body.append(f"<h2>{caption}</h2><img alt='{caption}' src='data:image/jpeg;base64,{data}'>")
        body += [legend(layers[name], style, code) for name, style in item.legends if name in layers]
        body.append(below.get(item.name, ""))
        if item.name == "map_routes":
            body.append(_routes_table(rows, texts))
            body.append(chart(rows, texts) + f"<p>{html.escape(texts['chart'])}</p>")
    steps = steps_of(layers)
    body.append(_steps_table(steps, texts))
    licences = sorted({licence for layer in layers.values() for licence in layer.metadata().licenses() if licence})
    if licences:
        items = "".join(f"<li>{html.escape(item)}</li>" for item in licences)
        body.append(f"<h2>{html.escape(texts['sources'])}</h2><ul>{items}</ul>")
    body.append(f"<p><small>{html.escape(texts['made'].format(version=steps[-1]['version']))}</small></p>")
    content = "".join(body)
    return (
        f"<!DOCTYPE html><html lang='{code}'><head><meta charset='utf-8'><title>{html.escape(texts['title'])}</title>"
        f"<style>{STYLE}</style></head><body>{_spaced(content) if code == 'fr' else content}</body></html>\n"
    )


def _spaced(content: str) -> str:
    """Make the spaces before French signs no-break ones, in texts and not in tags."""
    parts = re.split("(<[^>]*>)", content)
    return "".join(part if part.startswith("<") else FRENCH_SIGN.sub("\u00a0", part) for part in parts)


def _lead(code, texts, rows, walk, date, hour) -> str:
    gain, extra = rows[0]["sun_m"] - rows[-1]["sun_m"], rows[-1]["len_m"] - rows[0]["len_m"]
    sentence = texts["gain"].format(gain=f"{gain:.0f}", extra=f"{extra:.0f}") if len(rows) > 1 else texts["same"]
    day = QLocale(code).toString(QDate.fromString(date, "yyyy-MM-dd"), QLocale.FormatType.LongFormat)
    title = texts["walk"].format(start=walk["start"][1], end=walk["end"][1], date=day, hour=hour)
    return f"<p class='lead'><b>{html.escape(title)}</b><br>{html.escape(sentence)}</p>"
