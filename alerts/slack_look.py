"""Looks in Slack for a message of ours by its key, after a reply was lost. Posts nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from alerts.model import Ambiguous, LookUpFailed, Message
from alerts.slack_http import BoundedWebClient, arrival
from alerts.slack_words import DOUBTFUL, TEMPORARY, code_of, in_words, retry_after, timestamp

EVENT_TYPE = "tocsin_alert"
_CLOCK_SKEW = timedelta(minutes=2)
_MOST_PAGES = 25
_LOOK_S = 20.0  # for all pages together
_PAGE = 200
_NO_THREAD = frozenset({"thread_not_found", "message_not_found"})


class SlackLook:
    """One look-up, bounded in time. Replies stand in their thread only, not in the history."""

    def __init__(self, client: BoundedWebClient, channel: str) -> None:
        self._client, self._channel = client, channel
        self._until = time.monotonic() + _LOOK_S

    def find(self, message: Message, since: datetime) -> tuple[str, bool]:
        """Reference of the message, or nothing, and whether it is a reply."""
        channel = self.channel_id()
        oldest = f"{(since - _CLOCK_SKEW).timestamp():.6f}"
        asked = {"channel": channel, "oldest": oldest, "inclusive": True,
                 "include_all_metadata": True}  # fmt: skip
        if message.parent:
            thread = asked | {"ts": timestamp(message.parent)}
            if ts := self._ts(message.key, "conversations.replies", thread):
                return f"{channel}:{ts}", True
        ts = self._ts(message.key, "conversations.history", asked)
        return (f"{channel}:{ts}" if ts else ""), False

    def _ts(self, key: str, method: str, asked: Mapping[str, Any]) -> str:
        for page in self._pages(method, {**asked, "limit": _PAGE}):
            for post in page.get("messages") or ():
                if _key_of(post) == key:
                    return str(post.get("ts"))
        return ""

    def _pages(self, method: str, asked: Mapping[str, Any]) -> Iterator[SlackResponse]:
        cursor = ""
        for _ in range(_MOST_PAGES):
            if time.monotonic() > self._until:
                break
            page = self._ask(method, {**asked, "cursor": cursor})
            if page is None:
                return
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise LookUpFailed("too much was posted since the first try to look through")

    def channel_id(self) -> str:
        """History and updates want an id where posting takes a name."""
        if re.fullmatch(r"[CGD][A-Z0-9]{5,}", self._channel):
            return self._channel
        asked = {"types": "public_channel,private_channel", "limit": 1000}
        for page in self._pages("conversations.list", asked):
            for channel in page.get("channels") or ():
                if channel.get("name") == self._channel.lstrip("#"):
                    return str(channel["id"])
        raise Ambiguous(f"no channel named {self._channel} to look in: write its id instead")

    def _ask(self, method: str, params: Mapping[str, Any]) -> SlackResponse | None:
        """One page; None where the thread is gone."""
        try:
            return self._client.api_call(method, params={k: v for k, v in params.items() if v})
        except SlackApiError as error:
            code, status = code_of(error.response), error.response.status_code
            if method == "conversations.replies" and code in _NO_THREAD:
                return None
            if status == 429 or status >= 500 or code in TEMPORARY | DOUBTFUL:
                wait = retry_after(error.response.headers)
                raise LookUpFailed(f"Slack: {in_words(code)}", retry_after_s=wait) from None
            raise Ambiguous(f"Slack doesn't let us look: {in_words(code)}") from None
        except Exception as error:  # whatever failed, nothing is known yet
            raise LookUpFailed(str(arrival(error))) from None


def _key_of(post: Mapping[str, Any]) -> str:
    metadata = post.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key", ""))
