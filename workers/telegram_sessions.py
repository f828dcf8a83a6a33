"""Where a Telegram account's session comes from: the environment, else a file below the data
directory that only we can read. A session is as good as the account: it is never printed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from collector.telegram_model import Login
from config.schema import Telegram, TelegramAccount
from config.settings import Secret, SettingsError, secret

API_ID, API_HASH = "TOCSIN_TELEGRAM_API_ID", "TOCSIN_TELEGRAM_API_HASH"
_UNASKED = "-"  # Telegram asks for api_hash at a login only; Telethon wants one always


class Sessions:
    """The sessions of this installation."""

    def __init__(self, var: Path, environ: Mapping[str, str] | None = None) -> None:
        self._directory = var / "telegram"
        self._environ = os.environ if environ is None else environ

    def find(self, account: TelegramAccount) -> Secret | None:
        """The account's session; None before its first login. Raises SettingsError."""
        if (declared := secret(account.variable, self._environ)) is not None:
            return declared
        try:
            text = self._file(account.name).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{self._file(account.name)} can't be read as a session") from error
        return Secret(text) if text else None

    def is_declared(self, account: TelegramAccount) -> bool:
        """The session stands in the environment, so no file of ours counts."""
        return secret(account.variable, self._environ) is not None

    def keep(self, name: str, session: str) -> Path:
        """Write the session where only we can read it; whole or not at all."""
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._file(name)
        aside = path.with_suffix(".new")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            os.fchmod(stream.fileno(), 0o600)  # a file that was there may be open to others
            stream.write(session)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, path)
        return path

    def remove(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    def login(self, telegram: Telegram, name: str, session: str) -> Login:
        """What it takes to use the session. Raises SettingsError without an api_id."""
        api_hash = secret(API_HASH, self._environ)
        return Login(
            name=name,
            api_id=self._api_id(telegram),
            api_hash=api_hash.reveal() if api_hash else _UNASKED,
            session=session,
            dc=telegram.dc,
        )

    def has_api_hash(self) -> bool:
        return secret(API_HASH, self._environ) is not None

    def _api_id(self, telegram: Telegram) -> int:
        declared = self._environ.get(API_ID, "").strip()
        if declared and not (declared.isascii() and declared.isdecimal() and int(declared)):
            raise SettingsError(f"{API_ID} must be a number, from my.telegram.org")
        if not declared and telegram.api_id is None:
            raise SettingsError(f"set telegram.api_id in sources.yaml, or {API_ID}")
        return int(declared or telegram.api_id or 0)

    def _file(self, name: str) -> Path:
        return self._directory / f"{name}.session"


def digest(session: Secret) -> str:
    """Tells sessions apart and says nothing of them."""
    return hashlib.sha256(session.reveal().encode()).hexdigest()
