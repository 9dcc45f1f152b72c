"""Colours, shapes and names of the states of devices: one table for the map, the panel and the reports.

The colours are those of Okabe and Ito, which people who see colours differently tell apart. The shape says the same as
the colour: a state is never known by its colour alone.

References
----------
.. [1] M. Okabe, K. Ito, Color Universal Design, 2008, https://jfly.uni-koeln.de/color/.
"""

from __future__ import annotations

from dataclasses import dataclass

OK, LATE, LOST, NEVER, OUT_OF_SERVICE = "ok", "late", "lost", "never", "out_of_service"


@dataclass(frozen=True)
class StateLook:
    """How a state is shown.

    Attributes
    ----------
    state : str
        As stored.
    colour, dark_colour : str
        On a light and on a dark ground.
    shape : str
        Name of a marker of QGIS.
    filled : bool
        Whether the shape is filled or only outlined.
    english, french : str
        Name.
    """

    state: str
    colour: str
    dark_colour: str
    shape: str
    filled: bool
    english: str
    french: str

    def name(self, language: str) -> str:
        """Return the name in a language: French, or else English."""
        return self.french if language == "fr" else self.english


# From the worst to the best: the order of legends and of sorting.
STATE_LOOKS = (
    StateLook(LOST, "#d55e00", "#ff8a3d", "square", True, "Lost", "Perdu"),
    StateLook(LATE, "#e69f00", "#ffc04d", "triangle", True, "Late", "En retard"),
    StateLook(OK, "#009e73", "#35c9a0", "circle", True, "On time", "À l’heure"),
    StateLook(NEVER, "#6b7680", "#a3aeb8", "circle", False, "Never heard", "Jamais entendu"),
    StateLook(OUT_OF_SERVICE, "#6b7680", "#a3aeb8", "diamond", False, "Out of service", "Hors service"),
)
BY_STATE = {look.state: look for look in STATE_LOOKS}


def severity(state: str) -> int:
    """Return the place of a state from the worst, 0; an unknown one comes last."""
    return next((place for place, look in enumerate(STATE_LOOKS) if look.state == state), len(STATE_LOOKS))
