"""Notes in the ledger what a report sights, and says what of it is a first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cached_property

from archive.placing import Placing
from config.schema import Configuration, Entity, KnownSighting
from detector.facts import Facts
from detector.sightings import First, Known, Sighting, firsts, sighted_in


class Ledger:
    """What the configuration says beforehand: who uses what, and what was seen already."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    def note(self, placing: Placing, facts: Facts, item_id: int) -> tuple[First, ...]:
        """Keep the sightings of an item; those never made before, or not for long."""
        sighted = sighted_in(facts, self._operators)
        if not sighted:
            return ()
        entities = list(dict.fromkeys(one.sighting.entity for one in sighted))
        country, gap = sighted[0].sighting.country, self._configuration.sightings.gap
        known = placing.known_sightings(entities, country)
        known += [one for name in entities for one in self._known.get(name, ())]
        found = firsts(sighted, known, facts.at, gap)
        if found:  # few are: only they tell where else it was seen
            known += placing.seen_elsewhere(entities, country)
            found = firsts(sighted, known, facts.at, gap)
        placing.keep_sightings([one.sighting for one in sighted], facts.at, item_id)
        return found

    def note_older(self, placing: Placing, facts: Facts, item_id: int) -> None:
        """Keep the sightings of an item placed before there was a ledger; none of it is news."""
        sighted = sighted_in(facts, self._operators)
        placing.keep_sightings([one.sighting for one in sighted], facts.at, item_id)

    @cached_property
    def _operators(self) -> Mapping[str, str]:
        entities = self._configuration.watchlist.entities
        found = {entity.id: _power(entity) for entity in entities}
        return {name: power for name, power in found.items() if power}

    @cached_property
    def _known(self) -> Mapping[str, tuple[Known, ...]]:
        """The operator's sightings.yaml, by entity."""
        found: dict[str, tuple[Known, ...]] = {}
        for declared in self._configuration.sightings.known:
            for known in _expanded(declared, self._operators):
                name = known.sighting.entity
                found[name] = (*found.get(name, ()), known)
        return found


def _power(entity: Entity) -> str:
    """Who stands behind a force, or uses a thing if only one does."""
    is_force = entity.kind in ("unit", "organisation")
    return entity.operator or (entity.name if is_force else "")


def _expanded(declared: KnownSighting, operators: Mapping[str, str]) -> Iterator[Known]:
    operator = declared.operator or ""
    for entity in declared.entity:
        for country in declared.country:
            yield Known(
                Sighting(
                    entity, country, declared.variant or "", declared.place or "",
                    operators.get(operator, operator),
                ),
                _instant(declared.first),
                _instant(declared.last),
            )  # fmt: skip


def _instant(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(12), UTC)
