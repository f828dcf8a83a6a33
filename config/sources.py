"""The shape of sources.yaml: what is polled, and how Tocsin presents itself there; no I/O."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from config.telegram import Telegram
from config.values import Duration, Language, Model, Name, Reliability, Text, exactly_one
from config.websub import WebSub


class Interval(Model):
    """Bounds between two polls of one source."""

    min: Duration = timedelta(minutes=2)
    max: Duration = timedelta(hours=6)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min < timedelta(seconds=1) or self.min > self.max:
            raise ValueError("interval.min must be at least 1s and not above interval.max")
        return self


def channel_name(value: str) -> str | None:
    """The bare name in @name, t.me/name or https://t.me/s/name; None when it is none of them."""
    found = re.fullmatch(
        r"(?:@|(?:https?://)?t\.me/(?:s/)?)?([A-Za-z][A-Za-z0-9_]{3,31})/?", value.strip()
    )
    return found[1] if found else None


class Source(Model):
    """A feed (`url`) or a public Telegram channel (`channel`)."""

    model_config = ConfigDict(json_schema_extra=exactly_one("url", "channel"))

    name: Name
    url: Text | None = Field(None, description="Address of an RSS or Atom feed, http or https")
    channel: str | None = Field(None, description="Public channel: @name or https://t.me/name")
    title: Text | None = Field(None, description="How readers see the source; default: its name")
    language: Language | None = None
    reliability: Reliability = "F"
    interval: Interval = Interval()
    first_poll: Duration = Field(
        timedelta(hours=24), description="At the first poll, what is older than this never rings"
    )
    tags: tuple[Name, ...] = ()
    fulltext: Literal["auto", "always", "never"] = Field(
        "auto",
        description="Feeds: read the article behind a summary. auto: where title or summary has "
        "something watched or a place of the theatre, or the source's texts are short",
    )
    enabled: bool = True

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", value):
            raise ValueError("must be an http:// or https:// address")
        if "@" in value.split("/")[2]:
            raise ValueError("must not carry a user name or password")
        if re.match(r"https?://t\.me/", value):
            raise ValueError("is a Telegram channel: write channel instead of url")
        return value

    @field_validator("channel")
    @classmethod
    def _channel_name(cls, value: str | None) -> str | None:
        if value is None:
            return None
        name = channel_name(value)
        if name is None:
            raise ValueError("must be a public channel such as @milinfolive or t.me/milinfolive")
        return name

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.url is None) == (self.channel is None):
            raise ValueError("a source needs exactly one of url (a feed) and channel (Telegram)")
        return self

    @property
    def kind(self) -> Literal["feed", "channel"]:
        return "feed" if self.url is not None else "channel"

    @property
    def label(self) -> str:
        return self.title or self.name


class Fetch(Model):
    """How Tocsin presents itself to servers and which private addresses it may visit."""

    contact: Text | None = Field(None, description="Address or page named in the User-Agent")
    allow: tuple[str, ...] = Field(
        (),
        description='Private hosts that may be polled: "host", "host:port" or a network in CIDR',
    )
    timeout: Duration = Field(timedelta(seconds=25), description="Total time one poll may take")

    @field_validator("timeout")
    @classmethod
    def _bearable(cls, value: timedelta) -> timedelta:
        if not timedelta(seconds=1) <= value <= timedelta(minutes=5):
            raise ValueError("must lie between 1s and 5m")
        return value


class Sources(Model):
    """sources.yaml"""

    fetch: Fetch = Fetch()
    telegram: Telegram = Telegram()
    websub: WebSub | None = Field(None, description="Be told by hubs what is new; off by default")
    sources: tuple[Source, ...] = Field(min_length=1)
