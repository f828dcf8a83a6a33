"""The shape of config/lexicon/: words by which actions, places, numbers and cues are known.

No I/O (reading YAML is config.load). The words themselves are data: operators add theirs to
the YAML files, in any of the five languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Literal, TypeVar, get_args

from pydantic import Field

from config.values import ActionName, Country, Language, Model, Text

CueName = Literal[
    # who and what; where
    "russian", "supported", "troops", "gear", "base", "africa", "seaway", "vessel",
    "other_actor", "supplier", "other_front",
    # what kind of text it is
    "fresh", "evidence", "background", "years_ago", "recall", "history", "opinion", "catalogue",
    "drill", "game", "sport", "nature", "culture", "science", "aid", "civil", "politics",
    "denial", "plan", "intent",
]  # fmt: skip

PhraseName = Literal[
    "contrast", "left_behind", "bearing", "season", "another", "separate", "follow_up", "lately",
    "dispute", "rejected", "not_quoted", "not_so", "but_so", "merely", "measure",
    "forwarded", "signature", "byline", "credit", "way_point", "in_action", "moved_on", "passed_on",
    "recovered", "reached", "unloaded", "claimed", "training_begun", "written_on", "vessel",
    "tail_number", "hull_number", "imo_number", "number", "marking", "office", "own_voice",
    "confirmation", "announcement", "colour", "side_number", "brought_down", "mishap", "dead",
    "unhurt", "arms", "unarmed", "not_this", "only",
    "others_count", "office_act", "evasive", "irregular", "not_where", "not_where_behind", "home",
    "region", "region_behind",
    "exercised", "built", "struck", "taken_over", "gone", "bound_for", "where",
    "former", "left_by", "former_behind",
    "at_sea", "of_ship", "sails", "speaks_for", "plain_name", "called",
    "radar", "jamming", "bridging", "launcher", "flamethrower", "atgm", "manpads", "demining",
    "boat",
]  # fmt: skip

MonthName = Literal[
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
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


class FormationWords(Words):
    """Words for one size of formation; heard as phrases are."""

    by: tuple[Literal["number", "rank", "quotes", "capitals"], ...] = Field(
        (), description="What may name one: 81st, third, «Саванна», Espanola"
    )


class NumberWords(Model):
    """Number words of one language, and the words that blur, bound or join a number."""

    numbers: dict[Text, int] = Field({}, description="Also of several words: quatre-vingts")
    groups: dict[Text, int] = Field({}, description="Blurred amounts: dozen, десяток, dizaine")
    many: dict[Text, int] = Field({}, description="Open amounts, at least: dozens, десятки")
    scales: dict[Text, int] = Field({}, description="Multiplied by what stands before: thousand")
    several: tuple[Text, ...] = Field((), description="Before a scale, at least two: several")
    pairs: tuple[Text, ...] = Field((), description="Twice what stands before: pairs")
    half: tuple[Text, ...] = Field((), description="Before a group: half, demi")
    half_more: tuple[Text, ...] = Field((), description="Before it, half as much again: полтора")
    and_half: tuple[Text, ...] = Field((), description="Behind its number: and a half")
    one_or_two: tuple[Text, ...] = Field((), description="Right behind the thing as well: واحدة")
    endings: tuple[Text, ...] = Field((), description="Of digits that count: 5-ти")
    ordinals: tuple[Text, ...] = Field((), description="Of digits that don't: 7th")
    more: tuple[Text, ...] = Field((), description="At least: over, more than, свыше")
    less: tuple[Text, ...] = Field((), description="At most: up to, до, jusqu'à")
    about: tuple[Text, ...] = Field((), description="Roughly: about, около, environ")
    more_behind: tuple[Text, ...] = Field((), description="At least, behind it: or more")
    about_behind: tuple[Text, ...] = Field((), description="Roughly, behind it: or so")
    between: tuple[Text, ...] = Field((), description="Before the least of a range: between")
    ranges: tuple[Text, ...] = Field((), description="Before the most of a range: to, or, до")
    joins: tuple[Text, ...] = Field((), description="Between numbers or adjectives: and, et")
    of_what: tuple[Text, ...] = Field((), description="From a number to its thing: of, de")
    out_of: tuple[Text, ...] = Field((), description="From a part to the whole: из, du")
    these: tuple[Text, ...] = Field((), description="Before a thing that is known: the, such")
    types: tuple[Text, ...] = Field((), description="What a model is: type, model, класса")
    describing: tuple[Text, ...] = Field((), description="Endings of what may stand between: -ed")
    calibres: tuple[Text, ...] = Field((), description="Behind a number that is no count: mm")
    units: tuple[Text, ...] = Field((), description="Words for a piece: units, ед, шт")
    men: tuple[Text, ...] = Field((), description="Who serve with a force: men of the corps")
    people: tuple[Text, ...] = Field((), description="More that count as men: Russians, the dead")
    telling: tuple[Text, ...] = Field((), description="What a few men do who are a source: said")
    soldierly: tuple[Text, ...] = Field((), description="Of men, or of a thing: military trucks")
    alike: tuple[Text, ...] = Field((), description="From a class to a model like it: resembling")
    says: tuple[Text, ...] = Field((), description="Beside one of two counts: according to")
    others: tuple[Text, ...] = Field((), description="Before the other one: others say, perhaps")
    stop: tuple[Text, ...] = Field((), description="Words that end the search for a number")
    labels: tuple[Text, ...] = Field((), description="Words whose number is a name: base 101")
    months: tuple[Text, ...] = Field((), description="Before a day: on January 17")
    numbering: tuple[Text, ...] = Field((), description="Between a thing and its number: totalling")
    counting: tuple[Text, ...] = Field((), description="Before the number of them: counted, их")
    of_them: tuple[Text, ...] = Field((), description="Behind a number of them: of them, in all")
    in_all: tuple[Text, ...] = Field((), description="Behind a number of all: total, all told")
    parts: tuple[Text, ...] = Field((), description="Before the number of a part: including")
    moved: tuple[Text, ...] = Field((), description="Beside a number of who came or left: arrived")
    harm: tuple[Text, ...] = Field((), description="Behind it a number counts the harm: killed")
    machines: tuple[Text, ...] = Field((), description="What any thing is called: vehicle, борт")
    naming: tuple[Text, ...] = Field((), description="From a class to its model: believed to be")
    articles: tuple[Text, ...] = Field((), description="Before one of a kind: a T-72")
    no_piece: tuple[Text, ...] = Field((), description="Whose article it is then: a T-72 crew")
    definite: tuple[Text, ...] = Field((), description="Before one that is known: the, le")
    the_one: tuple[Text, ...] = Field((), description="Before one that is known, never many: ce")
    singulars: tuple[Text, ...] = Field((), description="One of a class: вертолёт, مروحية")
    singly: tuple[Text, ...] = Field((), description="Said of one, or done to it: landed, сбит")
    singly_behind: tuple[Text, ...] = Field((), description="Behind one that is known: that")
    apart: tuple[Text, ...] = Field((), description="Begins what is no more said of it: until")
    ranks: dict[Text, int] = Field({}, description="Which of them: first, седьмая")


class NegationWords(Model):
    """How one language says that something is not so."""

    doing: tuple[Text, ...] = Field((), description="Before what is done: not, without, не")
    between: tuple[Text, ...] = Field((), description="May stand between: not yet been")
    absence: tuple[Text, ...] = Field((), description="At most three words before it: without")
    behind: tuple[Text, ...] = Field((), description="Behind what was not: нет, ': none'")
    name: tuple[Text, ...] = Field((), description="Before a thing that isn't there: no, aucun")
    nobody: tuple[Text, ...] = Field((), description="Opens what none has seen: nobody, никто")
    of: tuple[Text, ...] = Field((), description="Between the two: none of the T-72")
    ahead: tuple[Text, ...] = Field((), description="Right before what is yet to come: will, may")
    asks: tuple[Text, ...] = Field((), description="Opens a question of yes or no: did, هل")
    doubts: tuple[Text, ...] = Field((), description="Ends a word of such a question: ли, -t-il")


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
    no_actions: Words = Field(Words(), description="Where an action's word is none: left flank")
    cues: dict[CueName, Words] = Field({})
    numbers: dict[Language, NumberWords] = Field({})
    negations: dict[Language, NegationWords] = Field({})
    kinds: dict[Text, KindWords] = Field({}, description="By the class that entities have")
    formations: dict[Text, FormationWords] = Field({}, description="By their size: brigade")
    phrases: dict[PhraseName, Words] = Field({}, description="Heard as written; `*` is any ending")
    months: dict[MonthName, Words] = Field({}, description="Phrases as well")
    places: tuple[PlaceEntry, ...] = ()
    no_places: Words = Field(Words(), description="Where a place's word is none: Maghrib prayer")
    countries: tuple[CountryEntry, ...] = ()


def merged(parts: Iterable[Lexicon]) -> Lexicon:
    """Join lexicons: words are added, never replaced."""
    all_parts = list(parts)
    return Lexicon(
        actions=_by_name(part.actions for part in all_parts),
        no_actions=reduce(_joined, (part.no_actions for part in all_parts), Words()),
        cues=_by_name(part.cues for part in all_parts),
        numbers=_by_name(part.numbers for part in all_parts),
        negations=_by_name(part.negations for part in all_parts),
        kinds=_by_name(part.kinds for part in all_parts),
        formations=_by_name(part.formations for part in all_parts),
        phrases=_by_name(part.phrases for part in all_parts),
        months=_by_name(part.months for part in all_parts),
        places=tuple(place for part in all_parts for place in part.places),
        no_places=reduce(_joined, (part.no_places for part in all_parts), Words()),
        countries=tuple(country for part in all_parts for country in part.countries),
    )


K = TypeVar("K", bound=str)
M = TypeVar("M", bound=Model)


def _by_name(parts: Iterable[dict[K, M]]) -> dict[K, M]:
    words: dict[K, M] = {}
    for part in parts:
        for name, more in part.items():
            words[name] = _joined(words[name], more) if name in words else more
    return words


def _joined(one: M, two: M) -> M:
    values = {}
    for name in type(one).model_fields:
        first, second = getattr(one, name), getattr(two, name)
        values[name] = first | second if isinstance(first, dict) else (*first, *second)
    return one.model_copy(update=values)
