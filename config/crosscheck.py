"""Checks what one declaration says of another, over the written trees. No I/O.

Works on trees, not models, so that these mistakes are told together with those of the schema;
whatever has the wrong shape is skipped here: the schema has told it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import get_args

from config.entries import (
    Place,
    entries_of,
    fields_of,
    items_of,
    places_below,
    text_of,
    texts_of,
)
from config.lexemes import CueName, PlaceEntry
from config.mistakes import SECRETS, SHOWN, Mistake, closest, listed, secret_key, shown
from config.plausible import (
    COUNTRY_CODES,
    address_key,
    allow_problem,
    is_loopback,
    regex_problem,
)
from config.schema import EntityKind
from config.values import COUNTRY, ActionName
from config.yamltree import Node

# What `near` may ask for beside the names of entities and keywords, each behind an "@".
AROUND = frozenset(
    [
        "theatre",
        "partners",
        "bases",
        "named",
        "quoted",
        *get_args(CueName),
        *get_args(ActionName),
        *get_args(EntityKind),
    ],
)


def crosscheck(
    sources: Node | None,
    watchlist: Node | None,
    alerts: Node | None,
    sightings: Node | None = None,
) -> list[Mistake]:
    """Mistakes between declarations; a file that could not be read is None."""
    check = _Check(_known(sources, watchlist, alerts))
    if sources is not None:
        check.sources(Place("sources.yaml", (), sources))
    if watchlist is not None:
        check.watchlist(Place("watchlist.yaml", (), watchlist))
    if alerts is not None:
        check.alerts(Place("alerts.yaml", (), alerts))
    if sightings is not None:
        check.sightings(Place("sightings.yaml", (), sightings))
    return check.mistakes


def unknown_places(sightings: Node, places: Iterable[PlaceEntry]) -> list[Mistake]:
    """Places of sightings.yaml by which nothing would ever be found."""
    declared = [
        found
        for known in entries_of(Place("sightings.yaml", (), sightings), "known")
        for found in text_of(known, "place")
    ]
    if not declared:
        return []
    names = {place.name for place in places if place.kind not in ("demonym", "country")}
    return [
        place.mistake(f"the lexicon has no place named {shown(text)}", closest(text, names))
        for text, place in declared
        if text not in names
    ]


Names = dict[str, set[str] | None]  # None: the file that declares them could not be read


def _known(sources: Node | None, watchlist: Node | None, alerts: Node | None) -> Names:
    """Every declared name by what it names."""

    def names(root: Node | None, section: str, *keys: str) -> set[str] | None:
        if root is None:
            return None
        entries = entries_of(Place("", (), root), section)
        return {text for entry in entries for key in keys for text, _ in texts_of(entry, key)}

    entities, keywords = names(watchlist, "entities", "id"), names(watchlist, "keywords", "id")
    return {
        "source": names(sources, "sources", "name"),
        "source or tag": names(sources, "sources", "name", "tags"),
        "entity": entities,
        "class": names(watchlist, "entities", "classes"),
        "watch": names(watchlist, "watches", "id"),
        "mention": _either(entities, keywords),
        "cue, entity or keyword": _around(entities, keywords),
        "receiver": names(alerts, "receivers", "name"),
        "entity or operator": _either(entities, names(watchlist, "entities", "operator")),
        "time interval": names(alerts, "time_intervals", "name"),
    }


def _either(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    return None if one is None or other is None else one | other


def _around(entities: set[str] | None, keywords: set[str] | None) -> set[str] | None:
    declared = _either(entities, keywords)
    return None if declared is None else {f"@{name}" for name in declared | AROUND}


def _circles(parents: dict[str, str]) -> Iterator[list[str]]:
    """Each circle once, from the member declared first."""
    done: set[str] = set()
    for name in parents:
        way: dict[str, None] = {}
        step = name
        while step in parents and step not in done and step not in way:
            way[step] = None
            step = parents[step]
        if step in way:
            members = list(way)
            yield members[members.index(step) :]
        done.update(way)


@dataclass(slots=True)
class _Check:
    known: Names
    mistakes: list[Mistake] = field(default_factory=list)

    def sources(self, root: Place) -> None:
        self._secrets(root)
        entries = list(entries_of(root, "sources"))
        self._unique(entries, "name", "source")
        self._unique_addresses(entries)
        for fetch in fields_of(root, "fetch"):
            for text, place in texts_of(fetch, "allow"):
                self._problem(place, allow_problem(text))

    def watchlist(self, root: Place) -> None:
        self._secrets(root)
        entities, keywords = list(entries_of(root, "entities")), list(entries_of(root, "keywords"))
        watches = list(entries_of(root, "watches"))
        self._unique([*entities, *keywords], "id", "entity or keyword")
        self._unique(watches, "id", "watch")
        self._named(texts_of(root, "actors"), "entity")
        self._families(entities)
        for key in ("theatre", "allies", "origins", "partners"):
            self._countries(texts_of(root, key))
        for entity in entities:
            self._countries(text_of(entity, "country"))
            self._hearable(texts_of(entity, "aliases"))
            self._aliases(entity, texts_of(entity, "capital"))
        for owner in (*entities, *keywords):
            self._near(owner)
            self._hearable(texts_of(owner, "words"))
        for watch in watches:
            for condition in fields_of(watch, "when"):
                self._condition(condition)

    def alerts(self, root: Place) -> None:
        self._secrets(root)
        receivers, digests = list(entries_of(root, "receivers")), list(entries_of(root, "digests"))
        self._unique(receivers, "name", "receiver")
        self._unique(digests, "name", "digest")
        self._unique(entries_of(root, "time_intervals"), "name", "time interval")
        self._named(texts_of(root, "operator"), "receiver")
        for entry in (*entries_of(root, "routes"), *digests):
            self._named(texts_of(entry, "receivers"), "receiver")
            for key in ("mute_time_intervals", "active_time_intervals"):
                self._named(texts_of(entry, key), "time interval")
            for match in fields_of(entry, "match"):
                self._traits(match)
                for left_out in fields_of(match, "none"):
                    self._traits(left_out)
        self._mail(root, receivers)
        self._webhooks(receivers)

    def _traits(self, match: Place) -> None:
        self._named(texts_of(match, "watch"), "watch")
        self._named(texts_of(match, "entity"), "mention")
        self._named(texts_of(match, "source"), "source or tag")
        self._countries(texts_of(match, "country"))

    def sightings(self, root: Place) -> None:
        self._secrets(root)
        for known in entries_of(root, "known"):
            self._named(texts_of(known, "entity"), "entity")
            self._named(text_of(known, "operator"), "entity or operator")
            self._countries(texts_of(known, "country"))

    # --- the checks -------------------------------------------------------------------------

    def _unique(self, entries: Iterable[Place], key: str, what: str) -> None:
        first: dict[str, Place] = {}
        for entry in entries:
            for text, place in text_of(entry, key):
                earlier = first.setdefault(text, place)
                if earlier is not place:
                    line = earlier.node.line
                    self._problem(place, f"second {what} named {shown(text)}; first in line {line}")

    def _unique_addresses(self, entries: Iterable[Place]) -> None:
        first: dict[str, Place] = {}
        for entry in entries:
            for key in ("url", "channel"):
                for text, place in text_of(entry, key):
                    earlier = first.setdefault(address_key(key, text), place)
                    if earlier is not place:
                        line = earlier.node.line
                        self._problem(place, f"the source of line {line} has the same address")

    def _named(self, texts: Iterable[tuple[str, Place]], what: str) -> None:
        known = self.known[what]
        for text, place in texts:
            if known is not None and text not in known:
                self._unknown(place, text, what, known)

    def _unknown(self, place: Place, text: str, what: str, known: set[str]) -> None:
        word = "entity or keyword" if what == "mention" else what
        problem = f"no {word} is named {shown(text)}"
        shows = len(self.mistakes) < SHOWN  # beyond that nobody reads the suggestion
        suggestion, allowed = (closest(text, known), listed(known)) if shows else ("", "")
        if not known:
            problem += "; none is declared"
        self.mistakes.append(place.mistake(problem, suggestion, allowed))

    def _families(self, entities: list[Place]) -> None:
        family = {
            name: (parent, place)
            for entity in entities
            for name, _ in text_of(entity, "id")
            for parent, place in text_of(entity, "family")
        }
        self._named(family.values(), "entity")
        for circle in _circles({name: parent for name, (parent, _) in family.items()}):
            place = family[circle[0]][1]
            way = " → ".join((*circle, circle[0]))
            self._problem(place, f"families go round in a circle: {way}")

    def _hearable(self, texts: Iterable[tuple[str, Place]]) -> None:
        for text, place in texts:
            if text and not any(map(str.isalnum, text)):
                self._problem(place, f"{shown(text)} has no letter or digit: it is never heard")

    def _aliases(self, owner: Place, texts: Iterable[tuple[str, Place]]) -> None:
        """Texts that must be aliases or words as they are written there."""
        asked = list(texts)
        if not asked:
            return
        keys = ("aliases", "words")
        known = {text for key in keys for text, _ in texts_of(owner, key)}
        known = known or {text for text, _ in text_of(owner, "name")}
        for text, place in asked:
            if text not in known:
                problem = f"{shown(text)} is none of its aliases as they are written"
                self.mistakes.append(place.mistake(problem, closest(text, known), listed(known)))

    def _near(self, owner: Place) -> None:
        for near in fields_of(owner, "near"):
            self._aliases(owner, texts_of(near, "aliases"))
            for key in ("any", "none"):
                asked = (found for found in texts_of(near, key) if found[0].startswith("@"))
                self._named(asked, "cue, entity or keyword")

    def _condition(self, condition: Place) -> None:
        for item in items_of(condition):  # a bare list is `any`
            self._condition(item)
            if isinstance(item.node.value, str):
                self._hearable([(item.node.value.strip(), item)])
        for nested in ("any", "all", "none"):
            for place in fields_of(condition, nested):
                for item in items_of(place):
                    self._condition(item)
        self._hearable(texts_of(condition, "keyword"))
        self._named(texts_of(condition, "entity"), "entity")
        self._named(texts_of(condition, "classes"), "class")
        self._named(texts_of(condition, "source"), "source or tag")
        self._countries(texts_of(condition, "country"))
        for text, place in text_of(condition, "regex"):
            self._problem(place, regex_problem(text))

    def _mail(self, root: Place, receivers: list[Place]) -> None:
        if not any(True for _ in fields_of(root, "smtp")):
            for receiver in receivers:
                for mail in fields_of(receiver, "email"):
                    problem = 'a receiver by e-mail needs the mail server: add "smtp:"'
                    self._problem(mail, problem)
        for smtp in fields_of(root, "smtp"):
            security = [(text, place) for text, place in text_of(smtp, "security")]
            hosts = [text for text, _ in text_of(smtp, "host")]
            for text, place in security:
                if text == "none" and hosts and not is_loopback(hosts[0]):
                    problem = "none is only for a mail server on this machine"
                    self.mistakes.append(place.mistake(problem, "", "tls, starttls"))

    def _webhooks(self, receivers: list[Place]) -> None:
        for hook in (hook for receiver in receivers for hook in fields_of(receiver, "webhook")):
            allowed = list(texts_of(hook, "allow"))
            for text, place in allowed:
                self._problem(place, allow_problem(text))
            for text, place in text_of(hook, "url"):
                if text.startswith("http://") and not allowed:
                    self._problem(place, "must be https, or its host be named under allow")

    def _secrets(self, root: Place) -> None:
        for place in places_below(root):
            instead = secret_key(place.node.value) if isinstance(place.node.value, str) else ""
            if instead:
                how = "" if place.path[-1] != instead else " with the name of a variable"
                self._problem(place, f"{SECRETS}{instead}{how}")

    def _countries(self, texts: Iterable[tuple[str, Place]]) -> None:
        for text, place in texts:
            if re.fullmatch(COUNTRY, text) and text not in COUNTRY_CODES:
                self._problem(place, f"no country has the code {shown(text)}")

    def _problem(self, place: Place, problem: str) -> None:
        if problem:
            self.mistakes.append(place.mistake(problem))
