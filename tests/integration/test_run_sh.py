"""run.sh with an interpreter that only says how it was called."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fakes.desk import ROOT

INTERPRETER = """#!/bin/sh
[ "$1" = -c ] || echo "in $PWD for $TOCSIN_VAR: $*"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy whose environment is set up already."""
    project = tmp_path / "a project"
    python = project / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(INTERPRETER)
    python.chmod(0o755)
    locked = b""
    for name in ("requirements-pip.txt", "requirements.txt"):
        locked += Path(shutil.copy(ROOT / name, project)).read_bytes()
    stamp = project / ".venv" / ".installed-requirements.txt"
    stamp.write_text(hashlib.sha256(locked).hexdigest())
    shutil.copy(ROOT / "run.sh", project)
    return project


def test_a_command_runs_where_it_was_typed_and_writes_below_the_project(project: Path) -> None:
    elsewhere = project.parent / "else where"
    elsewhere.mkdir()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TOCSIN_")}

    said = subprocess.run(
        [project / "run.sh", "tocsin", "detect", "my items.jsonl"],
        cwd=elsewhere, env=environment, capture_output=True, text=True, check=True, timeout=30,
    ).stdout  # fmt: skip

    assert said == f"in {elsewhere} for {project}/var: -P -m cli detect my items.jsonl\n"
