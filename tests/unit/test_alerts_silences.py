"""Silences: what they match, how they are written, when they end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from alerts.silences import Silence, end_of, match_of, silencing, words_of
from config.schema import Match, Traits
from tests.fakes.alerts import ALERT, NOW

HOUR = timedelta(hours=1)


def silence(number: int = 1, *matchers: str, begins: datetime = NOW, hours: int = 2) -> Silence:
    return Silence(
        number, match_of(matchers or ("severity=high",)), "", begins, begins + hours * HOUR
    )


@pytest.mark.parametrize(
    ("why", "one", "holds"),
    [
        ("it matches and is in force", silence(), True),
        ("every key must match", silence(1, "severity=high", "country=NE"), False),
        ("values are alternatives", silence(1, "country=NE,ML"), True),
        ("what is left out is silenced by nothing", silence(1, "country!=NE,ML"), False),
        ("all but what is left out", silence(1, "severity=high", "country!=NE"), True),
        ("it has ended", silence(begins=NOW - 3 * HOUR), False),
        ("it ends this moment", silence(begins=NOW - 2 * HOUR), False),
    ],
)
def test_a_silence(why: str, one: Silence, holds: bool) -> None:
    assert one.holds(ALERT, NOW) is holds, why


def test_the_first_silence_that_matches_is_named() -> None:
    found = silencing(ALERT, [silence(1, "severity=low"), silence(2), silence(3)], NOW)

    assert found is not None
    assert found.id == 2


def test_matchers_are_read_and_written_alike() -> None:
    match = match_of(["severity=low,info", "source=wire", "source=press"])

    assert match == Match(severity=("low", "info"), source=("wire", "press"))
    assert words_of(match) == "severity=low,info source=wire,press"


def test_matchers_may_leave_out_and_be_quoted_as_alertmanagers_are() -> None:
    match = match_of(['severity="low"', "country!=ML,NE"])

    assert match == Match(severity=("low",), none=Traits(country=("ML", "NE")))
    assert words_of(match) == "severity=low country!=ML,NE"


@pytest.mark.parametrize(
    ("matchers", "words"),
    [
        ([], "all is no silence"),
        (["severity"], "not KEY=VALUE"),
        (["colour=red"], "with a key of: watch, severity"),
        (["severity=grave"], "severity: 'grave'"),
        (["severity="], "not KEY=VALUE"),
        (["severity=~high"], "not KEY=VALUE"),
        (["severity!~high"], "not KEY=VALUE"),
        (["corroborated=2"], "with a key of: watch, severity"),
        (["country!=Mali"], "country: 'Mali'"),
        (["country=Mali"], "country: 'Mali': must be a country code of two capitals such as ML"),
    ],
)
def test_a_matcher_that_can_not_be_read_is_refused_in_words(
    matchers: list[str], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        match_of(matchers)


def test_an_end_is_a_length_or_a_time() -> None:
    assert end_of("90m", NOW) == NOW + timedelta(minutes=90)
    assert end_of("2w", NOW) == NOW + timedelta(days=14)
    assert end_of("2025-01-18T11:00+01:00", NOW) == NOW.replace(hour=10, minute=0)
    assert end_of("2025-01-19", NOW) == NOW.replace(day=19, hour=0, minute=0)


@pytest.mark.parametrize("words", ["soon", "2025-01-01", "0h", "9000d", ""])
def test_an_end_that_is_no_end_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"neither|within a year"):
        end_of(words, NOW)
