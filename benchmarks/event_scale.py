"""What an item costs beside a full archive: `python -m benchmarks.event_scale`.

Fills an SQLite archive (default: 1,000,000 items, 50,000 detections, 10,000 open events), then
lets a fresh process place a generated stream through the real path, and prints CPU and wall time
per item and the process's peak of memory. `--keep DIR` uses the archive of an earlier run.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from archive.archive import Archive
from archive.codec import dump, dump_texts
from archive.model import ClaimRequest
from archive.tables import bands, detections, items, metadata, revisions
from benchmarks.event_replay import ROOT
from benchmarks.event_stream import stream
from collector.item import Item, PollResult, PollState
from config.lexemes import PlaceEntry
from config.load import read_lexicon, read_yaml
from config.schema import Source, Watchlist
from config.settings import Settings
from detector.copies import fingerprint, sketch
from detector.events import OpenEvent, joined, opened
from detector.facts import Facts, Spot, Thing
from detector.model import Detection
from workers.clock import utc_now
from workers.detecting import Placer
from workers.live import Live

SOURCE = Source.model_validate({"name": "wire", "url": "https://wire.example/feed"})
SPAN = timedelta(days=60)  # over which the archived items are spread
OPEN = timedelta(days=6)  # how long ago open events were last told
LEASE = timedelta(minutes=5)
CHUNK = 20_000


def main() -> None:
    """Fill, then measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--detections", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(chosen.measure)
        return
    directory = chosen.keep or Path(tempfile.mkdtemp(prefix="tocsin-scale-"))
    if not (directory / "full.db").exists():
        directory.mkdir(parents=True, exist_ok=True)
        start = time.monotonic()
        fill(directory / "full.db", chosen)
        print(f"filled in {time.monotonic() - start:.0f} s")
    try:
        for stale in directory.glob("tocsin.db*"):
            stale.unlink()
        shutil.copy(directory / "full.db", directory / "tocsin.db")
        command = [sys.executable, "-m", "benchmarks.event_scale", "--measure", str(directory)]
        subprocess.run(command, check=True)  # noqa: S603 - our own module
    finally:
        if not chosen.keep:
            shutil.rmtree(directory)


