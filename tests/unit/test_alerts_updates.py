"""What readers of an alert hear when its post is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.model import Reason
from alerts.updates import Deletion, of_deletion, span
from tests.fakes.newsroom import HOUR, MINUTE, NOW, alert


def test_a_deletion_is_told_in_the_same_thread_with_the_last_text() -> None:
    first = ("first report of Su-24 in Mali",)
    told = alert("posts/7#3", event="first-key", news=("larger count",), firsts=first)

    said = of_deletion(told, Deletion(3, 2, NOW - 43 * MINUTE, NOW), NOW + HOUR)

    assert said == replace(
        told,
        key="deleted/3@2",
        reason=Reason.DELETED,
        line=f"Deleted: {told.line}",
        why="deleted 43 minutes after posting; last text kept",
        note="43 minutes after posting",
        detected_at=NOW + HOUR,
        news=(),
        firsts=(),
    )
    assert (said.event, said.quote) == ("first-key", told.quote)


def test_a_deletion_of_an_update_is_no_update() -> None:
    said = of_deletion(alert(line="Update: 7 × T-72B3"), Deletion(3, 2, NOW, NOW), NOW)

    assert said.line == "Deleted: 7 × T-72B3"


def test_an_alert_without_an_event_is_its_own_thread() -> None:
    said = of_deletion(alert("posts/7#3"), Deletion(3, 2, NOW, NOW), NOW)

    assert said.event == "posts/7#3"


SPANS: list[tuple[timedelta, str]] = [
    (timedelta(0), "1 minute"),
    (timedelta(seconds=-5), "1 minute"),
    (timedelta(minutes=43, seconds=59), "43 minutes"),
    (timedelta(minutes=119), "119 minutes"),
    (timedelta(minutes=120), "2 hours"),
    (timedelta(hours=47), "47 hours"),
    (timedelta(hours=48), "2 days"),
    (timedelta(days=7, hours=3), "7 days"),
]


@pytest.mark.parametrize(("length", "words"), SPANS)
def test_a_length_of_time_as_people_say_it(length: timedelta, words: str) -> None:
    assert span(length) == words
