"""What Slack's codes mean, and what to do about them. Pure.

Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors and chat.update#errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from slack_sdk.web import SlackResponse

CODE = re.compile(r"(?!ok\Z)[a-z0-9_]{2,60}")
TEMPORARY = frozenset(
    {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "request_timeout",
     "message_limit_exceeded", "accesslimited", "team_quota_exceeded", "no_dual_broadcast_content"}
)  # fmt: skip
# Slack: "It's possible some aspect of the operation succeeded before the error was raised."
DOUBTFUL = frozenset({"internal_error", "fatal_error"})
# What was refused, and what may be left out to have the rest taken.
REFUSED_PARTS: Mapping[str, frozenset[str]] = {
    "blocks": frozenset(
        {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long",
         "invalid_payload", "blocks_required"}
    ),
    "thread_ts": frozenset(
        {"thread_not_found", "message_not_found", "cannot_reply_to_message", "invalid_thread_ts",
         "restricted_action_thread_locked", "restricted_action_non_threadable_channel"}
    ),
}  # fmt: skip
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
    "message_not_found": "the message was deleted",
    "edit_window_closed": "the workspace forbids changing messages so late",
    "cant_update_message": "the message is not the bot's own",
}


def code_of(response: SlackResponse) -> str:
    """Slack's error code; the body may be any JSON, or none."""
    return str(response.data.get("error", "")) if isinstance(response.data, dict) else ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that Slack asks to wait."""
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), "")
    value = value[0] if isinstance(value, list) else value
    return float(value) if re.fullmatch(r"\d{1,9}(\.\d+)?", str(value).strip()) else None


def in_words(code: str) -> str:
    """Slack's code with advice; anything that isn't a code stays out of logs."""
    if not CODE.fullmatch(code):
        return "an answer that is not Slack's"
    advice = _ADVICE.get(code)
    return f"{code}: {advice}" if advice else code


def timestamp(reference: str) -> str:
    """The ts in a reference, which is CHANNEL:ts."""
    return reference.rpartition(":")[2]
