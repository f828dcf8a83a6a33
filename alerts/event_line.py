"""An event in one line, made from its facts, in any of the five languages. Pure.

7 × T-72B3, 5 × BMP-3 · convoy · Bamako (Mali) · 17–18 Jan · first: Military Informant (Telegram)
· 12 reports, 5 languages
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alerts import words
from config.schema import Language, Source
from detector.events import OpenEvent
from detector.facts import Spot, Thing
from detector.model import APPROX
from detector.weighing import BODY

MOST_THINGS, MOST_ACTIVITIES, MOST_PLACES = 4, 2, 2
_ROUGHLY_FROM = 10  # a small range is as told, "about 4" is too


def event_line(event: OpenEvent, first: Source, language: Language = "en", title: str = "") -> str:
    """The line. `first`: the source of its first report; `title`: for want of a thing to name."""
    parts = (
        _things(event, language) or title,
        _activities(event, language),
        _places(event.places, language),
        words.days(event.first_at.date(), event.last_at.date(), language),
        words.first(first.label + (" (Telegram)" if first.kind == "channel" else ""), language),
        _reports(event, language),
    )
    return " · ".join(filter(None, parts))


def counted(thing: Thing) -> str:
    """`7 × T-72B3`, `7–9 × T-72B3`, `≥50 × …`, `~150 × …`."""
    name = "/".join(thing.variants[-2:]) or thing.name or thing.id
    low, high = thing.low, thing.high
    if low is None and high is None:
        return name
    if low is None or high is None:
        return f"≥{low} × {name}" if high is None else f"≤{high} × {name}"
    if low == high:
        return f"{low} × {name}"
    middle = round((low + high) / 2)
    spread = (round(middle * (1 - APPROX)), round(middle * (1 + APPROX)))
    if middle >= _ROUGHLY_FROM and (low, high) == spread:
        return f"~{middle} × {name}"
    return f"{low}–{high} × {name}"


def _things(event: OpenEvent, language: Language) -> str:
    """Counted ones first; class words only where no model and no unit is named."""
    named = [*_weighty(event.gear), *_weighty(event.forces), *_weighty(event.units)]
    named = named or _weighty(event.groups) or [*event.gear, *event.forces]
    shown = [counted(thing) for thing in named[:MOST_THINGS]]
    rest = len(named) - len(shown)
    return ", ".join(shown) + (f" {words.more(rest, language)}" if rest else "")


def _weighty(things: Iterable[Thing]) -> list[Thing]:
    told = [thing for thing in things if thing.weight >= BODY]
    return sorted(told, key=lambda thing: (thing.low is None and thing.high is None, -thing.weight))


def _activities(event: OpenEvent, language: Language) -> str:
    names = list(event.activities)
    if "movement" in names and any(thing.id == "convoy" for thing in event.groups):
        names[names.index("movement")] = "convoy"
    return ", ".join(words.activity(name, language) for name in names[:MOST_ACTIVITIES])


def _places(spots: Sequence[Spot], language: Language) -> str:
    """`Bamako (Mali)`; a bare country only when no place inside it is named.

    What is named in passing (Russia, who gave it) only where nothing else is.
    """
    spots = [spot for spot in spots if spot.weight >= BODY] or spots
    precise = [spot for spot in spots if not spot.general]
    inside = {spot.country for spot in precise}
    labels = [
        words.country(spot.country, language)
        if spot.general
        else f"{spot.name} ({words.country(spot.country, language)})"
        for spot in spots
        if not (spot.general and spot.country in inside)
    ]
    return ", ".join(list(dict.fromkeys(labels))[:MOST_PLACES])


def _reports(event: OpenEvent, language: Language) -> str:
    if event.reports < 2:
        return ""
    spoken = len([one for one in event.languages if one])
    said = words.reports(event.reports, language)
    return f"{said}, {words.languages(spoken, language)}" if spoken > 1 else said
