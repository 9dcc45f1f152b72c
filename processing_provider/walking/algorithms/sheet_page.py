"""The route sheet as a page: where everything stands on one A4 sheet.

From above to below: title, map, key figures, sun along the way, streets in the order walked, sources. The
list of streets takes what it needs, the map the rest; when there are very many streets they are written smaller, then
the shortest are put together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsLayoutItemPage, QgsLayoutSize, QgsPrintLayout, QgsProject

from ...translation import number_text, tr
from ..route_steps import Step, condensed, turn_kind
from .sheet_parts import (
    CENTRE,
    GREY,
    INK,
    LINE_HEIGHT,
    MM_PER_POINT,
    PALE,
    RIGHT,
    RULE,
    area,
    box,
    fitted,
    fitted_points,
    label,
    lines_needed,
    stroke,
    text_width,
)

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # A4 [mm]
MARGIN = 12.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
GAP = 4.0  # between two parts of the page [mm]
CARD_HEIGHT = 15.0
LEAST_DETAIL_WIDTH = 8.0  # below which what else is to be known of a street is left out [mm]
ROW_HEIGHTS = (5.6, 5.0, 4.4, 3.9, 3.4)  # of the list of streets, the first that leaves room for the map [mm]
LEAST_MAP_HEIGHT = 92.0
COLUMN_GAP = 6.0
BAND_HEIGHT, THIN_BAND_HEIGHT, BAND_GAP = 9.0, 3.4, 1.6
FOOTER_POINTS = 6.0
FOOTER_LINES = 4  # of sources at most

SUN, SHADE, UNKNOWN = "#f4a82a", "#74a5d4", "#c9ced2"
CHOSEN, SHORTEST = "#1f2f8f", "#c2185b"  # as on the map of routes (resources/styles/cool_routes.qml)


@dataclass(frozen=True)
class Figure:
    """One key figure: its name, its value with unit, and how it compares with the shortest route."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Strip:
    """Sun along one route: its name, distances [m], shares of sun [-], and the hours at its two ends."""

    name: str
    bounds: np.ndarray
    share: np.ndarray
    hours: str = ""


@dataclass
class SheetContent:
    """What is written on the sheet, in the user's language."""

    title: str
    where: str = ""
    when: str = ""
    figures: list[Figure] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Frame:
    """A rectangle of the page [mm]."""

    x: float
    y: float
    width: float
    height: float


