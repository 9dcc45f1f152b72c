"""Keep the French texts in step with the sources.

Every literal given to ``tr`` or ``InputError`` is a text of ``i18n/cityorchestra_fr.ts``. Sources and
translations are compared here rather than by ``pylupdate``, which sees neither ``InputError`` nor a text
that cannot be extracted because it is assembled at run time.

Usage: ``translate.py`` refreshes the file and compiles it; ``--check`` changes nothing and fails when a text
is unfinished; ``--missing`` prints the unfinished texts as JSON; ``--merge texts.json`` fills them in.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "i18n" / "cityorchestra_fr.ts"
PACKAGES = ("processing_provider", "cityorchestra_plugin")
# The module that defines `tr` is the only one that may give it a variable.
DEFINITION = "processing_provider/translation.py"
CONTEXT = "CityOrchestra"
FUNCTIONS = ("tr", "InputError")

NO_BREAK_SPACE = "\u00a0"
_PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}")
# A plain space where French typography wants one that does not break.
_PLAIN_SPACE = re.compile(r" (?=[:;?!»](?:\W|$))|(?<=«) ")
# No space at all before a sign that ends a phrase, or inside guillemets.
_NO_SPACE = re.compile(r"[\w)}»][:?!](?=\s|$)|«(?!\s)|(?<!\s)»")


class TextsError(Exception):
    """Texts that cannot be extracted, or translations that do not fit; one line each."""


def python_files(root: Path) -> list[Path]:
    """Return the sources whose texts are translated."""
    return sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def texts_of(source: str, name: str) -> tuple[set[str], list[str]]:
    """Return the texts of one module, and what prevents others from being extracted."""
    texts, problems = set(), []
    for node in ast.walk(ast.parse(source, name)):
        if not isinstance(node, ast.Call) or _called(node) not in FUNCTIONS:
            continue
        place = f"{name}:{node.lineno}"
        argument = node.args[0] if node.args else None
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            problems.append(f"{place}: the text of {_called(node)}() must be a plain literal")
            continue
        text = argument.value
        texts.add(text)
        given = {keyword.arg for keyword in node.keywords}
        if _called(node) == "InputError" and given and None not in given and given != placeholders(text):
            problems.append(f"{place}: the sentence names {sorted(placeholders(text))} but is given {sorted(given)}")
    return texts, problems


def extract(root: Path = ROOT) -> list[str]:
    """Return every text of the sources, sorted.

    Raises
    ------
    TextsError
        When a text is not a plain literal.
    """
    texts, problems = set(), []
    for path in python_files(root):
        name = path.relative_to(root).as_posix()
        if name == DEFINITION:
            continue
        found, wrong = texts_of(path.read_text(encoding="utf-8"), name)
        texts |= found
        problems += wrong
    if problems:
        raise TextsError("\n".join(problems))
    return sorted(texts)


def placeholders(text: str) -> set[str]:
    """Return the names between braces."""
    return set(_PLACEHOLDER.findall(text))


def load(path: Path) -> dict[str, str]:
    """Return the translations of a ``.ts`` file, an empty text where unfinished."""
    if not path.exists():
        return {}
    translations = {}
    for message in ElementTree.parse(path).getroot().iter("message"):  # noqa: S314 (our own file)
        translation = message.find("translation")
        finished = translation is not None and translation.get("type") is None
        translations[message.findtext("source")] = (translation.text or "") if finished else ""
    return translations


def catalogue_xml(translations: dict[str, str]) -> str:
    """Return the ``.ts`` file of some translations: the same text whatever the order they came in."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        '<TS version="2.1" language="fr_FR" sourcelanguage="en">',
        "<context>",
        f"    <name>{CONTEXT}</name>",
    ]
    for source in sorted(translations):
        french = translations[source]
        state = "" if french else ' type="unfinished"'
        lines += [
            "    <message>",
            f"        <source>{_escaped(source)}</source>",
            f"        <translation{state}>{_escaped(french)}</translation>",
            "    </message>",
        ]
    return "\n".join([*lines, "</context>", "</TS>", ""])


def _escaped(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&apos;", NO_BREAK_SPACE: "&#xa0;", "\u202f": "&#x202f;"})


def differing_placeholders(translations: dict[str, str]) -> list[str]:
    """Return a line for each translation whose placeholders are not those of its source."""
    return [
        f"{source!r}: {sorted(placeholders(source))} in English, {sorted(placeholders(french))} in French"
        for source, french in sorted(translations.items())
        if french and placeholders(source) != placeholders(french)
    ]


def typography(translations: dict[str, str]) -> list[str]:
    """Return a line for each translation whose spaces are not those of French typography."""
    return [
        f"no no-break space before a sign in: {french}"
        for _, french in sorted(translations.items())
        if _PLAIN_SPACE.search(french) or _NO_SPACE.search(french)
    ]


def french_spaces(text: str) -> str:
    """Make the spaces before ``: ; ? ! »`` and after ``«`` no-break ones."""
    return _PLAIN_SPACE.sub(NO_BREAK_SPACE, text)


def merged(translations: dict[str, str], added: dict[str, str]) -> dict[str, str]:
    """Return translations with some more filled in.

    Raises
    ------
    TextsError
        When a source is not a text of the project.
    """
    unknown = sorted(set(added) - set(translations))
    if unknown:
        raise TextsError("\n".join(f"not a text of the sources: {source!r}" for source in unknown))
    filled = {source: french_spaces(french) for source, french in added.items() if french}
    return {**translations, **filled}


def compile_catalogue(catalogue: Path) -> Path:
    """Compile a ``.ts`` file to the ``.qm`` beside it."""
    candidates = [shutil.which("lrelease"), shutil.which("lrelease-qt5")]
    candidates += sorted(str(path) for path in Path("/usr/lib").glob("qt*/bin/lrelease"))
    lrelease = next(filter(None, candidates), None)
    if lrelease is None:
        raise TextsError("lrelease is missing: run `make setup`")
    compiled = catalogue.with_suffix(".qm")
    subprocess.run([lrelease, "-silent", str(catalogue), "-qm", str(compiled)], check=True)
    return compiled


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a text is unfinished")
    parser.add_argument("--missing", action="store_true", help="print the unfinished texts as JSON")
    parser.add_argument("--merge", type=Path, metavar="FILE", help="JSON of English to French, to fill in")
    options = parser.parse_args(arguments)

    known = load(CATALOGUE)
    translations = {source: known.get(source, "") for source in extract()}
    if options.merge:
        translations = merged(translations, json.loads(options.merge.read_text(encoding="utf-8")))
    missing = [source for source, french in translations.items() if not french]
    if options.missing:
        print(json.dumps(dict.fromkeys(missing, ""), ensure_ascii=False, indent=2))
        return 0
    differing = differing_placeholders(translations)
    if differing:
        raise TextsError("\n".join(differing))
    for line in typography(translations):
        print(f"warning: {line}")
    print(f"{len(translations)} texts, {len(missing)} unfinished")
    if options.check:
        vanished = sorted(set(known) - set(translations))
        for source in missing:
            print(f"unfinished: {source!r}")
        for source in vanished:
            print(f"no longer in the sources: {source!r}")
        return 1 if missing or vanished else 0
    CATALOGUE.write_text(catalogue_xml(translations), encoding="utf-8")
    compile_catalogue(CATALOGUE)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except TextsError as error:
        sys.exit(str(error))
