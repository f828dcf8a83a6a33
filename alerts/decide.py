"""Composes an alert from what was detected: the event line, the quote and its marks, the why.

Pure. Whether an alert is due, and for whom, is decided elsewhere (detector, routing).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import get_args

from babel import Locale

from alerts.attached import attached
from alerts.model import Alert, Highlight, Reason
from alerts.quote import merged
from alerts.sanitise import cut, one_line
from collector.item import Item
from config.schema import Severity, Source
from detector.model import Action, Detection, Mention, Place, Quantity

SEVERITIES: tuple[str, ...] = get_args(Severity)  # mildest first
QUOTE_LIMIT = 20_000  # code points kept in an alert's row; renderers cut further
_MOST_GLOSSED = 12  # matched words explained
_IN_LINE = 4  # entities named in the line of a report
_KINDS = ("equipment", "ship", "unit", "organisation", "person")


def compose(  # noqa: PLR0913 - the facts of one alert, each from another folder
    detection: Detection,
    item: Item,
    source: Source,
    *,
    event_key: str,
    reason: Reason,
    now: datetime,
) -> Alert:
    """The alert for a relevant detection."""
    quote, highlights = quote_of(detection, item)
    return Alert(
        key=event_key,
        event=event_key,
        severity=severity_of(detection),
        line=report_line(detection, item, source),
        reason=reason,
        watches=tuple(hit.id for hit in detection.watches),
        why="; ".join(f"{hit.id}: {hit.why}" if hit.why else hit.id for hit in detection.watches),
        source=source.label,
        reliability=source.reliability,
        language=item.language or source.language or "",
        kind=item.kind,
        url=item.url,
        quote=quote,
        highlights=highlights,
        english=tuple(glossed(detection, item.language or source.language or "")),
        entities=tuple(entity_labels(detection.mentions)),
        places=tuple(place_labels(detection.places)),
        actions=tuple(dict.fromkeys(action.name for action in detection.actions)),
        published_at=item.published_at,
        detected_at=now,
        origin=item.origin.name if item.origin else "",
        source_name=source.name,
        source_tags=source.tags,
        entity_ids=tuple(dict.fromkeys(m.entity for m in detection.mentions)),
        countries=tuple(dict.fromkeys(p.country for p in detection.places if p.country)),
        media=attached(item),
        reply=item.reply.quote if item.reply else "",
    )


def severity_of(detection: Detection) -> str:
    """The gravest of the watches that are met."""
    return max((hit.severity for hit in detection.watches), key=SEVERITIES.index, default="info")


def report_line(detection: Detection, item: Item, source: Source) -> str:
    """One report in a line: `7 × T-72B3 · convoy · …`. Its event has its own: alerts.event_line."""
    entities = entity_labels(detection.mentions)
    things = ", ".join(entities[:_IN_LINE])
    if len(entities) > _IN_LINE:
        things += f" +{len(entities) - _IN_LINE} more"
    if not things:
        things = cut(one_line(item.title or item.text), 80)
    actions = dict.fromkeys(action.name for action in detection.actions)
    parts = (
        things,
        ", ".join(list(actions)[:2]),
        ", ".join(place_labels(detection.places)[:2]),
        f"first: {source.label}",
    )
    return " · ".join(filter(None, parts))


def entity_labels(mentions: Iterable[Mention]) -> list[str]:
    """Each thing once, as readers see it: counted ones first, then by kind, then as read."""
    best: dict[str, Mention] = {}
    for mention in _things(mentions):
        name = mention.variant or mention.name
        if name not in best or _amount(mention.quantity) > _amount(best[name].quantity):
            best[name] = mention
    # A variant already says its family: "T-72B3" makes a bare "T-72" redundant.
    varied = {mention.entity for name, mention in best.items() if mention.variant == name}
    kept = [(name, m) for name, m in best.items() if m.variant or m.entity not in varied]
    kept.sort(key=lambda pair: (_rank(pair[1].kind), _amount(pair[1].quantity) < 0))
    return [counted(name, mention.quantity) for name, mention in kept]


def counted(name: str, quantity: Quantity | None) -> str:
    """`7 × T-72B3`, `7–9 × T-72B3`, `≥50 × …`, `~20 × …`."""
    if quantity is None or quantity.implied:
        return name
    about = "~" if quantity.approx else ""
    if quantity.value is not None:
        return f"{about}{quantity.value} × {name}"
    if quantity.min is not None and quantity.max is not None:
        return f"{about}{quantity.min}–{quantity.max} × {name}"
    if quantity.min is not None:
        return f"≥{quantity.min} × {name}"
    return f"≤{quantity.max} × {name}" if quantity.max is not None else name


def place_labels(places: Iterable[Place]) -> list[str]:
    """`Bamako (Mali)`; a bare country only when no place inside it is named."""
    places = list(places)
    inside = {p.country for p in places if p.name != country_name(p.country)}
    labels = [
        p.name if p.name == (country := country_name(p.country)) or not country
        else f"{p.name} ({country})"
        for p in places
        if not (p.name == country_name(p.country) and p.country in inside)
    ]  # fmt: skip
    return list(dict.fromkeys(labels))


@lru_cache(maxsize=512)
def country_name(code: str) -> str:
    """The English name of an ISO 3166 code; the code itself when unknown."""
    return str(_english().territories.get(code, code))


@lru_cache(maxsize=1)
def _english() -> Locale:
    return Locale("en")


def glossed(detection: Detection, language: str) -> list[str]:
    """What matched words of another language mean, each meaning once: `колонна = convoy`."""
    if language in ("", "en"):
        return []
    named = [m for m in detection.mentions if m.kind in _KINDS]
    words = [m for m in detection.mentions if m.kind not in _KINDS]
    # A keyword stands for itself: what else is known of the same words says more.
    found: list[Mention | Place | Action] = [
        *named, *detection.places, *detection.actions, *words,
    ]  # fmt: skip
    meanings: dict[str, Mention | Place | Action] = {}
    for one in found:
        is_word = any(map(str.isalpha, one.surface))  # a flag needs no words
        if is_word and one.surface.casefold() != _meaning(one).casefold():
            meanings.setdefault(one.surface.casefold(), one)
    known = meanings.values()
    whole = (one for one in known if not any(_covers(other, one) for other in known))
    told = sorted(whole, key=lambda one: (one.field != "title", one.start))
    said: dict[str, str] = {}
    for one in told:
        said.setdefault(_meaning(one), f"{one_line(one.surface)} = {_meaning(one)}")
    return list(said.values())[:_MOST_GLOSSED]


def _covers(longer: Mention | Place | Action, one: Mention | Place | Action) -> bool:
    """Whether it stands inside the other: "corps" of "Africa Corps" needs no words of its own."""
    inside = longer.field == one.field and longer.start <= one.start and one.end <= longer.end
    return inside and longer.end - longer.start > one.end - one.start


def _meaning(found: Mention | Place | Action) -> str:
    return (found.variant or found.name) if isinstance(found, Mention) else found.name


def quote_of(detection: Detection, item: Item) -> tuple[str, tuple[Highlight, ...]]:
    """Original title and text as one text, and the marks of everything that was found in it."""
    title = item.title.strip()
    # Posts and some feeds repeat the title as the start of the text.
    repeated = not title or item.text.lstrip().startswith(title.rstrip("…. "))
    lead = 0 if repeated else len(item.title) + 1
    quote = item.text if repeated else f"{item.title}\n{item.text}"
    marks: list[Highlight] = []
    spans: tuple[Mention | Place | Action, ...] = (
        *detection.mentions, *detection.places, *detection.actions,
    )  # fmt: skip
    for found in spans:
        beside = not isinstance(found, Mention)
        if found.field == "text":
            marks.append(Highlight(lead + found.start, lead + found.end, beside))
        elif not repeated:
            marks.append(Highlight(found.start, found.end, beside))
    quote = quote[:QUOTE_LIMIT]
    return quote, merged(marks, len(quote))


def _things(mentions: Iterable[Mention]) -> list[Mention]:
    return [mention for mention in mentions if mention.kind in _KINDS]


def _rank(kind: str) -> int:
    return _KINDS.index(kind)


def _amount(quantity: Quantity | None) -> int:
    if quantity is None or quantity.implied:
        return -1
    return next((n for n in (quantity.value, quantity.max, quantity.min) if n is not None), 0)