def measure(directory: Path) -> None:
    """Poll and place a stream; the first fifth warms caches as in a worker that has run before."""
    environ = {
        "TOCSIN_CONFIG": str(ROOT / "config"), "TOCSIN_VAR": str(directory),
        "TOCSIN_DATABASE_URL": f"sqlite:///{directory / 'tocsin.db'}",
    }  # fmt: skip
    archive = Archive.open(environ["TOCSIN_DATABASE_URL"])
    with closing(archive):
        archive.migrate()
        live = Live(Settings.from_env(environ), archive, utc_now)
        archive.register([SOURCE], utc_now())
        live.current().detector  # noqa: B018 - compiled before anything is measured
        placer, told = Placer(archive, live, "bench"), _stream()
        part = len(told) // 5
        for name, chosen in (("warming", told[:part]), ("measured", told[part:])):
            _poll(archive, chosen)
            wall, cpu = time.monotonic(), time.process_time()
            done = placer.drain()
            wall, cpu = time.monotonic() - wall, time.process_time() - cpu
            print(
                f"{name}: {done.read} items, {done.relevant} relevant, {done.told} told; "
                f"{cpu / done.read * 1000:.2f} ms CPU, {wall / done.read * 1000:.2f} ms an item"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak of memory {peak:.0f} MB")


def _stream() -> list[Item]:
    """Generated reports and noise, moved to the last days."""
    made = stream(5, 150)
    shift = utc_now() - timedelta(hours=1) - max(item.published_at for item in made)
    return [
        Item(
            source=SOURCE.name, external_id=f"new-{one.id}", kind="post", title=one.title,
            text=one.text, url=one.url, published_at=one.published_at + shift, language=one.lang,
        )
        for one in made
    ]  # fmt: skip


def _poll(archive: Archive, found: list[Item]) -> None:
    now = utc_now()
    state = PollState(first_polled_at=now - SPAN, last_ok_at=now, last_new_at=now)
    (claim,) = archive.claim_sources(ClaimRequest("feed", "bench", LEASE, 1, due_only=False), now)
    result = PollResult(SOURCE.name, state, tuple(found), (), None)
    archive.save_poll(claim, result, now + timedelta(days=1), now)


# --- filling -------------------------------------------------------------------------------------


def fill(path: Path, chosen: argparse.Namespace) -> None:
    """Rows of the size of real ones; everything random is from one seed."""
    archive = Archive.open(f"sqlite:///{path}")
    with closing(archive):
        archive.migrate()
        archive.register([SOURCE], utc_now())
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        _fill_items(connection, chosen.items)
    archive = Archive.open(f"sqlite:///{path}")
    with closing(archive):
        _fill_events(archive, chosen.events)
    with engine.begin() as connection:
        _fill_detections(connection, chosen)
        connection.execute(sa.text("ANALYZE"))
    engine.dispose()


def _fill_items(connection: sa.Connection, count: int) -> None:
    now, text = utc_now(), "An old item that reports nothing. " * 10
    payload = dump(Item(SOURCE.name, "old", "article", "", text, "", None))
    for first in range(1, count + 1, CHUNK):
        rows, texts = [], []
        for number in range(first, min(first + CHUNK, count + 1)):
            at = now - SPAN * ((count - number) / count) - timedelta(hours=2)
            rows.append(
                {"id": number, "source": SOURCE.name, "external_id": f"old-{number}",
                 "revision": 1, "content_hash": f"{number:064x}", "first_seen_at": at,
                 "dated_at": at, "backfill": False, "attempts": 1, "trouble": ""}
            )  # fmt: skip
            texts.append(
                {"item_id": number, "number": 1, "deleted": False, "seen_at": at,
                 "content_hash": f"{number:064x}", "raw_hash": "", "note": "",
                 "payload": payload}
            )  # fmt: skip
        connection.execute(items.insert(), rows)
        connection.execute(revisions.insert(), texts)
        connection.execute(
            metadata.tables["item_ids"].insert(),
            [
                {"source": SOURCE.name, "series": 0, "external_id": row["external_id"],
                 "item_id": row["id"]}
                for row in rows
            ],
        )  # fmt: skip


def _fill_events(archive: Archive, count: int) -> None:
    made = _events(random.Random(1), count)  # noqa: S311 - a benchmark, no secret
    while True:
        with archive.placing() as placing:
            for _ in range(500):
                event = next(made, None)
                if event is None:
                    return
                number = placing.open_event("an event", "high", "ML", event.first_at, key=None)
                placing.keep_known(replace(event, id=number))


def _events(chance: random.Random, count: int) -> Iterator[OpenEvent]:
    """Events of the shipped things and places; a few are told of much more often than others."""
    watchlist = read_yaml(ROOT / "config" / "watchlist.yaml", Watchlist)
    places = _places(watchlist)
    gear = [
        Thing(e.id, e.kind, 2.0, (), e.classes, name=e.name)
        for e in watchlist.entities
        if e.kind == "equipment"
    ]
    force = Thing("africa-corps", "unit", 2.0)
    for number in range(count):
        at = utc_now() - OPEN * chance.random()
        spot = _spot(places[_often(chance, len(places))])
        things = {gear[_often(chance, len(gear))] for _ in range(chance.randint(1, 3))}
        print_ = fingerprint("", f"report {number} of {spot.name} and {len(things)} things")
        facts = Facts(
            f"e{number}", at, "wire", f"origin-{number}", "C", language="en",
            gear=tuple(things), forces=(force,), places=(spot,),
            activities=(chance.choice(("arrival", "movement", "sighting", "loss")),),
            sketch=sketch(print_),
        )  # fmt: skip
        event = opened(0, facts)
        for more in range(chance.randint(0, 6)):
            event = joined(event, replace(facts, id=f"e{number}-{more}", origin=f"o{more}"))
        yield event


def _often(chance: random.Random, size: int) -> int:
    """A number below `size`; small ones much more often."""
    return min(size - 1, int(size ** chance.random()) - 1)


def _places(watchlist: Watchlist) -> list[PlaceEntry]:
    lexicon = read_lexicon(ROOT / "config", watchlist.theatre)
    theatre = frozenset(watchlist.theatre)
    kinds = ("demonym", "country", "region")
    return [p for p in lexicon.places if p.country in theatre and p.kind not in kinds][:400]


def _spot(place: PlaceEntry) -> Spot:
    return Spot(place.name, place.country, 2.0, False, place.lat, place.lon)


def _fill_detections(connection: sa.Connection, chosen: argparse.Namespace) -> None:
    every = max(1, chosen.items // chosen.detections)
    told = stream(9, 60)
    payload = dump(Detection("1", explanation=("a line that says why " * 5,) * 12))
    now = utc_now()
    for first in range(0, chosen.detections, CHUNK // 10):
        rows: list[dict[str, object]] = []
        keys: list[dict[str, object]] = []
        for number in range(first, min(first + CHUNK // 10, chosen.detections)):
            one = told[number % len(told)]
            print_ = fingerprint(one.title, f"{one.text} {number} {number * 7} {number * 13}")
            item = (number + 1) * every
            rows.append(_detection(number + 1, item, print_.exact, now, chosen))
            rows[-1] |= {"payload": payload, "minhash": print_.minhash}
            keys += [{"band": b, "detection_id": number + 1} for b in print_.bands]
        connection.execute(detections.insert(), rows)
        connection.execute(bands.insert(), keys)


def _detection(
    number: int, item: int, exact: str, now: datetime, chosen: argparse.Namespace
) -> dict[str, object]:
    at = now - SPAN * ((chosen.detections - number) / chosen.detections)
    return {
        "id": number, "item_id": item, "revision": 1, "event_id": number % chosen.events + 1,
        "relevant": True, "severity": "high", "reason": "copy", "exact": exact,
        "url": f"https://wire.example/old-{item}", "origin": "", "at": at,
        "facts": dump_texts(("t-72", "Bamako")), "novelty": "[]",
    }  # fmt: skip


if __name__ == "__main__":
    main()
