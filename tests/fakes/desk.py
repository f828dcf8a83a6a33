"""A desk of its own for acceptance tests: sources on loopback, Slack and mail sinks, real commands.

with Desk(tmp_path) as desk:
    desk.publish("Seven T-72B3 tanks arrived in Bamako …")
    assert desk.tocsin("run", "--once").returncode == 0
    assert len(desk.slack.posts) == 1
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any, Self, TypeVar

import yaml

from tests.fakes.slack import SlackStub
from tests.fakes.smtp import SmtpSink
from tests.fakes.telegram_web import FakeChannel
from tests.fakes.web import WebServer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90.0
T = TypeVar("T")
BOUNDS = {"min": "1s", "max": "2s"}

WATCHLIST: dict[str, Any] = {
    "entities": [
        {"id": "t-72", "name": "T-72", "kind": "equipment", "classes": ["tank"],
         "aliases": ["T-72", "Т-72"]},
        {"id": "bmp-3", "name": "BMP-3", "kind": "equipment", "aliases": ["BMP-3", "БМП-3"]},
    ],
    "watches": [{"id": "armour", "severity": "high", "when": {"kind": "equipment"}}],
}  # fmt: skip


def share_compiled(var: Path) -> None:
    """Let a data directory find what others compiled in this test run (see tests/conftest.py)."""
    var.mkdir(parents=True, exist_ok=True)
    if not (var / "cache").exists():
        (var / "cache").symlink_to(os.environ["TOCSIN_TEST_COMPILED"])


def until(condition: Callable[[], T], patience_s: float = PATIENCE_S) -> T:
    """What the condition gives as soon as it is true; the test fails when it never is."""
    end = time.monotonic() + patience_s
    while not (found := condition()):
        assert time.monotonic() < end, "the condition was not met in time"
        time.sleep(0.02)  # the interval of looking, not a guess at a duration
    return found


class Desk:
    """One feed, one channel, Slack by bot, mail, and files; everything below one directory."""

    def __init__(self, directory: Path, *, slack_pace_s: float = 0.0) -> None:
        self.directory = directory
        self.config, self.var = directory / "config", directory / "var"
        self.web = WebServer()
        self.slack = SlackStub(per_channel_s=slack_pace_s)
        self.mail = SmtpSink()
        self.channel = FakeChannel("desk_test", chat_id=-1001)
        self.entries: list[tuple[str, str, str]] = []  # guid, title, text
        self.receivers = ["slack"]
        self.feed_headers: dict[str, str] = {}
        self._published = 0
        self._stack = ExitStack()
        self._running: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        for server in (self.web, self.slack, self.mail):
            self._stack.enter_context(server)
        self.channel.open_on(self.web)
        share_compiled(self.var)
        self._serve_feed()
        self.configure()
        return self

    def __exit__(self, *exc: object) -> None:
        for process in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(60)
            if process.stdout is not None:
                process.stdout.close()
        print(self.printed)  # pytest shows it beside a failure
        self._stack.close()

    # what the world does

    def publish(self, text: str, title: str = "Report", guid: str = "") -> str:
        """A new entry at the head of the feed; gives its guid."""
        self._published += 1
        guid = guid or f"entry-{self._published}"
        self.entries.insert(0, (guid, title, text))
        self._serve_feed()
        return guid

    def _serve_feed(self) -> None:
        date = format_datetime(datetime.now(UTC))
        items = "".join(
            f"<item><guid isPermaLink='false'>{escape(guid)}</guid><title>{escape(title)}</title>"
            f"<link>{self.web.url}/{escape(guid)}</link><pubDate>{date}</pubDate>"
            f"<description>{escape(text)}</description></item>"
            for guid, title, text in self.entries
        )
        self.web.serve(
            "/feed.xml",
            f"<rss version='2.0'><channel><title>The Wire</title>{items}</channel></rss>",
            headers={"Content-Type": "application/rss+xml; charset=utf-8"} | self.feed_headers,
        )

    # what the operator does

    def configure(self, **overrides: Any) -> None:  # noqa: ANN401 - YAML
        """Write the three files; `overrides` replace whole files by stem."""
        self.config.mkdir(parents=True, exist_ok=True)
        files = {
            "sources": self.sources(),
            "watchlist": WATCHLIST,
            "alerts": self.alerts(),
        } | overrides
        for stem, content in files.items():
            text = content if isinstance(content, str) else yaml.safe_dump(content)
            path = self.config / f"{stem}.yaml"
            path.with_suffix(".new").write_text(text, encoding="utf-8")
            path.with_suffix(".new").replace(path)

    def sources(self) -> dict[str, Any]:
        return {
            "fetch": {"allow": [f"127.0.0.1:{self.web.port}"], "timeout": "5s"},
            "telegram": {"web_url": self.web.url, "spacing": "0s"},
            "sources": [
                {"name": "wire", "url": f"{self.web.url}/feed.xml", "interval": dict(BOUNDS)},
                {"name": "posts", "channel": "@desk_test", "interval": dict(BOUNDS)},
            ],
        }

    def alerts(self) -> dict[str, Any]:
        return {
            "receivers": [
                {"name": "slack", "slack_bot": {"channel": "alerts", "api_url": self.slack.url}},
                {"name": "hook", "slack_webhook": {}},
                {"name": "mail", "email": {"to": ["desk@example.org"]}},
                {"name": "files", "files": {}},
            ],
            "smtp": {"host": "127.0.0.1", "port": self.mail.port, "security": "none",
                     "sender": "Tocsin <tocsin@example.org>"},
            "routes": [{"receivers": self.receivers}],
            "operator": ["files"],
        }  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "PYTHONPATH": str(ROOT),
            "TOCSIN_CONFIG": str(self.config),
            "TOCSIN_VAR": str(self.var),
            "TOCSIN_SLACK_TOKEN": "xoxb-test-token",
            "TOCSIN_SLACK_WEBHOOK": self.slack.webhook_url,
        }

    def tocsin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            self.command(*arguments), env=self.environment, cwd=self.directory,
            capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        )  # fmt: skip

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command that goes on; stopped with the desk at the latest."""
        log = (self.directory / "printed.txt").open("a")
        process = subprocess.Popen(
            self.command(*arguments), env=self.environment, cwd=self.directory,
            stdout=log, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        log.close()
        self._running.append(process)
        return process

    @property
    def printed(self) -> str:
        """What started commands have said so far."""
        path = self.directory / "printed.txt"
        return path.read_text() if path.exists() else ""

    @staticmethod
    def command(*arguments: str) -> Sequence[str]:
        return [sys.executable, "-m", "cli", *arguments]


def children_of(pid: int) -> dict[int, str]:
    """Processes whose parent is `pid`: their command lines by process id."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rsplit(") ", 1)[1].split()[1])
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid and command:
            found[int(entry.name)] = command
    return found
