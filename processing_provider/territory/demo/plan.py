"""The plan of the demo town: river, old centre, boulevards, radial roads, railway.

The plan is drawn in a frame of its own, u along the river (downstream) and v across it, then turned, and
mirrored or not, into the town's local frame. Every length follows the size of the town through the
radius of the old centre.

North of the river: the old centre inside its ring, the 19th-century extension between the ring and the
second arc, housing estates up to the last arc, fields beyond. South of it: a grid of streets between the
quay and the station, then the railway, an estate of sheds and more houses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon, box

from .shapes import GRID, bezier

#: Distance from the river's edge to the axis of a quay [m].
QUAY_OFFSET = 9.0
#: Distance from the river's edge to the axis of the towpath below the quay [m].
TOWPATH_OFFSET = 2.0
#: Half width of the strip kept free for the railway [m].
RAIL_HALF_WIDTH = 8.0
#: Distance from the railway to the axis of the station street [m].
STATION_OFFSET = 38.0
#: Distance from the railway to the axis of the cycle track behind it [m].
GREENWAY_OFFSET = 17.0
#: Length of the stub by which a bridge meets the quay; longer than the welding distance [m].
BRIDGE_STUB = 2.0
#: A street cut by the town's edge is dropped when less than this is left [m].
SHORTEST_STUB = 8.0
#: Distance from the brook to the footpath along it [m].
BROOK_PATH_OFFSET = 9.0


@dataclass(frozen=True)
class Axis:
    """One street as drawn, before it is cut at its junctions.

    ``deck`` marks a span above or below the ground, which meets other streets at its ends only.
    """

    line: LineString
    kind: str
    name: Optional[str] = None
    major: bool = False
    level: int = 0
    deck: bool = False


@dataclass(frozen=True)
class Frame:
    """The plan's frame: turned by ``angle`` [rad] and mirrored across the river when ``mirror`` is -1."""

    size: float
    angle: float
    mirror: float

    def to_local(self, u, v) -> np.ndarray:
        """Return local points [m], shape (n, 2), of plan coordinates [m]."""
        u, v = np.broadcast_arrays(np.asarray(u, dtype=np.float64), self.mirror * np.asarray(v, dtype=np.float64))
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return np.stack([self.size / 2 + cos * u - sin * v, self.size / 2 + sin * u + cos * v], axis=-1)

    def to_plan(self, x, y) -> tuple[np.ndarray, np.ndarray]:
        """Return plan coordinates (u, v) [m] of local coordinates [m]."""
        x, y = np.asarray(x) - self.size / 2, np.asarray(y) - self.size / 2
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return cos * x + sin * y, self.mirror * (cos * y - sin * x)


@dataclass(frozen=True)
class River:
    """The river's axis v(u), a sum of two sines, and its width [m]."""

    offset: float
    amplitude: tuple[float, float]
    length: tuple[float, float]
    phase: tuple[float, float]
    width: float

    def axis(self, u) -> np.ndarray:
        """Return v [m] of the axis at u [m]."""
        return self.offset + sum(
            a * np.sin(2 * np.pi * np.asarray(u) / length + p)
            for a, length, p in zip(self.amplitude, self.length, self.phase)
        )

    def slope(self, u) -> np.ndarray:
        """Return dv/du of the axis at u [m]."""
        return sum(
            a * 2 * np.pi / length * np.cos(2 * np.pi * np.asarray(u) / length + p)
            for a, length, p in zip(self.amplitude, self.length, self.phase)
        )

    def distance(self, u, v) -> np.ndarray:
        """Return the signed distance to the axis [m], to first order; positive on the old centre's side."""
        return (np.asarray(v) - self.axis(u)) / np.sqrt(1.0 + self.slope(u) ** 2)

    def parallel(self, u, distance: float) -> tuple[np.ndarray, np.ndarray]:
        """Return plan points at a signed distance [m] from the axis points at u."""
        slope = self.slope(u)
        norm = np.sqrt(1.0 + slope**2)
        return np.asarray(u) - distance * slope / norm, self.axis(u) + distance / norm