def new_page(project: QgsProject) -> QgsPrintLayout:
    """Return an empty A4 page, upright."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
    layout.pageCollection().page(0).attemptResize(QgsLayoutSize(PAGE_WIDTH, PAGE_HEIGHT))
    return layout


def compose(layout: QgsPrintLayout, content: SheetContent) -> Frame:
    """Write everything but the map, and return where the map goes."""
    top = _header(layout, content)
    bottom = _footer(layout, content)
    rows_room = bottom - top - LEAST_MAP_HEIGHT - _fixed_height(content)
    steps, row_height = _list_size(content.steps, rows_room)
    list_height = _list_height(len(steps), row_height)
    y = bottom - list_height
    if steps:
        _streets(layout, steps, y, row_height, len(content.steps))
    y -= _profile_height(content)
    if content.strips:
        _profile(layout, content.strips, y)
    y -= CARD_HEIGHT + GAP
    _figures(layout, content.figures, y)
    return Frame(MARGIN, top, WIDTH, y - GAP - top)


# -- title and foot -----------------------------------------------------------------------------------


def _header(layout, content) -> float:
    y = 10.0
    points = fitted_points(content.title, 20.0, 12.0, WIDTH, bold=True)
    label(layout, fitted(content.title, points, WIDTH, bold=True), MARGIN, y, WIDTH, points=points, bold=True)
    y += points * MM_PER_POINT * LINE_HEIGHT + 0.5
    lines = _subtitle_lines(content)
    points = min((fitted_points(text, 10.0, 7.5, WIDTH) for text in lines), default=0.0)
    for text in lines:
        label(layout, fitted(text, points, WIDTH), MARGIN, y, WIDTH, points=points, colour=GREY)
        y += points * MM_PER_POINT * LINE_HEIGHT
    return y + 2.0


def _subtitle_lines(content: SheetContent) -> list[str]:
    """Return place and hour on one line where they fit, else on two: the hour is never cut."""
    parts = [text for text in (content.where, content.when) if text]
    together = ", ".join(parts)
    lines = parts if text_width(together, 9.0) > WIDTH else [together]
    return [text[:1].upper() + text[1:] for text in lines]


def _footer(layout, content) -> float:
    """Write the sources at the foot of the page and return where they begin."""
    text = "\n".join(content.footer)
    room = FOOTER_LINES * WIDTH
    lines = sum(lines_needed(paragraph, FOOTER_POINTS, WIDTH) for paragraph in content.footer)
    if lines > FOOTER_LINES:
        share = room / max(1.0, sum(text_width(paragraph, FOOTER_POINTS) for paragraph in content.footer)) * 0.9
        text = "\n".join(fitted(paragraph, FOOTER_POINTS, WIDTH * max(1.0, share)) for paragraph in content.footer)
        lines = FOOTER_LINES + 1
    height = (lines + 0.4) * FOOTER_POINTS * MM_PER_POINT * LINE_HEIGHT
    y = PAGE_HEIGHT - 8.0 - height
    stroke(layout, [(MARGIN, y - 1.2), (MARGIN + WIDTH, y - 1.2)])
    label(layout, text, MARGIN, y, WIDTH, points=FOOTER_POINTS, colour=GREY, height=height)
    return y - 3.0


# -- key figures --------------------------------------------------------------------------------------


def _figures(layout, figures: list[Figure], y: float) -> None:
    if not figures:
        return
    gap = 2.5
    width = (WIDTH - gap * (len(figures) - 1)) / len(figures)
    for number, figure in enumerate(figures):
        x = MARGIN + number * (width + gap)
        inside = width - 4.0
        box(layout, x, y, width, CARD_HEIGHT, PALE)
        box(layout, x, y, 0.9, CARD_HEIGHT, CHOSEN)
        name_points = fitted_points(figure.name, 7.0, 5.5, inside)
        label(
            layout,
            fitted(figure.name, name_points, inside),
            x + 2.5,
            y + 0.8,
            inside,
            points=name_points,
            colour=GREY,
        )
        points = fitted_points(figure.value, 13.0, 8.0, inside, bold=True)
        label(layout, figure.value, x + 2.5, y + 4.3, inside, points=points, bold=True)
        note_points = fitted_points(figure.note, 6.5, 5.0, inside)
        label(
            layout,
            fitted(figure.note, note_points, inside),
            x + 2.5,
            y + 11.0,
            inside,
            points=note_points,
            colour=GREY,
        )


# -- sun along the way --------------------------------------------------------------------------------


def _profile_height(content: SheetContent) -> float:
    if not content.strips:
        return 0.0
    second = THIN_BAND_HEIGHT + BAND_GAP if len(content.strips) > 1 else 0.0
    return 6.0 + BAND_HEIGHT + BAND_GAP + second + 4.5 + GAP


def _fixed_height(content: SheetContent) -> float:
    return CARD_HEIGHT + 2 * GAP + _profile_height(content)


def nice_step(length: float, most: int) -> float:
    """Return a round distance that divides a length into a few parts."""
    step = 10.0 ** math.floor(math.log10(max(length, 1.0)))
    for factor in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0):
        if length / (factor * step) <= most:
            return factor * step
    return 10.0 * step


def _profile(layout, strips: list[Strip], y: float) -> None:
    """Draw the routes as bands: the part in the sun from below, the shade above."""
    label(layout, tr("Sun and shade along the way"), MARGIN, y, WIDTH, points=9.0, bold=True)
    _legend(layout, y + 0.4, unknown=any(np.isnan(strip.share).any() for strip in strips))
    y += 6.0
    widest = max(text_width(text, 7.0) for strip in strips for text in (strip.name, strip.hours))
    name_width = min(46.0, widest + 3.0)
    x, width = MARGIN + name_width, WIDTH - name_width - 6.0
    longest = max(float(strip.bounds[-1]) for strip in strips)
    scale = width / longest if longest > 0.0 else 0.0
    for number, strip in enumerate(strips):
        height = BAND_HEIGHT if number == 0 else THIN_BAND_HEIGHT
        _band(layout, strip, x, y, scale, height)
        name = fitted(strip.name, 7.0, name_width - 1.5)
        if number == 0 and strip.hours:
            label(layout, name, MARGIN, y + 0.9, name_width, points=7.0)
            label(layout, strip.hours, MARGIN, y + 4.5, name_width, points=7.0, colour=GREY)
        else:
            label(layout, name, MARGIN, y + height / 2 - 1.7, name_width, points=7.0)
        y += height + BAND_GAP
    _axis(layout, x, y - 0.6, scale, longest)


def _band(layout, strip: Strip, x: float, y: float, scale: float, height: float) -> None:
    """Draw one route: shade as the ground, the sun of each piece above it, grey where it is not known."""
    bottom = y + height
    box(layout, x, y, float(strip.bounds[-1]) * scale, height, SHADE)
    outline = [(x, bottom)]
    for begin, end, share in zip(strip.bounds[:-1], strip.bounds[1:], strip.share):
        left, right = x + float(begin) * scale, x + float(end) * scale
        top = bottom - height * float(np.nan_to_num(share))
        outline += [(left, top), (right, top)]
        if np.isnan(share):
            box(layout, left, y, right - left, height, UNKNOWN)
    if np.nansum(strip.share) > 0.0:
        area(layout, [*outline, (outline[-1][0], bottom)], SUN)


def _axis(layout, x: float, y: float, scale: float, longest: float) -> None:
    stroke(layout, [(x, y), (x + longest * scale, y)], GREY)
    step = nice_step(longest, 8)
    for tick in np.arange(0.0, longest + step * 1e-6, step):
        place = x + float(tick) * scale
        stroke(layout, [(place, y), (place, y + 0.9)], GREY)
        text = tr("{length} m").format(length=number_text(float(tick))) if tick else "0"
        label(layout, text, place - 10.0, y + 0.9, 20.0, points=6.5, colour=GREY, align=CENTRE)


def _legend(layout, y: float, *, unknown: bool) -> None:
    x = MARGIN + WIDTH
    entries = [(SUN, tr("Sun")), (SHADE, tr("Shade"))] + ([(UNKNOWN, tr("Unknown"))] if unknown else [])
    for colour, text in reversed(entries):
        width = text_width(text, 7.0)
        x -= width + 1.0
        label(layout, text, x, y, width + 1.0, points=7.0, colour=GREY)
        x -= 4.0
        box(layout, x, y + 0.6, 3.0, 2.2, colour)
        x -= 3.0


# -- streets ------------------------------------------------------------------------------------------


def _list_height(count: int, row_height: float) -> float:
    return 6.5 + math.ceil(count / 2) * row_height + GAP if count else 0.0


def _list_size(steps: list[Step], room: float) -> tuple[list[Step], float]:
    """Choose the height of a row, and the streets that are written."""
    for height in ROW_HEIGHTS:
        if _list_height(len(steps), height) <= room:
            return steps, height
    height = ROW_HEIGHTS[-1]
    most = 2 * max(1, math.floor((room - 6.5 - GAP) / height))
    return condensed(steps, most), height


def _streets(layout, steps: list[Step], y: float, row_height: float, count: int) -> None:
    label(layout, tr("Street by street"), MARGIN, y, WIDTH, points=9.0, bold=True)
    notes = [tr("length and share in the shade")] if not math.isnan(steps[0].shade_share) else []
    if len(steps) < count:
        notes.insert(0, tr("the shortest streets are put together"))
    label(layout, ", ".join(notes), MARGIN, y + 0.4, WIDTH, points=7.0, colour=GREY, align=RIGHT)
    y += 6.0
    per_column = math.ceil(len(steps) / 2)
    width = (WIDTH - COLUMN_GAP) / 2
    stroke(layout, [(MARGIN, y - 0.2), (MARGIN + width, y - 0.2)])
    if len(steps) > 1:
        stroke(layout, [(MARGIN + width + COLUMN_GAP, y - 0.2), (MARGIN + WIDTH, y - 0.2)])
    for number, step in enumerate(steps):
        column, row = divmod(number, per_column)
        x = MARGIN + column * (width + COLUMN_GAP)
        _street(layout, step, x, y + row * row_height, width, row_height)


def _street(layout, step: Step, x: float, y: float, width: float, height: float) -> None:
    """Write one street: turn, name and what to know, length, share of shade."""
    points = min(8.5, (height - 0.6) / MM_PER_POINT / LINE_HEIGHT)
    small = points * 0.85
    line = points * MM_PER_POINT * LINE_HEIGHT
    top = y + (height - line) / 2
    known = not math.isnan(step.shade_share)
    shade_width, length_width = (20.0 if known else 0.0), 12.0
    _turn(layout, step, x + height / 2, y + height / 2, height * 0.36)
    left = x + height + 1.0
    room = width - height - 1.0 - length_width - shade_width - 1.0
    name = fitted(step_name(step), points, room)
    label(layout, name, left, top, room, points=points)
    after = text_width(name, points) + 1.5
    details = fitted(step_details(step), small, room - after) if room - after > LEAST_DETAIL_WIDTH else ""
    if details:
        label(layout, details, left + after, top, room - after + 1.0, points=small, colour=GREY)
    right = x + width - shade_width
    text = tr("{length} m").format(length=number_text(step.length_m))
    label(layout, text, right - length_width - 1.5, top, length_width, points=points, align=RIGHT)
    if known:
        _shade_bar(layout, step.shade_share, right, y, height, small)
    stroke(layout, [(x, y + height - 0.2), (x + width, y + height - 0.2)], RULE, 0.1)


def _shade_bar(layout, shade: float, x: float, y: float, height: float, points: float) -> None:
    shade = min(max(shade, 0.0), 1.0)
    bar, thick = 10.0, min(2.2, height * 0.5)
    middle = y + (height - thick) / 2
    box(layout, x, middle, bar, thick, SHADE)
    if shade < 1.0:
        box(layout, x, middle, bar * (1.0 - shade), thick, SUN)
    text = tr("{share} %").format(share=number_text(100.0 * shade))
    line = points * MM_PER_POINT * LINE_HEIGHT
    label(layout, text, x + bar + 0.8, y + (height - line) / 2, 12.0, points=points, colour=GREY)


def _turn(layout, step: Step, x: float, y: float, reach: float) -> None:
    """Draw the turn as an arrow; the first street has the point from which one starts."""
    angle = 0.0 if math.isnan(step.turn_deg) else math.radians(step.turn_deg)
    kind = turn_kind(step.turn_deg)
    if kind == "start":
        radius = reach * 0.55
        ring = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in np.linspace(0.0, 2 * math.pi, 24)]
        area(layout, ring, CHOSEN)
        return
    thick = max(0.3, reach * 0.22)
    if kind == "straight":
        stroke(layout, [(x, y + reach), (x, y - 0.6 * reach)], INK, thick, arrow=True)
        return
    if kind == "back":
        side = reach * 0.45
        way = [(x + side, y + reach), (x + side, y - reach * 0.7), (x - side, y - reach * 0.7), (x - side, y + reach)]
        stroke(layout, way, INK, thick, arrow=True)
        return
    tip = (x + 0.9 * reach * math.sin(angle), y - 0.9 * reach * math.cos(angle))
    shift = -0.35 * reach * math.copysign(1.0, angle)
    way = [(x + shift, y + reach), (x + shift, y + 0.1 * reach), (tip[0] + shift, tip[1] + 0.2 * reach)]
    stroke(layout, way, INK, thick, arrow=True)


def step_name(step: Step) -> str:
    """Return what a street is called on the sheet."""
    return step.name or tr("unnamed path")


def step_details(step: Step) -> str:
    """Return what is to be known of a street besides its name."""
    parts = []
    if math.isnan(step.turn_deg):
        parts.append(tr("heading {direction}").format(direction=compass(step.heading_deg)))
    if step.side == "left":
        parts.append(tr("left sidewalk"))
    elif step.side == "right":
        parts.append(tr("right sidewalk"))
    if step.crossings == 1:
        parts.append(tr("1 crossing"))
    elif step.crossings > 1:
        parts.append(tr("{count} crossings").format(count=step.crossings))
    if step.others == 1:
        parts.append(tr("and 1 more street"))
    elif step.others > 1:
        parts.append(tr("and {count} more streets").format(count=step.others))
    return ", ".join(parts)


def compass(heading_deg: float) -> str:
    """Name a direction."""
    names = (
        tr("north"),
        tr("north-east"),
        tr("east"),
        tr("south-east"),
        tr("south"),
        tr("south-west"),
        tr("west"),
        tr("north-west"),
    )
    return names[round(heading_deg / 45.0) % 8]
