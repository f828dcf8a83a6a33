"""A judge merges what the score left open, by quoted spans; broken or slow, it harms nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.model import Alert, Reason
from archive.archive import Archive
from config.plugins import Judge
from detector.events import Weights
from tests.fakes.completions import Completions
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import live_of, open_desk, report
from tests.fakes.newsroom import Newsroom
from workers.detecting import Placer
from workers.openai import OpenAiJudge, parsed
from workers.weights import read, write

ONE = "Seven T-72B3 tanks arrived in Bamako on Friday."
OTHER = "Танки Т-72Б3 прибыли в столицу Мали, Бамако, пишут жители."
ELSEWHERE = {"one": "Танки Т-90М", "other": "T-72B3 tanks"}
SHORT = {"one": "Т", "other": "T"}
GOOD = {"one": "Танки Т-72Б3", "other": "T-72B3 tanks"}
# So strict that nothing joins, and everything is in doubt.
STRICT = Weights(bias=0.0, features=dict.fromkeys(read().features, 0.0), join=0.9, merge=0.99)


@pytest.fixture
def service() -> Iterator[Completions]:
    with Completions() as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Completions) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        monkeypatch.setenv("TOCSIN_JUDGE_KEY", "judge-key")
        judge = {"url": service.url, "model": "small", "timeout": "1s"}
        made.configure(alerts=made.alerts() | {"judge": judge})
        write(STRICT, made.var)
        yield made


def judge_at(service: Completions) -> OpenAiJudge:
    return OpenAiJudge(Judge(url=service.url, model="small", timeout=timedelta(seconds=1)))


def told(desk: Desk, archive: Archive) -> list[Alert]:
    placer, newsroom = Placer(archive, live_of(desk, archive), "worker"), Newsroom(archive)
    for number, text in enumerate((ONE, OTHER), start=1):
        newsroom.poll(report(number, text, number))
        placer.drain()
    assert placer.judging.settle(20)
    return [alert for _, alert in archive.recent_alerts(0, 10)]


def test_two_events_are_merged_by_quoted_spans(
    desk: Desk, archive: Archive, service: Completions
) -> None:
    service.says({"same": True, "quotes": [GOOD]})

    alerts = told(desk, archive)

    assert [alert.reason for alert in alerts] == [
        Reason.NEW_EVENT, Reason.NEW_EVENT, Reason.MERGED,
    ]  # fmt: skip
    assert archive.events.lessons() == []
    ((path, key, question),) = service.asked
    assert (path, key, question["model"]) == ("/v1/chat/completions", "Bearer judge-key", "small")
    assert ONE in question["messages"][1]["content"]
    assert OTHER in question["messages"][1]["content"]


@pytest.mark.parametrize(
    ("why", "answer"),
    [
        ("it says no", (200, {"same": False, "quotes": [GOOD]})),
        ("nothing is quoted", (200, {"same": True, "quotes": []})),
        ("a span is not in the text", (200, {"same": True, "quotes": [ELSEWHERE]})),
        ("a span is too short", (200, {"same": True, "quotes": [SHORT]})),
        ("it is no JSON", (200, "yes, surely")),
        ("it is broken", (500, {"same": True, "quotes": [GOOD]})),
    ],
)
def test_anything_else_leaves_the_events_and_the_alerts_as_they_are(
    desk: Desk, archive: Archive, service: Completions, why: str, answer: tuple[int, object]
) -> None:
    service.status = answer[0]
    service.says(answer[1])

    alerts = told(desk, archive)

    assert [alert.reason for alert in alerts] == [Reason.NEW_EVENT, Reason.NEW_EVENT], why
    assert len(service.asked) == 1


def test_a_flood_and_a_drip_end_at_the_bound(service: Completions) -> None:
    service.body = b"x" * 1_000_000
    with pytest.raises(ValueError, match="too long"):
        judge_at(service).judge(ONE, OTHER)

    service.drip_s = 0.1
    with pytest.raises(TimeoutError, match="too slowly"):
        judge_at(service).judge(ONE, OTHER)


@pytest.mark.parametrize("body", ["{", "[]", "[" * 5_000, "{}"])
def test_a_hostile_answer_is_an_error_of_its_value(body: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        parsed(body.encode())