@dataclass(frozen=True)
class Plan:
    """Everything the other steps need to know about the town's lay-out, in the local frame."""

    size: float
    frame: Frame
    river: River
    radius: float
    centre_v: float
    rail_v: float
    rings: tuple[Polygon, ...]
    axes: tuple[Axis, ...]
    river_axis: LineString
    river_area: Polygon
    brook: LineString
    rail: LineString
    domain: Polygon

    @property
    def centre(self) -> np.ndarray:
        """Local coordinates of the heart of the old centre [m]."""
        return self.frame.to_local(0.0, self.centre_v)

    def polar(self, x, y) -> tuple[np.ndarray, np.ndarray]:
        """Return distance to the heart [m] and angle in the plan's frame [degrees, -180 to 180]."""
        u, v = self.frame.to_plan(x, y)
        return np.hypot(u, v - self.centre_v), np.degrees(np.arctan2(v - self.centre_v, u))


def make_plan(size_m: float, rng) -> Plan:
    """Draw the plan of the town.

    Parameters
    ----------
    size_m : float
        Side of the square town [m], 300 to 4000.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Plan
        River, centre and skeleton of main streets, clipped to the square.
    """
    size = float(size_m)
    frame = Frame(size, rng.uniform(-0.30, 0.30), rng.choice([-1.0, 1.0]))
    radius = float(np.clip(0.135 * size, 55.0, 400.0))
    length = (size * rng.uniform(0.75, 0.95), size * rng.uniform(0.32, 0.42))
    river = River(
        -0.06 * size,
        (0.034 * size, 0.010 * size),
        length,
        (rng.uniform(0, 2 * np.pi), rng.uniform(0, 2 * np.pi)),
        float(np.clip(8.0 + 0.009 * size, 10.0, 30.0)),
    )
    quay = river.width / 2 + QUAY_OFFSET
    centre_v = float(river.axis(0.0)) + quay + 0.45 * radius
    rail_v = float(river.axis(0.0)) - quay - 1.8 * radius
    rings = [k * radius for k in range(1, 6) if k * radius < 0.43 * size]
    domain = box(0.0, 0.0, size, size)

    drawing = _Drawing(frame, river, radius, centre_v, rail_v, rings, quay, rng)
    axes = tuple(_clip(drawing.axes(), domain))
    u = _abscissae(frame)
    left, right = river.parallel(u, river.width / 2), river.parallel(u[::-1], -river.width / 2)
    area = Polygon(np.concatenate([frame.to_local(*left), frame.to_local(*right)]))
    return Plan(
        size,
        frame,
        river,
        radius,
        centre_v,
        rail_v,
        tuple(Polygon(drawing.local(drawing.ring_points(k, np.arange(0.0, 360.0, 2.0))).coords) for k in rings),
        axes,
        _snap(LineString(frame.to_local(u, river.axis(u))).intersection(domain)),
        shapely.set_precision(area.intersection(domain), GRID),
        _snap(drawing.brook().intersection(domain)),
        LineString(frame.to_local([-size, size], [rail_v, rail_v])).intersection(domain),
        domain,
    )


def _snap(line) -> LineString:
    line = shapely.set_precision(line, GRID)
    return max(shapely.get_parts(line), key=lambda part: part.length)


def curve_step(size: float) -> float:
    """Return the step between the points of a drawn curve [m] for a town of this size [m]."""
    return float(np.clip(size / 100.0, 4.0, 12.0))


def _abscissae(frame: Frame) -> np.ndarray:
    """Return values of u that cover the turned square."""
    return np.linspace(-0.85 * frame.size, 0.85 * frame.size, round(1.7 * frame.size / curve_step(frame.size)))


def _clip(axes, domain) -> list[Axis]:
    """Cut the axes at the town's edge; short ends at the edge are dropped."""
    clipped = []
    for axis in axes:
        for part in shapely.get_parts(axis.line.intersection(domain)):
            whole = part.length > axis.line.length - 0.01
            if part.geom_type == "LineString" and (whole or part.length > SHORTEST_STUB):
                clipped.append(Axis(part, axis.kind, axis.name, axis.major, axis.level, axis.deck))
    return clipped


