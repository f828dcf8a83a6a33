"""Who is surely dead, asked of real processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from workers import holder

_SAY_NAME = (sys.executable, "-c", "from workers import holder; print(holder.name()); input()")


def test_a_neighbour_is_alive_until_it_ends() -> None:
    with subprocess.Popen(
        _SAY_NAME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as neighbour:
        assert neighbour.stdout is not None
        name = neighbour.stdout.readline().strip()
        lived = not holder.is_dead(name)
        neighbour.kill()

    assert lived
    assert holder.is_dead(name)


def test_an_earlier_process_with_our_id_is_dead_and_we_are_not() -> None:
    own = holder.name()

    assert not holder.is_dead(own)
    assert holder.is_dead(own.rpartition(":")[0] + ":another")


@pytest.mark.parametrize("name", ["elsewhere:pid:[1]:1:ab", "", "worker", ":::", "a:b:c:d"])
def test_of_a_process_elsewhere_nothing_is_said(name: str) -> None:
    assert not holder.is_dead(name)
