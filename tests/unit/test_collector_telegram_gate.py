"""When an account may ask: waits, pace, the rationing of names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.telegram_gate import MAX_SPACING_S, RESOLVE, RESOLVES_AN_HOUR, Gate
from collector.telegram_model import EVERY_METHOD, Wait

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HISTORY = "messages.GetHistory"
LATER = NOW + timedelta(minutes=5)
SOON = NOW + timedelta(minutes=1)

WAITS = [
    ("nothing stands against it", (), None),
    ("its own wait", (Wait(HISTORY, LATER),), Wait(HISTORY, LATER)),
    ("a wait for every method", (Wait(EVERY_METHOD, LATER),), Wait(EVERY_METHOD, LATER)),
    ("another method's wait", (Wait("channels.GetMessages", LATER),), None),
    ("a wait that is over", (Wait(HISTORY, NOW),), None),
    (
        "the later of two",
        (Wait(HISTORY, LATER), Wait(EVERY_METHOD, SOON)),
        Wait(HISTORY, LATER),
    ),
]


@pytest.mark.parametrize(("reason", "waits", "expected"), WAITS)
def test_a_wait_forbids_its_method_until_it_is_over(
    reason: str, waits: tuple[Wait, ...], expected: Wait | None
) -> None:
    assert Gate(waits=waits).wait_on(HISTORY, NOW) == expected, reason


def test_the_first_request_may_go_at_once() -> None:
    assert Gate.for_budget(1.0).pause_s(NOW) == 0.0


def test_the_next_request_keeps_its_distance_with_jitter() -> None:
    gate = Gate.for_budget(0.5).after_request(HISTORY, NOW, chance=0.5)

    assert gate.pause_s(NOW) == pytest.approx(2.3)
    assert gate.pause_s(NOW + timedelta(seconds=3)) == 0.0


def test_a_wait_is_remembered_and_doubles_the_spacing() -> None:
    gate = Gate.for_budget(1.0).after_wait(Wait(HISTORY, LATER), NOW)

    assert (gate.waits, gate.spacing_s) == ((Wait(HISTORY, LATER),), 2.0)


def test_what_is_over_and_what_is_replaced_is_forgotten() -> None:
    over = Wait("users.GetUsers", NOW - timedelta(seconds=1))
    gate = Gate(waits=(over, Wait(HISTORY, SOON)))

    assert gate.after_wait(Wait(HISTORY, LATER), NOW).waits == (Wait(HISTORY, LATER),)


def test_answers_bring_the_spacing_back_to_the_budget() -> None:
    gate = Gate.for_budget(1.0).after_wait(Wait(HISTORY, LATER), NOW)
    for _ in range(35):
        gate = gate.after_answer()

    assert gate.spacing_s == 1.0


@given(st.lists(st.sampled_from(["answer", "wait", "request"]), max_size=200))
def test_the_spacing_never_leaves_its_bounds(events: list[str]) -> None:
    gate = Gate.for_budget(1.0)
    for event in events:
        if event == "answer":
            gate = gate.after_answer()
        elif event == "wait":
            gate = gate.after_wait(Wait(HISTORY, LATER), NOW)
        else:
            gate = gate.after_request(HISTORY, NOW, 0.99)

    assert 1.0 <= gate.spacing_s <= MAX_SPACING_S
    assert gate.pause_s(NOW) <= MAX_SPACING_S * 1.3


def test_no_more_names_are_resolved_in_an_hour_than_accounts_bear() -> None:
    gate, when = Gate.for_budget(1.0), NOW
    for _ in range(RESOLVES_AN_HOUR):
        assert gate.wait_on(RESOLVE, when) is None
        gate = gate.after_request(RESOLVE, when, 0.0)
        when += timedelta(seconds=1)

    assert gate.wait_on(RESOLVE, when) == Wait(RESOLVE, NOW + timedelta(hours=1))
    assert gate.wait_on(HISTORY, when) is None
    assert gate.wait_on(RESOLVE, NOW + timedelta(hours=1)) is None


def test_a_server_of_ones_own_bears_more_names() -> None:
    assert Gate.for_budget(20).resolves_an_hour == 20 * RESOLVES_AN_HOUR
    assert Gate.for_budget(0.2).resolves_an_hour == RESOLVES_AN_HOUR


@pytest.mark.parametrize(
    ("reason", "seconds"), [("within one second", 0.02), ("over an hour", 90.0)]
)
def test_in_any_hour_at_most_so_many_names_go_out(reason: str, seconds: float) -> None:
    gate, when, sent = Gate.for_budget(1.0), NOW, []
    for _ in range(300):
        if gate.wait_on(RESOLVE, when) is None:
            gate = gate.after_request(RESOLVE, when, 0.0)
            sent.append(when)
        when += timedelta(seconds=seconds)

    most = max(sum(a <= b < a + timedelta(hours=1) for b in sent) for a in sent)
    assert most == RESOLVES_AN_HOUR, reason
