"""The report of the demo: maps, the front of routes, what was spent, in French and English."""

from __future__ import annotations

import base64
import html
import json
from pathlib import Path
from typing import Any

from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings, QgsRectangle
from qgis.PyQt.QtCore import QBuffer, QByteArray, QDate, QIODevice, QLocale, QPointF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

STYLES = Path(__file__).resolve().parents[1] / "resources" / "styles"
WIDTH, HEIGHT = 1200, 800
KEYWORD = "cityorchestra:provenance"
TEXTS = {
    "fr": {
        "title": "Parcours fraîcheur : l’ombre des rues et les itinéraires les plus frais",
        "synthetic": "Ville synthétique, produite par l’extension : aucun lieu n’est réel.",
        "walk": "De {start} à {end}, départ le {date} à {hour}",
        "gain": "Le parcours le plus frais évite {gain} m de soleil pour {extra} m de plus.",
        "same": "À cette heure, le plus court est aussi le plus frais.",
        "map_routes": "Les parcours, sur l’ombre des rues (part du jour à l’ombre)",
        "map_sun": "Le soleil direct à {hour}",
        "map_hours": "Les heures de soleil direct du jour",
        "map_town": "Le territoire",
        "table": ("Rang", "Rôle", "Longueur (m)", "Durée (min)", "Au soleil (m)", "Au soleil (min)"),
        "roles": {
            "shortest": "le plus court",
            "coolest": "le plus frais",
            "compromise": "compromis",
            "shortest and coolest": "le plus court et le plus frais",
        },
        "chart": "Chaque point est un parcours : plus long à droite, plus ensoleillé en haut.",
        "chart_x": "longueur (m)",
        "chart_y": "au soleil (m)",
        "steps": "Ce qui a été fait, et ce que cela a coûté",
        "step_table": ("Traitement", "Secondes de processeur", "Mémoire au plus (Mo)", "Lu (Mo)", "Écrit (Mo)"),
        "legend": "Légende",
        "sources": "Sources et licences",
        "made": "Produit par City Orchestra pour QGIS {version}.",
    },
    "en": {
        "title": "Cool routes: shade on streets and the coolest walks",
        "synthetic": "Synthetic town made by the plugin: no place is real.",
        "walk": "From {start} to {end}, leaving on {date} at {hour}",
        "gain": "The coolest walk avoids {gain} m of sun for {extra} m more.",
        "same": "At this hour the shortest walk is also the coolest.",
        "map_routes": "The walks, over the shade of streets (share of the day in shade)",
        "map_sun": "Direct sun at {hour}",
        "map_hours": "Hours of direct sun of the day",
        "map_town": "The territory",
        "table": ("Rank", "Role", "Length (m)", "Time (min)", "In the sun (m)", "In the sun (min)"),
        "roles": {name: name for name in ("shortest", "coolest", "compromise", "shortest and coolest")},
        "chart": "Each point is a walk: longer to the right, sunnier to the top.",
        "chart_x": "length (m)",
        "chart_y": "in the sun (m)",
        "steps": "What was done, and what it cost",
        "step_table": ("Algorithm", "Processor seconds", "Memory at most (MB)", "Read (MB)", "Written (MB)"),
        "legend": "Legend",
        "sources": "Sources and licences",
        "made": "Made by City Orchestra for QGIS {version}.",
    },
}
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


