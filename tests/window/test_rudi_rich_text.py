"""What records say is shown and does nothing: no script, nothing fetched, no mark left open."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi import record_texts
from cityorchestra.cityorchestra_plugin.docks.rudi.rich_text import (
    KEPT,
    LONGEST,
    VOID,
    is_openable,
    link,
    plain_as_rich,
    safe_rich_text,
)
from cityorchestra.processing_provider.rudi.record_reader import read_record
from hypothesis import given
from hypothesis import strategies as st


class Marks(HTMLParser):
    """Reads rich text: its marks, their attributes, whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names, self.attributes, self.stack, self.words, self.broken = set(), [], [], "", False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        self.broken = self.broken or not self.stack or self.stack.pop() != tag

    def handle_data(self, data):
        self.words += data


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>Trees <b>of</b> the town</p>", "<p>Trees <b>of</b> the town</p>"),
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<p onclick='x()' style='color:red'>a</p>", "<p>a</p>"),
        ("<img src='http://spy.example/x.png'>a<br>b", "a<br>b"),
        ("<a href='javascript:alert(1)'>a</a>", "a"),
        ("<a href='file:///etc/passwd'>a</a>", "a"),
        ("<a href='https://example.org/?a=1&amp;b=2'>a</a>", '<a href="https://example.org/?a=1&amp;b=2">a</a>'),
        ("<a href='https://example.org' target='_blank'>a</a>", '<a href="https://example.org">a</a>'),
        ("<p><b>never closed", "<p><b>never closed</b></p>"),
        ("<h2>Title</h2><div>text</div>", "<p><b>Title</b></p><p>text</p>"),
        ("<b>one</i> two</b>", "<b>one two</b>"),
        ("<ul><li>one<li>two</ul>", "<ul><li>one<li>two</li></li></ul>"),
        ("<style>p{}</style><iframe src='x'>in</iframe><svg><text>x</text></svg>kept", "kept"),
        ("<p></p><p> </p><p>a</p>", "<p>a</p>"),
        ("&lt;script&gt;<b>a</b>", "&lt;script&gt;<b>a</b>"),
    ],
)
def test_marks_are_kept_or_dropped(dirty, clean):
    assert safe_rich_text(dirty) == clean


@pytest.mark.parametrize(
    ("plain", "rich"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("L&#39;eau &amp; la ville", "<p>L&#x27;eau &amp; la ville</p>"),
        ("see https://example.org/a.", '<p>see <a href="https://example.org/a">https://example.org/a</a>.</p>'),
        ("", ""),
        ("   \n\n ", ""),
    ],
)
def test_plain_text_keeps_its_shape(plain, rich):
    assert safe_rich_text(plain) == rich


fragments = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<a href='https://x.org'>", "<a href=javascript:x>", "</a>", "<script>", "</script>",
     "<img src=http://x>", "<li>", "</ul>", "<", ">", "&", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<?php", "\x00",
     "<object data=x>", "</object>", "<svg/onload=x>", "<style>", "words", " ", "\n"]
)  # fmt: skip


@given(st.lists(st.one_of(fragments, st.text(max_size=8)), max_size=25).map("".join))
def test_whatever_a_record_holds_is_harmless(dirty):
    marks = Marks(safe_rich_text(dirty))
    assert marks.names <= KEPT | {"a"}
    assert not marks.stack
    assert not marks.broken
    assert all(name == "href" and is_openable(value) for name, value in marks.attributes)


@given(st.text(max_size=200))
def test_plain_words_are_all_there(text):
    assert "".join(Marks(plain_as_rich(text)).words.split()) == "".join(text.replace("\r\n", "\n").split())


def test_a_very_long_text_is_cut():
    assert len(Marks(safe_rich_text("<p>" + "word " * LONGEST)).words) <= LONGEST


@pytest.mark.parametrize(
    ("address", "openable"),
    [
        ("https://example.org", True),
        ("http://example.org/x", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("mailto:a@example.org", True),
        ("mailto:nobody", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("//example.org", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_are_opened(address, openable):
    assert is_openable(address) is openable
    assert ("<a " in link(address, "text")) is openable


# --- texts of the card --------------------------------------------------------------------------------------------

EVIL = '"><script>x</script><img src=http://spy.example>'


def evil_record():
    text = [{"lang": "fr", "text": EVIL}]
    return read_record(
        {
            "global_id": "1",
            "resource_title": EVIL,
            "synopsis": text,
            "summary": [{"lang": "fr", "text": "x", "html": f"<p>{EVIL}</p>"}],
            "theme": EVIL,
            "keywords": [EVIL, "arbres & haies"],
            "producer": {"organization_id": "2", "organization_name": EVIL},
            "contacts": [{"contact_name": EVIL, "email": "a@example.org", "role": EVIL}],
            "access_condition": {"licence": {"licence_type": "CUSTOM", "custom_licence_label": text,
                                             "custom_licence_uri": "javascript:x"},
                                 "mandatory_mention": text, "other_constraints": text},
        },
        "https://portal.example",
    )  # fmt: skip


def test_an_evil_record_does_no_harm(qgis_app):
    record = evil_record()
    shown = [
        record_texts.description(record),
        record_texts.details(record),
        record_texts.similar([(7, record)]),
        record_texts.reuses([{"title": EVIL, "access_url": "javascript:x"}, {"title": None}, {}]),
        record_texts.remarks(record)[1],
        record_texts.plain(EVIL),
    ]
    for text in shown:
        marks = Marks(text)
        assert not marks.names & {"script", "img", "iframe"}, text
        for name, value in marks.attributes:
            if name == "href":
                assert record_texts.followed(value)[0], value


def test_links_of_the_card_are_followed():
    assert record_texts.followed("dataset:12") == ("dataset", "12")
    assert record_texts.followed("dataset:12; drop") == ("", "")
    assert record_texts.followed("javascript:x") == ("", "")
    assert record_texts.followed("https://example.org") == ("web", "https://example.org")
    (href,) = [value for name, value in Marks(record_texts.keyword_link("a&b c:é/ü")).attributes if name == "href"]
    assert record_texts.followed(href) == ("keyword", "a&b c:é/ü")
