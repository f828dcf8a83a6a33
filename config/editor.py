"""JSON Schemas for editors, from the models that load the files. No I/O."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from config.schema import (
    CONDITION_LISTS,
    MATCH_LISTS,
    AlertsConfig,
    Sightings,
    Sources,
    Watchlist,
)

Schema = dict[str, Any]

_CONDITION = "#/$defs/Condition"
_SHORT = "#/$defs/ConditionLike"


def json_schema() -> dict[str, Schema]:
    """The JSON Schema (draft 2020-12) of each file, by file name, shorthand included."""
    return {
        "sources.yaml": _schema(Sources),
        "watchlist.yaml": _with_shorthand(_schema(Watchlist)),
        "alerts.yaml": _schema(AlertsConfig),
        "sightings.yaml": _schema(Sightings),
    }


def _schema(model: type[BaseModel]) -> Schema:
    schema: Schema = model.model_json_schema(by_alias=True)
    if "Match" in schema.get("$defs", {}):
        for name in ("Match", "Traits"):
            _allow_one(schema["$defs"][name], MATCH_LISTS)
    if "KnownSighting" in schema.get("$defs", {}):
        _allow_one(schema["$defs"]["KnownSighting"], frozenset({"entity", "country"}))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _with_shorthand(schema: Schema) -> Schema:
    """A condition may be a mapping, a word (a keyword) or a list (alternatives)."""
    condition = schema["$defs"]["Condition"]
    _allow_one(condition, CONDITION_LISTS)
    condition["minProperties"] = 1
    redirected: Schema = _redirect(schema)
    redirected["$defs"]["ConditionLike"] = {
        "description": "A word or phrase, a list of alternatives, or a condition",
        "anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "array", "minItems": 1, "items": {"$ref": _SHORT}},
            {"$ref": _CONDITION},
        ],
    }
    return redirected


def _allow_one(mapping: Schema, keys: frozenset[str]) -> None:
    """Where a list is asked for, one value may stand by itself."""
    for key in keys:
        field = mapping["properties"][key]
        described = {name: field.pop(name) for name in ("title", "description") if name in field}
        mapping["properties"][key] = {**described, "anyOf": [field["items"], dict(field)]}


def _redirect(part: Any) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(part, dict):
        if part.get("$ref") == _CONDITION:
            return {**part, "$ref": _SHORT}
        return {key: _redirect(value) for key, value in part.items()}
    return [_redirect(item) for item in part] if isinstance(part, list) else part
