"""What one item states: who, what, how many, where, doing what, weighed by where it is said.

Text similarity can't tell whether two reports are of one event; these can. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from detector.amended import Amended

GEAR = ("equipment", "ship")
SIDE = "side"  # class of armies and the like, which are named in every other report
COLUMN = "convoy"  # the action


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing named: an entity or keyword, with the variants and the bounds of the count told."""

    id: str
    kind: str
    weight: float
    variants: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    name: str = ""  # as readers know it; empty: its id

    @property
    def label(self) -> str:
        """How to name it in a sentence: the variant, where one is known."""
        return self.variants[-1] if self.variants else self.name or self.id


@dataclass(frozen=True, slots=True)
class Spot:
    """A place named. `general`: a whole country or region, which settles little."""

    name: str
    country: str
    weight: float
    general: bool = False
    lat: float | None = None
    lon: float | None = None
    way: bool = False  # said to be where it came from or goes
    site: bool = False  # a base or airfield, which may lie outside the town it goes by
    home: bool = False  # named only for who tells
    land: bool = False  # named only for the land around: its region


@dataclass(frozen=True, slots=True)
class Facts:
    """What one item states, ready to be compared. Kept with its event as JSON."""

    id: str
    at: datetime
    source: str
    origin: str  # who said it first, as far as known: twelve forwards have one origin
    reliability: str = "F"
    official: bool = False
    language: str = ""
    gear: tuple[Thing, ...] = ()
    groups: tuple[Thing, ...] = ()  # kinds and keywords: "tanks", "helicopters", "convoy"
    forces: tuple[Thing, ...] = ()  # with the class MEN where they are the ones who come or go
    places: tuple[Spot, ...] = ()
    ids: tuple[str, ...] = ()  # "tail:RF95123", "mark:H2200", "ship:adler"
    activities: tuple[str, ...] = ()  # weightiest first
    sketch: str = ""  # of the text: detector.copies
    another: bool = False  # it says that it is one more of its kind
    cites: tuple[str, ...] = ()  # whom it names as its source
    separate: bool = False  # it says that it is of no event told before
    follows: bool = False  # it says that it goes on with what was told before
    lately: bool = False  # it tells of what was some days ago
    day: datetime | None = None  # on which it says that it happened, where that is long before
    disputes: bool = False  # it says that other reports are wrong
    rejects: bool = False  # it says that what others tell did not happen
    # Asked only for what is news, never for which event it is:
    amended: tuple[Amended, ...] = ()  # numbers that it sets right
    since: tuple[str, ...] = ()  # what it says has come of it
    behind: tuple[str, ...] = ()  # of these and of its activities, what it does not open with
    signs: tuple[str, ...] = ()  # numbers on things, of which one event may have many
    causes: tuple[str, ...] = ()  # which of `claims.OPPOSITES` it tells: "shot down", "mishap"
    denies: tuple[str, ...] = ()  # things and places: "not that one", "not there"
    cited: tuple[int, ...] = ()  # numbers that it says others told
    tally: tuple[int, ...] = ()  # numbers that name nothing they count
    units: tuple[Thing, ...] = ()  # formations not watched; `classes`: what they are known by
    arms: tuple[str, ...] = ()  # radars, jammers and the like, by no model
    goals: tuple[str, ...] = ()  # places that it says are not reached yet
    spots: tuple[str, ...] = ()  # just where, by names that no list of places has
    step: float = 0.0  # log-odds that its words tell a further step
    worded: str = ""  # and which words

    @property
    def happened(self) -> datetime:
        """When it was, as far as is told: a late report names the day."""
        return self.day or self.at

    def retells(self, origins: Iterable[str]) -> bool:
        """Whether it names one of these as its source."""
        return not set(self.cites).isdisjoint(origin.casefold() for origin in origins)

    @property
    def named(self) -> tuple[str, ...]:
        """What a mere copy can't add to: models, units, towns and bases, ids."""
        units = (thing for thing in self.forces if SIDE not in thing.classes)
        things = {thing.id for thing in (*self.gear, *units)}
        towns = {spot.name for spot in self.places if not spot.general}
        return tuple(sorted(things | towns | {*self.ids}))
