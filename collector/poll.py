"""Asks one source what is new, by its kind."""

from __future__ import annotations

from datetime import datetime

from collector import rss, telegram_web
from collector.http import Http
from collector.item import PollResult, PollState
from config.schema import Source, TelegramWeb


async def poll(
    source: Source, state: PollState, http: Http, web: TelegramWeb, now: datetime
) -> PollResult:
    """One poll of a feed or a channel; expected failures are values in the result."""
    if source.kind == "channel":
        return await telegram_web.poll(source, state, http, web, now)
    return await rss.poll(source, state, http, now)
