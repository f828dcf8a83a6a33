"""The webhook's body: by its schema, the same on every try, harmless to pass on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from alerts.model import Highlight, Told
from alerts.render_data import webhook_body, webhook_id
from tests.fakes.alerts import ALERT, BUSY, DIGEST, NOTICE
from tests.fakes.hook_schema import mistakes_in


@pytest.mark.parametrize("told", [ALERT, BUSY, DIGEST, NOTICE])
def test_a_body_follows_its_schema_and_knows_no_key_beside_it(told: Told) -> None:
    assert mistakes_in(webhook_body(told, "k")) == []


def test_an_alert_in_full() -> None:
    body = json.loads(webhook_body(ALERT, "event-1:hook"))

    data = body.pop("data")
    quote = data.pop("quote")
    assert body == {
        "version": 1,
        "id": webhook_id("event-1:hook"),
        "type": "alert",
        "timestamp": "2025-01-18T09:14:00Z",
    }
    assert [quote["text"][mark["start"] : mark["end"]] for mark in quote["marks"]] == [
        "Бамако", "колонна", "Т‑72Б3М", "БМП‑3", "БТР-82А",
    ]  # fmt: skip
    assert data == {
        "event": webhook_id("event:event-1"),
        "severity": "high",
        "line": "7 × T-72B3M, 5 × BMP-3 · convoy · Bamako (Mali) · first: Military Informant",
        "reason": "new event",
        "news": [],
        "first_sightings": [],
        "watches": ["sahel-armour"],
        "why": "sahel-armour: equipment and a place in Mali in one report",
        "source": {"name": "milinfolive", "label": "Military Informant", "reliability": "C",
                   "tags": ["telegram", "russian"]},
        "language": "ru",
        "kind": "post",
        "url": "https://t.me/milinfolive/140001",
        "entities": ["7 × T-72B3M", "5 × BMP-3", "BTR-82A", "Tigr", "Spartak"],
        "entity_ids": ["t-72", "bmp-3", "btr-82", "tigr", "spartak"],
        "places": ["Bamako (Mali)"],
        "countries": ["ML"],
        "actions": ["arrival", "convoy"],
        "first_said_by": "Rybar Africa",
        "reports": 1,
        "origins": 1,
        "published_at": "2025-01-18T09:02:00Z",
        "detected_at": "2025-01-18T09:14:00Z",
    }  # fmt: skip


def test_the_same_alert_gives_the_same_body_and_each_receiver_its_own_id() -> None:
    assert webhook_body(ALERT, "k") == webhook_body(ALERT, "k")
    assert webhook_id("event-1:a") != webhook_id("event-1:b")


def test_a_body_may_stand_inside_a_page() -> None:
    hostile = replace(ALERT, quote="</script><b> & @here <!channel>", highlights=())

    body = webhook_body(hostile, "k")

    assert not set("<>&") & set(body)
    assert json.loads(body)["data"]["quote"]["text"] == "< /script>< b> & @ here < !channel>"


def test_a_mention_across_a_mark_stays_broken() -> None:
    across = replace(ALERT, quote="now <!channel> go", highlights=(Highlight(5, 9),))

    quote = json.loads(webhook_body(across, "k"))["data"]["quote"]

    assert quote == {"text": "now < !channel> go", "marks": []}


def test_a_very_long_day_is_cut_and_says_so() -> None:
    crowded = replace(DIGEST, events=DIGEST.events * 100)

    data = json.loads(webhook_body(crowded, "k"))["data"]

    assert (len(data["events"]), data["events_omitted"]) == (200, 100)
