"""An environment that can't be used: one sentence that says why, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import pytest

from tests.fakes.desk import ROOT, Desk, share_compiled


def tocsin(
    *arguments: str, stdout: TextIO | int = subprocess.PIPE, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_named() -> None:
    with Path("/dev/full").open("w") as full:
        done = tocsin("watchlist", "expand", "t-72", stdout=full)

    assert done.returncode == 2
    assert done.stderr == "No space left on device\n"


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    done = tocsin("up", TOCSIN_VAR=str(file / "var"))

    assert done.returncode == 2
    assert done.stderr == f"Not a directory: {file / 'var'}\n"


def test_names_in_any_script_are_printed_whatever_the_locale(tmp_path: Path) -> None:
    items = tmp_path / "items.jsonl"
    items.write_text('{"id": 1, "text": "Т-72Б3 в Бамако"}\n', encoding="utf-8")

    var = tmp_path / "var"
    share_compiled(var)

    done = tocsin("detect", str(items), TOCSIN_VAR=str(var), LC_ALL="C", PYTHONIOENCODING="ascii")

    assert done.returncode == 0
    assert "Бамако" in done.stdout or "Т-72Б3" in done.stdout


def test_only_declared_sources_can_be_resumed(tmp_path: Path) -> None:
    done = tocsin("sources", "resume", "nobody", TOCSIN_VAR=str(tmp_path))

    assert done.returncode == 2
    assert done.stderr == "Error: no source 'nobody' in sources.yaml\n"


def test_a_receiver_is_tried_though_another_lacks_its_secret(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        receivers = [{"name": "phones", "apprise": {}}, {"name": "files", "files": {}}]
        desk.configure(alerts={"receivers": receivers, "routes": [{"receivers": ["files"]}]})

        tried, lacking = (
            desk.tocsin("alerts", "test", "files"),
            desk.tocsin("alerts", "test", "phones"),
        )

    assert tried.stdout.startswith("files: accepted")
    assert lacking.stderr.startswith("receiver phones needs TOCSIN_APPRISE_URL")


@pytest.mark.parametrize("source", ["", "Sahel Wire"])
def test_the_way_of_a_line_is_shown_whatever_its_source(tmp_path: Path, source: str) -> None:
    line = {"id": 1, "text": "Seven T-72B3 arrived in Bamako", "source": source}
    with Desk(tmp_path) as desk:
        (tmp_path / "items.jsonl").write_text(json.dumps(line), encoding="utf-8")

        done = desk.tocsin("alerts", "route", "items.jsonl")

    assert (done.returncode, done.stderr) == (0, "")
    assert "is told: new event" in done.stdout
