"""A Slack of our own over loopback: posting, threads, history, updates, a webhook, and faults.

    with SlackStub() as slack:
        slack.script(rate_limited(3), reply_lost())
        ...
        assert [post["text"] for post in slack.posts] == [...]

As hostile as the real one: replies are not in the history, unless broadcast; a reply to a message
that is gone lands in the channel with `ok: true`; updates want a channel's id, take blocks away
when only text is given, and count against the pace of the channel.

From another process: `python -m tests.fakes.slack --port 8090 --journal posts.jsonl`; there
`POST /_script` takes a JSON list of faults and `GET /_posts` returns what was posted.
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import threading
import time
from collections import deque
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.fakes.slack_rules import refusal

Json = dict[str, Any]
WEBHOOK = "/services/T00000000/B00000000/secretsecretsecret"
CHANNEL_ID = "C0DESK00001"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request. The default goes well."""

    status: int = 200
    error: str = ""  # ok: false with this code; the webhook's body
    retry_after: float | None = None
    accept: bool = False  # the message is posted before things go wrong
    drop: bool = False  # the connection is reset instead of an answer
    delay_s: float = 0.0
    body: str | None = None  # answered instead of ours
    location: str = ""  # with a 3xx status


def rate_limited(seconds: float) -> Fault:
    return Fault(status=429, error="ratelimited", retry_after=seconds)


def refused(code: str, status: int = 200) -> Fault:
    return Fault(status=status, error=code)


def reply_lost() -> Fault:
    return Fault(accept=True, drop=True)


def reset_before() -> Fault:
    return Fault(drop=True)


