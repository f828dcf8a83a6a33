"""Optional extras: found by name, built in or by entry points, and never trusted with an alert.

A plugin is asked in a thread of its own and answers in time or not at all. One that fails or
hangs is left alone for a while; what it was to help with goes on without it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from importlib.metadata import entry_points
from typing import Generic, Protocol, TypeVar

import structlog

TRANSLATORS, JUDGES = "tocsin.translators", "tocsin.judges"  # groups of entry points
PAUSE_S = 300.0  # after a failure

T = TypeVar("T")
_log = structlog.get_logger()


class Translator(Protocol):
    """Made by a factory that takes config.plugins.Translation. May raise anything."""

    def translate(self, text: str, source: str) -> str:
        """The text in the language of the configuration; `source` is its own."""
        ...


class PluginMissing(Exception):  # noqa: N818 - says what is so, as the operator reads it
    """No plugin has that name."""


def factory(group: str, name: str, built_in: Mapping[str, Callable[..., T]]) -> Callable[..., T]:
    """The maker of a plugin: one of ours, or one that an installed package registers."""
    if name in built_in:
        return built_in[name]
    for found in entry_points(group=group, name=name):
        loaded: Callable[..., T] = found.load()
        return loaded
    raise PluginMissing(f"no plugin {name!r} in {group}; built in: {', '.join(sorted(built_in))}")


class Guarded(Generic[T]):
    """A plugin behind a time limit; `clock` counts seconds."""

    def __init__(
        self, name: str, make: Callable[[], T], timeout_s: float, clock: Callable[[], float]
    ) -> None:
        self._name, self._make, self._timeout_s, self._clock = name, make, timeout_s, clock
        self._plugin: T | None = None
        self._not_before = 0.0
        self._busy = threading.Lock()

    def ask(self, question: Callable[[T], str]) -> str:
        """The answer, or "" when there is none in time."""
        if self._clock() < self._not_before or not self._busy.acquire(blocking=False):
            return ""
        answer: Future[str] = Future()
        threading.Thread(target=self._answer, args=(question, answer), daemon=True).start()
        try:
            return answer.result(self._timeout_s)
        except Exception as error:  # a plugin's code is not ours: whatever it raises ends here
            self._not_before = self._clock() + PAUSE_S
            _log.warning(
                "plugin_failed", plugin=self._name, reason=f"{type(error).__name__}: {error}"
            )
            return ""

    def _answer(self, question: Callable[[T], str], answer: Future[str]) -> None:
        """In its own thread; holds `_busy` as long as the plugin does, so none pile up."""
        try:
            if self._plugin is None:
                self._plugin = self._make()
            answer.set_result(question(self._plugin))
        except BaseException as error:
            answer.set_exception(error)
        finally:
            self._busy.release()
