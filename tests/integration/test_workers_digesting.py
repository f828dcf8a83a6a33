"""A day's digest put together from the archive."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from alerts.digest_view import covered, headline, health_heading
from alerts.model import CountryCount, DayCount
from archive.archive import Archive
from config.changes import Change
from config.schema import DigestPlan
from tests.fakes.newsroom import DAY, HOUR, NOW, Newsroom
from workers.digesting import Editor

PLAN = DigestPlan(name="daily", receivers=("desk",), at="07:30", zone="Africa/Nairobi")
TODAY = date(2026, 3, 2)  # its digest is due at 04:30 UTC, NOW is 12:00 UTC on the day before


def test_a_digest_tells_its_day_and_the_course_up_to_it(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    archive.keep_declared({"watch/armour": {"severity": "high"}}, NOW)
    newsroom.tell("desk", key="a")
    archive.keep_declared({"watch/armour": {"severity": "low"}}, NOW + HOUR)
    newsroom.tell("desk", key="b", now=NOW + DAY)

    digest = Editor(archive, NOW + DAY).compose(PLAN, "desk", TODAY)

    assert (digest.alerts, digest.items_read, len(digest.events)) == (1, 1, 1)
    assert digest.changes == (Change("watch", "armour", "edited", "severity: high → low"),)
    assert digest.days[-2:] == (
        DayCount(date(2026, 3, 1), 0, 0, 0, 0),
        DayCount(TODAY, events=1, grave=1, alerts=1, items=1),
    )
    assert len(digest.days) == 14
    assert digest.countries == (CountryCount("ML", 1, 1),)
    assert digest.made_at == NOW + DAY
    assert covered(digest) == "from Sun 1 Mar 07:30 to Mon 2 Mar 2026 07:30"


def test_a_past_day_has_its_sources_as_its_digest_told_them(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.tell("desk", key="a")
    newsroom.poll(now=NOW + DAY)
    told = Editor(archive, NOW + DAY).compose(PLAN, "desk", TODAY)
    archive.digests.add(told, NOW + DAY)

    later = Editor(archive, NOW + 9 * DAY)
    again = later.compose(PLAN, "another", TODAY)
    unknown = later.compose(PLAN, "desk", date(2026, 3, 1))

    assert [source.state for source in told.sources] == ["read"]
    assert (again.sources, again.made_at) == (told.sources, NOW + DAY)
    assert health_heading(again) == "Sources, 2 Mar 15:00"
    assert [source.state for source in unknown.sources] == ["blind"]
    assert health_heading(unknown) == "Sources now, 10 Mar 15:00 (not as of that day)"
    assert headline(unknown).endswith("1 of 1 source blind now")


def test_a_worker_starts_without_what_few_need() -> None:
    rare = ("alembic", "matplotlib", "psycopg", "pymorphy3", "simplemma", "telethon")
    asked = f"import sys, workers.app; print([name for name in {rare} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_process_that_draws_nothing_does_not_load_the_library() -> None:
    asked = (
        "import importlib, sys, workers.tasks\n"
        "from cli.commands import COMMANDS\n"
        "every = [importlib.import_module(module) for module, _ in COMMANDS.values()]\n"
        "print('matplotlib' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