def render(layers: list[Any], extent: QgsRectangle, marks: list[tuple[float, float, str]]) -> bytes:
    """Render layers to a PNG with a scale bar and labelled places."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setOutputDpi(120)
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setExtent(extent)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    transform = settings.mapToPixel()
    for x, y, label in marks:
        place = transform.transform(x, y)
        painter.setPen(QPen(QColor("#ffffff"), 3))
        painter.setBrush(QColor("#c0392b"))
        painter.drawEllipse(QPointF(place.x(), place.y()), 9.0, 9.0)
        _text(painter, place.x(), place.y(), label, beside=13)
    _scale_bar(painter, settings.mapUnitsPerPixel())
    painter.end()
    return _png(image)


def _text(painter: QPainter, x: float, y: float, text: str, beside: float = 0.0) -> None:
    font = QFont("DejaVu Sans")
    font.setPixelSize(19)
    font.setBold(True)
    painter.setFont(font)
    if beside:  # to the right of a mark, or to its left where the text would leave the picture
        width = painter.fontMetrics().horizontalAdvance(text)
        x, y = x + beside if x + beside + width < WIDTH - 10 else x - beside - width, y + 6
    painter.setPen(QColor("#ffffff"))
    for dx, dy in ((-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (1, 1), (-1, 1), (1, -1)):
        painter.drawText(QPointF(x + dx, y + dy), text)
    painter.setPen(QColor("#1f2a2e"))
    painter.drawText(QPointF(x, y), text)


def _scale_bar(painter: QPainter, metres_per_pixel: float) -> None:
    length = next(step for step in (20, 50, 100, 200, 500, 1000, 2000, 5000) if step / metres_per_pixel > 120)
    pixels = length / metres_per_pixel
    left, bottom = 30, HEIGHT - 30
    painter.fillRect(left - 12, bottom - 36, round(pixels) + 24, 52, QColor(255, 255, 255, 220))
    painter.setPen(QPen(QColor("#1f2a2e"), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(left, bottom), QPointF(left + pixels, bottom))
    _text(painter, left, bottom - 10, f"{length} m")


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data)


def around(boxes: list[QgsRectangle], margin: float = 0.15) -> QgsRectangle:
    """Return a frame around boxes, of the shape of the picture."""
    extent = QgsRectangle(boxes[0])
    for box in boxes[1:]:
        extent.combineExtentWith(box)
    extent.grow(max(extent.width(), extent.height()) * margin)
    ratio = WIDTH / HEIGHT
    centre = extent.center()
    width = max(extent.width(), extent.height() * ratio)
    return QgsRectangle(
        centre.x() - width / 2, centre.y() - width / ratio / 2, centre.x() + width / 2, centre.y() + width / ratio / 2
    )


def route_rows(layer: Any) -> list[dict[str, Any]]:
    """Return the attributes of the routes, by rank."""
    names = ("rank", "role", "len_m", "time_min", "sun_m", "sun_min")
    return sorted(({name: f[name] for name in names} for f in layer.getFeatures()), key=lambda row: row["rank"])


def chart(rows: list[dict[str, Any]], texts: dict[str, Any]) -> str:
    """Draw the front as SVG: length against length in the sun."""
    width, height, pad = 560, 300, 60
    xs, ys = [row["len_m"] for row in rows], [row["sun_m"] for row in rows]
    x0, x1 = _padded(xs)
    y0, y1 = _padded(ys)

    def place(x: float, y: float) -> tuple[float, float]:
        return pad + (x - x0) / (x1 - x0) * (width - 2 * pad), height - pad + (y0 - y) / (y1 - y0) * (
            height - 1.5 * pad
        )

    points = [place(x, y) for x, y in zip(xs, ys)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    colours = {"shortest": "#c2185b", "compromise": "#1b9e9e"}
    dots = "".join(
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='7' fill='{colours.get(row['role'], '#1f2f8f')}' stroke='#fff'>"
        f"<title>{row['len_m']:.0f} m, {row['sun_m']:.0f} m</title></circle>"
        for (x, y), row in zip(points, rows)
    )
    ticks = "".join(
        f"<text x='{place(x, y0)[0]:.0f}' y='{height - pad + 20}' text-anchor='middle'>{x:.0f}</text>"
        for x in (min(xs), max(xs))
    )
    ticks += "".join(
        f"<text x='{pad - 8}' y='{place(x0, y)[1] + 4:.0f}' text-anchor='end'>{y:.0f}</text>"
        for y in sorted({min(ys), max(ys)})
    )
    return (
        f"<svg viewBox='0 0 {width} {height}' width='{width}' font-size='13' font-family='sans-serif' role='img'>"
        f"<line x1='{pad}' y1='{height - pad}' x2='{width - pad / 2}' y2='{height - pad}' stroke='#5b6470'/>"
        f"<line x1='{pad}' y1='{pad / 2}' x2='{pad}' y2='{height - pad}' stroke='#5b6470'/>"
        f"<polyline points='{path}' fill='none' stroke='#b8c4c8'/>{dots}{ticks}"
        f"<text x='{width / 2}' y='{height - 14}' text-anchor='middle'>{texts['chart_x']}</text>"
        f"<text x='{pad}' y='18'>{texts['chart_y']}</text></svg>"
    )


def _padded(values: list[float]) -> tuple[float, float]:
    """Return a range a little wider than the values, and never empty."""
    margin = max(5.0, 0.15 * (max(values) - min(values)))
    return max(0.0, min(values) - margin), max(values) + margin


def legend(layer: Any, style: str, code: str) -> str:
    """Return the legend of a layer as coloured labels, in one of the languages of the styles."""
    copy = layer.clone()
    copy.loadNamedStyle(str(STYLES / (f"{style}.qml" if code == "en" else f"{style}_{code}.qml")))
    renderer = copy.renderer()
    if hasattr(renderer, "legendSymbolItems"):
        items = [item for item in renderer.legendSymbolItems() if item.symbol() is not None and item.label()]
        parts = [(_drawn_colour(item.symbol()), item.label()) for item in items]
    else:
        parts = [(colour.name(), label) for label, colour in renderer.legendSymbologyItems()]
    return (
        "<p class='legend'>"
        + "".join(f"<span><i style='background:{colour}'></i>{html.escape(label)}</span>" for colour, label in parts)
        + "</p>"
    )


def _drawn_colour(symbol: Any) -> str:
    """Return the colour of the uppermost layer of a symbol; the lower ones are halos."""
    return symbol.symbolLayer(symbol.symbolLayerCount() - 1).color().name()


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


def write_reports(
    folder: Path, layers: dict[str, Any], walk: dict[str, Any], date: str, hour: str, synthetic: bool
) -> list[Path]:
    """Write the report in each language and the pictures it shows; return the paths of the reports."""
    routes = layers["routes"]
    marks = [(walk["start"][2], walk["start"][3], walk["start"][1]), (walk["end"][2], walk["end"][3], walk["end"][1])]
    close = around([routes.extent()])
    wide = around([layers["shade_on_network"].extent()], 0.02)

    def shown(*names: str) -> list[Any]:
        return [layers[name] for name in names if name in layers]

    ground = shown("buildings", "waterways", "water", "vegetation")
    pictures = {
        "map_routes": render([*shown("routes", "shade_on_network", "trees"), *ground], close, marks),
        "map_sun": render([*shown("routes", "sun_fraction")], close, marks),
        "map_hours": render(shown("sun_hours"), wide, []),
        "map_town": render([*shown("places", "trees", "buildings", "streets"), *ground[1:]], wide, []),
    }
    for name, picture in pictures.items():
        (folder / f"{name}.png").write_bytes(picture)
    rows = route_rows(routes)
    paths = []
    for code, texts in TEXTS.items():
        path = folder / ("report.html" if code == "fr" else f"report_{code}.html")
        path.write_text(
            _page(code, texts, pictures, layers, rows, walk, date, hour[:5], synthetic, steps_of(layers)),
            encoding="utf-8",
        )
        paths.append(path)
    return paths


def _page(code, texts, pictures, layers, rows, walk, date, hour, synthetic, steps) -> str:
    gain, extra = rows[0]["sun_m"] - rows[-1]["sun_m"], rows[-1]["len_m"] - rows[0]["len_m"]
    sentence = texts["gain"].format(gain=f"{gain:.0f}", extra=f"{extra:.0f}") if len(rows) > 1 else texts["same"]
    day = QLocale(code).toString(QDate.fromString(date, "yyyy-MM-dd"), QLocale.FormatType.LongFormat)
    title = texts["walk"].format(start=walk["start"][1], end=walk["end"][1], date=day, hour=hour)
    body = [f"<h1>{html.escape(texts['title'])}</h1>"]
    if synthetic:
        body.append(f"<p class='note'>{html.escape(texts['synthetic'])}</p>")
    body.append(f"<p class='lead'><b>{html.escape(title)}</b><br>{html.escape(sentence)}</p>")
    keys = {"map_sun": "sun_fraction", "map_hours": "sun_hours"}
    body.append(_figure("map_routes", pictures, texts, hour))
    body.append(legend(layers["routes"], "cool_routes", code))
    body.append(legend(layers["shade_on_network"], "shade_on_network", code))
    body.append(_routes_table(rows, texts))
    body.append(chart(rows, texts) + f"<p>{html.escape(texts['chart'])}</p>")
    for name in ("map_sun", "map_hours", "map_town"):
        body.append(_figure(name, pictures, texts, hour))
        if name in keys:
            body.append(legend(layers[keys[name]], keys[name], code))
    body.append(_steps_table(steps, texts))
    licences = sorted({licence for layer in layers.values() for licence in layer.metadata().licenses() if licence})
    if licences:
        items = "".join(f"<li>{html.escape(item)}</li>" for item in licences)
        body.append(f"<h2>{html.escape(texts['sources'])}</h2><ul>{items}</ul>")
    body.append(f"<p><small>{html.escape(texts['made'].format(version=steps[-1]['version']))}</small></p>")
    return (
        f"<!DOCTYPE html><html lang='{code}'><head><meta charset='utf-8'><title>{html.escape(texts['title'])}</title>"
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _figure(name: str, pictures: dict[str, bytes], texts: dict[str, Any], hour: str) -> str:
    caption = html.escape(texts[name].format(hour=hour))
    data = base64.b64encode(pictures[name]).decode("ascii")
    return f"<h2>{caption}</h2><img alt='{caption}' src='data:image/png;base64,{data}'>"


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
