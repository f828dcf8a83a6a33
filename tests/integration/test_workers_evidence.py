"""Edits and deletions of told posts, from the channel to the alert, over both transports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.model import Reason
from cli.evidence import lines
from tests.fakes.bureau import Bureau, TwinChannel
from workers.pipeline import Pipeline


@pytest.fixture(params=["by account", "by page"])
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bureau]:
    with Bureau(tmp_path) as opened:
        if request.param == "by account":
            opened.log_in("alice")
        yield opened


@pytest.fixture
def channel(bureau: Bureau) -> TwinChannel:
    made = bureau.channel("deskdesk")
    for number in range(3):
        made.post(f"a word in passing, {number}")
    return made


@pytest.fixture
def service(bureau: Bureau, channel: TwinChannel) -> Pipeline:
    return bureau.service()


def cycle(service: Pipeline) -> None:
    service.poller.poll_all()
    service.detect()


EDITS = [
    ("Nine T-72 were seen in Gao, Mali.", "larger count: T-72: 9, before 7"),
    ("Six T-72 were seen in Gao, Mali.", "edited: 6 × T-72, before 7 × T-72"),
    ("Seven T-72 were seen in Kidal, Mali.", "Kidal"),
    ("Seven BMP-3 were seen in Gao, Mali.", "BMP-3"),
    ("That was a mistake.", "edited: no longer reports 7 × T-72, Gao (Mali)"),
]


@pytest.mark.parametrize(
    ("text", "said"), EDITS, ids=["more", "fewer", "elsewhere", "another kind", "taken back"]
)
def test_an_edit_of_a_told_post_that_matters_is_told_in_its_thread(
    bureau: Bureau, channel: TwinChannel, service: Pipeline, text: str, said: str
) -> None:
    number = channel.post("Seven T-72 were seen in Gao, Mali.")
    cycle(service)
    channel.edit(number, text)

    for _ in range(2):
        cycle(service)

    first, update = bureau.alerts()
    assert (first.reason, update.reason, update.event) == (
        Reason.NEW_EVENT, Reason.UPDATE, first.key,
    )  # fmt: skip
    assert said in "; ".join(update.news)
    assert text in update.quote


def test_an_edit_that_changes_no_fact_is_kept_and_told_nobody(
    bureau: Bureau, channel: TwinChannel, service: Pipeline
) -> None:
    number = channel.post("Seven T-72 were seen in Gao, Mali.")
    cycle(service)
    channel.edit(number, "Seven T-72 were seen in Gao, Mali. Photos follow.")

    cycle(service)

    assert len(bureau.alerts()) == 1
    assert bureau.archive.totals().edits == 1


@pytest.mark.parametrize("which", ["the first of the channel", "the newest", "one between"])
def test_a_told_post_that_goes_is_told_with_its_last_text(
    bureau: Bureau, channel: TwinChannel, service: Pipeline, which: str
) -> None:
    if which == "the first of the channel":
        channel.delete(1, 2, 3)
    number = channel.post("Seven T-72 were seen in Gao, Mali.")
    if which != "the newest":
        channel.post("a word after it")
    cycle(service)
    channel.delete(number)

    for _ in range(2):
        cycle(service)

    first, gone = bureau.alerts()
    assert (gone.reason, gone.event) == (Reason.DELETED, first.key)
    assert gone.why == "deleted 1 minute after posting; last text kept"
    assert gone.quote == "Seven T-72 were seen in Gao, Mali."


def test_all_that_is_kept_of_a_post_can_be_shown(
    bureau: Bureau, channel: TwinChannel, service: Pipeline
) -> None:
    number = channel.post("Seven T-72 were seen in Gao, Mali.")
    cycle(service)
    channel.edit(number, "Nine T-72 were seen in Gao, Mali.")
    cycle(service)
    channel.delete(number)
    cycle(service)

    found = bureau.archive.telegram.post("deskdesk", str(number))

    assert found is not None
    said = [line.rpartition("UTC  ")[2].strip() for line in lines(found, Path("media"))]
    assert said[:6] == [
        f"https://t.me/deskdesk/{number}",
        "first seen",
        "Seven T-72 were seen in Gao, Mali.",
        "edited",
        "Nine T-72 were seen in Gao, Mali.",
        "deleted 1 minute after posting; last text kept",
    ]
    assert said[6].startswith("views ")
    assert bureau.archive.telegram.post("deskdesk", "99") is None
