"""What is listened for: the watchlist and the lexicon as terms of the matching engine.

Two sets. Triggers (entities, keywords) are sought in every item; the scene (places, actions, cues,
context words) only in items with a trigger, which keeps an ordinary stream cheap. An everyday
keyword that asks for company ("truck", if a word for Russian is near) is shy: it does not open an
item alone. The company it asks for is sought with the triggers, as hints; a third set, of shy
keywords alone, only where nothing but such company was heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol, get_args

from config.lexemes import CueName, Lexicon, PlaceEntry, Words
from config.schema import Condition, Entity, Keyword, Near, Watchlist
from config.values import Language
from detector.declension import articled, declined
from detector.places import NO_PLACE
from detector.terms import Hit, Term, Told

SEPARATOR = "|"
NO_ACTION = "none"  # name of what sounds like an action
_MOST_REMEMBERED = 20_000
_STEP = " -> "  # in how a term was reached
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэъё]", re.IGNORECASE)


class Numbered(Protocol):
    """Terms by their number."""

    def __getitem__(self, index: int, /) -> Term:
        """Return the term of a number that a hit names."""
        ...


class Finder(Protocol):
    """The matching engine, once compiled."""

    @property
    def terms(self) -> Numbered:
        """What it listens for."""
        ...

    def find(self, texts: Sequence[str]) -> list[list[Hit]]:
        """Return the hits of every text, in the order of the texts."""
        ...


class Role(NamedTuple):
    """What a term stands for: `kind` is entity, keyword, place, action, cue, kind, near or hint."""

    kind: str
    name: str
    near: Near | None = None


class Roles(dict[int, Role]):
    """What the terms' keys say, with the context that each alias asks for; read when asked."""

    def __init__(self, terms: Numbered, watchlist: Watchlist) -> None:
        owners: dict[str, Entity | Keyword] = {f"entity|{e.id}": e for e in watchlist.entities}
        owners |= {f"keyword|{keyword.id}": keyword for keyword in watchlist.keywords}
        self._terms, self._owners = terms, owners

    def __missing__(self, number: int) -> Role:
        term = self._terms[number]
        kind, name = term.key.split(SEPARATOR, 1)
        role = self[number] = Role(kind, name, _near(term, self._owners.get(term.key)))
        return role


Part = tuple[str, str, Near | None, str | None, str]  # kind, name, near, variant, how


class Parts(dict[tuple[Told, ...], tuple[Part, ...]]):
    """What stands at a place, by the terms heard there, worked out once; hints are left out.

    What two aliases or languages share is one; but two of its names make a place surer.
    """

    def __init__(self, terms: Numbered, watchlist: Watchlist) -> None:
        self._roles = Roles(terms, watchlist)

    def __missing__(self, told: tuple[Told, ...]) -> tuple[Part, ...]:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        here: list[Role] = []
        parts: list[Part] = []
        asked = {role[:2]: role.near for role in self._guarded(told)}
        for which, variant, how in told:
            role = self._roles[which]
            if role.near is None and _STEP in how:  # "Tor" is no plural of "Tors"
                role = role._replace(near=asked.get(role[:2]))
            if role.kind != "hint" and (role.kind == "place" or role not in here):
                parts.append((*role, variant, how))
            here.append(role)
        found = self[told] = tuple(parts)
        return found

    def _guarded(self, told: tuple[Told, ...]) -> Iterator[Role]:
        """Those that are written just so and ask for context, whatever other aliases lead there."""
        heard = ((self._roles[which], how) for which, _, how in told)
        return (role for role, how in heard if role.near and _STEP not in how)


def _near(term: Term, owner: Entity | Keyword | None) -> Near | None:
    """The context that this alias asks for."""
    near = owner.near if owner else None
    return None if near and near.aliases and term.text not in near.aliases else near


def _shy(watchlist: Watchlist) -> list[Keyword]:
    """Keywords whose company is always an entity, a watched base or a word of a cue."""
    known = {f"@{name}" for entity in watchlist.entities for name in (entity.id, entity.kind)}
    known |= {"@bases", "@partners", *(f"@{cue}" for cue in get_args(CueName))}
    asking = (k for k in watchlist.keywords if k.near and k.near.any)
    return [keyword for keyword in asking if keyword.near and known.issuperset(keyword.near.any)]


def heard_terms(watchlist: Watchlist, lexicon: Lexicon) -> tuple[Term, ...]:
    """What is sought in every item."""
    left = frozenset(shy_terms(watchlist))
    opening = (term for term in trigger_terms(watchlist) if term not in left)
    return (*opening, *hint_terms(watchlist, lexicon))


def shy_terms(watchlist: Watchlist) -> tuple[Term, ...]:
    """What opens an item only in company."""
    terms = [(term, keyword) for keyword in _shy(watchlist) for term in _of_keyword(keyword)]
    return tuple(dict.fromkeys(term for term, keyword in terms if _near(term, keyword)))


