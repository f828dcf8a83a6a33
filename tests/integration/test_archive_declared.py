"""What is declared is remembered; what an edit changed is written once."""

from __future__ import annotations

from archive.archive import Archive
from config.changes import Change, Declared
from tests.fakes.newsroom import DAY, HOUR, NOW, SECOND

FIRST: Declared = {"entity/t-72": {"aliases": ["T-72"]}, "watch/armour": {"severity": "high"}}
EDITED: Declared = {
    "entity/t-72": {"aliases": ["T-72", "Т-72"]},
    "keyword/convoy": {"words": ["\ud800"]},
}
CHANGES = (
    Change("entity", "t-72", "edited", "aliases: +Т-72"),
    Change("keyword", "convoy", "added"),
    Change("watch", "armour", "removed"),
)


def test_the_first_configuration_is_no_change(archive: Archive) -> None:
    assert archive.keep_declared(FIRST, NOW) == ()
    assert archive.digests.facts(NOW - DAY, NOW + DAY, NOW).changes == ()


def test_each_edit_is_written_by_the_first_process_that_takes_it_up(archive: Archive) -> None:
    archive.keep_declared(FIRST, NOW)

    assert archive.keep_declared(EDITED, NOW + HOUR) == CHANGES
    assert archive.keep_declared(EDITED, NOW + HOUR) == ()

    facts = archive.digests.facts(NOW, NOW + DAY, NOW + DAY)
    assert facts.changes == CHANGES


def test_a_change_belongs_to_the_window_in_which_it_took_force(archive: Archive) -> None:
    archive.keep_declared(FIRST, NOW)
    archive.keep_declared(EDITED, NOW + HOUR)

    before = archive.digests.facts(NOW, NOW + HOUR, NOW)
    after = archive.digests.facts(NOW + HOUR + SECOND, NOW + DAY, NOW)

    assert (before.changes, after.changes) == ((), ())
