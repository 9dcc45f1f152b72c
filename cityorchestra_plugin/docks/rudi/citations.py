"""How to cite a dataset, from a menu: to the clipboard, into its layers, onto the pages of the project."""

from __future__ import annotations

from datetime import date
from typing import Callable, Optional

from qgis.PyQt.QtWidgets import QApplication, QMenu, QWidget

from ....processing_provider.rudi.citation import bibtex, citation_text, mandatory_mention
from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import language, tr
from ..panel_frame import theme_icon
from . import map_layers

Say = Callable[[str, str], None]  # kind of message, sentence


def citation_menu(record: Record, portal: str, say: Say, parent: Optional[QWidget] = None) -> QMenu:
    """Return the menu of a dataset's citations.

    Parameters
    ----------
    record : Record
    portal : str
        Address of the portal, for the address of the record; empty when there is none.
    say : callable
        Tells the user what was done.
    """
    menu = QMenu(tr("Cite"), parent)
    menu.setToolTipsVisible(True)
    today, words = date.today(), language()
    mention = mandatory_mention(record, words)

    def copier(text: str, sentence: str) -> Callable[[bool], None]:
        def copy(_checked: bool = False) -> None:
            QApplication.clipboard().setText(text)
            say("success", sentence)

        return copy

    texts = (
        (
            tr("Copy the &citation"),
            citation_text(record, words, portal=portal, accessed=today),
            tr("The citation is in the clipboard."),
        ),
        (
            tr("Copy as &BibTeX"),
            bibtex(record, words, portal=portal, accessed=today),
            tr("The BibTeX entry is in the clipboard."),
        ),
        (tr("Copy the &mention that the licence asks for"), mention, tr("The mention is in the clipboard.")),
    )
    for label, text, sentence in texts:
        action = menu.addAction(theme_icon("/mActionEditCopy.svg"), label)
        action.setToolTip(text or tr("The licence asks for none."))
        action.setEnabled(bool(text))
        action.triggered.connect(copier(text, sentence))
    menu.addSeparator()
    into_layers = menu.addAction(
        theme_icon("/mActionPropertiesWidget.svg"), tr("Write into the &layers of this dataset")
    )
    into_layers.setToolTip(tr("Rights in the metadata of the layers, and attribution shown on the map"))
    into_layers.setEnabled(bool(map_layers.layers_of(record)))
    into_layers.triggered.connect(lambda _checked=False: _write_into_layers(record, say))
    onto_pages = menu.addAction(theme_icon("/mActionNewLayout.svg"), tr("Write onto the print la&youts"))
    onto_pages.setToolTip(tr("At the foot of the first page of each print layout of the project"))
    onto_pages.setEnabled(bool(mention))
    onto_pages.triggered.connect(lambda _checked=False: _write_onto_pages(mention, say))
    return menu


def _write_into_layers(record: Record, say: Say) -> None:
    count = map_layers.write_rights(record)
    if count == 1:
        sentence = tr("Rights and attribution are written into the layer of the project.")
    else:
        sentence = tr("Rights and attribution are written into {count} layers of the project.").format(count=count)
    say("success", sentence)


def _write_onto_pages(mention: str, say: Say) -> None:
    count = map_layers.write_into_layouts(mention)
    if count == 1:
        say("success", tr("The mention is at the foot of the print layout."))
    elif count:
        say("success", tr("The mention is at the foot of {count} print layouts.").format(count=count))
    else:
        say("info", tr("This project has no print layout with a page yet: make one, then write the mention onto it."))
