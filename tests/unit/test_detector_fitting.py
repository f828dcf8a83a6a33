"""Lessons move the weights that they speak of, and never turn a feature's meaning round."""

from __future__ import annotations

from detector.events import Weights
from detector.fitting import Pair, fit

START = Weights(-1.0, {"same place": 1.0, "other place": -1.0, "same id": 3.0}, 0.5, 0.97)
PARTED: Pair = ({"same place": 1.0, "gear shared": 1.0}, False)
MERGED: Pair = ({"other place": 1.0, "same id": 0.5}, True)


def test_without_lessons_nothing_changes() -> None:
    assert fit([], START).weights == START


def test_lessons_are_learned() -> None:
    fitted = fit([PARTED, MERGED] * 20, START)

    assert (fitted.right_before, fitted.right_after) == (0, 40)


def test_what_lessons_don_t_speak_of_stays() -> None:
    assert fit([PARTED], START).weights.features["same id"] == 3.0


def test_a_feature_keeps_its_meaning() -> None:
    learned = fit([PARTED] * 500 + [MERGED] * 500, START).weights.features

    assert learned.get("same place", 0.0) >= 0
    assert learned.get("other place", 0.0) <= 0
    assert "gear shared" not in learned  # it speaks for, so it can't be learned to speak against


def test_one_lesson_moves_little() -> None:
    fitted = fit([PARTED], START).weights

    assert 0.5 < fitted.features["same place"] < 1.0
    assert (fitted.join, fitted.merge) == (START.join, START.merge)
