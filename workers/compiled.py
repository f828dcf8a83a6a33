"""The detector of a configuration, by way of compiled files kept below the data directory.

The files are a cache: any of them may be missing, damaged or of other code, and is made anew.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import detector as package
from config import keeping
from config.garbage import uncollected
from config.lexemes import Lexicon
from config.schema import Configuration, Watchlist
from detector.compile import CompiledTerms, FormCache, StaleBytesError, compile_terms
from detector.detect import Detector, Engines
from detector.match import Matcher
from detector.terms import Term
from detector.vocabulary import bare_words, heard_terms, near_words, scene_terms, shy_terms
from workers.wording import shipped, steps

COLLECT_AFTER = 20_000  # objects more than before
SLOW = 5_000  # patterns: fewer are compiled in a tenth of a second
KEPT = 9  # compiled files of each kind: some configurations, and one edit back

T = TypeVar("T")


@dataclass(slots=True)
class _Latest:
    """What this process built last, and of which words."""

    made_of: tuple[bytes, ...] = ()
    detector: Detector | None = None


_latest = _Latest()


def latest(configuration: Configuration, directory: Path) -> Detector:
    """The detector that this process built last if it reads the same words, else a new one."""
    said = configuration.watchlist, configuration.lexicon
    words = tuple(hashlib.sha256(one.model_dump_json().encode()).digest() for one in said)
    if _latest.detector is None or _latest.made_of != words:
        _latest.detector = None  # the memory of two is not to be had
        whole = not _latest.made_of  # a start has the time for it that an edit has not
        _latest.detector = detector(configuration, directory, whole=whole)
        _latest.made_of = words
    return _latest.detector


def detector(configuration: Configuration, directory: Path, *, whole: bool = False) -> Detector:
    """The detector; what was compiled before is read, what is new is compiled and kept.

    `whole`: compile all anew where only what an edit added was compiled.
    """
    watchlist, lexicon = configuration.watchlist, configuration.lexicon
    with _kept_for_long():
        kept = engines(watchlist, lexicon, directory, whole=whole)
        return Detector(watchlist, lexicon, kept, shipped(), steps())


def engines(
    watchlist: Watchlist, lexicon: Lexicon, directory: Path, *, whole: bool = False
) -> Engines:
    """The automata, in the same way."""
    words = lexicon.model_dump_json()
    named = watchlist.model_dump_json(include={"entities", "keywords", "allies", "partners"})
    heard = _Part("triggers", (words, named, *bare_words(watchlist)), directory, whole)
    keywords = watchlist.model_dump_json(include={"keywords"})
    shy = _Part("shy", (keywords,), directory, whole)
    around = _Part("scene", (words, keywords, *near_words(watchlist)), directory, whole)
    return Engines(
        Matcher(heard.compiled(lambda: heard_terms(watchlist, lexicon))),
        Matcher(shy.compiled(lambda: shy_terms(watchlist))),
        Matcher(around.compiled(lambda: scene_terms(watchlist, lexicon))),
    )


@contextlib.contextmanager
def _kept_for_long() -> Iterator[None]:
    """Build without the garbage collector, and spare it what was built.

    The tables live as long as the process; the collector would walk them while they are read, and
    ever again while items are. An item is thousands of short-lived tuples without a cycle: to look
    for one every 700 of them, as by default, is a tenth of the work.
    """
    with uncollected():
        if gc.get_freeze_count():  # a detector before this one: what is garbage now is freed,
            gc.unfreeze()  # else it would be frozen anew, for good
            gc.collect()
        try:
            yield
        finally:
            gc.freeze()
            gc.set_threshold(COLLECT_AFTER)
        if hasattr(libc := ctypes.CDLL(None), "malloc_trim"):  # glibc keeps 40 MB of what was freed
            libc.malloc_trim(0)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the automata. Their forms are kept apart: an edited alias is in a smaller one."""

    name: str
    made_of: tuple[str, ...]  # all that its terms depend on: told without making them
    directory: Path
    whole: bool

    def compiled(self, terms: Callable[[], Sequence[Term]]) -> CompiledTerms:
        """What was kept, or else made of the terms and kept."""
        made_of = hashlib.sha256(json.dumps((_code(), *self.made_of)).encode())
        path = self.directory / f"terms-{self.name}-{made_of.hexdigest()[:24]}.bin"
        if kept := self._kept(path):
            return kept
        forms_path = self.directory / f"forms-{self.name}-{_code()}.bin"
        with _one_at_a_time(self.directory / f".{self.name}.lock"):
            if kept := self._kept(path):
                return kept  # a neighbour that started with us has just made it
            if forms_path.exists():  # an edit: little is new
                return _make(terms(), path, forms_path, self._former())
            _make_apart(terms(), path, forms_path)
        return self._kept(path) or _make(terms(), path, forms_path)

    def _kept(self, path: Path) -> CompiledTerms | None:
        kept = _read(path, CompiledTerms.from_bytes)
        return None if kept and kept.image.former and self.whole else kept

    def _former(self) -> CompiledTerms | None:
        """What was in use last, if to compile all of it again would be felt."""
        files = sorted(self.directory.glob(f"terms-{self.name}-*.bin"), key=_age)
        if self.whole or not files:
            return None
        former = _read(files[0], CompiledTerms.from_bytes)
        return former if former and len(former.anchors) >= SLOW else None


def _make(
    terms: Sequence[Term], path: Path, forms_path: Path, former: CompiledTerms | None = None
) -> CompiledTerms:
    forms = _read(forms_path, FormCache.from_bytes) or FormCache()
    compiled = compile_terms(terms, cache=forms, former=former)
    _keep(path, compiled.to_bytes())
    _keep(forms_path, forms.to_bytes())
    return compiled


def _make_apart(terms: Sequence[Term], path: Path, forms_path: Path) -> None:
    """In a process of its own: the dictionaries that inflect cost 200 MB that nobody needs after.

    Should it fall, the caller does the work and meets the reason.
    """
    subprocess.run(  # noqa: S603 - our own module
        (sys.executable, "-P", "-m", __name__),
        input=pickle.dumps((terms, path, forms_path)),
        env=os.environ | {"PYTHONPATH": str(Path(package.__path__[0]).parent)},
        check=False,
    )


@contextlib.contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """All workers start at once with the same configuration: one compiles, the others read."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@cache
def _code() -> str:
    """Changes with the detector's code, so that an upgrade never reads what older code made."""
    files = sorted(Path(package.__path__[0]).glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _read(path: Path, decode: Callable[[bytes], T]) -> T | None:
    try:
        read = decode(path.read_bytes())
    except (FileNotFoundError, StaleBytesError):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # what is in use makes room last
    return read


def _keep(path: Path, content: bytes) -> None:
    """Write it; older files of the kind, and what a killed process left, make room."""
    keeping.put(path, content)
    kind = path.name.split("-")[0]
    files = [*path.parent.glob(f"{kind}-*.bin"), *path.parent.glob(f".new-{kind}-*")]
    for old in sorted(files, key=_age)[KEPT:]:
        old.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except FileNotFoundError:  # another process made room
        return 0.0


if __name__ == "__main__":
    _make(*pickle.load(sys.stdin.buffer))  # noqa: S301 - from the process that started this one
