"""The daily digest from the outside: due by local time, once per local date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fakes.desk import Desk

TANKS = "Seven T-72B3 tanks arrived in Bamako on Friday with a convoy from the port of Conakry."


def plan(at: datetime) -> dict[str, object]:
    return {"name": "daily", "receivers": ["mail"], "at": f"{at:%H:%M}", "zone": "UTC"}


def test_a_digest_is_mailed_once_on_its_local_date_however_often_tocsin_runs(
    tmp_path: Path,
) -> None:
    with Desk(tmp_path) as desk:
        desk.configure(alerts=desk.alerts() | {"digests": [plan(datetime.now(UTC))]})
        desk.publish(TANKS)

        for _ in range(3):
            assert desk.tocsin("run", "--once").returncode == 0

        subjects = [mail.message["Subject"] for mail in desk.mail.mails]
        body = desk.mail.mails[0].message.get_body(("plain",))
    assert len(subjects) == 1
    assert f"{datetime.now(UTC):%Y}" in subjects[0]
    assert body is not None
    assert "2 sources" in body.get_content()


def test_a_digest_whose_hour_has_not_come_is_not_sent(tmp_path: Path) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=30)
    with Desk(tmp_path) as desk:
        desk.configure(alerts=desk.alerts() | {"digests": [plan(soon)]})

        desk.tocsin("run", "--once")

        assert desk.mail.mails == []
