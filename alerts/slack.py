"""Tells through Slack: by bot token (looked up when in doubt) or by incoming webhook.

Neither retries nor sleeps; every try ends in a Receipt, Unsent or Ambiguous.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from alerts.blocks import call_problems, problems
from alerts.model import Ambiguous, LookUpFailed, Message, Receipt, Unsent
from alerts.slack_http import TIMEOUT_S, BoundedWebClient, BoundedWebhookClient, arrival
from alerts.slack_look import EVENT_TYPE, SlackLook
from alerts.slack_words import (
    CODE,
    DOUBTFUL,
    REFUSED_PARTS,
    TEMPORARY,
    code_of,
    in_words,
    retry_after,
    timestamp,
)
from config.schema import SlackBot

REPEATED = "(possibly repeated: the reply to an earlier try was lost) "


class SlackBotChannel:
    """chat.postMessage with the key as metadata, so that a lost reply can be looked up.

    Follow-ups stand in the thread of their event's first message, which chat.update keeps true;
    what rings is shown in the channel as well, since Slack tells nobody of a reply but who follows.
    A reference is `CHANNEL:ts`; of a message older than threads it is `:ts`.
    """

    def __init__(self, token: str, declared: SlackBot, *, timeout_s: int = TIMEOUT_S) -> None:
        self._client = BoundedWebClient(token, declared.api_url, timeout_s)
        self._channel = declared.channel
        self._broadcasts = declared.reply_broadcast

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        del attempt
        payload = _payload(message, repeat=repeat) | {
            "channel": self._channel,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
        }
        if message.revises:
            return self._revise(payload, message.revises)
        if ":" in message.parent:  # else it is of a time when there were no threads
            payload["thread_ts"] = timestamp(message.parent)
            payload["reply_broadcast"] = self._broadcasts and message.rings
        return self._said(payload)

    def _said(self, payload: dict[str, Any]) -> Receipt:
        """Post; what Slack refuses of thread or layout is left out and posted at once."""
        try:
            reply = self._call("chat.postMessage", payload)
        except _PartRefusedError as refused:
            payload.pop(refused.part)
            if refused.part == "thread_ts":
                payload.pop("reply_broadcast")
            return self._said(payload)
        # Slack puts an answer to a message that is gone into the channel and only shows it so.
        is_reply = bool((reply.get("message") or {}).get("thread_ts"))
        channel = reply.get("channel") or self._channel
        return Receipt(f"{channel}:{_ts_of(reply)}", opens_thread=not is_reply)

    def _revise(self, payload: dict[str, Any], reference: str) -> Receipt:
        """Replace an earlier message. Idempotent, so a lost reply may be tried again."""
        payload |= {"channel": self._channel_of(reference), "ts": timestamp(reference)}
        try:
            reply = self._call("chat.update", payload)
        except _PartRefusedError:
            # Text without blocks takes the old blocks away; left out, they would stay.
            reply = self._call("chat.update", {k: v for k, v in payload.items() if k != "blocks"})
        _ts_of(reply)
        return Receipt(reference)

    def _channel_of(self, reference: str) -> str:
        if channel := reference.rpartition(":")[0]:
            return channel
        try:
            return SlackLook(self._client, self._channel).channel_id()
        except LookUpFailed as error:
            wait = error.retry_after_s
            raise Unsent(str(error), permanent=False, retry_after_s=wait) from None
        except Ambiguous as error:
            raise Unsent(str(error), permanent=True) from None

    def _call(self, method: str, payload: dict[str, Any]) -> SlackResponse:
        if wrong := call_problems(method, payload):
            raise Unsent(f"Slack would refuse it: {'; '.join(wrong)}", permanent=True)
        try:
            return self._client.api_call(method, json=payload)
        except SlackApiError as error:
            _refused(error.response, payload)
        except Exception as error:  # every failure of a transport says something about arrival
            raise arrival(error) from None

    def find(self, message: Message, since: datetime) -> Receipt | None:
        """Look through its thread and the channel's history for the message's key."""
        if message.revises:
            return None  # replacing twice is replacing once
        found, is_reply = SlackLook(self._client, self._channel).find(message, since)
        return Receipt(found, opens_thread=not is_reply) if found else None


class SlackWebhookChannel:
    """The easy start; says nothing but ok, so a lost reply can't be looked up."""

    def __init__(self, url: str, *, timeout_s: int = TIMEOUT_S) -> None:
        self._client = BoundedWebhookClient(url, timeout_s)

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        del attempt
        payload = _payload(message, repeat=repeat)
        try:
            return self._post(payload)
        except _PartRefusedError as refused:
            payload.pop(refused.part)
            return self._post(payload)

    def _post(self, payload: dict[str, Any]) -> Receipt:
        try:
            reply = self._client.send_dict(payload)
        except Exception as error:  # every failure of a transport says something about arrival
            raise arrival(error) from None
        code = reply.body.strip()
        if reply.status_code == 200 and code == "ok":
            return Receipt("ok")
        return _verdict(code, reply.status_code, reply.headers, payload)

    def find(self, message: Message, since: datetime) -> Receipt | None:
        raise Ambiguous("an incoming webhook can't be asked what it posted")


class _PartRefusedError(Exception):
    """Slack refuses the layout, or the thread: say it without."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


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


def _ts_of(reply: SlackResponse) -> str:
    ts = reply.get("ts")
    if not ts:
        raise Ambiguous("Slack answered ok without a ts")
    return str(ts)


def _refused(response: SlackResponse, payload: Mapping[str, Any]) -> NoReturn:
    _verdict(code_of(response), response.status_code, response.headers, payload)


def _verdict(
    code: str, status: int, headers: Mapping[str, str], payload: Mapping[str, Any]
) -> NoReturn:
    """Raise what Slack's refusal means. `from None`: the cause holds the token."""
    said = f"Slack: {in_words(code)} (HTTP {status})"
    if status == 429 or code in ("ratelimited", "rate_limited"):
        wait = retry_after(headers) or 1.0
        raise Unsent(said, permanent=False, retry_after_s=wait) from None
    for part, codes in REFUSED_PARTS.items():
        if part in payload and code in codes:
            raise _PartRefusedError(part) from None
    if code in TEMPORARY or status == 503:
        raise Unsent(said, permanent=False, retry_after_s=retry_after(headers)) from None
    known = bool(CODE.fullmatch(code))
    # A 200 that says neither ok nor a code is a reply cut short.
    if code in DOUBTFUL or status >= 500 or (status == 200 and not known):
        raise Ambiguous(said) from None
    # Else an unknown answer is a page of a proxy or a portal, which passes.
    raise Unsent(said, permanent=known) from None
