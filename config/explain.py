"""Says in words, at its line and column, what pydantic refused. Decides nothing.

A condition may be written short: a bare word, a bare list, one name where a list is asked for.
Pydantic's path is of the long form, so it is walked down the operator's own tree, step by step.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.mistakes import SECRETS, Mistake, closest, listed, shown
from config.plausible import country_code
from config.values import COUNTRY, IN_WORDS
from config.yamltree import Node

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
Loc = tuple[int | str, ...]
_SECRET_KEYS = {"password": "password_env", "url": "url_env", "webhook": "url_env"}
_SECRET_KEYS |= dict.fromkeys(("token", "bot_token", "api_token", "secret", "key"), "token_env")


def explain(error: ValidationError, root: Node, model: type[BaseModel], file: str) -> list[Mistake]:
    """Every refusal as a mistake of `file`."""
    details = error.errors(include_url=False, include_input=False)
    found = [_Refusal(detail, root, model) for detail in details]
    misspelt = {(r.parent, r.suggestion) for r in found if r.type == "extra_forbidden"}
    kept = [r for r in found if not r.follows_from_another(misspelt)]
    return [refusals[0].told(file, refusals[1:]) for refusals in _by_place(kept)]


def walk(node: Node, loc: Iterable[int | str]) -> tuple[Node, Loc, Loc]:
    """Down `loc` as far as the written tree goes: the node, the path as written, what is left."""
    parts = list(loc)
    written: list[int | str] = []
    while parts:
        part = parts[0]
        child = _child(node, part)
        if child is not None:
            node = child
            written.append(parts.pop(0))
        elif part == "any" and isinstance(node.value, list):
            parts.pop(0)  # a bare list means `any`
        else:
            break
    return node, tuple(written), tuple(parts)


def _child(node: Node, part: int | str) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(part))
    if isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None


def path_of(loc: Iterable[int | str]) -> str:
    """("sources", 3, "interval", "min") as sources[3].interval.min"""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            key = part if _PLAIN_KEY.fullmatch(part) else shown(part)
            text += f".{key}" if text else key
    return text


class _Refusal:
    """One of pydantic's errors, placed in the tree the operator wrote."""

    def __init__(self, detail: ErrorDetails, root: Node, model: type[BaseModel]) -> None:
        self.type = detail["type"]
        self.message = detail["msg"]
        self.context: dict[str, Any] = detail.get("ctx", {})
        self.node, self.written, self.rest = walk(root, detail["loc"])
        self.parent = self.written[:-1]
        self.key = str(self.written[-1]) if self.written else ""
        self.suggestion = ""
        self.fields = _fields(model, detail["loc"])
        self.at = (self.node.line, self.node.column)
        self.value: object = self.node.value
        if self.type == "extra_forbidden" or self.rest == ("[key]",):
            mapping, _, _ = walk(root, self.parent)
            self.at = mapping.keys.get(self.key, self.at)
            self.value = self.key
        if self.type == "extra_forbidden":
            self.suggestion = closest(self.key, self.fields)

    def follows_from_another(self, misspelt: set[tuple[Loc, str]]) -> bool:
        """True for a missing key that stands there misspelt, and a list "too short" by errors."""
        if self.type == "missing" and self.rest:
            return (self.written, str(self.rest[0])) in misspelt
        return self.type == "too_short" and bool(self.node.value)

    def told(self, file: str, others: list[_Refusal]) -> Mistake:
        path = self.written + self.rest[:1] if self.type == "missing" else self.written
        problem, allowed = self._problem()
        for other in others:  # the other branches of a union
            wrong, instead = other._problem()
            allowed = " or ".join(
                filter(None, (allowed, instead or wrong.removeprefix("must be ")))
            )
        suggestion = self.suggestion
        if self.type == "literal_error":
            suggestion = closest(str(self.value), self._expected())
        elif self.context.get("pattern") == COUNTRY:
            suggestion = country_code(str(self.value))
        return Mistake(file, *self.at, path_of(path), problem, suggestion, allowed)

    def _expected(self) -> list[str]:
        return re.findall(r"'([^']*)'", str(self.context.get("expected", "")))

    def _problem(self) -> tuple[str, str]:
        """What is wrong, and what is allowed."""
        if self.type == "extra_forbidden":
            return self._unknown_key()
        if self.type == "literal_error" and self.value is not None:
            return f"{_shown(self.value)} is not known", ", ".join(self._expected())
        return _by_type(self.type, self.value, self.context, self.message)

    def _unknown_key(self) -> tuple[str, str]:
        instead = _SECRET_KEYS.get(self.key.lower(), "")
        if instead in self.fields:
            self.suggestion = ""
            return f"{SECRETS}{instead}", ""
        return "unknown key", listed(self.fields)


