"""Polls a feed: conditional, once parsed never again, and its failures are values."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from collector.answers import failure_of, failure_of_error, fresh_for
from collector.entry import Document
from collector.http import FetchError, Http, Response
from collector.item import Failure, FailureKind, PollResult, PollState
from collector.memory import Recall, as_it_is, failed, news_of
from collector.parser import Body, ParseError
from collector.websub import Offer, offer_of
from config.schema import Source

FULL_FETCH_EVERY = timedelta(days=1)  # some servers send one ETag for ever
TOO_OFTEN_S = 60.0  # silence for a host that says 429 without saying for how long
DISTRUST_FOR = timedelta(days=7)
LIED = "its ETag or Last-Modified hid new entries: it is asked without them"
GONE_FOR = timedelta(minutes=30)
MOVED_POLLS = 3
MOVED_FOR = timedelta(hours=24)
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, */*;q=0.5"
)


async def poll(
    source: Source, state: PollState, http: Http, now: datetime, recall: Recall = as_it_is
) -> PollResult:
    """One poll. Everything expected is in the result; nothing expected is raised."""
    conditional = _is_conditional(state, now)
    try:
        response = await http.fetch(
            state.address or str(source.url), _request_headers(state, conditional)
        )
    except FetchError as error:
        return failed(source, state, failure_of_error(error))
    if failure := failure_of(response, now):
        if response.status == 429 or failure.retry_after_s:
            http.silence(response.url, failure.retry_after_s or TOO_OFTEN_S)
        return _refused(source, state, failure, response, now)
    answered = _answered(state, response, now, conditional)
    body_hash = hashlib.sha256(response.body).hexdigest()
    if response.status == 304 or body_hash == state.body_hash:
        return PollResult(
            source.name,
            _moved(replace(answered, last_ok_at=now), response, now, overlaps=True),
            unchanged=True,
            bytes_read=response.bytes_wire,
            least_interval_s=max(fresh_for(response.headers), state.asked_s),
        )
    try:
        answered = recall(replace(answered, body_hash=body_hash))
        seen = tuple(fingerprint for fingerprint, _ in answered.page)
        document = await http.parser.parse(
            Body(response.body, response.headers.get("content-type", ""), response.url, seen)
        )
    except ParseError as error:
        return failed(source, state, Failure(FailureKind.SOFT, str(error)), response.bytes_wire)
    hidden = not conditional and _same_validators(state, response)
    return _found(source, answered, response, document, now, hidden)


def _refused(
    source: Source, state: PollState, failure: Failure, response: Response, now: datetime
) -> PollResult:
    """410 is obeyed at the second time: many servers say it once by mistake."""
    if failure.kind is not FailureKind.GONE:
        return failed(source, state, failure, response.bytes_wire)
    if state.gone_at is not None and now - state.gone_at >= GONE_FOR:
        failure = replace(
            failure,
            reason=f"{failure.reason}, repeatedly since {state.gone_at:%Y-%m-%d %H:%M} UTC; it is"
            f" not asked again: give it another address, or tocsin sources resume {source.name}",
            stops=True,
        )
    marked = replace(state, gone_at=state.gone_at or now)
    return failed(source, marked, failure, response.bytes_wire)


def _is_conditional(state: PollState, now: datetime) -> bool:
    """Validators are sent, but not once a day, and not for a week after they lied."""
    if state.lied_at is not None and now - state.lied_at < DISTRUST_FOR:
        return False
    full = state.full_fetch_at
    return full is not None and timedelta(0) <= now - full < FULL_FETCH_EVERY


def _same_validators(state: PollState, response: Response) -> bool:
    """Whether the server calls this body the same as the one before."""
    if state.etag:
        return _header_value(response, "etag") == state.etag
    modified = _header_value(response, "last-modified")
    return bool(modified) and modified == state.last_modified


def _request_headers(state: PollState, conditional: bool) -> dict[str, str]:
    """Validators go back exactly as they came, and are never made up."""
    headers = {"Accept": ACCEPT}
    if conditional and state.etag:
        headers["If-None-Match"] = state.etag
    if conditional and state.last_modified:
        headers["If-Modified-Since"] = state.last_modified
    return headers


def _answered(state: PollState, response: Response, now: datetime, conditional: bool) -> PollState:
    fresh = response.status != 304
    return replace(
        state,
        etag=_header_value(response, "etag") if fresh else state.etag,
        last_modified=_header_value(response, "last-modified") if fresh else state.last_modified,
        full_fetch_at=state.full_fetch_at if conditional else now,
        first_polled_at=state.first_polled_at or now,
        failures=0,
        gone_at=None,
    )


def _header_value(response: Response, name: str) -> str:
    """A validator that can be sent back as it is; none where it can't."""
    value = response.headers.get(name, "")
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""


def _found(  # noqa: PLR0913, PLR0917 - all that one answer came to
    source: Source,
    state: PollState,
    response: Response,
    document: Document,
    now: datetime,
    hidden: bool,
) -> PollResult:
    """`hidden`: under validators that had not changed."""
    news = news_of(source, state, document, now)
    later = replace(
        news.state,
        last_ok_at=now,
        asked_s=document.least_interval_s,
        skips=document.skips,
        lied_at=now if hidden and news.items and state.last_ok_at else state.lied_at,
    )
    lied = later.lied_at is not None and now - later.lied_at < DISTRUST_FOR
    offer = offer_of(response.headers, Offer(document.hub, document.topic), response.url)
    return PollResult(
        source.name,
        _moved(later, response, now, overlaps=news.overlaps),
        items=news.items,
        overflowed=news.overflowed,
        bytes_read=response.bytes_wire,
        least_interval_s=max(fresh_for(response.headers), document.least_interval_s),
        notes=(*document.notes, *((LIED,) if lied else ())),
        hub=offer.hub,
        topic=offer.topic,
    )


def _moved(state: PollState, response: Response, now: datetime, *, overlaps: bool) -> PollState:
    """Take a permanent redirect as the address once it held for three polls over a day."""
    target = response.permanent_to
    if not target or not overlaps:
        return replace(state, moved_to="", moved_at=None, moved_polls=0)
    if target != state.moved_to or state.moved_at is None:
        return replace(state, moved_to=target, moved_at=now, moved_polls=1)
    seen = replace(state, moved_polls=state.moved_polls + 1)
    if seen.moved_polls >= MOVED_POLLS and now - state.moved_at >= MOVED_FOR:
        return replace(seen, address=target, moved_to="", moved_at=None, moved_polls=0)
    return seen
