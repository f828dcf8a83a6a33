"""Frozen dataclasses to JSON and back, in a form that both databases can store."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from archive.columns import is_storable, storable
from collector.item import PollState

T = TypeVar("T")
_Pairs = tuple[tuple[str, str], ...]


_MEMORY = {"known", "page"}
_NUL = "\\u0000"  # as it stands in JSON
_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def dump(value: object) -> str:
    """JSON of a dataclass; code points that no database takes are replaced one by one."""
    left_out = _MEMORY if isinstance(value, PollState) else None
    adapter = _adapter(type(value))
    try:
        text = adapter.dump_json(value, exclude=left_out).decode()
    except PydanticSerializationError:  # of a lone surrogate
        text = None
    if text is not None and _NUL not in text:
        return text
    return _json(adapter.dump_python(value, mode="json", exclude=left_out))


def load(kind: type[T], text: str) -> T:
    """The dataclass that `dump` wrote; keys that `kind` no longer has are passed over."""
    value: T = _adapter(kind).validate_python(json.loads(text))
    return value


def dump_memory(state: PollState) -> str:
    """What `dump` leaves out of a poll state."""
    return _json([[list(pair) for pair in state.known], [list(pair) for pair in state.page]])


def recall(state: PollState, memory: str) -> PollState:
    """The whole poll state; older rows have all of it in one piece."""
    if not memory:
        return state
    known, page = json.loads(memory)
    return replace(state, known=_pairs(known), page=_pairs(page))


def _pairs(rows: list[list[str]]) -> _Pairs:
    return tuple((name, value) for name, value in rows)


def dump_texts(texts: Sequence[str]) -> str:
    return _json(list(texts))


@lru_cache(maxsize=4096)  # what is told again and again is compared with the same few originals
def load_texts(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _json(plain: object) -> str:
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    if _NUL not in text and is_storable(text):
        return text
    return json.dumps(_storable(plain), ensure_ascii=False, separators=(",", ":"))


def _storable(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {name: _storable(one) for name, one in value.items()}
    return value
