"""What an answer's status and headers mean for a poll: a failure, a wait. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from collector.http import FetchError, Response
from collector.item import Failure, FailureKind

MAX_WAIT_S = 86_400.0  # no server may silence a source for more than a day
_KINDS = {
    **dict.fromkeys((401, 403, 407, 429, 451), FailureKind.BLOCKED),
    **dict.fromkeys((408, 425), FailureKind.TEMPORARY),
    410: FailureKind.GONE,
}
_WORDS = {
    401: "asks for a login",
    403: "forbids access",
    404: "has nothing at this address",
    410: "says the address is gone for good",
    429: "says we ask too often",
    451: "withholds the page for legal reasons",
    503: "is overloaded or closed for maintenance",
}


def failure_of(response: Response, now: datetime) -> Failure | None:
    """Why this answer is no content; None for 200 and 304."""
    status = response.status
    if status in (200, 203, 226, 304):
        return None
    kind = _KINDS.get(status, FailureKind.TEMPORARY if status >= 500 else FailureKind.SOFT)
    words = _WORDS.get(status, "answers unexpectedly")
    wait = retry_after(response.headers, now) if status in (429, 503) else None
    return Failure(kind, f"the server {words} (HTTP {status})", wait)


def failure_of_error(error: FetchError) -> Failure:
    """A request that gave no answer, as a value."""
    return Failure(error.kind, str(error), error.retry_after_s)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds from either form of Retry-After, between 0 and a day; None where unusable."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value):
        return min(float(value), MAX_WAIT_S)
    when = http_date(value)
    return min(max((when - now).total_seconds(), 0.0), MAX_WAIT_S) if when else None


def fresh_for(headers: Mapping[str, str]) -> float:
    """Seconds of max-age in Cache-Control, else until Expires; at most a day, 0 without."""
    control = headers.get("cache-control", "").lower()
    found = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", control)
    if "no-cache" in control or "no-store" in control:
        return 0.0
    if found is None:
        until, since = http_date(headers.get("expires", "")), http_date(headers.get("date", ""))
        left = (until - since).total_seconds() if until and since else 0.0
        return min(max(left, 0.0), MAX_WAIT_S)
    return min(float(found[1]), MAX_WAIT_S)


def http_date(value: str) -> datetime | None:
    """An HTTP date as aware UTC; None for anything else."""
    try:
        when = parsedate_to_datetime(value)
        aware = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return aware
