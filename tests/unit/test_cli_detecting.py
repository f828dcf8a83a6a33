"""Lines of `tocsin detect`: their dates are read as they are written, or refused by their place."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest

from cli.detecting import MOST_MISTAKES, BadLines, document, objects

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)


def lines(*dates: object) -> io.StringIO:
    values = ({"id": n, "text": "x", "published_at": date} for n, date in enumerate(dates))
    return io.StringIO("\n".join(map(json.dumps, values)))


@pytest.mark.parametrize(
    "date",
    [
        "2026-01-06T12:00:00Z",
        "2026-01-06 14:00+02:00",
        "2026-01-06T12:00:00",
        "Tue, 06 Jan 2026 13:00:00 +0100",
        1767700800,
    ],
)
def test_a_date_is_read_in_each_common_form(date: object) -> None:
    (value,) = objects(lines(date), "items.jsonl")

    assert document(value, {}).published_at == NOON


@pytest.mark.parametrize("date", [None, ""])
def test_a_line_may_have_no_date(date: object) -> None:
    (value,) = objects(lines(date), "items.jsonl")

    assert document(value, {}).published_at is None


@pytest.mark.parametrize(
    "date",
    [
        "yesterday",
        "2026-13-40",
        True,
        1e30,
        [2026],
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
        -1e10,
    ],
)
def test_a_date_that_is_none_is_refused_by_its_place(date: object) -> None:
    with pytest.raises(BadLines, match=r"^items.jsonl:2: published_at: ") as refused:
        list(objects(lines(NOON.isoformat(), date), "items.jsonl"))

    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("id", None, "null is not a text or a number"),
        ("text", 123, "123 is not a text"),
        ("title", {"a": 1}, '{"a": 1} is not a text'),
        ("deleted", "yes", '"yes" is not true or false'),
    ],
)
def test_a_value_of_another_kind_is_refused_by_its_key(
    key: str, value: object, wanted: str
) -> None:
    line = json.dumps({"id": 1, "text": "x", key: value})

    with pytest.raises(BadLines) as refused:
        list(objects([line], "items.jsonl"))

    assert refused.value.message == f"items.jsonl:1: {key}: {wanted}"


def test_every_bad_line_is_told_by_its_place_after_the_good_ones_before_it() -> None:
    good = json.dumps({"id": 1, "text": "x"})
    bad = json.dumps({"id": None, "text": 5, "published_at": "soon"})
    read = objects([good, "{", good, bad, "", "[]"], "items.jsonl")

    assert next(read) == {"id": 1, "text": "x"}
    with pytest.raises(BadLines) as refused:
        next(read)

    assert [line.split(": ")[:2] for line in refused.value.message.splitlines()] == [
        ["items.jsonl:2", "not JSON"],
        ["items.jsonl:4", "id"],
        ["items.jsonl:4", "text"],
        ["items.jsonl:4", "published_at"],
        ["items.jsonl:6", 'needs an object with "id" and "text"'],
    ]


def test_of_many_bad_lines_the_first_are_told_and_the_rest_is_counted() -> None:
    with pytest.raises(BadLines) as refused:
        list(objects(["no JSON"] * (MOST_MISTAKES + 7), "items.jsonl"))

    told = refused.value.message.splitlines()
    assert len(told) == MOST_MISTAKES + 1
    assert told[-1] == "and 7 more"


NOT_READ = [
    ("misspelt", {"publishd_at": 1}, ' "publishd_at" is not read; did you mean published_at?'),
    ("cut short", {"published": 1}, ' "published" is not read; did you mean published_at?'),
    ("another's word", {"Date": 1}, ' "Date" is not read; did you mean published_at?'),
    ("meant key is there", {"date": 1, "published_at": 1}, ' "date" is not read'),
    ("a label", {"novelty": []}, ' "novelty" is not read'),
    ("a label with letters of a key", {"entities": []}, ' "entities" is not read'),
    ("no text for a terminal", {"a\x1b[1m": 1}, ' "a\\x1b[1m" is not read'),
]


@pytest.mark.parametrize(("why", "more", "said"), NOT_READ, ids=[row[0] for row in NOT_READ])
def test_a_key_that_is_not_read_is_named_once_and_the_line_is_read(
    why: str, more: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    value = {"id": 1, "text": "x"} | more

    read = list(objects([json.dumps(value)] * 3, "items.jsonl"))

    assert read == [value] * 3
    assert capsys.readouterr().err == f"items.jsonl:1: key{said}\n"


def test_a_file_with_data_for_keys_does_not_drown_its_reader(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [json.dumps({"id": n, "text": "x", f"key {n}": 1}) for n in range(100)]

    assert len(list(objects(lines, "items.jsonl"))) == 100

    assert len(capsys.readouterr().err.splitlines()) == MOST_MISTAKES


def test_every_key_that_is_read_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    value = {
        "id": 1, "title": "t", "text": "x", "lang": "en", "kind": "post", "source": "s",
        "url": "https://s.example/1", "origin": "o", "published_at": 1, "deleted": False,
    }  # fmt: skip

    assert list(objects([json.dumps(value)], "items.jsonl")) == [value]

    assert capsys.readouterr().err == ""
