"""A burst of 1,000 alerts meets a 429: nothing before Retry-After, nothing lost."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.desk import until
from tests.fakes.newsroom import alert, item, open_event
from tests.fakes.slack import rate_limited
from tests.fakes.teller import Teller
from workers.clock import utc_now
from workers.delivering import Deliverer

BURST, WAIT_S = 1000, 2.0


@pytest.fixture
def teller(tmp_path: Path, migrated_file: Path) -> Iterator[Teller]:
    shutil.copy(migrated_file, tmp_path / "tocsin.db")
    with Teller(tmp_path, f"sqlite:///{tmp_path / 'tocsin.db'}") as made:
        yield made


def test_a_burst_waits_for_retry_after_and_loses_nothing(teller: Teller) -> None:
    now = utc_now()
    teller.newsroom.poll(item())
    (pending,) = teller.newsroom.pending()
    with teller.archive.placing() as placing:
        open_event(placing, pending, [], now=now)
        for number in range(BURST):
            one = alert(f"burst-{number:04d}", published_at=now, detected_at=now)
            placing.add_alert(one, None, None, ["slack"])
    teller.slack.script(rate_limited(WAIT_S))

    limited = time.time()
    deliverer = Deliverer(teller.archive, teller.live(), "d")
    until(lambda: deliverer.drain(utc_now() + timedelta(seconds=1)) and len(teller.slack.posts) > 2)

    states = teller.states()
    assert min(float(post["ts"]) for post in teller.slack.posts) >= limited + WAIT_S
    assert len(teller.slack.requests) == 1 + len(teller.slack.posts), "one try met the 429"
    assert states == {"sent": len(teller.slack.posts), "pending": BURST - len(teller.slack.posts)}
    assert teller.archive.dead_letters() == []
