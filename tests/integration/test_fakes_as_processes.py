"""The Slack stub and the mail sink as processes of their own, as acceptance tests use them."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from alerts.mail import MailChannel, Patience
from alerts.mail_text import Envelope
from alerts.model import Unsent
from alerts.slack import SlackBotChannel
from config.schema import SlackBot, Smtp
from tests.fakes.alerts import TOKEN, message

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def running(*arguments: str) -> Iterator[dict[str, Any]]:
    """The fake's process; gives the line it prints when it listens."""
    command = [sys.executable, "-m", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def test_the_slack_stub_journals_posts_and_takes_faults_over_http(tmp_path: Path) -> None:
    journal = tmp_path / "posts.jsonl"
    with running("tests.fakes.slack", "--journal", str(journal)) as told:
        channel = SlackBotChannel(TOKEN, SlackBot(channel="C0DESK00001", api_url=told["api_url"]))
        root = told["api_url"].removesuffix("/api/")
        faults = json.dumps([{"status": 429, "error": "ratelimited", "retry_after": 3}])

        urllib.request.urlopen(root + "/_script", data=faults.encode()).close()
        with pytest.raises(Unsent) as caught:
            channel.send(message("a"), attempt=1)
        channel.send(message("b"), attempt=1)
        with urllib.request.urlopen(root + "/_posts") as answer:
            posts = json.load(answer)

    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert caught.value.retry_after_s == 3.0
    assert [post["metadata"]["event_payload"]["key"] for post in posts] == ["b"]
    assert [line["event"] for line in lines] == ["refused", "post"]


def test_the_mail_sink_journals_mails(tmp_path: Path) -> None:
    journal = tmp_path / "mails.jsonl"
    with running("tests.fakes.smtp", "--journal", str(journal)) as told:
        smtp = Smtp(host=told["host"], port=told["port"], security="none", sender="t@x.example")
        envelope = Envelope(smtp.sender, ("desk@news.example",), "desk", b"s")

        MailChannel(smtp, envelope, patience=Patience(5, 5, 5, 5)).send(message(), attempt=1)

    (line,) = [json.loads(line) for line in journal.read_text().splitlines()]
    assert line["to"] == ["desk@news.example"]
    assert "Message-ID: <" in line["raw"]
