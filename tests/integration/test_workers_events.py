"""Events in the archive: one alert an event, updates for news only, the same after a replay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

import config
from alerts.model import Reason
from archive.archive import Archive
from collector.item import Origin
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import open_desk, place, report
from tests.fakes.newsroom import item
from workers.clock import utc_now

SHIPPED = Path(config.__path__[0])
FIRST = "Seven T-72B3 tanks of the Africa Corps arrived in Bamako on Friday."
SAME = "В Бамако прибыли танки Т-72Б3 Африканского корпуса, пишут жители."
MORE = "L'Africa Corps a livré neuf chars T-72B3 à Bamako, avec des BMP-3."
OTHER = "Two BMP-3 of the Africa Corps were spotted in Kidal."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        yield made


def test_an_event_rings_once_and_again_only_for_news(desk: Desk, archive: Archive) -> None:
    told = place(
        desk, archive, report(1, FIRST), report(2, SAME, 1), report(3, MORE, 2), report(4, MORE, 3)
    )

    assert [(alert.reason, alert.news) for alert in told] == [
        (Reason.NEW_EVENT, ()),
        (Reason.UPDATE, ("new equipment: BMP-3", "larger count: T-72B3: 9, before 7")),
    ]
    assert {alert.event for alert in told} == {told[0].key}
    assert archive.totals().events == 1


def test_a_forward_is_a_copy_although_its_words_were_cut(desk: Desk, archive: Archive) -> None:
    first = report(1, FIRST)
    short = report(2, "T-72 in Kidal 🔥", 1, origin=Origin("The Wire", first.url))

    told = place(desk, archive, first, short)

    assert [alert.reason for alert in told] == [Reason.NEW_EVENT]
    assert archive.totals().events == 1


def test_a_post_of_how_an_article_begins_is_a_copy_of_it(desk: Desk, archive: Archive) -> None:
    article = report(1, f"{FIRST} {'Nobody knows whose they are and who paid for it. ' * 30}")
    shared = report(2, f"[The Wire] {FIRST}", 1)

    told = place(desk, archive, article, shared)

    assert [alert.reason for alert in told] == [Reason.NEW_EVENT]
    now = utc_now()
    facts = archive.digests.facts(now - timedelta(days=2), now + timedelta(days=1), now)
    assert dict(facts.held_back) == {Reason.NEAR_COPY.value: 1}


def test_two_events_of_one_day_stay_apart(desk: Desk, archive: Archive) -> None:
    told = place(desk, archive, report(1, FIRST), report(2, OTHER, 1), report(3, SAME, 2))

    assert [alert.reason for alert in told] == [Reason.NEW_EVENT, Reason.NEW_EVENT]
    assert archive.totals().events == 2


def test_what_is_held_back_has_its_reason_in_the_digest(desk: Desk, archive: Archive) -> None:
    place(desk, archive, report(1, FIRST), report(2, FIRST, 1), report(3, SAME, 2))

    now = utc_now()
    facts = archive.digests.facts(now - timedelta(days=2), now + timedelta(days=1), now)

    assert dict(facts.held_back) == {Reason.EXACT_COPY.value: 1, Reason.NOTHING_NEW.value: 1}
    assert [line.reports for line in facts.events] == [3]


def test_an_event_is_filed_under_the_country_it_happens_in(desk: Desk, archive: Archive) -> None:
    text = "From Russia by Il-76: six T-72 arrived at Berengo in the Central African Republic."
    place(desk, archive, report(1, text))

    now = utc_now()
    facts = archive.digests.facts(now - timedelta(days=2), now + timedelta(days=1), now)

    assert [line.country for line in facts.events] == ["CF"]


def test_a_late_item_joins_the_event_of_its_time(desk: Desk, archive: Archive) -> None:
    place(desk, archive, report(1, FIRST, 20), report(2, SAME, 0))

    assert archive.totals().events == 1


def test_the_same_items_in_another_process_give_the_same_events(
    desk: Desk, archive: Archive
) -> None:
    """States are read back from rows: each item is placed by a process that knows nothing."""
    items = [report(1, FIRST), report(2, OTHER, 1), report(3, SAME, 2), report(4, MORE, 3)]
    for one in items:
        archive = Archive(archive._database)  # as a new process opens it
        told = place(desk, archive, one)

    assert [alert.reason for alert in told] == [
        Reason.NEW_EVENT, Reason.NEW_EVENT, Reason.UPDATE,
    ]  # fmt: skip
    assert archive.totals().events == 2


def test_a_terse_text_of_a_source_that_told_joins_its_event(desk: Desk, archive: Archive) -> None:
    first = report(1, FIRST)
    place(desk, archive, first)

    place(
        desk,
        archive,
        report(2, "The Russian column in Bamako, filmed today: seven tanks have arrived.", 3),
    )

    assert archive.totals().events == 1
    page = archive.events.page(1)
    assert page is not None
    assert [report.source for report in page.reports] == [first.source, first.source]
    assert page.row.reports == 2


def test_a_watch_chooses_which_news_ring(desk: Desk, archive: Archive) -> None:
    path = desk.config / "watchlist.yaml"
    watchlist = yaml.safe_load(path.read_text("utf-8"))
    for watch in watchlist["watches"]:
        watch["ring"] = ["FIRST_REPORT"]
    path.write_text(yaml.safe_dump(watchlist, allow_unicode=True), "utf-8")

    told = place(desk, archive, report(1, FIRST), report(2, MORE, 1))

    assert [alert.reason for alert in told] == [Reason.NEW_EVENT]


def test_an_event_known_only_from_before_the_first_poll_rings_when_it_is_told_again(
    desk: Desk, archive: Archive
) -> None:
    old = utc_now() - timedelta(days=3)

    told = place(desk, archive, item("1", FIRST, title="", published_at=old), report(2, SAME, 1))

    assert [alert.reason for alert in told] == [Reason.NEW_EVENT]
    assert archive.totals().events == 1


def test_what_is_no_report_by_itself_is_kept_as_one_more_of_its_event(
    desk: Desk, archive: Archive
) -> None:
    watchlist = yaml.safe_load((SHIPPED / "watchlist.yaml").read_text("utf-8"))
    for watch in watchlist["watches"]:
        watch["threshold"] = 0.95  # between the two texts
    (desk.config / "watchlist.yaml").write_text(yaml.safe_dump(watchlist, allow_unicode=True))
    terse = "About the seven T-72B3 tanks in Bamako."

    alone = place(desk, archive, report(1, terse, hours=0))
    told = place(desk, archive, report(2, FIRST, hours=1), report(3, terse, hours=3))

    assert alone == []
    assert [alert.reason for alert in told] == [Reason.NEW_EVENT]
    with archive.placing() as placing:
        known = placing.known_of(1)
    assert known is not None
    assert known.reports == 3, "the one before the first report, and the one after it"


def test_an_event_is_told_in_the_languages_of_its_receivers(desk: Desk, archive: Archive) -> None:
    alerts = desk.alerts() | {"language": "fr", "routes": [{"receivers": ["files", "mail"]}]}
    next(r for r in alerts["receivers"] if r["name"] == "mail")["language"] = "uk"
    desk.configure(alerts=alerts)

    first, update = place(desk, archive, report(1, FIRST), report(2, MORE, 1))

    assert first.line.startswith("7 × T-72B3 · arrivée · Bamako (Mali)")
    assert dict(first.lines)["uk"].startswith("7 × T-72B3 · прибуття · Bamako (Малі)")
    assert update.line.startswith("Mise à jour: 7–9 × T-72B3, BMP-3 · arrivée")
    assert dict(update.lines)["uk"].startswith("Нове: 7–9 × T-72B3, BMP-3 · прибуття")
    (row,) = archive.events.latest(utc_now() - timedelta(days=3), 10)
    assert row.line == update.line.removeprefix("Mise à jour: ")
