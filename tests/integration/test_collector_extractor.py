"""The child that reads articles and robots.txt, and what poison costs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from collector.extractor import Extractor, Verdict

T = TypeVar("T")
PAGE = """<html><head><title>Convoy</title></head><body><nav>Home · Sport</nav><article>
<p>Семь танков Т-72Б3 прибыли в Бамако в пятницу, рассказали жители города журналистам.</p>
<p>Колонна шла по дороге из порта несколько часов, движение было перекрыто до полудня.</p>
</article><footer>All rights reserved</footer></body></html>"""


def with_extractor(work: Callable[[Extractor], Awaitable[T]], cpu_s: float = 2.0) -> T:
    async def run() -> T:
        extractor = Extractor(cpu_s)
        try:
            return await work(extractor)
        finally:
            await extractor.aclose()

    return asyncio.run(run())


def test_the_article_comes_without_what_stands_around_it_in_its_charset() -> None:
    async def work(extractor: Extractor) -> str | None:
        kind = "text/html; charset=windows-1251"
        page = PAGE.replace("·", "-").encode("cp1251")
        return await extractor.text_of(page, kind, "https://a.example/1")

    text = with_extractor(work)

    assert text is not None
    first, second = text.split("\n\n")
    assert first.startswith("Семь танков")
    assert second.startswith("Колонна шла")


RULES = [
    ("no rules for us", "User-agent: other\nDisallow: /", Verdict(may=True)),
    ("rules for all", "User-agent: *\nDisallow: /news", Verdict(may=False)),
    (
        "rules for us come before those for all",
        "User-agent: *\nDisallow: /\n\nUser-agent: Tocsin\nAllow: /\nCrawl-delay: 7",
        Verdict(may=True, delay_s=7),
    ),
    (
        "nobody waits for days",
        "User-agent: *\nCrawl-delay: 999999",
        Verdict(may=True, delay_s=60),
    ),
]


@pytest.mark.parametrize(("reason", "robots", "verdict"), RULES, ids=[row[0] for row in RULES])
def test_robots_txt_is_asked(reason: str, robots: str, verdict: Verdict) -> None:
    async def work(extractor: Extractor) -> Verdict:
        return await extractor.verdict(robots, "https://a.example/news/1", "Tocsin")

    assert with_extractor(work) == verdict


def test_rules_full_of_wildcards_are_read_in_time_and_so_is_the_next_page() -> None:
    stalling = "User-agent: *\nDisallow: /" + "*a" * 40 + "b$"
    address = "https://a.example/" + "a" * 3_000

    async def work(extractor: Extractor) -> tuple[Verdict, str | None]:
        verdict = await extractor.verdict(stalling, address, "Tocsin")
        return verdict, await extractor.text_of(PAGE.encode(), "text/html", "https://a.example/1")

    verdict, text = with_extractor(work)

    assert text is not None
    assert "Бамако" in text
    assert verdict == Verdict(may=True)
