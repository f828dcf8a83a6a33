"""Looks whether declared extras could help at all, for `config check`. Asks no service."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from config.schema import AlertsConfig
from workers.openai import OpenAiJudge
from workers.plugins import JUDGES, TRANSLATORS, factory
from workers.translating import FxTranslate

_BUILT_IN: Mapping[str, tuple[str, Mapping[str, Callable[..., Any]]]] = {
    "translation": (TRANSLATORS, {"fxtranslate": FxTranslate}),
    "judge": (JUDGES, {"openai": OpenAiJudge}),
}


def troubles(alerts: AlertsConfig) -> Iterator[str]:
    """Why a declared extra can't be used; alerts come without it, and nothing else would say so."""
    for key, (group, built_in) in _BUILT_IN.items():
        declared = getattr(alerts, key)
        if declared is None:
            continue
        try:
            factory(group, declared.plugin, built_in)(declared)
        except Exception as error:  # a plugin's code is not ours: whatever it raises is the answer
            reason = str(error) or type(error).__name__
            yield f"alerts.yaml: {key} can't be used, alerts come without it: {reason}"
