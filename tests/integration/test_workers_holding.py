"""Groups, quiet hours, floods and outages through the real outbox: one message, nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.schema import Match
from tests.fakes.slack import reply_lost
from tests.fakes.teller import Teller
from workers.clock import utc_now
from workers.reholding import Reholder

TOWNS = ("Gao", "Kidal", "Tessalit", "Kayes", "Mopti", "Nioro", "Segou", "Sikasso")

SHIPS_ARE_CRITICAL: dict[str, object] = {
    "entities": [{"id": "t-72", "name": "T-72", "kind": "equipment", "aliases": ["T-72"]}],
    "watches": [
        {"id": "armour", "severity": "high", "when": {"kind": "equipment"}},
        {"id": "ships", "severity": "critical", "when": ["submarine"]},
    ],
}


@pytest.fixture
def teller(tmp_path: Path, migrated_file: Path) -> Iterator[Teller]:
    shutil.copy(migrated_file, tmp_path / "tocsin.db")
    with Teller(tmp_path, f"sqlite:///{tmp_path / 'tocsin.db'}") as made:
        yield made


def sighting(number: int) -> str:
    """A report of an event of its own."""
    return f"A T-72 with hull number {number:05d} arrived in {TOWNS[number % len(TOWNS)]}."


def by_route(**keys: object) -> list[dict[str, object]]:
    return [{"receivers": ["slack"]} | keys]


def around_now(hours: int = 1) -> dict[str, object]:
    """An interval that covers this moment, whenever the test runs."""
    clock = [f"{utc_now() + timedelta(hours=h):%H:00}" for h in (-hours, hours + 1)]
    return {"name": "now", "times": [{"start_time": clock[0], "end_time": clock[1]}]}


def test_a_group_comes_as_one_message_after_its_wait(teller: Teller) -> None:
    teller.alerts(routes=by_route(group_by=["severity"], group_wait="1h"))
    teller.report(*map(sighting, range(5)))
    teller.deliver()
    assert (teller.slack.posts, teller.states()) == ([], {"deferred": 5})

    teller.deliver_later()

    (post,) = teller.slack.posts
    assert post["text"].startswith("5 alerts · severity high\n")
    assert teller.states() == {"sent": 5}


def test_a_lone_alert_of_a_group_is_a_message_like_any_other(teller: Teller) -> None:
    teller.alerts(routes=by_route(group_by=["country"], group_wait="1h"))
    teller.report(sighting(1))

    teller.deliver_later()

    assert teller.slack.posts[0]["text"].startswith("HIGH · T-72")


def test_the_next_of_a_group_waits_for_its_interval(teller: Teller) -> None:
    teller.alerts(routes=by_route(group_by=["country"], group_wait="1s", group_interval="1h"))
    teller.report(sighting(1))
    teller.deliver_later()

    teller.report(sighting(2), sighting(10))

    due = teller.archive.earliest_delivery(utc_now())
    assert due is not None
    assert due > utc_now() + timedelta(minutes=59)


def test_quiet_hours_hold_and_then_summarise_and_critical_passes(teller: Teller) -> None:
    alerts = teller.desk.alerts() | {
        "routes": by_route(mute_time_intervals=["now"]),
        "time_intervals": [around_now()],
    }
    teller.desk.configure(alerts=alerts, watchlist=SHIPS_ARE_CRITICAL)

    teller.report(*map(sighting, range(3)), "A submarine was seen off Dakar.")
    teller.deliver()
    passed = [post["text"].splitlines()[0] for post in teller.slack.posts]
    teller.deliver_later()

    assert len(passed) == 1
    assert passed[0].startswith("CRITICAL · ")
    summary = teller.slack.posts[1]["text"]
    assert summary.startswith("3 alerts held during quiet hours (now)\n")
    assert teller.states() == {"sent": 4}


def test_a_summary_whose_reply_was_lost_is_posted_once(teller: Teller) -> None:
    teller.alerts(routes=by_route(group_by=[], group_wait="1h"))
    teller.report(*map(sighting, range(3)))
    teller.slack.script(reply_lost())

    teller.deliver_later()
    assert teller.states() == {"ambiguous": 1, "joined": 2}
    teller.deliver_later()

    assert len(teller.slack.posts) == 1
    assert teller.states() == {"sent": 3}


def test_what_follows_upon_a_summary_stands_in_its_thread(teller: Teller) -> None:
    teller.alerts(routes=by_route(group_by=[], group_wait="1h"))
    teller.report(*map(sighting, range(2)))
    teller.deliver_later()
    teller.alerts()

    teller.report("Nine T-72 and a BMP-3 with hull number 00001 arrived in Kidal.")
    teller.deliver()

    (summary,) = teller.slack.top
    assert [r["text"].splitlines()[0][:13] for r in teller.slack.thread(summary["ts"])] == [
        "HIGH · Update"
    ]
    assert summary["edits"] == 0, "a summary tells of others too and is not replaced"


def test_a_flood_is_warned_of_and_comes_as_one_summary(teller: Teller) -> None:
    receivers = teller.desk.alerts()["receivers"]
    receivers[0]["budget"] = {"messages": 2, "per": "10m"}
    teller.alerts(receivers=receivers)
    teller.report(*map(sighting, range(12)))

    teller.deliver()
    teller.deliver_later()

    first = [post["text"].splitlines()[0] for post in teller.slack.posts]
    assert [line.startswith("HIGH · T-72") for line in first[:2]] == [True, True]
    assert first[2:] == [
        "Tocsin: A flood of alerts: the rest comes as one summary",
        "10 more alerts, as one summary: the budget is 2 in 10m",
    ]
    assert teller.states() == {"sent": 13}


def test_critical_alerts_pass_the_budget(teller: Teller) -> None:
    receivers = teller.desk.alerts()["receivers"]
    receivers[0]["budget"] = {"messages": 1, "per": "10m"}
    teller.desk.configure(
        alerts=teller.desk.alerts() | {"receivers": receivers}, watchlist=SHIPS_ARE_CRITICAL
    )
    teller.report(*map(sighting, range(3)), "A submarine was seen off Dakar.")

    teller.deliver()

    first = [post["text"].partition(" · ")[0].splitlines()[0] for post in teller.slack.posts]
    assert first == [
        "HIGH", "CRITICAL", "Tocsin: A flood of alerts: the rest comes as one summary",
    ]  # fmt: skip
    assert teller.states() == {"sent": 3, "deferred": 2}


def test_what_quiet_hours_hold_follows_when_they_are_changed(teller: Teller) -> None:
    quiet: dict[str, object] = {"routes": by_route(mute_time_intervals=["now"])}
    teller.alerts(**quiet, time_intervals=[around_now(3)])
    teller.report(*map(sighting, range(3)))
    reholder = Reholder(teller.archive, teller.live())
    assert reholder.follow(utc_now()) == 0, "nothing was changed"

    teller.alerts(**quiet, time_intervals=[around_now()])
    shorter = Reholder(teller.archive, teller.live())
    assert (shorter.follow(utc_now()), shorter.follow(utc_now())) == (3, 0)
    due = teller.archive.earliest_delivery(utc_now())
    teller.alerts()
    assert Reholder(teller.archive, teller.live()).follow(utc_now()) == 3
    teller.deliver()

    assert due is not None
    assert due <= utc_now() + timedelta(hours=2)
    (post,) = teller.slack.posts
    assert post["text"].startswith("3 alerts held during quiet hours (now)\n")
    assert teller.states() == {"sent": 3}


def test_what_a_budget_holds_is_told_when_there_is_none_any_more(teller: Teller) -> None:
    receivers = teller.desk.alerts()["receivers"]
    receivers[0]["budget"] = {"messages": 1, "per": "10h"}
    teller.alerts(receivers=receivers)
    teller.report(*map(sighting, range(4)))
    teller.deliver()
    assert Reholder(teller.archive, teller.live()).follow(utc_now()) == 0

    teller.alerts()
    assert Reholder(teller.archive, teller.live()).follow(utc_now()) == 3
    teller.deliver()

    assert teller.slack.posts[-1]["text"].startswith("3 more alerts, as one summary")
    assert teller.states() == {"sent": 5}


def test_an_outage_ends_in_one_summary_per_receiver(teller: Teller) -> None:
    teller.desk.receivers = ["slack", "hook"]
    teller.alerts(catch_up={"older_than": "6h", "wait": "1h"})
    long_ago = utc_now() - timedelta(hours=9)
    teller.report(*map(sighting, range(30)), published_at=long_ago)
    teller.report(sighting(31), published_at=utc_now())

    teller.deliver()
    at_once = [post["text"].splitlines()[0][:11] for post in teller.slack.posts]
    teller.deliver_later()

    assert at_once == ["HIGH · T-72", "HIGH · T-72"]
    assert [post["text"].splitlines()[0] for post in teller.slack.posts[2:]] == [
        "Catch-up: 30 reports more than 6h old when they could be told"
    ] * 2
    assert teller.states() == {"sent": 62}


def test_what_a_silence_holds_is_counted_as_held_back(teller: Teller) -> None:
    now = utc_now()
    silence = teller.archive.silences.add(
        Match(severity=("high",)), "exercise", now, now + timedelta(hours=1)
    )
    teller.report(sighting(1))
    teller.archive.silences.expire(silence.id, utc_now())
    teller.report(sighting(2))

    teller.deliver()

    facts = teller.archive.digests.facts(now - timedelta(days=1), _tomorrow(), now)
    assert len(teller.slack.posts) == 1
    assert dict(facts.held_back) == {"silenced by the operator": 1}


def _tomorrow() -> datetime:
    return utc_now() + timedelta(days=1)
