"""The shape of routes, time intervals and budgets in alerts.yaml; no I/O. Alertmanager's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, StringConstraints, field_validator, model_validator

from config.values import (
    Country,
    Duration,
    Language,
    Model,
    Name,
    NoveltyName,
    Reliability,
    Severity,
    with_lists,
)

GroupKey = Literal["watch", "severity", "entity", "country", "source", "language"]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def known_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must be a time zone such as Europe/Paris or UTC")
    return value


MATCH_LISTS = frozenset({"watch", "severity", "entity", "country", "source", "language", "novelty"})


class Traits(Model):
    """What an alert is like, by the words of routes."""

    watch: tuple[Name, ...] = ()
    severity: tuple[Severity, ...] = ()
    entity: tuple[Name, ...] = ()
    country: tuple[Country, ...] = ()
    source: tuple[Name, ...] = Field((), description="Source names or tags")
    language: tuple[Language, ...] = ()
    novelty: tuple[NoveltyName, ...] = Field((), description="What must be new")

    @model_validator(mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return with_lists(value, MATCH_LISTS)

    def asked(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(key, values) of what is named."""
        for key in Traits.model_fields:
            if values := getattr(self, key):
                yield key, values


class Match(Traits):
    """What a route asks of an alert; every key given must match, values are alternatives."""

    none: Traits = Field(Traits(), description="What keeps it out: any value of any key")
    corroborated: Annotated[int, Field(ge=1, le=20)] = Field(
        1, description="Reported by so many independent origins; rings when that comes true"
    )
    reliability: Reliability | None = Field(
        None, description="Reported by a source of this grade or better; rings when one does"
    )


class Route(Model):
    """Alerts that match go to the receivers; later routes are tried only with `continue`."""

    match: Match = Match()
    receivers: tuple[Name, ...] = Field(min_length=1)
    continue_: bool = Field(False, alias="continue")
    group_by: tuple[GroupKey, ...] | None = Field(
        None, description="Alerts alike in these come as one message; []: all of the route"
    )
    group_wait: Duration = Field(
        timedelta(seconds=30), description="How long the first alert of a group waits for others"
    )
    group_interval: Duration = Field(
        timedelta(minutes=5), description="Least time between two messages of one group"
    )
    mute_time_intervals: tuple[Name, ...] = Field(
        (), description="In these alerts are held and then come as one summary; critical passes"
    )
    active_time_intervals: tuple[Name, ...] = Field(
        (), description="Outside all of these alerts are held; critical passes"
    )

    @model_validator(mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        names = ("group_by", "mute_time_intervals", "active_time_intervals")
        return with_lists(value, frozenset(names))

    @model_validator(mode="after")
    def _waits_belong_to_groups(self) -> Self:
        asked = {"group_wait", "group_interval"} & self.model_fields_set
        if asked and self.group_by is None:
            raise ValueError(f"{min(asked)} asks for group_by; [] groups all of the route")
        return self


class Span(Model):
    """From a time of day to another; past midnight where the end comes first."""

    start_time: TimeOfDay
    end_time: TimeOfDay

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.start_time in (self.end_time, "24:00"):
            raise ValueError("start_time must differ from end_time and be before 24:00")
        return self


class TimeInterval(Model):
    """Hours and days that routes name; a day is that on which its hours begin."""

    name: Name
    zone: str = "UTC"
    times: tuple[Span, ...] = Field((), description="Left out: all day")
    weekdays: tuple[str, ...] = Field((), description="saturday, or monday:friday; none: every day")

    @model_validator(mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return with_lists(value, frozenset(("weekdays",)))

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return known_zone(value)

    @field_validator("weekdays")
    @classmethod
    def _known_days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for days in value:
            first, _, last = days.partition(":")
            if not {first, last or first} <= set(WEEKDAYS):
                raise ValueError("must be a day such as saturday, or days such as monday:friday")
        return value

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if not self.times and len(self.days) == len(WEEKDAYS):
            raise ValueError("needs times or weekdays: always is no interval")
        return self

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def days(self) -> frozenset[int]:
        """Monday is 0."""
        found: set[int] = set()
        for days in self.weekdays or ("monday:sunday",):
            first, _, last = days.partition(":")
            start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
            found |= {day % 7 for day in range(start, end + (1 if start <= end else 8))}
        return frozenset(found)


class Budget(Model):
    """How many messages a receiver takes in a time; what is more comes as one summary."""

    messages: Annotated[int, Field(ge=1, le=1000)]
    per: Duration = timedelta(minutes=10)


class CatchUp(Model):
    """After an outage: what is older than this comes as one labelled summary per receiver."""

    older_than: Duration = timedelta(hours=12)
    wait: Duration = Field(timedelta(minutes=2), description="How long to gather the summary")
