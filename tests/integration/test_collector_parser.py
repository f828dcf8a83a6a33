"""The parser child: bounded, restarted, and never outliving its parent."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TypeVar

import pytest

from collector.parser import Body, ParseError, Parser
from tests.fakes.desk import until

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


def feed(*items: str) -> Body:
    content = f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>'
    return Body(content.encode(), "application/rss+xml", "https://news.example/feed")


def item(title: str, more: str = "") -> str:
    return f"<item><title>{title}</title>{more}</item>"


# feedparser searches an author for an address; the source leaves the entry to feedparser.
POISON = item("poison", "<source/><author>" + "a" * 150_000 + "</author>")


def with_parser(work: Callable[[Parser], Coroutine[None, None, T]]) -> T:
    async def run() -> T:
        parser = Parser(cpu_s=0.5, part_cpu_s=0.3)
        try:
            return await work(parser)
        finally:
            await parser.aclose()

    return asyncio.run(run())


def titles(body: Body) -> list[str]:
    async def work(parser: Parser) -> list[str]:
        return [entry.title for entry in (await parser.parse(body)).entries]

    return with_parser(work)


def test_a_feed_is_parsed_in_another_process() -> None:
    assert titles(feed(item("one"), item("two"))) == ["one", "two"]


def test_the_child_lives_from_feed_to_feed() -> None:
    async def work(parser: Parser) -> list[int | None]:
        pids = []
        for _ in range(3):
            await parser.parse(feed(item("one")))
            pids.append(parser.pid)
        return pids

    first, *others = with_parser(work)

    assert first is not None
    assert others == [first, first]


def test_poison_costs_only_itself() -> None:
    async def work(parser: Parser) -> tuple[list[str], tuple[str, ...]]:
        document = await parser.parse(feed(item("one"), POISON, item("three")))
        return [entry.title for entry in document.entries], document.notes

    assert with_parser(work) == (
        ["one", "three"],
        ("1 of 3 entries unreadable (the parser had to be stopped)",),
    )


def test_a_feed_of_poison_only_is_given_up_in_time() -> None:
    """By the CPU time of the children: a clock would tell how busy the machine is."""
    before = children_cpu_s()

    with pytest.raises(ParseError, match="can't be parsed"):
        titles(feed(*[POISON] * 30))

    assert children_cpu_s() - before < 12


def children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_after_poison_the_next_feed_is_read() -> None:
    async def work(parser: Parser) -> int:
        await parser.parse(feed(item("one"), POISON))
        return len((await parser.parse(feed(item("two")))).entries)

    assert with_parser(work) == 1


def test_a_child_killed_from_outside_is_replaced() -> None:
    async def work(parser: Parser) -> list[str]:
        await parser.parse(feed(item("one")))
        assert parser.pid is not None
        os.kill(parser.pid, signal.SIGKILL)
        return [entry.title for entry in (await parser.parse(feed(item("two")))).entries]

    assert with_parser(work) == ["two"]


def test_an_abandoned_parse_leaves_no_answer_for_the_next() -> None:
    async def work(parser: Parser) -> list[str]:
        await parser.parse(feed(item("warm")))
        task = asyncio.create_task(parser.parse(feed(*[item("old")] * 2_000)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return [entry.title for entry in (await parser.parse(feed(item("new")))).entries]

    assert with_parser(work) == ["new"]


def test_what_is_no_feed_is_an_error_for_the_operator() -> None:
    with pytest.raises(ParseError, match="the answer is a web page, not a feed"):
        titles(Body(b"<html></html>", "text/html", "https://news.example/"))


_PARENT = """
import asyncio, sys
from collector.parser import Body, Parser

async def main():
    parser = Parser()
    await parser.parse(Body(b"<rss version='2.0'><channel/></rss>", "", "https://x.example/"))
    print(parser.pid, flush=True)
    if "busy" in sys.argv:
        poison = b"<rss version='2.0'><channel><item><author>" + b"a" * 900_000
        print("busy", flush=True)
        await parser.parse(Body(poison, "", "https://x.example/"))
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_the_child_dies_with_a_parent_that_is_killed(state: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT, state], stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        if state == "busy":
            parent.stdout.readline()

        parent.kill()
        parent.wait()

        until(lambda: not is_running(child))


def is_running(pid: int) -> bool:
    """False for zombies too: what is dead may wait for init to be counted."""
    try:
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except FileNotFoundError:
        return False
