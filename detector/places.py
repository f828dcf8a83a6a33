"""Settle which places an item names, and in which country; says what settled an ambiguity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from operator import itemgetter

from config.lexemes import PlaceEntry
from detector.flags import flags
from detector.locatives import Locatives, opens
from detector.model import Place
from detector.named_for import NamedFor
from detector.reading import Reading, Spot, longest

NO_PLACE = "none"  # name of what sounds like a place


class Gazetteer:
    """The lexicon's places, asked by their index; knows which countries are wanted."""

    def __init__(
        self,
        places: Sequence[PlaceEntry],
        theatre: Iterable[str],
        locatives: Locatives,
    ) -> None:
        self._places = places
        self._locatives = locatives
        self._theatre = frozenset(theatre)
        self._named_for = NamedFor(places)
        self._countries = {p.country: p.name for p in places if p.kind == "country"}

    def settle(
        self, reading: Reading, spots: Sequence[Spot], *, watched: bool = False
    ) -> list[tuple[int, Place]]:
        """Return the places with their position in the whole, in reading order.

        `spots` are the finds around as well. `watched`: something watched is named for itself, so
        that a doubtful name is a place's.
        """
        shown = list(self._flags(reading))
        groups: dict[tuple[int, int], list[Spot]] = {}
        for spot in longest([spot for spot in spots if spot.kind == "place"]):
            if spot.name != NO_PLACE:
                groups.setdefault((spot.start, spot.end), []).append(spot)
        if not groups:
            return shown
        sure = Counter(
            self._entry(group[0]).country
            for group in groups.values()
            if len({self._entry(spot).country for spot in group}) == 1
        )
        sure.update(place.country for _, place in shown)
        source = reading.document.source
        spoken = cache(partial(self._speaks_for, reading.whole))
        likely = {
            at: group
            if watched and len(group) == 1
            else self._likely(group, self._known(group, sure, source), spoken)
            for at, group in groups.items()
        }
        for at, group in groups.items():
            if len(likely[at]) < len(group):
                likely[at] = self._located(reading, group, likely[at], spots)
        named = [
            (start, self._place(reading, *self._choose(group, sure, source)))
            for (start, _), group in likely.items()
            if group
        ]
        return sorted(shown + named, key=itemgetter(0)) if shown else named

    def _flags(self, reading: Reading) -> Iterator[tuple[int, Place]]:
        for at, country, flag in flags(reading.whole):
            if country in self._countries:
                field, start, end = reading.field_of(at, at + len(flag))
                name = self._countries[country]
                yield at, Place(name, country, flag, start, end, field, "by its flag")

    def _known(self, group: list[Spot], sure: Counter[str], source: str) -> Counter[str]:
        """Which countries speak for one of several places: those named, or else the source's."""
        countries = {self._entry(spot).country for spot in group}
        if len(countries) == 1 or any(sure[country] for country in countries):
            return sure
        return Counter(self._named_for.countries(source))

    def _likely(
        self, group: list[Spot], sure: Counter[str], spoken: Callable[[str], bool]
    ) -> list[Spot]:
        """Leave out ambiguous names for which neither a word nor the country speaks."""
        return [
            spot
            for spot in group
            if sure[self._entry(spot).country] > (len(group) == 1) or spoken(spot.name)
        ]

    def _located(
        self, reading: Reading, group: list[Spot], likely: list[Spot], around: Sequence[Spot]
    ) -> list[Spot]:
        """The same, with a doubtful name of which the text speaks as of a place.

        What is written just as the place is called, and opens a line, is no form of a country's
        name: «Бенина, парк у ангаров».
        """
        doubtful = [spot for spot in group if spot not in likely]
        entry = self._entry(doubtful[0])
        if entry.country not in self._theatre or len(doubtful) > 1:
            return likely
        spot = doubtful[0]
        if likely and (self._is_named(likely) or not self._is_named(doubtful)):
            return likely
        if likely and not opens(reading.whole, spot):
            return likely
        held = self._locatives.hold(reading, spot, entry, around)
        return doubtful if held else likely

    def _is_named(self, spots: Iterable[Spot]) -> bool:
        """Whether one of the places is called just as it is written here."""
        return any(spot.surface in self._entry(spot).names for spot in spots)

    def _speaks_for(self, whole: str, name: str) -> bool:
        """Whether a text has a word that a place wants near it, or it wants none."""
        near = self._places[int(name)].near
        return not near or any(word in whole for word in near)

    def _entry(self, spot: Spot) -> PlaceEntry:
        return self._places[int(spot.name)]

    def _choose(self, group: list[Spot], sure: Counter[str], source: str) -> tuple[Spot, str]:
        countries = {self._entry(spot).country for spot in group}
        if len(countries) == 1:
            return group[0], ""
        named = [spot for spot in group if sure[self._entry(spot).country]]
        if named:
            best = max(named, key=lambda spot: sure[self._entry(spot).country])
            return best, f"{self._entry(best).country} is named elsewhere in the item"
        own = self._known(group, sure, source)
        named = [spot for spot in group if own[self._entry(spot).country]]
        if len({self._entry(spot).country for spot in named}) == 1:
            return named[0], f"the source is named for {self._entry(named[0]).country}"
        best = next((s for s in group if self._entry(s).country in self._theatre), group[0])
        others = ", ".join(sorted(countries - {self._entry(best).country}))
        return best, f"preferred to {others}: in the theatre"

    def _place(self, reading: Reading, spot: Spot, note: str) -> Place:
        entry = self._entry(spot)
        field, start, end = reading.field_of(spot.start, spot.end)
        return Place(entry.name, entry.country, spot.surface, start, end, field, note)