def hint_terms(watchlist: Watchlist, lexicon: Lexicon) -> tuple[Term, ...]:
    """The company that shy keywords ask for, beside entities; sought with the triggers."""
    asked = {name for keyword in _shy(watchlist) if keyword.near for name in keyword.near.any}
    terms = [
        term
        for cue, words in lexicon.cues.items()
        if f"@{cue}" in asked
        for term in _of_words(f"hint|{cue}", words)
    ]
    near = {*watchlist.allies, *watchlist.partners} if "@partners" in asked else set()
    for place in lexicon.places:
        if place.near:
            continue  # asks for company itself: «по» is written like the town of Pô
        if place.country in near or ("@bases" in asked and place.kind == "base"):
            terms += [replace(term, key="hint|place") for term in _of_place(0, place)]
    return tuple(dict.fromkeys(terms))


def trigger_terms(watchlist: Watchlist) -> tuple[Term, ...]:
    """Entities and all keywords, with the bare words that conditions name."""
    terms = [term for entity in watchlist.entities for term in _of_entity(entity)]
    terms += [term for keyword in watchlist.keywords for term in _of_keyword(keyword)]
    terms += [Term(f"keyword|{word}", word) for word in bare_words(watchlist)]
    return tuple(dict.fromkeys(terms))


def scene_terms(watchlist: Watchlist, lexicon: Lexicon) -> tuple[Term, ...]:
    """Places, actions, cues, the context words of ambiguous aliases, and shy keywords."""
    terms = [term for index, place in enumerate(lexicon.places) for term in _of_place(index, place)]
    terms += _of_words(f"place|{NO_PLACE}", lexicon.no_places)
    for action, words in lexicon.actions.items():
        terms += _of_words(f"action|{action}", words)
    terms += _of_words(f"action|{NO_ACTION}", lexicon.no_actions)
    for cue, words in lexicon.cues.items():
        terms += _of_words(f"cue|{cue}", words)
    for kind, kind_words in lexicon.kinds.items():
        terms += _of_words(f"kind|{kind}", kind_words)
    terms += [Term(f"near|{word}", word) for word in near_words(watchlist)]
    terms += shy_terms(watchlist)
    return tuple(dict.fromkeys(terms))


def named_in(watchlist: Watchlist) -> Iterator[tuple[str, str]]:
    """Kind and name of what is watched, in order."""
    yield from (("entity", entity.id) for entity in watchlist.entities)
    yield from (("keyword", keyword.id) for keyword in watchlist.keywords)


def bare_words(watchlist: Watchlist) -> list[str]:
    """Words that conditions give as they are instead of a keyword's id."""
    known = {keyword.id for keyword in watchlist.keywords}
    asked = (watch.when for watch in watchlist.watches if watch.when)
    words = (word for condition in asked for word in _keywords_of(condition))
    return [word for word in dict.fromkeys(words) if word not in known]


def near_words(watchlist: Watchlist) -> list[str]:
    """Every context word that some alias asks for, once; ids of entities are left out."""
    named: list[Entity | Keyword] = [*watchlist.entities, *watchlist.keywords]
    words = (word for owner in named if owner.near for word in _words_of(owner.near))
    return list(dict.fromkeys(words))


def _words_of(near: Near) -> Iterator[str]:
    yield from (word for word in (*near.any, *near.none) if not word.startswith("@"))


def _keywords_of(condition: Condition) -> Iterator[str]:
    yield from condition.keyword
    for inner in (*condition.any, *condition.all, *condition.none):
        yield from _keywords_of(inner)


def _of_entity(entity: Entity) -> Iterator[Term]:
    for alias in entity.aliases or (entity.name,):
        # No dictionary knows most places: they are declined by their endings as well.
        forms = declined(alias) if entity.kind == "place" and " " not in alias else ()
        for language in _languages(alias):
            yield Term(
                key=f"entity|{entity.id}",
                text=alias,
                language=language,
                forms=(*entity.forms, *forms),
                ban=entity.ban,
                capital=entity.kind == "place" or alias in entity.capital,
            )


def _of_keyword(keyword: Keyword) -> Iterator[Term]:
    for word in keyword.words:
        for language in _languages(word):
            yield Term(
                key=f"keyword|{keyword.id}",
                text=word,
                language=language,
                ban=keyword.ban,
                capital=keyword.capital,
            )


def _languages(alias: str) -> tuple[Language | None, ...]:
    """Cyrillic without a letter that only one language has is declined in both.

    So is a name in Ukrainian letters: texts that mix both write "Гіацинты" as well as "Гіацинти".
    """
    if not _CYRILLIC.search(alias):
        return (None,)
    if _UKRAINIAN.search(alias):
        return ("uk", "ru") if alias[0].isupper() and alias[1:].islower() else ("uk",)
    return ("ru",) if _RUSSIAN.search(alias) else ("ru", "uk")


def _of_place(index: int, place: PlaceEntry) -> Iterator[Term]:
    names = place.names if place.kind == "demonym" else (place.name, *place.names)
    if place.kind not in ("country", "demonym"):
        names += tuple(other for name in names for other in articled(name))
    for name in dict.fromkeys(names):
        single = " " not in name and place.kind != "demonym"
        yield Term(
            key=f"place|{index}",
            text=name,
            how="exact" if single else "phrase",
            forms=declined(name) if single else (),
            capital=place.capital_letter,
        )


def _of_words(key: str, words: Words) -> list[Term]:
    return [
        Term(key=key, text=word, how="exact" if language is None else "phrase", language=language)
        for language, word in words.by_language()
    ]
