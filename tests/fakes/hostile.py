"""Makes hostile items, and what Tocsin would tell of them: the same for the same seed.

Each field of an item that comes from outside is made of pieces that some place would take for
markup, a mention, a link, a header or a command, and of random letters between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Literal

from alerts.decide import compose
from alerts.holding import Kind
from alerts.model import (
    Alert,
    Bundle,
    CountryCount,
    DayCount,
    Digest,
    DigestLine,
    Notice,
    Reason,
    SourceHealth,
    Told,
)
from collector.item import Item, Origin
from config.changes import Change
from config.schema import Source
from detector.model import Action, Detection, Mention, Place, Quantity, WatchHit

NOW = datetime(2025, 1, 18, 9, 14, tzinfo=UTC)
PIECES = (
    # mentions, of people and of everybody
    "<!channel>", "<!here|x>", "<!everyone>", "<@U012AB3CD>", "<#C012|x>", "<!subteam^S1>",
    "<users/all>", "<id:customize>", "<t:1:R>", "<at>x</at>", "&lt;!here&gt;", "@room", "@all",
    "&amp;lt;!here&amp;gt;", "\\u003c!here>", "<!date^1^{date}^https://evil.com|x>",
    "@channel", "@here", "@everyone", "<@&123456>", "<@!123456>", "@milinfolive", "＠here",
    # links, whole and half
    "<https://evil.example|click>", "https://evil.com/a", "HTTP://EVIL.RU", "www.evil.net",
    "evil.com", "evil.zip", "t.me/evil", "зло.рф", "a@evil.org", "[x](https://evil.com)",
    "[x](//evil.com)", "![x](evil.com/p.png)", "<a href='https://evil.com'>x</a>", "evil。com",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<b>", "tg://resolve?domain=x",
    "mailto:x@evil.com", "ht\u200btps://evil.com", "h\u202ettps://evil.com", "tel:+123",
    "例え.みんな", "evil.شبكة", "💩.la", "evil\ufffe.ru", "evil\u180b.com", "magnet:?xt=urn:x",
    "callto:evil", "feed:https://evil.com", "mailto\u2060:x@evil.com", "[x][1]\n\n[1]: //evil.com",
    "<http://evil.com|https://good.org>", "раураl.com", "https://evil.com\u202e/x",
    # HTML and templates
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<style>*{}</style>", "&lt;b>",
    "</title><script>x</script>", "<svg/onload=x>", "<iframe src=//evil.com>", "{{7*7}}",
    "{% raw %}", "</blockquote><h1>x</h1>", "<!--", "]]>", "<base href=//evil.com>",
    # mail headers and bodies
    "\r\nBcc: victim@evil.com", "=?utf-8?q?Tank=0ABcc:victim=40evil.com?=", "\n.\n",
    "=?utf-8?b?VGFuawpCY2M6IHhAeS5leGFtcGxl?=", "\u2028Bcc: x", "\x85X-Evil: 1", "\x0bTo: y",
    "=?iso-2022-jp?b?GyRC?=", "=\n?utf-8?q?x?=", "\x1cTo: x", "\r\n\r\n<html>", "\n To: folded",
    "--==boundary==", "Content-Type: text/html",
    # terminals, directions, what nobody sees, what no database takes
    "\x1b[2J", "\x1b]8;;https://evil.com\x07x\x1b]8;;\x07", "\x9b31m", "\x00", "\u202e", "\u2066",
    "\u200b", "\u200d", "\ufeff", "\u00ad", "\U000e0041", "\ud800", "\udfff", "\u061c",
    # markup of chats
    "*b* _i_ ~s~ `c` ```p```", ":tada:", "> q", "# h", "||s||", "__u__", "\\u003c!channel>",
    # long, wide and ordinary
    "Z" + "\u0301" * 900, "🏴\U000e0067\U000e0062\U000e007f" * 9, "\ufdd0", "\ufffc", "\x9bJ",
    "🔴" * 40, "&" * 60, "ы" * 300, "a" * 2000, "👩‍👩‍👧‍👦", "T-72", "семь БМП‑3 ", " ", "\n",
    "колонна в Бамако ", "Африканский корпус ",
)  # fmt: skip
URLS = (
    "https://t.me/x/1", "javascript:alert(1)", "https://a@evil.com/", "https://x.org/|>x<!here>",
    'https://x.org/"onmouseover="x', "", "http://[::1]/", "//evil.com", "https://x.org/\n",
    "https://x.org/@name/](y)", "https://x.org/" + "a" * 4000, "HTTPS://X.ORG/<script>", "ftp://x",
    "https://x.org#@evil.com/", "https:/evil.com", "https://x.org%00.evil.com/", "https://x.org:0/",
    "https://a..b/", "https://раураl.com/", "https://x.org/%0d%0aBcc:x", "https://x.org/\u202e/x",
    "https://x.org\\@evil.com/", "https://пример.рф/п?q=ы&x=<b>", "https://x.org/=?utf-8?q?=0A?=",
)  # fmt: skip
_SOURCE = Source.model_validate({"name": "wire", "url": "https://wire.example/feed"})
_DAY = date(2025, 1, 18)
IN_A_DIGEST = 10


def items(seed: int, count: int) -> Iterator[Item]:
    """Items as a hostile source would publish them."""
    random = Random(seed)
    for number in range(count):
        yield _item(random, str(number))


def told(seed: int, count: int) -> Iterator[Told]:
    """For each hostile item its alert and a notice; for each ten a digest and a summary of them."""
    random = Random(seed)
    lines: list[DigestLine] = []
    alerts: list[Alert] = []
    for item in items(seed + 1, count):
        alert = _alert(random, item)
        yield alert
        yield Notice("n", _text(random), item.text, NOW)
        lines.append(_line(random, alert))
        alerts.append(alert)
        if len(lines) == IN_A_DIGEST:
            yield _digest(random, tuple(lines))
            yield Bundle("b", Kind.QUIET, alert.line, tuple(alerts), NOW)
            lines, alerts = [], []


def _text(random: Random, most: int = 8) -> str:
    parts = random.choices(PIECES, k=random.randint(0, most))
    for _ in range(random.randint(0, 2)):
        letter = chr(
            random.choice((random.randrange(0x20, 0x500), random.randrange(0x20, 0x30000)))
        )
        parts.insert(random.randint(0, len(parts)), letter)
    return random.choice(("", "", " ")).join(parts)


def _texts(random: Random) -> tuple[str, ...]:
    return tuple(_text(random, 4) for _ in range(random.randint(0, 4)))


def _item(random: Random, number: str) -> Item:
    return Item(
        source="wire",
        external_id=_text(random) + number,
        kind=random.choice(("article", "post")),
        title=_text(random),
        text=_text(random, 40),
        url=random.choice(URLS),
        published_at=random.choice((None, NOW)),
        language=random.choice((None, "ru")),
        author=_text(random),
        origin=Origin(_text(random), random.choice(URLS)) if random.random() < 0.5 else None,
        media=_texts(random),
    )


def _alert(random: Random, item: Item) -> Alert:
    source = _SOURCE.model_copy(update={"title": _text(random) or None})
    alert = compose(_detection(random, item), item, source, event_key=item.external_id,
                    reason=random.choice(list(Reason)), now=NOW)  # fmt: skip
    return replace(
        alert, news=_texts(random), firsts=_texts(random), media=_texts(random),
        event=_text(random), watches=_texts(random),
    )  # fmt: skip


def _detection(random: Random, item: Item) -> Detection:
    def span() -> tuple[int, int]:
        start = random.randint(0, max(len(item.text), 1))
        return start, start + random.randint(0, 30)

    def some(make: Callable[[int, int], object]) -> tuple[object, ...]:
        return tuple(make(*span()) for _ in range(random.randint(0, 5)))

    text: Literal["text"] = "text"
    mentions = some(
        lambda a, b: Mention(
            _text(random, 2),
            "equipment",
            _text(random, 3),
            "",
            a,
            b,
            text,
            quantity=Quantity(random.randint(1, 9)),
        )
    )
    places = some(
        lambda a, b: Place(_text(random, 3), random.choice(("ML", "", "XX")), "", a, b, text)
    )
    actions = some(lambda a, b: Action(_text(random, 2), "", a, b, text))
    severity = random.choice(("info", "low", "medium", "high", "critical"))
    return Detection(
        item.external_id, (WatchHit(_text(random, 2), severity, _text(random)),),
        mentions, places, actions,  # type: ignore[arg-type]
    )  # fmt: skip


def _line(random: Random, alert: Alert) -> DigestLine:
    return DigestLine(
        line=alert.line, severity=alert.severity, country=random.choice(("ML", "XX", "")),
        source=_text(random), url=alert.url, at=NOW, reports=random.randint(1, 99),
        told=random.random() < 0.5, firsts=alert.firsts, is_new=random.random() < 0.5,
        news=alert.news, held=_text(random),
    )  # fmt: skip


def _digest(random: Random, lines: tuple[DigestLine, ...]) -> Digest:
    states = ("unread", "failing", "read", "quiet", "blind", "stopped")
    return Digest(
        plan="daily", receiver="desk", day=_DAY, zone="Africa/Bamako",
        items_read=random.randint(0, 9999), alerts=random.randint(0, 99),
        held_back=tuple((_text(random), random.randint(0, 9)) for _ in range(3)),
        events=lines,
        sources=tuple(
            SourceHealth(_text(random), state, random.choice((None, NOW)), _text(random))  # type: ignore[arg-type]
            for state in states * 2
        ),
        days=_COURSE, countries=_COUNTRIES, made_at=NOW,
        changes=(Change("watch", _text(random), "edited", _text(random)),),
    )  # fmt: skip


_COURSE = tuple(DayCount(_DAY - timedelta(days=13 - n), n % 4, n % 2, n, n) for n in range(14))
_COUNTRIES = (CountryCount("ML", 1, 20), CountryCount("", 0, 3))
