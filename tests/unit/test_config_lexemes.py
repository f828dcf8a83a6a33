"""How lexicons join."""

from __future__ import annotations

from config.lexemes import KindWords, Lexicon, NumberWords, PlaceEntry, Words, merged


def test_an_operators_words_are_added_to_the_shipped_ones() -> None:
    shipped = Lexicon(
        actions={"arrival": Words(en=("arrive",))},
        cues={"sport": Words(en=("match",))},
        numbers={"en": NumberWords(numbers={"two": 2}, more=("over",))},
        kinds={"tank": KindWords(en=("tank",), also=("armour",))},
        phrases={"contrast": Words(en=("unlike",))},
        months={"may": Words(en=("may",))},
        places=(PlaceEntry(name="Gao", country="ML"),),
    )
    own = Lexicon(
        actions={"arrival": Words(en=("dock",), ru=("прибыть",))},
        numbers={"en": NumberWords(numbers={"deuce": 2})},
        kinds={"tank": KindWords(ru=("танк",))},
        phrases={"contrast": Words(en=("as opposed to",))},
        months={"may": Words(ru=("мая",))},
        places=(PlaceEntry(name="Camp X", country="ML"),),
    )

    assert merged([shipped, own]) == Lexicon(
        actions={"arrival": Words(en=("arrive", "dock"), ru=("прибыть",))},
        cues={"sport": Words(en=("match",))},
        numbers={"en": NumberWords(numbers={"two": 2, "deuce": 2}, more=("over",))},
        kinds={"tank": KindWords(en=("tank",), ru=("танк",), also=("armour",))},
        phrases={"contrast": Words(en=("unlike", "as opposed to"))},
        months={"may": Words(en=("may",), ru=("мая",))},
        places=(PlaceEntry(name="Gao", country="ML"), PlaceEntry(name="Camp X", country="ML")),
    )


def test_words_come_with_their_language_and_exact_ones_without() -> None:
    words = Words(en=("column",), ru=("колонна",), exact=("1/35",))

    assert list(words.by_language()) == [("en", "column"), ("ru", "колонна"), (None, "1/35")]
