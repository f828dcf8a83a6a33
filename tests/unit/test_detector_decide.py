"""Watches are met by what counts in a text, or held back as a mere mention, and each says why."""

from __future__ import annotations

from config.schema import Watchlist
from detector.decide import Decider
from detector.explain import version_of
from detector.model import Assessment, Document, WatchHit
from detector.reading import Reading, Spot
from detector.scene import Scene, families_of

WATCHLIST = Watchlist.model_validate(
    {
        "threshold": 0.6,
        "entities": [
            {"id": "t-72", "kind": "equipment", "name": "T-72", "classes": ["tank"]},
            {"id": "t-72b3", "kind": "equipment", "name": "T-72B3", "family": "t-72"},
        ],
        "watches": [
            {"id": "reports", "report": True, "when": {"kind": "equipment"}},
            {"id": "family", "severity": "high", "when": {"entity": "t-72"}},
            {"id": "ships", "when": {"kind": "ship"}},
        ],
    }
)
ENTITIES = {entity.id: entity for entity in WATCHLIST.entities}
REPORTS, FAMILY, SHIPS = (f"{watch.id} ({version_of(watch)})" for watch in WATCHLIST.watches)


def scene() -> Scene:
    reading = Reading.of(Document("1", "A T-72B3 arrived."))
    named = [Spot("entity", "t-72b3", 2, 8, 0, "T-72B3")]
    return Scene(reading, [], [], named, [], [], [], False, [])


def test_a_watch_is_met_held_back_or_not_met_and_says_so() -> None:
    decider = Decider(WATCHLIST, ENTITIES, families_of(ENTITIES))

    decided = decider.decide(scene(), Assessment(0.4))

    assert decided.met == (WatchHit("family", "high", "hears “T-72B3”"),)
    assert decided.held == (WatchHit("reports", "medium", "hears “T-72B3”; report 0.40"),)
    assert decided.notes == [
        f"{REPORTS}: not told, a mention rather than a report, below 0.6: "
        "hears “T-72B3”; report 0.40",
        f"{FAMILY}: hears “T-72B3”",
        f"{SHIPS}: its condition doesn't hold",
    ]


def test_the_least_threshold_of_a_watch_that_asks_for_reports_is_enough() -> None:
    decider = Decider(WATCHLIST, ENTITIES, families_of(ENTITIES))

    assert round(decider.enough, 3) == 0.405  # the log-odds of .6
