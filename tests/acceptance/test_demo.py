"""`tocsin demo` from the outside: the bundled stream, told by the real pipeline."""

from __future__ import annotations

from pathlib import Path

from alerts.model import Alert
from archive.archive import Archive
from cli.demo.stream import Role, expected, load
from tests.fakes.desk import Desk


def test_the_demo_rings_for_every_new_report_and_for_nothing_off_topic(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        done = desk.tocsin("demo", "--speed", "3")

        told = alerts_of(desk.var / "demo" / "tocsin.db")
        files = list((desk.var / "demo" / "outbox").glob("*-high-*.html"))

    assert done.returncode == 0, done.stdout + done.stderr
    rung = {
        load().find(alert.source_name, alert.key.split("/", 1)[1].split("#")[0]) for alert in told
    }
    roles = {entry.id: entry.role for entry in rung if entry is not None}
    first_reports = {ring.id for ring in expected() if ring.role is Role.REPORT}
    assert first_reports <= set(roles)
    assert set(roles.values()) <= {Role.REPORT, Role.UPDATE, Role.SAME}
    assert len(files) >= len(told)
    assert "The demo is over: 70 items read" in done.stdout
    assert done.stdout.rstrip().endswith("Stopped.")


def external_id_of(alert: Alert) -> str:
    return alert.key.removeprefix(f"{alert.source_name}/").rpartition("#")[0]


def alerts_of(database: Path) -> list[Alert]:
    archive = Archive.open(f"sqlite:///{database}")
    try:
        return [alert for _, alert in archive.recent_alerts(0, 1000)]
    finally:
        archive.close()
