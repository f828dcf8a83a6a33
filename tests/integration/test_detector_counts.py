"""Counts in phrases of five languages go to the right thing, as the shipped detector reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.accuracy import shipped_detector
from detector.model import Detection, Document, Quantity

PHRASES = Path(__file__).parents[1] / "data" / "counts.tsv"
_WRITTEN = re.compile(r"(?P<bound>[<~]?)(?P<low>\d+)(?:-(?P<high>\d+))?(?P<more>\+?)(?P<about>~?)")


def rows() -> list[tuple[str, str, dict[str, Quantity | None]]]:
    """Language, text and the quantity of each entity."""
    lines = PHRASES.read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    return [
        (language, text.replace("\\n", "\n"), dict(map(labelled, labels.split())))
        for language, text, labels in cells
    ]


def labelled(label: str) -> tuple[str, Quantity | None]:
    entity, _, written = label.partition("=")
    return entity, quantity(written)


def quantity(written: str) -> Quantity | None:
    if written == "-":
        return None
    if written == "1a":
        return Quantity(value=1, implied=True)
    found = _WRITTEN.fullmatch(written)
    assert found is not None, written
    low, approx = int(found["low"]), bool(found["about"] or found["bound"] == "~")
    if found["high"]:
        return Quantity(min=low, max=int(found["high"]))
    if found["bound"] == "<":
        return Quantity(max=low, approx=approx)
    return Quantity(min=low, approx=approx) if found["more"] else Quantity(low, approx=approx)


@pytest.fixture(scope="module")
def detections() -> list[Detection]:
    documents = [
        Document(str(number), text, language=language, kind="post")
        for number, (language, text, _) in enumerate(rows())
    ]
    return shipped_detector().detect_all(documents, full=True)


def test_the_phrases_are_many_in_five_languages() -> None:
    assert len(rows()) >= 580
    assert {language for language, _, _ in rows()} == {"en", "ru", "fr", "uk", "ar"}


def test_every_count_is_read_and_none_is_given_to_another_thing(
    detections: list[Detection],
) -> None:
    misread = []

    for found, (_, text, wanted) in zip(detections, rows(), strict=True):
        told = {name: counted(found, name) for name in wanted}
        if told != wanted:
            misread.append((text, wanted, told))

    assert misread == []


def counted(found: Detection, entity: str) -> Quantity | None:
    """The first count of a thing, which has to be named."""
    named = [mention.quantity for mention in found.mentions if mention.entity == entity]
    assert named, (found.id, entity)
    return next((one for one in named if one is not None), None)
