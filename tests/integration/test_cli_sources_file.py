"""One more source in sources.yaml: everything else stays, and a bad file is never left behind."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest

from cli.sources_file import append, with_entry
from config.load import load
from config.mistakes import ConfigError

SHIPPED = Path(__file__).resolve().parents[2] / "config"
GOOD = Path(__file__).resolve().parents[1] / "data" / "config_good"
ENTRY = {"name": "new-one", "channel": "@new_one", "tags": ["press"]}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "config"))


def added(before: str, after: str) -> list[str]:
    """The lines that came; fails if any went or changed."""
    changes = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert not [line for line in changes if line.startswith("- ")]
    return [line[2:] for line in changes if line.startswith("+ ")]


def test_the_shipped_file_gets_three_lines_and_keeps_every_other_byte() -> None:
    before = (SHIPPED / "sources.yaml").read_text(encoding="utf-8")

    after = with_entry(before, {"name": "new-one", "channel": "@new_one"})

    assert added(before, after) == ["  - name: new-one", "    channel: '@new_one'"]


STYLES: list[tuple[str, str, str]] = [
    (
        "a list at the margin",
        "sources:\n- name: a  # the first\n  url: https://a.example/\n",
        "sources:\n- name: a  # the first\n  url: https://a.example/\n"
        "- name: b\n  channel: '@bbbb'\n",
    ),
    (
        "a list in one line",
        'sources: [{name: a, url: "https://a.example/"}]\n',
        "sources: [{name: a, url: \"https://a.example/\"}, {name: b, channel: '@bbbb'}]\n",
    ),
    (
        "other keys and comments after the list",
        "sources:\n  - {name: a, url: https://a.example/}\n# how we fetch\nfetch:\n  timeout: 5s\n",
        "sources:\n  - {name: a, url: https://a.example/}\n  - name: b\n    channel: '@bbbb'\n"
        "# how we fetch\nfetch:\n  timeout: 5s\n",
    ),
]


@pytest.mark.parametrize(("reason", "before", "after"), STYLES, ids=[row[0] for row in STYLES])
def test_the_entry_is_written_in_the_style_of_the_file(
    reason: str, before: str, after: str
) -> None:
    assert with_entry(before, {"name": "b", "channel": "@bbbb"}) == after


def test_the_configuration_loads_with_the_new_source(directory: Path) -> None:
    append(directory, ENTRY)

    last = load(directory).sources.sources[-1]
    assert (last.name, last.channel, last.tags) == ("new-one", "new_one", ("press",))


def test_permissions_and_a_link_to_the_file_stay(directory: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    shutil.move(directory / "sources.yaml", real)
    real.chmod(0o640)
    (directory / "sources.yaml").symlink_to(real)

    append(directory, ENTRY)

    assert (directory / "sources.yaml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "new-one" in real.read_text()


def test_a_source_that_would_not_load_changes_nothing_and_leaves_nothing(directory: Path) -> None:
    before = (directory / "sources.yaml").read_text()
    files = sorted(directory.iterdir())

    with pytest.raises(ConfigError, match="name"):
        append(directory, ENTRY | {"name": "Not A Name"})

    assert (directory / "sources.yaml").read_text() == before
    assert sorted(directory.iterdir()) == files
