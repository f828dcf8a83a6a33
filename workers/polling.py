"""Poll what is due: a sliding window over one event loop and one HTTP client per process.

The process that polls channels holds the Telegram accounts as well, if any are declared.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

import structlog

from archive.archive import Archive
from archive.codec import recall
from archive.model import ArchiveUnavailable, ClaimRequest, FinishedPoll, SavedPoll, SourceClaim
from collector import telegram_web
from collector.http import Http
from collector.item import Failure, FailureKind, PollResult, PollState
from collector.poll import poll
from collector.schedule import next_poll, phase_of, slower
from collector.telegram_web_reader import WebReader
from config.schema import Source
from workers.clock import utc_now
from workers.live import Live
from workers.photos import Photographer
from workers.telegram import Accounts, stood_in
from workers.telegram_names import NameWatch
from workers.web import Web
from workers.witness import Witness

Kind = Literal["feed", "channel"]
# Polls in flight: slow servers are many; channels wait for one host anyway.
WINDOWS: dict[Kind, int] = {"feed": 200, "channel": 4}
A_HOST = 2  # feeds of one host held at once: one is asked, the next one waits its turn
GATHER_S = 0.05
LOOK_AGAIN_S = 1.0  # what becomes due does not wait for a slow server that was asked before
CLAIM_SHARE = 5  # of the window: so much of it is filled at once
# On top of one fetch, for waiting at the host's gate and for further pages. What outlives its lease
# is void and polled again; what a killed worker held comes back after it.
LEASES: dict[Kind, timedelta] = {"feed": timedelta(minutes=1), "channel": timedelta(minutes=2)}
IDLE = timedelta(seconds=15)  # for photos, when no channel is due
ROUND_LEASE, ROUND_LIMIT = timedelta(minutes=10), 100_000  # `run --once` takes all at once

Running = set[asyncio.Task[FinishedPoll | None]]

_log = structlog.get_logger()


@dataclass(slots=True)
class Polled:
    """What a round of polling gave."""

    sources: int = 0
    new: int = 0
    revised: int = 0
    deleted: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)  # source, reason
    elsewhere: int = 0  # sources that another process was polling


class Poller:
    """Owns the event loop and the HTTP client for the life of the process."""

    def __init__(self, archive: Archive, live: Live, owner: str) -> None:
        self._archive, self._live, self._owner = archive, live, owner
        self._runner = asyncio.Runner()
        self._web = Web(live)
        self._witness, self._names = Witness(archive), NameWatch()
        self._accounts = Accounts(archive, live, owner, self._witness)
        self._photographer = Photographer(archive, live, self._accounts)
        self._is_stopping = False
        self._under_way: Running = set()  # slow ones that a former drain did not wait for

    def drain(self, kind: Kind, until: datetime, on_kept: Callable[[], object]) -> Polled:
        """Poll due sources until none is left or the time is up.

        `on_kept` is called when something wants detection, and again while it says True: more is
        left than should be done at once. Slow servers are left to the next drain when time is up.
        """

        def claim(room: int) -> list[SourceClaim]:
            now = utc_now()
            if now >= until or self._is_stopping:
                return []
            loaded = self._live.current()
            lease = loaded.fetch.timeout + LEASES[kind]
            request = ClaimRequest(kind, self._owner, lease, room)
            if kind == "feed":
                request = replace(request, a_host=A_HOST, free_hosts=loaded.free_hosts)
            return self._archive.claim_sources(request, now)

        if kind == "channel":
            return self._runner.run(self._channels(claim, on_kept))
        return self._runner.run(self._window(WINDOWS[kind], claim, on_kept, until))

    def poll_all(self) -> Polled:
        """Poll every source once, due or not; detection is left to the caller."""
        claims: list[SourceClaim] = []
        for kind in ("feed", "channel"):
            claims += self._archive.claim_sources(
                ClaimRequest(kind, self._owner, ROUND_LEASE, ROUND_LIMIT, due_only=False), utc_now()
            )

        def claim(room: int) -> list[SourceClaim]:
            taken, claims[:room] = claims[:room], []
            return taken

        elsewhere = self._archive.sources_of_others(self._owner, utc_now())
        polled = self._runner.run(self._everything(claim))
        polled.elsewhere = elsewhere
        return polled

    def stop(self) -> None:
        """Take no more work; what is under way comes to its end. Safe in a signal handler."""
        self._is_stopping = True

    def close(self) -> None:
        self._runner.run(self._abandoned())
        self._runner.run(self._accounts.close())
        self._runner.run(self._web.aclose())
        self._runner.close()

    async def _channels(
        self, claim: Callable[[int], list[SourceClaim]], on_kept: Callable[[], object]
    ) -> Polled:
        if not await self._accounts.prepare():
            return Polled()
        self._witness.plan(utc_now())
        async with self._leases_kept():
            polled = await self._window(WINDOWS["channel"], claim, on_kept)
            self._accounts.follow_pushes()
            if not self._is_stopping:
                await self._photographer.fetch_some(await self._client(), utc_now() + IDLE)
            return polled

    async def _everything(self, claim: Callable[[int], list[SourceClaim]]) -> Polled:
        """Accounts that another process holds are left to it; public pages will do this once."""
        await self._accounts.prepare()
        self._witness.plan(utc_now())
        async with self._leases_kept():
            return await self._window(WINDOWS["feed"], claim, lambda: None)

    @asynccontextmanager
    async def _leases_kept(self) -> AsyncIterator[None]:
        keeper = asyncio.create_task(self._accounts.keep())
        try:
            yield
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)

    async def _window(
        self,
        size: int,
        claim: Callable[[int], list[SourceClaim]],
        on_kept: Callable[[], object],
        until: datetime | None = None,
    ) -> Polled:
        """So many polls in flight; as some end they are saved together and others begin."""
        polled, is_more = Polled(), False
        http = await self._client()
        running, self._under_way = self._under_way, set()
        while True:
            room = size - len(running)
            if not running or room >= size // CLAIM_SHARE:  # not a transaction for each
                running |= {asyncio.create_task(self._poll_one(c, http)) for c in claim(room)}
            if not running:
                return polled
            if until is not None and utc_now() >= until and not self._is_stopping:
                self._under_way = running
                return polled
            pause = GATHER_S if is_more else LOOK_AGAIN_S
            await asyncio.wait(running, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            done, running = await asyncio.wait(running, timeout=GATHER_S)  # one commit for many
            if self._save([one for task in done if (one := task.result())], polled) or is_more:
                is_more = on_kept() is True

    async def _abandoned(self) -> None:
        """What is still under way is asked again when its lease is over."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        self._under_way = set()

    async def _poll_one(self, claim: SourceClaim, http: Http) -> FinishedPoll | None:
        """Poll and plan the next time."""
        source = self._live.current().source(claim.name)
        if source is None:
            return None  # taken out of sources.yaml while due: the next registration tidies up
        result = await self._ask(source, claim, http)
        plan = next_poll(source, claim.state, result, utc_now(), phase_of(source.name))
        state = replace(result.state, interval_s=plan.interval_s)
        pushed = self._live.current().websub is not None
        trusting_at = slower(source, plan, result, utc_now()) if pushed else None
        found = replace(result, state=state)
        return FinishedPoll(claim, found, plan.at, plan.held_until, trusting_at)

    def _save(self, polls: list[FinishedPoll], polled: Polled) -> bool:
        """Save what polls found. True if something was kept that wants detection."""
        kept = False
        for one, saved in zip(polls, self._saved(polls), strict=True):
            failure = one.result.failure
            polled.sources += 1
            if failure is not None:
                polled.failures.append((one.claim.name, failure.reason))
                _log.warning("poll_failed", source=one.claim.name, reason=failure.reason)
            if saved is None:
                continue
            self._witness.settle(one.claim.name)
            polled.new += len(saved.new)
            polled.revised += len(saved.revised)
            polled.deleted += len(saved.deleted)
            kept = kept or saved != SavedPoll()
        return kept

    def _saved(self, polls: list[FinishedPoll]) -> list[SavedPoll | None]:
        """In one transaction; what can't be saved costs its own poll only."""
        if not polls:
            return []
        try:
            return self._archive.save_polls(polls, utc_now())
        except ArchiveUnavailable:
            raise
        except Exception:
            if len(polls) == 1:
                _log.exception("poll_not_saved", source=polls[0].claim.name)
                return [None]
            return [saved for one in polls for saved in self._saved([one])]

    async def _ask(self, source: Source, claim: SourceClaim, http: Http) -> PollResult:
        loaded = self._live.current()
        try:
            if source.kind == "channel":
                return await self._ask_telegram(source, claim.state, http)
            known = partial(recall, memory=claim.memory)
            return await poll(source, claim.state, http, loaded.telegram, utc_now(), known)
        except Exception as error:
            # The one broad catch: whatever a hostile source provokes costs its own poll only.
            _log.exception("poll_crashed", source=source.name)
            reason = f"unexpected {type(error).__name__}: {error}"
            state = replace(claim.state, failures=claim.state.failures + 1)
            return PollResult(source.name, state, failure=Failure(FailureKind.SOFT, reason[:500]))

    async def _ask_telegram(self, source: Source, state: PollState, http: Http) -> PollResult:
        """By account, or in its place by the public page."""
        if not self._accounts.are_declared:
            return await self._ask_page(source, state, http)
        if (result := await self._accounts.poll(source, state)) is not None:
            return await self._under_its_name(source, result, http)
        return stood_in(await self._ask_page(source, state, http))

    async def _under_its_name(self, source: Source, result: PollResult, http: Http) -> PollResult:
        """A renamed channel is followed, as long as its former name leads to nobody else."""
        if result.failure is not None or not self._accounts.lost_its_name(source.name):
            return result
        now = utc_now()
        reader = WebReader(source, http, self._live.current().telegram, now)
        look_up = partial(self._accounts.look_up, source)
        return await self._names.checked(result, reader, look_up, now)

    async def _ask_page(self, source: Source, state: PollState, http: Http) -> PollResult:
        """One poll of the public page, and a look at older posts whose time for it has come."""
        reader = WebReader(source, http, self._live.current().telegram, utc_now())
        first = await telegram_web.read(reader, state)
        assert first.result is not None  # a public page can always be asked
        if first.result.failure is not None:
            return first.result
        looks, again = self._witness.due(source.name, first), None
        if looks.left:
            again = await telegram_web.look_again(reader, first.result.state, looks.left)
        return self._witness.took(first, looks, again)

    async def _client(self) -> Http:
        """The process's one client; slow polls keep theirs to their end."""
        if self._web.is_out_of_date:
            await asyncio.gather(*self._under_way, return_exceptions=True)
        return await self._web.client()
