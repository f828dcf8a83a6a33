"""What feeds offer, what hubs are asked, and which signatures count."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from collector.feed_reading import read_feed
from collector.item import Failure, FailureKind, PollResult, PollState
from collector.schedule import NextPoll, slower
from collector.websub import (
    NO_OFFER,
    Lease,
    Offer,
    Signature,
    lease_of,
    offer_of,
    pause_after,
    subscription,
)
from config.schema import Source

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
URL = "https://news.example/feed"
HUB, SELF = "https://hub.example/", "https://news.example/self"


@pytest.mark.parametrize(
    ("why", "header", "inside", "offer"),
    [
        ("nothing", "", NO_OFFER, NO_OFFER),
        ("a topic alone", f'<{SELF}>; rel="self"', NO_OFFER, NO_OFFER),
        ("headers", f'<{HUB}>; rel="hub", <{SELF}>; rel="self"', NO_OFFER, Offer(HUB, SELF)),
        ("no quotes", f"<{HUB}>;rel=hub,<{SELF}>;REL=Self", NO_OFFER, Offer(HUB, SELF)),
        ("commas", f'<{HUB}>; title="a, b"; rel="x hub"', NO_OFFER, Offer(HUB, URL)),
        (
            "the first",
            f"<{HUB}>; rel=hub, <https://b.example/>; rel=hub",
            NO_OFFER,
            Offer(HUB, URL),
        ),
        ("the document", "", Offer(HUB, SELF), Offer(HUB, SELF)),
        ("headers first", f"<{SELF}>; rel=self", Offer(HUB, "https://x.example"), Offer(HUB, SELF)),
        ("relative", "</hub>; rel=hub", NO_OFFER, Offer("https://news.example/hub", URL)),
        ("another scheme", "<file:///etc/passwd>; rel=hub", NO_OFFER, NO_OFFER),
        ("too long", f"<{HUB}{'a' * 4000}>; rel=hub", NO_OFFER, NO_OFFER),
        ("nonsense", "<<<>;rel=hub;;;,\x00", NO_OFFER, NO_OFFER),
    ],
)
def test_an_offer_is_read_from_headers_first(
    why: str, header: str, inside: Offer, offer: Offer
) -> None:
    assert offer_of({"link": header}, inside, URL) == offer, why


ATOM = "xmlns:atom='http://www.w3.org/2005/Atom'"
LINKS = f"<atom:link rel='hub' href='{HUB}'/><atom:link rel='self' href='{SELF}'/>"


@pytest.mark.parametrize(
    "body",
    [
        f"<rss version='2.0' {ATOM}><channel>{LINKS}<item><title>t</title></item></channel></rss>",
        f"<feed xmlns='http://www.w3.org/2005/Atom'>{LINKS.replace('atom:', '')}</feed>",
        f'''{{"version": "https://jsonfeed.org/version/1.1", "items": [], "feed_url": "{SELF}",
        "hubs": [7, {{"type": "rssCloud", "url": "x"}}, {{"type": "WebSub", "url": "{HUB}"}}]}}''',
    ],
)
def test_a_feed_of_any_dialect_names_its_hub(body: str) -> None:
    document = read_feed(body.encode(), "application/xml", URL)

    assert (document.hub, document.topic) == (HUB, SELF)


def test_a_hub_that_an_entry_links_is_not_the_feeds() -> None:
    entry = f"<item><title>t</title>{LINKS}</item>"
    body = f"<rss version='2.0' {ATOM}><channel>{entry}</channel></rss>"

    document = read_feed(body.encode(), "application/xml", URL)

    assert (document.hub, document.topic) == ("", "")


def test_a_subscription_asks_for_a_lease_with_a_secret() -> None:
    form = subscription(Offer(HUB, SELF), "https://push.example/w/p", "s3cret")

    assert parse_qs(form.decode()) == {
        "hub.callback": ["https://push.example/w/p"],
        "hub.mode": ["subscribe"],
        "hub.topic": [SELF],
        "hub.lease_seconds": ["864000"],
        "hub.secret": ["s3cret"],
    }


@pytest.mark.parametrize(
    ("said", "lease"),
    [
        ("1000", timedelta(seconds=1000)),
        ("1", timedelta(minutes=5)),
        ("999999999", timedelta(days=30)),
        ("-5", timedelta(minutes=5)),
        ("x", timedelta(minutes=5)),
        ("", timedelta(minutes=5)),
    ],
)
def test_a_lease_is_bounded_and_renewed_at_four_fifths(said: str, lease: timedelta) -> None:
    assert lease_of(said, NOW) == Lease(NOW + lease, NOW + lease * 0.8)


def test_pauses_double_up_to_a_day() -> None:
    minutes = [pause_after(n).total_seconds() / 60 for n in (0, 1, 2, 3, 9, 10**6)]

    assert minutes == [5, 5, 10, 20, 1280, 1440]


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_body_signed_with_the_secret_is_believed(method: str) -> None:
    right = hmac.new(b"secret", b"one two", getattr(hashlib, method)).hexdigest()
    signature = Signature(f"{method}={right.upper()}", "secret")

    signature.update(b"one ")
    signature.update(b"two")

    assert signature.is_right()


RIGHT = hmac.new(b"secret", b"body", hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("why", "header"),
    [
        ("missing", ""),
        ("no digest", "sha256="),
        ("no method", RIGHT),
        ("md5", f"md5={hmac.new(b'secret', b'body', hashlib.md5).hexdigest()}"),
        ("another method's name", f"sha512={RIGHT}"),
        ("cut short", f"sha256={RIGHT[:-1]}"),
        ("not ASCII", f"sha256={RIGHT[:-1]}é"),
        ("another secret", f"sha256={hmac.new(b'other', b'body', hashlib.sha256).hexdigest()}"),
    ],
)
def test_any_other_signature_is_not(why: str, header: str) -> None:
    signature = Signature(header, "secret")

    signature.update(b"body")

    assert not signature.is_right(), why


MINUTE = timedelta(minutes=1)
BROKEN = {"failure": Failure(FailureKind.SOFT, "no")}


@pytest.mark.parametrize(
    ("why", "minutes", "found", "later"),
    [
        ("four times as long", 10, {}, 40),
        ("the operator's most", 60, {}, 120),
        ("never sooner", 180, {}, 180),
        ("not after a failure", 10, BROKEN, None),
        ("not after an overflow", 10, {"overflowed": True}, None),
    ],
)
def test_a_trusted_push_makes_polls_rarer(
    why: str, minutes: int, found: dict[str, object], later: int | None
) -> None:
    source = Source.model_validate({"name": "s", "url": URL, "interval": {"max": "2h"}})
    result = PollResult("s", PollState(), **found)  # type: ignore[arg-type]
    plan = NextPoll(NOW + minutes * MINUTE, 60.0)

    at = slower(source, plan, result, NOW)

    assert at == (None if later is None else NOW + later * MINUTE), why
