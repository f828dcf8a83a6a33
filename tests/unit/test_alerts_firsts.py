"""First sightings in words."""

from __future__ import annotations

import pytest

from alerts.firsts import in_words
from detector.sightings import First

T72 = "T-72B3"


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (First("Spartak", "ML"), "first report of Spartak in Mali"),
        (First(T72, "ML", elsewhere="SY", elsewhere_days=41),
         "first report of T-72B3 in Mali; last seen in Syria 41 days ago"),
        (First(T72, "ML", elsewhere="SY", elsewhere_days=1),
         "first report of T-72B3 in Mali; last seen in Syria 1 day ago"),
        (First(T72, "ML", elsewhere="SY", elsewhere_days=0),
         "first report of T-72B3 in Mali; seen in Syria today"),
        (First(T72, "ML", variant_only=True, elsewhere="SY", elsewhere_days=41),
         "first T-72B3 in Mali; last seen in Syria 41 days ago"),
        (First(T72, "ML", days=120), "first T-72B3 in Mali in 120 days"),
        (First(T72, "ML", operator="Russia"), "first T-72B3 of Russia in Mali"),
        (First(T72, "ML", place="Gao"), "first T-72B3 at Gao (Mali)"),
    ],
)  # fmt: skip
def test_each_kind_of_first_has_its_sentence(first: First, words: str) -> None:
    assert in_words([first]) == (words,)


def test_things_of_which_the_same_is_said_share_a_sentence() -> None:
    found = [First(name, "ML") for name in ("Spartak", "Linza", "Spartak")]

    assert in_words([*found, First("BMP-3", "BF")]) == (
        "first report of Spartak, Linza in Mali",
        "first report of BMP-3 in Burkina Faso",
    )


def test_many_things_are_counted() -> None:
    found = [First(f"Type {n}", "ML") for n in range(7)]

    assert in_words(found) == ("first report of Type 0, Type 1, Type 2, Type 3 and 3 more in Mali",)
