"""Default values of the standard layers, from ``resources/tables/territory_defaults.csv``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_table


@dataclass(frozen=True)
class Defaults:
    """Defaults by layer, field and key.

    Attributes
    ----------
    numbers : dict
        ``(layer, field)`` to ``{key: [(smallest footprint area [m2], value), ...]}``, areas increasing.
    texts : dict
        ``(layer, field)`` to the default code.
    """

    numbers: dict[tuple[str, str], dict[str, list[tuple[float, float]]]]
    texts: dict[tuple[str, str], str]

    def number(self, layer: str, field: str, key: str = "") -> float:
        """Return the default of a key at any area; the default of the other keys, or NaN, when it has none."""
        by_key = self.numbers.get((layer, field), {})
        steps = by_key.get(key) or by_key.get("")
        return steps[0][1] if steps else float("nan")

    def column(
        self, layer: str, field: str, keys: Sequence[Optional[str]], area: Optional[np.ndarray] = None
    ) -> np.ndarray:
        """Return the default of each feature.

        Parameters
        ----------
        layer, field : str
            What to look up.
        keys : sequence of str or None, n values
            Key of each feature.
        area : ndarray of float, shape (n,), optional
            Footprint area [m2].

        Returns
        -------
        ndarray of float64, shape (n,)
            Default, NaN where neither the key nor "any other" has one.
        """
        by_key = self.numbers.get((layer, field), {})
        keys = np.array([key or "" for key in keys], dtype=object)
        area = np.zeros(len(keys)) if area is None else area
        result = np.full(len(keys), np.nan)
        for key in set(keys):
            mine = keys == key
            for smallest, value in by_key.get(key) or by_key.get("", []):
                result[mine & (area >= smallest)] = value
        return result


def read_defaults(path: Path) -> Defaults:
    """Read a table of defaults.

    Parameters
    ----------
    path : Path
        Table of the format of ``territory_defaults.csv``.

    Returns
    -------
    Defaults
        Its values.

    Raises
    ------
    InputError
        When a number cannot be read.
    """
    numbers: dict[tuple[str, str], dict[str, list[tuple[float, float]]]] = {}
    texts: dict[tuple[str, str], str] = {}
    for row in read_table(path):
        place = (row["layer"], row["field"])
        try:
            step = (float(row["min_area_m2"]), float(row["value"]))
        except ValueError:
            if row["unit"]:
                raise InputError(
                    "The table {name} gives {value} to {layer} {field}, which needs a number.",
                    name=path.name,
                    value=row["value"],
                    layer=row["layer"],
                    field=row["field"],
                ) from None
            texts[place] = row["value"]
            continue
        steps = numbers.setdefault(place, {}).setdefault(row["key"], [])
        steps.append(step)
        steps.sort()
    return Defaults(numbers, texts)


@lru_cache(maxsize=1)
def shipped_defaults() -> Defaults:
    """Return the defaults that come with the plugin."""
    return read_defaults(TABLES / "territory_defaults.csv")
