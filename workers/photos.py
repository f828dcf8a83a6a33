"""Fetches the photos of detected posts when no channel is due: so no alert waits for one.

What is owed is a row; whoever dies in the middle leaves it to a later try. An album's photos are
kept together or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from archive.archive import Archive
from archive.photos import PhotoOrder
from collector.http import FetchError, Http, Limits
from collector.telegram_page import photo_addresses
from collector.telegram_web_reader import Stopped, WebReader
from config.schema import Source
from workers import media
from workers.clock import utc_now
from workers.live import Live
from workers.telegram import Accounts

ORDER_EVERY = timedelta(seconds=8)
ONE_S = 20.0  # for one photo

_log = structlog.get_logger()


class PhotoError(Exception):
    """A photo can't be had now; the message says why."""


@dataclass(slots=True)
class Photographer:
    """One per process that polls channels."""

    archive: Archive
    live: Live
    accounts: Accounts
    ordered_at: datetime | None = None

    async def fetch_some(self, http: Http, until: datetime) -> int:
        """Fetch while no channel is due. Returns of how many posts; 0 where it is switched off."""
        limit, done = self.live.current().telegram.photos_up_to, 0
        if not limit:
            return 0
        photos = self.archive.telegram.photos
        if self.ordered_at is None or utc_now() - self.ordered_at >= ORDER_EVERY:
            self.ordered_at = utc_now()
            photos.order(utc_now())
        while utc_now() < until and not self.archive.due(utc_now()).channels:
            order = photos.claim(utc_now())
            if order is None:
                break
            done += await self._fetch(order, http, limit)
        return done

    async def _fetch(self, order: PhotoOrder, http: Http, limit: int) -> bool:
        source = self.live.current().source(order.item.source)
        try:
            if source is None:
                raise PhotoError("its source was taken out")
            contents = await self._contents(source, order, http, limit)
        except (PhotoError, FetchError, Stopped, TimeoutError) as error:
            reason = str(error) or type(error).__name__
            self.archive.telegram.photos.failed(order, reason)
            _log.warning("photo_failed", item=order.item_id, reason=reason)
            return False
        directory = self.live.var / "media"
        kept = [one for content in contents if (one := media.keep(directory, content))]
        missing = _missing(order, len(kept))
        self.archive.telegram.photos.fulfil(order, kept, utc_now(), missing)
        return True

    async def _contents(
        self, source: Source, order: PhotoOrder, http: Http, limit: int
    ) -> list[bytes]:
        """By account, or in its place by the public page."""
        if not any(kind == "photo" for kind in order.item.media):
            return []
        if (told := await self.accounts.photos(source, order.item, limit)) is not None:
            return told
        telegram, number = self.live.current().telegram, int(order.item.external_id)
        markup = await WebReader(source, http, telegram, utc_now()).markup(number + 1)
        limits = Limits(deadline_s=ONE_S, max_body=limit, max_wire=limit, spacing_s=0.0)
        answers = [
            await http.fetch(address, {"Accept": "image/*"}, limits)
            for address in photo_addresses(markup, number)
        ]
        if not answers:
            raise PhotoError("the page shows no photo of the post")
        return [answer.body for answer in answers if answer.status == 200]


def _missing(order: PhotoOrder, kept: int) -> str:
    lacking = order.item.media.count("photo") - kept
    return f"{lacking} left out: too large, or no photo" if lacking > 0 else ""
