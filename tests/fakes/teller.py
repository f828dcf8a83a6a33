"""A desk that tells by Slack, in this process: reports in, messages out, at Slack's own pace.

with Teller(tmp_path, url) as teller:
    teller.report("Seven T-72B3 tanks arrived in Bamako …")
    teller.deliver()
    assert len(teller.slack.top) == 1
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from alerts.model import Alert
from archive.archive import Archive
from archive.engine import Database
from archive.tables import notifications, receivers
from config.settings import Settings
from tests.fakes.desk import Desk
from tests.fakes.newsroom import Newsroom, item
from workers.clock import utc_now
from workers.delivering import Delivered, Deliverer
from workers.detecting import Placer
from workers.live import Live

PATIENCE = timedelta(seconds=30)


class Teller:
    """One feed, whatever receivers its desk declares, and an archive."""

    def __init__(self, directory: Path, url: str, *, pace_s: float = 0.0) -> None:
        self._url = url
        self.archive = Archive.open(url)
        self.desk = Desk(directory / "desk", slack_pace_s=pace_s)
        self.slack = self.desk.slack
        self._number = 0
        self._kept_environment = dict(os.environ)

    def __enter__(self) -> Self:
        self.desk.__enter__()
        # Secrets of receivers come from the environment of the process that tells.
        os.environ.update(
            {k: v for k, v in self.desk.environment.items() if k.startswith("TOCSIN_SLACK")}
        )
        self.newsroom = Newsroom(self.archive)
        return self

    def __exit__(self, *exc: object) -> None:
        for name in [name for name in os.environ if name.startswith("TOCSIN_SLACK")]:
            del os.environ[name]
        os.environ.update(self._kept_environment)
        self.desk.__exit__(*exc)
        self.archive.close()

    def alerts(self, **changes: Any) -> None:  # noqa: ANN401 - YAML
        """Change keys of alerts.yaml."""
        self.desk.configure(alerts=self.desk.alerts() | changes)

    def report(self, *texts: str, **more: object) -> list[Alert]:
        """The wire reports each; all alerts so far."""
        for text in texts:
            self._number += 1
            at = utc_now() - timedelta(hours=3) + timedelta(minutes=self._number)
            values: dict[str, object] = {"title": "", "published_at": at}
            self.newsroom.poll(item(str(self._number), text, **(values | more)))
            Placer(self.archive, self.live(), "placer").drain()
        return [alert for _, alert in self.archive.recent_alerts(0, 10_000)]

    def deliver(self, owner: str = "deliverer") -> Delivered:
        """What one worker's task does with what is due now."""
        return Deliverer(self.archive, self.live(), owner).drain(utc_now() + PATIENCE)

    def deliver_later(self) -> Delivered:
        """As if the waits of what failed were over."""
        self._write(
            notifications.update()
            .where(notifications.c.due_at.is_not(None))
            .values(due_at=utc_now())
        )
        self._write(receivers.update().values(not_before=None))
        return self.deliver()

    def die(self) -> None:
        """A worker claims what is due and is killed; a while later its lease is over."""
        assert self.archive.claim_notifications("killed", utc_now(), timedelta(0), 1)

    def _write(self, statement: sa.Update) -> None:
        database = Database(self._url)
        with database.write() as connection:
            connection.execute(statement)
        database.close()

    def live(self) -> Live:
        environ = {"TOCSIN_CONFIG": str(self.desk.config), "TOCSIN_VAR": str(self.desk.var)}
        return Live(Settings.from_env(environ), self.archive, utc_now)

    def states(self) -> dict[str, int]:
        """Notifications by state."""
        return dict(self.archive.totals().notifications)
