"""A configuration that was found right is kept: the next load spares its YAML and the checks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.load import load
from config.mistakes import ConfigError
from config.trusted import Trusted

GOOD = Path(__file__).parents[1] / "data" / "config_good"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "config"))


def kept_in(cache: Path) -> Path:
    return cache / "configuration.json"


def test_the_second_load_gives_the_same(directory: Path, tmp_path: Path) -> None:
    first = load(directory, tmp_path)

    assert kept_in(tmp_path).exists()
    assert load(directory, tmp_path) == first == load(directory)


def test_the_second_load_reads_what_was_kept(directory: Path, tmp_path: Path) -> None:
    load(directory, tmp_path)
    before = kept_in(tmp_path).stat().st_mtime_ns

    load(directory, tmp_path)

    assert kept_in(tmp_path).stat().st_mtime_ns == before


def test_an_edit_of_any_file_is_seen(directory: Path, tmp_path: Path) -> None:
    load(directory, tmp_path)
    words = directory / "lexicon"
    words.mkdir(exist_ok=True)
    (words / "own.yaml").write_text("actions: {arrival: {en: [plonked]}}\n", "utf-8")

    assert "plonked" in load(directory, tmp_path).lexicon.actions["arrival"].en


def test_a_mistake_is_told_at_every_load(directory: Path, tmp_path: Path) -> None:
    load(directory, tmp_path)
    with (directory / "watchlist.yaml").open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")

    for _ in range(2):
        with pytest.raises(ConfigError, match="nonsense"):
            load(directory, tmp_path)


@pytest.mark.parametrize("damage", ["", "{}", "other 123\n[]"])
def test_what_is_damaged_is_made_anew(directory: Path, tmp_path: Path, damage: str) -> None:
    first = load(directory, tmp_path)
    whole = kept_in(tmp_path).read_text("utf-8")
    kept_in(tmp_path).write_text(damage, "utf-8")

    assert load(directory, tmp_path) == first
    assert kept_in(tmp_path).read_text("utf-8") == whole


def test_files_that_were_edited_while_they_were_read_are_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text("sources: []\n", "utf-8")
    trusted = Trusted.of([file], kept_in(tmp_path))
    file.write_text("sources: [{name: a}]\n", "utf-8")

    trusted.keep([{"sources": []}])

    assert (trusted.trees(), kept_in(tmp_path).exists()) == ([], False)


def test_no_other_code_is_believed(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    trusted = Trusted.of([file], kept_in(tmp_path))
    trusted.keep([{"sources": []}])

    other = Trusted(trusted.files, trusted.kept, (), "made by other code")

    assert (list(trusted.trees()), list(other.trees())) == ([{"sources": []}], [])
