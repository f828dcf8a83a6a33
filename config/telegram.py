"""How channels are read, with and without an account: `telegram:` in sources.yaml. No I/O."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from config.values import Duration, EnvName, Model, Name, Text

SESSION = "TOCSIN_TELEGRAM_SESSION"


class TelegramWeb(Model):
    """The account-free transport."""

    web_url: str = Field("https://t.me", pattern=r"^https?://[^/\s]+$")
    spacing: Duration = Field(timedelta(seconds=2), description="Between two requests")


class TelegramAccount(Model):
    """An account that reads channels; its session is a secret and stands in the environment."""

    name: Name
    session_env: EnvName | None = Field(
        None,
        description="Variable that holds the session (or its file, with _FILE behind the name); "
        "default: TOCSIN_TELEGRAM_SESSION for the first account, TOCSIN_TELEGRAM_SESSION_NAME "
        "for an account called name",
    )

    @property
    def variable(self) -> str:
        """Where the session may stand in the environment."""
        return self.session_env or SESSION


class TelegramDc(Model):
    """The server to talk to instead of Telegram's own: a test server or an independent one."""

    id: Annotated[int, Field(ge=1, le=255)] = 2
    host: Text
    port: Annotated[int, Field(ge=1, le=65_535)] = 443
    public_key_file: Text | None = Field(
        None, description="PEM file of the server's RSA key; needed to log in"
    )


class Telegram(TelegramWeb):
    """Both transports. Without `accounts` only the account-free one is used."""

    api_id: Annotated[int, Field(ge=1)] | None = Field(
        None, description="From my.telegram.org; TOCSIN_TELEGRAM_API_ID stands above it"
    )
    accounts: tuple[TelegramAccount, ...] = ()
    dc: TelegramDc | None = None
    budget: Annotated[float, Field(gt=0, le=100)] = Field(
        1.0, description="Requests a second for each account; above 1 only with a dc of one's own"
    )

    photos_up_to: Annotated[int, Field(ge=0, le=10_000_000)] = Field(
        0, description="Bytes: smaller photos of detected posts are kept in var/media; 0: none"
    )

    @field_validator("accounts")
    @classmethod
    def _each_its_own(cls, accounts: tuple[TelegramAccount, ...]) -> tuple[TelegramAccount, ...]:
        """Accounts after the first are told apart by their names."""
        named = (
            one if one.session_env or not number else one.model_copy(update=_variable_of(one.name))
            for number, one in enumerate(accounts)
        )
        return tuple(named)

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.budget > 1 and self.dc is None:
            raise ValueError("budget must not be above 1: more gets accounts banned")
        names = [account.name for account in self.accounts]
        if len(set(names)) < len(names):
            raise ValueError("two accounts have the same name")
        variables = [account.variable for account in self.accounts]
        if len(set(variables)) < len(variables):
            raise ValueError("two accounts share one session: Telegram bans a session used twice")
        return self


def _variable_of(account: str) -> dict[str, str]:
    return {"session_env": f"{SESSION}_{re.sub('[^A-Z0-9]', '_', account.upper())}"}
