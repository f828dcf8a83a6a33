"""slack_sdk's two clients with a transport that keeps our promises.

Theirs reads proxies from the environment, follows redirects, has no size limit and restarts its
timeout at every byte. What an error says about arrival is read here too, because only the
transport knows whether the request had left.
"""

from __future__ import annotations

import json
import logging
import ssl
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPResponse
from typing import Any

from slack_sdk import WebClient, WebhookClient
from slack_sdk.webhook import WebhookResponse

from alerts.model import Ambiguous, Unsent

# All together, with a look-up before and a plain text after, below a notification's lease (90 s).
TIMEOUT_S = 8  # of each step; Slack answers in well under a second
TOTAL_S = 12.0  # of the whole reply
MOST_BYTES = 4_000_000  # a page of 200 messages of history stays far below

# slack_sdk logs request bodies and the webhook's address, which is a secret.
_silent = logging.getLogger("tocsin.slack_sdk")
_silent.setLevel(logging.CRITICAL + 1)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        _NoRedirect(),
    )


def _read(response: HTTPResponse, until: float) -> str:
    """The body, bounded in size and in time."""
    body = b""
    while chunk := response.read1(65_536):
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException("the reply is too large")
        if time.monotonic() > until:
            raise TimeoutError("the reply took too long")
    return body.decode("utf-8", "replace")


class BoundedWebClient(WebClient):
    """For the Web API with a bot token; never retries."""

    def __init__(self, token: str, base_url: str, timeout_s: int) -> None:
        super().__init__(
            token=token, base_url=base_url, timeout=timeout_s, retry_handlers=[], logger=_silent
        )
        self._bounded_opener = _opener()

    def _perform_urllib_http_request_internal(
        self, url: str, req: urllib.request.Request
    ) -> dict[str, Any]:
        until = time.monotonic() + TOTAL_S
        with self._bounded_opener.open(req, timeout=self.timeout) as response:
            body = _read(response, until)
            return {"status": response.status, "headers": response.headers, "body": body}


class BoundedWebhookClient(WebhookClient):
    """For an incoming webhook; never retries."""

    def __init__(self, url: str, timeout_s: int) -> None:
        super().__init__(url, timeout=timeout_s, retry_handlers=[], logger=_silent)
        self._bounded_opener = _opener()

    def _perform_http_request_internal(
        self, url: str, req: urllib.request.Request
    ) -> WebhookResponse:
        until = time.monotonic() + TOTAL_S
        with self._bounded_opener.open(req, timeout=self.timeout) as response:
            body = _read(response, until)
            return WebhookResponse(
                url="", status_code=response.status, body=body, headers=dict(response.headers)
            )


def arrival(error: Exception) -> Unsent | Ambiguous:
    """What a transport error says about arrival, in words that hold no address or token.

    urllib wraps whatever fails until the request is written; what fails later comes bare.
    """
    if isinstance(error, urllib.error.URLError):
        reason = error.reason
        name = type(reason).__name__ if isinstance(reason, Exception) else "URLError"
        if isinstance(reason, ssl.SSLCertVerificationError):
            return Unsent(f"Slack's certificate is not valid ({name})", permanent=False)
        return Unsent(f"Slack can't be reached ({name})", permanent=False)
    if isinstance(error, OSError | HTTPException):
        return Ambiguous(f"the reply of Slack was lost ({type(error).__name__})")
    if isinstance(error, json.JSONDecodeError | UnicodeError):
        return Ambiguous("the reply of Slack is unreadable")
    return Ambiguous(f"unexpected failure while talking to Slack ({type(error).__name__})")
