"""The shape of everything operators declare; no I/O (reading YAML is config.load).

One model per YAML mapping. The models are frozen, refuse unknown keys, and are the single
source of the JSON Schema that editors use.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from config.channels import Apprise, Webhook
from config.lexemes import Lexicon
from config.routes import MATCH_LISTS, Budget, CatchUp, Match, Route, TimeInterval, Traits
from config.sightings import KnownSighting, Sightings
from config.sources import Fetch, Interval, Source, Sources, channel_name
from config.telegram import Telegram, TelegramAccount, TelegramDc, TelegramWeb
from config.telling import (
    AlertsConfig,
    DigestPlan,
    Email,
    Files,
    Receiver,
    SlackBot,
    SlackWebhook,
    Smtp,
)
from config.values import (
    ActionName,
    Country,
    Duration,
    EnvName,
    Language,
    Model,
    Name,
    NoveltyName,
    OnAmbiguous,
    Reliability,
    Severity,
    Text,
    with_lists,
)
from config.websub import WebSub

__all__ = [
    "MATCH_LISTS",
    "ActionName",
    "AlertsConfig",
    "Apprise",
    "Budget",
    "CatchUp",
    "Country",
    "DigestPlan",
    "Duration",
    "Email",
    "EnvName",
    "Fetch",
    "Files",
    "Interval",
    "KnownSighting",
    "Language",
    "Match",
    "Model",
    "Name",
    "NoveltyName",
    "OnAmbiguous",
    "Receiver",
    "Reliability",
    "Route",
    "Severity",
    "Sightings",
    "SlackBot",
    "SlackWebhook",
    "Smtp",
    "Source",
    "Sources",
    "Telegram",
    "TelegramAccount",
    "TelegramDc",
    "TelegramWeb",
    "Text",
    "TimeInterval",
    "Traits",
    "WebSub",
    "Webhook",
    "channel_name",
]

RING: tuple[NoveltyName, ...] = (
    "FIRST_REPORT", "NEW_EQUIPMENT", "NEW_PLACE", "LARGER_COUNT", "NEW_ID", "NEW_ACTIVITY",
    "OFFICIAL_CONFIRMATION", "CONTRADICTION", "DELETED",
)  # fmt: skip
THREAD: tuple[NoveltyName, ...] = ("NEW_UNIT", "BETTER_SOURCE")
EntityKind = Literal["equipment", "unit", "organisation", "person", "place", "ship"]


# --- watchlist.yaml -------------------------------------------------------------------------


class Near(Model):
    """Words that must or must not stand near an ambiguous alias for it to count."""

    any: tuple[Text, ...] = Field((), description="At least one of these must be near")
    none: tuple[Text, ...] = Field((), description="None of these may be near")
    aliases: tuple[Text, ...] = Field(
        (), description="Only these aliases ask for the context; none given: all of them"
    )
    within: Literal["sentence", "paragraph", "document"] | Annotated[int, Field(ge=1, le=500)] = (
        Field("paragraph", description="How near: a unit of text or a number of words")
    )


class Entity(Model):
    """A thing watched. Aliases are written once; scripts and inflections follow by rule."""

    id: Name
    name: Text
    kind: EntityKind
    classes: tuple[Name, ...] = Field((), description="Such as tank, ifv, helicopter, pmc, base")
    family: Name | None = Field(None, description="Entity of which this is a variant: t-72")
    aliases: tuple[Text, ...] = ()
    forms: tuple[Text, ...] = Field((), description="Inflected forms to add as they are")
    ban: tuple[Text, ...] = Field((), description="Forms never to match")
    near: Near | None = Field(None, description="Context asked of every alias of this entity")
    country: Country | None = Field(None, description="For places and organisations: ISO 3166")
    operator: Text | None = Field(None, description="Who uses it, if only one does: Russia")
    capital: tuple[Text, ...] = Field(
        (), description="Aliases heard only with a capital letter: Hind, but not hind"
    )


class Keyword(Model):
    """Plain words or phrases watched under one name."""

    id: Name
    name: Text | None = Field(None, description="Shown to readers; default: the id in words")
    words: tuple[Text, ...] = Field(min_length=1)
    near: Near | None = None
    ban: tuple[Text, ...] = ()
    capital: bool = Field(False, description="Heard only with a capital letter: Корпус")
    made: bool = Field(False, description="Names a make that the wanted forces use: Sukhois")


class Condition(Model):
    """What must be in an item. All keys given must hold; lists inside a key are alternatives.

    `any`, `all`, `none` nest conditions. `within` asks that everything in `all` stands together.
    """

    any: tuple[ConditionLike, ...] = ()
    all: tuple[ConditionLike, ...] = ()
    none: tuple[ConditionLike, ...] = ()
    entity: tuple[Name, ...] = Field((), description="Entities by id; a family hears its variants")
    kind: tuple[EntityKind, ...] = ()
    classes: tuple[Name, ...] = Field((), description="Classes of entities: tank, ifv, pmc")
    keyword: tuple[Text, ...] = Field((), description="Keyword ids, or words as they are")
    country: tuple[Country, ...] = Field((), description="A place in one of these countries")
    action: tuple[ActionName, ...] = ()
    regex: Text | None = Field(None, description="RE2 expression; linear, no look-around")
    language: tuple[Language, ...] = ()
    source: tuple[Name, ...] = Field((), description="Source names or tags")
    reliability: Reliability | None = Field(None, description="This grade or better")
    within: Literal["sentence", "paragraph", "document"] | Annotated[int, Field(ge=1, le=500)] = (
        "document"
    )
    min: Annotated[int, Field(ge=1, le=100)] = Field(
        1, description="How many different mentions must satisfy this condition"
    )

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        asked = self.model_fields_set - {"within", "min"}
        if not any(getattr(self, name) for name in asked):
            raise ValueError("a condition needs at least one thing to look for")
        return self


def _condition(value: object) -> object:
    """A bare string is a keyword; a bare list is `any`; one value may stand for a list of one."""
    if isinstance(value, str):
        return {"keyword": [value]}
    if isinstance(value, list):
        return {"any": value}
    return with_lists(value, CONDITION_LISTS)


def _given(value: object) -> object:
    """A condition as above; what may be left out is still not written without a value."""
    if value is None:
        raise PydanticCustomError("no_value", "has no value")
    return _condition(value)


CONDITION_LISTS = frozenset(
    {"entity", "kind", "classes", "keyword", "country", "action", "language", "source"}
)
Share = Annotated[float, Field(ge=0, le=1, strict=True)]  # strict: `true` is no number
ConditionLike = Annotated[Condition, BeforeValidator(_condition)]


class Watch(Model):
    """A rule: what must be in an item for it to count, how severe it is."""

    id: Name
    title: Text | None = None
    severity: Severity = "medium"
    when: Annotated[Condition | None, BeforeValidator(_given)] = Field(
        None, description="Left out: what is reported so surely and meets no other watch"
    )
    report: bool = Field(
        False, description="Ask that the item reports something now, not only mentions it"
    )
    threshold: Share | None = Field(
        None, description="Least assessment score; default: the watchlist's threshold"
    )
    ring: tuple[NoveltyName, ...] = Field(RING, description="What must be new for an alert")
    thread: tuple[NoveltyName, ...] = Field(
        THREAD,
        description="What is told in the event's Slack thread only; all else is in the digest only",
    )
    corroborated: Annotated[int, Field(ge=1, le=20)] = Field(
        1, description="Hold the event back until so many independent origins report it"
    )
    reliability: Reliability | None = Field(
        None, description="Hold the event back until a source of this grade or better reports it"
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.when is None and not self.report:
            raise ValueError("a watch without `when` needs `report: true`")
        return self


class Watchlist(Model):
    """watchlist.yaml"""

    threshold: Share = 0.5
    sure: Share = Field(
        1.0,
        description="Assessment score from which names count without the context they ask for",
    )
    theatre: tuple[Country, ...] = Field(
        (),
        description="Countries whose events are wanted, others: 'another theatre'; none: anywhere",
    )
    allies: tuple[Country, ...] = Field(
        (), description="Countries of the theatre whose own forces are wanted too"
    )
    origins: tuple[Country, ...] = Field(
        (), description="Where wanted forces come from: no theatre, but not 'another' one either"
    )
    partners: tuple[Country, ...] = Field(
        (), description="Countries where equipment named by its model counts without an owner"
    )
    actors: tuple[Name, ...] = Field(
        (),
        description="Entities whose forces are wanted; others: 'another actor'; none: anybody's",
    )
    entities: tuple[Entity, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    watches: tuple[Watch, ...] = Field(min_length=1)


class Configuration(Model):
    """The files of one configuration directory, checked against each other."""

    sources: Sources
    watchlist: Watchlist
    alerts: AlertsConfig
    lexicon: Lexicon = Lexicon()
    sightings: Sightings = Sightings()
