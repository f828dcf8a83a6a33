"""The folders at the top level share names with packages of the public index."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "collector", "detector", "alerts", "archive", "workers", "cli", "cli.demo")


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_comes_from_this_repository(name: str) -> None:
    package = importlib.import_module(name)

    assert package.__file__ is not None
    assert Path(package.__file__).is_relative_to(ROOT)
