"""What to be careful with, in words: the field ``qualite`` of the algorithms."""

from __future__ import annotations

import re

from ....processing_provider.translation import tr
from . import records, texts
from .records import ZoneRecord


def sentences() -> dict[str, str]:
    """Return the words of the algorithms with their sentences."""
    return {
        "sans_surface": tr("The zone has no area."),
        "non_couverte": tr("The land cover does not reach this zone."),
        "couverture_partielle": tr("The land cover reaches a part of this zone only: figures hold for that part."),
        "inconnu": tr("More than 1 % of the zone is of unknown cover or use."),
        "recouvrement": tr("The land cover lies twice on a part of this zone."),
        "changements_seuls": tr("Only changed land is in the layer: fluxes hold, stock and rates are not known."),
        "une_date": tr("A single date: stock, but no flux."),
        "sans_fonctions": tr("No functions of the soil: the state is that of artificial land alone."),
        "sans_evolution": tr("No change is known: the score is that of the state alone."),
        "sans_rythme": tr("No reference pace is given: the change is left out of the score."),
    }


def words_of(text: str) -> list[str]:
    """Return the words of a field, each once, in their order."""
    return list(dict.fromkeys(word for word in re.split(r"[,;\s]+", text) if word))


def notes(zone: ZoneRecord) -> list[str]:
    """Return what to be careful with in a zone, a sentence each."""
    told = sentences()
    words = words_of(f"{zone.text(records.QUALITY)},{zone.text(records.SCORE_QUALITY)}")
    if "une_date" in words and "sans_evolution" in words:
        words.remove("sans_evolution")  # the same, said twice
    lines = [told.get(word, word.replace("_", " ")) for word in words]
    if zone.half_covered:
        lines.append(tr("Covered by data: {share}.").format(share=texts.percent(zone.number(records.COVERED), 0)))
    if zone.number("signif") == 0 and zone.number(records.NET):
        lines.append(tr("The net flux is within what displaced boundaries alone would make."))
    return lines
