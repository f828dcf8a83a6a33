"""What is large is built without the garbage collector, which is left as it was."""

from __future__ import annotations

import gc

import pytest

from config.garbage import uncollected


def test_the_collector_rests_and_goes_on() -> None:
    with uncollected():
        rested = not gc.isenabled()

    assert rested
    assert gc.isenabled()


def test_it_goes_on_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        _ = 1 / 0

    assert gc.isenabled()


def test_within_another_it_goes_on_after_the_outer() -> None:
    with uncollected():
        with uncollected():
            pass
        rested = not gc.isenabled()

    assert rested
    assert gc.isenabled()
