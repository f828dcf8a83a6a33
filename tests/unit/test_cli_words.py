"""What the terminal commands say, from values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.counts import Totals
from archive.model import SourceStatus
from cli.activity import difference
from cli.once import lines
from cli.sourcing import line
from workers.delivering import Delivered
from workers.detecting import Detected
from workers.pipeline import Summary
from workers.polling import Polled

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NOTHING = Totals(
    items=0, revisions=0, deletions=0, detections=0, events=0, alerts=0, notices=0, digests=0,
    notifications=(), sources_read=0, sources_failed=0, quarantined=0, polls=0, polls_failed=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("why", "after", "said"),
    [
        ("nothing happened", NOTHING, ""),
        ("polls alone", replace(NOTHING, polls=12), "polled 12"),
        (
            "a new item is not an edit",
            replace(NOTHING, polls=1, items=3, revisions=3),
            "polled 1 · new 3",
        ),
        ("an edit", replace(NOTHING, polls=1, revisions=1), "polled 1 · edited 1"),
        (
            "the whole line",
            replace(
                NOTHING,
                polls=2,
                items=1,
                revisions=1,
                detections=1,
                notifications=(("pending", 1), ("sent", 2)),
            ),
            "polled 2 · new 1 · detected 1 · told 2",
        ),
    ],
)
def test_a_line_of_activity_names_only_what_happened(why: str, after: Totals, said: str) -> None:
    assert difference(NOTHING, after) == said


def test_the_summary_of_a_cycle_names_every_failure() -> None:
    polled = Polled(sources=3, new=2, failures=[("wire", "timed out after 25 s")])
    summary = Summary(
        polled, Detected(2, 1, 1, 0), Delivered(1, 1, 0, ("desk: retry: HTTP 500",)), 1
    )

    assert lines(summary) == [
        "polled    3 sources, 1 failed",
        "  failed  wire: timed out after 25 s",
        "kept      2 new, 0 edited, 0 deleted",
        "detected  2 read, 1 relevant, 0 failed",
        "told      1 sent, 1 failed, 1 waiting",
        "  failed  desk: retry: HTTP 500",
    ]
    assert summary.failed


def test_a_message_that_arrived_at_the_second_try_is_no_failure_of_the_cycle() -> None:
    assert not Summary(Polled(), Detected(), Delivered(1, 1, 0, ("desk: look up",)), 0).failed
    assert Summary(Polled(), Detected(), Delivered(0, 1, 1, ("desk: dead",)), 0).failed


def test_a_cycle_in_which_nothing_went_wrong_has_not_failed() -> None:
    assert not Summary(Polled(sources=3), Detected(), Delivered(), 0).failed


def test_a_learned_cadence_is_told() -> None:
    status = SourceStatus(
        name="posts", kind="channel", state="quiet", since=NOW - timedelta(hours=5),
        last_ok_at=NOW, last_new_at=NOW - timedelta(hours=5), next_at=NOW, failures=0,
        last_error="", items=12, hits=3, usual_gap_s=3_600, patience_s=3 * 3_600,
    )  # fmt: skip

    said = line(status, NOW)

    assert "quiet 5 h" in said
    assert "news every 1 h, quiet after 3 h" in said


def test_what_polls_cost_and_may_have_missed_is_told() -> None:
    status = SourceStatus(
        name="wire", kind="feed", state="read", since=None, last_ok_at=NOW, last_new_at=NOW,
        next_at=NOW, failures=0, last_error="", items=12, hits=3, polls=40, bytes_read=1_230_000,
        overflows=2, overflowed_at=NOW - timedelta(hours=3), note="1 of 9 entries unreadable",
    )  # fmt: skip

    said = line(status, NOW)

    assert "polls 40, 1.2 MB" in said
    assert "overflowed 2 times, last 3 h ago" in said
    assert said.endswith("(1 of 9 entries unreadable)")


def test_a_blind_source_says_since_when_and_why_without_commanding_the_terminal() -> None:
    status = SourceStatus(
        name="wire", kind="feed", state="blind", since=NOW - timedelta(hours=3),
        last_ok_at=NOW - timedelta(hours=3), last_new_at=None, next_at=NOW + timedelta(minutes=5),
        failures=4, last_error="HTTP 500 \x1b[31mred", items=12, hits=3,
    )  # fmt: skip

    said = line(status, NOW)

    assert "blind 3 h" in said
    assert "next    5 m" in said
    assert "HTTP 500" in said
    assert "\x1b" not in said


def test_a_source_that_no_poll_has_reached_is_not_called_read() -> None:
    status = SourceStatus(
        name="wire", kind="feed", state="unread", since=None, last_ok_at=None, last_new_at=None,
        next_at=NOW, failures=0, last_error="", items=0, hits=0,
    )  # fmt: skip

    assert line(status, NOW).startswith(f"{'wire':28} feed    not read yet     last ok  never")


def test_a_source_tells_its_rhythm_its_cost_and_what_went_wrong() -> None:
    status = SourceStatus(
        name="wire", kind="feed", state="read", since=None, last_ok_at=NOW, last_new_at=NOW,
        next_at=NOW + timedelta(minutes=5), failures=0, last_error="", items=12, hits=3,
        interval_s=600, polls=40, failed_polls=2, bytes_a_day=1_234_000, overflows=1,
        overflowed_at=NOW - timedelta(hours=2),
    )  # fmt: skip

    said = line(status, NOW)

    assert "polled every  10 m" in said
    assert "1.2 MB/day" in said
    assert "failed 2 of 40" in said
    assert "overflowed 2 h ago" in said


def test_a_run_beside_another_says_so() -> None:
    summary = Summary(Polled(sources=1, elsewhere=2), Detected(), Delivered(), 0)

    assert not summary.failed
    assert "beside    another run is at work: it polls 2 more" in lines(summary)
