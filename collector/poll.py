"""Asks one source what is new, by its kind."""

from __future__ import annotations

from datetime import datetime

from collector import rss, telegram_web
from collector.http import Http
from collector.item import PollResult, PollState
from collector.memory import Recall, as_it_is
from config.schema import Source, TelegramWeb


async def poll(  # noqa: PLR0913, PLR0917 - what any kind of source needs
    source: Source,
    state: PollState,
    http: Http,
    web: TelegramWeb,
    now: datetime,
    recall: Recall = as_it_is,
) -> PollResult:
    """One poll of a feed or a channel; expected failures are values in the result.

    `recall` completes a feed's state with what only a changed body is compared with.
    """
    if source.kind == "channel":
        return await telegram_web.poll(source, state, http, web, now)
    return await rss.poll(source, state, http, now, recall)
