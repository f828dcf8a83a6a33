"""Quiet hours: by the clocks of their zone, past midnight, over weekends and clock changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.hours import HORIZON, covers, held_until
from config.schema import Route, TimeInterval

NIGHTS: dict[str, object] = {
    "name": "nights",
    "times": [{"start_time": "22:00", "end_time": "07:00"}],
}
WEEKEND: dict[str, object] = {"name": "weekend", "weekdays": ["saturday", "sunday"]}
OFFICE: dict[str, object] = {
    "name": "office",
    "weekdays": "monday:friday",
    "times": [{"start_time": "09:00", "end_time": "17:00"}],
}


def interval(zone: str = "UTC", /, **declared: object) -> TimeInterval:
    return TimeInterval.model_validate({"zone": zone} | declared)


def route(**keys: object) -> Route:
    return Route.model_validate({"receivers": ["desk"]} | keys)


def at(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """January 2025 began on a Wednesday."""
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("why", "declared", "moment", "inside"),
    [
        ("the hour begins", NIGHTS, at(1, 22), True),
        ("a minute before it begins", NIGHTS, at(1, 21, 59), False),
        ("past midnight is still the night before", NIGHTS, at(2, 6, 59), True),
        ("the end is outside", NIGHTS, at(2, 7), False),
        ("a whole day", WEEKEND, at(4, 0), True),
        ("the day after the weekend", WEEKEND, at(6, 0), False),
        ("a weekday in office hours", OFFICE, at(3, 12), True),
        ("a weekend in office hours", OFFICE, at(4, 12), False),
        ("the night that began on Friday",
         NIGHTS | {"weekdays": "friday"}, at(4, 3), True),
        ("the night that began on Saturday",
         NIGHTS | {"weekdays": "friday"}, at(5, 3), False),
        ("days round the week's end", {"name": "x", "weekdays": "saturday:monday"}, at(6, 5), True),
        ("until 24:00", {"name": "x", "times": [{"start_time": "20:00", "end_time": "24:00"}]},
         at(1, 23, 59), True),
    ],
)  # fmt: skip
def test_an_interval_covers(
    why: str, declared: dict[str, object], moment: datetime, inside: bool
) -> None:
    assert covers(interval(**declared), moment) is inside, why


def test_hours_are_those_of_the_zone() -> None:
    nights = interval("Asia/Tokyo", **NIGHTS)

    assert covers(nights, at(1, 13))
    assert not covers(nights, at(1, 22))


@pytest.mark.parametrize(
    ("why", "moment", "end"),
    [
        ("winter", at(15, 23), at(16, 6)),
        ("the night in which clocks go forward", at(29, 22, month=3), at(30, 5, month=3)),
        ("the night in which clocks go back", at(25, 21, month=10), at(26, 6, month=10)),
    ],
)
def test_the_end_of_the_night_follows_the_clocks(why: str, moment: datetime, end: datetime) -> None:
    nights = interval("Europe/Paris", **NIGHTS)

    assert held_until(route(mute_time_intervals="nights"), [nights], moment) == (end, "nights"), why


def test_a_route_without_intervals_is_never_quiet() -> None:
    assert held_until(route(), [interval(**NIGHTS)], at(1, 23)) is None


def test_intervals_that_touch_are_one_quiet_time() -> None:
    intervals = [interval(**NIGHTS), interval(**WEEKEND)]
    both = route(mute_time_intervals=["nights", "weekend"])

    assert held_until(both, intervals, at(3, 23)) == (at(6, 7), "nights")


def test_outside_active_hours_is_quiet() -> None:
    active = route(active_time_intervals="office")

    assert held_until(active, [interval(**OFFICE)], at(3, 12)) is None
    assert held_until(active, [interval(**OFFICE)], at(3, 18)) == (at(6, 9), "outside office")


def test_what_is_never_loud_is_told_after_a_while_nevertheless() -> None:
    never = [interval(**OFFICE), interval(**(NIGHTS | {"name": "rest"}))]
    both = route(active_time_intervals="office", mute_time_intervals=["rest", "day"])
    day = interval(name="day", times=[{"start_time": "07:00", "end_time": "22:00"}])

    assert held_until(both, [*never, day], at(1, 12)) == (at(1, 12) + HORIZON, "day")
