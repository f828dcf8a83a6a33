"""Long originals are cut round their marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alerts.model import Highlight
from alerts.quote import Part, merged, window


def test_a_short_text_is_shown_whole_with_its_marks() -> None:
    parts = window("семь Т-72 и БМП", [Highlight(12, 15), Highlight(5, 9)], 100)

    assert parts == (Part("семь "), Part("Т-72", True), Part(" и "), Part("БМП", True))


def test_marks_that_overlap_or_touch_are_one() -> None:
    marks = merged([Highlight(5, 9), Highlight(0, 3), Highlight(3, 6), Highlight(20, 25)], 22)

    assert marks == (Highlight(0, 9), Highlight(20, 22))


def test_a_mark_inside_another_does_not_shorten_it() -> None:
    assert merged([Highlight(0, 9), Highlight(2, 4)], 22) == (Highlight(0, 9),)


def test_a_place_or_an_act_is_marked_lighter_unless_it_touches_what_is_watched() -> None:
    marks = [Highlight(0, 6, beside=True), Highlight(9, 13), Highlight(13, 15, beside=True)]

    parts = window("Бамако и Т-72 М", marks, 100)

    assert parts == (
        Part("Бамако", marked=True, beside=True), Part(" и "), Part("Т-72 М", marked=True),
    )  # fmt: skip


def test_marks_outside_the_text_are_dropped() -> None:
    assert merged([Highlight(50, 60), Highlight(4, 4), Highlight(-5, 2)], 10) == (Highlight(0, 2),)


def test_a_long_text_shows_its_start_and_the_words_round_each_mark() -> None:
    text = "Начало. " + "фон " * 500 + "колонна Т-72 у Гао " + "фон " * 500
    start = text.index("Т-72")

    parts = window(text, [Highlight(start, start + 4)], 900)

    assert parts[0].text.startswith("Начало. фон")
    assert [part.text for part in parts if part.marked] == ["Т-72"]
    assert [part.text for part in parts].count(" … ") == 1
    assert parts[-1].text == " …"
    assert "колонна " in parts[2].text


def test_what_is_left_out_is_cut_between_words() -> None:
    text = "word " * 1000

    (first, last) = window(text, [], 300)

    assert first.text.endswith("word")
    assert last.text == " …"


def test_a_long_text_without_spaces_is_cut_all_the_same() -> None:
    parts = window("ы" * 5000, [Highlight(4000, 4900)], 300)

    assert sum(len(part.text) for part in parts) <= 310


@given(
    st.text(max_size=400),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=8),
    st.integers(30, 500),
)
def test_parts_hold_the_text_in_order_and_respect_the_limit(
    text: str, spans: list[tuple[int, int]], limit: int
) -> None:
    marks = [Highlight(start, end) for start, end in spans]

    parts = window(text, marks, limit)

    assert sum(len(part.text) for part in parts) <= max(limit, 1) + 10
    if len(text) <= limit:
        assert "".join(part.text for part in parts) == text
        assert set(merged(marks, len(text))) == _spans(parts)


def _spans(parts: tuple[Part, ...]) -> set[Highlight]:
    found, at = set(), 0
    for part in parts:
        if part.marked:
            found.add(Highlight(at, at + len(part.text)))
        at += len(part.text)
    return found
