"""The small values that all configuration models are made of; no I/O."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Language = Literal["en", "ru", "fr", "uk", "ar"]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
ActionName = Literal[
    "arrival", "delivery", "convoy", "transfer", "deployment", "basing", "construction",
    "sighting", "rotation", "withdrawal", "loss", "exercise", "agreement",
]  # fmt: skip


class Model(BaseModel):
    """Base of all declared mappings: frozen, unknown keys refused, names never shadowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
