"""Placing: finding what was told before, and writing the decision whole or not at all."""

from __future__ import annotations

from datetime import datetime

import pytest

from archive.archive import Archive
from archive.model import PendingItem, ToldText
from archive.placing import Placing
from detector.model import Detection, WatchHit
from tests.fakes.newsroom import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    Newsroom,
    alert,
    detection,
    item,
    open_event,
)


@pytest.fixture
def newsroom(archive: Archive) -> Newsroom:
    return Newsroom(archive)


def pending_one(newsroom: Newsroom, external_id: str = "1") -> PendingItem:
    newsroom.poll(item(external_id))
    (pending,) = newsroom.pending()
    return pending


def look(
    placing: Placing, *, exact: str = "", bands: tuple[str, ...] = (),
    links: tuple[str, ...] = (), since: datetime = NOW - DAY,
) -> list[int]:  # fmt: skip
    return [told.detection_id for told in placing.candidates(exact, bands, links, since)]


def test_a_detection_is_found_with_all_that_copies_are_known_by(newsroom: Newsroom) -> None:
    pending = pending_one(newsroom)

    with newsroom.archive.placing() as placing:
        event = placing.open_event("A convoy", "high", "ML", NOW)
        number = placing.add_detection(detection(pending, event, exact="e", origin="o"))
        found = placing.candidates("e", (), (), NOW)

    assert found == [
        ToldText(
            detection_id=number,
            event_id=event,
            item_id=pending.item_id,
            exact="e",
            minhash=b"\x00\x01",
            url="https://wire.example/1",
            origin="o",
            facts=("t-72", "Bamako"),
        )
    ]


@pytest.mark.parametrize(
    ("reason", "keys", "found"),
    [
        ("the fingerprint", {"exact": "e"}, True),
        ("any band", {"bands": ("b9", "b2")}, True),
        ("the address", {"links": ("u",)}, True),
        ("the origin", {"links": ("x", "o")}, True),
        (
            "several give it once",
            {"exact": "e", "bands": ("b1", "b2"), "links": ("u",)},
            True,
        ),
        ("empty keys match nothing", {}, False),
        ("another fingerprint", {"exact": "f"}, False),
        ("another's address", {"links": ("x",)}, False),
        ("told too long ago", {"exact": "e", "since": NOW + SECOND}, False),
        (
            "hostile keys",
            {"exact": "\x00", "bands": ("\ud800",), "links": ("' OR 1=1",)},
            False,
        ),
    ],
)
def test_candidates_share_a_key_and_are_recent(
    newsroom: Newsroom, reason: str, keys: dict[str, str], found: bool
) -> None:
    pending = pending_one(newsroom)

    with newsroom.archive.placing() as placing:
        number = placing.add_detection(
            detection(pending, None, exact="e", bands=("b1", "b2"), url="u", origin="o")
        )
        answer = look(placing, **keys)  # type: ignore[arg-type]

    assert answer == ([number] if found else []), reason


def test_detections_without_origin_are_no_copies_of_each_other(newsroom: Newsroom) -> None:
    pending = pending_one(newsroom)

    with newsroom.archive.placing() as placing:
        placing.add_detection(detection(pending, None, origin="", url=""))

        assert look(placing, links=("", ""), exact="other") == []


def test_a_flood_of_copies_gives_the_newest_two_hundred(newsroom: Newsroom) -> None:
    newsroom.poll(*(item(str(n)) for n in range(250)))
    with newsroom.archive.placing() as placing:
        for n, pending in enumerate(newsroom_pending(newsroom, placing)):
            placing.add_detection(detection(pending, None, origin="o", at=NOW + n * SECOND))
        found = look(placing, links=("o",))

    assert found == list(range(51, 251))


def test_of_texts_alike_those_since_then_are_found_though_a_clock_was_put_back(
    newsroom: Newsroom,
) -> None:
    newsroom.poll(*(item(str(n)) for n in range(4)))
    ages = (3 * DAY, HOUR, 20 * HOUR, 0 * DAY)
    with newsroom.archive.placing() as placing:
        for number, age in enumerate(ages, 1):
            pending = PendingItem(number, 1, item(), NOW, False, None, 1)
            placing.add_detection(detection(pending, None, bands=("b",), at=NOW - age))
        found = [look(placing, bands=("b",), since=NOW - since) for since in (DAY, HOUR, 4 * DAY)]

    assert found == [[2, 3, 4], [2, 4], [1, 2, 3, 4]]


