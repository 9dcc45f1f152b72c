"""Translation of the suite's texts: English in the sources, one context for all."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from .errors import InputError

CONTEXT = "CityOrchestra"
I18N = Path(__file__).resolve().parents[1] / "i18n"


def tr(text: str) -> str:
    """Translate a literal of the sources into the user's language."""
    return QCoreApplication.translate(CONTEXT, text)


def translated_error(error: InputError) -> str:
    """Return the sentence of an input error in the user's language, with that of an error that it quotes."""
    values = {
        name: translated_error(value) if isinstance(value, InputError) else value
        for name, value in error.values.items()
    }
    return tr(error.sentence).format(**values) if values else tr(error.sentence)


def language() -> str:
    """Return the two-letter code of the language of QGIS, English where neither it nor the system names one."""
    application = QgsApplication.instance()
    for name in (application.translation(), application.locale()):
        if len(name) >= 2:
            return name[:2].lower()
    return "en"


def error_in(error: InputError, code: str) -> str:
    """Return the sentence of an input error in a language, whatever that of QGIS; English where it is not translated.

    Parameters
    ----------
    error : InputError
    code : str
        Two-letter code of the language.
    """
    translator = _translator(code)
    # Asked in bytes: given as text it would have to be ASCII.
    context, source = CONTEXT.encode("utf-8"), error.sentence.encode("utf-8")
    sentence = (translator.translate(context, source) if translator is not None else "") or error.sentence
    values = {
        name: error_in(value, code) if isinstance(value, InputError) else value for name, value in error.values.items()
    }
    return sentence.format(**values) if values else sentence


@lru_cache(maxsize=4)
def _translator(code: str) -> Optional[QTranslator]:
    """Return the translator of a language, not installed; None when there is none."""
    path = I18N / f"cityorchestra_{code}.qm"
    translator = QTranslator()
    return translator if path.exists() and translator.load(str(path)) else None


def number_text(value: float, decimals: int = 0) -> str:
    """Format a number as the user writes it."""
    return QLocale(QgsApplication.instance().locale()).toString(float(value), "f", decimals)


def install_translator() -> Optional[QTranslator]:
    """Install the translator of the user's language, if there is one, and return it to be kept."""
    path = I18N / f"cityorchestra_{language()}.qm"
    if not path.exists():
        return None
    translator = QTranslator()
    if not translator.load(str(path)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
