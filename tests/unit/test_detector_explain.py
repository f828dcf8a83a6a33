"""What is said to explain a verdict."""

from __future__ import annotations

from config.schema import Watch
from detector.explain import Highlight, highlights, told_once, verdict, version_of, why
from detector.model import Action, Assessment, Detection, Mention, Place
from detector.reading import Spot

WATCH = Watch.model_validate({"id": "tanks", "report": True, "when": {"entity": "t-72"}})
MET = (Spot("entity", "t-72", 0, 4, 0, "T-72"), Spot("entity", "t-72", 9, 13, 0, "T-72"))


def test_the_line_names_each_find_once_and_the_score() -> None:
    assert why(WATCH, MET, Assessment(0.9)) == "hears “T-72”; report 0.90"


def test_the_three_verdicts_differ() -> None:
    told = verdict("tanks (v1)", why(WATCH, MET, Assessment(0.9)), None)
    held = verdict("tanks (v1)", why(WATCH, MET, Assessment(0.2)), 0.5)
    unmet = verdict("tanks (v1)", "", None)

    assert told == "tanks (v1): hears “T-72”; report 0.90"
    assert held == (
        "tanks (v1): not told, a mention rather than a report, below 0.5: hears “T-72”; report 0.20"
    )
    assert unmet == "tanks (v1): its condition doesn't hold"


def test_another_wording_has_another_version() -> None:
    changed = WATCH.model_copy(update={"severity": "low"})

    assert version_of(WATCH) == version_of(WATCH.model_copy())
    assert version_of(WATCH) != version_of(changed)


def test_highlights_are_in_reading_order_and_never_overlap() -> None:
    detection = Detection(
        id="1",
        mentions=(Mention("fama", "organisation", "FAMa", "Malian army", 4, 15, "text"),),
        places=(
            Place("Mali", "ML", "Malian", 4, 10, "text"),
            Place("Gao", "ML", "Gao", 0, 3, "title"),
        ),
        actions=(Action("arrival", "arrived", 16, 23, "text"),),
    )

    assert highlights(detection) == [
        Highlight("title", 0, 3, "ML"),
        Highlight("text", 4, 15, "FAMa"),
        Highlight("text", 16, 23, "arrival"),
    ]


def test_what_holds_for_ten_mentions_is_explained_once() -> None:
    heard = ["T-72: as written", "T-90: as written", "T-72: as written"]

    assert told_once(["watch: met"], heard, []) == (
        "watch: met",
        "T-72: as written",
        "T-90: as written",
    )
