"""WebSub as seen from a feed and on the wire: hubs offered, subscriptions asked, signatures. Pure.

https://www.w3.org/TR/websub/. A push is a hint, never a source of items: whoever can push can make
us ask a feed, and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urljoin

from collector.entry import MAX_URL, web_address

LEASE_ASKED = timedelta(days=10)
LEASE_BOUNDS = (timedelta(minutes=5), timedelta(days=30))  # whatever a hub says
RENEW_AT = 0.8  # of the lease
SLOWER = 4  # times the interval while pushes are trusted
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=24)
METHODS = {
    "sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}  # fmt: skip
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*!-]+\s*=\s*(?:"[^"]*"|[^",;\s]*))*)')
_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A hub that pushes a feed, and the name under which it knows the feed. Empty: none."""

    hub: str = ""
    topic: str = ""


NO_OFFER = Offer()


def offer_of(headers: Mapping[str, str], inside: Offer, url: str) -> Offer:
    """What the answer's headers say, else the document; the address read stands in for `self`."""
    linked = _linked(headers.get("link", ""))
    hub = linked.get("hub") or inside.hub
    topic = linked.get("self") or inside.topic or url
    offer = Offer(_absolute(hub, url), _absolute(topic, url))
    return offer if offer.hub and offer.topic else NO_OFFER


def subscription(offer: Offer, callback: str, secret: str) -> bytes:
    """The form that asks a hub for a subscription or its renewal."""
    return urlencode(
        {
            "hub.callback": callback, "hub.mode": "subscribe", "hub.topic": offer.topic,
            "hub.lease_seconds": str(int(LEASE_ASKED.total_seconds())), "hub.secret": secret,
        }
    ).encode("ascii")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lease:
    """Until when a hub pushes, and when to renew that."""

    expires_at: datetime
    renew_at: datetime


def lease_of(said: str, now: datetime) -> Lease:
    """What the hub's `hub.lease_seconds` comes to, within bounds."""
    seconds = int(said) if re.fullmatch(r"[0-9]{1,9}", said) else 0
    low, high = LEASE_BOUNDS
    lease = min(max(timedelta(seconds=seconds), low), high)
    return Lease(now + lease, now + lease * RENEW_AT)


def pause_after(attempts: int) -> timedelta:
    """Until the next try after so many in vain."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


class Signature:
    """What a push says about its body, checked while the body comes in: none is kept."""

    def __init__(self, header: str, secret: str) -> None:
        method, _, said = header.strip().partition("=")
        chosen = METHODS.get(method.lower())
        self._said = said.strip().lower() if said.isascii() else ""
        self._sum = hmac.new(secret.encode("ascii"), digestmod=chosen) if chosen else None

    def update(self, part: bytes) -> None:
        if self._sum is not None:
            self._sum.update(part)

    def is_right(self) -> bool:
        """In constant time; False for a missing or unknown signature."""
        return self._sum is not None and hmac.compare_digest(self._sum.hexdigest(), self._said)


def _linked(header: str) -> dict[str, str]:
    """The first target of each relation in a Link header."""
    found: dict[str, str] = {}
    for target, parameters in _LINK.findall(header):
        if (rel := _REL.search(parameters)) is not None:
            for name in (rel[1] or rel[2] or "").lower().split():
                found.setdefault(name, target.strip())
    return found


def _absolute(address: str, base: str) -> str:
    """An http address that fits in a row; empty otherwise."""
    if not address or len(address) > MAX_URL:
        return ""
    if address.lower().startswith(("http://", "https://")):
        return web_address(address)  # as it is written: the hub knows it by that
    try:
        return web_address(urljoin(base, address))
    except ValueError:
        return ""
