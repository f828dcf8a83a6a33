"""Tells through Slack: by bot token (looked up when in doubt) or by incoming webhook.

Neither retries nor sleeps; every try ends in a Receipt, Unsent or Ambiguous.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from alerts.blocks import problems
from alerts.model import Ambiguous, LookUpFailed, Message, Receipt, Unsent
from alerts.slack_http import TIMEOUT_S, BoundedWebClient, BoundedWebhookClient, arrival

EVENT_TYPE = "tocsin_alert"
REPEATED = "(possibly repeated: the reply to an earlier try was lost) "
_CLOCK_SKEW = timedelta(minutes=2)
_MOST_PAGES = 25
_LOOK_S = 20.0  # for all pages together
_PAGE = 200

# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_TEMPORARY = frozenset(
    {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "request_timeout",
     "message_limit_exceeded", "accesslimited", "team_quota_exceeded", "no_dual_broadcast_content"}
)  # fmt: skip
# Slack: "It's possible some aspect of the operation succeeded before the error was raised."
_DOUBTFUL = frozenset({"internal_error", "fatal_error"})
_BLOCKS_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long",
     "invalid_payload", "blocks_required"}
)  # fmt: skip
_CODE = re.compile(r"(?!ok\Z)[a-z0-9_]{2,60}")
_ADVICE = {
    "channel_not_found": "invite the bot to the channel, or correct its name",
    "not_in_channel": "invite the bot to the channel",
    "is_archived": "the channel is archived",
    "channel_is_archived": "the channel is archived",
    "invalid_auth": "the token is not valid",
    "not_authed": "the token is missing",
    "account_inactive": "the token belongs to a deleted user or workspace",
    "token_revoked": "the token was revoked",
    "token_expired": "the token has expired",
    "missing_scope": "the bot lacks a scope: chat:write, channels:history, channels:read",
    "no_service": "the webhook was removed",
    "no_team": "the workspace is gone",
    "action_prohibited": "an administrator forbids it",
    "invalid_token": "the webhook's address is not valid",
}


class SlackBotChannel:
    """chat.postMessage with the key as metadata, so that a lost reply can be looked up."""

    def __init__(
        self, token: str, channel: str, api_url: str, *, timeout_s: int = TIMEOUT_S
    ) -> None:
        self._client = BoundedWebClient(token, api_url, timeout_s)
        self._channel = channel

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        del attempt
        payload = _payload(message, repeat=repeat) | {
            "channel": self._channel,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
        }
        try:
            return self._post(payload)
        except _BlocksRefusedError:
            payload.pop("blocks")
            return self._post(payload)

    def _post(self, payload: dict[str, Any]) -> Receipt:
        try:
            reply = self._client.api_call("chat.postMessage", json=payload)
        except SlackApiError as error:
            _refused(error.response, has_blocks="blocks" in payload)
        except Exception as error:  # every failure of a transport says something about arrival
            raise arrival(error) from None
        ts = reply.get("ts")
        if not ts:
            raise Ambiguous("Slack answered ok without a ts")
        return Receipt(str(ts))

    def find(self, message: Message, since: datetime) -> Receipt | None:
        """Look through the channel's history for the message's key."""
        channel = self._channel_id()
        oldest = f"{(since - _CLOCK_SKEW).timestamp():.6f}"
        cursor, until = "", time.monotonic() + _LOOK_S
        for _ in range(_MOST_PAGES):
            if time.monotonic() > until:
                break
            page = self._look(
                "conversations.history",
                {"channel": channel, "oldest": oldest, "limit": _PAGE, "inclusive": True,
                 "include_all_metadata": True, "cursor": cursor},
            )  # fmt: skip
            for post in page.get("messages") or ():
                if _key_of(post) == message.key:
                    return Receipt(str(post.get("ts")))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise LookUpFailed("too much was posted since the first try to look through")

    def _channel_id(self) -> str:
        """History wants an id where posting takes a name."""
        if re.fullmatch(r"[CGD][A-Z0-9]{5,}", self._channel):
            return self._channel
        wanted, cursor = self._channel.lstrip("#"), ""
        for _ in range(_MOST_PAGES):
            page = self._look(
                "conversations.list",
                {"types": "public_channel,private_channel", "limit": 1000, "cursor": cursor},
            )
            for channel in page.get("channels") or ():
                if channel.get("name") == wanted:
                    return str(channel["id"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        raise Ambiguous(f"no channel named {self._channel} to look in: write its id instead")

    def _look(self, method: str, params: dict[str, Any]) -> SlackResponse:
        try:
            return self._client.api_call(method, params={k: v for k, v in params.items() if v})
        except SlackApiError as error:
            code, status = _code_of(error.response), error.response.status_code
            if status == 429 or status >= 500 or code in _TEMPORARY | _DOUBTFUL:
                wait = _retry_after(error.response.headers)
                raise LookUpFailed(f"Slack: {_words(code)}", retry_after_s=wait) from None
            raise Ambiguous(f"Slack doesn't let us look: {_words(code)}") from None
        except Exception as error:  # whatever failed, nothing is known yet
            raise LookUpFailed(str(arrival(error))) from None


class SlackWebhookChannel:
    """The easy start; says nothing but ok, so a lost reply can't be looked up."""

    def __init__(self, url: str, *, timeout_s: int = TIMEOUT_S) -> None:
        self._client = BoundedWebhookClient(url, timeout_s)

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        del attempt
        payload = _payload(message, repeat=repeat)
        try:
            return self._post(payload)
        except _BlocksRefusedError:
            payload.pop("blocks")
            return self._post(payload)

    def _post(self, payload: dict[str, Any]) -> Receipt:
        try:
            reply = self._client.send_dict(payload)
        except Exception as error:  # every failure of a transport says something about arrival
            raise arrival(error) from None
        code = reply.body.strip()
        if reply.status_code == 200 and code == "ok":
            return Receipt("ok")
        return _verdict(code, reply.status_code, reply.headers, has_blocks="blocks" in payload)

    def find(self, message: Message, since: datetime) -> Receipt | None:
        raise Ambiguous("an incoming webhook can't be asked what it posted")


