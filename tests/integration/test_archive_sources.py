"""Declaring sources, claiming them for a poll, and how well each is read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from archive.archive import Archive
from archive.codec import recall
from archive.model import ClaimRequest, SourceClaim, SourceKind, SourceStatus
from collector.cadence import heard
from collector.item import Failure, FailureKind, PollResult, PollState
from config.schema import Source
from tests.fakes.newsroom import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    Newsroom,
    channel,
    feed,
    item,
    open_event,
    read_well,
)


def names(claims: list[SourceClaim]) -> list[str]:
    return [claim.name for claim in claims]


def claim(
    archive: Archive,
    now: datetime = NOW,
    *,
    kind: SourceKind = "feed",
    limit: int = 10,
    due_only: bool = True,
) -> list[SourceClaim]:
    return archive.claim_sources(ClaimRequest(kind, "worker", LEASE, limit, due_only=due_only), now)


def test_new_sources_are_due_at_once_each_with_its_kind(archive: Archive) -> None:
    archive.register([feed("b"), feed("a"), channel("c")], NOW)

    assert names(claim(archive)) == ["a", "b"]
    assert names(claim(archive, kind="channel")) == ["c"]


def test_a_claim_carries_the_poll_state_and_a_token(archive: Archive) -> None:
    archive.register([feed()], NOW)

    assert claim(archive) == [SourceClaim("wire", PollState(), 1)]


def test_a_claimed_source_is_nobody_elses_until_its_lease_ends(archive: Archive) -> None:
    archive.register([feed()], NOW)
    claim(archive)

    assert claim(archive, NOW + LEASE - SECOND) == []
    assert names(claim(archive, NOW + LEASE)) == ["wire"]


def test_no_more_sources_are_claimed_than_asked_for_and_those_due_longest_first(
    archive: Archive,
) -> None:
    archive.register([feed("young")], NOW)
    archive.register([feed("young"), feed("old")], NOW - MINUTE)

    assert names(claim(archive, limit=1)) == ["old"]
    assert names(claim(archive, limit=1)) == ["young"]


def test_registering_twice_changes_nothing(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(item(), state=read_well(etag='"1"'))
    before = archive.source_statuses(NOW)

    archive.register([newsroom.source], NOW + HOUR)

    assert archive.source_statuses(NOW) == before
    assert newsroom.claim().state.etag == '"1"'


def test_a_saved_state_comes_back_whole_with_the_next_claim(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    state = read_well(etag='"1"', known=(("1", "hash"),), newest_id=2**40, interval_s=120.0)

    newsroom.poll(state=state)

    claim = newsroom.claim(NOW + HOUR)
    assert recall(claim.state, claim.memory) == state


@pytest.mark.parametrize(
    ("reason", "declared"),
    [
        ("missing", [feed("other")]),
        ("switched off", [feed(enabled=False)]),
        ("no sources at all", []),
    ],
)
def test_a_source_no_longer_declared_is_not_due(
    archive: Archive, reason: str, declared: list[Source]
) -> None:
    archive.register([feed()], NOW)

    archive.register(declared, NOW)

    assert "wire" not in names(claim(archive)), reason
    assert "wire" not in [status.name for status in archive.source_statuses(NOW)]


def test_a_source_that_comes_back_remembers_what_it_knew(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(item(), state=read_well(etag='"1"'))
    archive.register([], NOW)

    archive.register([newsroom.source], NOW + DAY)

    assert newsroom.claim(NOW + DAY).state.etag == '"1"'
    assert newsroom.poll(item(), now=NOW + 2 * DAY).new == ()


def test_a_changed_address_starts_from_an_empty_state(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(item(), state=read_well(etag='"1"'))

    archive.register([feed(url="https://moved.example/feed")], NOW + MINUTE)

    assert [c.state for c in claim(archive, NOW + MINUTE)] == [PollState()]


def test_the_case_of_a_channels_name_is_no_change(archive: Archive) -> None:
    newsroom = Newsroom(archive, source=channel(address="MilInfo"))
    newsroom.poll(state=read_well(newest_id=7))

    archive.register([channel(address="milinfo")], NOW)

    assert newsroom.claim(NOW + HOUR).state.newest_id == 7


def test_a_poll_under_way_of_the_old_address_writes_nothing(archive: Archive) -> None:
    archive.register([feed()], NOW)
    (old,) = claim(archive)

    archive.register([feed(url="https://moved.example/feed")], NOW)

    result = PollResult("wire", read_well(), (item(),))
    assert archive.save_poll(old, result, NOW + MINUTE, NOW) is None
    assert archive.totals().items == 0


def test_up_to_twenty_new_sources_start_together(archive: Archive) -> None:
    archive.register([feed(f"s{n}") for n in range(20)], NOW)

    assert len(claim(archive, limit=99)) == 20


def test_a_crowd_of_new_sources_is_spread_over_the_first_interval(archive: Archive) -> None:
    crowd = [feed(f"s{n}", interval={"min": "10m"}) for n in range(100)]

    archive.register(crowd, NOW)

    moments = [status.next_at for status in archive.source_statuses(NOW)]
    waits = sorted(moment - NOW for moment in moments if moment is not None)
    assert timedelta() <= waits[0] < MINUTE
    assert 9 * MINUTE < waits[-1] < 10 * MINUTE


def test_ignoring_the_schedule_still_minds_retry_after(archive: Archive) -> None:
    archive.register([feed()], NOW)
    (first,) = claim(archive)
    result = PollResult("wire", read_well())
    archive.save_poll(first, result, NOW + HOUR, NOW, held_until=NOW + 10 * MINUTE)

    assert claim(archive, NOW + MINUTE) == []
    assert claim(archive, NOW + MINUTE, due_only=False) == []
    assert names(claim(archive, NOW + 10 * MINUTE, due_only=False)) == ["wire"]


def fairly(archive: Archive, now: datetime = NOW, limit: int = 9) -> list[str]:
    claims = archive.claim_sources(
        ClaimRequest("feed", "worker", LEASE, limit, a_host=2, free_hosts={"nas.example"}), now
    )
    return [claim.name for claim in claims]


def test_a_host_with_many_feeds_leaves_places_to_the_others(archive: Archive) -> None:
    archive.register(
        [
            *(feed(f"big{n}", url=f"https://big.example/{n}") for n in range(5)),
            feed("small", url="https://small.example/feed"),
            *(feed(f"own{n}", url=f"https://nas.example:8080/{n}") for n in range(3)),
        ],
        NOW,
    )

    first, second = fairly(archive), fairly(archive)
    later = fairly(archive, NOW + LEASE)

    assert first == ["big0", "big1", "own0", "own1", "own2", "small"]
    assert second == []
    assert [name for name in later if name.startswith("big")] == ["big0", "big1"]


# --- stopping and resuming -------------------------------------------------------------------


def stop(newsroom: Newsroom) -> None:
    failure = Failure(FailureKind.IDENTITY, "the name now belongs to channel 99")
    newsroom.poll(state=read_well(identity="7"), failure=failure)


def test_a_channel_that_changed_hands_is_stopped_with_its_reason(archive: Archive) -> None:
    newsroom = Newsroom(archive, source=channel())

    stop(newsroom)

    assert claim(archive, NOW + DAY, kind="channel", due_only=False) == []
    assert archive.source_statuses(NOW + DAY) == [
        SourceStatus(
            name="posts",
            kind="channel",
            state="stopped",
            since=NOW,
            last_ok_at=NOW,
            last_new_at=NOW,
            next_at=None,
            failures=0,
            last_error="the name now belongs to channel 99",
            items=0,
            hits=0,
            polls=1,
            failed_polls=1,
        )
    ]


def test_a_resumed_source_starts_as_if_new(archive: Archive) -> None:
    newsroom = Newsroom(archive, source=channel())
    stop(newsroom)

    archive.resume_source("posts", NOW + HOUR)

    assert [c.state for c in claim(archive, NOW + HOUR, kind="channel")] == [PollState()]


def test_posts_of_a_channels_new_owner_are_not_taken_for_edits_of_the_old_ones(
    archive: Archive,
) -> None:
    newsroom = Newsroom(archive, source=channel())
    newsroom.poll(item("5", "Old owner's post", kind="post"))
    stop(newsroom)
    archive.resume_source("posts", NOW + HOUR)

    saved = newsroom.poll(item("5", "New owner's post", kind="post"), now=NOW + HOUR)

    assert (len(saved.new), saved.revised) == (1, ())


def test_resuming_a_source_that_is_not_stopped_changes_nothing(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(state=read_well(etag='"1"'))

    archive.resume_source("wire", NOW)

    assert newsroom.claim(NOW + HOUR).state.etag == '"1"'


def test_channels_are_claimed_by_their_own_lateness_and_what_they_told(archive: Archive) -> None:
    intervals = {"slow": 21_600.0, "busy": 120.0, "telling": 240.0}
    archive.register([channel(name) for name in intervals], NOW)
    for one in claim(archive, kind="channel", due_only=False):
        state = PollState(interval_s=intervals[one.name], last_ok_at=NOW)
        said = (item("1", source=one.name),) if one.name == "telling" else ()
        archive.save_poll(one, PollResult(one.name, state, said), NOW + 2 * MINUTE, NOW)
    (told,) = archive.claim_pending("d", NOW, LEASE, 9)
    with archive.placing() as placing:
        open_event(placing, told, [])

    turns = [claim(archive, NOW + 12 * MINUTE, kind="channel", limit=1) for _ in intervals]

    assert [names(turn) for turn in turns] == [["telling"], ["busy"], ["slow"]]


# --- how well a source is read ---------------------------------------------------------------


def hearing(gap: timedelta, ok_at: datetime) -> PollState:
    """Read well until then, with news at this rhythm up to NOW."""
    return heard(
        read_well(ok_at, last_new_at=NOW), [NOW - gap * number for number in range(20)], NOW
    )


@pytest.mark.parametrize(
    ("reason", "state", "after", "expected"),
    [
        ("just read, with news", read_well(), MINUTE, ("read", None)),
        ("two failures may be chance", read_well(failures=2), MINUTE, ("read", None)),
        ("three failures in a row", read_well(failures=3), MINUTE, ("blind", NOW)),
        ("no success for over an hour", read_well(), HOUR + SECOND, ("blind", NOW)),
        ("slow by nature: three intervals", read_well(interval_s=7200.0), 5 * HOUR, ("read", None)),
        ("read now, nothing new for a day", read_well(NOW + 2 * DAY, last_new_at=NOW), 2 * DAY,
         ("quiet", NOW)),
        ("hourly, silent for five hours", hearing(HOUR, NOW + 5 * HOUR), 5 * HOUR, ("quiet", NOW)),
        ("daily, silent for a day", hearing(DAY, NOW + DAY), DAY + SECOND, ("read", None)),
        ("weekly, silent for two", hearing(7 * DAY, NOW + 14 * DAY), 14 * DAY, ("read", None)),
        ("weekly, silent for four", hearing(7 * DAY, NOW + 28 * DAY), 28 * DAY, ("quiet", NOW)),
    ],
)  # fmt: skip
def test_silence_of_a_source_is_told_from_blindness(
    archive: Archive,
    reason: str,
    state: PollState,
    after: timedelta,
    expected: tuple[str, datetime | None],
) -> None:
    newsroom = Newsroom(archive)

    newsroom.poll(state=state)

    (status,) = archive.source_statuses(NOW + after)
    assert (status.state, status.since) == expected, reason


def test_a_source_never_read_is_blind_after_an_hour(archive: Archive) -> None:
    archive.register([feed()], NOW)

    assert [s.state for s in archive.source_statuses(NOW + HOUR)] == ["unread"]
    assert [s.state for s in archive.source_statuses(NOW + HOUR + SECOND)] == ["blind"]


def test_a_source_whose_every_poll_failed_was_not_read(archive: Archive) -> None:
    newsroom = Newsroom(archive)

    newsroom.poll(state=PollState(failures=2))

    (status,) = archive.source_statuses(NOW + MINUTE)
    assert (status.state, status.since, status.last_ok_at) == ("failing", None, None)


def test_a_learned_cadence_stands_in_the_status(archive: Archive) -> None:
    Newsroom(archive).poll(state=hearing(HOUR, NOW))

    (status,) = archive.source_statuses(NOW)

    assert (status.usual_gap_s, status.patience_s) == (3_600, 3 * 3_600)


def test_a_status_counts_items_and_hits(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.tell("desk")
    newsroom.poll(item("2"), now=NOW + MINUTE)

    (status,) = archive.source_statuses(NOW + MINUTE)

    assert (status.items, status.hits) == (2, 1)
