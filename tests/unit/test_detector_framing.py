"""Heads of forwards, signatures, credits and a source's own name are no report."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, Words
from detector.framing import credited, framing, own_words
from detector.model import Document
from detector.phrases import Phrases

PHRASES = Phrases.of(
    Lexicon(
        phrases={
            "forwarded": Words(en=("forwarded from",)),
            "byline": Words(en=("with",)),
            "signature": Words(en=("subscribe",)),
            "credit": Words(en=("Telegram channel", "source:")),
        }
    )
)


def framed(text: str, source: str = "desk") -> list[str]:
    found = framing(Document("1", text, source=source), PHRASES)
    return [text[one.start : one.end].strip() for one in found]


@pytest.mark.parametrize(
    ("text", "source", "frame"),
    [
        ("Forwarded from Bamako Notes\nA column.", "desk", ["Forwarded from Bamako Notes"]),
        ("➡️ Forwarded from X:\nA column.", "desk", ["➡️ Forwarded from X:"]),
        ("Forwarded from Gao Notes — a column.", "desk", ["Forwarded from Gao Notes —"]),
        (
            "👇 Forwarded from Gao Notes: " + "a column " * 12,
            "desk",
            ["👇 Forwarded from Gao Notes:"],
        ),
        ("↪️ Timbuktu Report\nA column.", "desk", ["↪️ Timbuktu Report"]),
        ("↪️ Timbuktu: 4 tanks\nA column.", "desk", []),
        ("↪️ A column in Gao", "desk", []),
        ("A column.\n\nSubscribe: t.me/notes", "desk", ["Subscribe: t.me/notes"]),
        ("A column.\n#Mali #Africa @notes", "desk", ["#Mali #Africa @notes"]),
        ("A column.\n(c) notes", "desk", ["(c) notes"]),
        ("The Telegram channel Gulf Notes, has it.", "desk", ["Gulf Notes"]),
        ("A column. Source: Gulf Notes.", "desk", ["Gulf Notes"]),
        ("Our source: From Gao they report a column.", "desk", []),
        ("Source: «Gulf Notes» has it.", "desk", ["«Gulf Notes»"]),
        ("BATA (Gulf Notes): a ship.", "Gulf Notes", ["Gulf Notes"]),
        ("Straße ßßß: GULF NOTES has a ship.", "Gulf Notes", ["GULF NOTES"]),
        ("A column.\n\nWith Gulf Notes.", "desk", ["With Gulf Notes."]),
        ("A column.\nWith Gulf Notes it came to Gao.", "desk", []),
        ("A column was forwarded from Gao to Kidal.", "desk", []),
        ("Subscribers " + "write that " * 10 + "they subscribe.", "desk", []),
    ],
)
def test_what_says_who_tells_is_framing(text: str, source: str, frame: list[str]) -> None:
    assert framed(text, source) == frame


def test_the_own_words_of_a_forward_are_those_of_its_original() -> None:
    post = "Two T-72 in Gao."

    forward = own_words(f"Forwarded from Notes\n\n{post}\n\nSubscribe!", PHRASES)

    assert forward.split() == post.split()


def test_a_text_of_nothing_but_framing_is_kept() -> None:
    assert own_words("#Mali #Gao", PHRASES) == "#Mali #Gao"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Telegram channel Gulf Notes has it.", ("gulf notes",)),
        ("rn16_watcher geolocated the clip", ("rn16_watcher",)),
        ("photo: @dune_eye, t.me/sahel_now", ("dune_eye", "sahel_now")),
        ("I wrote so myself, t.me/own_notes", ()),
        ("Gulf Notes: two T-72 in Gao.", ("gulf", "gulf notes")),
        ("Gulf Notes пишет: в Гао два Т-72.", ("gulf notes", "gulf notes пишет")),
        ("Two T-72 in Gao (Gulf Notes).", ("gulf notes",)),
    ],
)
def test_whom_a_text_names_as_its_source_is_read(text: str, named: tuple[str, ...]) -> None:
    assert credited(Document("1", text, source="own_notes"), PHRASES) == named