class SlackStub:
    """The server. Faults are used up in order, one a posting (or looking) request."""

    def __init__(
        self, port: int = 0, journal: Path | None = None, per_channel_s: float = 0.0
    ) -> None:
        self.posts: list[Json] = []
        self.requests: list[tuple[str, Json]] = []
        self.deleted: set[str] = set()
        self.channels = {"alerts": CHANNEL_ID}
        self.page = 200
        self._faults: deque[Fault] = deque()
        self._look_faults: deque[Fault] = deque()
        self._journal = journal
        self._per_channel_s = per_channel_s
        self._next_at: dict[str, float] = {}
        self._lock = threading.Lock()
        self._clock = time.time()
        handler = type("Handler", (_Handler,), {"stub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """For SlackBot.api_url."""
        return f"{self.root}/api/"

    @property
    def webhook_url(self) -> str:
        return self.root + WEBHOOK

    def script(self, *faults: Fault) -> None:
        """For the next postings."""
        self._faults.extend(faults)

    def script_look(self, *faults: Fault) -> None:
        """For the next looks into history or the channel list."""
        self._look_faults.extend(faults)

    def delete(self, ts: str) -> None:
        """Somebody deletes a message; its thread is gone with it."""
        self.posts[:] = [post for post in self.posts if post["ts"] != ts]
        self.deleted.add(ts)

    def thread(self, ts: str) -> list[Json]:
        """The replies to a message."""
        return [post for post in self.posts if post["thread_ts"] == ts]

    @property
    def top(self) -> list[Json]:
        """What stands in the channel itself."""
        return [post for post in self.posts if not post["thread_ts"]]

    @property
    def seen(self) -> list[Json]:
        """What people see who look at the channel: with replies that are broadcast."""
        return [post for post in self.posts if not post["thread_ts"] or post["broadcast"]]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # what the handler asks

    def answer(self, path: str, body: Json, authorised: bool) -> tuple[Fault, Json]:
        """The fault (or its absence) and the JSON of a good answer."""
        with self._lock:
            self.requests.append((path, body))
            if path == WEBHOOK:
                return self._post(body | {"channel": "webhook"}, via="webhook")
            if not authorised:
                return Fault(error="not_authed"), {}
            method = path.removeprefix("/api/")
            if method == "chat.postMessage":
                return self._post(body, via="bot")
            if method == "chat.update":
                return self._update(body)
            looks = {"conversations.history": self._history, "conversations.list": self._list,
                     "conversations.replies": self._replies}  # fmt: skip
            if method in looks:
                fault = self._look_faults.popleft() if self._look_faults else Fault()
                return looks[method](body, fault)
            return Fault(error="unknown_method"), {}

    def _post(self, body: Json, *, via: str) -> tuple[Fault, Json]:
        fault = self._faults.popleft() if self._faults else self._pace(str(body.get("channel")))
        failed = bool(fault.error or fault.drop or fault.status != 200) and not fault.accept
        wrong = "" if failed else refusal(body)
        if wrong:
            fault = Fault(status=400 if via == "webhook" else 200, error=wrong)
        if failed or wrong:
            self._write({"event": "refused", "via": via, "fault": asdict(fault)})
            return fault, {}
        self._clock = max(self._clock + 0.000001, time.time())
        post = {k: body.get(k) for k in ("channel", "text", "blocks", "metadata")}
        parent = next((p for p in self.top if p["ts"] == body.get("thread_ts")), None)
        post["thread_ts"] = parent["ts"] if parent else None
        post["broadcast"] = bool(parent and body.get("reply_broadcast"))
        post |= {"ts": f"{self._clock:.6f}", "via": via, "payload": body, "edits": 0}
        self.posts.append(post)
        self._write({"event": "post", **post})
        shown = {"text": body["text"]} | ({"thread_ts": parent["ts"]} if parent else {})
        return fault, {"channel": CHANNEL_ID, "ts": post["ts"], "message": shown}

    def _pace(self, channel: str) -> Fault:
        """As the real one: one message a second and channel, where that is asked for."""
        channel = self.channels.get(channel.lstrip("#"), channel)
        now = time.monotonic()
        wait = self._next_at.get(channel, 0.0) - now
        if self._per_channel_s and wait > 0:
            return rate_limited(max(1, round(wait + 0.5)))
        self._next_at[channel] = now + self._per_channel_s
        return Fault()

    def _update(self, body: Json) -> tuple[Fault, Json]:
        fault = self._faults.popleft() if self._faults else self._pace(str(body.get("channel")))
        failed = bool(fault.error or fault.drop or fault.status != 200) and not fault.accept
        post = next((p for p in self.posts if p["ts"] == body.get("ts")), None)
        wrong = refusal(body) or ("" if post else "message_not_found")
        if body.get("channel") not in self.channels.values():
            wrong = "channel_not_found"
        if failed or wrong or post is None:
            return (fault if failed else Fault(error=wrong)), {}
        post |= {"text": body.get("text"), "blocks": body.get("blocks"), "edits": post["edits"] + 1}
        self._write({"event": "update", "ts": post["ts"], "text": post["text"]})
        return fault, {"ts": post["ts"], "channel": CHANNEL_ID, "text": post["text"]}

    def _history(self, body: Json, fault: Fault) -> tuple[Fault, Json]:
        return self._page(body, fault, list(reversed(self.seen)))

    def _replies(self, body: Json, fault: Fault) -> tuple[Fault, Json]:
        parent = [post for post in self.top if post["ts"] == body.get("ts")]
        if not parent:
            return Fault(error="thread_not_found"), {}
        return self._page(body, fault, parent + self.thread(str(body.get("ts"))))

    def _page(self, body: Json, fault: Fault, posts: list[Json]) -> tuple[Fault, Json]:
        if body.get("channel") not in self.channels.values():
            return Fault(error="channel_not_found"), {}
        oldest, start = float(body.get("oldest", 0)), int(body.get("cursor") or 0)
        size = min(int(body.get("limit", 100)), self.page)
        wanted = [p for p in posts if float(p["ts"]) >= oldest and p["via"] == "bot"]
        shown = [{"type": "message", "ts": p["ts"], "text": p["text"]} for p in wanted]
        if str(body.get("include_all_metadata")).lower() in ("1", "true"):
            shown = [m | {"metadata": p["metadata"]} for m, p in zip(shown, wanted, strict=True)]
        cursor = str(start + size) if start + size < len(shown) else ""
        page = {"messages": shown[start : start + size], "has_more": bool(cursor)}
        return fault, page | {"response_metadata": {"next_cursor": cursor}}

    def _list(self, body: Json, fault: Fault) -> tuple[Fault, Json]:
        del body
        listed = [{"id": i, "name": name} for name, i in self.channels.items()]
        return fault, {"channels": listed, "response_metadata": {"next_cursor": ""}}

    def _write(self, line: Json) -> None:
        if self._journal is not None:
            with self._journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"at": time.time(), **line}, ensure_ascii=False) + "\n")


class _Handler(BaseHTTPRequestHandler):
    stub: SlackStub
    timeout = 10

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if path == "/_script":
            self.stub.script(*(Fault(**fault) for fault in json.loads(raw)))
            return self._reply(200, '{"ok": true}', None)
        is_json = "json" in self.headers.get("Content-Type", "")
        form = {k: v[0] for k, v in parse_qs(raw.decode()).items()} if not is_json else {}
        authorised = self.headers.get("Authorization", "").startswith("Bearer xox")
        fault, good = self.stub.answer(path, json.loads(raw) if is_json else form, authorised)
        if fault.delay_s:
            threading.Event().wait(fault.delay_s)
        if fault.drop:
            return self._reset()
        failed = bool(fault.error) or fault.status != 200
        if path == WEBHOOK:
            body = fault.error if failed else "ok"
        else:
            answer = {"ok": False, "error": fault.error} if failed else {"ok": True, **good}
            body = json.dumps(answer)
        return self._reply(fault.status, body if fault.body is None else fault.body, fault)

    def do_GET(self) -> None:
        self._reply(200, json.dumps(self.stub.posts), None)

    def _reply(self, status: int, body: str, fault: Fault | None) -> None:
        data = body.encode()
        self.send_response(status)
        if fault is not None and fault.retry_after is not None:
            self.send_header("Retry-After", f"{fault.retry_after:g}")
        if fault is not None and fault.location:
            self.send_header("Location", fault.location)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _reset(self) -> None:
        """Close with RST, as a dying peer does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):
            self.close_connection = True  # the client went away, or we reset it

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the journal tells."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--per-channel-s", type=float, default=0.0)
    parser.add_argument("--script", type=json.loads, default=[], help="JSON list of faults")
    given = parser.parse_args()
    with SlackStub(given.port, given.journal, given.per_channel_s) as stub:
        stub.script(*(Fault(**fault) for fault in given.script))
        print(json.dumps({"api_url": stub.url, "webhook_url": stub.webhook_url}), flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
