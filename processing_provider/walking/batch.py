"""Routes of many pairs of places on one graph."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Callable, NamedTuple, Optional, Union

import numpy as np

from ..errors import RunCancelledError
from .exposure import Exposure
from .graph import Place, WalkGraph
from .heat_exposure import NetworkHeat
from .pairing import Pairs
from .paths import NoRouteError, SamePlaceError, TooManyRoutesError, distances_from
from .route_table import RouteTable, table_of_front, table_of_route
from .routing import DEFAULT_ALPHA, DEFAULT_DETOUR, SearchStopped, pareto_front, weighted_route

COOLEST, BOTH_ENDS, FRONT = "coolest", "shortest_and_coolest", "front"
# Why a pair has no route.
NO_POINT, ORIGIN_FAR, GOAL_FAR = "no point", "origin too far", "destination too far"
NO_MATCH, NO_WAY, SAME_PLACE, TOO_MANY = "no match", "no way", "same place", "too many routes"
MAX_LABELS = 1_000_000  # partial routes of one pair, 60 MB of them in each thread
CHUNK = 64  # pairs of one task: enough to share a backward search, few enough to show progress
SHARED_FROM = 4  # pairs to one destination from which one backward search over the whole network is cheaper
POLL_S = 0.1  # between two looks at the cancel button [s]


class Spot(NamedTuple):
    """An origin or a destination: its place on the network, or None and the reason with its distance to it [m]."""

    place: Optional[Place]
    reason: str = ""
    distance_m: float = np.nan


@dataclass(frozen=True)
class BatchOptions:
    """What is searched for each pair.

    Attributes
    ----------
    routes : str
        ``coolest`` (best for the weight ``alpha``), ``shortest_and_coolest`` or ``front``.
    alpha, detour, strict, exposure
        As in :func:`.routing.weighted_route` and :func:`.routing.pareto_front`.
    most : int
        Greatest number of routes of a front, 0 for all.
    """

    routes: str = BOTH_ENDS
    alpha: float = DEFAULT_ALPHA
    detour: float = DEFAULT_DETOUR
    strict: bool = False
    exposure: Optional[Exposure] = None
    most: int = 0


class Lost(NamedTuple):
    """Why a pair has no route, and the distance to the network if it is too far [m]."""

    reason: str
    distance_m: float = np.nan


class Batch:
    """Searches the routes of pairs.

    Parameters
    ----------
    graph : WalkGraph
        Graph.
    lines : array of shapely LineString (n,)
        Its edges.
    heat : NetworkHeat
        Heat of its edges.
    departure_s : float
        Departure of all walks, in seconds after the first slot.
    origins, goals : list of Spot
        Places.
    options : BatchOptions
        What is searched.
    """

    def __init__(
        self,
        graph: WalkGraph,
        lines,
        heat: NetworkHeat,
        departure_s: float,
        origins: list[Spot],
        goals: list[Spot],
        options: BatchOptions,
    ):
        self._graph, self._lines, self._heat = graph, lines, heat
        self._departure_s = departure_s
        self._origins, self._goals = origins, goals
        self._options = options
        heat.prepare()
        if options.exposure is None:
            graph.sun_exposure  # noqa: B018 (made once, before the threads need it)

    def run(
        self, pairs: Pairs, threads: int, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[int, Union[RouteTable, Lost]]]:
        """Search every pair, several at a time.

        Parameters
        ----------
        pairs : Pairs
            Pairs, by destination.
        threads : int
            Threads; the result does not depend on it.
        cancelled : callable
            Looked at several times a second.

        Yields
        ------
        tuple of (number of the pair, RouteTable or Lost)
            In the order of the pairs.

        Raises
        ------
        RunCancelledError
            When the run was cancelled.
        """
        stop = np.zeros(1, dtype=np.uint8)
        tasks = iter(_tasks(pairs))
        pending: deque = deque()
        with ThreadPoolExecutor(threads, thread_name_prefix="cityorchestra-batch") as pool:
            try:
                while True:
                    while len(pending) < 2 * threads and (task := next(tasks, None)) is not None:
                        pending.append((task[0], pool.submit(self._task, pairs, *task, stop)))
                    if not pending:
                        return
                    first, future = pending.popleft()
                    while not wait([future], timeout=POLL_S).done:
                        if cancelled():
                            raise RunCancelledError
                    if cancelled():
                        raise RunCancelledError
                    yield from enumerate(future.result(), first)
            finally:
                stop[0] = 1
                for _, future in pending:
                    future.cancel()

    def _task(self, pairs: Pairs, first: int, last: int, stop) -> list[Union[RouteTable, Lost]]:
        """Search pairs ``first`` to ``last - 1``, which have one destination."""
        to_goal = None
        goal = self._goals[pairs.goal[first]].place if pairs.goal[first] >= 0 else None
        if goal is not None and self._options.routes == COOLEST and last - first >= SHARED_FROM:
            to_goal = distances_from(self._graph, [goal], towards=True)
        chosen = slice(first, last)
        return [self._pair(*pair, to_goal, stop) for pair in zip(pairs.origin[chosen], pairs.goal[chosen])]

    def _pair(self, origin: int, goal: int, to_goal, stop) -> Union[RouteTable, Lost]:
        """Search one pair."""
        if origin < 0 or goal < 0:
            spot = self._origins[origin] if origin >= 0 else self._goals[goal]
            return Lost(spot.reason or NO_MATCH, spot.distance_m)
        start, end = self._origins[origin], self._goals[goal]
        for spot in (start, end):
            if spot.place is None:
                return Lost(spot.reason, spot.distance_m)
        try:
            return self._routes(start.place, end.place, to_goal, stop)
        except NoRouteError:
            return Lost(NO_WAY)
        except SamePlaceError:
            return Lost(SAME_PLACE)
        except TooManyRoutesError:
            return Lost(TOO_MANY)
        except SearchStopped:
            raise RunCancelledError from None

    def _routes(self, start: Place, end: Place, to_goal, stop) -> RouteTable:
        """Search and describe the routes of one pair."""
        graph, t0, options = self._graph, self._departure_s, self._options
        if options.routes == COOLEST:
            given = {"exposure": options.exposure, "to_goal": to_goal, "stop": stop}
            route = weighted_route(graph, start, end, t0, options.alpha, **given)
            return table_of_route(graph, route, self._lines, self._heat, t0, options.alpha)
        front = pareto_front(
            graph,
            start,
            end,
            t0,
            exposure=options.exposure,
            detour=options.detour,
            strict=options.strict,
            max_labels=MAX_LABELS,
            stop=stop,
        )
        most = 2 if options.routes == BOTH_ENDS else options.most
        return table_of_front(front, self._lines, self._heat, t0, most)


def _tasks(pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Cut pairs into runs of one destination, at most ``CHUNK`` long."""
    changes = np.flatnonzero(np.diff(pairs.goal)) + 1
    bounds = np.concatenate(([0], changes, [len(pairs.goal)]))
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        for begin in range(first, last, CHUNK):
            yield begin, min(begin + CHUNK, last)
