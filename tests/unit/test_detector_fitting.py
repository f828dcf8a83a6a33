"""Lessons move the weights that they speak of, and never turn a feature's meaning round."""

from __future__ import annotations

import pytest

from detector.events import Weights
from detector.fitting import Pair, Verdict, fit, probability, sides, try_out

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


@pytest.mark.parametrize(
    ("reason", "decisions", "shipped", "expected"),
    [
        ("five decisions", [[PARTED] * 4] * 5, [], Verdict.TOO_FEW),
        ("eleven pairs", [[PARTED]] * 11, [], Verdict.TOO_FEW),
        ("judged wrongly so far", [[(MERGED[0], True), (PARTED[0], False)]] * 6, [],
         Verdict.BETTER),
        ("decisions that contradict each other",
         [[(PARTED[0], n % 2 == 0)] * 2 for n in range(6)], [], Verdict.NO_BETTER),
        ("what was shipped says otherwise", [[PARTED] * 4] * 6,
         [({"same place": 1.0}, True)] * 100, Verdict.HARMFUL),
        ("what was shipped is left alone", [[PARTED] * 4] * 6,
         [({"same id": 1.0}, True)] * 100, Verdict.BETTER),
    ],
)  # fmt: skip
def test_weights_are_offered_only_if_they_judge_unseen_decisions_better_and_spoil_nothing(
    reason: str, decisions: list[list[Pair]], shipped: list[Pair], expected: Verdict
) -> None:
    assert try_out(decisions, START, shipped).verdict is expected, reason


def test_what_was_shipped_holds_the_weights_where_they_are() -> None:
    others: list[Pair] = [({"same place": 1.0, "same id": 1.0}, True)] * 50

    free, held = fit([PARTED] * 12, START), fit([PARTED] * 12, START, others)

    judged = [probability(others[0][0], weights) for weights in (START, held.weights, free.weights)]
    assert judged == sorted(judged, reverse=True)


def test_a_trial_tells_its_figures() -> None:
    trial = try_out([[PARTED] * 2] * 6, START, [MERGED] * 3)

    assert (trial.decisions, trial.pairs) == (6, 12)
    assert (trial.fitted.right_before, trial.unseen, trial.fitted.right_after) == (0, 12, 12)
    assert trial.shipped == (0, 0)


def test_a_text_that_says_that_it_follows_speaks_for_its_event_and_another_against() -> None:
    low, high = sides(["told as another", "told as follow-up"])

    assert (low[0] < 0, high[0]) == (True, 0)
    assert (low[1], high[1] > 0) == (0, True)
