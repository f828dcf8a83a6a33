"""Puts one item where it belongs: a copy, a report of an open event, or a new event; and its news.

Pure. The same steps for the archive (workers.detecting) and for the book in memory (detector.book).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from detector.comparing import compare
from detector.copies import (
    WORDS_ARE_ITS,
    Copy,
    Fingerprint,
    Links,
    Told,
    cut_from,
    find_same,
    strongest,
)
from detector.events import (
    IDLE,
    Match,
    OpenEvent,
    Weights,
    adopted,
    copied,
    joined,
    merged,
    named_of,
    opened,
    place,
    reworded,
)
from detector.facts import Facts
from detector.model import Assessment
from detector.novelty import News, Novelty, added, first_report, news, news_of_edit

SHOWN_MATCHES = 3  # in an explanation
# From these log-odds of the match a text follows its event, with so much of those of a report: what
# a follow-up leaves unsaid, its event tells. Another kind of text must be a report by itself.
EVEN, UNSAID = -0.5, 0.3
OTHER_EVEN = -2.0
# An earlier text is kept for so long, if it is so likely a report, and joins the event that a later
# report opens, if the odds of both are near even.
KEPT = timedelta(hours=72)
LIKELY_ENOUGH, ADOPTED = 0.02, -1.0
FOLLOWED = timedelta(days=7)
DOUBTED = 0.95  # score below which a report that adds nothing may tell of another event after all
PAUSED = timedelta(hours=36)  # for which nobody reported the event
LAGGING = (Novelty.CONTRADICTION, Novelty.NEW_ACTIVITY, Novelty.OFFICIAL_CONFIRMATION)
SURELY = 0.8  # similarity to another's text that is no other event's, even long after


Known = Callable[[int], OpenEvent | None]


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of an item: the event as it is now, what is news, and why it came there.

    A new event has the id 0 until its keeper gives it one. `merged` are ids of events that are
    now part of this one.
    """

    event: OpenEvent
    news: tuple[News, ...]
    matches: tuple[Match, ...] = ()
    copy: Copy | None = None
    merged: tuple[int, ...] = ()
    by_hand: bool = False  # an operator put it there
    adopted: bool = False  # it was there before the report that opened the event
    earlier: tuple[tuple[str, Placed], ...] = ()  # items that were adopted with it

    @property
    def is_new(self) -> bool:
        return self.event.id == 0

    @property
    def names(self) -> tuple[Novelty, ...]:
        return tuple(dict.fromkeys(one.name for one in self.news))

    @property
    def why(self) -> tuple[str, ...]:
        """Why it is of its event, one fact a line."""
        said = [match.explained() for match in self.matches[:SHOWN_MATCHES]]
        if self.copy is not None:
            said.append(f"{self.copy.sameness} ({self.copy.similarity:.2f})")
        if self.by_hand:
            said.append("an operator put it there")
        if self.adopted:
            said.append("adopted: it fits a report that came later")
        return (*said, *(f"event {gone} turned out to be the same" for gone in self.merged))


@dataclass(frozen=True, slots=True)
class Originals:
    """Texts that one may copy: `told` share a key with it, `opening` begin with most of it.

    `opening` is gone through only where none of the others is its original.
    """

    told: Collection[Told]
    opening: Iterable[Told]


def repeated(
    print_: Fingerprint, links: Links, facts: Facts, found: Originals, known: Known
) -> tuple[Copy, OpenEvent] | None:
    """What a text copies, with its event; what it names besides must be known of the event.

    `known`: the event of that number as it stands, if it is still remembered.
    """
    same = find_same(print_, links, found.told)
    strict = strongest(same, facts.named)
    strict = strict or cut_from(found.opening, facts.named)
    copy = strict or strongest(same)
    event = known(copy.event_id) if copy else None
    if copy is None or event is None or not still_repeats(facts, copy, event):
        return None
    return (copy, event) if strict or named_of(event).issuperset(facts.named) else None


def still_repeats(facts: Facts, copy: Copy, event: OpenEvent) -> bool:
    """Long after the event, nearly its own words tell a source's next one of its kind."""
    return (
        copy.sameness in WORDS_ARE_ITS
        or (copy.similarity >= SURELY and facts.source not in event.origins)
        or facts.at <= event.last_at + IDLE
    )


def place_copy(facts: Facts, copy: Copy, event: OpenEvent) -> Placed:
    """A copy adds a report, whose origin is its original's; where its wording changed, facts."""
    found = () if copy.sameness in WORDS_ARE_ITS else added(facts, event)
    # A copy of an older wording lags behind the event; it contradicts and confirms nothing.
    changes = tuple(one for one in found if one.name not in LAGGING)
    if not changes:
        return Placed(copied(event, facts), (News(Novelty.REPEAT),), copy=copy)
    known = replace(reworded(event, facts), reports=event.reports + 1)
    return Placed(known, changes, copy=copy)


