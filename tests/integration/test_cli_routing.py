"""`tocsin alerts route` and `tocsin silence`: what operators type, and what they read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import tocsin
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import open_desk

SEVEN = "Seven T-72B3 tanks arrived in Bamako on Friday."
NINE = "Nine T-72B3 tanks arrived in Bamako on Friday."
MIDNIGHT = ("--at", "2026-11-22T23:30+00:00")
NIGHTS = {
    "name": "nights",
    "zone": "Africa/Bamako",
    "times": [{"start_time": "22:00", "end_time": "07:00"}],
}
ROUTES = [
    {"match": {"country": "ML", "none": {"source": "posts"}}, "receivers": ["slack"],
     "group_by": ["country"], "continue": True},
    {"receivers": ["files"], "mute_time_intervals": ["nights"]},
]  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        monkeypatch.setenv("TOCSIN_SLACK_TOKEN", "xoxb-test")
        made.configure(alerts=made.alerts() | {"routes": ROUTES, "time_intervals": [NIGHTS]})
        yield made


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(tocsin, arguments, input=given)


def said(*arguments: str, given: str = "") -> list[str]:
    return [line.strip() for line in run(*arguments, given=given).output.splitlines()]


def lines(*texts: tuple[str, str]) -> str:
    """JSON lines of (source, text)."""
    values = [{"id": n, "source": s, "text": t} for n, (s, t) in enumerate(texts, start=1)]
    return "\n".join(json.dumps(value) for value in values)


def test_each_route_says_what_it_does_with_an_item_and_when_it_goes_out(desk: Desk) -> None:
    file = desk.directory / "items.jsonl"
    file.write_text(lines(("wire", SEVEN), ("posts", NINE), ("wire", "Football in Paris.")))

    assert said("alerts", "route", str(file), *MIDNIGHT) == [
        "1: HIGH · 7 × T-72B3 · arrival · Bamako (Mali) · 22 Nov · first: wire",
        "is told: new event (FIRST_REPORT)",
        "route 1 matches: tells slack",
        "route 2 matches: tells files",
        "→ slack: with its group (country ML), sent 2026-11-22 23:30:30 UTC",
        "→ files: held during quiet hours (nights) until 2026-11-23 07:00:00 UTC",
        "2: HIGH · Update: 7–9 × T-72B3 · arrival · Bamako (Mali) · 22 Nov · first: wire · 2 "
        "reports",
        "is told: news of a known event (LARGER_COUNT)",
        "route 1 passed over: source is posts, which is left out",
        "route 2 matches: tells files",
        "→ files: held during quiet hours (nights) until 2026-11-23 07:00:00 UTC",
        "3: not relevant: no watch is met",
    ]


@pytest.mark.parametrize(
    ("given", "name"),
    [(SEVEN, "standard input"), (lines(("wire", SEVEN)), "1")],
    ids=["text", "json"],
)
def test_standard_input_is_a_text_or_json_lines(desk: Desk, given: str, name: str) -> None:
    first = said("alerts", "route", "-", *MIDNIGHT, given=given)

    assert first[0].startswith(f"{name}: HIGH · 7 × T-72B3")
    assert first[2] == "route 1 matches: tells slack"


def test_a_silence_is_added_shown_as_the_reason_and_ended(desk: Desk) -> None:
    added = said("silence", "add", "country=ML,NE", "source!=posts", "--until", "2h",
                 "--comment", "known exercise")  # fmt: skip

    held = said("alerts", "route", "-", given=lines(("wire", SEVEN)))
    passed = said("alerts", "route", "-", given=lines(("posts", SEVEN)))

    assert added[0].startswith("1  country=ML,NE source!=posts  until 20")
    assert added[0].endswith(" UTC  known exercise")
    assert held[1] == "is not told: silenced by the operator (FIRST_REPORT)"
    assert held[2].startswith("silence 1: country=ML,NE source!=posts, until 20")
    assert passed[1] == "is told: new event (FIRST_REPORT)"
    assert said("silence", "list") == added
    assert said("silence", "expire", "1") == ["1: over"]
    assert said("silence", "list") == ["none is in force"]
    assert said("silence", "list", "--all")[0].endswith("known exercise  over")


@pytest.mark.parametrize(
    ("matcher", "words"),
    [
        ("country=XX", "no country has the code 'XX'"),
        ("country!=XX", "no country has the code 'XX'"),
        ("watch=armor", "no watch is named 'armor'; did you mean 'armour'?"),
        ("entity=t72", "no entity is named 't72'; did you mean 't-72'?"),
        ("source=quark", "no source is named 'quark'"),
        ("severity=grave", "severity: 'grave'"),
    ],
)
def test_a_silence_of_what_there_is_not_is_refused(desk: Desk, matcher: str, words: str) -> None:
    result = run("silence", "add", matcher, "--until", "2h")

    assert result.exit_code == 2
    assert words in result.output
    assert said("silence", "list") == ["none is in force"]


def test_a_silence_that_is_not_in_force_cannot_be_ended(desk: Desk) -> None:
    result = run("silence", "expire", "7")

    assert (result.exit_code, result.output) == (2, "Error: no silence 7 is in force\n")
