"""An event that waits for corroboration rings when it is corroborated, once, for who waited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.model import Reason
from archive.archive import Archive
from collector.item import Origin
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import (
    from_sources,
    open_desk,
    placed_for,
    receivers_of,
    report,
    watchlist,
)
from workers.clock import utc_now

FIRST = "Seven T-72B3 tanks arrived in Bamako on Friday."
AGAIN = "В Бамако прибыли танки Т-72Б3, пишут местные жители в соцсетях."
THIRD = "Des chars T-72B3 sont arrivés vendredi à Bamako, selon des témoins."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        yield made


def configure(desk: Desk, routes: list[dict[str, Any]], **of_watch: object) -> None:
    desk.configure(
        sources={"sources": [
            {"name": "rumour", "url": "https://rumour.example/feed", "reliability": "E"},
            {"name": "blog", "url": "https://blog.example/feed", "reliability": "D"},
            {"name": "press", "url": "https://press.example/feed", "reliability": "B"},
            {"name": "other", "url": "https://other.example/feed", "reliability": "C"},
        ]},
        watchlist=watchlist(**of_watch),
        alerts=desk.alerts() | {"routes": routes},
    )  # fmt: skip


def held_back(archive: Archive) -> dict[str, int]:
    now = utc_now()
    facts = archive.digests.facts(now - timedelta(days=2), now + timedelta(days=1), now)
    return dict(facts.held_back)


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("a watch asks for two origins", {"corroborated": 2}),
        ("a watch asks for a good source", {"reliability": "D"}),
    ],
)
def test_a_watch_that_waits_rings_once_when_its_event_is_corroborated(
    desk: Desk, archive: Archive, rule: str, asked: dict[str, object]
) -> None:
    configure(desk, [{"receivers": ["files"]}], **asked)

    told = from_sources(desk, archive, ("rumour", FIRST), ("blog", AGAIN), ("press", THIRD))

    assert [(alert.reason, alert.source) for alert in told] == [(Reason.CORROBORATED, "blog")]
    assert held_back(archive)[Reason.UNCORROBORATED.value] == 1, rule


def test_a_copy_corroborates_nothing(desk: Desk, archive: Archive) -> None:
    configure(desk, [{"receivers": ["files"]}], corroborated=2)

    told = from_sources(desk, archive, ("rumour", FIRST), ("blog", FIRST))

    assert told == []


def test_a_post_that_was_forwarded_and_then_edited_corroborates_nothing(
    desk: Desk, archive: Archive
) -> None:
    configure(desk, [{"receivers": ["files"]}], corroborated=3)
    posted = report(2, FIRST, hours=2, source="blog", url="https://blog.example/2")
    forwarded = report(
        1, FIRST, hours=1, source="rumour", origin=Origin("Blog", "https://blog.example/2")
    )
    edited = replace(posted, text="Nine T-72B3 tanks arrived in Bamako on Friday.")

    placed_for(desk, archive, forwarded, posted, edited, report(3, AGAIN, 3, source="press"))
    assert archive.recent_alerts(0, 100) == []

    placed_for(desk, archive, report(4, THIRD, hours=4, source="other"))
    assert [alert.origins for _, alert in archive.recent_alerts(0, 100)] == [3]


def test_only_who_waited_hears_of_a_known_event_when_it_is_corroborated(
    desk: Desk, archive: Archive
) -> None:
    sure = {"match": {"corroborated": 2}, "receivers": ["mail"], "continue": True}
    configure(desk, [sure, {"receivers": ["files"]}])

    told = from_sources(desk, archive, ("rumour", FIRST), ("blog", AGAIN), ("press", THIRD))

    assert [(alert.reason, receivers_of(archive, alert.key)) for alert in told] == [
        (Reason.NEW_EVENT, ["files"]),
        (Reason.CORROBORATED, ["mail"]),
    ]
    assert {alert.event for alert in told} == {told[0].key}


def test_who_waited_hears_of_the_event_while_the_others_hear_the_update(
    desk: Desk, archive: Archive
) -> None:
    sure = {"match": {"reliability": "C"}, "receivers": ["mail"], "continue": True}
    configure(desk, [sure, {"receivers": ["files"]}])

    told = from_sources(
        desk, archive, ("rumour", FIRST), ("press", "Nine T-72B3 tanks and BMP-3 are in Bamako.")
    )

    assert [(alert.reason, receivers_of(archive, alert.key)) for alert in told] == [
        (Reason.NEW_EVENT, ["files"]),
        (Reason.UPDATE, ["files"]),
        (Reason.CORROBORATED, ["mail"]),
    ]


def test_without_a_route_at_all_nobody_waits(desk: Desk, archive: Archive) -> None:
    configure(desk, [{"match": {"country": ["BF"], "corroborated": 2}, "receivers": ["files"]}])

    told = from_sources(desk, archive, ("rumour", FIRST))

    assert told == []
    assert held_back(archive) == {Reason.NO_ROUTE.value: 1}


def test_weak_news_goes_to_the_thread_of_a_bot_only(desk: Desk, archive: Archive) -> None:
    configure(desk, [{"receivers": ["slack", "files"]}], thread=["INDEPENDENT_SOURCE"])

    told = from_sources(desk, archive, ("rumour", FIRST), ("blog", AGAIN))

    assert [(alert.reason, receivers_of(archive, alert.key)) for alert in told] == [
        (Reason.NEW_EVENT, ["slack", "files"]),
        (Reason.THREAD, ["slack"]),
    ]
