"""YAML to a positioned tree: YAML 1.2's scalars, positions, and what is refused."""

from __future__ import annotations

import pytest

from config.mistakes import Mistake
from config.yamltree import Node, parse


def read(text: str) -> object:
    root, mistakes = parse(text, "x.yaml")
    assert mistakes == []
    assert root is not None
    return root.plain()


def problem(text: str) -> Mistake:
    root, mistakes = parse(text, "x.yaml")
    assert root is None
    assert len(mistakes) == 1
    return mistakes[0]


@pytest.mark.parametrize(
    ("reason", "written", "value"),
    [
        ("Norway is no boolean", "NO", "NO"),
        ("nor is no", "no", "no"),
        ("nor on", "on", "on"),
        ("nor yes", "Yes", "Yes"),
        ("nor y", "y", "y"),
        ("a time is text", "18:30", "18:30"),
        ("so is 1:20, a number in base 60 to YAML 1.1", "1:20", "1:20"),
        ("a date is text", "2025-01-17", "2025-01-17"),
        ("a duration is text", "2m", "2m"),
        ("a designator is text", "2S1", "2S1"),
        ("a designator that looks like a number with an exponent", "2e3", 2000.0),
        ("quotes keep text", '"2e3"', "2e3"),
        ("quotes keep text also for true", "'true'", "true"),
        ("a whole number", "-12", -12),
        ("zeros before", "007", 7),
        ("a number", "0.5", 0.5),
        ("underscores are text", "1_000", "1_000"),
        ("hexadecimal is text", "0x1F", "0x1F"),
        ("infinity is text", ".inf", ".inf"),
        ("a number that no computer needs is text", "9" * 30, "9" * 30),
        ("true", "true", True),
        ("FALSE", "FALSE", False),
        ("null", "null", None),
        ("a tilde", "~", None),
        ("nothing", "", None),
        ("a merge key is a key", "{<<: a}", {"<<": "a"}),
    ],
)
def test_a_scalar_reads_by_yaml_1_2(reason: str, written: str, value: object) -> None:
    assert read(f"key: {written}") == {"key": value}, reason


def test_a_number_as_a_key_is_text() -> None:
    assert read("1: a\n2.5: b") == {"1": "a", "2.5": "b"}


def test_every_node_and_key_knows_its_place() -> None:
    root, _ = parse("a:\n  - b\n  - {c: d}\n", "x.yaml")

    first = Node("b", 2, 5)
    second = Node({"c": Node("d", 3, 9)}, 3, 5, {"c": (3, 6)})
    assert root == Node({"a": Node([first, second], 2, 3)}, 1, 1, {"a": (1, 1)})


def test_of_a_duplicate_key_the_first_value_counts_and_the_second_is_told() -> None:
    root, mistakes = parse("a: 1\nb: 2\na: 3\n", "x.yaml")

    assert root is not None
    assert root.plain() == {"a": 1, "b": 2}
    assert [str(mistake) for mistake in mistakes] == [
        'x.yaml:3:1: duplicate key "a"; first given in line 1'
    ]


@pytest.mark.parametrize(
    ("reason", "text", "message"),
    [
        ("alias", "a: *b",
         "1:4: anchors (&name) and aliases (*name) are not allowed; write it out"),
        ("tag", "a: !!int '1'", '1:4: tags such as "tag:yaml.org,2002:int" are not allowed; '
         "delete it"),
        ("local tag", "a: !x 1", '1:4: tags such as "!x" are not allowed; delete it'),
        ("two documents", "a: 1\n---\nb: 1",
         "2:1: a second document begins; only one document is allowed"),
        ("tab to indent", "a:\n\tb: 1", "2:1: a tab character; indent with spaces"),
        ("tab before a list", "a:\n  - b\n\t- c", "3:1: a tab character; indent with spaces"),
        ("colon in text", "a: b: c",
         "1:5: not valid YAML: a colon where none may be; put text with a colon in quotes"),
        ("an at sign", "a: @b",
         "1:4: not valid YAML: text that begins with @, ` or % must stand in quotes"),
        ("unclosed", "a: [b", "2:1: not valid YAML: did not find expected ',' or ']' "
         "(while parsing a flow sequence, begun in line 1)"),
        ("NUL", "a: b\0", "1:5: control character U+0000 is not allowed"),
        ("escape", "a: 1\nb: \x1b[0m", "2:4: control character U+001B is not allowed"),
        ("C1", "a: \x9b", "1:4: control character U+009B is not allowed"),
        ("too deep", "[" * 41, "1:41: nested deeper than 40 levels"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_in_words(reason: str, text: str, message: str) -> None:
    assert str(problem(text)) == f"x.yaml:{message}", reason


def test_a_key_that_is_a_list_is_refused() -> None:
    _, mistakes = parse("? [a]\n: b\n", "x.yaml")

    assert [str(mistake) for mistake in mistakes] == ["x.yaml:1:3: a key must be a plain word"]


def test_forty_levels_are_enough_and_allowed() -> None:
    assert problem("[" * 41 + "]" * 41).line == 1
    assert parse("[" * 40 + "]" * 40, "x.yaml")[1] == []


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_a_file_without_content_has_no_tree_or_an_empty_one(text: str) -> None:
    root, mistakes = parse(text, "x.yaml")

    assert mistakes == []
    assert root is None or root.value is None


def test_a_byte_order_mark_counts_for_nothing() -> None:
    assert read("\ufeffa: b") == {"a": "b"}
