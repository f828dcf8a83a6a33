"""What child processes of the archive's tests do; importable, so that they can be spawned."""

from __future__ import annotations

import os
import signal
from multiprocessing.synchronize import Barrier
from typing import Any

from archive.archive import Archive
from archive.model import ClaimRequest
from collector.item import PollResult
from tests.fakes.newsroom import LEASE, MINUTE, NOW, item, open_event, read_well

Found = Any  # a multiprocessing queue of what the child got


def migrate(url: str, start: Barrier, found: Found) -> None:
    start.wait()
    archive = Archive.open(url)
    archive.migrate()
    found.put(archive.totals().items)
    archive.close()


def claim_sources(url: str, start: Barrier, found: Found) -> None:
    archive = Archive.open(url)
    start.wait()
    while claims := archive.claim_sources(ClaimRequest("feed", str(os.getpid()), LEASE, 3), NOW):
        for claim in claims:
            found.put(claim.name)
    archive.close()


def claim_pending(url: str, start: Barrier, found: Found) -> None:
    archive = Archive.open(url)
    start.wait()
    while claims := archive.claim_pending(str(os.getpid()), NOW, LEASE, 3):
        for claim in claims:
            found.put(claim.item_id)
    archive.close()


def deliver(url: str, start: Barrier, found: Found) -> None:
    archive = Archive.open(url)
    start.wait()
    while archive.totals().notifications != (("sent", 60),):
        for claim in archive.claim_notifications(str(os.getpid()), NOW, LEASE, 2):
            found.put(("begin", claim.receiver, claim.key))
            found.put(("end", claim.receiver, claim.key))
            assert archive.record_sent(claim, "ts", NOW)
    archive.close()


def place(url: str, start: Barrier, found: Found) -> None:
    """Everybody places copies of one report: only the first may open an event."""
    archive = Archive.open(url)
    start.wait()
    while claims := archive.claim_pending(str(os.getpid()), NOW, LEASE, 2):
        for pending in claims:
            with archive.placing() as placing:
                told = placing.candidates("", ("one band",), (), NOW)
                if told:
                    placing.touch_event(told[0].event_id or 0, NOW)
                else:
                    open_event(placing, pending, ["desk"], bands=("one band",))
                    found.put("opened")
                placing.done(pending.item_id, pending.revision)
    archive.close()


def crash(url: str, moment: str) -> None:
    """Go through the line and die without a word at the moment named."""
    archive = Archive.open(url)

    def reached(now: str) -> None:
        if now == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    (claim,) = archive.claim_sources(ClaimRequest("feed", "doomed", LEASE, 1), NOW) or (None,)
    reached("source claimed")
    if claim is not None:
        result = PollResult("wire", read_well(etag='"1"'), (item("1"), item("2")))
        archive.save_poll(claim, result, NOW + MINUTE, NOW)
    reached("poll saved")
    for pending in archive.claim_pending("doomed", NOW, LEASE, 10):
        reached("item claimed")
        with archive.placing() as placing:
            open_event(placing, pending, ["desk"], key=f"event-{pending.item_id}")
            reached("placing, not committed")
        reached("placed")
    for notification in archive.claim_notifications("doomed", NOW, LEASE, 10):
        reached("notification claimed")
        archive.record_sent(notification, "ts", NOW)
        reached("sent recorded")
    os._exit(0)
