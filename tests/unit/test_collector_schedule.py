"""When a source is asked next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from collector.item import Failure, FailureKind, Item, PollResult, PollState
from collector.schedule import NextPoll, next_poll, phase_of, rhythm_of
from config.schema import Interval, Source

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOURCE = Source(
    name="s",
    url="https://news.example/feed",
    interval=Interval(min=timedelta(minutes=2), max=timedelta(hours=6)),
)
ITEM = Item("s", "1", "article", "t", "", "", None)
MIDDLE = 0.5  # the phase that leaves intervals as they are


def after(state: PollState, found: dict[str, Any]) -> NextPoll:
    return next_poll(SOURCE, state, PollResult("s", state, **found), NOW, MIDDLE)


def after_failure(failure: Failure, in_a_row: int = 1) -> NextPoll:
    return after(PollState(interval_s=600, failures=in_a_row), {"failure": failure})


def every(minutes: float, count: int) -> tuple[datetime, ...]:
    return tuple(NOW - timedelta(minutes=minutes * (count - n)) for n in range(count))


RULES = [
    ("news halves the interval", 600, {"items": (ITEM,)}, 300),
    ("nothing new lengthens it by a quarter", 600, {"unchanged": True}, 750),
    ("an overflow quarters it", 600, {"items": (ITEM,), "overflowed": True}, 150),
    ("never below the operator's least", 130, {"items": (ITEM,)}, 120),
    ("never above the operator's most", 21_000, {"unchanged": True}, 21_600),
    ("nothing learned starts at the least", 0, {"unchanged": True}, 150),
    ("a server's max-age is a floor", 600, {"items": (ITEM,), "least_interval_s": 900.0}, 900),
    ("a server's wish is capped at an hour", 600, {"least_interval_s": 90_000.0}, 3_600),
]


@pytest.mark.parametrize(
    ("reason", "interval", "found", "expected"), RULES, ids=[row[0] for row in RULES]
)
def test_the_interval_follows_what_a_poll_found(
    reason: str, interval: float, found: dict[str, Any], expected: float
) -> None:
    assert after(PollState(interval_s=interval), found) == NextPoll(
        NOW + timedelta(seconds=expected), expected
    ), reason


def test_a_known_rhythm_keeps_a_quiet_source_from_being_forgotten() -> None:
    state = PollState(interval_s=3_600, arrivals=every(minutes=60, count=10))

    assert after(state, {"unchanged": True}).interval_s == 3_600


def test_rhythm_is_half_the_median_gap() -> None:
    state = PollState(arrivals=every(minutes=20, count=6))

    assert rhythm_of(state, NOW) == 600


def test_a_burst_of_yesterday_is_no_rhythm() -> None:
    burst = tuple(NOW - timedelta(days=1, minutes=n) for n in reversed(range(20)))

    assert rhythm_of(PollState(arrivals=burst), NOW) == 1_800


def test_few_arrivals_are_no_rhythm() -> None:
    assert rhythm_of(PollState(arrivals=every(minutes=20, count=3)), NOW) is None


FAILURES = [
    ("temporary trouble is tried again soon", FailureKind.TEMPORARY, 1, 120),
    ("and less often while it lasts", FailureKind.TEMPORARY, 4, 960),
    ("but at least once an hour", FailureKind.TEMPORARY, 30, 3_600),
    ("what is no feed may become one", FailureKind.SOFT, 1, 240),
    ("a block is left alone for longer", FailureKind.BLOCKED, 1, 960),
    ("blocks end at the operator's most", FailureKind.BLOCKED, 9, 21_600),
    ("gone is asked again after an hour", FailureKind.GONE, 1, 3_600),
    ("then once a day, for ever", FailureKind.GONE, 5_000, 86_400),
    ("a stranger waits for the operator", FailureKind.IDENTITY, 1, 86_400),
]


@pytest.mark.parametrize(
    ("reason", "kind", "in_a_row", "expected"), FAILURES, ids=[row[0] for row in FAILURES]
)
def test_failures_back_off_by_kind(
    reason: str, kind: FailureKind, in_a_row: int, expected: float
) -> None:
    found = after_failure(Failure(kind, "reason"), in_a_row)

    assert found == NextPoll(NOW + timedelta(seconds=expected), 600), reason


@pytest.mark.parametrize("phase", [0.0, 0.3, 0.999])
def test_not_even_a_failure_is_retried_sooner_than_the_operator_allows(phase: float) -> None:
    source = Source(name="s", url="https://news.example/feed")
    state = PollState(failures=1)
    result = PollResult("s", state, failure=Failure(FailureKind.TEMPORARY, "reason"))

    found = next_poll(source, state, result, NOW, phase)

    assert found.at >= NOW + source.interval.min


@pytest.mark.parametrize(
    ("reason", "asked", "expected"),
    [
        ("the server's wait holds", 7_200.0, 7_200.0),
        ("for a day at most", 900_000.0, 86_400.0),
    ],
)
def test_retry_after_holds_the_source(reason: str, asked: float, expected: float) -> None:
    failure = Failure(FailureKind.BLOCKED, "429", retry_after_s=asked)

    found = after_failure(failure)

    at = NOW + timedelta(seconds=expected)
    assert found == NextPoll(at, 600, held_until=at), reason


def test_a_retry_after_shorter_than_our_own_wait_changes_nothing() -> None:
    failure = Failure(FailureKind.BLOCKED, "429", retry_after_s=1.0)

    found = after_failure(failure)

    assert found == NextPoll(NOW + timedelta(seconds=960), 600)


def test_phases_are_stable_and_spread() -> None:
    phases = [phase_of(f"source-{n}") for n in range(1_000)]

    assert phases == [phase_of(f"source-{n}") for n in range(1_000)]
    assert all(0 <= phase < 1 for phase in phases)
    assert all(60 < sum(n / 10 <= p < (n + 1) / 10 for p in phases) < 140 for n in range(10))


def test_two_sources_of_one_interval_drift_apart() -> None:
    result = PollResult("s", PollState(interval_s=600), unchanged=True)

    early, late = (
        next_poll(SOURCE, PollState(interval_s=600), result, NOW, phase).at for phase in (0.0, 0.99)
    )

    assert late - early > timedelta(minutes=2)


def test_a_first_poll_spread_below_the_least_interval_is_raised_to_it() -> None:
    state = replace(PollState(), interval_s=120.0)

    found = next_poll(SOURCE, state, PollResult("s", state, items=(ITEM,)), NOW, 0.0)

    assert found.at == NOW + timedelta(seconds=120)


def test_a_known_page_turnover_bounds_the_interval_of_a_learned_rhythm() -> None:
    rare = tuple(3.0 if n in (5, 24 + 30) else 0.15 for n in range(84))
    state = PollState(first_polled_at=NOW - timedelta(days=9), rhythm=rare, rhythm_at=NOW)

    free, bound = after(state, {}), after(replace(state, cap_s=300.0), {})

    assert free.interval_s > 480
    assert bound.interval_s == 300


SKIPPED = [
    ("an hour it does not exclude", (3,), timedelta(minutes=10)),
    ("an hour it excludes: the next one", (12,), timedelta(hours=1)),
    ("a day it excludes: an hour, and no more", (*range(24), 104), timedelta(hours=1)),
]


@pytest.mark.parametrize(("reason", "skips", "wait"), SKIPPED, ids=[row[0] for row in SKIPPED])
def test_a_feed_is_not_asked_when_it_does_not_want_to_be(
    reason: str, skips: tuple[int, ...], wait: timedelta
) -> None:
    found = after(PollState(interval_s=480, skips=skips), {"unchanged": True})

    assert found.at == NOW + wait, reason


def test_many_sources_asked_at_once_on_the_hour_do_not_come_back_together() -> None:
    calm = PollState(interval_s=2_880)  # a quarter more is an hour
    asked = [0] * 60
    for number in range(300):
        name = f"feed-{number}"
        source, at = SOURCE.model_copy(update={"name": name}), NOW
        while at < NOW + timedelta(hours=24):
            quiet = PollResult(name, calm, unchanged=True)
            at = next_poll(source, calm, quiet, at, phase_of(name)).at
            asked[at.minute] += 1

    evenly = sum(asked) / 60
    assert asked[0] < 1.5 * evenly
    assert max(asked) < 2 * evenly
