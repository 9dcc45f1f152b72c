"""The four parts of the state of the ground, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ....processing_provider.translation import tr
from . import texts


@dataclass(frozen=True)
class Part:
    """A part: its field in the layer of scores, its name and what it means."""

    field: str
    title: str
    tooltip: str


def parts() -> tuple[Part, ...]:
    """Return the parts in their order."""
    return (
        Part(
            "s_art",
            tr("Land not artificial"),
            tr("Share of the ground that is not artificial, after the thresholds of the decree."),
        ),
        Part("s_perm", tr("Permeable ground"), tr("Share of the rain that may infiltrate, water left out.")),
        Part("s_bio", tr("Biotope"), tr("What the covers are worth as ground for plants, by surface.")),
        Part(
            "s_c",
            tr("Carbon of the soil"),
            tr("Carbon of the first 30 cm, compared with a meadow: an order of magnitude for a parcel."),
        ),
    )


def percent_of(share: Optional[float]) -> Optional[float]:
    """Return a share of 1 as one of 100; None stays None."""
    return 100.0 * share if texts.known(share) else None


def scope_sentence() -> str:
    """Say what the figures are for."""
    return tr(
        "Measures the balance inside planning documents; does not decide constructibility nor apply to one project."
    )


def simulation_sentence() -> str:
    """Say what the figures of a project are."""
    return tr("simulation of the effect on the balance, not a legal qualification")
