"""Builds one channel per declared receiver; secrets arrive through a callable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alerts.files import FilesChannel
from alerts.mail import MailChannel
from alerts.mail_text import Envelope
from alerts.model import Channel
from alerts.other import AppriseChannel
from alerts.render import ReceiverKind
from alerts.slack import SlackBotChannel, SlackWebhookChannel
from alerts.webhook import WebhookChannel
from config.schema import AlertsConfig, OnAmbiguous, Receiver, Smtp

Secrets = Callable[[str], str]  # name of an environment variable -> its value

_PACE_S: dict[ReceiverKind, float] = {"slack": 1.0, "plain": 1.0}


def build(
    config: AlertsConfig, secrets: Secrets, outbox: Path, hmac_secret: bytes
) -> dict[str, Channel]:
    """Every receiver's channel by name. Asks for exactly the secrets that are used."""
    return {
        receiver.name: _channel(receiver, config.smtp, (secrets, outbox, hmac_secret))
        for receiver in config.receivers
    }


def kind_of(receiver: Receiver) -> ReceiverKind:
    """Which rendering the receiver wants."""
    if receiver.email is not None:
        return "mail"
    if receiver.webhook is not None:
        return "data"
    if receiver.apprise is not None:
        return "plain"
    return "files" if receiver.files is not None else "slack"


def pace_s(receiver: Receiver) -> float:
    """Least seconds between two messages: Slack takes one a second per channel."""
    return _PACE_S.get(kind_of(receiver), 0.0)


def is_at_least_once(receiver: Receiver) -> bool:
    """Whether what was sent may come again, since nothing there can be looked up or recognised."""
    return receiver.webhook is not None or receiver.apprise is not None


def is_living(receiver: Receiver) -> bool:
    """Whether an event's first message can be kept true there."""
    return receiver.slack_bot is not None


def on_ambiguous(receiver: Receiver) -> OnAmbiguous:
    """What to do where a lost reply can't be looked up. A repeated alert beats a lost one."""
    declared = receiver.slack_webhook or receiver.email or receiver.webhook or receiver.apprise
    return declared.on_ambiguous if declared else "resend"


def _channel(receiver: Receiver, smtp: Smtp | None, given: tuple[Secrets, Path, bytes]) -> Channel:
    secrets, outbox, hmac_secret = given
    if (bot := receiver.slack_bot) is not None:
        return SlackBotChannel(secrets(bot.token_env), bot)
    if receiver.slack_webhook is not None:
        return SlackWebhookChannel(secrets(receiver.slack_webhook.url_env))
    if receiver.email is not None:
        if smtp is None:  # config.load refuses this before we come here
            raise ValueError(f"receiver {receiver.name}: email needs smtp in alerts.yaml")
        envelope = Envelope(
            smtp.sender, receiver.email.to, receiver.name, hmac_secret,
            receiver.email.unsubscribe or "",
        )  # fmt: skip
        password = secrets(smtp.password_env) if smtp.username else ""
        return MailChannel(smtp, envelope, password)
    if (hook := receiver.webhook) is not None:
        return WebhookChannel(hook.url, secrets(hook.secret_env), hook.allow)
    if receiver.apprise is not None:
        return AppriseChannel(secrets(receiver.apprise.url_env))
    return FilesChannel(outbox)
