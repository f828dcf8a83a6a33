"""Words speak for a report or for a mention, with signs for what the watchlist names."""

from __future__ import annotations

import base64
from array import array
from collections.abc import Sequence
from math import inf

import pytest

from config.lexemes import Lexicon, PlaceEntry
from config.schema import Entity, Watch, Watchlist
from detector.against import Reason
from detector.detect import OPENING, Detector
from detector.model import Document
from detector.wording import BUCKETS, ENOUGH, MOST, NONE, READ, Wording, code_of, neighbours, runs

UNTAUGHT = "nobody taught this"


def taught(weights: dict[str, int], *, bias: float = 0.0, scale: float = 1.0) -> Wording:
    """What learned a weight for whole words."""
    octets = array("b", bytes(BUCKETS))
    for word, weight in weights.items():
        octets[code_of(word) % BUCKETS] = weight
    packed = base64.b64encode(octets.tobytes()).decode()
    return Wording.of({"weights": packed, "scale": scale, "bias": bias})


class Listener:
    """Keeps the words that it is asked about."""

    def __init__(self, reach: float = inf) -> None:
        self.words: list[str] = []
        self.reach = reach

    def judge_all(self, texts: Sequence[Sequence[str]]) -> list[Reason]:
        self.words = [word for words in texts for word in words]
        return [(1.5, "worded like a report: unloaded") for _ in texts]


def judged(wording: Wording, words: Sequence[str]) -> Reason:
    return wording.judge_all([words])[0]


def detector(judge: Listener, steps: Listener | None = None) -> Detector:
    watchlist = Watchlist(
        theatre=("ML",),
        actors=("wagner",),
        entities=(
            Entity(id="t-72", kind="equipment", name="T-72", aliases=("T-72",)),
            Entity(id="wagner", kind="unit", name="Wagner", aliases=("Wagner",)),
            Entity(
                id="jnim", kind="organisation", name="JNIM", aliases=("JNIM",),
                classes=("armed-group",),
            ),
        ),
        watches=(Watch.model_validate({"id": "all", "when": {"any": ["@t-72", "@wagner"]}}),),
    )  # fmt: skip
    places = (PlaceEntry(name="Gao", country="ML"), PlaceEntry(name="Lyon", country="FR"))
    return Detector(watchlist, Lexicon(places=places), wording=judge, steps=steps)


def test_the_log_odds_are_the_weights_over_the_root_of_how_much_was_read() -> None:
    wording = taught({"unloaded": 8, "museum": -2}, bias=0.5)

    assert judged(wording, ["unloaded", "museum"] * ENOUGH)[0] == 0.5 + 6 / 4**0.5


def test_the_words_that_decided_are_named_and_those_against_are_not() -> None:
    wording = taught({"unloaded": 9, "museum": -2, "crew": 3}, scale=0.1)

    assert judged(wording, ["unloaded", "museum", "crew"])[1] == (
        "worded like a report: unloaded, crew"
    )


def test_a_text_of_unknown_words_is_what_the_bias_says() -> None:
    words = UNTAUGHT.split() * ENOUGH

    assert judged(taught({}, bias=-0.3), words) == (-0.3, "worded like a mention")
    assert judged(taught({}, bias=-0.3), []) == (0.0, "worded like a mention")


def test_few_words_decide_little() -> None:
    wording = taught({"convoy": -120})

    assert judged(wording, ["convoy"] * (ENOUGH // 5))[0] == round(-MOST / 5, 1)


@pytest.mark.parametrize(("weight", "odds"), [(120, MOST), (-120, -MOST)])
def test_wording_never_outweighs_all_that_is_stated(weight: int, odds: float) -> None:
    assert judged(taught({"unloaded": weight}), ["unloaded"] * ENOUGH)[0] == odds


def test_a_word_said_twice_counts_once() -> None:
    wording, rest = taught({"unloaded": 6}), ["other"] * ENOUGH

    once, twice = (judged(wording, ["unloaded"] * n + rest)[0] for n in (1, 2))

    assert once > twice > 0


def test_forms_of_a_word_share_what_their_stem_taught() -> None:
    one, other = (set(runs([word])[0].flat) - {NONE} for word in ("выгрузили", "выгрузка"))

    assert len(one & other) >= 6


def test_words_that_are_learned_together_are_read_as_each_alone() -> None:
    together, (_, second) = runs(["crew", "unloaded"])

    assert set(together[:, :second].flat) == set(runs(["crew"])[0].flat)
    assert set(together[:, second:].flat) == set(runs(["unloaded"])[0].flat)


def test_a_sign_is_no_word_of_the_text() -> None:
    wording = taught({"<gear>": 4, "gear": 2})

    assert judged(wording, ["<gear>"] * ENOUGH)[0] == round(4 / 2**0.5, 1)
    assert judged(wording, ["gear"] * ENOUGH)[0] == round(2 / 2**0.5, 1)


def test_neighbours_are_told_by_their_order() -> None:
    one, other = code_of("was"), code_of("seen")

    assert neighbours([one, other]) != neighbours([other, one])


def test_weights_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="the weights of wording are 3, not 262139"):
        Wording.of({"weights": base64.b64encode(b"abc").decode(), "scale": 1, "bias": 0})


def test_signs_stand_for_what_is_watched_and_where() -> None:
    listener = Listener()

    detector(listener).detect(
        Document("1", "Wagner drove 12 T-72 from Gao, not Lyon; JNIM saw it https://x.example/T-72")
    )

    assert " ".join(listener.words) == (
        "<forces> drove 0 <gear> from <there> not <elsewhere> <armed group> saw it"
    )


def test_what_it_tells_apart_goes_by_the_names_it_is_given() -> None:
    octets = bytes(BUCKETS)
    told = {"weights": base64.b64encode(octets).decode(), "scale": 1, "bias": 1}

    wording = Wording.of(told, ("a further step", "what is known"))

    assert judged(wording, ["left"] * ENOUGH) == (1.0, "worded like a further step")


def test_of_a_report_the_first_words_say_whether_it_tells_a_further_step() -> None:
    steps = Listener()

    found = detector(Listener(), steps).detect(
        Document("1", "Wagner left Gao. " + "a " * OPENING + "museum")
    )

    assert steps.words[:3] == ["<forces>", "left", "<there>"]
    assert len(steps.words) == OPENING
    assert found.step == (1.5, "worded like a report: unloaded")


def test_of_what_no_event_will_ask_for_no_further_step_is_told() -> None:
    steps = Listener()

    found = detector(Listener(), steps).detect(Document("1", "T-55 at a museum"))

    assert (steps.words, found.step) == ([], (0.0, ""))


def test_only_the_opening_is_read() -> None:
    listener = Listener()

    detector(listener).detect(Document("1", "T-72 in Gao. " + "a " * READ + "museum"))

    assert "museum" not in listener.words


def test_the_wording_is_a_reason_of_the_assessment() -> None:
    found = detector(Listener()).detect(Document("1", "Wagner in Gao: T-72 seen"))

    assert "worded like a report: unloaded (+1.5)" in found.assessment.reasons


def test_a_text_is_not_asked_about_that_no_wording_would_make_a_report() -> None:
    listener = Listener(reach=1.0)

    found = detector(listener).detect(Document("1", "The T-72 in Lyon"))

    assert listener.words == []
    assert not any("worded" in reason for reason in found.assessment.reasons)
