"""Where tiles run: this machine's cores, or a Dask cluster.

A large raster is cut into tiles; each tile is read with a halo, computed by a pure function and
written as it comes, in the order of the tiles, so that the file is the same to the byte whatever the
number of threads or the scheduler, and memory is bounded by the tiles in flight, not by the raster.

The function has the signature ``function(arrays, tile, stop, **arguments)``:

* ``arrays``: one float32 array per source, NaN where there is no data, over the tile and its halo;
* ``tile``: a :class:`Tile`; ``tile.core(array)`` cuts the halo away;
* ``stop``: uint8 array of one value, non-zero once the user cancels: a long loop looks at it;
* ``arguments``: plain values, sent as they are to the workers of a cluster.

It returns the core of the tile, ``(rows, columns)`` or ``(bands, rows, columns)``.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Callable, Optional, Union

import numpy as np

from .errors import InputError, RunCancelledError
from .raster_files import (
    MEGABYTE,
    TILE_STEP,
    Grid,
    RasterOutput,
    RasterSource,
    bounded_raster_cache,
    open_output,
    read_window,
)

DEFAULT_MEMORY_LIMIT_MB = 1024
POLL_INTERVAL_S = 0.1
MAXIMUM_TILE = 2048
MINIMUM_TILE = 256
SCHEDULER_TIMEOUT_S = 10


@dataclass(frozen=True)
class Tile:
    """A rectangle of the grid to compute, and the larger one to read (the halo is cut at the edges)."""

    row: int
    column: int
    height: int
    width: int
    outer_row: int
    outer_column: int
    outer_height: int
    outer_width: int

    def core(self, array: np.ndarray) -> np.ndarray:
        """Cut the halo away from an array whose two last axes cover the outer rectangle."""
        top, left = self.row - self.outer_row, self.column - self.outer_column
        return array[..., top : top + self.height, left : left + self.width]


@dataclass(frozen=True)
class EngineSettings:
    """How much of the machine a run may use, and where it runs.

    Attributes
    ----------
    workers : int
        Threads on this machine; 0 takes every core.
    memory_limit_mb : int
        Memory that the tiles in flight may take together [MiB].
    tile_size : int
        Side of a tile [cells]; 0 chooses the largest that the memory limit allows.
    scheduler : str
        Address of a Dask scheduler that sees the same files; empty runs here.
    """

    workers: int = 0
    memory_limit_mb: int = DEFAULT_MEMORY_LIMIT_MB
    tile_size: int = 0
    scheduler: str = ""

    @property
    def thread_count(self) -> int:
        """Threads to use on this machine."""
        return self.workers or os.cpu_count() or 1


def plan_tiles(grid: Grid, tile_size: int, halo: int) -> list[Tile]:
    """Cut a grid into tiles, row by row.

    Parameters
    ----------
    grid : Grid
        Grid to cover.
    tile_size : int
        Side of a tile [cells].
    halo : int
        Cells to read around a tile, cut at the edges of the grid.

    Returns
    -------
    list of Tile
        Tiles covering each cell once.
    """
    tiles = []
    # Shared out evenly: a last row of thin tiles would cost as much in halo as a whole one.
    tile_size = min(tile_size, _even_share(max(grid.height, grid.width), tile_size))
    for row in range(0, grid.height, tile_size):
        height = min(tile_size, grid.height - row)
        top, bottom = max(0, row - halo), min(grid.height, row + height + halo)
        for column in range(0, grid.width, tile_size):
            width = min(tile_size, grid.width - column)
            left, right = max(0, column - halo), min(grid.width, column + width + halo)
            tiles.append(Tile(row, column, height, width, top, left, bottom - top, right - left))
    return tiles


def _even_share(length: int, tile_size: int) -> int:
    share = -(-length // -(-length // tile_size))
    return -(-share // TILE_STEP) * TILE_STEP


def choose_tile_size(settings: EngineSettings, halo: int, bytes_per_cell: float) -> int:
    """Return the largest tile whose copies in flight fit in the memory limit.

    One tile per thread is computed and as many wait to be written, the latter without halo; the
    same bytes per cell are counted for both, so the estimate is on the safe side.

    Raises
    ------
    InputError
        When even the smallest tile with its halo does not fit.
    """
    if settings.tile_size:
        return settings.tile_size
    in_flight = 2 * settings.thread_count
    cells = settings.memory_limit_mb * MEGABYTE / (in_flight * bytes_per_cell)
    side = int(cells**0.5) - 2 * halo
    if side < MINIMUM_TILE:
        # A wide halo costs time but not correctness: allow the smallest tile up to the limit itself.
        if (MINIMUM_TILE + 2 * halo) ** 2 * bytes_per_cell > settings.memory_limit_mb * MEGABYTE:
            raise InputError(
                "The memory limit of {limit} MB is too small for this run; allow more memory, "
                "or reduce the maximum distance.",
                limit=settings.memory_limit_mb,
            )
        return MINIMUM_TILE
    return min(MAXIMUM_TILE, side // TILE_STEP * TILE_STEP)


def read_tile(sources: Mapping[str, RasterSource], tile: Tile) -> dict[str, np.ndarray]:
    """Read every source over a tile and its halo."""
    window = (tile.outer_row, tile.outer_column, tile.outer_height, tile.outer_width)
    return {name: read_window(source, *window) for name, source in sources.items()}


def _compute(
    function: Callable[..., Any],
    sources: Mapping[str, RasterSource],
    tile: Tile,
    stop: Optional[np.ndarray],
    arguments: Mapping[str, Any],
) -> Any:
    flag = np.zeros(1, dtype=np.uint8) if stop is None else stop
    if flag[0]:
        return None
    return function(read_tile(sources, tile), tile, flag, **arguments)


class _Threads:
    """Run tiles on the cores of this machine."""

    def __init__(self, settings: EngineSettings) -> None:
        self.in_flight = 2 * settings.thread_count
        self._stop = np.zeros(1, dtype=np.uint8)
        self._pool = ThreadPoolExecutor(settings.thread_count, thread_name_prefix="cityorchestra-tile")

    def submit(self, function, sources, tile, arguments):
        return self._pool.submit(_compute, function, sources, tile, self._stop, arguments)

    def done(self, future) -> bool:
        return bool(wait([future], timeout=POLL_INTERVAL_S, return_when=FIRST_COMPLETED).done)

    def stop(self, futures) -> None:
        self._stop[0] = 1
        for future in futures:
            future.cancel()

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class _Cluster:
    """Run tiles on the workers of a Dask scheduler."""

    def __init__(self, settings: EngineSettings) -> None:
        try:
            from distributed import Client
            from distributed.comm import connect
        except ImportError:
            raise InputError(
                "A scheduler address is given but the package dask.distributed is missing; "
                "install it, or leave the address empty to use this machine."
            ) from None

        async def answers() -> None:
            comm = await connect(settings.scheduler, timeout=SCHEDULER_TIMEOUT_S)
            await comm.close()

        try:
            # Asked first: a Client that fails to start is left half open, and its end can hang the process.
            asyncio.run(answers())
            self._client = Client(settings.scheduler, timeout=SCHEDULER_TIMEOUT_S, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise InputError(
                "The Dask scheduler {address} does not answer; check the address, "
                "or leave it empty to use this machine. ({cause})",
                address=settings.scheduler,
                cause=str(error)[:200],
            ) from error
        threads = sum(self._client.nthreads().values())
        if not threads:
            self._client.close()
            raise InputError(
                "The Dask scheduler {address} has no worker; start at least one, "
                "or leave the address empty to use this machine.",
                address=settings.scheduler,
            )
        self.in_flight = 2 * threads

    def submit(self, function, sources, tile, arguments):
        return self._client.submit(_compute, function, sources, tile, None, arguments, pure=False)

    def done(self, future) -> bool:
        try:
            future.result(timeout=POLL_INTERVAL_S)
        except (FutureTimeoutError, TimeoutError):
            return future.done()
        return True

    def stop(self, futures) -> None:
        self._client.cancel(list(futures), force=True)

    def close(self) -> None:
        self._client.close(timeout=SCHEDULER_TIMEOUT_S)


def map_tiles(
    function: Callable[..., Any],
    sources: Mapping[str, RasterSource],
    tiles: list[Tile],
    *,
    arguments: Union[Mapping[str, Any], Callable[[Tile], Mapping[str, Any]], None] = None,
    settings: Optional[EngineSettings] = None,
    feedback: Any = None,
) -> Iterator[tuple[Tile, Any]]:
    """Compute tiles and give their results in the order of the tiles.

    Parameters
    ----------
    function : callable
        Pure function as described in the module; importable by name on a cluster.
    sources : mapping of str to RasterSource
        Rasters on the same grid.
    tiles : list of Tile
        From :func:`plan_tiles`.
    arguments : mapping or callable, optional
        Plain values passed to the function, or what gives those of a tile.
    settings : EngineSettings, optional
        Threads, memory, cluster.
    feedback : object, optional
        Anything with ``isCanceled()`` and ``setProgress(percent)``.

    Yields
    ------
    tuple of (Tile, result)

    Raises
    ------
    RunCancelledError
        Within a second of the user's cancel, whatever the size of the raster.
    InputError
        When the scheduler does not answer or has no worker.
    """
    settings = settings or EngineSettings()
    arguments_of = arguments if callable(arguments) else lambda tile: arguments or {}
    executor = _Cluster(settings) if settings.scheduler else _Threads(settings)
    pending: deque[tuple[Tile, Any]] = deque()
    waiting = iter(tiles)
    finished = 0
    try:
        while True:
            while len(pending) < executor.in_flight and (tile := next(waiting, None)) is not None:
                pending.append((tile, executor.submit(function, sources, tile, arguments_of(tile))))
            if not pending:
                return
            tile, future = pending[0]
            while not executor.done(future):
                if feedback is not None and feedback.isCanceled():
                    raise RunCancelledError
            result = future.result()
            if feedback is not None and feedback.isCanceled():
                raise RunCancelledError
            pending.popleft()
            del future
            yield tile, result
            finished += 1
            if feedback is not None:
                feedback.setProgress(100.0 * finished / len(tiles))
    finally:
        executor.stop([future for _, future in pending])
        executor.close()


def run_stoppable(function: Callable[[np.ndarray], Any], feedback: Any = None, *, abandon: bool = False) -> Any:
    """Run one long computation beside the thread that watches the cancel button.

    Parameters
    ----------
    function : callable
        Takes a flag, uint8 array of one value, raised when the user cancels; a long loop looks at it.
    feedback : object, optional
        Anything with ``isCanceled()``.
    abandon : bool
        Do not wait for a function that ignores the flag: it ends by itself and its result is dropped.

    Returns
    -------
    Any
        What the function returns.

    Raises
    ------
    RunCancelledError
        When the user cancelled, whatever the function did then.
    """
    flag = np.zeros(1, dtype=np.uint8)
    pool = ThreadPoolExecutor(1, thread_name_prefix="cityorchestra-run")
    try:
        future = pool.submit(function, flag)
        while not wait([future], timeout=POLL_INTERVAL_S).done:
            if feedback is not None and feedback.isCanceled():
                flag[0] = 1
                raise RunCancelledError
        return future.result()
    finally:
        pool.shutdown(wait=not (abandon and flag[0]))


def run_tiles(
    function: Callable[..., Any],
    sources: Mapping[str, RasterSource],
    output: RasterOutput,
    *,
    halo: int = 0,
    bytes_per_cell: float = 16.0,
    arguments: Optional[Mapping[str, Any]] = None,
    settings: Optional[EngineSettings] = None,
    feedback: Any = None,
) -> None:
    """Compute a raster tile by tile and write it; nothing is left behind on failure or cancel.

    Parameters
    ----------
    function, sources, arguments, settings, feedback
        As in :func:`map_tiles`.
    output : RasterOutput
        File to write; its grid is the grid of the sources.
    halo : int
        Cells that the function needs around a tile.
    bytes_per_cell : float
        Memory that the function takes per cell of a tile with its halo, sources included [bytes].

    Raises
    ------
    RunCancelledError, InputError
        As in :func:`map_tiles` and :func:`open_output`.
    """
    from rasterio.windows import Window

    settings = settings or EngineSettings()
    tile_size = choose_tile_size(settings, halo, bytes_per_cell)
    tiles = plan_tiles(output.grid, tile_size, halo)
    cache = max(8, min(256, settings.memory_limit_mb // 8))
    results = map_tiles(function, sources, tiles, arguments=arguments, settings=settings, feedback=feedback)
    # Closed first, whatever happens: no tile is computed any more once the file is given up.
    with bounded_raster_cache(cache), open_output(output) as dataset, closing(results):
        for tile, values in results:
            window = Window(tile.column, tile.row, tile.width, tile.height)
            if output.nodata is not None and values.dtype.kind == "f":
                values = np.where(np.isnan(values), output.nodata, values).astype(output.dtype, copy=False)
            if values.ndim == 2:
                dataset.write(values, 1, window=window)
            else:
                dataset.write(values, window=window)
