"""Evaluate the conditions of watches over what was found; pure, no matching of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import re2

from config.schema import Condition
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


# The proof that a condition holds: finds, or a fact about the whole item (no spots).
Met = tuple[Spot, ...]
Clause = tuple[tuple[str, frozenset[str]], ...]  # one of these names in one of these fields


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition made ready to be asked: only what it names, its expression compiled.

    RE2 is linear, so no text can stall it.
    """

    condition: Condition
    listed: tuple[tuple[str, tuple[str, ...]], ...]  # fields of Findings, one name of each
    pattern: re2._Regexp[str] | None
    of_source: bool
    all: tuple[Rule, ...]
    any: tuple[Rule, ...]
    none: tuple[Rule, ...]

    @classmethod
    def of(cls, condition: Condition) -> Rule:
        """Prepare a condition and those inside it."""
        asked = (
            ("entities", condition.entity),
            ("kinds", condition.kind),
            ("classes", condition.classes),
            ("keywords", condition.keyword),
            ("countries", condition.country),
            ("actions", condition.action),
        )
        return cls(
            condition,
            tuple((field, tuple(names)) for field, names in asked if names),
            re2.compile(condition.regex) if condition.regex else None,
            bool(condition.language or condition.source or condition.reliability),
            tuple(map(cls.of, condition.all)),
            tuple(map(cls.of, condition.any)),
            tuple(map(cls.of, condition.none)),
        )


def needs_trigger(condition: Condition) -> bool:
    """Whether the condition can't hold without an entity or keyword."""
    if condition.entity or condition.kind or condition.classes or condition.keyword:
        return True
    if any(needs_trigger(inner) for inner in condition.all):
        return True
    return bool(condition.any) and all(needs_trigger(inner) for inner in condition.any)


def clauses_of(rule: Rule) -> tuple[Clause, ...]:
    """What must be found for the condition to hold, so far as names alone tell; all of them."""
    clauses: list[Clause] = [((field, frozenset(names)),) for field, names in rule.listed]
    clauses += [clause for inner in rule.all for clause in clauses_of(inner)]
    either = [clauses_of(inner) for inner in rule.any]
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


def evaluate(rule: Rule, findings: Findings) -> Met | None:
    """Return the proof that the condition holds, or None."""
    proofs: list[Met] = []
    for part in _parts(rule, findings):
        if part is None:
            return None
        proofs.append(part)
    within, least = rule.condition.within, rule.condition.min
    if rule.none and any(evaluate(inner, findings) is not None for inner in rule.none):
        clears = within != "document" and proofs
        return _clear_of(rule, proofs, findings) if clears else None
    if within != "document":
        proofs = _together(proofs, within, findings.reading)
        if not proofs:
            return None
    spots = _once(proofs)
    if least > 1 and len({spot.start for spot in spots}) < least:
        return None
    return spots


def _once(proofs: Sequence[Met]) -> Met:
    spots = [spot for proof in proofs for spot in proof]
    return tuple(spots if len(spots) < 2 else dict.fromkeys(spots))


def _parts(rule: Rule, findings: Findings) -> Iterator[Met | None]:
    for field_name, names in rule.listed:
        yield _listed(names, getattr(findings, field_name))
    if rule.pattern:
        yield _matched(rule.pattern, findings.reading)
    if rule.of_source:
        yield from _of_source(rule.condition, findings.reading)
    for inner in rule.all:
        yield evaluate(inner, findings)
    if rule.any:
        yield _union([evaluate(inner, findings) for inner in rule.any])


def _listed(names: Iterable[str], found: Mapping[str, list[Spot]]) -> Met | None:
    if not found:
        return None
    spots = [spot for name in names if name in found for spot in found[name]]
    return tuple(spots) or None


def _matched(pattern: re2._Regexp[str], reading: Reading) -> Met | None:
    spots = []
    for found in pattern.finditer(reading.whole):
        start, end = found.span()
        if end > start:
            number = reading.sentence_of(start)
            spots.append(Spot("regex", pattern.pattern, start, end, number, found[0]))
    return tuple(spots) or None


def _of_source(condition: Condition, reading: Reading) -> Iterator[Met | None]:
    document = reading.document
    if condition.language:
        yield () if document.language in condition.language else None
    if condition.source:
        yield () if {document.source, *document.tags} & set(condition.source) else None
    if condition.reliability:
        good = _GRADES.find(document.reliability) <= _GRADES.find(condition.reliability)
        yield () if good and document.reliability in _GRADES else None


def _union(proofs: Iterable[Met | None]) -> Met | None:
    held = [proof for proof in proofs if proof is not None]
    return tuple([spot for proof in held for spot in proof]) if held else None


def _together(proofs: list[Met], within: str | int, reading: Reading) -> list[Met]:
    """Keep the finds around which every part is present; empty if there are none."""
    located = [proof for proof in proofs if proof]
    if not located:
        return proofs
    starts = list(map(_starts, located))
    for anchor in located[0]:
        first, past = reach = reading.reach(anchor.start, within)
        if all(_is_any_in(reach, some) for some in starts):
            return [tuple([s for s in proof if first <= s.start < past]) for proof in located]
    return []


def _starts(spots: Iterable[Spot]) -> list[int]:
    return sorted([spot.start for spot in spots])


def _is_any_in(reach: tuple[int, int], starts: Sequence[int]) -> bool:
    at = bisect_left(starts, reach[0])
    return at < len(starts) and starts[at] < reach[1]


def _clear_of(rule: Rule, proofs: list[Met], findings: Findings) -> Met | None:
    """With `within`, only what stands that near excludes: keep finds without such neighbours."""
    within, least = rule.condition.within, rule.condition.min
    barred = _starts(
        spot
        for inner in rule.none
        if (met := evaluate(inner, findings)) is not None
        for spot in met
    )
    if not barred:
        return None  # a fact about the whole item excludes everywhere

    def free(spot: Spot) -> bool:
        return not _is_any_in(findings.reading.reach(spot.start, within), barred)

    kept = [tuple(filter(free, proof)) for proof in proofs]
    if any(proof and not left for proof, left in zip(proofs, kept, strict=True)):
        return None
    kept = _together(kept, within, findings.reading)
    spots = tuple([spot for proof in kept for spot in proof])
    return spots if len({spot.start for spot in spots}) >= least else None
