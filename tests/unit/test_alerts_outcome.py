"""What a try amounts to, and what comes next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alerts.model import Ambiguous, LookUpFailed, Receipt, Unsent
from alerts.outcome import Outcome, Try, Verdict, after_find, after_send, delay
from config.schema import OnAmbiguous

NOW = datetime(2025, 1, 18, 9, 0, tzinfo=UTC)


def tried(
    number: int = 1, age: timedelta = timedelta(), on_ambiguous: OnAmbiguous = "resend"
) -> Try:
    return Try("event-1:desk", number, NOW - age, NOW, on_ambiguous)


def temporary(retry_after_s: float | None = None) -> Unsent:
    return Unsent("busy", permanent=False, retry_after_s=retry_after_s)


@pytest.mark.parametrize(
    ("why", "result", "given_try", "verdict"),
    [
        ("a receipt is proof", Receipt("17.1"), tried(), Verdict.SENT),
        ("what may pass is tried again", temporary(), tried(), Verdict.RETRY),
        ("what stays wrong is dead", Unsent("no", permanent=True), tried(), Verdict.DEAD),
        ("what may have arrived is looked up", Ambiguous("lost"), tried(), Verdict.LOOK_UP),
        ("what nobody foresaw may have arrived", RuntimeError("?"), tried(), Verdict.LOOK_UP),
        ("many tries in an hour are not enough", temporary(), tried(90, timedelta(hours=1)),
         Verdict.RETRY),
        ("a day with few tries is not enough", temporary(), tried(3, timedelta(days=9)),
         Verdict.RETRY),
        ("a day of tries is", temporary(), tried(12, timedelta(hours=24)), Verdict.DEAD),
        ("a server that names a time is still waited for", temporary(60),
         tried(99, timedelta(days=3)), Verdict.RETRY),
    ],
)  # fmt: skip
def test_after_send(
    why: str, result: Receipt | Exception, given_try: Try, verdict: Verdict
) -> None:
    assert after_send(result, given_try).verdict is verdict, why


@pytest.mark.parametrize(
    ("why", "result", "given_try", "verdict"),
    [
        ("found is sent", Receipt("17.1"), tried(2), Verdict.SENT),
        ("surely not there is sent now", None, tried(2), Verdict.SEND),
        ("unknowable is repeated by policy", Ambiguous("webhook"), tried(2), Verdict.REPEAT),
        ("unknowable is held by policy", Ambiguous("webhook"), tried(2, on_ambiguous="hold"),
         Verdict.HELD),
        ("unknown now is asked again", LookUpFailed("busy"), tried(2), Verdict.LOOK_UP),
        ("what nobody foresaw is asked again", RuntimeError("?"), tried(2), Verdict.LOOK_UP),
        ("lost every time for a day is for the operator", None, tried(12, timedelta(hours=24)),
         Verdict.HELD),
        ("repeated for a day is for the operator", Ambiguous("webhook"),
         tried(12, timedelta(hours=24)), Verdict.HELD),
        ("unknown for a day is for the operator", LookUpFailed("busy"),
         tried(12, timedelta(hours=24)), Verdict.HELD),
    ],
)  # fmt: skip
def test_after_find(
    why: str, result: Receipt | Exception | None, given_try: Try, verdict: Verdict
) -> None:
    assert after_find(result, given_try).verdict is verdict, why


def test_a_receipt_keeps_its_reference() -> None:
    sent = Outcome(Verdict.SENT, "accepted", reference="17.1")

    assert after_send(Receipt("17.1"), tried()) == sent


@pytest.mark.parametrize("seconds", [0.4, 1.0, 37.0, 3600.0])
def test_nothing_is_tried_before_retry_after_and_the_receiver_waits(seconds: float) -> None:
    until = NOW + timedelta(seconds=seconds)

    for number in range(1, 15):
        outcome = after_send(temporary(seconds), tried(number))

        assert outcome.at is not None
        assert outcome.at >= until
        assert outcome.hold_until == until


def test_a_failed_look_up_respects_retry_after_too() -> None:
    outcome = after_find(LookUpFailed("busy", retry_after_s=90), tried(1))

    assert outcome.at == outcome.hold_until == NOW + timedelta(seconds=90)


def test_an_absurd_retry_after_is_bounded() -> None:
    outcome = after_send(temporary(1e12), tried())

    assert outcome.hold_until == NOW + timedelta(hours=24)


def test_delays_double_from_five_seconds_to_a_quarter_of_an_hour() -> None:
    seconds = [delay(tried(number)).total_seconds() for number in range(1, 14)]

    for expected, actual in zip([5, 10, 20, 40, 80, 160, 320, 640, *[900] * 5], seconds,
                                strict=True):  # fmt: skip
        assert 0.8 * expected <= actual <= 1.2 * expected


def test_the_same_try_waits_the_same_time_and_another_message_another() -> None:
    keys = [Try(f"event-{number}:desk", 9, NOW, NOW) for number in range(100)]

    assert [delay(key) for key in keys] == [delay(key) for key in keys]
    assert len({delay(key) for key in keys}) == 100


def test_reasons_are_words() -> None:
    assert after_send(temporary(), tried()).reason == "busy"
    assert after_send(RuntimeError(), tried()).reason == "RuntimeError"
    assert "on_ambiguous: hold" in after_find(Ambiguous("x"), tried(on_ambiguous="hold")).reason
