"""Where sentences and paragraphs begin."""

from __future__ import annotations

import pytest

from detector.model import Document
from detector.reading import Reading, Spot
from detector.sentences import paragraphs, sentences


@pytest.mark.parametrize(
    ("why", "text", "count"),
    [
        ("two sentences", "One came. Two left.", 2),
        ("an abbreviation", "About 5 km. north of approx. ten men", 1),
        ("initials", "J. Smith saw U.S. tanks", 1),
        ("a number", "It cost 1.5 million", 1),
        ("Russian units", "В 2023 г. прибыли 5 ед. техники", 1),
        ("a new line", "Title\nText", 2),
        ("a list below its heading", "In the column:\n- 4 T-72\n- 2 Tigr\nAll went north", 2),
        ("a list below a blank line", "Seen:\n\n• T-72: 4\n• BMP-3: 2", 1),
        ("entries without a heading", "- 4 T-72\n- 2 Tigr", 2),
        ("long entries tell each for itself", "Today:\n- " + "word " * 12 + "\n- 2 Tigr", 3),
        ("an ellipsis and a question", "Really?! Yes… No", 3),
        ("a closing quote", "“They came.” He left.", 2),
        ("Arabic", "هل وصلوا؟ نعم", 2),
        ("a place that opens a post", "Кайес, запад. Зашли 4 Т-72. Едут дальше", 2),
        ("an exclamation that opens one", "Gao! Four T-72", 2),
        ("a first sentence that says more", "They came to Gao from the far north. Then left.", 2),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(why: str, text: str, count: int) -> None:
    assert len(sentences(text)) == count, why


@pytest.mark.parametrize(
    ("why", "text", "start"),
    [
        ("a place opens the post", "Gao. 4 T-72 came. All saw it.", 4),
        ("the thing itself does", "Four T-72. Gao.", 0),
        ("an abbreviation does", "Approx. 5 T-72 came.", 0),
        ("an entry of a list", "Losses in Gao:\n- BTR: 2\n- T-72: 3", 24),
    ],
)
def test_the_words_around_a_find_start_behind_what_heads_them(
    why: str, text: str, start: int
) -> None:
    reading = Reading.of(Document("1", text))
    at = text.index("T-72")
    spot = Spot("entity", "t-72", at, at + 4, reading.sentence_of(at), "T-72")

    assert reading.words_from(spot) == start, why


def test_blank_lines_divide_paragraphs_where_they_are_used() -> None:
    assert paragraphs("a\nb\n\nc\n\nd") == [0, 5, 8]
    assert paragraphs("a\nb") == [0, 2]


def test_spans_return_to_the_field_they_came_from() -> None:
    reading = Reading.of(Document("1", "text here", "the title"))

    assert reading.field_of(4, 9) == ("title", 4, 9)
    assert reading.field_of(11, 15) == ("text", 0, 4)
    assert reading.crosses(5, 12)
    assert not reading.crosses(11, 15)
