"""From pending items to alerts, on a real archive with a real detector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model import PendingItem
from config.lexemes import Lexicon
from config.schema import Source
from config.settings import Settings
from detector.detect import Detector
from detector.model import Detection, Document
from tests.fakes.desk import Desk
from tests.fakes.newsroom import Newsroom, item
from workers import detecting
from workers.clock import utc_now
from workers.detecting import TRIES, Detected, Placer
from workers.live import Live, Loaded
from workers.reading import FactReader, Read

TANKS = "Seven T-72B3 tanks arrived in Bamako on Friday."


class Stumbling(Detector):
    """A detector that a certain word throws."""

    def detect_all(self, documents: Sequence[Document], *, full: bool = False) -> list[Detection]:
        if any("poison" in document.text for document in documents):
            raise ValueError("I can't read this")
        return super().detect_all(documents, full=full)


@pytest.fixture
def live(tmp_path: Path, archive: Archive) -> Iterator[Live]:
    with Desk(tmp_path / "desk") as desk:
        files = [{"name": "files", "files": {}}]
        desk.configure(alerts={"receivers": files, "routes": [{"receivers": ["files"]}]})
        environ = {"TOCSIN_CONFIG": str(desk.config), "TOCSIN_VAR": str(desk.var)}
        yield Live(Settings.from_env(environ), archive, utc_now)


def test_one_text_that_throws_the_detector_costs_itself_only(archive: Archive, live: Live) -> None:
    loaded = live.current()
    loaded.detector = Stumbling(loaded.configuration.watchlist, Lexicon())
    newsroom = Newsroom(archive)
    newsroom.poll(item("1", "poison"), item("2", TANKS))

    done = Placer(archive, live, "worker").drain()

    assert done == Detected(read=1, relevant=1, told=1, failed=1)
    assert archive.quarantined() == []


class Counting(Detector):
    """Takes down how many documents come together."""

    def detect_all(self, documents: Sequence[Document], *, full: bool = False) -> list[Detection]:
        self.batches = [*getattr(self, "batches", ()), len(documents)]
        return super().detect_all(documents, full=full)


def test_what_waits_is_detected_together_and_placed_in_order(archive: Archive, live: Live) -> None:
    loaded = live.current()
    loaded.detector = counting = Counting(loaded.configuration.watchlist, Lexicon())
    newsroom = Newsroom(archive)
    newsroom.poll(item("1", TANKS), item("2", "Nothing of the kind."), item("3", TANKS))

    done = Placer(archive, live, "worker").drain()

    assert done == Detected(read=3, relevant=2, told=1)
    assert [size for size in counting.batches if size] == [3]


def test_a_text_that_throws_it_again_and_again_is_put_aside_and_can_be_released(
    archive: Archive, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detecting, "RETRY_AFTER", timedelta(0))
    loaded = live.current()
    loaded.detector = Stumbling(loaded.configuration.watchlist, Lexicon())
    newsroom = Newsroom(archive)
    newsroom.poll(item("1", "poison"))

    Placer(archive, live, "worker").drain()

    (aside,) = archive.quarantined()
    assert aside.external_id == "1"
    assert str(TRIES) in aside.reason
    assert archive.release_quarantined(aside.item_id, utc_now())


class Dear(FactReader):
    """Counts the items whose facts are asked for: they cost many times what detection does."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def read(
        self, pending: PendingItem, source: Source, detection: Detection, loaded: Loaded
    ) -> Read:
        self.asked.append(pending.item.external_id)
        return super().read(pending, source, detection, loaded)


def test_facts_are_read_only_of_what_is_to_be_placed(archive: Archive, live: Live) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(item("1", "The market was full on Friday."), item("2", TANKS))
    reader = Dear()

    done = Placer(archive, live, "worker", reader).drain()

    assert (done.read, reader.asked) == (2, ["2"])


def test_a_deleted_item_rings_no_more(archive: Archive, live: Live) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(item("1", TANKS))
    newsroom.poll(deleted=("1",))

    done = Placer(archive, live, "worker").drain()

    assert (done.relevant, done.told) == (1, 0)
    assert archive.totals().alerts == 0
