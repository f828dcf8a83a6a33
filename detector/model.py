"""What the detector takes and hands on. Offsets are code points in the original field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Field = Literal["title", "text"]
FOLLOWS = 0.008  # of the assessment's score: below it little is read for want of an event
LIKELY = 0.5  # from which it may follow one though the context refuses what is named

FORCES = ("unit", "organisation", "person")  # kinds of entities
MEN = "men"  # class of a mention of a force in which men are spoken of: "Wagner fighters"
SHIPS = frozenset(["ship", "cargo-ship", "warship"])  # classes
APPROX = 0.25  # how far off "about 40" may be


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be read: one revision of an item, or a line of a file."""

    id: str
    text: str
    title: str = ""
    language: str | None = None  # declared; never decides whether the matcher runs
    kind: Literal["article", "post"] = "article"
    source: str = ""
    tags: tuple[str, ...] = ()  # of the source
    reliability: str = "F"
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many: an exact value, or bounds; `approx` when the text says so.

    `implied`: only an article says one ("a T-72"), which counts nothing.
    """

    value: int | None = None
    min: int | None = None
    max: int | None = None
    approx: bool = False
    implied: bool = False

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The least and the most that it may mean."""
        if self.value is None:
            return self.min, self.max
        if self.approx:
            return round(self.value * (1 - APPROX)), round(self.value * (1 + APPROX))
        return self.value, self.value


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity or keyword found: `surface` == original[start:end]."""

    entity: str
    kind: str  # an EntityKind, or "keyword"
    name: str
    surface: str
    start: int
    end: int
    field: Field
    variant: str | None = None  # the exact model heard where narrower than the entity
    quantity: Quantity | None = None
    how: str = ""  # alias -> script -> inflection, in words
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in the item, with its country (ISO 3166) and how it was decided."""

    name: str
    country: str
    surface: str
    start: int
    end: int
    field: Field
    note: str = ""  # what settled an ambiguity


@dataclass(frozen=True, slots=True)
class Action:
    """What is said to have happened: one of config.schema.ActionName."""

    name: str
    surface: str
    start: int
    end: int
    field: Field


@dataclass(frozen=True, slots=True)
class Aside:
    """A sentence that tells of another time, or that denies: it states nothing of now."""

    start: int
    end: int
    field: Field
    why: str  # background, history, denial, recall or past


@dataclass(frozen=True, slots=True)
class WatchHit:
    """A watch that is met, and why, in one line."""

    id: str
    severity: str
    why: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Report or mention: a score from 0 to 1 and its named reasons, strongest first."""

    score: float
    reasons: tuple[str, ...] = ()
    other_text: bool = False  # a reason says that it is another kind of text: sport, history, ...


@dataclass(frozen=True)
class Detection:
    """What the detector says of one document; `relevant` means some watch is met.

    Without slots, so that most, which say nothing, may leave it to their class.
    """

    id: str
    watches: tuple[WatchHit, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: tuple[Place, ...] = ()
    actions: tuple[Action, ...] = ()
    assessment: Assessment = Assessment(0.0)
    explanation: tuple[str, ...] = ()  # one fact a line, also for near misses
    asides: tuple[Aside, ...] = ()
    hinted: tuple[Mention, ...] = ()  # ambiguous names without their context, told as `kinds`
    held: tuple[WatchHit, ...] = ()  # watches that only their `report` threshold held back
    refused: bool = False  # a name is said of something else here: the trucks of an aid convoy
    kinds: tuple[Mention, ...] = ()  # class words ("helicopters"): told of events, no mentions
    heads: tuple[Mention, ...] = ()  # men counted of whom no other has the number
    step: tuple[float, str] = (0.0, "")  # its words' log-odds to tell a further step; why

    @classmethod
    def of_nothing(cls, id: str) -> Detection:
        """Of a document in which nothing was heard."""
        found = cls.__new__(cls)
        found.__dict__["id"] = id
        return found

    @property
    def relevant(self) -> bool:
        return bool(self.watches)

    @property
    def may_follow(self) -> bool:
        """Not enough by itself, but perhaps one more report of an event that is known."""
        if self.watches or not self.places:
            return False
        doubted = self.refused and not self.held
        return not doubted or self.assessment.score >= LIKELY

    def following(self, event: str, watches: tuple[WatchHit, ...] = ()) -> Detection:
        """The same, met through an event that it is surely of, and by whose `watches`."""
        said = f"relevant as one more report of {event}"
        met = self.held or watches
        return replace(self, watches=met, explanation=(said, *self.explanation))
