"""Generates a stream of reports on invented events, from a seed, in five languages; labelled.

Each event is told by several sources in their own words and order; many have a sibling that is
easy to confuse with it (same things elsewhere, other things there, the same again later). Copies,
forwards, light edits, updates, corrections, late items, background on older events and noise are
mixed in. The words are a bank of their own (event_phrases), so that two authors tell alike streams.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from benchmarks.event_phrases import GearName, Phrases
from benchmarks.event_scenes import START, Scene, Scenes
from benchmarks.event_words import FIRST

VAGUE = 0.12
LANGUAGES = ("en", "ru", "fr", "uk", "ar")
JOINTS = {"en": " and ", "ru": " и ", "fr": " et ", "uk": " та ", "ar": " و"}
SOURCES = tuple(f"{lang}-{n}" for lang in LANGUAGES for n in range(1, 8))


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the stream, with what is true of it."""

    id: str
    source: str
    lang: str
    kind: str
    title: str
    text: str
    published_at: datetime
    url: str
    origin: str = ""
    event: str | None = None
    novelty: tuple[str, ...] = ()
    role: str = "report"


@dataclass(frozen=True, slots=True)
class Share:
    """What an author knows: how many of the things, with counts, the code, the next place."""

    things: int
    counted: bool
    factor: float = 1.0
    code: bool = False
    onward: bool = False
    vague: bool = False  # "tanks", without the model
    far: bool = False  # "in Mali", without the town


