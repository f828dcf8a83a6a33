"""`tocsin demo` from the outside: the bundled stream, told by the real pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.model import Alert
from archive.archive import Archive
from cli.demo.stream import RELEVANT, expected, load
from detector.copies import fingerprint
from tests.fakes.desk import Desk, share_compiled, until


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose demo finds what others compiled."""
    with Desk(tmp_path) as made:
        share_compiled(made.var / "demo")
        yield made


def test_the_demo_rings_for_every_new_report_and_for_nothing_off_topic(desk: Desk) -> None:
    done = desk.tocsin("demo", "--speed", "3")

    told = alerts_of(desk.var / "demo" / "tocsin.db")
    files = list((desk.var / "demo" / "outbox").glob("*-high-*.html"))

    assert done.returncode == 0, done.stdout + done.stderr
    rung = [(load().find(alert.source_name, external_id_of(alert)), alert) for alert in told]
    entries = [(entry, alert) for entry, alert in rung if entry is not None]
    # Whichever of an event's reports is polled first rings for it, be it a copy. On a busy
    # machine a post that its author soon deletes may be gone before it is read.
    lasting = {ring.event for ring in expected() if load().entry(ring.id).removed_at is None}
    assert lasting <= {entry.event for entry, _ in entries}
    assert {entry.role for entry, _ in entries} <= RELEVANT
    texts = [fingerprint("", alert.quote).exact for _, alert in entries]
    assert len(set(texts)) == len(texts)  # no text is told twice, by whomever
    assert len(files) >= len(told)
    assert "The demo is over: " in done.stdout
    assert done.stdout.rstrip().endswith("Stopped.")


def external_id_of(alert: Alert) -> str:
    return alert.key.removeprefix(f"{alert.source_name}/").rpartition("#")[0]


def alerts_of(database: Path) -> list[Alert]:
    archive = Archive.open(f"sqlite:///{database}")
    try:
        return [alert for _, alert in archive.recent_alerts(0, 1000)]
    finally:
        archive.close()


def test_a_second_demo_is_refused_and_touches_nothing_of_the_first(desk: Desk) -> None:
    desk.start("demo")
    until(lambda: "Running: " in desk.printed)
    before = (desk.var / "demo" / "config" / "sources.yaml").read_text()

    second = desk.tocsin("demo")

    after = (desk.var / "demo" / "config" / "sources.yaml").read_text()

    assert second.returncode == 2
    assert "already running" in second.stderr
    assert after == before


def test_a_demo_leaves_the_servers_of_the_service_alone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = tmp_path / "service.db"
    monkeypatch.setenv("TOCSIN_DATABASE_URL", f"sqlite:///{service}")
    (tmp_path / "redis").write_text("redis://127.0.0.1:1/0")
    monkeypatch.setenv("TOCSIN_REDIS_URL_FILE", str(tmp_path / "redis"))
    desk.start("demo")

    until(lambda: "polled " in desk.printed)

    assert not service.exists()
