"""Texts in several languages, and which one to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

# Languages that a record may name, in the order of the reference (RUDI-PRODUCER 1.4.1, `Language`).
SHORT_CODES = ("cs", "da", "de", "en", "el", "es", "fr", "hu", "it", "no", "pl", "pt", "ro", "ru", "sk")
LONG_CODES = (
    "cs-CZ",
    "da-DK",
    "de-CH",
    "de-DE",
    "en-GB",
    "en-US",
    "el-GR",
    "es-ES",
    "fr-FR",
    "hu-HU",
    "it-IT",
    "no-NO",
    "pl-PL",
    "pt-PT",
    "ro-RO",
    "ru-RU",
    "sk-SK",
)
LANGUAGES = frozenset(SHORT_CODES + LONG_CODES)

# ISO 639-2/B and 639-2/T codes of ISO 19115 records, to the two-letter codes of RUDI.
THREE_LETTERS = {
    "cze": "cs",
    "ces": "cs",
    "dan": "da",
    "ger": "de",
    "deu": "de",
    "eng": "en",
    "gre": "el",
    "ell": "el",
    "spa": "es",
    "fre": "fr",
    "fra": "fr",
    "hun": "hu",
    "ita": "it",
    "nor": "no",
    "pol": "pl",
    "por": "pt",
    "rum": "ro",
    "ron": "ro",
    "rus": "ru",
    "slo": "sk",
    "slk": "sk",
}
# The code that ISO 19139 records of INSPIRE use (639-2/B).
TO_THREE_LETTERS = {short: long for long, short in reversed(list(THREE_LETTERS.items()))}

# After the language asked for: French, then English, then whatever comes first.
_FALLBACK = ("fr", "fr-FR")


@dataclass(frozen=True)
class TextEntry:
    """One text in one language; ``html`` is the same text with its markup (records of 1.4.1)."""

    language: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class LocalisedText:
    """The same text in several languages; may be empty."""

    entries: tuple[TextEntry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)

    def __iter__(self) -> Iterator[TextEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def entry(self, language: str = "fr") -> Optional[TextEntry]:
        """Return the entry to show to a reader of a language, ``None`` when there is no text at all.

        The order is: the very code asked for, the same language of any country, ``fr``, ``fr-FR``, any
        English, the first.
        """
        if not self.entries:
            return None
        by_code = {entry.language: entry for entry in reversed(self.entries)}
        wanted = normalised_code(language)
        codes = [code for code in (wanted, wanted[:2]) if code]
        codes += [code for code in by_code if wanted and code[:2] == wanted[:2]]
        codes += [*_FALLBACK, *(code for code in by_code if code[:2] == "en")]
        return next((by_code[code] for code in codes if code in by_code), self.entries[0])

    def text(self, language: str = "fr") -> str:
        """Return the text to show to a reader of a language, empty when there is none."""
        entry = self.entry(language)
        return entry.text if entry else ""

    def html(self, language: str = "fr") -> str:
        """Return the markup of the text to show, empty when it has none; it is not to be trusted as it is."""
        entry = self.entry(language)
        return entry.html if entry else ""

    def all_text(self) -> str:
        """Return the texts of all languages, one a line, each once."""
        return "\n".join(dict.fromkeys(entry.text for entry in self.entries))

    def to_json(self) -> list[dict[str, str]]:
        """Return the list of dictionaries that a record holds."""
        return [
            {"lang": entry.language or "fr", "text": entry.text, **({"html": entry.html} if entry.html else {})}
            for entry in self.entries
        ]

    @classmethod
    def of(cls, text: str, language: str = "fr") -> LocalisedText:
        """Return a text in one language; none at all when it is blank."""
        return cls((TextEntry(language, text.strip()),)) if text and text.strip() else cls()


def normalised_code(code: str) -> str:
    """Return a language code as records write it (``fr``, ``fr-FR``); empty when it is not one.

    ``fr_FR``, ``FR``, ``fre`` and ``fra`` are understood.
    """
    language, _, country = code.strip().replace("_", "-").partition("-")
    language = language.lower()
    language = THREE_LETTERS.get(language, language)
    if len(language) != 2 or not (language.isascii() and language.isalpha()):
        return ""
    if len(country) == 2 and country.isascii() and country.isalpha():
        return f"{language}-{country.upper()}"
    return language
