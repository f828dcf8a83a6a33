"""Long lines in a narrow terminal: folded between words, none lost, nothing wider than it."""

from __future__ import annotations

import pytest

from cli.folding import columns, folded

ARABIC = (
    "  event 1 · 7–9 × T-72B3 · وصول, تحرك · Bamako (مالي), Conakry (غينيا) · 22 نوفمبر · تقريران"
)


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("line", [ARABIC, "    " + "score +0.5, " * 30, "x" * 200])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(line: str, width: int) -> None:
    shown = folded(line, width, 4)

    assert all(columns(one) <= width for one in shown.splitlines())
    assert "".join(shown.split()) == "".join(line.split())


def test_what_goes_on_stands_further_in() -> None:
    assert folded("  one two three four five six seven eight nine ten", 40, 4) == (
        "  one two three four five six seven\n      eight nine ten"
    )


@pytest.mark.parametrize(
    ("why", "width"), [("it goes to a pipe", None), ("it is wide enough", 200)]
)
def test_a_line_stays_whole(why: str, width: int | None) -> None:
    assert folded(ARABIC, width, 4) == ARABIC, why


@pytest.mark.parametrize(("text", "wide"), [("Bamako", 6), ("Se\u0301gou", 5), ("坦克", 4)])
def test_columns_are_what_a_terminal_shows(text: str, wide: int) -> None:
    assert columns(text) == wide
