"""Asks a language model about pairs of reports that the score leaves undecided; off by default.

Asked after the alert was written, in a thread of its own: an answer can only merge two events
later, which rings nobody. It counts only with spans quoted word for word from both texts.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from archive.archive import Archive
from archive.model import ArchiveError
from workers.live import Loaded
from workers.openai import Judgement, OpenAiJudge
from workers.plugins import JUDGES, factory
from workers.rearranging import Rearranger

MOST_WAITING = 50  # pairs; what comes when so many wait is left as the score decided it
MOST_TEXT = 3_000  # code points of each report
PAUSE_S = 300.0  # after a failure

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Doubt:
    """An item that opened an event although it nearly fits another."""

    item_id: int
    event_id: int
    other_id: int


class JudgePlugin(Protocol):
    """Made by a factory that takes config.plugins.Judge. May raise anything."""

    def judge(self, one: str, other: str) -> Judgement: ...


class Judging:
    """Takes doubts and forgets; one daemon thread works them off."""

    def __init__(self, archive: Archive, clock: Callable[[], datetime]) -> None:
        self._archive, self._clock = archive, clock
        self._waiting: queue.Queue[tuple[Doubt, Loaded]] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._not_before = 0.0

    def offer(self, doubt: Doubt, loaded: Loaded) -> None:
        """Never waits: when too many wait already, the score's decision stands."""
        if time.monotonic() < self._not_before:
            return
        try:
            self._waiting.put_nowait((doubt, loaded))
        except queue.Full:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True, name="judge")
            self._thread.start()

    def settle(self, patience_s: float) -> bool:
        """Wait until all that was offered is judged; False if time ran out first."""
        until = time.monotonic() + patience_s
        while self._waiting.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.02)  # the queue's own join() knows no time limit
        return not self._waiting.unfinished_tasks

    def _work(self) -> None:
        while True:
            doubt, loaded = self._waiting.get()
            try:
                self._judge(doubt, loaded)
            except Exception as error:  # a plugin's code is not ours: whatever it raises ends here
                self._not_before = time.monotonic() + PAUSE_S
                _log.warning("judge_failed", reason=f"{type(error).__name__}: {error}")
            finally:
                self._waiting.task_done()

    def _judge(self, doubt: Doubt, loaded: Loaded) -> None:
        declared = loaded.configuration.alerts.judge
        texts = self._archive.events.texts(doubt.item_id, doubt.other_id)
        if declared is None or texts is None:
            return
        one, other = (text[:MOST_TEXT] for text in texts)
        plugin: JudgePlugin = factory(JUDGES, declared.plugin, {"openai": OpenAiJudge})(declared)
        judgement = plugin.judge(one, other)
        grounded = judgement.is_grounded(one, other)
        _log.info("judged", number=doubt.event_id, same=judgement.same, grounded=grounded)
        if judgement.same and grounded:
            try:
                hand = Rearranger(self._archive, loaded)
                hand.merge_judged(doubt.other_id, doubt.event_id, self._clock())
            except ArchiveError as error:  # merged, split or closed meanwhile: nothing to do
                _log.info("judgement_unused", reason=str(error))
