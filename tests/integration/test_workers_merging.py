"""Two events that a later report shows to be one merge: the threads and the digest say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.model import Alert, Reason
from archive.archive import Archive
from detector.events import Weights
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import live_of, open_desk, receivers_of, report, watchlist
from tests.fakes.newsroom import Newsroom
from workers.clock import utc_now
from workers.detecting import Placer
from workers.weights import read, write

# Only vetoes part events.
WILLING = Weights(bias=5.0, features=dict.fromkeys(read().features, 0.0), join=0.9, merge=0.9)
BAMAKO = "A T-72B3 tank was spotted in Bamako."
KIDAL = "Un char T-72B3 a été aperçu à Kidal, écrivent des habitants."
BOTH = "Танк Т-72Б3 замечен в Бамако, он едет в Кидаль."
KIDAL_AGAIN = "Locals in Kidal saw one T-72B3 pass by the market this morning."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        made.receivers = ["slack", "hook", "mail"]
        made.configure(watchlist=watchlist(ring=["FIRST_REPORT"], thread=[]))
        write(WILLING, made.var)
        yield made


def tell(desk: Desk, archive: Archive, *texts: str) -> list[Alert]:
    placer, newsroom = Placer(archive, live_of(desk, archive), "worker"), Newsroom(archive)
    for number, text in enumerate(texts, start=1):
        newsroom.poll(report(number, text, number))
        placer.drain()
    return [alert for _, alert in archive.recent_alerts(0, 100)]


def test_a_merge_is_said_in_the_threads_of_the_one_that_is_gone_and_rings_nobody(
    desk: Desk, archive: Archive
) -> None:
    first, second, merged = tell(desk, archive, BAMAKO, KIDAL, BOTH, KIDAL_AGAIN)

    assert (first.reason, second.reason, merged.reason) == (
        Reason.NEW_EVENT, Reason.NEW_EVENT, Reason.MERGED,
    )  # fmt: skip
    gone = {first.event, second.event} & {merged.event}
    assert len(gone) == 1
    assert merged.line.startswith("The same event as: ")
    assert receivers_of(archive, merged.key) == ["slack", "mail"]  # a hook has no threads


def test_the_digest_says_that_two_events_are_one(desk: Desk, archive: Archive) -> None:
    tell(desk, archive, BAMAKO, KIDAL, BOTH, KIDAL_AGAIN)

    now = utc_now()
    (line,) = archive.digests.facts(now - timedelta(days=2), now + timedelta(days=1), now).events

    assert line.reports == 4
    assert any(words.startswith("now one event with: ") for words in line.news)


def test_who_heard_only_of_the_one_that_is_gone_hears_it_in_the_thread_that_goes_on(
    desk: Desk, archive: Archive
) -> None:
    """A bot's thread is handed over to the event that stays."""
    desk.configure(
        watchlist=watchlist(ring=["FIRST_REPORT"], thread=[]),
        alerts=desk.alerts()
        | {"routes": [
            {"match": {"language": "fr"}, "receivers": ["slack", "mail"]},
            {"match": {"language": "en"}, "receivers": ["files"]},
        ]},
    )  # fmt: skip
    placer, newsroom = Placer(archive, live_of(desk, archive), "worker"), Newsroom(archive)
    told = [(BAMAKO, "en"), (KIDAL, "fr"), (BOTH, "ru"), (KIDAL_AGAIN, "en")]
    for number, (text, language) in enumerate(told, start=1):
        newsroom.poll(report(number, text, number, language=language))
        placer.drain()

    alerts = [alert for _, alert in archive.recent_alerts(0, 100)]

    merged = [alert for alert in alerts if alert.reason is Reason.MERGED]
    stays = {a.event: receivers_of(archive, a.key) for a in merged}
    one, other = alerts[0].event, alerts[1].event
    assert stays in (
        {other: ["mail"], one: ["slack"]},  # the event of the mails and the bot is gone
        {one: ["files"]},  # or the one of the files
    )
