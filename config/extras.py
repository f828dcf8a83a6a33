"""Optional packages that a declaration needs: refused with its place where one isn't installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

from config.entries import Place, entries_of, fields_of
from config.mistakes import Mistake
from config.yamltree import Node

_HOW = (
    'needs the optional extra "channels", which is not installed: '
    './run.sh channels, or pip install "tocsin[channels]"'
)


def is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def lacking_extras(
    alerts: Node | None, is_there: Callable[[str], bool] = is_installed
) -> list[Mistake]:
    """A mistake for each receiver that Apprise should tell while it isn't there."""
    if alerts is None or is_there("apprise"):
        return []
    receivers = entries_of(Place("alerts.yaml", (), alerts), "receivers")
    return [place.mistake(_HOW) for one in receivers for place in fields_of(one, "apprise")]
