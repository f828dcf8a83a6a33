"""Ready-made alerts, notices and digests, and channels wired to the fakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from alerts.mail import MailChannel, Patience
from alerts.mail_text import Envelope
from alerts.model import (
    Alert,
    CountryCount,
    DayCount,
    Digest,
    DigestLine,
    Highlight,
    Message,
    Notice,
    Reason,
    SourceHealth,
)
from alerts.render_data import webhook_id
from alerts.slack import SlackBotChannel, SlackWebhookChannel
from alerts.webhook import WebhookChannel
from config.changes import Change
from config.schema import SlackBot, Smtp
from tests.fakes.hook import SECRET, HookSink
from tests.fakes.slack import SlackStub
from tests.fakes.smtp import SmtpSink, trusting

NOW = datetime(2025, 1, 18, 9, 14, tzinfo=UTC)
TOKEN = "xoxb-never-to-be-seen-1234"
PASSWORD = "never-to-be-seen-5678"
POST = (
    "🇲🇱 В Бамако прибыла колонна Африканского корпуса: семь Т‑72Б3М, пять БМП‑3, БТР-82А, "
    "броневики «Тигр» и «Спартак». Колонну сняли жители у въезда в город."
)


def highlights(text: str, *words: str) -> tuple[Highlight, ...]:
    return tuple(Highlight(text.index(word), text.index(word) + len(word)) for word in words)


ALERT = Alert(
    key="event-1",
    event="event-1",
    severity="high",
    line="7 × T-72B3M, 5 × BMP-3 · convoy · Bamako (Mali) · first: Military Informant",
    reason=Reason.NEW_EVENT,
    watches=("sahel-armour",),
    why="sahel-armour: equipment and a place in Mali in one report",
    source="Military Informant",
    reliability="C",
    language="ru",
    kind="post",
    url="https://t.me/milinfolive/140001",
    quote=POST,
    highlights=highlights(POST, "Бамако", "колонна", "Т‑72Б3М", "БМП‑3", "БТР-82А"),
    entities=("7 × T-72B3M", "5 × BMP-3", "BTR-82A", "Tigr", "Spartak"),
    places=("Bamako (Mali)",),
    actions=("arrival", "convoy"),
    published_at=datetime(2025, 1, 18, 9, 2, tzinfo=UTC),
    detected_at=NOW,
    origin="Rybar Africa",
    source_name="milinfolive",
    source_tags=("telegram", "russian"),
    entity_ids=("t-72", "bmp-3", "btr-82", "tigr", "spartak"),
    countries=("ML",),
)

NOTICE = Notice(
    key="source-blind:x",
    subject="Source example-feed can't be read",
    text="Since 08:00 UTC every poll failed.\nLast reason: HTTP 503.",
    at=NOW,
)

DIGEST = Digest(
    plan="daily",
    receiver="desk-mail",
    day=date(2025, 1, 18),
    zone="Europe/Paris",
    items_read=212,
    alerts=3,
    held_back=(("near copy of a text already told", 7), ("exact copy", 2)),
    events=(
        DigestLine("7 × T-72B3M · convoy · Bamako (Mali)", "high", "ML", "Military Informant",
                   "https://t.me/milinfolive/140001", NOW, 4, told=True),
        DigestLine("Il-76 · arrival · Loumbila (Burkina Faso)", "medium", "BF", "Faso Actu",
                   "https://news.example/il-76", NOW, 1, told=True),
        DigestLine("Africa Corps · withdrawal", "low", "", "Le Quotidien", "", NOW, 1,
                   told=False),
    ),
    sources=(
        SourceHealth("milinfolive", "read", NOW),
        SourceHealth("faso-actu", "quiet", NOW),
        SourceHealth("defence-site", "blind", datetime(2025, 1, 17, 4, 0, tzinfo=UTC),
                     "HTTP 503 Service Unavailable"),
    ),
)  # fmt: skip


# New events and those of them that are critical or high, day by day.
_COURSE = ((2, 1), (0, 0), (5, 2), (3, 0), (8, 3), (1, 1), (0, 0), (4, 2), (12, 5), (7, 3), (3, 1),
           (2, 0), (6, 2), (2, 1))  # fmt: skip
BUSY = replace(
    DIGEST,
    events=(
        replace(
            DIGEST.events[0],
            news=("larger count: T-72B3M: 7, before 5",),
            firsts=("first report of T-72B3M in Mali",),
        ),
        replace(DIGEST.events[1], is_new=False, news=("new place: Loumbila",)),
        replace(DIGEST.events[2], held="older than the first poll's window"),
    ),
    days=tuple(
        DayCount(DIGEST.day - timedelta(days=13 - n), events, grave, events, 200 + n)
        for n, (events, grave) in enumerate(_COURSE)
    ),
    countries=(CountryCount("ML", 1, 31), CountryCount("BF", 1, 17), CountryCount("", 0, 7)),
    changes=(
        Change("watch", "sahel-armour", "edited", "severity: medium → high"),
        Change("source", "faso-actu", "added"),
    ),
    made_at=NOW,
    since=NOW - timedelta(days=1),
    until=NOW,
)


def message(key: str = "event-1:desk", text: str = "7 × T-72B3M near Bamako\n") -> Message:
    return Message(
        key, "HIGH: 7 × T-72B3M", text, "<p>7 × T-72B3M</p>", "", "event-1", NOW,
        data='{"version":1}', identity=webhook_id(key),
    )  # fmt: skip


def bot(
    stub: SlackStub, channel: str = "C0DESK00001", *, broadcasts: bool = True
) -> SlackBotChannel:
    declared = SlackBot(channel=channel, api_url=stub.url, reply_broadcast=broadcasts)
    return SlackBotChannel(TOKEN, declared, timeout_s=1)


def webhook(stub: SlackStub) -> SlackWebhookChannel:
    return SlackWebhookChannel(stub.webhook_url, timeout_s=1)


def hook(sink: HookSink, *allow: str) -> WebhookChannel:
    opened = allow or (f"127.0.0.1:{sink.port}",)
    return WebhookChannel(sink.url, SECRET, opened, clock=lambda: NOW, total_s=3)


def mail(sink: SmtpSink, *to: str, username: str | None = None) -> MailChannel:
    smtp = Smtp(
        host="localhost" if sink.security != "none" else "127.0.0.1",
        port=sink.port,
        security=sink.security,
        username=username,
        sender="Tocsin <tocsin@desk.example>",
    )
    envelope = Envelope(smtp.sender, to or ("desk@news.example",), "desk", b"secret")
    return MailChannel(smtp, envelope, PASSWORD, Patience(1, 1, 3, 1), trusting)
