"""`tocsin events`: what is kept of events, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.archive import Archive
from cli.main import tocsin
from config.settings import Settings
from detector.fitting import probability
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import open_desk, place, report
from tests.fakes.newsroom import NOW
from workers import weights
from workers.clock import utc_now
from workers.wiring import open_archive

FIRST = "Seven T-72B3 tanks arrived in Bamako on Friday."
MORE = "Nine T-72B3 tanks and five BMP-3 arrived in Bamako."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def kept(desk: Desk) -> Iterator[Archive]:
    """The desk's own archive, with one event of two reports."""
    with closing(open_archive(Settings.from_env(desk.environment))) as archive:
        place(desk, archive, report(1, FIRST), report(2, MORE, 1))
        yield archive


def said(*arguments: str) -> str:
    result = CliRunner().invoke(tocsin, arguments)
    return result.output


def test_a_list_has_a_line_an_event(kept: Archive) -> None:
    (line,) = said("events", "list").splitlines()

    assert line.split()[0] == "1"
    assert "2 reports  told" in line
    assert "T-72B3" in line


def test_a_list_counts_one_report_and_marks_what_is_closed(desk: Desk, kept: Archive) -> None:
    place(desk, kept, report(3, "Two BMP-3 were spotted in Kidal.", 2))
    said("events", "close", "1")

    newer, older = said("events", "list").splitlines()

    assert "  1 report   told       2 × BMP-3" in newer
    assert "  2 reports  told       closed: " in older


def test_an_event_is_shown_with_its_reports_and_what_was_told(kept: Archive) -> None:
    page = said("events", "show", "1")

    assert "2 reports from 1 independent origin" in page
    assert "first report of T-72B3, BMP-3 in Mali" in page
    assert "new event: FIRST_REPORT" in page
    assert "NEW_EQUIPMENT: BMP-3; LARGER_COUNT: T-72B3: 9, before 7" in page
    assert page.count("news of a known event: ") == 2  # of the report, and of what was told


def test_an_explanation_says_why_a_report_is_of_its_event(kept: Archive) -> None:
    shown, explained = said("events", "show", "1"), said("explain", "--event", "1")

    assert re.search(r"event 1: [01]\.\d\d \(", explained)
    assert "same place +" in explained
    assert [line for line in explained.splitlines() if line in shown.splitlines()] == (
        shown.splitlines()
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("events", "show", "7"), "there is no event 7"),
        (("events", "merge", "1", "1"), "event 1 can't be merged with itself: name another one"),
        (("events", "merge", "1", "7"), "there is no event 7: `tocsin events list` shows all"),
        (("events", "merge", "7", "1"), "there is no event 7: `tocsin events list` shows all"),
        (("events", "split", "7", "1"), "there is no event 7: `tocsin events list` shows all"),
        (("events", "split", "1", "7"), "event 1 has no item 7; its items are 1, 2"),
        (("events", "split", "1", "1", "2"), "these are all items of event 1"),
        (("events", "split", "1", "9" * 30), "is not in the range"),
        (("events", "close", "7"), "there is no event 7: `tocsin events list` shows all"),
        (("events", "close", "nonsense"), "'nonsense' is not a valid integer"),
        (("evidence", "nonsense"), "'nonsense' names no post: write SOURCE/ID, or the number"),
        (("evidence", "wire/unknown"), "nothing is kept of wire/unknown"),
        (("evidence", "77"), "nothing is kept of 77"),
        (("explain", "--event", "7"), "there is no event 7"),
        (("explain",), "name a file, an address or -, or else --event NUMBER"),
        (("explain", "-", "--event", "7"), "name a file, an address or -, or else --event NUMBER"),
    ],
)
def test_what_is_not_there_is_said(kept: Archive, arguments: tuple[str, ...], words: str) -> None:
    result = CliRunner().invoke(tocsin, arguments)

    assert words in " ".join(result.output.replace("│", " ").split())
    assert result.exit_code == 2


def test_only_events_reported_lately_are_listed(kept: Archive) -> None:
    now = utc_now()

    assert [row.id for row in kept.events.latest(now - timedelta(days=2), 10)] == [1]
    assert kept.events.latest(now + timedelta(seconds=1), 10) == []
    assert kept.events.latest(now - timedelta(days=2), 0) == []


def test_events_are_merged_split_and_closed_by_number(desk: Desk, kept: Archive) -> None:
    place(desk, kept, report(3, "Two BMP-3 were spotted in Kidal.", 2))

    assert said("events", "merge", "1", "2") == "event 2 is part of event 1 now\n"
    assert "turned out to be event 1" in said("events", "show", "2")
    assert said("events", "split", "1", "3") == "1 item moved from event 1 to event 3\n"
    assert "closed" not in said("events", "show", "3")
    assert said("events", "close", "3") == "event 3 is closed\n"
    assert "closed by an operator: further reports open another one" in said("events", "show", "3")
    assert said("events", "merge", "1", "2") == (
        "Error: event 2 is part of event 3 now: name that one\n"
    )
    assert "event 2 is part of event 3 now" in said("events", "split", "2", "2")
    assert said("events", "close", "3") == "Error: event 3 is closed already\n"


def test_the_number_of_an_item_leads_to_its_evidence(kept: Archive) -> None:
    assert f"   {FIRST}" in said("evidence", "1").splitlines()


def test_nothing_is_learned_from_a_decision_or_two(desk: Desk, kept: Archive) -> None:
    assert "0 pairs from 0 decisions; at least 12 pairs" in said("events", "train")
    said("events", "split", "1", "2")

    told = said("events", "train", "--yes")

    assert told == (
        "1 pair from 1 decision; at least 12 pairs from 6 decisions are needed\n"
        "the weights stay as they are: too few decisions to learn from\n"
    )
    assert not (desk.var / "event_weights.json").exists()


def test_weights_are_shown_with_what_they_gain_before_they_are_written(
    desk: Desk, kept: Archive
) -> None:
    own = desk.var / "event_weights.json"
    taught(kept, [True] * 6)

    refused = CliRunner().invoke(tocsin, ["events", "train"], input="n\n").output
    assert "12 pairs from 6 decisions, judged rightly:" in refused
    assert re.search(r"by the weights in force +0\n.* decisions +12\n.* of them +12\n", refused)
    assert re.search(r"said of a feature to come +0.000 -> +[0-9.]+\n", refused)
    assert not own.exists()

    written = said("events", "train", "--yes")
    assert f"wrote {own}" in written
    assert weights.in_force(desk.var).features["said of a feature to come"] > 0


def test_decisions_that_contradict_each_other_change_no_weight(desk: Desk, kept: Archive) -> None:
    taught(kept, [True, False] * 3)

    assert said("events", "train", "--yes").endswith(
        "the weights stay as they are: weights fitted to a part of the decisions judge the rest "
        "no better\n"
    )


def taught(archive: Archive, decisions: list[bool]) -> None:
    """Each of two pairs that look alike."""
    for number, same in enumerate(decisions):
        with archive.placing() as placing:
            pair = {"said of a feature to come": 3.0}
            placing.teach([pair, pair], NOW + timedelta(days=number), same=same)


def test_the_shipped_weights_judge_the_pairs_that_are_shipped_with_them() -> None:
    pairs, shipped = weights.shipped_pairs(), weights.read()

    right = sum((probability(pair, shipped) >= shipped.join) == same for pair, same in pairs)

    assert right / len(pairs) > 0.7  # half of them are the hardest there are
