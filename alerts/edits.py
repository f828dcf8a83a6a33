"""What an alert that was told owes its readers when its post is edited. Pure.

Only what readers acted on counts: which equipment, how many, where. All other edits are kept as
revisions and told nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from alerts.model import Alert, Reason
from alerts.updates import bare


def of_edit(told: Alert, said: Alert | None, quote: str, now: datetime) -> Alert | None:
    """The message in the same thread; None when nothing that matters was changed.

    `told` is the last that readers heard of the post, `said` what it would be told as now (None:
    not at all), `quote` the text as it is now.
    """
    news = tuple(f"edited: {change}" for change in changes(told, said))
    if not news:
        return None
    base = said if said is not None else replace(told, quote=quote, highlights=())
    return replace(
        base,
        event=told.event or told.key,
        reason=Reason.UPDATE,
        line=f"Edited: {bare(base.line)}",
        news=news,
        detected_at=now,
    )


def changes(told: Alert, said: Alert | None) -> Iterator[str]:
    """Each difference in words: "9 × T-72B3, before 7 × T-72B3", "no longer Gao (Mali)"."""
    if said is None:
        what = ", ".join((*told.entities, *told.places)) or "what was told"
        yield f"no longer reports {what}"
        return
    before, after = _by_name(told.entities), _by_name(said.entities)
    for name, label in after.items():
        if name not in before:
            yield f"now {label}"
        elif before[name] != label:
            yield f"{label}, before {before[name]}"
    yield from (f"no longer {label}" for name, label in before.items() if name not in after)
    yield from _places(told.places, said.places)


def _places(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    added = [place for place in after if place not in before]
    gone = [place for place in before if place not in after]
    if added and gone:
        yield f"{', '.join(added)}, before {', '.join(gone)}"
    elif added:
        yield f"now {', '.join(added)}"
    elif gone:
        yield f"no longer {', '.join(gone)}"


def _by_name(labels: Sequence[str]) -> dict[str, str]:
    """By what is counted: "7 × T-72B3" stands under "T-72B3"."""
    return {label.rpartition(" × ")[2]: label for label in labels}
