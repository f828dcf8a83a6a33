"""The shape of alerts.yaml: receivers, routes, digests; no I/O. Import it from config.schema."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from config.channels import Apprise, Webhook
from config.plugins import Judge, Translation
from config.routes import Budget, CatchUp, Route, TimeInterval, known_zone
from config.values import EnvName, Language, Model, Name, OnAmbiguous, Text, exactly_one


class SlackBot(Model):
    """Slack by bot token: threads, updates, and lost replies are looked up, never repeated."""

    channel: Text
    token_env: EnvName = "TOCSIN_SLACK_TOKEN"  # noqa: S105 - a name, not a secret
    api_url: str = Field("https://slack.com/api/", pattern=r"^https?://\S+/$")
    reply_broadcast: bool = Field(
        True, description="Show what rings in a thread in the channel as well"
    )


class SlackWebhook(Model):
    """Slack by incoming webhook: the easy start; a lost reply can't be looked up."""

    url_env: EnvName = "TOCSIN_SLACK_WEBHOOK"
    on_ambiguous: OnAmbiguous = "resend"


class Email(Model):
    """Mail through the `smtp` server of this file; the same Message-ID on every resend."""

    to: tuple[Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")], ...] = Field(
        min_length=1
    )
    on_ambiguous: OnAmbiguous = "resend"
    unsubscribe: str | None = Field(
        None,
        pattern=r"^(mailto:[^@\s<>,;]+@[^@\s<>,;]+|https://[^\s<>]+)$",
        description="mailto: or https: address for List-Unsubscribe; default: mail to the sender",
    )


class Files(Model):
    """One readable .txt and .html per message below the data directory's outbox/."""


def _bare(value: object) -> object:
    """`files:` with nothing after it means files with its defaults."""
    return {} if value is None else value


WAYS = ("slack_bot", "slack_webhook", "email", "files", "webhook", "apprise")


class Receiver(Model):
    """Somebody to tell, by exactly one channel."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*WAYS))

    name: Name
    slack_bot: SlackBot | None = None
    slack_webhook: Annotated[SlackWebhook | None, BeforeValidator(_bare)] = None
    email: Email | None = None
    files: Annotated[Files | None, BeforeValidator(_bare)] = None
    webhook: Webhook | None = None
    apprise: Annotated[Apprise | None, BeforeValidator(_bare)] = None
    language: Language | None = Field(
        None, description="Of the event's line in its alerts; left out: as for all"
    )
    budget: Budget | None = Field(
        None, description="Left out: every alert comes as a message of its own"
    )

    @model_validator(mode="after")
    def _one_channel(self) -> Self:
        if sum(getattr(self, way) is not None for way in WAYS) != 1:
            raise ValueError(f"needs exactly one of {', '.join(WAYS)}")
        return self


class Smtp(Model):
    """The mail server."""

    host: Text
    port: Annotated[int, Field(ge=1, le=65535)] = 465
    security: Literal["tls", "starttls", "none"] = Field(
        "tls", description="none only for a server on this machine"
    )
    username: Text | None = None
    password_env: EnvName = "TOCSIN_SMTP_PASSWORD"  # noqa: S105 - a name, not a secret
    sender: Text = Field(description="From, such as Tocsin <tocsin@desk.example>")

    @field_validator("sender")
    @classmethod
    def _with_address(cls, value: str) -> str:
        if not re.fullmatch(r"[^\r\n<>@]*<[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+", value):
            raise ValueError("must be a mail address, with or without a name: Desk <a@b.example>")
        return value


class DigestPlan(Model):
    """A daily summary, once per local date and receiver."""

    name: Name
    receivers: tuple[Name, ...] = Field(min_length=1)
    at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "07:30"
    zone: str = "UTC"

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return known_zone(value)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class AlertsConfig(Model):
    """alerts.yaml"""

    receivers: tuple[Receiver, ...] = Field(min_length=1)
    smtp: Smtp | None = None
    routes: tuple[Route, ...] = Field(min_length=1)
    translation: Translation | None = None
    judge: Judge | None = None
    language: Language = Field("en", description="Of the line that tells an event: en ru fr uk ar")
    operator: tuple[Name, ...] = Field((), description="Receivers of notices about Tocsin itself")
    digests: tuple[DigestPlan, ...] = ()
    time_intervals: tuple[TimeInterval, ...] = ()
    catch_up: CatchUp = CatchUp()
