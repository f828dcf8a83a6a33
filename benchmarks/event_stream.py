"""Generates a stream of reports on invented events, from a seed, in five languages; labelled.

Each event is told by several sources in their own words and order; many have a sibling that is
easy to confuse with it (same things elsewhere, other things there, the same again later). Copies,
forwards, light edits, updates, late items and noise are mixed in.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from benchmarks.event_words import (
    ASIDES,
    COLOUR,
    COUNTRIES,
    CREWS,
    GEAR,
    IDS,
    LEADS,
    MARKINGS,
    NOISE,
    NOUNS,
    NUMBERS,
    ONWARD,
    OPENERS,
    PLACES,
    SOURCES,
    TROOPS,
    GearName,
    PlaceName,
)

START = datetime(2026, 1, 5, tzinfo=UTC)
SIBLINGS = 0.45
VAGUE = 0.12
KINDS = ("ship", "flight", "convoy", "sighting", "handover", "loss", "troops")
LANGUAGES = ("en", "ru", "fr", "uk", "ar")


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


@dataclass(slots=True)
class Scene:
    """An invented event: what is true of it and what has been told so far."""

    name: str
    kind: str
    place: PlaceName
    gear: list[tuple[GearName, int]]
    start: datetime
    code: str = ""
    onward: PlaceName | None = None
    told: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)


def stream(seed: int, events: int = 120) -> list[Item]:
    """The items in the order of arrival, which is not quite the order of publication."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, no secret
    scenes = list(_scenes(chance, events))
    items = [item for scene in scenes for item in _told(chance, scene)]
    items += [_noise(chance, n, events) for n in range(events * 2)]
    late = {item.id: chance.random() for item in items}
    delay = timedelta(hours=30)
    return sorted(
        items,
        key=lambda item: item.published_at + (delay if late[item.id] < 0.03 else timedelta()),
    )


# --- events --------------------------------------------------------------------------------------


def _scenes(chance: random.Random, events: int) -> Iterator[Scene]:
    span = timedelta(days=events / 4)  # about four events a day overlap with their neighbours
    number = 0
    while number < events:
        scene = _scene(chance, f"e{number}", START + span * chance.random())
        number += 1
        yield scene
        if number < events and chance.random() < SIBLINGS:
            yield _sibling(chance, scene, f"e{number}")
            number += 1


def _scene(chance: random.Random, name: str, start: datetime) -> Scene:
    kind = chance.choice(KINDS)
    if kind == "troops":
        return Scene(name, kind, chance.choice(PLACES), [(TROOPS, chance.choice(CREWS))], start)
    port = kind == "ship"
    place = chance.choice([p for p in PLACES if p.port] if port else PLACES)
    pool = [g for g in GEAR if (g.flies if kind in ("flight", "loss") else not g.flies)]
    size = 1 if kind == "loss" else chance.choice((1, 1, 2, 2, 3, 4))
    gear = [
        (g, chance.choice((2, 3, 4, 5, 6, 7, 8, 12, 15, 20))) for g in chance.sample(pool, size)
    ]
    if kind == "loss":
        gear = [(gear[0][0], 1)]
    onward = chance.choice([p for p in PLACES if p is not place]) if chance.random() < 0.3 else None
    code = _code(chance, kind) if chance.random() < 0.4 else ""
    return Scene(name, kind, place, gear, start, code, onward)


def _code(chance: random.Random, kind: str) -> str:
    if kind in ("flight", "loss"):
        return f"RF-{chance.randrange(10_000, 99_999)}"
    return f"{chance.choice('HKLNR')}{chance.randrange(100, 9_999)}"


def _sibling(chance: random.Random, scene: Scene, name: str) -> Scene:
    """Another event that a careless reader would take for the same one."""
    soon = scene.start + timedelta(hours=chance.uniform(2, 40))
    other = replace(scene, name=name, start=soon, told=set(), sources=set(), counts={})
    what = chance.choice(("place", "place", "gear", "gear", "later", "number"))
    if what == "place" or (what == "number" and scene.kind not in ("flight", "loss")):
        places = [p for p in PLACES if p is not scene.place and (p.port or scene.kind != "ship")]
        other.place, other.onward = chance.choice(places), None
    elif what == "gear" and scene.kind == "troops":
        other.gear, other.start = [(TROOPS, 500)], scene.start + timedelta(days=16)
    elif what == "gear":
        known = {g.id for g, _ in scene.gear}
        pool = [g for g in GEAR if g.flies == scene.gear[0][0].flies and g.id not in known]
        other.gear = [(chance.choice(pool), chance.choice((2, 4, 6, 9)))]
        other.kind = (
            chance.choice([k for k in KINDS if k != "loss"]) if scene.kind == "loss" else scene.kind
        )
    elif what == "later":
        other.start = scene.start + timedelta(days=chance.uniform(15, 25))
        other.gear = [(g, chance.choice((2, 4, 6, 9))) for g, _ in scene.gear]
    if scene.code or what == "number":
        other.code = _code(chance, other.kind)
    if what == "number":
        scene.code = scene.code or _code(chance, scene.kind)
        scene.told.add("code first")
        other.told.add("code first")
    return other


# --- items ---------------------------------------------------------------------------------------


def _told(chance: random.Random, scene: Scene) -> list[Item]:
    """The items of one event in order of publication, each labelled with what it adds."""
    count = chance.choice((1, 2, 3, 4, 5, 6, 8, 11, 15))
    gaps = [chance.expovariate(1 / 6) for _ in range(count)]
    at = scene.start
    items: list[Item] = []
    shown = _first_share(chance, scene)
    for number in range(count):
        if number and chance.random() < 0.35:
            items.append(_copy(chance, chance.choice(items), f"{scene.name}-{number}", at))
        else:
            shown = _more(chance, scene, shown) if number else shown
            items.append(_report(chance, scene, shown, f"{scene.name}-{number}", at))
        at += timedelta(hours=min(40.0, gaps[number]))
    return items


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


