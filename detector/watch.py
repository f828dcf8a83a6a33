"""Evaluate the conditions of watches over what was found; pure, no matching of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import re2

from config.schema import Condition, Watchlist
from detector.context import is_within
from detector.reading import Reading, Spot

_GRADES = "ABCDEF"


@dataclass(slots=True)
class Findings:
    """What conditions can ask for, by name; an entity is also listed under its families."""

    reading: Reading
    entities: dict[str, list[Spot]] = field(default_factory=dict)
    kinds: dict[str, list[Spot]] = field(default_factory=dict)
    classes: dict[str, list[Spot]] = field(default_factory=dict)
    keywords: dict[str, list[Spot]] = field(default_factory=dict)
    countries: dict[str, list[Spot]] = field(default_factory=dict)
    actions: dict[str, list[Spot]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Met:
    """The proof that a condition holds: finds, or a fact about the whole item (no spots)."""

    spots: tuple[Spot, ...] = ()


Patterns = Mapping[str, "re2._Regexp[str]"]
Clause = tuple[tuple[str, frozenset[str]], ...]  # one of these names in one of these fields


def patterns_of(watchlist: Watchlist) -> Patterns:
    """Compile every operator expression once; RE2 is linear, so no text can stall it."""
    expressions = {c.regex for watch in watchlist.watches for c in _walk(watch.when) if c.regex}
    return {expression: re2.compile(expression) for expression in expressions}


def needs_trigger(condition: Condition) -> bool:
    """Whether the condition can't hold without an entity or keyword."""
    if condition.entity or condition.kind or condition.classes or condition.keyword:
        return True
    if any(needs_trigger(inner) for inner in condition.all):
        return True
    return bool(condition.any) and all(needs_trigger(inner) for inner in condition.any)


def clauses_of(condition: Condition) -> tuple[Clause, ...]:
    """What must be found for the condition to hold, so far as names alone tell; all of them."""
    asked = (
        ("entities", condition.entity),
        ("kinds", condition.kind),
        ("classes", condition.classes),
        ("keywords", condition.keyword),
        ("countries", condition.country),
        ("actions", condition.action),
    )
    clauses: list[Clause] = [((field, frozenset(names)),) for field, names in asked if names]
    clauses += [clause for inner in condition.all for clause in clauses_of(inner)]
    either = [clauses_of(inner) for inner in condition.any]
    if either and all(either):
        clauses.append(tuple(part for one in either for part in one[0]))
    return tuple(clauses)


def is_out(clauses: Iterable[Clause], findings: Findings) -> bool:
    """Whether a condition can't hold, since none of its names was found: most, and soon told."""
    for clause in clauses:
        for field_name, names in clause:
            if not names.isdisjoint(getattr(findings, field_name)):
                break
        else:
            return True
    return False


def evaluate(condition: Condition, findings: Findings, patterns: Patterns) -> Met | None:
    """Return the proof that the condition holds, or None."""
    proofs: list[Met] = []
    for part in _parts(condition, findings, patterns):
        if part is None:
            return None
        proofs.append(part)
    if condition.none and any(
        evaluate(inner, findings, patterns) is not None for inner in condition.none
    ):
        return (
            None
            if condition.within == "document" or not proofs
            else _clear_of(condition, proofs, findings, patterns)
        )
    if condition.within != "document":
        proofs = _together(proofs, condition.within, findings.reading)
        if not proofs:
            return None
    spots = tuple(dict.fromkeys(spot for proof in proofs for spot in proof.spots))
    if condition.min > 1 and len({spot.start for spot in spots}) < condition.min:
        return None
    return Met(spots)


def _parts(condition: Condition, findings: Findings, patterns: Patterns) -> Iterator[Met | None]:
    if condition.entity:
        yield _listed(condition.entity, findings.entities)
    if condition.kind:
        yield _listed(condition.kind, findings.kinds)
    if condition.classes:
        yield _listed(condition.classes, findings.classes)
    if condition.keyword:
        yield _listed(condition.keyword, findings.keywords)
    if condition.country:
        yield _listed(condition.country, findings.countries)
    if condition.action:
        yield _listed(condition.action, findings.actions)
    if condition.regex:
        yield _matched(patterns[condition.regex], findings.reading)
    if condition.language or condition.source or condition.reliability:
        yield from _of_source(condition, findings.reading)
    for inner in condition.all:
        yield evaluate(inner, findings, patterns)
    if condition.any:
        yield _union(evaluate(inner, findings, patterns) for inner in condition.any)


def _listed(names: Iterable[str], found: Mapping[str, list[Spot]]) -> Met | None:
    if not found:
        return None
    spots = [spot for name in names if name in found for spot in found[name]]
    return Met(tuple(spots)) if spots else None


def _matched(pattern: re2._Regexp[str], reading: Reading) -> Met | None:
    spots = []
    for found in pattern.finditer(reading.whole):
        start, end = found.span()
        if end > start:
            number = reading.sentence_of(start)
            spots.append(Spot("regex", pattern.pattern, start, end, number, found[0]))
    return Met(tuple(spots)) if spots else None


def _of_source(condition: Condition, reading: Reading) -> Iterator[Met | None]:
    document = reading.document
    if condition.language:
        yield Met() if document.language in condition.language else None
    if condition.source:
        yield Met() if {document.source, *document.tags} & set(condition.source) else None
    if condition.reliability:
        good = _GRADES.find(document.reliability) <= _GRADES.find(condition.reliability)
        yield Met() if good and document.reliability in _GRADES else None


def _union(proofs: Iterable[Met | None]) -> Met | None:
    held = [proof for proof in proofs if proof is not None]
    return Met(tuple(spot for proof in held for spot in proof.spots)) if held else None


def _together(proofs: list[Met], within: str | int, reading: Reading) -> list[Met]:
    """Keep the finds around which every part is present; empty if there are none."""
    located = [proof for proof in proofs if proof.spots]
    if not located:
        return proofs
    for anchor in located[0].spots:
        kept = [
            Met(tuple(spot for spot in proof.spots if is_within(reading, anchor, spot, within)))
            for proof in located
        ]
        if all(proof.spots for proof in kept):
            return kept
    return []


def _clear_of(
    condition: Condition, proofs: list[Met], findings: Findings, patterns: Patterns
) -> Met | None:
    """With `within`, only what stands that near excludes: keep finds without such neighbours."""
    barred = [
        spot
        for inner in condition.none
        if (met := evaluate(inner, findings, patterns)) is not None
        for spot in met.spots
    ]
    if not barred:
        return None  # a fact about the whole item excludes everywhere

    def free(spot: Spot) -> bool:
        return not any(is_within(findings.reading, spot, bar, condition.within) for bar in barred)

    kept = [Met(tuple(filter(free, proof.spots))) if proof.spots else proof for proof in proofs]
    if any(proof.spots and not left.spots for proof, left in zip(proofs, kept, strict=True)):
        return None
    kept = _together(kept, condition.within, findings.reading)
    spots = tuple(spot for proof in kept for spot in proof.spots)
    return Met(spots) if len({spot.start for spot in spots}) >= condition.min else None


def _walk(condition: Condition) -> Iterator[Condition]:
    yield condition
    for inner in (*condition.any, *condition.all, *condition.none):
        yield from _walk(inner)
