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


def test_a_digest_can_be_looked_at_and_sent_by_hand_once(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with Desk(tmp_path) as desk:
        desk.configure(alerts=desk.alerts() | {"digests": [plan(now)]})
        desk.publish(TANKS)

        preview = desk.tocsin("digest", "preview", "--date", f"{now:%Y-%m-%d}")
        first = desk.tocsin("digest", "send", "--date", f"{now:%Y-%m-%d}")
        second = desk.tocsin("digest", "send", "--date", f"{now:%Y-%m-%d}")
        mails = [mail.message for mail in desk.mail.mails]

        written = desk.var / "preview" / f"digest-daily-{now:%Y-%m-%d}.html"
        html = written.read_text(encoding="utf-8")
    assert str(written) in preview.stdout
    assert "Tocsin digest" in html
    assert ": sent at " in first.stdout
    assert ": already sent at " in second.stdout
    assert (preview.returncode, first.returncode, second.returncode) == (0, 0, 0)
    assert len(mails) == 1


def test_a_preview_shows_what_came_since_the_last_digest(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    coming = now.date() + timedelta(days=1)
    with Desk(tmp_path) as desk:
        desk.configure(alerts=desk.alerts() | {"digests": [plan(now)]})
        desk.publish(TANKS)
        desk.tocsin("run", "--once")

        preview = desk.tocsin("digest", "preview")

        text = (desk.var / "preview" / f"digest-daily-{coming}.txt").read_text(encoding="utf-8")
    assert preview.returncode == 0, preview.stderr
    assert "T-72" in text


def test_a_digest_is_not_sent_from_a_configuration_that_is_refused(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        desk.configure(alerts=desk.alerts() | {"digests": [plan(datetime.now(UTC))]})
        desk.tocsin("run", "--once")
        desk.configure(watchlist="watches: [")

        refused = desk.tocsin("digest", "send")

    assert refused.returncode == 2
    assert "watchlist.yaml:2:1" in refused.stderr


def test_a_digest_is_not_sent_before_its_hour_or_for_a_plan_that_is_not_declared(
    tmp_path: Path,
) -> None:
    later = datetime.now(UTC) + timedelta(minutes=30)
    with Desk(tmp_path) as desk:
        desk.configure(alerts=desk.alerts() | {"digests": [plan(later)]})

        early = desk.tocsin("digest", "send", "--date", f"{later:%Y-%m-%d}")
        unknown = desk.tocsin("digest", "send", "--plan", "weekly")

        assert desk.mail.mails == []
    assert early.returncode == 2
    assert "is due at" in early.stderr or "has not begun" in early.stderr
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "no digest 'weekly' in alerts.yaml; there are: daily\n",
    )
