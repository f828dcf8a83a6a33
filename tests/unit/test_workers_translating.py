"""Translation is an extra: with it an alert has one more row, without it it is told as it is."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from alerts.view import view_of
from config.plugins import Translation
from tests.fakes.alerts import ALERT
from workers.plugins import TRANSLATORS, Guarded, PluginMissing, factory
from workers.translating import FxTranslate, Translating


class FakeEngine:
    """As fxtranslate's Translator: built from bytes, translates texts of any length."""

    def __init__(self, *, model: bytes, src_vocab: bytes, trg_vocab: bytes) -> None:
        self._parts = (model, src_vocab, trg_vocab)

    def translate_long(self, text: str) -> str:
        return f"[{b' '.join(self._parts).decode()}] {text[:9]}"


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    module = ModuleType("fxtranslate")
    module.Translator = FakeEngine  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, "fxtranslate", module)
    folder = tmp_path / "ru-en"
    folder.mkdir()
    (folder / "model.ruen.intgemm.alphas.bin").write_bytes(b"model")
    (folder / "vocab.ruen.spm").write_bytes(b"vocab")
    return tmp_path


def declared(models: Path | str = "/none", **more: object) -> Translation:
    return Translation.model_validate({"models": str(models)} | more)


def test_the_quote_is_translated_from_local_models(models: Path) -> None:
    alert = Translating(declared(models)).translated(ALERT)

    assert alert == replace(ALERT, translation="[model vocab vocab] " + ALERT.quote[:9])
    assert ("Machine translation", alert.translation) in view_of(alert).rows


def test_pairs_with_two_vocabularies_are_read_too(models: Path) -> None:
    folder = models / "ru-en"
    (folder / "vocab.ruen.spm").rename(folder / "srcvocab.ruen.spm")
    (folder / "trgvocab.ruen.spm").write_bytes(b"target")

    assert FxTranslate(declared(models)).translate("текст", "ru") == "[model vocab target] текст"


@pytest.mark.parametrize(
    ("why", "alert"),
    [
        ("it is in the desk's language", replace(ALERT, language="en")),
        ("nobody knows its language", replace(ALERT, language="")),
        ("there are no models of its language", replace(ALERT, language="fr")),
        ("there is nothing to translate", replace(ALERT, quote="")),
    ],
)
def test_an_alert_stays_as_it_is(models: Path, why: str, alert: object) -> None:
    assert Translating(declared(models)).translated(alert) == alert, why  # type: ignore[arg-type]


@pytest.mark.parametrize("plugin", ["fxtranslate", "unheard-of"])
def test_without_the_package_or_the_plugin_alerts_are_told(plugin: str) -> None:
    assert Translating(declared(plugin=plugin)).translated(ALERT) == ALERT


def test_a_plugin_that_hangs_is_left_alone() -> None:
    now, hang, asked = [0.0], threading.Event(), []
    guarded: Guarded[threading.Event] = Guarded("slow", lambda: hang, 0.01, lambda: now[0])

    def question(plugin: threading.Event) -> str:
        asked.append(now[0])
        return "late" if plugin.wait(30) else ""

    answers = [guarded.ask(question)]  # waits its hundredth of a second
    now[0] = 10.0
    answers.append(guarded.ask(question))  # paused after the failure
    now[0] = 1_000.0
    answers.append(guarded.ask(question))  # still at the first question: not asked again
    hang.set()

    assert (answers, asked) == (["", "", ""], [0.0])


def test_an_unknown_plugin_is_named_with_those_built_in() -> None:
    with pytest.raises(PluginMissing, match=r"no plugin 'x' in tocsin\.translators; built in: fx"):
        factory(TRANSLATORS, "x", {"fx": FakeEngine})


def test_the_shortest_patience_is_a_second() -> None:
    assert declared(timeout="1s").timeout == timedelta(seconds=1)
