"""What a result owes to what it was made from: the licences of its sources beside the one chosen for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from ..errors import InputError
from .licences import code_of_label, crossed, label_of
from .metadata_draft import SourceLicence


def licence_conflict(licence: str, sources: Iterable[SourceLicence]) -> Optional[InputError]:
    """Return what to say when a licence does not go with those of the sources; None when it does, or no source tells.

    Parameters
    ----------
    licence : str
        Code of the licence chosen for the result.
    sources : iterable of SourceLicence
        What the result was made from; sources without a licence are passed over, since nothing is known of them.
    """
    told = {item.name: item.licence and (code_of_label(item.licence) or item.licence) for item in sources}
    codes = {name: code for name, code in told.items() if code}
    if not codes:
        return None
    answer = crossed(codes.values())
    if answer.reason == "no_derivatives":
        return InputError(
            "The licence of a source forbids to publish what is derived from it: {sources}. Ask its producer first.",
            sources=_named(codes, lambda code: crossed([code]).reason == "no_derivatives"),
        )
    if answer.reason == "conflict":
        return InputError(
            "The licences of the sources cannot all be followed: {sources}. Ask their producers first.",
            sources=_named(codes, lambda code: crossed([code]).reason == "share_alike"),
        )
    if answer.reason == "unknown":
        return InputError(
            "The licence of a source is not known to this plugin: {sources}. Read it before you publish.",
            sources=_named(codes, lambda code: crossed([code]).reason == "unknown"),
        )
    if answer.licence and answer.licence != licence:
        return InputError(
            "A source obliges you to share the result under {licence}: {sources}.",
            licence=label_of(answer.licence),
            sources=_named(codes, lambda code: code == answer.licence),
        )
    return None


def _named(codes: dict[str, str], concerned) -> str:
    return ", ".join(f"{name} ({label_of(code)})" for name, code in codes.items() if concerned(code))
