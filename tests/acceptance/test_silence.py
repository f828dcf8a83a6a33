"""A silence from the outside: it holds what the service would tell, and is counted."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.desk import Desk


def test_a_silence_holds_alerts_until_it_is_ended_and_the_digest_counts_them(
    tmp_path: Path,
) -> None:
    with Desk(tmp_path) as desk:
        plan = {"name": "daily", "receivers": ["mail"], "at": "00:00", "zone": "UTC"}
        desk.configure(alerts=desk.alerts() | {"digests": [plan]})
        desk.publish("Seven T-72B3 tanks arrived in Bamako on Friday.")

        added = desk.tocsin("silence", "add", "severity=high", "--until", "2h")
        silent = desk.tocsin("run", "--once")
        posts_during = list(desk.slack.posts)
        ended = desk.tocsin("silence", "expire", "1")
        desk.publish("Five BMP-3 were seen in Gao.")
        desk.tocsin("run", "--once")
        preview = desk.tocsin("digest", "preview")
        digest = next((desk.var / "preview").glob("*.txt")).read_text(encoding="utf-8")

    assert (added.returncode, silent.returncode, ended.returncode, preview.returncode) == (0,) * 4
    assert posts_during == []
    assert [post["text"].startswith("HIGH · 5 × BMP-3") for post in desk.slack.posts] == [True]
    assert "silenced by the operator: 1" in digest
