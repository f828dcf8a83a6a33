"""What the environment decides: directories, servers, secrets. Read once, then passed on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, Self, cast
from urllib.parse import urlsplit, urlunsplit

from config.mistakes import OperatorsError
from config.schema import AlertsConfig, Receiver

MAX_SECRET_BYTES = 64 * 1024
LEAST_SIGNING = 16  # characters of a webhook's secret
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_EXAMPLES = {
    "TOCSIN_DATABASE_URL": "sqlite:///var/tocsin.db or postgresql://user@host/name",
    "TOCSIN_REDIS_URL": "redis://host:6379/0",
}
_ADDRESSES = {
    "TOCSIN_DATABASE_URL": r"sqlite:///(?!:memory:).+|postgres(ql(\+psycopg)?)?://.*",
    "TOCSIN_REDIS_URL": r"rediss?://.+",
}
_SHIPPED = Path(__file__).resolve().parent


class SettingsError(OperatorsError):
    """The environment can't be used; the message names the variable, never its value."""


class Secret:
    """A text that prints as <secret>; only `reveal()` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "<secret>"

    def __format__(self, spec: str) -> str:
        return format("<secret>", spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret can't be pickled or copied: pass the name of its variable")


class SecretUrl(Secret):
    """An address that prints without its password."""

    __slots__ = ()

    def __repr__(self) -> str:
        return without_password(self._text)

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)


def without_password(url: str) -> str:
    """`url` with <secret> in place of its password, fit for a log."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "<unreadable address>"
    query = "<secret>" if re.search(r"(?i)pass|secret|token", parts.query) else parts.query
    user, at, host = parts.netloc.rpartition("@")
    name, colon, _ = user.partition(":")
    netloc = f"{name}{colon}{'<secret>' if colon else ''}{at}{host}"
    if (netloc, query) == (parts.netloc, parts.query):
        return url  # urlunsplit would turn sqlite:////x into sqlite:/x
    return urlunsplit(parts._replace(netloc=netloc, query=query))


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment as Tocsin uses it."""

    config: Path  # directory of sources.yaml, watchlist.yaml, alerts.yaml
    var: Path  # directory of everything Tocsin writes
    database_url: SecretUrl
    redis_url: SecretUrl | None  # None: the embedded server
    log_level: LogLevel

    @property
    def cache(self) -> Path:
        """What can be made anew: the checked configuration, compiled watchlists."""
        return self.var / "cache"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read TOCSIN_*. Raises SettingsError naming the variable."""
        var = Path(environ.get("TOCSIN_VAR") or "var").absolute()
        level = (environ.get("TOCSIN_LOG_LEVEL") or "INFO").upper()
        if level not in _LOG_LEVELS:
            raise SettingsError(f"TOCSIN_LOG_LEVEL: allowed: {', '.join(_LOG_LEVELS)}")
        return cls(
            config=Path(environ.get("TOCSIN_CONFIG") or _SHIPPED).absolute(),
            var=var,
            database_url=_url("TOCSIN_DATABASE_URL", environ)
            or SecretUrl(f"sqlite:///{var / 'tocsin.db'}"),
            redis_url=_url("TOCSIN_REDIS_URL", environ),
            log_level=cast("LogLevel", level),
        )


def _url(name: str, environ: Mapping[str, str]) -> SecretUrl | None:
    found = secret(name, environ)
    if found is None:
        return None
    if not re.fullmatch(_ADDRESSES[name], found.reveal()) or not _has_a_usable_port(found.reveal()):
        raise SettingsError(f"{name} must be an address such as {_EXAMPLES[name]}")
    return SecretUrl(found.reveal())


def _has_a_usable_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:  # no number, too large, or brackets that don't match
        return False


def secret(name: str, environ: Mapping[str, str] | None = None) -> Secret | None:
    """The secret in variable NAME, or in the file that NAME_FILE names; None when neither is set.

    Raises SettingsError when both are set or the file is unreadable, too large or empty.
    """
    environ = os.environ if environ is None else environ
    text, file = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "")
    if text and file:
        raise SettingsError(f"{name} and {name}_FILE are both set: unset one")
    if file:
        return Secret(_from_file(f"{name}_FILE", Path(file)))
    return Secret(text) if text else None


def _from_file(name: str, path: Path) -> str:
    if not path.is_file():
        raise SettingsError(f"{name}: {path} is not a file")
    try:
        with path.open("rb") as stream:
            body = stream.read(MAX_SECRET_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"{name}: {path} can't be read: {error.strerror}") from error
    if len(body) > MAX_SECRET_BYTES:
        raise SettingsError(f"{name}: {path} is larger than {MAX_SECRET_BYTES // 1024} KiB")
    try:
        text = body.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise SettingsError(f"{name}: {path} is not UTF-8 text") from None
    if not text:
        raise SettingsError(f"{name}: {path} is empty")
    return text


def missing_secrets(alerts: AlertsConfig, environ: Mapping[str, str]) -> list[str]:
    """A sentence for each secret that a receiver in use needs and the environment lacks."""
    lacking = [found for who, name in _needed(alerts) if (found := _lack(who, name, environ))]
    return lacking or [found for one in alerts.receivers if (found := _weak(one, environ))]


def _needed(alerts: AlertsConfig) -> Iterator[tuple[str, str]]:
    for receiver in alerts.receivers:
        if receiver.slack_bot is not None:
            yield receiver.name, receiver.slack_bot.token_env
        if receiver.slack_webhook is not None:
            yield receiver.name, receiver.slack_webhook.url_env
        if receiver.webhook is not None:
            yield receiver.name, receiver.webhook.secret_env
        if receiver.apprise is not None:
            yield receiver.name, receiver.apprise.url_env
        if receiver.email is not None and alerts.smtp is not None and alerts.smtp.username:
            yield receiver.name, alerts.smtp.password_env


def _weak(receiver: Receiver, environ: Mapping[str, str]) -> str:
    """A signature is as good as its secret."""
    if receiver.webhook is None:
        return ""
    name = receiver.webhook.secret_env
    found = secret(name, environ)
    if found is None or len(found.reveal()) >= LEAST_SIGNING:
        return ""
    return f"receiver {receiver.name}: {name} is shorter than {LEAST_SIGNING} characters"


def _lack(receiver: str, name: str, environ: Mapping[str, str]) -> str:
    try:
        found = secret(name, environ)
    except SettingsError as error:
        return f"receiver {receiver}: {error}"
    return "" if found else f"receiver {receiver} needs {name} (or {name}_FILE) in the environment"
