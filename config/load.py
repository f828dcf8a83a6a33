"""Reads the files of a configuration directory and tells every mistake of all of them at once."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from config.crosscheck import crosscheck, unknown_places
from config.explain import explain
from config.extras import lacking_extras
from config.garbage import uncollected
from config.gazetteer import with_gazetteer
from config.lexemes import Lexicon, merged
from config.mistakes import SECRETS, ConfigError, Mistake
from config.schema import AlertsConfig, Configuration, Sightings, Sources, Watchlist
from config.trusted import Trusted
from config.world import world
from config.yamltree import Node, parse

M = TypeVar("M", bound=BaseModel)

SHIPPED_LEXICON = Path(__file__).parent / "lexicon"
MAX_BYTES = 1024 * 1024  # some 10,000 sources
MAX_WATCHLIST_BYTES = 32 * 1024 * 1024  # 100,000 entities with aliases


def load(directory: Path, kept: Path | None = None) -> Configuration:
    """The checked configuration of `directory`. Raises ConfigError with all mistakes.

    `kept`: where what was found right is kept for the next load, which is quicker then.
    """
    with uncollected():
        return _loaded(directory, kept)


def _loaded(directory: Path, kept: Path | None) -> Configuration:
    trusted = Trusted.of(_files(directory), kept / "configuration.json") if kept else None
    trees = trusted.trees() if trusted else ()
    read = _Read.of(trees) if trees else _examined(directory)
    theatre = read.watchlist.model.theatre if read.watchlist.model else ()
    configuration = _checked(read, *_named(directory, theatre, kept))
    if trusted and not trees:
        trusted.keep(read.trees())
    return configuration


@dataclass(frozen=True, slots=True)
class _Read:
    """The files that an operator writes, as far as they could be read."""

    sources: Examined[Sources]
    watchlist: Examined[Watchlist]
    alerts: Examined[AlertsConfig]
    sightings: Examined[Sightings]

    @classmethod
    def of(cls, trees: Sequence[object]) -> _Read:
        """Of trees that were found right: nothing is to be told of them, so no place is known."""
        sources, watchlist, alerts, sightings = trees
        return cls(
            Examined(Sources.model_validate(sources), None, []),
            Examined(Watchlist.model_validate(watchlist), None, []),
            Examined(AlertsConfig.model_validate(alerts), None, []),
            Examined(Sightings.model_validate(sightings), None, []),
        )

    def trees(self) -> list[object]:
        """What `of` takes."""
        four = (self.sources.root, self.watchlist.root, self.alerts.root, self.sightings.root)
        return [root.plain() if root else {} for root in four]


def _files(directory: Path) -> list[Path]:
    return [directory / f"{name}.yaml" for name in ("sources", "watchlist", "alerts", "sightings")]


def _examined(directory: Path) -> _Read:
    sources, watchlist, alerts, sightings = _files(directory)
    return _Read(
        examine(sources, Sources),
        examine(watchlist, Watchlist, MAX_WATCHLIST_BYTES),
        examine(alerts, AlertsConfig),
        # A desk that knows of nothing yet may leave this file out.
        examine(sightings, Sightings) if sightings.exists() else Examined(Sightings(), None, []),
    )


def _checked(read: _Read, lexicon: Lexicon, of_words: Sequence[Mistake]) -> Configuration:
    sources, watchlist, alerts = read.sources, read.watchlist, read.alerts
    sightings = read.sightings
    mistakes = [*sources.mistakes, *watchlist.mistakes, *alerts.mistakes, *sightings.mistakes]
    mistakes += of_words
    mistakes += lacking_extras(alerts.root)
    mistakes += crosscheck(sources.root, watchlist.root, alerts.root, sightings.root)
    if mistakes or not (sources.model and watchlist.model and alerts.model):
        raise ConfigError(_in_order(mistakes))
    if sightings.root and (mistakes := unknown_places(sightings.root, lexicon.places)):
        raise ConfigError(mistakes)
    return Configuration(
        sources=sources.model,
        watchlist=watchlist.model,
        alerts=alerts.model,
        lexicon=lexicon,
        sightings=sightings.model or Sightings(),
    )


def read_lexicon(directory: Path, countries: Iterable[str]) -> Lexicon:
    """The shipped words, then an operator's own in lexicon/ beside the other files."""
    lexicon, mistakes = _named(directory, countries, None)
    if mistakes:
        raise ConfigError(_in_order(mistakes))
    return lexicon


