"""When a digest is due and what it covers, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from alerts.digest import DueDay, due_days, due_instant, period
from config.schema import DigestPlan


def plan(at: str = "07:30", zone: str = "Europe/Paris") -> DigestPlan:
    return DigestPlan(name="daily", receivers=("desk",), at=at, zone=zone)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year … minute


@pytest.mark.parametrize(
    ("why", "at", "zone", "day", "due"),
    [
        ("winter", "07:30", "Europe/Paris", date(2025, 1, 18), utc(2025, 1, 18, 6, 30)),
        ("summer", "07:30", "Europe/Paris", date(2025, 7, 18), utc(2025, 7, 18, 5, 30)),
        ("the day of the spring gap", "07:30", "Europe/Paris", date(2025, 3, 30),
         utc(2025, 3, 30, 5, 30)),
        ("inside the spring gap: its end", "02:30", "Europe/Paris", date(2025, 3, 30),
         utc(2025, 3, 30, 1, 0)),
        ("inside the autumn fold: the first of two", "02:30", "Europe/Paris", date(2025, 10, 26),
         utc(2025, 10, 26, 0, 30)),
        ("a gap of half an hour", "02:15", "Australia/Lord_Howe", date(2025, 10, 5),
         utc(2025, 10, 4, 15, 30)),
        ("midnight that doesn't exist", "00:00", "America/Havana", date(2025, 3, 9),
         utc(2025, 3, 9, 5, 0)),
        ("an odd offset", "07:30", "Asia/Kathmandu", date(2025, 1, 18), utc(2025, 1, 18, 1, 45)),
        ("a gap up to midnight: its end", "23:30", "America/Nuuk", date(2029, 3, 24),
         utc(2029, 3, 25, 1, 0)),
        ("a date that Samoa skipped", "07:30", "Pacific/Apia", date(2011, 12, 30), None),
        ("the date after it", "07:30", "Pacific/Apia", date(2011, 12, 31),
         utc(2011, 12, 30, 17, 30)),
        ("the far east is early", "07:30", "Pacific/Kiritimati", date(2025, 1, 18),
         utc(2025, 1, 17, 17, 30)),
    ],
)  # fmt: skip
def test_a_digest_is_due_at_the_first_instant_of_its_time(
    why: str, at: str, zone: str, day: date, due: datetime | None
) -> None:
    assert due_instant(plan(at, zone), day) == due, why


DUE_18 = utc(2025, 1, 18, 6, 30)


@pytest.mark.parametrize(
    ("why", "last_day", "now", "due"),
    [
        ("a second too early", date(2025, 1, 17), DUE_18 - timedelta(seconds=1), ()),
        ("on time", date(2025, 1, 17), DUE_18, (DueDay(date(2025, 1, 18), DUE_18),)),
        ("already there", date(2025, 1, 18), DUE_18 + timedelta(hours=2), ()),
        ("twelve hours late is not too late", date(2025, 1, 17), DUE_18 + timedelta(hours=12),
         (DueDay(date(2025, 1, 18), DUE_18),)),
        ("later it is skipped", date(2025, 1, 17), DUE_18 + timedelta(hours=12, seconds=1),
         (DueDay(date(2025, 1, 18), DUE_18, skipped=True),)),
        ("after two days away", date(2025, 1, 16), DUE_18 + timedelta(hours=1),
         (DueDay(date(2025, 1, 17), DUE_18 - timedelta(days=1), skipped=True),
          DueDay(date(2025, 1, 18), DUE_18))),
        ("a new plan starts with today", None, DUE_18 + timedelta(hours=1),
         (DueDay(date(2025, 1, 18), DUE_18),)),
        ("a new plan made in the evening skips nothing", None, DUE_18 + timedelta(hours=13), ()),
        ("a new plan before its time waits", None, DUE_18 - timedelta(hours=1), ()),
    ],
)  # fmt: skip
def test_due_days(why: str, last_day: date | None, now: datetime, due: tuple[DueDay, ...]) -> None:
    assert due_days(plan(), last_day, now) == due, why


def test_a_period_reaches_from_the_digest_before_to_this_one() -> None:
    assert period(plan(), date(2025, 3, 30)) == (utc(2025, 3, 29, 6, 30), utc(2025, 3, 30, 5, 30))


def test_a_period_covers_skipped_days_and_days_that_never_were() -> None:
    assert period(plan(), date(2025, 1, 18), [date(2025, 1, 17), date(2025, 1, 16)]) == (
        utc(2025, 1, 15, 6, 30),
        DUE_18,
    )
    assert period(plan(zone="Pacific/Apia"), date(2011, 12, 31)) == (
        utc(2011, 12, 29, 17, 30),
        utc(2011, 12, 30, 17, 30),
    )


def test_a_day_that_never_was_has_no_period() -> None:
    with pytest.raises(ValueError, match="Pacific/Apia has no 2011-12-30"):
        period(plan(zone="Pacific/Apia"), date(2011, 12, 30))


def test_every_local_date_of_ten_years_has_one_digest_on_its_date() -> None:
    """In a third of all zones: days round each change of the clocks, and a sample of others."""
    first, count = date(2020, 1, 1), 3653
    for number, zone in enumerate(sorted(available_timezones())[::3]):
        declared = plan(("07:30", "00:00", "02:30", "23:59")[number % 4], zone)
        for day in _telling_days(declared.tz, first, count):
            due = due_instant(declared, day)
            before = due_instant(declared, day - timedelta(days=1))

            assert due is not None, (zone, day)
            local, wanted = (
                due.astimezone(declared.tz),
                datetime.fromisoformat(f"{day} {declared.at}"),
            )
            assert local.date() == day or _leaps(due, declared.tz, wanted), (zone, day)
            assert before is not None
            assert timedelta(hours=18) <= due - before <= timedelta(hours=30), (zone, day)
            assert due_days(declared, day - timedelta(days=1), due) == (DueDay(day, due),)


def _leaps(due: datetime, zone: ZoneInfo, wanted: datetime) -> bool:
    """The clock jumps from before `wanted` to midnight: the date never reads that time."""
    before, after = ((due - timedelta(seconds=s)).astimezone(zone) for s in (1, 0))
    return before.replace(tzinfo=None) < wanted and f"{after:%H:%M}" == "00:00"


def _telling_days(zone: ZoneInfo, first: date, count: int) -> set[date]:
    """Dates beside a change of the offset, and one in ninety."""
    days = {first + timedelta(days=number) for number in range(0, count, 90)}
    offset = None
    for number in range(0, count, 2):
        noon = datetime.combine(first + timedelta(days=number), datetime.min.time(), zone)
        if (now := noon.utcoffset()) != offset and offset is not None:
            days |= {noon.date() + timedelta(days=shift) for shift in (-3, -2, -1, 0, 1)}
        offset = now
    return days