class _Drawing:
    """Draw the skeleton of main streets in the plan's frame."""

    def __init__(self, frame, river, radius, centre_v, rail_v, rings, quay, rng):
        self.frame, self.river, self.radius, self.rings = frame, river, radius, rings
        self.centre_v, self.rail_v, self.quay, self.rng = centre_v, rail_v, quay, rng
        self.step = curve_step(frame.size)
        self.ring_phase = rng.uniform(0, 2 * np.pi, 3)
        self.quay_reach = 2.0 * radius if len(rings) > 1 else radius

    def local(self, points) -> LineString:
        points = np.asarray(points, dtype=np.float64)
        return LineString(np.round(self.frame.to_local(points[:, 0], points[:, 1]), 2))

    def bank(self, u, side: float) -> np.ndarray:
        """Plan point of the quay axis at u, on the side +1 (old centre) or -1."""
        return np.stack(self.river.parallel(u, side * self.quay), axis=-1)

    def ring_points(self, ring: float, degrees) -> np.ndarray:
        angle = np.radians(degrees)
        wave = 0.07 * np.sin(2 * angle + self.ring_phase[0]) + 0.045 * np.sin(3 * angle + self.ring_phase[1])
        reach = ring * (1.0 + wave)
        return np.stack([reach * np.cos(angle), self.centre_v + reach * np.sin(angle)], axis=-1)

    def quay_crossing(self, ring: float, side: float) -> np.ndarray:
        """Plan point where a ring meets the quay of the old centre; side +1 downstream, -1 upstream."""
        degrees = np.linspace(85.0, -85.0, 3401) if side > 0 else np.linspace(95.0, 265.0, 3401)
        points = self.ring_points(ring, degrees)
        below = self.river.distance(points[:, 0], points[:, 1]) <= self.quay
        return points[int(np.argmax(below))]

    def axes(self) -> list[Axis]:
        """Return all main streets, the most important first."""
        return [*self._rings(), *self._radials(), *self._banks(), *self._south(), *self._centre(), self._brook_path()]

    def _rings(self) -> list[Axis]:
        axes = []
        for index, ring in enumerate(self.rings):
            degrees = np.arange(-80.0, 261.0, np.degrees(self.step / ring))
            points = self.ring_points(ring, degrees)
            keep = self.river.distance(points[:, 0], points[:, 1]) > self.quay + 1.0
            middle = len(points) // 2
            first = middle - int(np.argmin(keep[:middle][::-1])) if not keep[:middle].all() else 0
            last = middle + int(np.argmin(keep[middle:])) if not keep[middle:].all() else len(points)
            ends = self.quay_crossing(ring, 1.0), self.quay_crossing(ring, -1.0)
            line = np.concatenate([ends[:1], points[first:last], ends[1:]])
            if index == 0:
                # The through road follows the eastern half of the ring, the planted boulevard the western half.
                half = len(line) // 3
                axes.append(Axis(self.local(line[: half + 1]), "primary", "Boulevard de la Tour-d’Auvergne", True))
                axes.append(Axis(self.local(line[half:]), "boulevard", "Boulevard des Remparts", True))
                self.gate = line[half]
                self.bridge_foot = line[0]
            elif index == 1:
                axes.append(Axis(self.local(line), "boulevard", "Boulevard de la Liberté", True))
            else:
                axes.append(Axis(self.local(line), "distributor", None, True))
        return axes

    def _radials(self) -> list[Axis]:
        far = 1.3 * self.frame.size
        gate = np.degrees(np.arctan2(self.gate[1] - self.centre_v, self.gate[0]))
        axes = [Axis(self._radial(self.gate, gate, far), "primary", "Avenue Aristide-Briand", True)]
        for low, high, kind in ((112, 128, "radial"), (158, 172, "radial"), (8, 20, "avenue")):
            degrees = self.rng.uniform(low, high)
            start = self.ring_points(self.rings[0], np.array([degrees]))[0]
            axes.append(Axis(self._radial(start, degrees, far), kind, None, True))
        return axes

    def _radial(self, start, degrees: float, far: float) -> LineString:
        bend = np.radians(degrees + self.rng.uniform(-9.0, 9.0))
        angle = np.radians(degrees)
        knee = start + 0.25 * self.frame.size * np.array([np.cos(angle), np.sin(angle)])
        end = knee + far * np.array([np.cos(bend), np.sin(bend)])
        curve = bezier([start, knee, knee + 0.2 * (end - knee)], self.step)
        return self.local(np.concatenate([curve, end[None, :]]))

    def _banks(self) -> list[Axis]:
        """Quays in town, paths along the river outside, the towpath below the quay with its stairs."""
        u = _abscissae(self.frame)
        west, east = self.quay_crossing(self.rings[0], -1.0), self.bridge_foot
        axes = []
        for side, names in ((1.0, ("Quai Émile-Zola", "Chemin de halage")), (-1.0, ("Quai Lamennais", None))):
            reach = self.quay_reach
            inner = u[np.abs(u) < reach - 3.0]
            ends = (-reach, reach)
            if side > 0 and len(self.rings) > 1:
                ends = tuple(self.quay_crossing(self.rings[1], s)[0] for s in (-1.0, 1.0))
                inner = u[(u > ends[0] + 3.0) & (u < ends[1] - 3.0)]
            quay = np.concatenate([self.bank(ends[:1], side), self.bank(inner, side), self.bank(ends[1:], side)])
            axes.append(Axis(self.local(quay), "quay", names[0], True))
            for outer in (u[u < ends[0] - 3.0], u[u > ends[1] + 3.0]):
                end = quay[0] if outer[0] < 0 else quay[-1]
                path = self.bank(outer, side)
                line = np.concatenate([path, end[None, :]] if outer[0] < 0 else [end[None, :], path])
                axes.append(Axis(self.local(line), "riverpath", names[1], True))
        # The bridge and the footbridge, then the towpath that passes below both.
        axes += self._bridge(east, 1.0, "primary", "Pont Neuf")
        self.footbridge = self.bank(np.array([-0.05 * self.radius]), 1.0)[0]
        axes += self._bridge(self.footbridge, 1.0, "footbridge", "Passerelle des Lavandières")
        reach = np.array([west[0] + 0.15 * self.radius, east[0] + 0.30 * self.radius])
        inner = u[(u > reach[0] + 6.0) & (u < reach[1] - 6.0)]
        offset = self.river.width / 2 + TOWPATH_OFFSET
        path = np.stack(self.river.parallel(inner, offset), axis=-1)
        axes.append(Axis(self.local(path), "riverpath", "Chemin de halage", False, 0, True))
        for foot, u_top in ((path[0], reach[0]), (path[-1], reach[1])):
            top = self.bank(np.array([u_top]), 1.0)[0]
            axes.append(Axis(self.local([foot, top]), "steps", None))
        return axes

    def _bridge(self, foot, side: float, kind: str, name: str) -> list[Axis]:
        """Return a crossing of the river: a span, and a stub at each end that meets the quay."""
        u = np.linspace(foot[0] - 60.0, foot[0] + 60.0, 2401)
        bank = self.bank(u, side)
        u_foot = u[int(np.argmin(np.hypot(*(bank - foot).T)))]
        other = self.bank(np.array([u_foot]), -side)[0]
        unit = (other - foot) / np.hypot(*(other - foot))
        near, away = foot + BRIDGE_STUB * unit, other - BRIDGE_STUB * unit
        return [
            Axis(self.local([foot, near]), kind, name, True, 1),
            Axis(self.local([near, away]), kind, name, True, 1, True),
            Axis(self.local([away, other]), kind, name, True, 1),
        ]

    def _south(self) -> list[Axis]:
        """Return the streets of the other bank, as far as the fields beyond the railway."""
        R, rail, size = self.radius, self.rail_v, self.frame.size
        bridge = self._bridge(self.bridge_foot, 1.0, "primary", "")[2].line
        start = np.array(self.frame.to_plan(*bridge.coords[-1]))
        primary = bezier(
            [start, [start[0], rail], [start[0] + 0.06 * size, rail - R], [start[0] + 0.16 * size, -1.1 * size]],
            self.step,
        )
        landing = self.bank(np.array([-0.05 * R]), 1.0)[0]
        landing = np.array(self.frame.to_plan(*self._bridge(landing, 1.0, "footbridge", "")[2].line.coords[-1]))
        station, behind, back = rail + STATION_OFFSET, rail - GREENWAY_OFFSET, rail - R
        avenue_foot = np.array([landing[0] + self.rng.uniform(-0.12, 0.05) * R, station])
        west, east = -1.7 * R, 1.95 * R
        top_west, top_east = (self.bank(np.array([u]), -1.0)[0] for u in (west, east))
        axes = [
            Axis(self.local(primary), "primary", "Rue de Nantes", True),
            Axis(self.local([landing, avenue_foot]), "avenue", "Avenue de la Gare", True),
            Axis(self.local([[west, station], [east, station]]), "boulevard", "Boulevard de la Gare", True),
            Axis(self.local([[-size, behind], [size, behind]]), "greenway", "Voie verte du Canal", True),
            Axis(self.local([avenue_foot, [avenue_foot[0], behind]]), "underpass", None, True, -1),
            Axis(self.local([top_east, [east, station]]), "distributor", None, True),
        ]
        road = bezier([top_west, [west, station]], self.step)
        beyond = [[west, behind], [west - 0.04 * size, rail - R], [west - 0.1 * size, -1.1 * size]]
        road = np.concatenate([road, beyond])
        axes.append(Axis(self.local(road), "radial", "Rue de Redon", True))
        line = bezier([[-2.6 * R, back + 0.05 * R], [0.0, back - 0.1 * R], [2.6 * R, back + 0.05 * R]], self.step)
        axes.append(Axis(self.local(line), "distributor", None, True))
        sides = ((-2.6 * R, "lot"), (2.6 * R, "estate"))
        return [*axes, *(Axis(self.local([[u, behind], [u, back + 0.05 * R]]), kind, None, True) for u, kind in sides)]

    def _centre(self) -> list[Axis]:
        """Return the pedestrian main street, from the gate to the footbridge, and the street that crosses it."""
        R, heart = self.radius, np.array([0.0, self.centre_v])
        gate = self.ring_points(self.rings[0], np.array([self.rng.uniform(96.0, 112.0)]))[0]
        west = self.ring_points(self.rings[0], np.array([self.rng.uniform(178.0, 190.0)]))[0]
        east = self.ring_points(self.rings[0], np.array([self.rng.uniform(14.0, 26.0)]))[0]
        wobble = self.rng.uniform(-0.14, 0.14, (3, 2)) * R
        main = np.concatenate(
            [
                bezier([gate, (gate + heart) / 2 + wobble[0], heart], self.step),
                bezier([heart, (heart + self.footbridge) / 2 + 0.5 * wobble[1], self.footbridge], self.step)[1:],
            ]
        )
        cross_west = bezier([west, (west + heart) / 2 + wobble[2], heart], self.step)
        cross_east = bezier([heart, (east + heart) / 2 - wobble[2], east], self.step)
        return [
            Axis(self.local(main), "old_main", "Grande Rue", True),
            Axis(self.local(np.concatenate([cross_west, cross_east[1:]])), "old_main", "Rue aux Foulons", True),
        ]

    def _brook_path(self) -> Axis:
        """Return the footpath along the brook, from the river path to the town's edge."""
        u, v = self.frame.to_plan(*shapely.get_coordinates(self.brook()).T)
        points = np.stack([u - BROOK_PATH_OFFSET, v], axis=-1)
        keep = self.river.distance(points[:, 0], points[:, 1]) > self.quay + 3.0
        points = points[keep]
        foot = self.bank(points[-1:, 0], 1.0)
        return Axis(self.local(np.concatenate([points, foot])), "path", None, True)

    def brook(self) -> LineString:
        """Return the axis of the brook that joins the river downstream of the town, drawn from its source."""
        R, size = self.radius, self.frame.size
        u = np.clip(2.55 * R, 0.0, 0.44 * size)
        mouth = np.array([u, self.river.axis(u)])
        top = np.array([u + 0.10 * size, 0.9 * size])
        line = bezier([top, [u + 0.08 * size, 0.45 * size], [u - 0.10 * size, 0.18 * size], mouth], self.step)
        t = np.linspace(0.0, 1.0, len(line))
        sway = 0.012 * size * np.sin(2 * np.pi * 5 * t + self.ring_phase[2]) * np.minimum(1.0, 6 * (1 - t))
        return self.local(line + np.stack([sway, np.zeros_like(sway)], axis=-1))


def river_point(plan: Plan, u: float, distance: float) -> Point:
    """Return the local point at a signed distance [m] from the river's axis at u [m]."""
    return Point(plan.frame.to_local(*plan.river.parallel(np.array([u]), distance))[0])
