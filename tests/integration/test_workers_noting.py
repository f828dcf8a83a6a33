"""The ledger: firsts are told once, kept with the placing, and seeded from sightings.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.archive import Archive
from detector.sightings import Known, Sighting
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import open_desk, place, report, watchlist
from tests.fakes.newsroom import NOW, Newsroom
from workers.clock import utc_now

ARRIVED = "Seven T-72B3 tanks arrived in Bamako on Friday."
AGAIN = "Танки Т-72Б3 прибыли в Бамако, пишут жители."
MORE = "Nine T-72B3 tanks and five BMP-3 arrived in Bamako."
KIDAL = "A T-72B3 tank was spotted in Kidal."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        yield made


def known(*lines: str) -> str:
    return "gap: 120d\nknown:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def test_the_first_alert_says_what_was_never_seen_there(desk: Desk, archive: Archive) -> None:
    (told,) = place(desk, archive, report(1, ARRIVED))

    assert told.firsts == ("first report of T-72B3 in Mali",)


def test_an_update_says_only_what_it_adds(desk: Desk, archive: Archive) -> None:
    _, update = place(desk, archive, report(1, ARRIVED), report(2, MORE, 1))

    assert update.firsts == ("first report of BMP-3 in Mali",)


def test_the_next_event_in_the_country_is_no_first(desk: Desk, archive: Archive) -> None:
    _, second = place(desk, archive, report(1, ARRIVED), report(2, KIDAL, 1))

    assert second.firsts == ()


@pytest.mark.parametrize(
    ("reason", "declared", "expected"),
    [
        ("known since ever", "entity: t-72, country: ML, variant: T-72B3", ()),
        ("last seen long ago", "entity: t-72, country: ML, variant: T-72B3, last: {ago}",
         ("first T-72B3 in Mali in 200 days",)),
        ("only elsewhere", "entity: t-72, country: SY, variant: T-72B3, last: {ago}",
         ("first report of T-72B3 in Mali; last seen in Syria 200 days ago",)),
        ("another variant", "entity: t-72, country: ML, variant: T-72B, last: {ago}",
         ("first T-72B3 in Mali",)),
    ],
)  # fmt: skip
def test_what_the_operator_knows_is_no_first(
    desk: Desk, archive: Archive, reason: str, declared: str, expected: tuple[str, ...]
) -> None:
    ago = (NOW - timedelta(days=200)).date().isoformat()  # the newsroom sees items at NOW
    desk.configure(watchlist=watchlist(), sightings=known(declared.format(ago=ago)))

    (told,) = place(desk, archive, report(1, ARRIVED))

    assert told.firsts == expected, reason


def test_an_edit_and_a_copy_are_no_firsts_again(desk: Desk, archive: Archive) -> None:
    place(desk, archive, report(1, ARRIVED), report(1, ARRIVED + " Locals filmed it."))

    place(desk, archive, report(3, ARRIVED, 2), report(4, AGAIN, 3))

    now = utc_now()
    (line,) = archive.digests.facts(now - timedelta(days=2), now + timedelta(days=1), now).events
    assert line.firsts == ("first report of T-72B3 in Mali",)


def test_a_failed_placing_leaves_nothing_in_the_ledger(desk: Desk, archive: Archive) -> None:
    """The same transaction: the next try tells the first again."""
    Newsroom(archive).poll(report(1, ARRIVED))
    seen = Sighting("t-72", "ML", "T-72B3", "Bamako")

    def fail_halfway() -> None:
        with archive.placing() as placing:
            placing.keep_sightings([seen], utc_now(), 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()

    with archive.placing() as placing:
        assert placing.known_sightings(["t-72"], "ML") == []


def test_sightings_may_be_kept_again_and_out_of_order(desk: Desk, archive: Archive) -> None:
    Newsroom(archive).poll(report(1, ARRIVED), report(2, KIDAL))
    seen, now = Sighting("t-72", "ML", "T-72B3", "Bamako"), utc_now()
    day = timedelta(days=1)

    with archive.placing() as placing:
        for at, item in ((now, 1), (now - day, 2), (now, 1), (now - day, 2)):
            placing.keep_sightings([seen], at, item)

        assert placing.known_sightings(["t-72"], "ML") == [Known(seen, now - day, now)]
        assert placing.seen_elsewhere(["t-72"], "BF") == [Known(seen, now - day, now)]