class _BlocksRefusedError(Exception):
    """Slack refuses the layout: say it in plain text instead."""


def _payload(message: Message, *, repeat: bool) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "text": (REPEATED if repeat else "") + message.text,
        "mrkdwn": False,
        "link_names": False,
        "parse": "none",
        "unfurl_links": False,
        "unfurl_media": False,
    }
    blocks = json.loads(message.blocks) if message.blocks else []
    if repeat and blocks:
        note = {"type": "plain_text", "text": REPEATED.strip(" ()"), "emoji": False}
        blocks = [*blocks[:49], {"type": "context", "elements": [note]}]
    if blocks and not problems(blocks, payload["text"]):
        payload["blocks"] = blocks
    return payload


def _refused(response: SlackResponse, *, has_blocks: bool) -> NoReturn:
    _verdict(_code_of(response), response.status_code, response.headers, has_blocks=has_blocks)


def _code_of(response: SlackResponse) -> str:
    """Slack's error code; the body may be any JSON, or none."""
    return str(response.data.get("error", "")) if isinstance(response.data, dict) else ""


def _verdict(code: str, status: int, headers: Mapping[str, str], *, has_blocks: bool) -> NoReturn:
    """Raise what Slack's refusal means. `from None`: the cause holds the token."""
    said = f"Slack: {_words(code)} (HTTP {status})"
    if status == 429 or code in ("ratelimited", "rate_limited"):
        wait = _retry_after(headers) or 1.0
        raise Unsent(said, permanent=False, retry_after_s=wait) from None
    if has_blocks and code in _BLOCKS_REFUSED:
        raise _BlocksRefusedError from None
    if code in _TEMPORARY or status == 503:
        raise Unsent(said, permanent=False, retry_after_s=_retry_after(headers)) from None
    known = bool(_CODE.fullmatch(code))
    # A 200 that says neither ok nor a code is a reply cut short.
    if code in _DOUBTFUL or status >= 500 or (status == 200 and not known):
        raise Ambiguous(said) from None
    # Else an unknown answer is a page of a proxy or a portal, which passes.
    raise Unsent(said, permanent=known) from None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), "")
    value = value[0] if isinstance(value, list) else value
    return float(value) if re.fullmatch(r"\d{1,9}(\.\d+)?", str(value).strip()) else None


def _words(code: str) -> str:
    """Slack's code with advice; anything that isn't a code stays out of logs."""
    if not _CODE.fullmatch(code):
        return "an answer that is not Slack's"
    advice = _ADVICE.get(code)
    return f"{code}: {advice}" if advice else code


def _key_of(post: Mapping[str, Any]) -> str:
    metadata = post.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key", ""))
