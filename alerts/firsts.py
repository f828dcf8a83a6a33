"""First sightings as readers see them: "first T-72B3 in Mali; last seen in Syria 41 days ago"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from alerts.decide import country_name
from detector.sightings import First

MOST_NAMED = 4  # things that share one sentence


def in_words(firsts: Iterable[First]) -> tuple[str, ...]:
    """One sentence for all things of which the same is to be said, in the order given."""
    names: dict[First, list[str]] = {}
    for first in firsts:
        said = names.setdefault(replace(first, name=""), [])
        if first.name not in said:
            said.append(first.name)
    return tuple(_sentence(first, _listed(said)) for first, said in names.items())


def _sentence(first: First, name: str) -> str:
    where = country_name(first.country)
    if first.place:
        return f"first {name} at {first.place} ({where})"
    if first.days is not None:
        return f"first {name} in {where} in {first.days} days"
    if first.operator:
        return f"first {name} of {first.operator} in {where}"
    words = (
        f"first {name} in {where}" if first.variant_only else f"first report of {name} in {where}"
    )
    return f"{words}; {_last_seen(first)}" if first.elsewhere else words


def _last_seen(first: First) -> str:
    where, days = country_name(first.elsewhere), first.elsewhere_days
    if not days:
        return f"seen in {where} today"
    return f"last seen in {where} {days} {'day' if days == 1 else 'days'} ago"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
