"""The reference pages: made from what runs, the same each time."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.provider import algorithm_classes
from cityorchestra.processing_provider.territory.schema import standard_layers
from cityorchestra.tools import reference
from cityorchestra.tools.reference import Page


@pytest.fixture(scope="module")
def pages():
    """Make every page in a process of its own, as `make docs` does, without writing them."""
    script = (
        "import json\n"
        "from cityorchestra.tools import reference\n"
        "application = reference.QgsApplication([], False)\n"
        "application.initQgis()\n"
        "print(json.dumps({str(path): text for path, text in reference.pages().items()}))\n"
        "application.exitQgis()\n"
    )

    def make():
        return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    first = make()
    assert make() == first, "made twice, the pages differ"
    import json

    return json.loads(first.splitlines()[-1])


@pytest.mark.parametrize("name", ["docs/reference.md", "docs/fr/reference.md"])
def test_every_algorithm_parameter_and_output_is_in_the_page(pages, name):
    for kind in algorithm_classes():
        algorithm = kind().create()
        section = pages[name].split(f"`cityorchestra:{kind.ID}`")[1].split("\n### ")[0]
        for item in [*algorithm.parameterDefinitions(), *algorithm.outputDefinitions()]:
            assert f"| `{item.name()}` |" in section


@pytest.mark.parametrize("name", ["docs/schema.md", "docs/fr/schema.md"])
def test_every_field_is_in_the_page(pages, name):
    for layer in standard_layers().values():
        section = pages[name].split(f"\n## {layer.name}\n")[1].split("\n## ")[0]
        assert layer.geometry in section
        for item in layer.fields:
            (line,) = [text for text in section.splitlines() if text.startswith(f"| `{item.name}` |")]
            described = item.description_fr if "/fr/" in name else item.description_en
            assert described.replace("|", "\\|") in line


def test_tables_are_well_formed(pages):
    for text in pages.values():
        width = None
        for line in text.splitlines():
            bars = line.replace("\\|", "").count("|") if line.startswith("|") else None
            assert bars is None or width is None or bars == width, line
            width = bars


def test_cells_and_paragraphs():
    assert reference.cell("a | b\n c") == "a \\| b c"
    assert reference.paragraphs("<p>One <b>two</b> &lt;m&gt;</p><p><i>three</i></p><p></p>") == [
        "One **two** <m>", "", "*three*", "",
    ]  # fmt: skip


def test_limits_in_both_languages():
    assert Page("en").limits(0, 10) == ["0 to 10"]
    assert Page("fr").limits(0.5, 1e300) == ["au moins 0.5"]
    assert Page("en").limits(-1e300, 3) == ["at most 3"]
    assert Page("en").limits(-1e300, 1e300) == []
    assert Page("fr").word("identifier", id="x") == "Identifiant\u00a0: `x`"


def test_every_type_is_known():
    for kind in algorithm_classes():
        algorithm = kind().create()
        for item in [*algorithm.parameterDefinitions(), *algorithm.outputDefinitions()]:
            assert item.type() in reference.TYPES
