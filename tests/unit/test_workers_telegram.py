"""Which account reads which channel, and what a stand-in's refusal is worth."""

from __future__ import annotations

from collections import Counter

import pytest

from collector.item import Failure, FailureKind, PollResult, PollState
from workers.telegram import shard, stood_in

CHANNELS = [f"channel{number}" for number in range(600)]


def test_channels_are_shared_out_evenly() -> None:
    counts = Counter(shard(channel, ["a", "b", "c"]) for channel in CHANNELS)

    assert sorted(counts) == ["a", "b", "c"]
    assert min(counts.values()) > 160


def test_when_an_account_is_lost_only_its_own_channels_move() -> None:
    before = {channel: shard(channel, ["a", "b", "c"]) for channel in CHANNELS}
    after = {channel: shard(channel, ["a", "c"]) for channel in CHANNELS}

    assert {before[channel] for channel in CHANNELS if before[channel] != after[channel]} == {"b"}


def test_the_order_of_accounts_and_the_case_of_names_do_not_matter() -> None:
    assert shard("MilInfo", ["b", "a"]) == shard("milinfo", ["a", "b"])


def test_without_accounts_nobody_reads() -> None:
    assert shard("milinfo", []) == ""


@pytest.mark.parametrize("kind", [FailureKind.GONE, FailureKind.BLOCKED, FailureKind.SOFT])
def test_a_stand_ins_failure_passes(kind: FailureKind) -> None:
    result = PollResult("a", PollState(), failure=Failure(kind, "no preview", 7.0))

    failure = stood_in(result).failure

    assert failure == Failure(
        FailureKind.TEMPORARY, "no account can ask now, and the public page: no preview", 7.0
    )


def test_another_channel_under_the_name_stops_the_source_whoever_sees_it() -> None:
    result = PollResult("a", PollState(), failure=Failure(FailureKind.IDENTITY, "sold"))

    assert stood_in(result) == result


def test_what_a_stand_in_read_is_as_good_as_any() -> None:
    result = PollResult("a", PollState(newest_id=5))

    assert stood_in(result) == result
