"""HTML to what a reader would see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.plain import clean, one_line, text_of_html, title_of

TEXTS = [
    ("paragraphs", "<p>one</p><p>two</p>", "one\n\ntwo"),
    ("line breaks", "one<br>two<br/>three", "one\ntwo\nthree"),
    ("inline markup joins", "T-<b>72</b>B3<i>M</i>", "T-72B3M"),
    ("source line ends are spaces", "seven\nT-72", "seven\nT-72"),
    ("source line ends within markup are spaces", "<p>seven\n T-72</p>", "seven T-72"),
    ("entities", "AT&amp;T &mdash; &#1058;-72&nbsp;B", "AT&T — Т-72 B"),
    ("scripts and styles are nothing", "a<script>x()</script><style>b{}</style>c", "ac"),
    ("a list", "<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
    ("text after a block begins a line", "<div>one</div>two", "one\ntwo"),
    ("an open tag", "<p>one<p>two", "one\n\ntwo"),
    ("a comparison is no tag", "1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ("an image is nothing", '<img src="x" alt="tank">Bamako', "Bamako"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("reason", "markup", "text"), TEXTS, ids=[row[0] for row in TEXTS])
def test_markup_becomes_text(reason: str, markup: str, text: str) -> None:
    assert text_of_html(markup) == text, reason


STRAY = [
    ("control characters", "a\x00b\x1bc\x9dd", "abcd"),
    ("lone surrogates", "a\ud800b", "ab"),
    ("bidi overrides", "a\u202eb\u2066c", "abc"),
    ("line ends of all kinds", "a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    ("spaces of all kinds", "a\u00a0\u2003\tb", "a b"),
    ("many empty lines", "a\n\n\n\n b", "a\n\nb"),
    ("zero-width joiners in emoji stay", "👨\u200d✈️", "👨\u200d✈️"),
]


@pytest.mark.parametrize(("reason", "text", "cleaned"), STRAY, ids=[row[0] for row in STRAY])
def test_stray_characters_are_dropped(reason: str, text: str, cleaned: str) -> None:
    assert clean(text) == cleaned, reason


@pytest.mark.parametrize(
    ("reason", "markup", "is_html", "title"),
    [
        ("markup in a title", "Seven <b>T-72</b>\n in Bamako", True, "Seven T-72 in Bamako"),
        ("entities escaped twice", "France&#8217;s AT&amp;T", False, "France’s AT&T"),
        ("a plain title keeps its angle brackets", "1 < 2", False, "1 < 2"),
    ],
)
def test_a_title_is_one_plain_line(reason: str, markup: str, is_html: bool, title: str) -> None:
    assert title_of(markup, is_html) == title, reason


@given(st.text(max_size=300))
def test_any_text_is_clean_after_cleaning_once(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert "\n" not in one_line(text)


@given(st.text(alphabet="<>/bpdiv &;x\n", max_size=200))
def test_no_markup_raises(markup: str) -> None:
    assert isinstance(text_of_html(markup), str)


def test_markup_nested_deeper_than_the_stack_is_read() -> None:
    assert text_of_html("<b>" * 3_000 + "deep") == "deep"
