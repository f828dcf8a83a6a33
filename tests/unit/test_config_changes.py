"""What an edit of the configuration changed, in words."""

from __future__ import annotations

from typing import Any

import pytest

from config.changes import Change, changes, declared
from config.schema import AlertsConfig, Configuration, Sources, Watchlist

TANK: dict[str, Any] = {"id": "t-72", "name": "T-72", "kind": "equipment", "aliases": ["T-72"]}
WORDS: dict[str, Any] = {"id": "convoy", "words": ["convoy"]}
WATCH: dict[str, Any] = {"id": "armour", "severity": "high", "when": {"entity": ["t-72"]}}
FEED: dict[str, Any] = {"name": "wire", "url": "https://wire.example/feed"}


def configuration(
    entities: list[dict[str, Any]] | None = None,
    watches: list[dict[str, Any]] | None = None,
    sources: list[dict[str, Any]] | None = None,
    **watchlist: object,
) -> Configuration:
    return Configuration(
        sources=Sources.model_validate({"sources": sources or [FEED]}),
        watchlist=Watchlist.model_validate(
            {"entities": [TANK] if entities is None else entities, "keywords": [WORDS],
             "watches": watches or [WATCH]} | watchlist
        ),
        alerts=AlertsConfig.model_validate(
            {"receivers": [{"name": "files", "files": {}}], "routes": [{"receivers": ["files"]}]}
        ),
    )  # fmt: skip


BEFORE = configuration()


@pytest.mark.parametrize(
    ("why", "after", "expected"),
    [
        ("nothing", configuration(), ()),
        ("an entity came", configuration([TANK, TANK | {"id": "t-90", "name": "T-90"}]),
         (Change("entity", "t-90", "added"),)),
        ("an entity went", configuration([]), (Change("entity", "t-72", "removed"),)),
        ("aliases came and went",
         configuration([TANK | {"aliases": ["Т-72", "T72", "T-72B", "T-72M", "T-72A"]}]),
         (Change("entity", "t-72", "edited", "aliases: +Т-72, +T72, +T-72B, +2 more, −T-72"),)),
        ("a value", configuration(watches=[WATCH | {"severity": "low"}]),
         (Change("watch", "armour", "edited", "severity: high → low"),)),
        ("a value that had its default", configuration(watches=[WATCH | {"report": True}]),
         (Change("watch", "armour", "edited", "report: default → True"),)),
        ("something deep", configuration(watches=[WATCH | {"when": {"all": ["x", "y"]}}]),
         (Change("watch", "armour", "edited", "when"),)),
        ("a source", configuration(sources=[FEED, FEED | {"name": "other"}]),
         (Change("source", "other", "added"),)),
        ("the watchlist as a whole", configuration(theatre=["ML"]),
         (Change("watchlist", "settings", "edited", "theatre: +ML"),)),
    ],
)  # fmt: skip
def test_an_edit_is_told_in_words(
    why: str, after: Configuration, expected: tuple[Change, ...]
) -> None:
    assert changes(declared(BEFORE), declared(after)) == expected, why


def test_a_default_of_the_program_is_no_edit() -> None:
    assert declared(BEFORE)["entity/t-72"] == {
        "name": "T-72",
        "kind": "equipment",
        "aliases": ["T-72"],
    }
