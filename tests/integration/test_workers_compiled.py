"""The cache of compiled watchlists stays bounded, whatever ends a process that writes to it."""

from __future__ import annotations

import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from config.schema import AlertsConfig, Configuration, Sources, Watchlist
from detector import automaton
from detector.compile import CompiledTerms
from detector.detect import Detector
from detector.model import Document
from workers import compiled

ROOT = Path(__file__).parents[2]

CONFIGURATION = Configuration(
    sources=Sources.model_validate({"sources": [{"name": "w", "url": "https://x.example/f"}]}),
    watchlist=Watchlist.model_validate({"watches": [{"id": "tanks", "when": ["tank", "танк"]}]}),
    alerts=AlertsConfig.model_validate(
        {"receivers": [{"name": "o", "files": {}}], "routes": [{"receivers": ["o"]}]}
    ),
)


def test_what_killed_processes_left_makes_room_for_what_is_new(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f".new-terms-{number}").write_bytes(b"half")

    compiled.detector(CONFIGURATION, tmp_path)

    kept = [path.name for path in tmp_path.iterdir() if "terms-" in path.name]
    assert len(kept) == compiled.KEPT
    assert sum(name.endswith(".bin") for name in kept) == 3


def test_a_file_that_cannot_be_kept_leaves_no_half_behind(tmp_path: Path) -> None:
    in_the_way = tmp_path / "terms-1.bin"
    in_the_way.mkdir()

    with pytest.raises(IsADirectoryError):
        compiled._keep(in_the_way, b"whole")

    assert list(tmp_path.iterdir()) == [in_the_way]


def test_a_detector_serves_until_its_words_change(tmp_path: Path) -> None:
    first = compiled.latest(CONFIGURATION, tmp_path)
    alerts = CONFIGURATION.alerts.model_copy(update={"operator": ("o",)})
    watchlist = Watchlist.model_validate({"watches": [{"id": "guns", "when": ["gun"]}]})

    same = compiled.latest(CONFIGURATION.model_copy(update={"alerts": alerts}), tmp_path)
    other = compiled.latest(CONFIGURATION.model_copy(update={"watchlist": watchlist}), tmp_path)

    assert same is first
    assert [hit.id for hit in other.detect(Document("1", "A tank and a gun.")).watches] == ["guns"]


class Cycle:
    """Garbage that only the collector frees."""

    def __init__(self) -> None:
        self.own = self


def test_what_was_alive_beside_a_detector_is_freed_when_the_next_is_built(tmp_path: Path) -> None:
    beside = Cycle()
    gone = weakref.ref(beside)
    compiled.detector(CONFIGURATION, tmp_path)
    del beside

    compiled.detector(CONFIGURATION, tmp_path)

    assert gone() is None


def test_dictionaries_are_needed_by_the_compiling_process_only(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path\n"
        "from tests.integration.test_workers_compiled import CONFIGURATION\n"
        "from workers import compiled\n"
        "from detector.inflect_slavic import _analyser\n"
        f"compiled.detector(CONFIGURATION, Path({str(tmp_path)!r}))\n"
        "print(_analyser.cache_info().currsize)"
    )

    done = subprocess.run(
        (sys.executable, "-c", script), cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "0\n", done.stderr
    assert len(list(tmp_path.glob("terms-*.bin"))) == 3


def test_a_compiling_process_that_falls_is_stood_in_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    detector = compiled.detector(CONFIGURATION, tmp_path)

    assert isinstance(detector, Detector)


def _watching(*words: str) -> Configuration:
    watchlist = {"watches": [{"id": "tanks", "when": list(words)}]}
    return CONFIGURATION.model_copy(update={"watchlist": Watchlist.model_validate(watchlist)})


def _edited(directory: Path) -> int:
    """Kept files in which what an edit added stands beside what was compiled before it."""
    kept = [CompiledTerms.from_bytes(f.read_bytes()) for f in directory.glob("terms-*.bin")]
    return sum(bool(terms.image.former) for terms in kept)


@pytest.mark.skipif(automaton.hyperscan is None, reason="no wheel of Hyperscan")
def test_an_edit_compiles_what_is_new_and_the_next_start_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("A tank.", "Танк.", "Две БМП-2.", "Орланов-10 нет.")
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    before, after = _watching("tank", "танк", "БМП-2"), _watching("танк", "БМП-2", "Орлан-10")
    afresh = compiled.detector(after, tmp_path / "other").detect_all(documents)
    monkeypatch.setattr(compiled, "SLOW", 1)
    monkeypatch.setattr(compiled, "_latest", compiled._Latest())
    compiled.latest(before, tmp_path)

    edited = compiled.latest(after, tmp_path).detect_all(documents)
    another = compiled.detector(after, tmp_path).detect_all(documents)
    beside = _edited(tmp_path)
    monkeypatch.setattr(compiled, "_latest", compiled._Latest())
    started = compiled.latest(after, tmp_path).detect_all(documents)

    assert edited == another == started == afresh
    assert (beside, _edited(tmp_path)) == (1, 0)