def place_follow_up(
    facts: Facts, candidates: Iterable[OpenEvent], weights: Weights, judged: Assessment
) -> Placed | None:
    """A text that is no report by itself joins an event that it is surely of, or nothing.

    The less it is `judged` a report, the better it must match.
    """
    verdict = place(facts, candidates, weights, surely=False)
    event = verdict.event
    if event is None or facts.at - event.last_at > FOLLOWED:
        return None
    shared = compare(facts, event)
    if not (shared["same place"] or shared["same id"] or _may_be_there(shared)):
        return None
    said_so = facts.follows and shared["same place"]
    if not (said_so or _follows(verdict.matches[0], judged, facts)):
        return None
    return Placed(joined(event, facts), news(facts, event), verdict.matches)


def _follows(match: Match, judged: Assessment, facts: Facts) -> bool:
    fits, report = _log_odds(match.score), _log_odds(judged.score)
    if facts.rejects:  # who denies a report makes none: others have
        return fits >= EVEN
    if judged.other_text:
        return fits + report >= OTHER_EVEN
    return fits + UNSAID * report >= EVEN


def place_earlier(
    facts: Facts,
    event: OpenEvent,
    candidates: Iterable[OpenEvent],
    weights: Weights,
    judged: Assessment,
) -> Placed | None:
    """A kept text joins an event that was opened just now, or waits on.

    It is told of the event, but rings nobody and silences nothing: what it says is not news, nor
    is it known of the event.
    """
    found = place_follow_up(facts, candidates, weights, judged)
    if found is None or found.event.id != event.id:
        return None
    if _log_odds(judged.score) + _log_odds(found.matches[0].score) < ADOPTED:
        return None
    return Placed(adopted(event, facts), (News(Novelty.REPEAT),), found.matches, adopted=True)


def beside_earlier(placed: Placed, facts: Facts, earlier: Iterable[Facts]) -> Placed:
    """The report that opened an event, with what it adds to the texts that were adopted."""
    told: OpenEvent | None = None
    for one in earlier:
        told = joined(told, one) if told else opened(placed.event.id, one)
    found = news(facts, told) if told else ()
    return replace(placed, news=(*placed.news, *(n for n in found if n.name != Novelty.REPEAT)))


def _may_be_there(shared: Mapping[str, float]) -> bool:
    """Whether one of them names no more than the country."""
    return bool(shared["place unsaid"] and shared["same country"])


def _log_odds(share: float) -> float:
    sure = min(0.999, max(0.001, share))
    return math.log(sure / (1 - sure))


def place_deletion(event: OpenEvent) -> Placed:
    """What was told stays told; that its source took it back is news."""
    return Placed(event, (News(Novelty.DELETED),))


def place_edit(facts: Facts, event: OpenEvent) -> Placed:
    """A new wording of an item stays with its event; no further report, and no further origin.

    What copies another item or is forwarded by it has that one's origin in every wording.
    """
    return Placed(reworded(event, facts), news_of_edit(facts, event))


def place_by_hand(facts: Facts, event: OpenEvent) -> Placed:
    """An operator said of which event it is."""
    return Placed(joined(event, facts), news(facts, event), by_hand=True)


def place_report(
    facts: Facts,
    candidates: Iterable[OpenEvent],
    weights: Weights,
    apart: Collection[frozenset[int]] = (),
) -> Placed:
    """A report of its own: it joins an open event or opens one.

    `apart`: pairs of events that an operator parted, which never merge.
    """
    verdict = place(facts, candidates, weights)
    if verdict.event is None:
        return Placed(opened(0, facts), first_report(), verdict.matches)
    event = verdict.event
    one = [other for other in verdict.merge if frozenset((event.id, other.id)) not in apart]
    for other in one:
        event = merged(event, other)
    gone = tuple(other.id for other in one)
    found = news(facts, event)
    if verdict.matches[0].score < DOUBTED and _may_be_another(facts, event, found):
        doubt = f"or a report of it, which fits by {verdict.matches[0].score:.2f}"
        found = (News(Novelty.FIRST_REPORT, doubt), *found)
    return Placed(joined(event, facts), found, verdict.matches, merged=gone)


def _may_be_another(facts: Facts, event: OpenEvent, found: Collection[News]) -> bool:
    """Whether silence could swallow an event: somebody new tells the like after a pause."""
    quiet = {one.name for one in found} <= {Novelty.INDEPENDENT_SOURCE, Novelty.BETTER_SOURCE}
    return quiet and facts.origin not in event.origins and facts.at - event.last_at > PAUSED
