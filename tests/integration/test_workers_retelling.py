"""Readers of an alert hear once that its post was deleted, in the alert's thread."""

from __future__ import annotations

import pytest

from alerts.model import Alert, Reason
from archive.archive import Archive
from config.schema import Configuration
from config.settings import Settings
from tests.fakes.newsroom import DAY, MINUTE, NOW, Newsroom, channel, item, open_event
from workers.live import Loaded
from workers.retelling import LATE, SOON, retell_deletions

LATER = NOW + 43 * MINUTE


@pytest.fixture
def desk(archive: Archive) -> Newsroom:
    return Newsroom(archive, source=channel("posts"))


def tell(desk: Newsroom, *receivers: str) -> None:
    desk.poll(item("7", source="posts"))
    (pending,) = desk.pending()
    with desk.archive.placing() as placing:
        open_event(placing, pending, receivers, key="posts/7")
    for claim in desk.claim_notifications():
        desk.archive.record_sent(claim, "ts", NOW)


def owed(desk: Newsroom) -> list[tuple[str, Alert]]:
    claims = desk.claim_notifications(LATER)
    return [(c.receiver, c.payload) for c in claims if isinstance(c.payload, Alert)]


def test_those_who_were_told_hear_once_that_the_post_is_gone(desk: Newsroom) -> None:
    tell(desk, "slack", "mail")
    desk.poll(deleted=("7",), now=LATER)

    written = [retell_deletions(desk.archive, LATER, SOON) for _ in range(2)]

    assert written == [1, 0]
    said = owed(desk)
    assert sorted(receiver for receiver, _ in said) == ["mail", "slack"]
    alert = said[0][1]
    assert (alert.event, alert.reason) == ("posts/7", Reason.DELETED)
    assert alert.why == "deleted 43 minutes after posting; last text kept"
    assert alert.quote == "A convoy arrived."


def test_a_post_that_nobody_was_told_of_goes_quietly(desk: Newsroom) -> None:
    desk.poll(item("7", source="posts"))
    desk.poll(deleted=("7",), now=LATER)

    assert retell_deletions(desk.archive, LATER, SOON) == 0


def test_a_post_that_came_back_is_not_told_as_deleted(desk: Newsroom) -> None:
    tell(desk, "slack")
    desk.poll(deleted=("7",), now=LATER)
    desk.poll(item("7", source="posts"), now=LATER)

    assert retell_deletions(desk.archive, LATER, SOON) == 0


def test_what_a_killed_worker_left_untold_is_found_for_two_days(desk: Newsroom) -> None:
    tell(desk, "slack")
    desk.poll(deleted=("7",), now=LATER)

    assert retell_deletions(desk.archive, LATER + DAY, SOON) == 0
    assert retell_deletions(desk.archive, LATER + DAY, LATE) == 1


@pytest.mark.parametrize(
    ("reason", "watch", "told", "rings"),
    [
        ("it rings, as is the default", {}, ["files", "slack"], [True, True]),
        (
            "it goes to the thread of the bot",
            {"ring": [], "thread": ["DELETED"]},
            ["slack"],
            [False],
        ),
        ("it is for the digest only", {"ring": [], "thread": []}, [], []),
        (
            "the watch is no longer there",
            {"id": "another", "ring": []},
            ["files", "slack"],
            [True, True],
        ),
    ],
)
def test_a_watch_decides_who_hears_of_deletions(
    desk: Newsroom, reason: str, watch: dict[str, object], told: list[str], rings: list[bool]
) -> None:
    tell(desk, "slack", "files")
    desk.poll(deleted=("7",), now=LATER)

    retell_deletions(desk.archive, LATER, SOON, loaded_with(watch))

    said = owed(desk)
    assert sorted(receiver for receiver, _ in said) == told, reason
    assert [alert.rings for _, alert in said] == rings, reason


def loaded_with(watch: dict[str, object]) -> Loaded:
    declared = {
        "sources": {"sources": [{"name": "posts", "channel": "@milinfo"}]},
        "watchlist": {"watches": [{"id": "convoys", "when": "tank"} | watch]},
        "alerts": {
            "receivers": [
                {"name": "slack", "slack_bot": {"channel": "C0123456"}},
                {"name": "files", "files": {}},
            ],
            "routes": [{"receivers": ["slack", "files"]}],
        },
    }
    return Loaded(Configuration.model_validate(declared), Settings.from_env({}))
