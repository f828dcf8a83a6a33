"""Rules that ask for several origins or a good source are satisfied only by such events."""

from __future__ import annotations

import pytest

from alerts.corroboration import EVERYBODY, NOBODY, Standing, satisfied, uncorroborated
from config.schema import Match, Watch
from detector.model import Detection, WatchHit


def watch(name: str, **more: object) -> Watch:
    return Watch.model_validate({"id": name, "when": "tank"} | more)


@pytest.mark.parametrize(
    ("why", "asked", "standing", "expected"),
    [
        ("nothing asked", {}, Standing(1, "F"), ()),
        ("two origins of two", {"corroborated": 2}, Standing(2, "F"), ()),
        ("one origin of two", {"corroborated": 2}, Standing(1, "A"),
         ("1 independent origin, not 2",)),
        ("a source just good enough", {"reliability": "C"}, Standing(1, "C"), ()),
        ("a source not good enough", {"reliability": "C"}, Standing(3, "D"),
         ("best reliability is D, not C or better",)),
        ("neither", {"reliability": "B", "corroborated": 3}, Standing(2, "C"),
         ("2 independent origins, not 3", "best reliability is C, not B or better")),
        ("what is best satisfies anything", {"reliability": "A", "corroborated": 20},
         EVERYBODY, ()),
        ("an event that nobody reports satisfies nobody", {}, NOBODY,
         ("0 independent origins, not 1",)),
    ],
)  # fmt: skip
def test_a_rule_says_what_it_lacks(
    why: str, asked: dict[str, object], standing: Standing, expected: tuple[str, ...]
) -> None:
    assert uncorroborated(watch("w", **asked), standing) == expected, why
    assert uncorroborated(Match.model_validate(asked), standing) == expected, why


def test_watches_that_wait_are_left_out() -> None:
    watches = [watch("all"), watch("sure", corroborated=2), watch("good", reliability="B")]
    hits = tuple(WatchHit(name, "high", "") for name in ("all", "sure", "good"))

    heard = satisfied(Detection("1", hits), watches, Standing(2, "C"))

    assert [hit.id for hit in heard.watches] == ["all", "sure"]
