"""The requests by which one channel's preview pages are read, within one poll's budget. I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from collector.answers import failure_of, failure_of_error
from collector.http import FetchError, Http, Limits
from collector.item import Failure, FailureKind, PollState
from collector.post import Page
from collector.telegram_model import Facts
from collector.telegram_page import describe_landing, parse_page
from collector.tracking import under_known_ids
from config.schema import Source, TelegramWeb

MAX_PAGES = 10  # in one poll, for paging back, gaps and second looks together
MAX_PAGE_BYTES = 4_000_000
TINY_BODY = 500  # a page of Telegram's own is tens of kB: less is a block or a challenge
BLOCK_S = 300.0  # a block concerns the host: no channel is asked for this long
# "edited" and the landing page's title are localised.
_HEADERS = {"Accept-Language": "en", "Accept": "text/html"}


class Stopped(Exception):  # noqa: N818 - ends paging, carries the failure as a value
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


@dataclass(slots=True)
class WebReader:
    """Fetches pages of one channel within one poll's budget."""

    source: Source
    http: Http
    web: TelegramWeb
    now: datetime
    pages: int = 0
    bytes_read: int = 0
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Facts] = field(default_factory=dict)

    def seen(self, page: Page, state: PollState) -> Page:
        """The page as it is to be compared; what it shows beside content is kept."""
        page = under_known_ids(page, state)
        told = [post for post in page.posts if not post.is_service]
        self.facts.update((str(one.id), Facts(str(one.id), views=one.views)) for one in told)
        return page

    async def page(self, before: int = 0) -> Page:
        """One page, newest or ending below `before`; raises Stopped."""
        markup = await self.markup(before)
        page = parse_page(markup)
        if not page.is_channel:
            self.http.silence(self.web.web_url, BLOCK_S)
            raise Stopped(_no_channel(markup))
        return page

    async def markup(self, before: int = 0) -> str:
        """The page as it came; raises Stopped."""
        query = f"?before={before}" if before else ""
        status, markup = await self._get(f"/s/{self.source.channel}{query}")
        self.pages += 1
        if status != 200:
            raise Stopped(await self._why_no_preview())
        return markup

    async def further(self, before: int) -> Page | None:
        """A page beyond the first; None when the budget is spent or Telegram stops us."""
        if self.pages >= MAX_PAGES:
            return None
        try:
            return await self.page(before)
        except Stopped as stop:
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
            raise Stopped(failure_of_error(error)) from error
        self.bytes_read += response.bytes_wire
        if response.status in (301, 302, 303, 307, 308):
            return response.status, ""
        if failure := failure_of(response, self.now):
            if failure.kind is FailureKind.BLOCKED or failure.retry_after_s:
                self.http.silence(url, failure.retry_after_s or BLOCK_S)
            raise Stopped(failure)
        return 200, response.body.decode("utf-8", "replace")

    async def _why_no_preview(self) -> Failure:
        """/s/NAME redirected: the landing page tells why."""
        status, markup = await self._get(f"/{self.source.channel}")
        if status != 200 or len(markup) < TINY_BODY:
            return Failure(FailureKind.BLOCKED, "Telegram shows neither preview nor landing page")
        exists, reason = describe_landing(markup, str(self.source.channel))
        return Failure(FailureKind.BLOCKED if exists else FailureKind.GONE, reason)


def _no_channel(markup: str) -> Failure:
    if len(markup) < TINY_BODY:
        return Failure(FailureKind.BLOCKED, "Telegram answered with next to nothing: a block")
    return Failure(FailureKind.BLOCKED, "Telegram answered with something else than the preview")
