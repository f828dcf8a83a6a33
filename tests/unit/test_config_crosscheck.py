"""Declarations against each other; what the broken directories of tests/data don't show."""

from __future__ import annotations

import pytest

from config.crosscheck import crosscheck
from config.yamltree import Node, parse


def tree(text: str) -> Node:
    root, mistakes = parse(text, "x")
    assert root is not None
    assert mistakes == []
    return root


def of_watchlist(text: str) -> list[str]:
    return [str(mistake) for mistake in crosscheck(None, tree(text), None)]


@pytest.mark.parametrize(
    ("reason", "text", "problems"),
    [
        (
            "no such country",
            "theatre: [ML, QQ]",
            ['watchlist.yaml:1:15: theatre[1]: no country has the code "QQ"'],
        ),
        (
            "an actor that is no entity",
            "actors: [russia]",
            ['watchlist.yaml:1:10: actors[0]: no entity is named "russia"; none is declared'],
        ),
        (
            "its own family",
            "entities: [{id: a, family: a}]",
            ["watchlist.yaml:1:28: entities[0].family: families go round in a circle: a → a"],
        ),
        (
            "a circle further up is told once",
            "entities: [{id: a, family: b}, {id: b, family: c}, {id: c, family: b}]",
            ["watchlist.yaml:1:48: entities[1].family: families go round in a circle: b → c → b"],
        ),
        (
            "a keyword with an entity's id",
            "entities: [{id: a}]\nkeywords: [{id: a}]",
            [
                'watchlist.yaml:2:17: keywords[0].id: second entity or keyword named "a"; '
                "first in line 1"
            ],
        ),
        ("a keyword that is a word as it is", "watches: [{id: a, when: {keyword: b}}]", []),
        ("a source, while sources.yaml can't be read", "watches: [{when: {source: b}}]", []),
        ("wrong shapes are the schema's affair", "entities: {a: b}\nwatches: [1, [2], {}]", []),
    ],
)
def test_a_watchlist_is_checked_by_itself(reason: str, text: str, problems: list[str]) -> None:
    assert of_watchlist(text) == problems, reason


def test_names_of_another_file_are_checked_only_when_it_could_be_read() -> None:
    alerts = tree("routes: [{match: {watch: b, source: c, entity: d}, receivers: []}]")
    watchlist = tree("watches: [{id: a}]")

    alone = crosscheck(None, None, alerts)
    together = crosscheck(None, watchlist, alerts)

    assert alone == []
    assert [mistake.problem for mistake in together] == [
        'no watch is named "b"',
        'no entity or keyword is named "d"; none is declared',
    ]


def test_context_that_nothing_has_is_told_with_the_nearest_name() -> None:
    text = "keywords: [{id: a, near: {any: ['@sprot', tank], none: ['@a', '@gear', '@theatre']}}]"

    (mistake,) = crosscheck(None, tree(text), None)

    assert mistake.path == "keywords[0].near.any[0]"
    assert mistake.problem == 'no cue, entity or keyword is named "@sprot"'
    assert "@sport" in mistake.suggestion
