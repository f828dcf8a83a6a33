"""The demo's stream: what is published when, by which invented source, and what should ring.

Reads the bundled stream.yaml; no clock: callers ask what stands at a given second of playing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import Field, StringConstraints, model_validator

from config.schema import Language, Model, Name, Reliability

PATH = Path(__file__).with_name("stream.yaml")

ChannelName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{3,31}$")]
Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]


class Role(StrEnum):
    """What an entry is in the stream for."""

    REPORT = "report"  # the first report of an event
    UPDATE = "update"  # adds a fact to a known event: a larger count, other equipment
    SAME = "same"  # an independent report that adds nothing
    COPY = "copy"  # the same text again: syndicated, lightly edited, forwarded
    NEGATIVE = "negative"  # has the watched words and is about something else
    OFFTOPIC = "offtopic"  # everyday news
    OLD = "old"  # relevant, but older than the first poll looks back


RINGING = frozenset({Role.REPORT, Role.UPDATE})
RELEVANT = RINGING | {Role.SAME, Role.COPY}


class Feed(Model):
    """An invented site with a feed, and the habits of its software."""

    name: Name
    title: Body
    format: Literal["rss", "atom"]
    language: Language
    reliability: Reliability
    guid: Literal["opaque", "permalink", "none"] = "opaque"
    links: Literal["absolute", "relative"] = "absolute"
    body: Literal["content", "cdata", "entities"] = "entities"


class Channel(Model):
    """An invented public Telegram channel."""

    name: Name
    channel: ChannelName
    title: Body
    language: Language
    reliability: Reliability
    chat_id: int
    first_id: Annotated[int, Field(ge=1)]


class Edit(Model):
    """A later wording of an entry; `role` says what the new wording is worth."""

    at: float
    text: Body
    role: Literal[Role.UPDATE, Role.COPY]


class Entry(Model):
    """One article or post. Seconds are of playing time; below zero it is a past of real time."""

    id: Name
    at: float
    source: Name
    role: Role
    event: Name | None = None
    why: Body = Field(description="Why it should or shouldn't ring, for the summary")
    title: Body | None = None
    text: Body
    photos: Annotated[int, Field(ge=0, le=10)] = 0
    forward_of: Name | None = Field(None, description="A post of another demo channel")
    forward_name: Body | None = Field(None, description="A forward whose source is hidden")
    reply_to: Name | None = Field(None, description="An earlier post of the same channel")
    edits: tuple[Edit, ...] = ()
    removed_at: float | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        moments = [self.at, *(edit.at for edit in self.edits)]
        if self.removed_at is not None:
            moments.append(self.removed_at)
        if any(earlier >= later for earlier, later in pairwise(moments)):
            raise ValueError(f"{self.id}: edits and removal must follow each other in time")
        if (self.event is not None) != (self.role in RELEVANT):
            raise ValueError(f"{self.id}: an event belongs to relevant roles, and only to those")
        return self


@dataclass(frozen=True, slots=True)
class Ring:
    """Something the demo should ring for. Revision 1 is the first wording of the entry."""

    id: str
    revision: int
    role: Role
    event: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it stands at one moment; `changed_at` and `age` are in playing seconds."""

    entry: Entry
    text: str
    edited: bool
    changed_at: float
    age: float  # since it was published; counters grow with it


class Stream(Model):
    """stream.yaml"""

    feeds: tuple[Feed, ...]
    channels: tuple[Channel, ...]
    entries: tuple[Entry, ...]

    @model_validator(mode="after")
    def _references(self) -> Self:
        ids = [entry.id for entry in self.entries]
        if len(ids) != len(set(ids)):
            raise ValueError(f"entry ids must differ: {sorted(i for i in ids if ids.count(i) > 1)}")
        names = {feed.name for feed in self.feeds} | {c.name for c in self.channels}
        for entry in self.entries:
            if entry.source not in names:
                raise ValueError(f"{entry.id}: unknown source {entry.source}")
            for other in (entry.forward_of, entry.reply_to):
                if other is not None and other not in ids:
                    raise ValueError(f"{entry.id}: unknown entry {other}")
        return self

    @property
    def length(self) -> float:
        """Playing seconds until nothing more happens."""
        ends = [entry.at for entry in self.entries]
        ends += [edit.at for entry in self.entries for edit in entry.edits]
        ends += [entry.removed_at for entry in self.entries if entry.removed_at is not None]
        return max(ends, default=0.0)

    def entry(self, entry_id: str) -> Entry:
        return next(entry for entry in self.entries if entry.id == entry_id)

    def channel_of(self, entry: Entry) -> Channel:
        return next(channel for channel in self.channels if channel.name == entry.source)

    def of_source(self, name: str) -> list[Entry]:
        """The source's entries in the order of publishing."""
        return sorted((e for e in self.entries if e.source == name), key=lambda entry: entry.at)

    def shown(self, name: str, at: float) -> list[Shown]:
        """What the source shows at that second, oldest first."""
        return [state for e in self.of_source(name) if (state := _state(e, at)) is not None]

    def published(self, at: float) -> int:
        """How many entries of the playing time have come out by then, removed ones included."""
        return sum(0 <= entry.at <= at for entry in self.entries)

    def message_id(self, entry: Entry) -> int:
        """The post's id in its channel; each photo of an album takes one, as in Telegram."""
        channel = self.channel_of(entry)
        earlier = (e for e in self.of_source(channel.name) if (e.at, e.id) < (entry.at, entry.id))
        return channel.first_id + sum(max(1, e.photos) for e in earlier)

    def find(self, source: str, external_id: str) -> Entry | None:
        """The entry behind a collected item: by message id, or by the end of its guid or link."""
        if any(channel.name == source for channel in self.channels):
            matches = (e for e in self.of_source(source) if str(self.message_id(e)) == external_id)
        else:
            tail = external_id.replace(":", "/").rsplit("/", 1)[-1]
            matches = (e for e in self.of_source(source) if e.id == tail)
        return next(matches, None)


def _state(entry: Entry, at: float) -> Shown | None:
    if entry.at > at or (entry.removed_at is not None and entry.removed_at <= at):
        return None
    made = [edit for edit in entry.edits if edit.at <= at]
    text, changed_at = (made[-1].text, made[-1].at) if made else (entry.text, entry.at)
    return Shown(entry, text, edited=bool(made), changed_at=changed_at, age=at - entry.at)


@cache
def load() -> Stream:
    """The bundled stream; raises pydantic.ValidationError when it contradicts itself."""
    return Stream.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))


def expected() -> tuple[Ring, ...]:
    """What should ring, in the order of playing: first reports, and updates that add a fact."""
    rings = []
    for entry in load().entries:
        wordings = [(entry.at, 1, entry.role)]
        wordings += [(edit.at, n, edit.role) for n, edit in enumerate(entry.edits, start=2)]
        rings += [
            (at, Ring(entry.id, revision, role, entry.event or ""))
            for at, revision, role in wordings
            if role in RINGING
        ]
    return tuple(ring for _, ring in sorted(rings, key=lambda pair: pair[0]))