def _by_type(kind: str, value: object, context: dict[str, Any], message: str) -> tuple[str, str]:
    if kind == "missing":
        return "required key is missing", ""
    if kind == "value_error":
        return message.removeprefix("Value error, "), ""
    if value is None:
        return "has no value; give it one or delete the key", ""
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        return f"{_shown(value)} is not {IN_WORDS.get(pattern, f'of the form {pattern}')}", ""
    if kind in {"int_parsing", "int_type", "int_from_float"}:
        return f"{_shown(value)} is not a whole number", "a whole number"
    return _limits(kind, value, context) or message, ""


def _limits(kind: str, value: object, context: dict[str, Any]) -> str:
    quoted = f'; put it in quotes: "{value}"' if isinstance(value, (int, float)) else ""
    return {
        "string_type": f"must be text, not {_kind(value)}{quoted}",
        "tuple_type": f"must be a list, not {_kind(value)}{_in_brackets(value)}",
        "model_type": f"must be a mapping of keys, not {_kind(value)}",
        "string_too_short": "must not be empty",
        "string_too_long": f"must be at most {context.get('max_length')} characters",
        "too_short": f"needs at least {context.get('min_length')} entry",
        "bool_parsing": f"{_shown(value)} is not true or false",
        "bool_type": f"must be true or false, not {_kind(value)}",
        "float_parsing": f"{_shown(value)} is not a number",
        "float_type": f"must be a number, not {_kind(value)}",
        "greater_than_equal": f"must be at least {_number(context.get('ge'))}",
        "less_than_equal": f"must be at most {_number(context.get('le'))}",
    }.get(kind, "")


def _in_brackets(value: object) -> str:
    return f": write [{value}]" if isinstance(value, str) and len(value) <= 60 else ""


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {list: "a list", dict: "a mapping", str: "text", int: "a number", float: "a number"}
    return names.get(type(value), "nothing")


def _shown(value: object) -> str:
    return _kind(value) if isinstance(value, (list, dict)) else shown(value)


def _by_place(refusals: list[_Refusal]) -> Iterator[list[_Refusal]]:
    """Refusals of one place together: a union refuses once for each of its branches."""
    groups: dict[tuple[Any, ...], list[_Refusal]] = {}
    for refusal in refusals:
        own = refusal.rest if refusal.type == "missing" else ()
        groups.setdefault((refusal.written, own), []).append(refusal)
    yield from groups.values()


def _fields(model: type[BaseModel], loc: Iterable[int | str]) -> list[str]:
    """The keys allowed in the mapping in which the last part of `loc` stands."""
    parts = [part for part in loc if isinstance(part, str)]
    for part in parts[:-1]:
        inner = _model_in(_aliased(model).get(part))
        if inner is None:
            break
        model = inner
    return list(_aliased(model))


def _aliased(model: type[BaseModel]) -> dict[str, Any]:
    fields = model.model_fields.items()
    return {field.alias or name: field.annotation for name, field in fields}


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The one model inside an annotation such as tuple[Annotated[Condition, …], ...]."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in typing.get_args(annotation))
    return next((model for model in inner if model is not None), None)
