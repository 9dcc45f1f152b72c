"""French words for full-text search: accents, elision, plural, stop words.

The same functions prepare what is indexed and what is searched, so a word is found under every spelling
that they make equal: ``Équipements de l'eau`` is found by ``equipement``, ``eaux`` and ``équipem``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Words too frequent to tell records apart; left out of a search that has other words.
_FREQUENT = (
    "a au aux avec ce ces cet cette chez d dans de des du elle en est et eux il ils je la le les leur leurs lui ma "
    "mais me meme mes mon ne nos notre nous on ou par pas pour qu que qui s sa se ses son sont sur ta te tes toi ton "
    "tu un une vos votre vous y the of and or in for to by with from is are an at"
)
STOP_WORDS = frozenset(_FREQUENT.split())
# What French puts before a vowel: l'eau, d'accès, qu'une, jusqu'au.
_ELISION = re.compile(r"\b(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ`´](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)
# Plurals in -aux whose singular is in -ail rather than in -al.
_AIL = {"travaux": "travail", "vitraux": "vitrail", "baux": "bail", "coraux": "corail", "emaux": "email"}
_IRREGULAR = {**_AIL, "yeux": "oeil", "cieux": "ciel"}
_SHORTEST_PLURAL = 4  # letters: gas, bus and the like keep their s


class Word(NamedTuple):
    """A word of a text: folded as written, and in the singular."""

    written: str
    stem: str


def folded(text: str) -> str:
    """Return a text in lower case without accents nor ligatures."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).casefold()
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the singular of a folded word, after the light rules of French plural.

    Only the plural is taken away: unlike a full stemmer this never makes two different words one for the
    sake of their endings. Words that are wrongly shortened (``parcours``) are shortened alike in the index
    and in the search. Rules on -aux, -eux and -s as in J. Savoy, "A stemming procedure and stopword list
    for general French corpora", JASIS 50(10), 1999, without its other steps.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _SHORTEST_PLURAL or word.isdigit():
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    if word.endswith(("eaux", "eux", "oux")):
        return word[:-1]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def words(text: str) -> list[Word]:
    """Return the words of a text in their order, elided articles taken off, stop words kept."""
    plain = _ELISION.sub(" ", folded(text))
    return [Word(word, stem(word)) for word in _WORD.findall(plain)]


def stems(text: str) -> str:
    """Return the words of a text in the singular: what is searched and ranked."""
    return " ".join(word.stem for word in words(text))


def other_forms(text: str) -> str:
    """Return the words of a text as written where that is not their singular: found by their beginning only."""
    return " ".join(word.written for word in words(text) if word.written != word.stem)


class SearchTerm(NamedTuple):
    """A word searched: its singular, and its beginning when it may be unfinished."""

    stem: str
    prefix: str


def search_terms(query: str, *, as_you_type: bool = True) -> list[SearchTerm]:
    """Return the words to search for.

    Parameters
    ----------
    query : str
        What the user typed.
    as_you_type : bool
        Whether the last word may be unfinished: it then also finds every word that begins so. A query that
        ends with a space has no unfinished word.

    Returns
    -------
    list of SearchTerm
        Stop words left out unless there is nothing else; the words of a record must match all of them.
    """
    found = words(query)
    if not found:
        return []
    unfinished = as_you_type and bool(query) and not query[-1].isspace()
    terms = [SearchTerm(word.stem, "") for word in found[:-1]]
    last = found[-1]
    terms.append(SearchTerm(last.stem, last.written if unfinished else ""))
    meaningful = [term for term, word in zip(terms, found) if word.written not in STOP_WORDS]
    return list(dict.fromkeys(meaningful or terms))
