"""What makes no sense is refused with exit code 2 and one line, whatever the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import tocsin
from config.mistakes import OperatorsError
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import open_desk

NONSENSE = [
    ("detct",),
    ("alerts", "dead", "drop", "99"),
    ("alerts", "dead", "retry", "all of them"),
    ("alerts", "route", "--at", "soon", "items.jsonl"),
    ("alerts", "test", "nobody"),
    ("detect", "nowhere.jsonl"),
    ("digest", "preview", "--date", "soon"),
    ("digest", "preview", "--plan", "none"),
    ("events", "show", "99"),
    ("evidence", "nowhere"),
    ("explain",),
    ("explain", "-"),
    ("explain", "items.jsonl"),
    ("explain", "nowhere.txt"),
    ("explain", "https://"),
    ("explain", "--event", "99"),
    ("quarantine", "release", "99"),
    ("run",),
    ("silence", "add", "watch=x", "--until", "soon"),
    ("silence", "expire", "99"),
    ("sources", "add", "not an address"),
    ("sources", "import", "nowhere.opml"),
    ("sources", "resume", "nobody"),
    ("sources", "test", "nobody"),
    ("telegram", "login", "nobody"),
    ("telegram", "logout", "nobody"),
    ("watchlist", "expand", "nothing"),
    ("worker", "nothing"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    with (
        pytest.MonkeyPatch.context() as patch,
        open_desk(tmp_path_factory.mktemp("desk"), patch) as made,
    ):
        return made


@pytest.mark.parametrize("arguments", NONSENSE, ids=" ".join)
def test_nonsense_is_refused_with_exit_code_2(
    arguments: tuple[str, ...], desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TOCSIN_CONFIG", str(desk.config))
    monkeypatch.setenv("TOCSIN_VAR", str(desk.var))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "items.jsonl").write_text("")

    done = CliRunner().invoke(tocsin, arguments)

    # An OperatorsError becomes exit code 2 in cli.main, around the group.
    assert done.exit_code == 2 or isinstance(done.exception, OperatorsError), done.output
