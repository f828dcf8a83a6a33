"""Translation of quoted texts: the built-in plugin over fxtranslate's local models, and its use."""

from __future__ import annotations

import importlib
import time
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from alerts.model import Alert
from config.plugins import Translation
from workers.plugins import TRANSLATORS, Guarded, Translator, factory

MOST_TEXT = 4_000  # code points of a quote that are translated
REMEMBERED = 200  # alerts: one goes to several receivers, and again after a failure


class _Engine(Protocol):
    def translate_long(self, text: str) -> str: ...


class FxTranslate:
    """Firefox's models from a folder: `ru-en/model.ruen….bin`, `vocab.ruen.spm`, `lex….bin`.

    Needs the package fxtranslate, which Tocsin does not bring; raises ImportError without it, and
    FileNotFoundError without the pair's models. Nothing is ever downloaded.
    """

    def __init__(self, declared: Translation) -> None:
        self._folder, self._to = Path(declared.models), declared.to
        self._make = importlib.import_module("fxtranslate").Translator
        if not self._folder.is_dir():
            raise FileNotFoundError(f"no directory {self._folder}")
        self._engines: dict[str, _Engine] = {}

    def translate(self, text: str, source: str) -> str:
        if source not in self._engines:
            self._engines[source] = self._load(self._folder / f"{source}-{self._to}")
        return self._engines[source].translate_long(text)

    def _load(self, folder: Path) -> _Engine:
        shared = next(iter(folder.glob("vocab.*.spm")), None)
        engine: _Engine = self._make(
            model=_only(folder, "model.*.bin").read_bytes(),
            src_vocab=(shared or _only(folder, "srcvocab.*.spm")).read_bytes(),
            trg_vocab=(shared or _only(folder, "trgvocab.*.spm")).read_bytes(),
        )
        return engine


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"no {pattern} in {folder}")
    return found[0]


class Translating:
    """Adds translations to alerts; without one in time the alert stays as it is."""

    def __init__(self, declared: Translation) -> None:
        self._to = declared.to
        self._known: OrderedDict[str, str] = OrderedDict()
        self._plugin: Guarded[Translator] = Guarded(
            declared.plugin,
            lambda: factory(TRANSLATORS, declared.plugin, {"fxtranslate": FxTranslate})(declared),
            declared.timeout.total_seconds(),
            time.monotonic,
        )

    def translated(self, alert: Alert) -> Alert:
        """The alert with its quote in the desk's language, if that is another one."""
        if not alert.quote or not alert.language or alert.language == self._to:
            return alert
        if alert.key not in self._known:
            text, source = alert.quote[:MOST_TEXT], alert.language
            said = self._plugin.ask(lambda plugin: plugin.translate(text, source))
            if not said:
                return alert
            self._known[alert.key] = said
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return replace(alert, translation=self._known[alert.key])
