"""The shape of optional plugins in alerts.yaml, all off by default; no I/O."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from config.values import Duration, EnvName, Language, Model, Name, Text

Patience = Annotated[Duration, Field(ge=timedelta(seconds=1), le=timedelta(seconds=60))]


class Translation(Model):
    """Adds the quoted text in the desk's language; an alert without it is told as well."""

    plugin: Name = "fxtranslate"
    models: Text = Field(
        description="Folder of models, such as ru-en/ with its .bin and .spm files"
    )
    to: Language = "en"
    timeout: Patience = timedelta(seconds=5)


class Judge(Model):
    """Asks a language model about two reports that the score leaves undecided."""

    plugin: Name = "openai"
    url: Annotated[str, Field(pattern=r"^https?://\S+[^/\s]$")] = Field(
        description="Of an OpenAI-compatible service, such as http://127.0.0.1:8080/v1"
    )
    model: Text
    key_env: EnvName = Field(
        "TOCSIN_JUDGE_KEY", description="Variable of the key; unset: none is sent"
    )
    timeout: Patience = timedelta(seconds=20)
    undecided_from: Annotated[float, Field(ge=0.01, le=0.95)] = Field(
        0.15, description="Least score of a pair worth asking about"
    )
