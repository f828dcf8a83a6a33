"""What statuses and headers mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collector.answers import failure_of, fresh_for, retry_after
from collector.http import Response
from collector.item import Failure, FailureKind

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def answer(status: int, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, "https://news.example/feed", named, b"")


STATUSES = [
    (401, FailureKind.BLOCKED, "the server asks for a login (HTTP 401)"),
    (403, FailureKind.BLOCKED, "the server forbids access (HTTP 403)"),
    (404, FailureKind.SOFT, "the server has nothing at this address (HTTP 404)"),
    (408, FailureKind.TEMPORARY, "the server answers unexpectedly (HTTP 408)"),
    (410, FailureKind.GONE, "the server says the address is gone for good (HTTP 410)"),
    (418, FailureKind.SOFT, "the server answers unexpectedly (HTTP 418)"),
    (204, FailureKind.SOFT, "the server answers unexpectedly (HTTP 204)"),
    (429, FailureKind.BLOCKED, "the server says we ask too often (HTTP 429)"),
    (500, FailureKind.TEMPORARY, "the server answers unexpectedly (HTTP 500)"),
    (503, FailureKind.TEMPORARY, "the server is overloaded or closed for maintenance (HTTP 503)"),
]


@pytest.mark.parametrize(("status", "kind", "reason"), STATUSES)
def test_a_status_is_a_failure_with_a_sentence(status: int, kind: FailureKind, reason: str) -> None:
    assert failure_of(answer(status), NOW) == Failure(kind, reason)


@pytest.mark.parametrize("status", [200, 304])
def test_content_and_no_change_are_no_failures(status: int) -> None:
    assert failure_of(answer(status), NOW) is None


WAITS = [
    ("seconds", "120", 120.0),
    ("a date", "Fri, 20 Nov 2026 12:05:00 GMT", 300.0),
    ("a date that has passed", "Fri, 20 Nov 2026 11:00:00 GMT", 0.0),
    ("more than a day", "9999999", 86_400.0),
    ("a date far ahead", "Fri, 20 Nov 2099 12:00:00 GMT", 86_400.0),
    ("nonsense", "soon", None),
    ("a negative number", "-5", None),
    ("nothing", "", None),
    ("a date that does not exist", "Fri, 99 Nov 2026 12:05:00 GMT", None),
]


@pytest.mark.parametrize(("reason", "value", "seconds"), WAITS, ids=[row[0] for row in WAITS])
def test_retry_after_is_read_in_both_forms(reason: str, value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == seconds, reason


def test_a_wait_counts_only_where_it_was_asked_for() -> None:
    assert failure_of(answer(503, retry_after="60"), NOW) == Failure(
        FailureKind.TEMPORARY, "the server is overloaded or closed for maintenance (HTTP 503)", 60.0
    )
    assert failure_of(answer(500, retry_after="60"), NOW) == Failure(
        FailureKind.TEMPORARY, "the server answers unexpectedly (HTTP 500)"
    )


@pytest.mark.parametrize(
    ("control", "seconds"),
    [
        ("max-age=600", 600.0),
        ("public, max-age=60, s-maxage=3600", 60.0),
        ("s-maxage=3600", 0.0),
        ("no-cache, max-age=600", 0.0),
        ("max-age=99999999", 86_400.0),
        ("", 0.0),
    ],
)
def test_max_age_says_how_long_an_answer_is_fresh(control: str, seconds: float) -> None:
    assert fresh_for({"cache-control": control}) == seconds


DATE = "Fri, 20 Nov 2026 12:00:00 GMT"
EXPIRY = [
    ("until then", {"expires": "Fri, 20 Nov 2026 12:10:00 GMT", "date": DATE}, 600.0),
    ("already", {"expires": "Fri, 20 Nov 2026 11:00:00 GMT", "date": DATE}, 0.0),
    ("nonsense", {"expires": "0", "date": DATE}, 0.0),
    ("max-age is later law", {"expires": DATE, "date": DATE, "cache-control": "max-age=9"}, 9.0),
]


@pytest.mark.parametrize(("reason", "headers", "seconds"), EXPIRY, ids=[row[0] for row in EXPIRY])
def test_an_answer_without_max_age_is_fresh_until_it_expires(
    reason: str, headers: dict[str, str], seconds: float
) -> None:
    assert fresh_for(headers) == seconds, reason
