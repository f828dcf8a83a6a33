"""Tells through Apprise: some hundred services, at least once. An optional extra.

Apprise says only whether it worked, and sleeps and speaks to other hosts as it likes; so nothing
is looked up, and a failure may have arrived all the same.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any

from alerts.model import Ambiguous, Message, Receipt, Unsent
from alerts.sanitise import one_line

_SAID = 200
MISSING = 'Apprise is not installed: "./run.sh channels", or pip install "tocsin[channels]"'


def is_installed() -> bool:
    return importlib.util.find_spec("apprise") is not None


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """One address such as ntfy://host/topic, which holds its own secrets."""

    url: str = field(repr=False)

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        """Plain text: Apprise escapes it for services that take markup."""
        del attempt
        if not is_installed():
            raise Unsent(MISSING, permanent=True)
        apprise = importlib.import_module("apprise")  # loaded only by who sends through it
        server = _service(apprise, self.url)
        note = "(possibly repeated) " if repeat else ""
        with apprise.LogCapture(level=apprise.logging.WARNING, fmt="%(message)s") as log:
            taken = server.notify(
                title=note + message.subject,
                body=message.text,
                body_format=apprise.NotifyFormat.TEXT,
            )
            said = _without_secrets(log.getvalue(), self.url)
        if taken:
            return Receipt(f"taken by {server[0].service_name or 'the service'}")
        words = f"Apprise failed: {said}" if said else "Apprise failed and says no more"
        raise Unsent(words, permanent=False)

    def find(self, message: Message, since: datetime) -> Receipt | None:
        raise Ambiguous("Apprise can't be asked what it sent")


def _service(apprise: ModuleType, url: str) -> Any:  # noqa: ANN401 - Apprise has no types
    """One service, set so that it neither interprets our text nor writes addresses to logs."""
    asset = apprise.AppriseAsset(
        interpret_escapes=False, interpret_emojis=False, async_mode=False, secure_logging=True,
        app_id="Tocsin", app_desc="Tocsin", app_url="",
    )  # fmt: skip
    server = apprise.Apprise(asset=asset)
    if not server.add(url) or len(server) != 1:
        raise Unsent("Apprise does not know this address", permanent=True)
    server[0].overflow_mode = "truncate"  # one alert is one message, whatever its length
    return server


def _without_secrets(text: str, url: str) -> str:
    """What Apprise logged, without any part of the address that could be a token."""
    for part in sorted(set(re.split(r"[^A-Za-z0-9_-]+", url)), key=len, reverse=True):
        if len(part) >= 6:
            text = text.replace(part, "<secret>")
    return one_line(text, _SAID)