def _named(
    directory: Path, countries: Iterable[str], kept: Path | None
) -> tuple[Lexicon, list[Mistake]]:
    """The words and places; kept apart from the other files, whose edits change none of them."""
    files, watched = _lexicon_files(directory), tuple(countries)
    trusted = Trusted.of(files, kept / "lexicon.json", *watched) if kept else None
    if trusted and (trees := trusted.trees()):
        return Lexicon.model_validate(trees[0]), []
    words = [_words_of(path, _version(path)) for path in files]
    lexicon = with_gazetteer(merged(one.model for one in words if one.model), watched, world(kept))
    mistakes = [mistake for one in words for mistake in one.mistakes]
    if trusted and not mistakes:
        trusted.keep([lexicon.model_dump(mode="json")])
    return lexicon, mistakes


def _lexicon_files(directory: Path) -> list[Path]:
    files = sorted(SHIPPED_LEXICON.glob("*.yaml"))
    own = directory / "lexicon"
    if own.is_dir() and own.resolve() != SHIPPED_LEXICON.resolve():
        files += sorted(own.glob("*.yaml"))
    return files


@lru_cache(maxsize=64)
def _words_of(path: Path, version: tuple[int, int]) -> Examined[Lexicon]:
    """Remembered while the file is unchanged: a configuration is read again and again."""
    return examine(path, Lexicon)


def _version(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:  # examine() tells why
        return 0, 0
    return found.st_mtime_ns, found.st_size


def read_yaml(path: Path, model: type[M]) -> M:
    """One file as `model`. Raises ConfigError with all its mistakes."""
    read = examine(path, model)
    if read.model is None:
        raise ConfigError(_in_order(read.mistakes))
    return read.model


@dataclass(frozen=True, slots=True)
class Examined(Generic[M]):
    """What one file gave: the model only without mistakes, the tree whenever it is YAML."""

    model: M | None
    root: Node | None
    mistakes: list[Mistake]


def examine(path: Path, model: type[M], limit: int = MAX_BYTES) -> Examined[M]:
    """Read one file and keep its mistakes as values."""
    try:
        text = _text(path, limit)
    except _UnreadableError as error:
        return Examined(None, None, [error.mistake])
    return examine_text(text, model, _called(path))


def examine_text(text: str, model: type[M], file: str) -> Examined[M]:
    """The same for the text of a file, by the name that messages are to use. Reads nothing."""
    root, mistakes = parse(text, file)
    if root is None or root.value is None:
        return Examined(None, None, mistakes or [Mistake(file, 1, 1, "", "is empty")])
    if not isinstance(root.value, dict):
        wanted = ", ".join(f"{key}:" for key in model.model_fields)
        problem = f"must be a mapping with the keys {wanted} at the top"
        return Examined(None, None, [*mistakes, Mistake(file, root.line, root.column, "", problem)])
    try:
        value = model.model_validate(root.plain())
    except ValidationError as error:
        return Examined(None, root, [*mistakes, *explain(error, root, model, file)])
    return Examined(None if mistakes else value, root, mistakes)


def _called(path: Path) -> str:
    """How messages call a file: its name, in a sub-directory with that."""
    return f"lexicon/{path.name}" if path.parent.name == "lexicon" else path.name


class _UnreadableError(Exception):
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


def _text(path: Path, limit: int) -> str:
    file = _called(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device would never end
            raise _UnreadableError(Mistake(file, 0, 0, "", f"is not a file: {path}"))
        with path.open("rb") as stream:
            body = stream.read(limit + 1)
    except FileNotFoundError:
        problem = f'is missing in {path.parent}; "tocsin init" writes a commented starter set'
        raise _UnreadableError(Mistake(file, 0, 0, "", problem)) from None
    except OSError as error:
        problem = f"can't be read: {error.strerror or error}"
        raise _UnreadableError(Mistake(file, 0, 0, "", problem)) from error
    if len(body) > limit:
        problem = f"is larger than {limit // (1024 * 1024)} MiB"
        raise _UnreadableError(Mistake(file, 0, 0, "", problem))
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        column = error.start - body.rfind(b"\n", 0, error.start)
        problem = f"is not UTF-8: byte 0x{body[error.start]:02x}; save the file as UTF-8"
        raise _UnreadableError(Mistake(file, line, column, "", problem)) from error


def _in_order(mistakes: list[Mistake]) -> list[Mistake]:
    """Each mistake once, by line; files in the order they are read; of a secret only that."""
    files = list(dict.fromkeys(mistake.file for mistake in mistakes))
    secrets = {(m.file, m.path): m for m in reversed(mistakes) if m.problem.startswith(SECRETS)}
    kept = (m for m in dict.fromkeys(mistakes) if secrets.get((m.file, m.path), m) is m)
    return sorted(kept, key=lambda m: (files.index(m.file), m.line, m.column))
