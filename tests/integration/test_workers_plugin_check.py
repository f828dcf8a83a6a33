"""Declared extras that can't help are told by `config check`; nothing else would say so."""

from __future__ import annotations

from config.plugins import Judge, Translation
from config.schema import AlertsConfig
from workers.plugin_check import troubles

JUDGE = {"url": "http://127.0.0.1:9/v1", "model": "any"}


def alerts(**declared: object) -> AlertsConfig:
    told = {"receivers": [{"name": "files", "files": {}}], "routes": [{"receivers": ["files"]}]}
    return AlertsConfig.model_validate(told).model_copy(update=declared)


def test_an_extra_that_lacks_its_package_is_told() -> None:
    (trouble,) = troubles(alerts(translation=Translation(models="/nowhere")))

    assert trouble.startswith("alerts.yaml: translation can't be used, alerts come without it: ")
    assert "fxtranslate" in trouble


def test_an_extra_of_an_unknown_name_is_told() -> None:
    judge = Judge.model_validate(JUDGE | {"plugin": "oracle"})

    (trouble,) = troubles(alerts(judge=judge))

    assert "judge can't be used" in trouble
    assert "no plugin 'oracle' in tocsin.judges; built in: openai" in trouble


def test_what_can_be_used_and_what_is_not_declared_is_no_trouble() -> None:
    assert list(troubles(alerts(judge=Judge.model_validate(JUDGE)))) == []
    assert list(troubles(alerts())) == []
