"""Hostile items through every renderer: nothing comes alive.

live mentions 0 · foreign links 0 · header injections 0 · scripts 0 · valid payloads 100 %
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alerts.model import Alert, Highlight, Reason
from tests.fakes import harmless, hostile

FEW, MANY = 250, 10_000
hostile_text = st.lists(st.sampled_from(hostile.PIECES) | st.text(max_size=12), max_size=14).map(
    "".join
)
words = st.lists(hostile_text, max_size=4).map(tuple)
spans = st.builds(Highlight, st.integers(-2, 900), st.integers(-2, 900))
alerts = st.builds(
    Alert,
    key=hostile_text,
    severity=st.sampled_from(["info", "low", "medium", "high", "critical"]),
    line=hostile_text,
    reason=st.sampled_from(Reason),
    watches=words,
    why=hostile_text,
    source=hostile_text,
    reliability=st.sampled_from("ABCDEF"),
    language=hostile_text,
    kind=st.sampled_from(["article", "post"]),
    url=st.sampled_from(hostile.URLS) | hostile_text,
    quote=st.lists(hostile_text, max_size=30).map("".join),
    highlights=st.lists(spans, max_size=8).map(tuple),
    entities=words,
    places=words,
    actions=words,
    published_at=st.none() | st.just(hostile.NOW),
    detected_at=st.just(hostile.NOW),
    origin=hostile_text,
)


@pytest.mark.parametrize("place", harmless.CHECKS)
@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.prove)])
def test_nothing_of_a_hostile_item_comes_alive(place: str, count: int) -> None:
    found: Counter[str] = Counter()
    examples: dict[str, str] = {}

    for one in hostile.told(seed=count, count=count):
        for wrong in harmless.CHECKS[place](one):
            kind = wrong.partition(":")[0]
            found[kind] += 1
            examples.setdefault(kind, wrong)

    assert found == Counter(), f"{count} items: {dict(found)}, such as {examples}"


@pytest.mark.parametrize("place", harmless.CHECKS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # shrinking such texts takes minutes
)  # fmt: skip
@given(alert=alerts)
def test_no_alert_however_built_comes_alive(place: str, alert: Alert) -> None:
    assert list(harmless.CHECKS[place](alert)) == []
