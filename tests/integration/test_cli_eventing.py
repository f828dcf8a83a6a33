"""`tocsin detect --events` and `tocsin alerts route` over a file: an event may be named late."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import config
from alerts.model import Reason
from cli.main import tocsin
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import open_desk

EARLY = "About the seven T-72B3 tanks in Bamako."
FIRST = "Seven T-72B3 tanks of the Africa Corps arrived in Bamako on Friday."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        shipped = Path(config.__path__[0]) / "watchlist.yaml"
        made.configure(watchlist=shipped.read_text("utf-8"))
        yield made


def line(id: str, text: str, hour: int, **more: object) -> str:
    at = f"2026-11-20T{hour:02}:00:00Z"
    return json.dumps({"id": id, "text": text, "source": id, "published_at": at} | more)


def said(desk: Desk, command: list[str], *lines: str) -> str:
    file = desk.directory / "items.jsonl"
    file.write_text("\n".join(lines))
    return CliRunner().invoke(tocsin, [*command, str(file)]).stdout


def test_a_line_that_is_no_report_gets_the_event_that_a_later_one_opens(desk: Desk) -> None:
    told = said(
        desk, ["detect", "--events"], line("posts", EARLY, 1), line("wire", FIRST, 9),
        line("other", "Football in Paris.", 10),
    )  # fmt: skip

    found = [json.loads(one) for one in told.splitlines()]
    assert [(one["id"], one["relevant"], one["event"], one["novelty"]) for one in found] == [
        ("posts", True, 1, ["REPEAT"]),
        ("wire", True, 1, ["FIRST_REPORT", "NEW_UNIT", "INDEPENDENT_SOURCE"]),
        ("other", False, None, []),
    ]
    assert "adopted: it fits a report that came later" in found[0]["event_why"]


def test_a_line_that_was_deleted_meanwhile_gets_none(desk: Desk) -> None:
    told = said(
        desk, ["detect", "--events"], line("posts", EARLY, 1),
        line("posts", EARLY, 2, deleted=True), line("wire", FIRST, 9),
    )  # fmt: skip

    assert [json.loads(one)["event"] for one in told.splitlines()] == [None, None, 1]


def test_routes_are_told_who_was_first_and_ring_for_the_report(desk: Desk) -> None:
    told = said(desk, ["alerts", "route"], line("posts", EARLY, 1), line("wire", FIRST, 9))

    assert f"is not told: {Reason.EARLIER} (REPEAT)" in told
    assert "first: posts (Telegram) · 2 reports" in told
    assert "is told: new event (FIRST_REPORT, NEW_UNIT, INDEPENDENT_SOURCE)" in told