def stream(seed: int, events: int = 120, words: Phrases = FIRST) -> list[Item]:
    """The items in the order of arrival, which is not quite the order of publication."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, no secret
    scenes = list(Scenes(chance, words).made(events))
    teller = Teller(chance, words, scenes)
    items = [item for scene in scenes for item in teller.told(scene)]
    items += [teller.noise(n, events) for n in range(events * 2)]
    late = {item.id: chance.random() for item in items}
    delay = timedelta(hours=30)
    return sorted(
        items,
        key=lambda item: item.published_at + (delay if late[item.id] < 0.03 else timedelta()),
    )


class Teller:
    """Puts events into words, and remembers what was told of each."""

    def __init__(self, chance: random.Random, words: Phrases, scenes: list[Scene]) -> None:
        self._chance, self._words, self._scenes = chance, words, scenes

    def told(self, scene: Scene) -> list[Item]:
        """The items of one event in order of publication, each labelled with what it adds."""
        chance = self._chance
        count = chance.choice((1, 2, 3, 4, 5, 6, 8, 11, 15))
        gaps = [chance.expovariate(1 / 6) for _ in range(count)]
        at = scene.start
        items: list[Item] = []
        shown = self._first_share(scene)
        for number in range(count):
            if number and chance.random() < 0.35:
                items.append(self._copy(chance.choice(items), f"{scene.name}-{number}", at))
            else:
                shown = self._more(scene, shown) if number else shown
                items.append(self._report(scene, shown, f"{scene.name}-{number}", at))
            at += timedelta(hours=min(40.0, gaps[number]))
        return items

    def noise(self, number: int, events: int) -> Item:
        """Something that is no report of anything watched."""
        chance = self._chance
        lang = chance.choice(LANGUAGES)
        source = self._source(lang)
        at = START + timedelta(days=events / 4) * chance.random()
        text = chance.choice(self._words.noise[lang])
        url = f"https://{source}.example/n{number}"
        return Item(f"n{number}", source, lang, "post", "", text, at, url, role="noise")

    def _source(self, lang: str, but: str = "") -> str:
        return self._chance.choice([s for s in SOURCES if s.startswith(lang) and s != but])

    def _first_share(self, scene: Scene) -> Share:
        chance = self._chance
        code = "code first" in scene.told
        things = chance.randint(1, len(scene.gear))
        return Share(things, chance.random() < 0.7, chance.choice((1.0, 1.0, 0.5)), code)

    def _more(self, scene: Scene, share: Share) -> Share:
        """Mostly what is known; now and then one thing more, or a count taken back."""
        chance = self._chance
        if share.counted and chance.random() < self._words.corrections:
            return replace(share, factor=0.4)
        if chance.random() > 0.45:
            return share
        steps = [
            replace(share, things=min(len(scene.gear), share.things + 1)),
            replace(share, factor=1.0, counted=True),
            replace(share, code=bool(scene.code)),
            replace(share, onward=scene.onward is not None),
        ]
        return chance.choice(steps)

    def _report(self, scene: Scene, share: Share, name: str, at: datetime) -> Item:
        chance = self._chance
        lang = chance.choices(LANGUAGES, (30, 30, 20, 12, 8))[0]
        source = self._source(lang)
        own = self._own(scene, share)
        title, lead = "", self._lead(scene, own, lang)
        if chance.random() >= 0.55:
            plain = replace(own, counted=False, code=False, onward=False)
            title = self._lead(scene, plain, lang).rstrip(".")
        text = self._body(scene, own, lang, lead)
        return Item(
            name, source, lang, "article" if title else "post", title, text, at,
            f"https://{source}.example/{name}", event=scene.name,
            novelty=_novelty(scene, own, source), role="report",
        )  # fmt: skip

    def _own(self, scene: Scene, share: Share) -> Share:
        """Not every author repeats everything that is known."""
        chance = self._chance
        counted = share.counted and chance.random() < 0.75
        code = share.code and bool(scene.code)
        code = code and ("code first" in scene.told or chance.random() < 0.6)
        onward = share.onward and scene.onward is not None and chance.random() < 0.6
        rough = bool(scene.sources) and chance.random() < VAGUE
        return replace(
            share, counted=counted, code=code, onward=onward,
            vague=rough and scene.kind != "troops", far=rough and chance.random() < 0.4,
        )  # fmt: skip

    def _lead(self, scene: Scene, share: Share, lang: str) -> str:
        listed = self._list(scene, share, lang)
        where = getattr(scene.place, lang)
        if share.far:
            where = self._words.countries[scene.place.country][lang]
        template = self._chance.choice(self._words.leads[scene.kind][lang])
        sentence: str = template.format(gear=listed, place=where)
        return sentence[0].upper() + sentence[1:]

    def _list(self, scene: Scene, share: Share, lang: str) -> str:
        things = [
            self._thing(gear, max(1, round(count * share.factor)) if share.counted else 0,
                        (lang, share.vague))
            for gear, count in scene.gear[: share.things]
        ]  # fmt: skip
        return ", ".join(things[:-1]) + (JOINTS[lang] if len(things) > 1 else "") + things[-1]

    def _thing(self, gear: GearName, count: int, how: tuple[str, bool]) -> str:
        (lang, vague), chance, words = how, self._chance, self._words
        noun, model = words.noun(gear, lang), words.model(gear, lang)
        spelled = words.numbers[lang]
        number = spelled[count] if count in spelled and chance.random() < 0.6 else str(count)
        if vague or not model:
            return f"{number} {noun}" if count > 1 else noun
        form = chance.choice((words.counted if count > 1 else words.plain)[lang])
        if not form.startswith("{n}"):
            number = str(count)
        return form.format(n=number, noun=noun, model=model)

    def _body(self, scene: Scene, share: Share, lang: str, lead: str) -> str:
        chance, words = self._chance, self._words
        parts = [chance.choice(words.openers[lang]) + lead]
        if share.code:
            table = words.ids if scene.kind in ("flight", "loss") else words.markings
            parts.append(chance.choice(table[lang]).format(code=scene.code))
        if share.onward and scene.onward is not None:
            where = getattr(scene.onward, lang)
            parts.append(chance.choice(words.onward[lang]).format(place=where))
        parts += chance.sample(words.colour[lang], chance.randint(0, 2))
        if chance.random() < 0.25:
            parts.append(chance.choice(words.asides[lang]))
        if chance.random() < 0.12:
            parts.append(self._recalled(scene, lang))
        return " ".join(parts)

    def _recalled(self, scene: Scene, lang: str) -> str:
        """A sentence on some other event, told as past."""
        other = self._chance.choice([s for s in self._scenes if s is not scene])
        gear = self._list(other, Share(1, counted=True), lang)
        template = self._chance.choice(self._words.recall[lang])
        return template.format(gear=gear, place=getattr(other.place, lang))

    def _copy(self, item: Item, name: str, at: datetime) -> Item:
        """A forward, a syndicated text or a light edit, by another source."""
        chance = self._chance
        how = chance.choice(("forward", "same", "edited"))
        source = self._source(item.lang, but=item.source)
        text = item.text
        if how == "edited":
            tail = chance.choice(("📷", "Photo: archive.", "👇", "#news"))
            text = f"{text.replace('. ', '.' + chr(10), 1)} {tail}"
        origin = (item.origin or item.url) if how == "forward" else ""
        return replace(
            item, id=name, source=source, text=text, published_at=at, origin=origin,
            url=f"https://{source}.example/{name}", novelty=("REPEAT",), role="copy",
        )  # fmt: skip


def _novelty(scene: Scene, share: Share, source: str) -> tuple[str, ...]:
    names = []
    first = not scene.sources
    for gear, count in scene.gear[: share.things]:
        if share.vague:
            continue
        if gear.id not in scene.told:
            scene.told.add(gear.id)
            names.append("NEW_EQUIPMENT")
        number = max(1, round(count * share.factor))
        if share.counted and number > 1:
            before = scene.counts.get(gear.id)
            names += _of_count(before, number, "NEW_EQUIPMENT" in names)
            least, most = before or (number, number)
            scene.counts[gear.id] = (min(least, number), max(most, number))
    for fact, name, told in (("code", "NEW_ID", share.code), ("onward", "NEW_PLACE", share.onward)):
        if told and fact not in scene.told:
            scene.told.add(fact)
            names.append(name)
    new_source = source not in scene.sources
    scene.sources.add(source)
    if first:
        return ("FIRST_REPORT",)
    names += ["INDEPENDENT_SOURCE"] if new_source else []
    return tuple(dict.fromkeys(names)) or ("REPEAT",)


def _of_count(before: tuple[int, int] | None, number: int, new: bool) -> list[str]:
    least, most = before or (1, 1)
    if number * 3 <= least * 2:
        return ["CONTRADICTION"]
    return ["LARGER_COUNT"] if not new and number > most else []
