"""Whose turn it is when more channels are due than can be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from collector.turns import Waiting, in_turn

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def due(name: str, late: timedelta, interval_s: float, hit: timedelta | None = None) -> Waiting:
    return Waiting(name, NOW - late, interval_s, NOW - hit if hit is not None else None)


TURNS = [
    (
        "late is late for one's own interval",
        (due("daily", 10 * MINUTE, 86_400), due("busy", MINUTE, 120)),
        ["busy", "daily"],
    ),
    (
        "of two alike the one that told something of late",
        (due("plain", 3 * MINUTE, 600), due("telling", MINUTE, 600, hit=DAY)),
        ["telling", "plain"],
    ),
    (
        "what it told long ago counts no more",
        (due("plain", 3 * MINUTE, 600), due("told", MINUTE, 600, hit=9 * DAY)),
        ["plain", "told"],
    ),
    (
        "nobody is forgotten: half an hour goes before all",
        (due("busy", 20 * MINUTE, 120, hit=DAY), due("slow", 31 * MINUTE, 86_400)),
        ["slow", "busy"],
    ),
    (
        "and of those the longest wait",
        (due("slow", 31 * MINUTE, 86_400), due("slower", HOUR, 86_400)),
        ["slower", "slow"],
    ),
]


@pytest.mark.parametrize(("reason", "waiting", "turn"), TURNS, ids=[row[0] for row in TURNS])
def test_turns(reason: str, waiting: tuple[Waiting, ...], turn: list[str]) -> None:
    assert in_turn(waiting, NOW, 9) == turn, reason


def test_no_more_than_asked_for() -> None:
    assert len(in_turn([due(f"c{n}", MINUTE, 60) for n in range(9)], NOW, 4)) == 4
