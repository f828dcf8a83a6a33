"""Polls a public channel through its preview pages, without an account. I/O; tracking decides."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from collector.answers import failure_of, failure_of_error
from collector.http import FetchError, Http, Limits
from collector.item import Failure, FailureKind, Gap, PollResult, PollState
from collector.memory import failed
from collector.post import Page, item_of
from collector.telegram_page import describe_landing, parse_page
from collector.tracking import (
    Outcome,
    Stretch,
    advanced,
    confirmed,
    gap_below,
    is_complete,
    is_stranger,
    missing,
    narrowed,
    news,
    second_look,
)
from config.schema import Source, TelegramWeb

MAX_PAGES = 10  # in one poll, for paging back, gaps and second looks together
MAX_PAGE_BYTES = 4_000_000
TINY_BODY = 500  # a page of Telegram's own is tens of kB: less is a block or a challenge
BLOCK_S = 300.0  # a block concerns the host: no channel is asked for this long
# "edited" and the landing page's title are localised.
_HEADERS = {"Accept-Language": "en", "Accept": "text/html"}


class _Stopped(Exception):  # noqa: N818 - ends paging, carries the failure as a value
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


@dataclass(slots=True)
class _Reader:
    """Fetches pages of one channel within one poll's budget."""

    source: Source
    http: Http
    web: TelegramWeb
    now: datetime
    pages: int = 0
    bytes_read: int = 0
    notes: list[str] = field(default_factory=list)

    async def page(self, before: int = 0) -> Page:
        """One page, newest or ending below `before`; raises _Stopped."""
        query = f"?before={before}" if before else ""
        status, markup = await self._get(f"/s/{self.source.channel}{query}")
        self.pages += 1
        if status != 200:
            raise _Stopped(await self._why_no_preview())
        page = parse_page(markup)
        if not page.is_channel:
            self.http.silence(self.web.web_url, BLOCK_S)
            raise _Stopped(_no_channel(markup))
        return page

    async def further(self, before: int) -> Page | None:
        """A page beyond the first; None when the budget is spent or Telegram stops us."""
        if self.pages >= MAX_PAGES:
            return None
        try:
            return await self.page(before)
        except _Stopped as stop:
            self.pages = MAX_PAGES
            self.notes.append(f"paging stopped: {stop.failure.reason}")
            return None

    async def _get(self, path: str) -> tuple[int, str]:
        limits = Limits(
            max_body=MAX_PAGE_BYTES, redirects=0, spacing_s=self.web.spacing.total_seconds()
        )
        url = self.web.web_url + path
        try:
            response = await self.http.fetch(url, _HEADERS, limits)
        except FetchError as error:
            raise _Stopped(failure_of_error(error)) from error
        self.bytes_read += response.bytes_wire
        if response.status in (301, 302, 303, 307, 308):
            return response.status, ""
        if failure := failure_of(response, self.now):
            if failure.kind is FailureKind.BLOCKED or failure.retry_after_s:
                self.http.silence(url, failure.retry_after_s or BLOCK_S)
            raise _Stopped(failure)
        return 200, response.body.decode("utf-8", "replace")

    async def _why_no_preview(self) -> Failure:
        """/s/NAME redirected: the landing page tells why."""
        status, markup = await self._get(f"/{self.source.channel}")
        if status != 200 or len(markup) < TINY_BODY:
            return Failure(FailureKind.BLOCKED, "Telegram shows neither preview nor landing page")
        exists, reason = describe_landing(markup, str(self.source.channel))
        return Failure(FailureKind.BLOCKED if exists else FailureKind.GONE, reason)


async def poll(
    source: Source, state: PollState, http: Http, web: TelegramWeb, now: datetime
) -> PollResult:
    """One poll. Everything expected is in the result; nothing expected is raised."""
    reader = _Reader(source, http, web, now)
    try:
        newest = await reader.page()
    except _Stopped as stop:
        return failed(source, state, stop.failure, reader.bytes_read)
    if failure := _refused(newest, state):
        return failed(source, state, failure, reader.bytes_read)
    known_as = replace(state, identity=state.identity or newest.chat_id)
    return await _read_on(reader, known_as, newest)


async def _read_on(reader: _Reader, state: PollState, newest: Page) -> PollResult:
    stretch = Stretch((newest,))
    while not is_complete(stretch, state) and (page := await reader.further(stretch.first_id)):
        if not page.posts and not page.is_start:
            break
        stretch = stretch.then(page)
    hole = gap_below(stretch, state.newest_id) if state.newest_id else None
    filled, gaps = await _fill(reader, state.gaps)
    candidates = missing(stretch, state, newest=True)
    deleted = await _confirm(reader, state, candidates)
    posts = (*filled.posts, *stretch.posts)
    items = news(
        (item_of(post, reader.source, reader.now) for post in posts if not post.is_service), state
    )
    last_id = max((post.last_id for post in posts), default=0)
    outcome = Outcome(items, deleted, (*((hole,) if hole else ()), *gaps), last_id)
    return PollResult(
        reader.source.name,
        advanced(state, outcome, reader.now),
        items=items,
        deleted=tuple(str(number) for number in deleted),
        unchanged=not items and not deleted,
        overflowed=hole is not None,
        bytes_read=reader.bytes_read,
        notes=tuple(reader.notes),
    )


async def _fill(reader: _Reader, gaps: tuple[Gap, ...]) -> tuple[Stretch, tuple[Gap, ...]]:
    """Read open gaps from their upper ends as far as the budget goes."""
    found, left = Stretch(), []
    for gap in gaps:
        rest: Gap | None = gap
        while rest is not None and (page := await reader.further(rest.before_id)):
            before, rest = rest, narrowed(rest, page)
            found = found.then(_within(gap, page))
            if rest == before:
                break
        if rest is not None:
            left.append(rest)
    return found, tuple(left)


def _within(gap: Gap, page: Page) -> Page:
    inside = [post for post in page.posts if gap.after_id < post.id < gap.before_id]
    return replace(page, posts=tuple(inside))


async def _confirm(
    reader: _Reader, state: PollState, candidates: tuple[int, ...]
) -> tuple[int, ...]:
    """Candidates that a second look misses too; those beyond the budget wait for the next poll."""
    deleted: list[int] = []
    left = candidates
    while left and (page := await reader.further(second_look(left, state))):
        deleted += confirmed(left, page, state)
        # Only a page that shows something moves on; an empty one ends the search for this poll.
        floor = Stretch((page,)).floor if page.posts else 0
        left = tuple(one for one in left if one < floor)
    return tuple(sorted(deleted))


def _refused(page: Page, state: PollState) -> Failure | None:
    if is_stranger(page, state):
        return Failure(
            FailureKind.IDENTITY,
            f"the name now belongs to channel {page.chat_id}, no longer to {state.identity}",
        )
    if not page.posts and (state.newest_id or not page.is_start):
        return Failure(FailureKind.SOFT, "the preview page shows no posts")
    return None


def _no_channel(markup: str) -> Failure:
    if len(markup) < TINY_BODY:
        return Failure(FailureKind.BLOCKED, "Telegram answered with next to nothing: a block")
    return Failure(FailureKind.BLOCKED, "Telegram answered with something else than the preview")
