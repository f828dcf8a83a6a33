"""Equipment and ships told of in Africa are heard; what only looks so is not."""

from __future__ import annotations

from pathlib import Path

from benchmarks.accuracy import shipped_detector
from detector.model import Document

CATALOGUE = Path(__file__).parents[1] / "data" / "catalogue.tsv"


def rows() -> list[tuple[str, str, list[str]]]:
    """Language, text and the ids of what is named in it, in its order."""
    lines = CATALOGUE.read_text("utf-8").splitlines()[1:]  # a comment stands first
    cells = [line.split("\t") for line in lines]
    return [(language, text, [] if ids == "-" else ids.split()) for language, text, ids in cells]


def test_what_is_told_of_is_heard_and_near_misses_are_not() -> None:
    wanted = rows()
    documents = [
        Document(str(number), text, language=language, kind="post")
        for number, (language, text, _) in enumerate(wanted)
    ]

    found = shipped_detector().detect_all(documents, full=True)

    told = [
        list(dict.fromkeys(m.entity for m in one.mentions if m.kind in {"equipment", "ship"}))
        for one in found
    ]
    wrong = [(*row, ids) for row, ids in zip(wanted, told, strict=True) if ids != row[2]]
    assert wrong == []
    assert {language for language, _, _ in wanted} == {"en", "ru", "fr", "uk", "ar"}
    assert sum(not ids for _, _, ids in wanted) >= 45
