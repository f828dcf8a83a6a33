"""What `tocsin up` says of sources that can't be read: each once, with the reason."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model import ClaimRequest
from cli.activity import Activity, first_polls
from collector.item import Failure, FailureKind, PollResult, PollState
from config.settings import Settings
from tests.fakes.eventdesk import open_desk, place, report
from tests.fakes.newsroom import LEASE, MINUTE, NOW, feed, read_well
from workers.wiring import open_archive

DOWN = "example.org can't be resolved"
NAMES = ("first", "second", "third", "fourth", "fifth")


class Terminal:
    """A run of `tocsin up` that began now; `poll` is what a worker does meanwhile."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        archive.register([feed(name, f"https://{name}.example/") for name in NAMES], NOW)
        self.said: list[str] = []
        self.minutes = 0
        self.activity = Activity(archive, self.said.append, show_alerts=False, now=NOW)

    def poll(self, **reasons: str) -> list[str]:
        """What is printed after these were polled; a source without a reason was read."""
        self.minutes += 1
        now = NOW + self.minutes * MINUTE
        claims = self.archive.claim_sources(ClaimRequest("feed", "w", LEASE, 9, False), now)
        for claim in claims:
            if claim.name in reasons:
                self.archive.save_poll(claim, _result(claim.name, reasons[claim.name]), now, now)
        self.archive.release_leases({"w"}, now)
        before = len(self.said)
        self.activity.tell(now)
        return [line.partition("  ")[2] for line in self.said[before:]]


def _result(name: str, reason: str) -> PollResult:
    if not reason:
        return PollResult(name, read_well())
    state = PollState(first_polled_at=NOW, failures=1)
    return PollResult(name, state, failure=Failure(FailureKind.TEMPORARY, reason))


def test_a_source_that_cant_be_read_is_named_once_with_its_reason(archive: Archive) -> None:
    terminal = Terminal(archive)

    first = terminal.poll(first="", second="HTTP 404 \x1b[31mred")
    again = terminal.poll(second="HTTP 404")

    assert first == ["polled 2 · failed 1", "can't read second: HTTP 404 red"]
    assert again == ["polled 1 · failed 1"]


def test_what_one_of_many_says_stands_for_all_that_fail_at_once(archive: Archive) -> None:
    terminal = Terminal(archive)

    said = terminal.poll(first="", second=DOWN, third=DOWN, fourth=DOWN, fifth=DOWN)

    assert said[1] == f"can't read 4 sources, such as third: {DOWN} (all: tocsin sources)"


def test_without_a_network_one_line_says_so_until_something_is_read(archive: Archive) -> None:
    terminal = Terminal(archive)

    assert terminal.poll(first=DOWN)[1:] == [f"can't read first: {DOWN}"]
    assert terminal.poll(second=DOWN)[1:] == [f"every source fails (2 so far): {DOWN}"]
    assert terminal.poll(first=DOWN, third=DOWN)[1:] == []
    assert terminal.poll(fourth="")[1:] == []
    assert terminal.poll(fifth="", third="HTTP 404")[1:] == ["can't read third: HTTP 404"]


def test_many_new_sources_are_said_to_come_one_after_the_other(archive: Archive) -> None:
    many = [feed(f"s{number}", f"https://{number}.example/") for number in range(21)]

    assert first_polls(many, archive.latest_polls()) == (
        "21 sources are new: their first polls are spread over 2 minutes, "
        "so the first news may take a minute."
    )
    assert first_polls(many[1:], []) == ""
    Terminal(archive).poll(first="")
    assert first_polls([*many[1:], feed("first")], archive.latest_polls()) == ""


def test_an_update_is_followed_by_what_it_adds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with (
        open_desk(tmp_path, monkeypatch) as desk,
        closing(open_archive(Settings.from_env(desk.environment))) as kept,
    ):
        activity = Activity(kept, said.append, show_alerts=True, now=NOW)
        place(desk, kept, report(1, "Seven T-72B3 tanks arrived in Bamako on Friday."))
        place(desk, kept, report(2, "Nine T-72B3 tanks arrived in Bamako on Friday.", 1))
        activity.tell(NOW)

    first, update, adds = said[-3:]
    assert "7 × T-72B3 ·" in first
    assert "Update: 7–9 × T-72B3 ·" in update
    assert adds == "          adds: larger count: T-72B3: 9, before 7"
