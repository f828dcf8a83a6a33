"""Says in words why a detection is one, or narrowly isn't; one fact a line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from config.schema import Watch
from detector.model import Assessment, Detection, Field, Mention, Place
from detector.spans import Apart
from detector.watch import Met

_SHOWN = 6  # finds named in one line


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked part of the original title or text, and what it is."""

    field: Field
    start: int
    end: int
    label: str


def version_of(watch: Watch) -> str:
    """Name the wording of a watch, so that an old explanation can be told from a new one."""
    return hashlib.sha256(watch.model_dump_json().encode()).hexdigest()[:8]


def why(watch: Watch, met: Met, judged: Assessment) -> str:
    """Say in one line why a watch is met."""
    surfaces = list(dict.fromkeys([spot.surface for spot in met]))
    shown = ", ".join([f"“{surface}”" for surface in surfaces[:_SHOWN]])
    more = f" and {len(surfaces) - _SHOWN} more" if len(surfaces) > _SHOWN else ""
    heard = f"hears {shown}{more}" if surfaces else "holds for the item"
    return f"{heard}; report {judged.score:.2f}" if watch.report else heard


def verdict(name: str, heard: str, held_below: float | None) -> str:
    """Say what became of one watch: told, held back as a mention, or not met.

    `heard`: why it is met, or ""; `held_below`: the threshold that it didn't reach.
    """
    if not heard:
        return f"{name}: its condition doesn't hold"
    if held_below is not None:
        return f"{name}: not told, a mention rather than a report, below {held_below}: {heard}"
    return f"{name}: {heard}"


def reached(mentions: Iterable[Mention]) -> Iterator[str]:
    """Say of each mention how it was heard: alias -> script -> inflection."""
    for mention in mentions:
        if mention.how:
            yield f"{mention.surface}: {mention.name}, {mention.how}"


def settled(places: Iterable[tuple[int, Place]]) -> Iterator[str]:
    """Say how ambiguous places were decided."""
    for _, place in places:
        if place.note:
            yield f"{place.surface}: {place.name} in {place.country}, {place.note}"


def weighed(judged: Assessment) -> Iterator[str]:
    """Say what the assessment adds up to, and from what."""
    yield f"report {judged.score:.2f}: {'; '.join(judged.reasons)}"


def told_once(*facts: Iterable[str]) -> tuple[str, ...]:
    """Join facts; a name that is heard ten times the same way is explained once."""
    return tuple(dict.fromkeys(chain.from_iterable(facts)))


def highlights(detection: Detection) -> Sequence[Highlight]:
    """Mark mentions, places and actions; where they overlap the earlier kind stays."""
    marks = [Highlight(m.field, m.start, m.end, m.name) for m in detection.mentions]
    marks += [Highlight(p.field, p.start, p.end, p.country) for p in detection.places]
    marks += [Highlight(a.field, a.start, a.end, a.name) for a in detection.actions]
    apart: dict[Field, Apart] = {"title": Apart(), "text": Apart()}
    kept = [mark for mark in marks if apart[mark.field].takes(mark.start, mark.end)]
    return sorted(kept, key=lambda mark: (mark.field == "text", mark.start))
