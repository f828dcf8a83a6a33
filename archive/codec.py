"""Frozen dataclasses to JSON and back, in a form that both databases can store."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from archive.columns import storable

T = TypeVar("T")


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def dump(value: object) -> str:
    """JSON of a dataclass; code points that no database takes are replaced one by one."""
    return _json(_adapter(type(value)).dump_python(value, mode="json"))


def load(kind: type[T], text: str) -> T:
    """The dataclass that `dump` wrote; keys that `kind` no longer has are passed over."""
    value: T = _adapter(kind).validate_python(json.loads(text))
    return value


def dump_texts(texts: Sequence[str]) -> str:
    return _json(list(texts))


def load_texts(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _json(plain: object) -> str:
    return json.dumps(_storable(plain), ensure_ascii=False, separators=(",", ":"))


def _storable(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {name: _storable(one) for name, one in value.items()}
    return value
