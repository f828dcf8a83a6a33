"""Receivers beyond Slack and mail, told at least once; no I/O. Import it from config.schema."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from config.values import EnvName, Model, OnAmbiguous, Text


class Webhook(Model):
    """Signed JSON to an address of yours, at least once; docs/webhook.md says how to check it."""

    url: Text = Field(description="https; http only to a host that `allow` names")
    secret_env: EnvName = "TOCSIN_WEBHOOK_SECRET"  # noqa: S105 - a name, not a secret
    allow: tuple[str, ...] = Field(
        (), description='Private hosts it may stand on: "host", "host:port" or a network in CIDR'
    )
    on_ambiguous: OnAmbiguous = "resend"

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", value):
            raise ValueError("must be an https:// address")
        if "@" in value.split("/")[2]:
            raise ValueError("must not carry a user name or password")
        return value


class Apprise(Model):
    """Any service that Apprise knows, at least once; needs the extra tocsin[channels]."""

    url_env: EnvName = "TOCSIN_APPRISE_URL"
    on_ambiguous: OnAmbiguous = "resend"
