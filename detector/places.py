"""Settle which places an item names, and in which country; says what settled an ambiguity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from config.lexemes import PlaceEntry
from detector.model import Place
from detector.reading import Reading, Spot, longest


class Gazetteer:
    """The lexicon's places, asked by their index; knows which countries are wanted."""

    def __init__(self, places: Sequence[PlaceEntry], theatre: Iterable[str]) -> None:
        self._places = places
        self._theatre = frozenset(theatre)

    def settle(self, reading: Reading, spots: Iterable[Spot]) -> list[tuple[int, Place]]:
        """Return the places with their position in the whole, in reading order."""
        found = longest([spot for spot in spots if spot.kind == "place"])
        if not found:
            return []
        groups: dict[tuple[int, int], list[Spot]] = {}
        for spot in found:
            groups.setdefault((spot.start, spot.end), []).append(spot)
        sure = Counter(
            self._entry(group[0]).country
            for group in groups.values()
            if len({self._entry(spot).country for spot in group}) == 1
        )
        likely = {at: self._likely(reading, group, sure) for at, group in groups.items()}
        return [
            (start, self._place(reading, *self._choose(group, sure)))
            for (start, _), group in likely.items()
            if group
        ]

    def _likely(self, reading: Reading, group: list[Spot], sure: Counter[str]) -> list[Spot]:
        """Leave out ambiguous names for which neither a word nor the country speaks."""
        return [
            spot
            for spot in group
            if not (near := self._entry(spot).near)
            or sure[self._entry(spot).country] > (len(group) == 1)
            or any(word in reading.whole for word in near)
        ]

    def _entry(self, spot: Spot) -> PlaceEntry:
        return self._places[int(spot.name)]

    def _choose(self, group: list[Spot], sure: Counter[str]) -> tuple[Spot, str]:
        countries = {self._entry(spot).country for spot in group}
        if len(countries) == 1:
            return group[0], ""
        named = [spot for spot in group if sure[self._entry(spot).country]]
        if named:
            best = max(named, key=lambda spot: sure[self._entry(spot).country])
            return best, f"{self._entry(best).country} is named elsewhere in the item"
        best = next((s for s in group if self._entry(s).country in self._theatre), group[0])
        others = ", ".join(sorted(countries - {self._entry(best).country}))
        return best, f"preferred to {others}: in the theatre"

    def _place(self, reading: Reading, spot: Spot, note: str) -> Place:
        entry = self._entry(spot)
        field, start, end = reading.field_of(spot.start, spot.end)
        return Place(entry.name, entry.country, spot.surface, start, end, field, note)
