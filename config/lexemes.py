"""The shape of config/lexicon/: words by which actions, places, numbers and cues are known.

No I/O (reading YAML is config.load). The words themselves are data: operators add theirs to
the YAML files, in any of the five languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeVar, get_args

from pydantic import Field

from config.values import ActionName, Country, Language, Model, Text

CueName = Literal[
    # who and what; where
    "russian", "supported", "troops", "gear", "base", "africa", "seaway", "vessel",
    "other_actor", "supplier", "other_front",
    # what kind of text it is
    "fresh", "evidence", "background", "recall", "history", "opinion", "catalogue", "drill",
    "game", "sport", "nature", "culture", "science", "aid", "civil", "politics", "denial", "plan",
    "intent",
]  # fmt: skip

LANGUAGES: tuple[Language, ...] = get_args(Language)


class Words(Model):
    """The same idea in five languages; `exact` is heard as written, without inflection."""

    en: tuple[Text, ...] = ()
    ru: tuple[Text, ...] = ()
    fr: tuple[Text, ...] = ()
    uk: tuple[Text, ...] = ()
    ar: tuple[Text, ...] = ()
    exact: tuple[Text, ...] = ()

    def by_language(self) -> Iterator[tuple[Language | None, str]]:
        """Yield every word with its language; None for those heard as written."""
        for language in LANGUAGES:
            for word in getattr(self, language):
                yield language, word
        for word in self.exact:
            yield None, word


class KindWords(Words):
    """Words for a kind of thing, told apart from its models: "helicopters" for a Mi-8."""

    also: tuple[Text, ...] = Field((), description="Wider classes: a tank is armour as well")


class NumberWords(Model):
    """Number words of one language, and the words that blur or bound a number."""

    numbers: dict[Text, int] = Field({})
    groups: dict[Text, int] = Field({}, description="Blurred amounts: dozen, десяток, dizaine")
    many: dict[Text, int] = Field({}, description="Open amounts, at least: dozens, десятки")
    more: tuple[Text, ...] = Field((), description="At least: over, more than, свыше")
    less: tuple[Text, ...] = Field((), description="At most: up to, до, jusqu'à")
    about: tuple[Text, ...] = Field((), description="Roughly: about, около, environ")
    units: tuple[Text, ...] = Field((), description="Words for a piece: units, ед, шт")
    stop: tuple[Text, ...] = Field((), description="Words that end the search for a number")
    labels: tuple[Text, ...] = Field((), description="Words whose number is a name: base 101")


class PlaceEntry(Model):
    """A base, port, airfield, district or town, known by names in any language."""

    name: Text
    country: Country
    names: tuple[Text, ...] = Field((), description="Other spellings and languages")
    kind: Literal[
        "base", "port", "airfield", "district", "town", "region", "country", "demonym"
    ] = "town"
    lat: float | None = None
    lon: float | None = None
    capital_letter: bool = True
    near: tuple[Text, ...] = Field(
        (), description="Ambiguous name: one of these, or its country, must be in the item"
    )


class CountryEntry(Model):
    """What a country's things and people are called, beside its name."""

    country: Country
    demonyms: tuple[Text, ...] = ()
    names: tuple[Text, ...] = Field((), description="Names beside those that babel knows")
    ban: tuple[Text, ...] = Field((), description="Spellings that mean something else")


class Lexicon(Model):
    """config/lexicon/*.yaml, merged."""

    actions: dict[ActionName, Words] = Field({})
    cues: dict[CueName, Words] = Field({})
    numbers: dict[Language, NumberWords] = Field({})
    kinds: dict[Text, KindWords] = Field({}, description="By the class that entities have")
    places: tuple[PlaceEntry, ...] = ()
    countries: tuple[CountryEntry, ...] = ()


def merged(parts: Iterable[Lexicon]) -> Lexicon:
    """Join lexicons: words are added, never replaced."""
    actions: dict[ActionName, Words] = {}
    cues: dict[CueName, Words] = {}
    numbers: dict[Language, NumberWords] = {}
    kinds: dict[str, KindWords] = {}
    places: tuple[PlaceEntry, ...] = ()
    countries: tuple[CountryEntry, ...] = ()
    for part in parts:
        for action, words in part.actions.items():
            actions[action] = _joined(actions.get(action, Words()), words)
        for cue, words in part.cues.items():
            cues[cue] = _joined(cues.get(cue, Words()), words)
        for language, sense in part.numbers.items():
            numbers[language] = _joined(numbers.get(language, NumberWords()), sense)
        for kind, named in part.kinds.items():
            kinds[kind] = _joined(kinds.get(kind, KindWords()), named)
        places += part.places
        countries += part.countries
    return Lexicon(
        actions=actions, cues=cues, numbers=numbers, kinds=kinds,
        places=places, countries=countries,
    )  # fmt: skip


M = TypeVar("M", bound=Model)


def _joined(one: M, two: M) -> M:
    values = {}
    for name in type(one).model_fields:
        first, second = getattr(one, name), getattr(two, name)
        values[name] = first | second if isinstance(first, dict) else (*first, *second)
    return one.model_copy(update=values)
