"""`tocsin explain`, `watchlist expand` and `detect` from the outside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path) as made:
        yield made


def test_an_explanation_names_the_watch_the_form_and_marks_the_text(desk: Desk) -> None:
    text = desk.directory / "post.txt"
    text.write_text("В Бамако замечены семь Т-72Б3М\x1b[31m.\n")

    said = desk.tocsin("explain", str(text)).stdout

    assert "RELEVANT by armour (high)" in said
    assert "things: 7 × T-72B3M\n- places: Bamako (Mali)\n- done: sighting\n" in said
    assert "Т-72Б3М: T-72, alias " in said
    assert "\x1b[31m" not in said


NO_TEXT = [
    ("nothing", b"", "holds no text"),
    ("blanks", b" \n\t\n", "holds no text"),
    (
        "Cyrillic in an old encoding",
        "Танки в Гао".encode("cp1251"),
        "not text in UTF-8 (at byte 0)",
    ),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0", "not text in UTF-8 (at byte 0)"),
]


@pytest.mark.parametrize(("what", "held", "said"), NO_TEXT, ids=[row[0] for row in NO_TEXT])
def test_what_holds_no_text_is_refused_and_not_called_irrelevant(
    what: str, held: bytes, said: str, desk: Desk
) -> None:
    file = desk.directory / "post.txt"
    file.write_bytes(held)

    done = desk.tocsin("explain", str(file))

    assert (done.returncode, done.stdout) == (2, "")
    assert str(file) in done.stderr
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_address_is_fetched_and_explained(desk: Desk) -> None:
    url = desk.web.serve("/story", "<title>T</title><article><p>A BMP-3 in Gao.</p></article>")

    said = desk.tocsin("explain", url).stdout

    assert f"{url}: RELEVANT by armour" in said
    assert "A BMP-3 in Gao." in said


def test_an_expansion_lists_the_forms_and_a_misspelt_name_gets_a_suggestion(desk: Desk) -> None:
    forms = desk.tocsin("watchlist", "expand", "t-72").stdout
    wrong = desk.tocsin("watchlist", "expand", "T-27")
    variant = desk.tocsin("watchlist", "expand", "Т-72Б3М")

    assert "T72" in forms
    assert "Т72" in forms
    assert wrong.returncode == 2
    assert "did you mean 't-72'?" in wrong.stderr
    assert variant.returncode == 2
    assert "it is heard as t-72" in variant.stderr


def test_detect_gives_a_line_for_a_line_and_keeps_ids_as_they_are(desk: Desk) -> None:
    file = desk.directory / "items.jsonl"
    text = "Seven T-72B3 tanks arrived in Bamako."
    lines = [
        {"id": 7, "title": "Armour", "text": text},
        {"id": "x", "text": "A football match."},
    ]
    file.write_text("\n".join(map(json.dumps, lines)))

    done = desk.tocsin("detect", "--config", str(desk.config), str(file))

    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], first["relevant"]) == (7, True)
    assert first["watches"][0]["id"] == "armour"
    mention = next(m for m in first["mentions"] if m["entity"] == "t-72")
    assert text[mention["start"] : mention["end"]] == mention["surface"]
    assert mention["variant"] == "T-72B3"
    assert mention["quantity"]["value"] == 7
    assert first["places"] == [{"name": "Bamako", "country": "ML"}]
    assert "arrival" in first["actions"]
    assert (second["id"], second["relevant"], second["mentions"]) == ("x", False, [])


def test_a_line_that_is_no_item_is_named_by_its_place(desk: Desk) -> None:
    file = desk.directory / "items.jsonl"
    file.write_text('{"id": 1, "text": "x"}\n{"id": 2}\n')

    done = desk.tocsin("detect", str(file))

    assert done.returncode == 2
    assert f"{file}:2: needs an object" in done.stderr
