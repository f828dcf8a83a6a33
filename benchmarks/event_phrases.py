"""What a bank of words for benchmarks.event_stream holds: places, things, sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Sentences = Mapping[str, Sequence[str]]  # by language


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as the bank's sentences need it, per language."""

    name: str
    country: str
    en: str
    ru: str
    fr: str
    uk: str
    ar: str
    port: bool = False


@dataclass(frozen=True, slots=True)
class GearName:
    """A thing with its class word; `flies` decides what can happen to it."""

    id: str
    latin: str
    cyrillic: str
    noun: str
    flies: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """One author's way to say everything. `counted` and `plain` name a model with `{n}` or not."""

    places: Sequence[PlaceName]
    countries: Mapping[str, Mapping[str, str]]
    gear: Sequence[GearName]
    troops: GearName
    crews: Sequence[int]
    nouns: Mapping[str, Mapping[str, str]]
    counted: Sentences
    plain: Sentences
    numbers: Mapping[str, Mapping[int, str]]
    leads: Mapping[str, Sentences]
    openers: Sentences
    ids: Sentences
    markings: Sentences
    onward: Sentences
    colour: Sentences
    asides: Sentences
    recall: Sentences  # of an older event of the same stream; {gear}, {place}
    noise: Sentences
    corrections: float = 0.0  # how often a count is taken back

    def noun(self, gear: GearName, lang: str) -> str:
        """The class word: "tanks"."""
        return self.nouns[gear.noun][lang]

    def model(self, gear: GearName, lang: str) -> str:
        """The model as the language writes it; empty for people."""
        return gear.cyrillic if lang in ("ru", "uk") else gear.latin
