"""Limits of the tests by quantity, from ``iot_quality_limits.csv`` or a table of the user, and all tests in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from ...errors import InputError
from ...tables import TABLES, read_table
from . import series_tests

TABLE = TABLES / "iot_quality_limits.csv"
NOTHING = "-"


@dataclass(frozen=True)
class Limits:
    """Limits of a quantity; None where there is no such test.

    Attributes
    ----------
    group, quantity, unit : str
    low, high : float
        Range, in the unit.
    step_per_minute : float or None
        [unit per minute].
    flat_hours : float or None
        [h].
    flat_tolerance : float
        In the unit.
    excluded : tuple of (float, float)
        Values that may last.
    checked : bool
        Whether the values were read in their source.
    source : str
    """

    group: str
    quantity: str
    unit: str
    low: float
    high: float
    step_per_minute: Optional[float]
    flat_hours: Optional[float]
    flat_tolerance: float
    excluded: tuple[tuple[float, float], ...]
    checked: bool
    source: str


def _optional(text: str) -> Optional[float]:
    return None if text == NOTHING else float(text)


def _excluded(text: str) -> tuple[tuple[float, float], ...]:
    if text == NOTHING:
        return ()
    ends = (item.split("..") for item in text.split("|"))
    return tuple((float(pair[0]), float(pair[-1])) for pair in ends)


def read_limits(path: Path = TABLE) -> dict[tuple[str, str], Limits]:
    """Read a table of limits.

    Parameters
    ----------
    path : Path
        CSV with the columns of ``iot_quality_limits.csv``.

    Returns
    -------
    dict
        Limits by (set, quantity).

    Raises
    ------
    InputError
        When a column is missing, or a value is no number, or a range is upside down.
    """
    found = {}
    for number, row in enumerate(read_table(Path(path)), start=1):
        try:
            limits = Limits(
                row["set"],
                row["quantity"],
                row["unit"],
                float(row["low"]),
                float(row["high"]),
                _optional(row["step_per_minute"]),
                _optional(row["flat_hours"]),
                float(row["flat_tolerance"]),
                _excluded(row["excluded"]),
                row["checked"] == "1",
                row["source"],
            )
        except KeyError as error:
            raise InputError("The table of limits has no column {column}.", column=error.args[0]) from error
        except ValueError as error:
            raise InputError("Row {row} of the table of limits has a value that is no number.", row=number) from error
        if not limits.low < limits.high:
            raise InputError("Row {row} of the table of limits: the lower limit is not below the upper.", row=number)
        found[limits.group, limits.quantity] = limits
    return found


def run_tests(
    values, times, limits: Limits, tests: Iterable[str] = ("range", "step", "flat", "hampel"), resolution: float = 0.0
) -> dict[str, np.ndarray]:
    """Run the tests of a quantity on one series.

    Parameters
    ----------
    values : array-like of float
        In the unit of the limits.
    times : array-like of int
        [ms], never decreasing.
    limits : Limits
    tests : iterable of str
        Of ``range``, ``step``, ``flat``, ``hampel``; a test for which there is no limit is left out.
    resolution : float
        Of the sensor, for the Hampel test, in the unit.

    Returns
    -------
    dict
        Flags by test.
    """
    flags = {}
    for test in tests:
        if test == "range":
            flags[test] = series_tests.range_test(values, limits.low, limits.high)
        elif test == "step":
            if limits.step_per_minute is not None:
                flags[test] = series_tests.step_test(values, times, limits.step_per_minute)
        elif test == "flat":
            if limits.flat_hours is not None:
                flags[test] = series_tests.persistence_test(
                    values, times, 3600.0 * limits.flat_hours, limits.flat_tolerance, limits.excluded
                )
        elif test == "hampel":
            flags[test] = series_tests.hampel_test(values, resolution=resolution)
        else:
            raise InputError("There is no test {name}; choose range, step, flat or hampel.", name=test)
    return flags
