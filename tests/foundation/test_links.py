"""Links of the documentation: every file and every heading they name is there."""

from __future__ import annotations

import re

import pytest

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```", flags=re.DOTALL)


def anchor_of(heading):
    """Return the anchor that the usual readers of Markdown give a heading."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.strip()).lower()
    return "".join(letter for letter in words if letter.isalnum() or letter in " -_").replace(" ", "-")


def anchors_in(page):
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return {anchor_of(found.group(1)) for found in re.finditer(r"^#+ (.*)$", text, flags=re.MULTILINE)}


def pages(root):
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def broken(page):
    """Return the links of a page that lead nowhere."""
    found = []
    for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, fragment = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (fragment and fragment not in anchors_in(target)):
            found.append(link)
    return found


def test_every_link_leads_somewhere(repository):
    assert {page.name: broken(page) for page in pages(repository) if broken(page)} == {}


def test_each_page_of_the_guide_has_its_french_twin(repository):
    english_only = {"architecture.md", "contributing.md"}
    english = {page.name for page in (repository / "docs").glob("*.md")} - english_only
    french = {page.name for page in (repository / "docs" / "fr").glob("*.md")}
    assert english == french


@pytest.mark.parametrize("link", ["nowhere.md", "there.md#no-such-heading"])
def test_a_broken_link_is_found(tmp_path, link):
    (tmp_path / "there.md").write_text("# A heading\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(f"[good](there.md#a-heading) [bad]({link})", encoding="utf-8")
    assert broken(page) == [link]