def _first_share(chance: random.Random, scene: Scene) -> Share:
    code = "code first" in scene.told
    things = chance.randint(1, len(scene.gear))
    return Share(things, chance.random() < 0.7, chance.choice((1.0, 1.0, 0.5)), code)


def _more(chance: random.Random, scene: Scene, share: Share) -> Share:
    """Mostly what is known; now and then one thing more."""
    if chance.random() > 0.45:
        return share
    steps = [
        replace(share, things=min(len(scene.gear), share.things + 1)),
        replace(share, factor=1.0, counted=True),
        replace(share, code=bool(scene.code)),
        replace(share, onward=scene.onward is not None),
    ]
    return chance.choice(steps)


def _report(chance: random.Random, scene: Scene, share: Share, name: str, at: datetime) -> Item:
    lang = chance.choices(LANGUAGES, (30, 30, 20, 12, 8))[0]
    source = chance.choice([s for s in SOURCES if s.startswith(lang)])
    post = chance.random() < 0.55
    # Not every author repeats everything that is known.
    counted = share.counted and chance.random() < 0.75
    code = share.code and bool(scene.code) and ("code first" in scene.told or chance.random() < 0.6)
    onward = share.onward and scene.onward is not None and chance.random() < 0.6
    rough = bool(scene.sources) and chance.random() < VAGUE
    own = replace(
        share, counted=counted, code=code, onward=onward,
        vague=rough and scene.kind != "troops", far=rough and chance.random() < 0.4,
    )  # fmt: skip
    lead, title = _lead(chance, scene, own, lang), ""
    if not post:
        title = _lead(chance, scene, replace(own, counted=False, code=False, onward=False), lang)
        title = title.rstrip(".")
    text = _body(chance, scene, own, lang, lead)
    return Item(
        name, source, lang, "post" if post else "article", title, text, at,
        f"https://{source}.example/{name}", event=scene.name,
        novelty=_novelty(scene, own, source), role="report",
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
            before = scene.counts.get(gear.id, 1)
            if number > before and "NEW_EQUIPMENT" not in names:
                names.append("LARGER_COUNT")
            scene.counts[gear.id] = max(number, scene.counts.get(gear.id, 0))
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


def _lead(chance: random.Random, scene: Scene, share: Share, lang: str) -> str:
    things = [
        _thing(chance, gear, _number(share, count), (lang, share.vague))
        for gear, count in scene.gear[: share.things]
    ]
    joint = {"en": " and ", "ru": " и ", "fr": " et ", "uk": " та ", "ar": " و"}[lang]
    listed = ", ".join(things[:-1]) + (joint if len(things) > 1 else "") + things[-1]
    template = chance.choice(LEADS[scene.kind][lang])
    where = getattr(scene.place, lang)
    if share.far:
        where = COUNTRIES[scene.place.country][lang]
    sentence = template.format(gear=listed, place=where)
    return sentence[0].upper() + sentence[1:]


def _number(share: Share, count: int) -> int:
    return max(1, round(count * share.factor)) if share.counted else 0


def _thing(chance: random.Random, gear: GearName, count: int, how: tuple[str, bool]) -> str:
    lang, vague = how
    name = NOUNS[gear.noun][lang] if vague else gear.phrase(lang)
    if count <= 1:
        return name
    words = NUMBERS[lang]
    number = words[count] if count in words and chance.random() < 0.6 else str(count)
    return f"{number} {name}"


def _body(chance: random.Random, scene: Scene, share: Share, lang: str, lead: str) -> str:
    parts = [chance.choice(OPENERS[lang]) + lead]
    if share.code:
        table = IDS if scene.kind in ("flight", "loss") else MARKINGS
        parts.append(chance.choice(table[lang]).format(code=scene.code))
    if share.onward and scene.onward is not None:
        parts.append(chance.choice(ONWARD[lang]).format(place=getattr(scene.onward, lang)))
    parts += chance.sample(COLOUR[lang], chance.randint(0, 2))
    if chance.random() < 0.25:
        parts.append(chance.choice(ASIDES[lang]))
    return " ".join(parts)


def _copy(chance: random.Random, item: Item, name: str, at: datetime) -> Item:
    """A forward, a syndicated text or a light edit, by another source."""
    how = chance.choice(("forward", "same", "edited"))
    source = chance.choice([s for s in SOURCES if s.startswith(item.lang) and s != item.source])
    text = item.text
    if how == "edited":
        text = (
            text.replace(". ", ".\n", 1)
            + " "
            + chance.choice(("📷", "Photo: archive.", "👇", "#news"))
        )
    origin = (item.origin or item.url) if how == "forward" else ""
    return replace(
        item, id=name, source=source, text=text, published_at=at, origin=origin,
        url=f"https://{source}.example/{name}", novelty=("REPEAT",), role="copy",
    )  # fmt: skip


def _noise(chance: random.Random, number: int, events: int) -> Item:
    lang = chance.choice(LANGUAGES)
    source = chance.choice([s for s in SOURCES if s.startswith(lang)])
    at = START + timedelta(days=events / 4) * chance.random()
    text = chance.choice(NOISE[lang])
    return Item(
        f"n{number}", source, lang, "post", "", text, at, f"https://{source}.example/n{number}",
        role="noise",
    )  # fmt: skip
