"""Why a surface counts, in words: the field ``motif`` of states, and what changed between two dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from ....processing_provider.translation import tr
from . import texts
from .kinds import cover_name, use_name


def reason(motif: str, artificial: Optional[int]) -> str:
    """Return why a surface counts as it does; the word itself where it is not known."""
    if motif == "matrice":
        return (
            tr("Its cover and use are artificial in the national matrix.")
            if artificial == 1
            else tr("Its cover and use are not artificial in the national matrix.")
        )
    return {
        "bati": tr("Buildings that touch and take 50 m² or more together: always artificial."),
        "bati_sous_seuil": tr("A building below 50 m²: it follows the ground around it."),
        "enclave_non_artif": tr("Less than 2 500 m² among artificial land: it counts as artificial."),
        "artif_sous_seuil": tr("Artificial land of less than 2 500 m² in the open: it does not count."),
        "lineaire_etroit": tr("A road or railway narrower than 5 m: it follows its neighbour."),
        "parc": tr("Exempted by the authority: plants of a public park."),
        "photovoltaique": tr("Exempted by the authority: panels that do not harm the soil."),
        "arbore": tr("25 % or more of its plants are trees: not artificial."),
        "herbace": tr("Less than 25 % of its plants are trees: it counts by its use."),
        "champ": tr("As the layer itself says."),
        "inconnu": tr("Its cover or use is not known: it counts neither way."),
    }.get(motif, motif)


def verdict(artificial: Optional[int]) -> str:
    """Return whether a surface is artificial, in a word or two."""
    if artificial is None:
        return tr("Not known")
    return tr("Artificial") if artificial == 1 else tr("Not artificial")


def codes(cover: Optional[str], use: Optional[str]) -> str:
    """Return cover and use in words, with their codes."""
    said = []
    for code, name in ((cover, cover_name), (use, use_name)):
        if code:
            said.append(f"{name(code)} ({code})")
    return ", ".join(said) or tr("Cover and use not known")


def flux_sentence(values: Mapping[str, Any]) -> str:
    """Say what became of a piece between two dates."""
    kind, flux = values.get("classe"), values.get("flux")
    if kind == "bruit_geometrique":
        return tr("A strip where both surveys draw the boundary differently: no change.")
    if kind == "flux_sous_seuil":
        return tr("It changed, in a patch too small for the decree: outside the balance.")
    if flux == 1:
        text = tr("Taken: it became artificial between the dates.")
    elif flux == -1:
        text = tr("Given back: it is no longer artificial.")
    elif flux is None:
        text = tr("Whether it changed is not known.")
    else:
        text = tr("No change for the balance.")
    if values.get("saut_seuil") == 1:
        text += " " + tr("Only because its patch crossed a threshold of area.")
    return text


def patch_sentence(values: Mapping[str, Any]) -> str:
    """Say how large the surface and its patch are; empty where that is not told."""
    area, patch = values.get("aire_m2"), values.get("comp_m2")
    if not texts.known(area):
        return ""
    if not texts.known(patch):
        return tr("Surface of {area}.").format(area=texts.area(area))
    return tr("Surface of {area}, in a patch of {patch} of the same kind.").format(
        area=texts.area(area), patch=texts.area(patch)
    )