def newsroom_pending(newsroom: Newsroom, placing: Placing) -> list[PendingItem]:
    """What would be claimed; made by hand as the placing transaction holds the only lock."""
    assert placing.is_pending(1, 1)
    return [PendingItem(number, 1, item(), NOW, False, None, 1) for number in range(1, 251)]


def test_a_hostile_address_of_any_length_is_found_again(newsroom: Newsroom) -> None:
    pending = pending_one(newsroom)
    long = "https://wire.example/" + "я\x00" * 5_000

    with newsroom.archive.placing() as placing:
        number = placing.add_detection(detection(pending, None, url=long))

        assert look(placing, links=(long,)) == [number]
        assert look(placing, links=(long + "x",)) == []


def test_the_event_of_an_item_is_that_of_its_latest_detection(newsroom: Newsroom) -> None:
    first = pending_one(newsroom)
    with newsroom.archive.placing() as placing:
        assert placing.event_of_item(first.item_id) is None
        open_event(placing, first, ["desk"])
    newsroom.poll(item(text="Edited."), now=NOW + HOUR)
    (second,) = newsroom.pending(NOW + HOUR)

    with newsroom.archive.placing() as placing:
        other = placing.open_event("Another event", "low", "", NOW + HOUR)
        placing.add_detection(detection(second, other))

        assert placing.event_of_item(first.item_id) == other


def test_an_exception_undoes_the_whole_placing(newsroom: Newsroom) -> None:
    pending = pending_one(newsroom)

    def fail_halfway() -> None:
        with newsroom.archive.placing() as placing:
            open_event(placing, pending, ["desk"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()

    totals = newsroom.archive.totals()
    assert (totals.events, totals.detections, totals.alerts, totals.notifications) == (0, 0, 0, ())
    with newsroom.archive.placing() as placing:
        assert placing.is_pending(pending.item_id, pending.revision)


def test_done_ends_the_wait_of_that_revision_only(newsroom: Newsroom) -> None:
    pending = pending_one(newsroom)

    with newsroom.archive.placing() as placing:
        placing.done(pending.item_id, 7)
        assert placing.is_pending(pending.item_id, 1)
        placing.done(pending.item_id, 1)
        assert not placing.is_pending(pending.item_id, 1)


def test_an_alert_with_the_same_key_is_written_once(newsroom: Newsroom) -> None:
    pending = pending_one(newsroom)

    with newsroom.archive.placing() as placing:
        event = open_event(placing, pending, ["desk", "desk", "mail"])
        placing.add_alert(alert(line="again"), event, 1, ["desk", "other"])

    totals = newsroom.archive.totals()
    assert (totals.alerts, totals.notifications) == (1, (("pending", 2),))
    assert [told.line for _, told in newsroom.archive.recent_alerts(0, 10)] == [alert().line]


def test_reports_of_an_event_are_counted_and_time_never_runs_back(newsroom: Newsroom) -> None:
    pending = pending_one(newsroom)

    with newsroom.archive.placing() as placing:
        event = open_event(placing, pending, ["desk"])
        placing.touch_event(event, NOW + HOUR)
        placing.touch_event(event, NOW - HOUR)

    (line,) = newsroom.archive.digests.facts(NOW, NOW + SECOND, NOW).events
    assert (line.reports, line.at) == (3, NOW)


def test_an_event_is_met_by_the_watches_of_its_latest_report_that_met_any(
    newsroom: Newsroom,
) -> None:
    newsroom.poll(item("1"), item("2"), item("3"))
    waiting = newsroom.pending()
    tanks, jets = WatchHit("tanks", "high", "because"), WatchHit("jets", "low", "because")
    met = ((tanks,), (jets,), ())

    with newsroom.archive.placing() as placing:
        event, other = (placing.open_event("A convoy", "high", "ML", NOW) for _ in range(2))
        for pending, watches in zip(waiting, met, strict=True):
            found = Detection(str(pending.item_id), watches)
            placing.add_detection(detection(pending, event, payload=found))

        assert placing.met_by(event) == (jets,)
        assert placing.met_by(other) == ()
