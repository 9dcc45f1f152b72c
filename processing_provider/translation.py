"""Translation of the suite's texts: English in the sources, one context for all."""

from __future__ import annotations

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
    """Return the sentence of an input error in the user's language."""
    return tr(error.sentence).format(**error.values) if error.values else tr(error.sentence)


def language() -> str:
    """Return the two-letter code of the language of QGIS, English where neither it nor the system names one."""
    application = QgsApplication.instance()
    for name in (application.translation(), application.locale()):
        if len(name) >= 2:
            return name[:2].lower()
    return "en"


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
