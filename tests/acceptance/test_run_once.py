"""`tocsin run --once` from the outside: real processes, real servers, real mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.desk import PATIENCE_S, Desk
from tests.fakes.slack import refused, reply_lost

TANKS = "Seven T-72B3 tanks arrived in Bamako on Friday with a convoy from the port of Conakry."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path) as made:
        yield made


def test_a_feed_and_a_channel_reach_slack_mail_and_files_in_one_cycle(desk: Desk) -> None:
    desk.receivers = ["slack", "hook", "mail", "files"]
    desk.configure()
    desk.publish(TANKS)
    desk.channel.post("В Кидале замечены две БМП-3", at=_now())
    desk.publish("The mayor opened a new market in Ségou.", title="Market")

    done = desk.tocsin("run", "--once")

    assert done.returncode == 0, done.stdout + done.stderr
    texts = [post["text"] for post in desk.slack.posts]
    assert len(texts) == 4  # two alerts, by bot and by webhook
    assert sum("T-72B3" in text for text in texts) == 2
    assert sum("BMP-3" in text for text in texts) == 2
    assert sorted(_subject(mail.message["Subject"]) for mail in desk.mail.mails) == [
        "BMP-3",
        "T-72",
    ]
    assert len(list((desk.var / "outbox").glob("*.txt"))) == 2
    assert "told      8 sent, 0 failed, 0 waiting" in done.stdout


def test_a_second_cycle_repeats_nothing_and_an_edit_is_kept_silently(desk: Desk) -> None:
    desk.publish(TANKS, guid="a")
    desk.tocsin("run", "--once")
    desk.entries.clear()
    desk.publish(TANKS.replace("Friday", "Saturday"), guid="a")

    done = desk.tocsin("run", "--once")

    assert done.returncode == 0
    assert "0 new, 1 edited" in done.stdout
    assert len(desk.slack.posts) == 1


def test_two_runs_at_the_same_moment_share_the_work_and_neither_fails(tmp_path: Path) -> None:
    with Desk(tmp_path, slack_pace_s=1) as desk:
        for town in ("Bamako", "Kidal", "Ségou"):
            desk.publish(f"Seven T-72B3 tanks arrived in {town}.")

        runs = [desk.start("run", "--once") for _ in range(2)]

        assert [run.wait(PATIENCE_S) for run in runs] == [0, 0], desk.printed
        assert len(desk.slack.posts) == 3


def test_an_edit_that_adds_a_fact_is_told_once_as_an_update(desk: Desk) -> None:
    desk.publish(TANKS, guid="a")
    desk.tocsin("run", "--once")
    desk.entries.clear()
    desk.publish(TANKS.replace("Seven", "Nine"), guid="a")

    desk.tocsin("run", "--once")
    desk.tocsin("run", "--once")

    assert len(desk.slack.posts) == 2
    assert "Update: 7–9 × T-72B3" in desk.slack.posts[1]["text"]
    assert "larger count: T-72B3: 9, before 7" in desk.slack.posts[1]["text"]


def test_copies_and_forwards_of_a_told_text_do_not_ring_again(desk: Desk) -> None:
    desk.publish(TANKS, guid="a")
    desk.tocsin("run", "--once")
    desk.publish(TANKS.replace("Friday", "Saturday"), guid="b")
    desk.channel.post(TANKS, at=_now())

    desk.tocsin("run", "--once")

    assert len(desk.slack.posts) == 1


def test_old_entries_of_a_new_source_do_not_ring_but_are_kept(desk: Desk) -> None:
    old = TANKS.encode().decode()
    desk.web.serve(
        "/feed.xml",
        "<rss version='2.0'><channel><title>W</title><item><guid>x</guid><title>Old</title>"
        f"<pubDate>Mon, 06 Jan 2025 10:00:00 GMT</pubDate><description>{old}</description></item>"
        "</channel></rss>",
    )

    done = desk.tocsin("run", "--once")

    assert "kept      1 new" in done.stdout
    assert desk.slack.posts == []


def test_an_unreadable_source_and_a_refused_message_are_named_and_make_the_cycle_fail(
    desk: Desk,
) -> None:
    desk.publish(TANKS)
    desk.slack.script(refused("channel_not_found"))
    desk.web.serve("/s/desk_test", b"", status=500)

    done = desk.tocsin("run", "--once")

    assert done.returncode == 1
    assert "failed  posts: " in done.stdout
    assert "channel_not_found" in done.stdout
    dead = desk.tocsin("alerts", "dead", "list").stdout
    assert "channel_not_found" in dead

    retried = desk.tocsin("alerts", "dead", "retry", dead.split()[0])
    desk.tocsin("run", "--once")

    assert retried.returncode == 0
    assert len(desk.slack.posts) == 1


def test_a_reply_lost_on_the_way_back_is_looked_up_and_posted_once(desk: Desk) -> None:
    desk.publish(TANKS)
    desk.slack.script(reply_lost())

    first = desk.tocsin("run", "--once")
    again = desk.tocsin("run", "--once")

    assert len(desk.slack.posts) == 1
    assert "1 waiting" in first.stdout + again.stdout or "1 sent" in first.stdout


def test_broken_configuration_stops_the_start_with_every_mistake(desk: Desk) -> None:
    desk.configure(alerts={"receivers": [{"name": "x", "flies": {}}], "routs": []})

    done = desk.tocsin("run", "--once")

    assert done.returncode == 2
    assert 'did you mean "files"' in done.stderr
    assert 'did you mean "routes"' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_secret_is_named_before_anything_starts(desk: Desk) -> None:
    alerts = desk.alerts()
    alerts["receivers"][0]["slack_bot"]["token_env"] = "NOT_SET_ANYWHERE"
    desk.configure(alerts=alerts)

    done = desk.tocsin("run", "--once")

    assert done.returncode == 2
    assert "receiver slack needs NOT_SET_ANYWHERE" in done.stderr
    assert desk.web.requests == []


def _subject(subject: str) -> str:
    return "BMP-3" if "BMP-3" in subject else "T-72" if "T-72" in subject else subject


def _now() -> object:
    from datetime import UTC, datetime

    return datetime.now(UTC)
