"""What was no report by itself is of the event that a later report opens; it rings nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import config
from alerts.model import Reason
from archive.archive import Archive
from archive.earlier_tables import earlier_texts
from archive.model import PendingItem
from collector.item import Item
from config.schema import Source
from detector.model import Detection
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import live_of, open_desk, place
from tests.fakes.newsroom import HOUR, NOW, Newsroom, item
from workers.detecting import Placer
from workers.live import Loaded
from workers.reading import FactReader, Read

SHIPPED = Path(config.__path__[0])
EARLY = "What we know of the seven T-72B3 tanks and the BMP-3 in Bamako."
FIRST = "Seven T-72B3 tanks of the Africa Corps arrived in Bamako on Friday."
MORE = "L'Africa Corps a livré des chars T-72B3 et des BMP-3 à Bamako."
OTHER = "Two BMP-3 of the Africa Corps were spotted in Kidal."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        made.configure(watchlist=(SHIPPED / "watchlist.yaml").read_text("utf-8"))
        yield made


def told(number: int, text: str, before: timedelta = HOUR) -> Item:
    return item(str(number), text, title="", published_at=NOW - before)


def filed(archive: Archive) -> dict[int, list[tuple[int, str]]]:
    """Items by event, each with its reason."""
    rows = archive.events.latest(datetime.min.replace(tzinfo=NOW.tzinfo), 10)
    pages = [page for row in rows if (page := archive.events.page(row.id))]
    return {
        page.row.id: [(report.item_id, report.reason) for report in page.reports] for page in pages
    }


def test_an_earlier_text_is_told_of_the_event_and_silences_nothing(
    desk: Desk, archive: Archive
) -> None:
    early, first = told(1, EARLY, 9 * HOUR), told(2, FIRST)

    assert place(desk, archive, early) == []
    alerts = place(desk, archive, first, told(3, MORE, HOUR / 2))

    assert [(alert.reason, alert.reports) for alert in alerts] == [
        (Reason.NEW_EVENT, 2),
        (Reason.UPDATE, 3),
    ]
    assert "new unit: Africa Corps" in alerts[0].news
    assert "new equipment: BMP-3" in alerts[1].news
    page = archive.events.page(1)
    assert page is not None
    assert page.known is not None
    assert (page.row.reports, page.known.first_at) == (3, early.published_at)
    report = page.reports[1]
    assert (report.item_id, report.reason) == (1, Reason.EARLIER.value)
    assert report.novelty == ("REPEAT",)
    assert "adopted: it fits a report that came later" in report.why


@pytest.mark.parametrize("apart", [True, False])
def test_a_replay_in_other_processes_or_in_one_go_gives_the_same(
    desk: Desk, archive: Archive, *, apart: bool
) -> None:
    items = told(1, EARLY, 9 * HOUR), told(2, OTHER, 8 * HOUR), told(3, FIRST), told(4, MORE)

    if apart:
        for one in items:
            archive = Archive(archive._database)  # as a new process opens it
            place(desk, archive, one)
    else:
        Newsroom(archive).poll(*items)
        Placer(archive, live_of(desk, archive), "worker").drain()

    assert filed(archive) == {
        1: [(2, Reason.NEW_EVENT.value)],
        2: [(3, Reason.NEW_EVENT.value), (1, Reason.EARLIER.value), (4, Reason.UPDATE.value)],
    }


def test_three_days_later_it_waits_no_more(desk: Desk, archive: Archive) -> None:
    place(desk, archive, told(1, EARLY, 74 * HOUR), told(2, FIRST))

    assert filed(archive) == {1: [(2, Reason.NEW_EVENT.value)]}

    place(desk, archive, told(3, EARLY.replace("Bamako", "Gao")))
    with archive._database.read() as connection:
        waiting = connection.execute(sa.select(earlier_texts.c.item_id).distinct()).scalars().all()
    assert waiting == [3]


def test_what_was_edited_away_or_deleted_meanwhile_is_not_adopted(
    desk: Desk, archive: Archive
) -> None:
    early = told(1, EARLY, 9 * HOUR)
    place(desk, archive, early, replace(early, text="On the weather in Bamako."))

    place(desk, archive, told(2, FIRST))

    assert filed(archive) == {1: [(2, Reason.NEW_EVENT.value)]}


class StumblingReader(FactReader):
    """Reads nothing twice."""

    def __init__(self) -> None:
        super().__init__()
        self._read: set[int] = set()

    def read(
        self, pending: PendingItem, source: Source, detection: Detection, loaded: Loaded
    ) -> Read:
        if pending.item_id in self._read:
            raise ValueError
        self._read.add(pending.item_id)
        return super().read(pending, source, detection, loaded)


def test_a_text_that_can_t_be_read_again_costs_the_report_nothing(
    desk: Desk, archive: Archive
) -> None:
    placer = Placer(archive, live_of(desk, archive), "worker", StumblingReader())
    newsroom = Newsroom(archive)

    for one in (told(1, EARLY, 9 * HOUR), told(2, FIRST)):
        newsroom.poll(one)
        placer.drain()

    assert filed(archive) == {1: [(2, Reason.NEW_EVENT.value)]}
