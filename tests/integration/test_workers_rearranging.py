"""An operator merges, splits and closes events; later items and a replay respect it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import config
from alerts.model import Reason
from archive.archive import Archive
from archive.hand_tables import event_links
from archive.tables import alerts, bands, detections, event_keys, events, firsts, items, threads
from archive.tables import notifications as notification_table
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import live_of, open_desk, place, receivers_of, report
from tests.fakes.newsroom import NOW
from workers.clock import utc_now
from workers.detecting import Placer
from workers.rearranging import Rearranger, RearrangingError

SHIPPED = Path(config.__path__[0])
BAMAKO = "Seven T-72B3 tanks arrived in Bamako on Friday."
BAMAKO_AGAIN = "В Бамако прибыли танки Т-72Б3, пишут жители."
KIDAL = "Two BMP-3 were spotted in Kidal."
KIDAL_AGAIN = "Des BMP-3 ont été aperçus à Kidal, selon des habitants."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        yield made


def hand(desk: Desk, archive: Archive) -> Rearranger:
    return Rearranger(archive, live_of(desk, archive).current())


def events_of(archive: Archive) -> dict[int, list[int]]:
    """Items by event, in order."""
    statement = sa.select(detections.c.event_id, detections.c.item_id).order_by(detections.c.id)
    found: dict[int, list[int]] = {}
    with archive._database.read() as connection:
        for event_id, item_id in connection.execute(statement):
            found.setdefault(event_id, []).append(item_id)
    return found


def replay(desk: Desk, archive: Archive) -> None:
    """Everything is forgotten but the items and what the operator said of them; placed again."""
    with archive._database.write() as connection:
        for table in (firsts, notification_table, threads, alerts, bands, detections, event_keys):
            connection.execute(table.delete())
        connection.execute(events.delete())
        connection.execute(items.update().values(pending_revision=1, due_at=NOW))
    Placer(archive, live_of(desk, archive), "again").drain()


def test_merged_events_are_one_for_later_items_and_after_a_replay(
    desk: Desk, archive: Archive
) -> None:
    place(desk, archive, report(1, BAMAKO), report(2, KIDAL, 1))

    hand(desk, archive).merge(1, 2, utc_now())

    assert events_of(archive) == {1: [1, 2]}
    place(desk, archive, report(3, KIDAL_AGAIN, 2))
    assert events_of(archive) == {1: [1, 2, 3]}
    replay(desk, archive)
    assert list(events_of(archive).values()) == [[1, 2, 3]]


def test_a_merge_is_told_once_in_the_thread_of_the_event_that_is_gone(
    desk: Desk, archive: Archive
) -> None:
    one, other = place(desk, archive, report(1, BAMAKO), report(2, KIDAL, 1))

    hand(desk, archive).merge(1, 2, utc_now())

    merged = archive.recent_alerts(0, 100)[-1][1]
    assert (merged.reason, merged.event) == (Reason.MERGED, other.event)
    assert merged.line == f"The same event as: {one.line}"
    assert receivers_of(archive, merged.key) == ["files"]


def test_split_reports_are_another_event_for_later_items_and_after_a_replay(
    desk: Desk, archive: Archive
) -> None:
    place(desk, archive, report(1, BAMAKO), report(2, BAMAKO_AGAIN, 1))
    assert events_of(archive) == {1: [1, 2]}

    number = hand(desk, archive).split(1, [2], utc_now())

    assert events_of(archive) == {1: [1], number: [2]}
    rows = archive.events.latest(NOW, 10)
    assert sorted((row.id, row.reports) for row in rows) == [(1, 1), (number, 1)]
    replay(desk, archive)
    assert list(events_of(archive).values()) == [[1], [2]]


def test_an_event_is_as_old_as_its_reports_whoever_parted_and_joined_them_when(
    desk: Desk, archive: Archive
) -> None:
    def times() -> dict[int, tuple[datetime, datetime]]:
        return {row.id: (row.opened_at, row.last_at) for row in archive.events.latest(NOW, 10)}

    place(desk, archive, report(1, BAMAKO), report(2, BAMAKO_AGAIN, 1))
    with archive._database.read() as connection:
        told = sa.select(detections.c.at).order_by(detections.c.id)
        first, last = connection.execute(told).scalars()
    tomorrow = utc_now() + timedelta(days=1)

    number = hand(desk, archive).split(1, [2], tomorrow)

    assert times() == {1: (first, first), number: (last, last)}
    hand(desk, archive).merge(number, 1, tomorrow)
    assert times() == {number: (first, last)}


def test_an_earlier_text_that_was_parted_is_not_adopted_again_in_a_replay(
    desk: Desk, archive: Archive
) -> None:
    desk.configure(watchlist=(SHIPPED / "watchlist.yaml").read_text("utf-8"))
    early = "About the seven T-72B3 tanks in Bamako."
    place(desk, archive, report(1, early), report(2, f"{BAMAKO} They are Russian.", 1))
    assert events_of(archive) == {1: [2, 1]}

    hand(desk, archive).split(1, [1], utc_now())

    assert events_of(archive) == {1: [2], 2: [1]}
    replay(desk, archive)
    assert list(events_of(archive).values()) == [[2]]


def test_what_was_parted_is_not_merged_by_a_report_that_fits_both(
    desk: Desk, archive: Archive
) -> None:
    place(desk, archive, report(1, BAMAKO), report(2, BAMAKO_AGAIN, 1))
    hand(desk, archive).split(1, [2], utc_now())

    place(desk, archive, report(3, "Des chars T-72B3 sont arrivés à Bamako.", 2))

    assert len(events_of(archive)) == 2
    with archive.placing() as placing:
        assert placing.kept_apart([1, 2]) == {frozenset([1, 2])}


def test_a_merge_takes_a_split_back(desk: Desk, archive: Archive) -> None:
    place(desk, archive, report(1, BAMAKO), report(2, BAMAKO_AGAIN, 1))
    number = hand(desk, archive).split(1, [2], utc_now())

    hand(desk, archive).merge(1, number, utc_now())

    assert events_of(archive) == {1: [1, 2]}
    with archive._database.read() as connection:
        said = connection.execute(sa.select(event_links.c.same)).scalars().all()
    assert said == [True]


@pytest.mark.parametrize("moved", [1, 2])
def test_a_split_that_undoes_a_merge_takes_it_out_of_the_digest(
    desk: Desk, archive: Archive, moved: int
) -> None:
    place(desk, archive, report(1, BAMAKO), report(2, KIDAL, 1))
    hand(desk, archive).merge(1, 2, utc_now())

    number = hand(desk, archive).split(1, [moved], utc_now())

    page = archive.events.page(2)
    assert page is not None
    assert page.row.merged_into == (number if moved == 2 else 1)
    now = utc_now()
    lines = archive.digests.facts(NOW, now + timedelta(days=1), now).events
    assert [words for line in lines for words in line.news if "one event" in words] == []


def test_a_merge_is_told_of_the_side_of_a_split_that_it_is_on(desk: Desk, archive: Archive) -> None:
    place(desk, archive, report(1, BAMAKO), report(2, KIDAL, 1), report(3, KIDAL_AGAIN, 2))
    assert events_of(archive) == {1: [1], 2: [2, 3]}
    hand(desk, archive).merge(1, 2, utc_now())

    number = hand(desk, archive).split(1, [1, 2], utc_now())

    page = archive.events.page(2)
    assert page is not None
    assert page.row.merged_into == number
    now = utc_now()
    lines = archive.digests.facts(NOW, now + timedelta(days=1), now).events
    told = [line.line for line in lines if any("one event" in words for words in line.news)]
    assert len(told) == 1
    assert "T-72B3" in told[0]


def test_a_closed_event_takes_copies_but_no_more_reports(desk: Desk, archive: Archive) -> None:
    place(desk, archive, report(1, BAMAKO))

    hand(desk, archive).close(1, utc_now())

    place(desk, archive, report(2, BAMAKO, 1), report(3, BAMAKO_AGAIN, 2))
    assert events_of(archive) == {1: [1, 2], 2: [3]}


def test_decisions_are_kept_as_lessons(desk: Desk, archive: Archive) -> None:
    place(desk, archive, report(1, BAMAKO), report(2, BAMAKO_AGAIN, 1), report(3, KIDAL, 2))

    hand(desk, archive).split(1, [2], utc_now())
    hand(desk, archive).merge(1, 2, utc_now())

    assert [(one.same, one.features["same gear, same place"] > 0) for one in (
        archive.events.lessons()
    )] == [(False, True), (True, False)]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda hand: hand.merge(1, 1, NOW), "event 1 can't be merged with itself"),
        (lambda hand: hand.merge(1, 9, NOW), "there is no event 9"),
        (lambda hand: hand.split(1, [9], NOW), "event 1 has no item 9"),
        (lambda hand: hand.split(1, [1], NOW), "these are all items of event 1"),
        (lambda hand: hand.close(9, NOW), "there is no event 9"),
    ],
)
def test_what_can_t_be_done_is_said_and_changes_nothing(
    desk: Desk, archive: Archive, asked: object, words: str
) -> None:
    place(desk, archive, report(1, BAMAKO))

    with pytest.raises(RearrangingError, match=words):
        asked(hand(desk, archive))  # type: ignore[operator]  # a lambda of the table

    assert events_of(archive) == {1: [1]}
    assert archive.events.lessons() == []
