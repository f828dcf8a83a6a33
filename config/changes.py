"""What an edit changed in what is watched and read, for the digest to tell. Pure.

Compares declarations as written down in plain values, so that what was in force before a restart,
or under an older program, can be compared too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from config.schema import Configuration, Model

Kind = Literal["watch", "entity", "keyword", "source", "watchlist"]
How = Literal["added", "removed", "edited"]
Declared = dict[str, dict[str, Any]]  # "watch/armour" -> its keys as the operator set them

_SHOWN = 3  # values named of each key; more are counted
_LENGTH = 60  # code points of one value


@dataclass(frozen=True, slots=True)
class Change:
    """One declaration that an edit added, removed or changed."""

    what: Kind
    name: str
    how: How
    detail: str = ""  # "severity: medium → high; aliases: +T-72Б3"


def declared(configuration: Configuration) -> Declared:
    """Every watch, entity, keyword and source, and what the watchlist says of all of them."""
    watchlist = configuration.watchlist
    found = {f"watch/{one.id}": _plain(one) for one in watchlist.watches}
    found |= {f"entity/{one.id}": _plain(one) for one in watchlist.entities}
    found |= {f"keyword/{one.id}": _plain(one) for one in watchlist.keywords}
    found |= {f"source/{one.name}": _plain(one) for one in configuration.sources.sources}
    own = {"watches", "entities", "keywords"}
    found["watchlist/settings"] = watchlist.model_dump(
        mode="json", exclude_defaults=True, exclude=own
    )
    return found


def changes(before: Declared, after: Declared) -> tuple[Change, ...]:
    """What is different, in the order of the declarations; what is gone comes last."""
    return tuple(_changes(before, after))


def _changes(before: Declared, after: Declared) -> Iterator[Change]:
    for key, now in after.items():
        was = before.get(key)
        if was is None:
            yield _change(key, "added")
        elif was != now:
            yield _change(key, "edited", "; ".join(_edits(was, now)))
    for key in before:
        if key not in after:
            yield _change(key, "removed")


def _change(key: str, how: How, detail: str = "") -> Change:
    kind, _, name = key.partition("/")
    return Change(cast("Kind", kind), name, how, detail)


def _edits(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key), now.get(key)
        if old != new:
            yield f"{key}: {said}" if (said := _difference(old, new)) else key


def _difference(old: object, new: object) -> str:
    """Texts that came and went, or a value before and after; "" for what is too deep to say."""
    if _are_texts(old) and _are_texts(new):
        before, after = cast("list[str]", old or []), cast("list[str]", new or [])
        came = [f"+{_cut(text)}" for text in after if text not in before]
        went = [f"−{_cut(text)}" for text in before if text not in after]
        return ", ".join((*_some(came), *_some(went)))
    if _is_plain(old) and _is_plain(new):
        return f"{_cut(_value(old))} → {_cut(_value(new))}"
    return ""


def _are_texts(value: object) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(v, str) for v in value))


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _value(value: object) -> str:
    return "default" if value is None else str(value)


def _some(values: list[str]) -> list[str]:
    more = len(values) - _SHOWN
    return [*values[:_SHOWN], f"{values[0][0]}{more} more"] if more > 0 else values


def _cut(text: str) -> str:
    return text if len(text) <= _LENGTH else text[: _LENGTH - 1] + "…"


def _plain(model: Model) -> dict[str, Any]:
    identity = "id" if "id" in type(model).model_fields else "name"
    return model.model_dump(mode="json", exclude_defaults=True, exclude={identity})
