"""The digest's charts: small pictures of numbers that stand in tables as well."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from alerts.charts import countries_png, course_png, shown_countries
from alerts.model import CountryCount, DayCount

DAYS = tuple(
    DayCount(date(2025, 1, 5) + timedelta(days=n), events=n % 5, grave=n % 2, alerts=n, items=n)
    for n in range(14)
)
COUNTRIES = tuple(CountryCount(code, 1, 20 - n) for n, code in enumerate(("ML", "BF", "", "NE")))
MANY = tuple(CountryCount("ML", 0, n) for n in range(40))


def size_of(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    ("why", "png", "height"),
    [
        ("a course", lambda: course_png(DAYS), 276),
        ("a course without any event", lambda: course_png((DAYS[0], DAYS[10])), 276),
        ("countries", lambda: countries_png(COUNTRIES), 249),
        ("more countries than fit", lambda: countries_png(MANY), 451),
    ],
)  # fmt: skip
def test_a_chart_is_a_small_picture(why: str, png: Callable[[], bytes], height: int) -> None:
    drawn = png()

    assert drawn.startswith(b"\x89PNG\r\n"), why
    assert size_of(drawn) == (960, height)
    assert len(drawn) < 30_000
    assert b"tEXt" not in drawn, "no version, no date: the same numbers are the same bytes"


def test_the_same_numbers_give_the_same_bytes() -> None:
    first = course_png(DAYS)
    course_png.cache_clear()

    assert course_png(DAYS) == first


def test_the_chart_and_its_table_show_the_same_countries() -> None:
    assert shown_countries(MANY) == MANY[:8]
