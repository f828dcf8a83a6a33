"""What was done with it since: which doings a report adds to its event. Pure; names no news."""

from __future__ import annotations

from datetime import timedelta
from math import inf

from detector.comparing import similar, usual
from detector.events import OpenEvent
from detector.facts import Facts
from detector.journeys import is_at_goal
from detector.phrases import AFTERWARDS
from detector.statements import ARMED_GROUP
from detector.subject import TRANSPORT, classes_of, is_of_men

NAMES = ("name:", "ship:")  # of ids
SEEN = frozenset(["sighting", "presence"])  # how it is known, not what was done
JOURNEY = timedelta(hours=12)  # sooner, "arrived" is another word for the same movement
CARRIED = TRANSPORT | {"aircraft"}  # classes of what brings things
SOON = timedelta(hours=6)  # sooner, "handed over" is another word for how it came
QUIET = timedelta(hours=36)  # after that long, what is told further down is news as well
# How sure its words must be that it tells a further step, by how long nothing was heard; and how
# much surer where it has other news. Sooner than SOON it is said in other words.
STEP_ODDS = ((QUIET, 1.0), (JOURNEY, 2.1), (SOON, 2.4), (timedelta.min, inf))
BESIDE_NEWS = 0.8
OWN_WORDS = 0.2  # similarity to a known report below which its words are its own
UNDER_WAY = frozenset(["movement", "withdrawal"])
HOLDS = frozenset(["presence", *UNDER_WAY])  # before it was lost
STAYED = frozenset(["arrival", "presence", "construction"])
LEAVING = frozenset(["withdrawal", "departure"])
LATER = frozenset(["goal reached", "struck", "taken over"])  # news wherever a report tells it
OWN_NEWS = frozenset(["loss", "exercise"])  # where it is what the report leads with


def newly_done(facts: Facts, event: OpenEvent) -> list[str]:
    """Only what is news by itself: that a convoy also "arrived" is another word."""
    shared = set(facts.activities) & set(event.activities)
    done = [one for one in facts.activities if one not in SEEN]
    leading = done[:1] if shared else facts.activities[:2]
    known = usual(event)
    new = [one for one in leading if one in OWN_NEWS and one not in known]
    if "loss" in new and HOLDS.isdisjoint(event.activities):
        new.remove("loss")  # it was one all along, told in other words
    if "exercise" in new and facts.activities[0] != "exercise":
        new.remove("exercise")  # what who came is for
    new += [
        one
        for one in done
        if one in AFTERWARDS
        and one not in event.activities
        and facts.at - event.first_at >= SOON
        and _is_told(one, facts, event)
    ]
    new += _come_of_it(facts, event)
    if "arrival" in done and _was_on_its_way(event) and facts.at - event.last_at >= JOURNEY:
        new.append("arrival")
    return new


def is_worded_as_step(facts: Facts, event: OpenEvent, *, has_news: bool) -> bool:
    """Whether its words alone say that something else is done: the surer, the sooner it comes.

    For what no list of words has. Who retells or disputes does so in words of the same kind.
    """
    if similar(facts, event.members) >= OWN_WORDS:
        return False
    if facts.rejects or facts.disputes or facts.retells(event.origins):
        return False
    silence = facts.at - event.last_at
    least = next(odds for at_least, odds in STEP_ODDS if silence >= at_least)
    return facts.step >= least + (BESIDE_NEWS if has_news else 0.0)


def _come_of_it(facts: Facts, event: OpenEvent) -> list[str]:
    """What the text says of it in so many words, where it fits what was told before."""
    told = {name for member in event.members for name in member.since}
    later = facts.at - event.first_at >= JOURNEY
    silence = facts.at - event.last_at
    paused, rested = silence >= JOURNEY, silence >= SOON
    known = usual(event)
    somebody_new = not {one.id for one in facts.forces} <= {one.id for one in event.forces}
    fits = {
        "goal reached": (_left(event) and later) or (_moved(event) and paused),
        "unloading": _is_carried(event) and not _is_emptied(event) and rested,
        "claimed": somebody_new and "loss" in (*facts.activities, *event.activities),
        "struck": "loss" not in event.activities
        and (_moved(event) or (_stayed(event) and "struck" not in facts.behind)),
        "taken over": somebody_new and "withdrawal" in event.activities,
        "training begun": is_of_men(event) or bool(event.gear),
        "exercise": "exercise" not in known,
        "construction": "construction" not in known,
        "gone": _stayed(event) and LEAVING.isdisjoint(event.activities),
    }
    since = (*facts.since, *(["claimed"] if _is_claimed(facts, event) else ()))
    new = [
        name
        for name in dict.fromkeys(since)
        if name not in told and fits[name] and _is_told(name, facts, event)
    ]
    if is_at_goal(facts, event) and "goal reached" not in new:
        new.append("goal reached")
    return new


def _is_told(name: str, facts: Facts, event: OpenEvent) -> bool:
    """Whether it is what the report has to tell: it opens with it, or long nothing was heard.

    What only time brings may stand further down.
    """
    if name not in facts.behind or facts.at - event.last_at >= QUIET:
        return True
    return name in LATER and (name != "goal reached" or _comes(facts, event))


def _comes(facts: Facts, event: OpenEvent) -> bool:
    """Whether it says so in other words as well, or nobody said so before."""
    return "arrival" in facts.activities or "arrival" not in event.activities


def _is_carried(event: OpenEvent) -> bool:
    """Whether a ship or plane is told, which is emptied later."""
    named = any(one.startswith(NAMES) for one in event.ids)
    return named or not CARRIED.isdisjoint(classes_of(event))


def _is_emptied(event: OpenEvent) -> bool:
    """Whether what it brought was named before: somebody had seen it come out."""
    return any(one.kind != "ship" and CARRIED.isdisjoint(one.classes) for one in event.gear)


def _is_claimed(facts: Facts, event: OpenEvent) -> bool:
    """Whether who fights them is newly named, where it is told that they shot it down."""
    known = {one.id for one in event.forces}
    fought = (one for one in facts.forces if ARMED_GROUP in one.classes)
    return "shot down" in facts.causes and any(one.id not in known for one in fought)


def _left(event: OpenEvent) -> bool:
    """Whether it became known when it was under way."""
    first = event.members[0].activities
    return "movement" in first and "arrival" not in first


def _stayed(event: OpenEvent) -> bool:
    return not STAYED.isdisjoint(event.activities)


def _moved(event: OpenEvent) -> bool:
    return any("movement" in member.activities for member in event.members)


def _was_on_its_way(event: OpenEvent) -> bool:
    return "movement" in event.activities and set(event.activities) <= UNDER_WAY
