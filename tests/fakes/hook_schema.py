"""The webhook's schema, closed: a key that it does not name is a mistake of ours."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA = Path(__file__).resolve().parents[2] / "alerts" / "schemas" / "webhook-1.json"


def mistakes_in(body: str) -> list[str]:
    """What of a body the shipped schema refuses, or does not know."""
    return [error.message for error in _validator().iter_errors(json.loads(body))]


@lru_cache(maxsize=1)
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    closed = _closed(schema)
    closed["properties"]["data"] = {"type": "object"}  # closed by its own definition
    return jsonschema.Draft202012Validator(closed)


def _closed(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _closed(value) for key, value in schema.items()}
    return inner | {"additionalProperties": False} if "required" in inner else inner
