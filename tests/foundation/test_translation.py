"""Texts: extracted when they are literals, translated with the same placeholders, in French typography."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from cityorchestra.tools import translate
from cityorchestra.tools.translate import TextsError

SOURCE = """
from .errors import InputError
from .translation import tr

def sentences(name):
    tr("Heat")
    tr("two "
       "pieces")
    raise InputError("The layer {name} is wrong; choose another one.", name=name)
"""


def test_literals_are_extracted():
    texts, problems = translate.texts_of(SOURCE, "m.py")
    assert texts == {"Heat", "two pieces", "The layer {name} is wrong; choose another one."}
    assert problems == []


@pytest.mark.parametrize(
    "line",
    ['tr(f"Layer {x}")', 'tr("Layer " + x)', "tr(x)", 'tr("a" if x else "b")', "InputError(sentence)", "tr()",
     'self.tr("a".upper())', 'tr("a %s" % x)', 'tr("a {}".format(x))', "tr(3)"],
)  # fmt: skip
def test_what_cannot_be_extracted_is_told_with_its_place(line):
    texts, problems = translate.texts_of(f"x = 1\n{line}", "room/m.py")
    assert not texts
    assert len(problems) == 1 and problems[0].startswith("room/m.py:2: ") and "plain literal" in problems[0]


def test_values_that_do_not_fit_the_sentence_are_told():
    _, problems = translate.texts_of('InputError("The {a} is {b}.", a=1, c=2)', "m.py")
    assert problems == ["m.py:1: the sentence names ['a', 'b'] but is given ['a', 'c']"]
    assert translate.texts_of('InputError("The {a}.", **values)', "m.py")[1] == []


def test_the_sources_can_all_be_extracted():
    texts = translate.extract()
    assert len(texts) > 50 and texts == sorted(set(texts))
    assert "Territory" in texts


@pytest.mark.parametrize(
    ("english", "french", "same"),
    [
        ("{count} trees", "{count} arbres", True),
        ("{count} trees", "{nombre} arbres", False),
        ("{count} trees", "arbres", False),
        ("trees", "{count} arbres", False),
        ("{wall:.1f} s of {cpu!r}", "{cpu!r} de {wall:.2f} s", True),
        ("{a}", "", True),
    ],
)
def test_placeholders_are_compared(english, french, same):
    assert (translate.differing_placeholders({english: french}) == []) is same


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Couche : {count}", "Couche\u00a0: {count}"),
        ("Vraiment ? Oui !", "Vraiment\u00a0? Oui\u00a0!"),
        ("un ; deux", "un\u00a0; deux"),
        ("« ville »", "«\u00a0ville\u00a0»"),
        ("fine\u202f: oui", "fine\u202f: oui"),
        ("à 15:00 sur https://a.b/?x=1", "à 15:00 sur https://a.b/?x=1"),
        ("a :b", "a :b"),
    ],
)
def test_french_spaces(text, mended):
    assert translate.french_spaces(text) == mended
    assert translate.typography({"x": mended}) == []


@pytest.mark.parametrize("text", ["Couche : 3", "Couche: 3", "Vraiment?", "« ville»", "«ville »", "un ; deux"])
def test_wrong_spaces_are_told(text):
    assert len(translate.typography({"x": text})) == 1


def test_catalogue_survives_a_round_trip_and_its_order_is_fixed(tmp_path):
    texts = {"\"<b>\" & 'c'": "« d\u00a0: é »\u202f!", "A": "", "Z {n}": "Zed {n}", "two\nlines": "deux\nlignes"}
    path = tmp_path / "x.ts"
    path.write_text(translate.catalogue_xml(texts), encoding="utf-8")
    assert translate.load(path) == texts
    assert translate.catalogue_xml(dict(reversed(texts.items()))) == translate.catalogue_xml(texts)
    assert path.read_text(encoding="utf-8").count("unfinished") == 1


def test_merge_fills_and_mends():
    merged = translate.merged({"Layer": "", "Heat": "Chaleur"}, {"Layer": "Couche : oui", "Heat": ""})
    assert merged == {"Layer": "Couche\u00a0: oui", "Heat": "Chaleur"}
    with pytest.raises(TextsError, match="not a text of the sources: 'Unknown'"):
        translate.merged({"Layer": ""}, {"Unknown": "x"})


@pytest.fixture
def small_project(tmp_path, monkeypatch):
    """A copy of the tool's world: one module, one catalogue."""
    (tmp_path / "processing_provider").mkdir()
    (tmp_path / "i18n").mkdir()
    (tmp_path / "processing_provider" / "m.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(translate, "ROOT", tmp_path)
    monkeypatch.setattr(translate, "CATALOGUE", tmp_path / "i18n" / "cityorchestra_fr.ts")
    monkeypatch.setattr(translate, "extract", lambda extract=translate.extract: extract(tmp_path))
    return tmp_path


def test_the_whole_cycle(small_project, capsys):
    pytest.importorskip("qgis.core")
    if shutil.which("lrelease") is None:
        pytest.skip("lrelease is not here")
    assert translate.main([]) == 0
    assert "3 texts, 3 unfinished" in capsys.readouterr().out
    assert translate.main(["--check"]) == 1
    capsys.readouterr()
    assert translate.main(["--missing"]) == 0
    missing = json.loads(capsys.readouterr().out)
    french = {"Heat": "Chaleur", "two pieces": "deux morceaux"}
    french["The layer {name} is wrong; choose another one."] = "La couche {name} ne va pas ; choisissez-en une autre."
    assert set(missing) == set(french)
    (small_project / "batch.json").write_text(json.dumps(french), encoding="utf-8")
    assert translate.main(["--merge", str(small_project / "batch.json")]) == 0
    assert translate.main(["--check"]) == 0
    before = translate.CATALOGUE.read_bytes()
    assert translate.main([]) == 0 and translate.CATALOGUE.read_bytes() == before, "nothing changes twice"

    from qgis.PyQt.QtCore import QTranslator

    translator = QTranslator()
    assert translator.load(str(translate.CATALOGUE.with_suffix(".qm")))
    assert translator.translate("CityOrchestra", "Heat") == "Chaleur"
    sentence = translator.translate("CityOrchestra", "The layer {name} is wrong; choose another one.")
    assert sentence == "La couche {name} ne va pas\u00a0; choisissez-en une autre."

    module = small_project / "processing_provider" / "m.py"
    module.write_text(SOURCE.replace("Heat", "Shade"), encoding="utf-8")
    assert translate.main(["--check"]) == 1
    told = capsys.readouterr().out
    assert "unfinished: 'Shade'" in told and "no longer in the sources: 'Heat'" in told
    assert translate.main([]) == 0
    assert "Heat" not in translate.load(translate.CATALOGUE)


def test_wrong_placeholders_end_the_tool(small_project):
    wrong = {"The layer {name} is wrong; choose another one.": "La couche {nom} ne va pas."}
    (small_project / "batch.json").write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(TextsError, match=r"'name'.*in English, .*'nom'.*in French"):
        translate.main(["--merge", str(small_project / "batch.json")])
    assert not translate.CATALOGUE.exists()


def test_the_command_line_tells_errors_without_traceback(tmp_path, repository):
    (tmp_path / "bad.json").write_text('{"no such text": "x"}')
    command = [sys.executable, str(repository / "tools" / "translate.py"), "--merge", str(tmp_path / "bad.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "not a text of the sources" in done.stderr and "Traceback" not in done.stderr


def test_every_text_reaches_a_french_user(qgis_app):
    """What the catalogue says is what QGIS shows."""
    from cityorchestra.processing_provider.translation import tr
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    compiled = translate.CATALOGUE.with_suffix(".qm")
    finished = {source: french for source, french in translate.load(translate.CATALOGUE).items() if french}
    if not finished or not compiled.exists():
        pytest.skip("no text is translated yet")
    translator = QTranslator()
    assert translator.load(str(compiled))
    QCoreApplication.installTranslator(translator)
    try:
        shown = {source: tr(source) for source in finished}
    finally:
        QCoreApplication.removeTranslator(translator)
    assert shown == finished
