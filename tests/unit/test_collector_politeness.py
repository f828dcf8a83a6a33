"""Manners per host, on a clock of our own."""

from __future__ import annotations

import asyncio

from collector.politeness import Politeness


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def moments_of(*hosts: str, spacing_s: float = 2.0, at_once: int = 1) -> list[tuple[str, float]]:
    """Start all requests together; each takes no time. When did each get its turn?"""
    clock = Clock()
    politeness = Politeness(clock, clock.sleep)
    turns: list[tuple[str, float]] = []

    async def request(host: str) -> None:
        async with politeness.turn(host, spacing_s, at_once):
            turns.append((host, clock.now - 100.0))

    async def all_of_them() -> None:
        await asyncio.gather(*(request(host) for host in hosts))

    asyncio.run(all_of_them())
    return turns


def test_requests_to_one_host_are_spaced() -> None:
    assert moments_of("t.me", "t.me", "t.me") == [("t.me", 0.0), ("t.me", 2.0), ("t.me", 4.0)]


def test_other_hosts_do_not_wait() -> None:
    assert moments_of("a.example", "b.example") == [("a.example", 0.0), ("b.example", 0.0)]


def test_a_host_of_the_operator_is_not_spaced() -> None:
    assert moments_of("nas", "nas", spacing_s=0.0, at_once=8) == [("nas", 0.0), ("nas", 0.0)]


def test_only_as_many_requests_as_allowed_are_in_flight() -> None:
    clock = Clock()
    politeness = Politeness(clock, clock.sleep)
    in_flight: list[int] = [0]
    most: list[int] = []

    async def request() -> None:
        async with politeness.turn("a.example", 0.0, 1):
            in_flight[0] += 1
            most.append(in_flight[0])
            await asyncio.sleep(0)
            in_flight[0] -= 1

    async def all_of_them() -> None:
        await asyncio.gather(*(request() for _ in range(5)))

    asyncio.run(all_of_them())

    assert most == [1] * 5


def test_a_silenced_host_is_left_alone_until_its_time() -> None:
    clock = Clock()
    politeness = Politeness(clock, clock.sleep)

    politeness.silence("a.example", 60.0)
    politeness.silence("a.example", 10.0)
    clock.now += 20.0

    assert politeness.silent_for("a.example") == 40.0
    assert politeness.silent_for("b.example") == 0.0
