"""Read the articles behind summaries: which are wanted, and a window of polite reading.

One page of a host at a time over all processes, at least a second apart. The alert of the summary
was written before its article is even wanted, so nothing here delays it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from archive.archive import Archive
from archive.fulltexts import ArticleClaim
from collector.extractor import Extractor
from collector.fulltext import SHORT_CHARS, Articles, Fetched, wants
from collector.item import Failure, FailureKind
from workers.clock import utc_now
from workers.live import Live, Loaded
from workers.reading import Heard, document_of
from workers.web import Web

WINDOW = 10  # pages in flight, each of another host
LEASE = timedelta(minutes=3)  # a page through five redirects, each with its robots.txt
REST = timedelta(seconds=1)  # between two pages of a host
TRIES = 4
RETRY_AFTER = timedelta(minutes=1)  # then six times as long each time
MAX_WAIT = timedelta(hours=24)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ArticlesRead:
    """What a round of reading gave."""

    read: int = 0
    none: tuple[tuple[str, str], ...] = ()  # source, why there is none


@dataclass(frozen=True, slots=True)
class _Outcome:
    source: str
    kept: bool = False  # the detector has work
    none: str = ""  # why there is none, for good


class Reader:
    """Owns an event loop, an HTTP client and a child for the life of the process."""

    def __init__(self, archive: Archive, live: Live, owner: str) -> None:
        self._archive, self._live, self._owner = archive, live, owner
        self._runner = asyncio.Runner()
        self._web = Web(live)
        self._extractor = Extractor()
        self._is_stopping = False

    def drain(self, until: datetime, on_kept: Callable[[], object]) -> ArticlesRead:
        """Read due articles until none can be read now or the time is up."""
        return self._runner.run(self._window(until, on_kept))

    def stop(self) -> None:
        """Take no more work. Safe in a signal handler."""
        self._is_stopping = True

    def close(self) -> None:
        self._runner.run(self._close())
        self._runner.close()

    async def _close(self) -> None:
        await self._extractor.aclose()
        await self._web.aclose()

    async def _window(self, until: datetime, on_kept: Callable[[], object]) -> ArticlesRead:
        read, none = 0, list[tuple[str, str]]()
        articles = Articles(await self._web.client(), self._extractor, self._archive.fulltexts)
        running: set[asyncio.Task[_Outcome]] = set()
        while True:
            for claim in self._claim(until, WINDOW - len(running)):
                running.add(asyncio.create_task(self._read(claim, articles)))
            if running:
                ended, running = await asyncio.wait(
                    running, return_when=asyncio.FIRST_COMPLETED, timeout=REST.total_seconds()
                )
                outcomes = [task.result() for task in ended]
                none += [(one.source, one.none) for one in outcomes if one.none]
                read += (kept := sum(one.kept for one in outcomes))
                if kept:
                    on_kept()
            elif not await self._rested(until):
                return ArticlesRead(read, tuple(none))

    def _claim(self, until: datetime, room: int) -> list[ArticleClaim]:
        now = utc_now()
        if not room or now >= until or self._is_stopping:
            return []
        return self._archive.fulltexts.claim(self._owner, now, LEASE, room)

    async def _rested(self, until: datetime) -> bool:
        """Wait where only the pause between two pages of a host keeps work from us."""
        now = utc_now()
        ready = self._archive.fulltexts.ready_at(now)
        if self._is_stopping or ready is None or ready >= until or ready > now + 2 * REST:
            return False
        await asyncio.sleep(max(0.01, (ready - now).total_seconds()))
        return True

    async def _read(self, claim: ArticleClaim, articles: Articles) -> _Outcome:
        """Read one article and write what became of it."""
        source = self._live.current().source(claim.source)
        if source is None or source.fulltext == "never" or not source.enabled:
            self._archive.fulltexts.settle(claim, "no longer wanted", utc_now())
            return _Outcome(claim.source)
        shared = self._archive.fulltexts.shared_text(claim, utc_now())
        if shared is not None:
            return self._save(claim, shared)
        fetched = await self._ask(claim, articles)
        pause = max(REST, timedelta(seconds=fetched.delay_s))
        self._archive.fulltexts.rest(claim.host, utc_now() + pause)
        if fetched.failure is None:
            return self._save(claim, fetched.text)
        return self._fail(claim, fetched, fetched.failure)

    async def _ask(self, claim: ArticleClaim, articles: Articles) -> Fetched:
        try:
            return await articles.read(claim.address, utc_now())
        except Exception as error:
            # The one broad catch: whatever a hostile page provokes costs that page only.
            _log.exception("article_crashed", source=claim.source)
            reason = f"unexpected {type(error).__name__}: {error}"
            return Fetched(failure=Failure(FailureKind.SOFT, reason[:500]))

    def _save(self, claim: ArticleClaim, text: str) -> _Outcome:
        return _Outcome(claim.source, self._archive.fulltexts.save(claim, text, utc_now()))

    def _fail(self, claim: ArticleClaim, fetched: Fetched, failure: Failure) -> _Outcome:
        now = utc_now()
        if not fetched.is_worth_another_try or claim.attempt >= TRIES:
            self._archive.fulltexts.settle(claim, failure.reason, now)
            return _Outcome(claim.source, none=failure.reason)
        pause = RETRY_AFTER * 6 ** (claim.attempt - 1)
        asked = timedelta(seconds=failure.retry_after_s or 0.0)
        self._archive.fulltexts.retry(claim, failure.reason, now + min(max(pause, asked), MAX_WAIT))
        return _Outcome(claim.source)


def wishes(reads: Iterable[Heard], loaded: Loaded, archive: Archive) -> frozenset[int]:
    """Items whose article is to be read, by their ids."""
    asking = [read for read in reads if _may_ask(read)]
    if not asking:
        return frozenset()
    short = archive.fulltexts.short_sources(SHORT_CHARS)
    return frozenset(r.pending.item_id for r in asking if _wants(r, loaded, short))


def _may_ask(read: Heard) -> bool:
    pending, item = read.pending, read.pending.item
    is_news = pending.deleted_at is None and not pending.backfill
    is_page = item.kind == "article" and bool(item.url) and not item.is_full
    return is_news and is_page and read.source.fulltext != "never"


def _wants(read: Heard, loaded: Loaded, short: Collection[str]) -> bool:
    text, mode = read.pending.item.text, read.source.fulltext
    is_short = read.source.name in short
    if wants(mode, text, heard=False, short=is_short):
        return True
    return wants(mode, text, heard=True, short=is_short) and _is_heard(read, loaded)


def _is_heard(read: Heard, loaded: Loaded) -> bool:
    """Whether the summary names something watched, or a place of the theatre."""
    if read.detection.mentions:
        return True
    try:
        return _is_of_the_theatre(read, loaded)
    except Exception:
        # Whatever one hostile text provokes must cost that item only; it was read without this.
        _log.exception("places_not_read", item=read.pending.item_id)
        return False


def _is_of_the_theatre(read: Heard, loaded: Loaded) -> bool:
    countries = frozenset(loaded.configuration.watchlist.theatre)
    places = read.detection.places or loaded.detector.places(
        document_of(read.pending.item, read.source)
    )
    return any(place.country in countries for place in places)
