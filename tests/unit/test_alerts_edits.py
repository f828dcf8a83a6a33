"""What readers of an alert hear when its post is edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.edits import changes, of_edit
from alerts.model import Alert, Reason
from tests.fakes.alerts import ALERT, NOW

TOLD = replace(ALERT, entities=("7 × T-72B3M", "BMP-3"), places=("Bamako (Mali)",))

CHANGES = [
    ("nothing that matters", {}, ()),
    (
        "a count",
        {"entities": ("9 × T-72B3M", "BMP-3")},
        ("9 × T-72B3M, before 7 × T-72B3M",),
    ),
    ("a count taken back", {"entities": ("T-72B3M", "BMP-3")}, ("T-72B3M, before 7 × T-72B3M",)),
    (
        "other equipment",
        {"entities": ("7 × T-72B3M", "BTR-82A")},
        ("now BTR-82A", "no longer BMP-3"),
    ),
    ("the place", {"places": ("Gao (Mali)",)}, ("Gao (Mali), before Bamako (Mali)",)),
    ("one more place", {"places": ("Bamako (Mali)", "Gao (Mali)")}, ("now Gao (Mali)",)),
    ("no place any more", {"places": ()}, ("no longer Bamako (Mali)",)),
]


@pytest.mark.parametrize(("reason", "now", "said"), CHANGES, ids=[row[0] for row in CHANGES])
def test_an_edit_is_told_by_what_it_changes(
    reason: str, now: dict[str, tuple[str, ...]], said: tuple[str, ...]
) -> None:
    assert tuple(changes(TOLD, replace(TOLD, **now))) == said, reason  # type: ignore[arg-type]


def test_the_message_goes_into_the_thread_with_the_text_as_it_is_now() -> None:
    later = NOW + timedelta(minutes=9)
    said = replace(TOLD, key="k@2", entities=("9 × T-72B3M", "BMP-3"), quote="nine", line="9 × T")

    told = of_edit(TOLD, said, "nine", later)

    assert told == replace(
        said,
        event=TOLD.event,
        reason=Reason.UPDATE,
        line="Edited: 9 × T",
        news=("edited: 9 × T-72B3M, before 7 × T-72B3M",),
        detected_at=later,
    )


def test_a_post_that_takes_all_back_is_told_so() -> None:
    told = of_edit(TOLD, None, "A mistake, sorry.", NOW)

    assert told is not None
    assert told.news == ("edited: no longer reports 7 × T-72B3M, BMP-3, Bamako (Mali)",)
    assert (told.quote, told.highlights) == ("A mistake, sorry.", ())
    assert told.line == f"Edited: {TOLD.line}"


@pytest.mark.parametrize("lead", ["", "Update: ", "Edited: "])
def test_what_was_an_update_is_not_called_so_twice(lead: str) -> None:
    told = of_edit(replace(TOLD, line=f"{lead}7 × T"), None, "", NOW)

    assert isinstance(told, Alert)
    assert told.line == "Edited: 7 × T"
