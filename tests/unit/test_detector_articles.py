"""What an article adds to its summary's event: what leads it, never its background."""

from __future__ import annotations

from datetime import UTC, datetime

from detector.articles import place_article
from detector.events import opened
from detector.facts import Facts, Spot, Thing
from detector.novelty import News, Novelty
from detector.weighing import BODY, LEAD

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TANKS = Thing("t-72", "equipment", LEAD, low=7, high=7, name="T-72")


def facts(**more: object) -> Facts:
    values: dict[str, object] = {"id": "1", "at": NOW, "source": "wire", "origin": "wire"}
    return Facts(**(values | more))  # type: ignore[arg-type]


def test_background_is_neither_news_nor_known_of_the_event() -> None:
    event = opened(5, facts(gear=(TANKS,)))
    background = Thing("bmp-3", "equipment", BODY, low=3, high=3)

    placed = place_article(facts(gear=(TANKS, background)), event)

    assert placed.news == (News(Novelty.REPEAT),)
    assert [thing.id for thing in placed.event.gear] == ["t-72"]
    assert placed.event.reports == event.reports


def test_what_leads_the_article_is_news() -> None:
    event = opened(5, facts(gear=(TANKS,), places=(Spot("Bamako", "ML", LEAD),)))
    more = Thing("t-72", "equipment", LEAD, low=12, high=12, name="T-72")

    placed = place_article(facts(gear=(more,), places=(Spot("Bamako", "ML", LEAD),)), event)

    assert placed.news == (News(Novelty.LARGER_COUNT, "T-72: 12, before 7"),)


def test_an_article_does_not_contradict_or_confirm_its_own_summary() -> None:
    event = opened(5, facts(gear=(TANKS,)))
    fewer = Thing("t-72", "equipment", LEAD, low=2, high=2)

    placed = place_article(facts(gear=(fewer,), official=True), event)

    assert placed.news == (News(Novelty.REPEAT),)
