"""Decides what a try to tell somebody amounts to, and what comes next. Sends nothing.

claim, fresh ------------> send --> Receipt ------> SENT
                            |-----> Unsent -------> RETRY at, or DEAD
                            '-----> Ambiguous ----> LOOK_UP at
claim, maybe arrived ----> find --> Receipt ------> SENT
                            |-----> None ---------> SEND now, or HELD
                            |-----> Ambiguous ----> REPEAT now (marked), or HELD
                            '-----> LookUpFailed -> LOOK_UP at, or HELD
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.model import Ambiguous, LookUpFailed, Receipt, Unsent
from config.schema import OnAmbiguous

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=15)
LEAST_TRIES = 12  # a machine that slept for a week must not give up at its first failure
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_HOLD = timedelta(hours=24)  # what a server may ask with Retry-After
_JITTER = 0.2  # of the delay, so that a thousand waiting messages don't come back at once


class Verdict(StrEnum):
    """What to do with the notification."""

    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"
    LOOK_UP = "look up"
    HELD = "held"
    DROPPED = "dropped"
    SEND = "send"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Try:
    """One try to tell one receiver. `number` counts from 1. `optional`: nobody would miss it."""

    key: str
    number: int
    first_at: datetime
    now: datetime
    on_ambiguous: OnAmbiguous = "resend"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes next and why. `hold_until` keeps every message of the receiver waiting."""

    verdict: Verdict
    reason: str
    at: datetime | None = None
    reference: str = ""
    hold_until: datetime | None = None
    opens_thread: bool = False


def after_send(result: Receipt | Exception, tried: Try) -> Outcome:
    """What the result of `Channel.send` means; an unknown exception counts as ambiguous."""
    if isinstance(result, Receipt):
        return _sent("accepted", result)
    if isinstance(result, Unsent):
        return _unsent(result, tried)
    return Outcome(Verdict.LOOK_UP, _words(result), at=tried.now + delay(tried))


def after_find(result: Receipt | Exception | None, tried: Try) -> Outcome:
    """What the result of `Channel.find` means, after a try that may have arrived."""
    if isinstance(result, Receipt):
        return _sent("found at the receiver", result)
    if _is_over(tried):
        found = "it had not arrived" if result is None else _words(result)
        return Outcome(Verdict.HELD, f"may have arrived, gave up looking it up: {found}")
    if result is None:
        return Outcome(Verdict.SEND, "looked up: it had not arrived")
    if isinstance(result, Ambiguous):
        if tried.on_ambiguous == "hold":
            return Outcome(Verdict.HELD, f"may have arrived, on_ambiguous: hold ({_words(result)})")
        return Outcome(Verdict.REPEAT, f"may have arrived, on_ambiguous: resend ({_words(result)})")
    retry_after = result.retry_after_s if isinstance(result, LookUpFailed) else None
    held = _hold(retry_after, tried)
    at = max(tried.now + delay(tried), held or tried.now)
    return Outcome(Verdict.LOOK_UP, f"look-up failed: {_words(result)}", at=at, hold_until=held)


def delay(tried: Try) -> timedelta:
    """Doubling from 5 s to 15 min, ± 20 % by the key: the same for the same try."""
    doubled = FIRST_DELAY * (1 << min(tried.number - 1, 16))
    return min(doubled, LONGEST_DELAY) * (1 + _JITTER * (2 * _fraction(tried) - 1))


def _sent(reason: str, receipt: Receipt) -> Outcome:
    return Outcome(
        Verdict.SENT, reason, reference=receipt.reference, opens_thread=receipt.opens_thread
    )


def _unsent(error: Unsent, tried: Try) -> Outcome:
    given_up = Verdict.DROPPED if tried.optional else Verdict.DEAD
    if error.permanent:
        return Outcome(given_up, _words(error))
    held = _hold(error.retry_after_s, tried)
    if held is None and _is_over(tried):
        return Outcome(given_up, f"gave up after {tried.number} tries: {_words(error)}")
    # Jitter is added behind Retry-After, never before it.
    behind = timedelta(seconds=_fraction(tried)) if held else timedelta()
    at = max(tried.now + delay(tried), (held or tried.now) + behind)
    return Outcome(Verdict.RETRY, _words(error), at=at, hold_until=held)


def _is_over(tried: Try) -> bool:
    return tried.number >= LEAST_TRIES and tried.now - tried.first_at >= GIVE_UP_AFTER


def _hold(retry_after_s: float | None, tried: Try) -> datetime | None:
    if retry_after_s is None:
        return None
    seconds = min(max(retry_after_s, 0.0), LONGEST_HOLD.total_seconds())
    return tried.now + timedelta(seconds=seconds)


def _fraction(tried: Try) -> float:
    digest = hashlib.sha256(f"{tried.key}\x1f{tried.number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
