"""Real processes: at once, nobody gets what another has; killed, they lose and repeat nothing."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest

from archive.archive import Archive
from archive.model import ClaimRequest
from collector.item import PollResult
from tests.fakes import archive_processes as child
from tests.fakes.newsroom import (
    LEASE,
    NOW,
    Newsroom,
    feed,
    item,
    notice,
    open_event,
    read_well,
)

_SPAWN = multiprocessing.get_context("spawn")
_JOIN_S = 60.0

Work = Callable[[str, Barrier, Any], None]


def run_at_once(work: Work, url: str, processes: int = 3) -> list[Any]:
    """Start them at one instant; all that they put into their queue."""
    start = _SPAWN.Barrier(processes)
    with _SPAWN.Manager() as manager:
        found = manager.Queue()
        running = [_SPAWN.Process(target=work, args=(url, start, found)) for _ in range(processes)]
        for process in running:
            process.start()
        for process in running:
            process.join(_JOIN_S)
        assert [process.exitcode for process in running] == [0] * processes
        return [found.get_nowait() for _ in range(found.qsize())]


def test_processes_that_migrate_at_once_make_one_schema(empty_url: str) -> None:
    assert run_at_once(child.migrate, empty_url) == [0, 0, 0]


def test_processes_that_claim_sources_at_once_share_them(archive: Archive, url: str) -> None:
    archive.register([feed(f"s{n}") for n in range(19)], NOW)

    found = run_at_once(child.claim_sources, url)

    assert Counter(found) == Counter({f"s{n}": 1 for n in range(19)})


def test_processes_that_claim_items_at_once_share_them(archive: Archive, url: str) -> None:
    Newsroom(archive).poll(*(item(str(n)) for n in range(100)))

    found = run_at_once(child.claim_pending, url)

    assert Counter(found) == Counter(dict.fromkeys(range(1, 101), 1))


def test_processes_that_deliver_at_once_send_each_once_and_one_at_a_time(
    archive: Archive, url: str
) -> None:
    for n in range(20):
        archive.add_notice(notice(f"n{n:02}"), ["desk", "mail", "files"], NOW)

    found = run_at_once(child.deliver, url)

    begun = Counter(key for mark, _, key in found if mark == "begin")
    assert begun == Counter(
        {f"n{n:02}:{r}": 1 for n in range(20) for r in ("desk", "mail", "files")}
    )
    for receiver in ("desk", "mail", "files"):
        marks = [mark for mark, to, _ in found if to == receiver]
        assert marks == ["begin", "end"] * 20


def test_processes_that_place_copies_at_once_open_one_event(archive: Archive, url: str) -> None:
    Newsroom(archive).poll(*(item(str(n)) for n in range(30)))

    found = run_at_once(child.place, url)

    assert found == ["opened"]
    totals = archive.totals()
    assert (totals.events, totals.alerts, totals.notifications) == (1, 1, (("pending", 1),))


@pytest.mark.parametrize(
    ("moment", "sent_before", "in_doubt"),
    [
        ("source claimed", 0, 0),
        ("poll saved", 0, 0),
        ("item claimed", 0, 0),
        ("placing, not committed", 0, 0),
        ("placed", 0, 0),
        ("notification claimed", 0, 1),  # it may have left: the next one looks it up
        ("sent recorded", 1, 0),
    ],
)
def test_a_process_killed_at_any_moment_loses_nothing_and_repeats_nothing(
    archive: Archive, url: str, moment: str, sent_before: int, in_doubt: int
) -> None:
    archive.register([feed()], NOW)
    doomed = _SPAWN.Process(target=child.crash, args=(url, moment))
    doomed.start()
    doomed.join(_JOIN_S)
    assert doomed.exitcode == -signal.SIGKILL
    assert dict(archive.totals().notifications).get("sent", 0) == sent_before

    doubts = go_on(archive)

    totals = archive.totals()
    assert (totals.items, totals.revisions, totals.detections, totals.events) == (2, 2, 2, 2)
    assert (totals.alerts, totals.notifications) == (2, (("sent", 2),))
    assert doubts == in_doubt


def go_on(archive: Archive) -> int:
    """A worker that finds what the dead one left; how many notifications were in doubt."""
    now, doubts = NOW + LEASE, 0
    for claim in archive.claim_sources(ClaimRequest("feed", "heir", LEASE, 1), now):
        if not claim.state.etag:
            result = PollResult("wire", read_well(now), (item("1"), item("2")))
            archive.save_poll(claim, result, now + LEASE, now)
    while claimed := archive.claim_pending("heir", now, LEASE, 10):
        for pending in claimed:
            with archive.placing() as placing:
                assert placing.event_of_item(pending.item_id) is None
                open_event(placing, pending, ["desk"], key=f"event-{pending.item_id}")
    while notifications := archive.claim_notifications("heir", now, LEASE, 10):
        for notification in notifications:
            doubts += notification.ambiguous_since is not None
            assert archive.record_sent(notification, "ts", now)
    return doubts
