"""An environment that can't be used: one sentence that says why, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.fakes.desk import ROOT


def tocsin(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    done = tocsin("up", TOCSIN_VAR=str(file / "var"))

    assert done.returncode == 2
    assert done.stderr == f"Not a directory: {file / 'var'}\n"
