"""An event's messages at a Slack bot: one first message, kept true, and a thread under it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.slack import rate_limited, refused, reply_lost
from tests.fakes.teller import Teller

FIRST = "Seven T-72B3 tanks of the Africa Corps arrived in Bamako on Friday."
SAME = "В Бамако прибыли танки Т-72Б3 Африканского корпуса, пишут жители."
MORE = "L'Africa Corps a livré neuf chars T-72B3 à Bamako, avec des BMP-3."


@pytest.fixture
def teller(tmp_path: Path, migrated_file: Path) -> Iterator[Teller]:
    shutil.copy(migrated_file, tmp_path / "tocsin.db")
    with Teller(tmp_path, f"sqlite:///{tmp_path / 'tocsin.db'}") as made:
        yield made


def test_an_event_is_one_message_kept_true_with_its_news_in_the_thread(teller: Teller) -> None:
    teller.report(FIRST)
    teller.deliver()

    teller.report(SAME, MORE)
    told = teller.deliver()

    (root,) = teller.slack.top
    (reply,) = teller.slack.thread(root["ts"])
    assert told.sent == 1
    assert "larger count: T-72B3: 9, before 7" in reply["text"]
    assert root["text"].startswith("HIGH · 7 × T-72B3 · arrival · Bamako")
    assert "Since then: +2 reports, count now 7–9 × T-72B3, also BMP-3\n" in root["text"]
    assert root["edits"] == 1, "reports that come together are shown together"
    assert teller.states() == {"sent": 2, "refreshed": 1}


def test_a_report_that_rings_nobody_still_counts_in_the_first_message(teller: Teller) -> None:
    teller.report(FIRST)
    teller.deliver()

    for _ in range(2):
        teller.report(FIRST)
        teller.deliver()

    (root,) = teller.slack.posts
    assert "Since then: +2 reports\n" in root["text"]
    assert root["edits"] == 2


def test_the_first_message_waits_for_nobody_but_its_followers_wait_for_it(teller: Teller) -> None:
    teller.slack.script(refused("service_unavailable", 503))
    teller.report(FIRST)
    teller.deliver()

    teller.report(MORE)
    teller.deliver()
    assert teller.slack.posts == [], "a follow-up must not stand where the first report belongs"


@pytest.mark.parametrize("fault", [reply_lost(), rate_limited(1)])
def test_an_update_survives_a_lost_reply_and_too_fast(teller: Teller, fault: object) -> None:
    teller.report(FIRST)
    teller.deliver()
    teller.slack.script(fault)  # type: ignore[arg-type]  # parametrised

    teller.report(FIRST)
    teller.deliver()
    assert teller.states()["sent"] == 1
    teller.deliver_later()

    (root,) = teller.slack.posts
    assert "Since then: +1 report\n" in root["text"]
    assert teller.states() == {"sent": 1, "refreshed": 1}


def test_after_the_first_message_was_deleted_the_next_news_takes_its_place(teller: Teller) -> None:
    teller.report(FIRST)
    teller.deliver()
    teller.slack.delete(teller.slack.posts[0]["ts"])

    teller.report(MORE)
    teller.deliver()
    teller.report(FIRST)
    teller.deliver()

    (root,) = teller.slack.posts
    assert root["thread_ts"] is None
    assert "Update: " in root["text"]
    assert "Since then: +1 report" in root["text"]
    assert teller.archive.dead_letters() == []


def test_a_killed_worker_costs_neither_the_thread_nor_the_order(teller: Teller) -> None:
    teller.report(FIRST)
    teller.die()

    teller.report(MORE)
    teller.deliver()

    (root,) = teller.slack.top
    (reply,) = teller.slack.thread(root["ts"])
    assert not root["text"].startswith("HIGH · Update")
    assert "Update: " in reply["text"]


def test_a_webhook_just_posts(teller: Teller) -> None:
    teller.desk.receivers = ["hook"]
    teller.desk.configure()
    teller.report(FIRST)
    teller.deliver()

    teller.report(MORE)
    teller.deliver()

    assert [post["thread_ts"] for post in teller.slack.posts] == [None, None]
    assert teller.states() == {"sent": 2}
