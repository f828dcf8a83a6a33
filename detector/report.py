"""A detection as the stable JSON that `tocsin detect` writes; keys are added, never renamed."""

from __future__ import annotations

from collections.abc import Iterator

from detector.model import Detection, Mention, Quantity

Json = dict[str, object]


def as_json(detection: Detection) -> Json:
    """Return the object of one output line."""
    return {
        "id": detection.id,
        "relevant": detection.relevant,
        "watches": [
            {"id": hit.id, "severity": hit.severity, "why": hit.why} for hit in detection.watches
        ],
        "mentions": [_mention(mention) for mention in detection.mentions],
        "counts": [_mention(one) for one in counted_beside(detection)],
        "places": [
            {"name": name, "country": country}
            for name, country in dict.fromkeys((p.name, p.country) for p in detection.places)
        ],
        "actions": list(dict.fromkeys(action.name for action in detection.actions)),
        "explanation": "\n".join(detection.explanation),
    }


def counted_beside(detection: Detection) -> Iterator[Mention]:
    """What is counted beside the mentions: class words, doubted names and men."""
    said = {(m.field, m.start, m.end) for m in detection.mentions}
    for one in (*detection.hinted, *detection.kinds, *detection.heads):
        place = one.field, one.start, one.end
        if one.quantity is not None and not one.quantity.implied and place not in said:
            said.add(place)
            yield one


def _mention(mention: Mention) -> Json:
    line: Json = {
        "entity": mention.entity,
        "kind": mention.kind,
        "name": mention.name,
        "surface": mention.surface,
        "start": mention.start,
        "end": mention.end,
        "field": mention.field,
    }
    if mention.variant is not None:
        line["variant"] = mention.variant
    if mention.quantity is not None:
        line["quantity"] = _quantity(mention.quantity)
    return line


def _quantity(quantity: Quantity) -> Json:
    bounds = {"value": quantity.value, "min": quantity.min, "max": quantity.max}
    known: Json = {key: number for key, number in bounds.items() if number is not None}
    return known | {"approx": quantity.approx}
