"""Hostile YAML to a tree that knows its positions; builds no Python objects but plain values.

PyYAML's C parser gives events only: nothing is composed or constructed, so depth and size are
bounded before anything is built. Scalars follow YAML 1.2's core schema: no, on and 18:30 are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from config.mistakes import Mistake, shown

MAX_DEPTH = 40  # a watch of ten nested conditions needs about 25

_NULL = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WORDS = _NULL | _BOOLS
_BEGINS_NUMBER = frozenset("+-.0123456789")
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,18}|[0-9]{1,18}(?:\.[0-9]{0,18})?)(?:[eE][-+]?[0-9]{1,3})?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping, and where it begins (counted from 1)."""

    value: str | int | float | bool | list[Node] | dict[str, Node] | None
    line: int
    column: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)  # of a mapping: where each is

    def plain(self) -> object:
        """The value as pydantic reads it."""
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return self.value


class _StopError(Exception):
    """The rest of the file can't be read."""


def parse(text: str, file: str) -> tuple[Node | None, list[Mistake]]:
    """The tree of one document and what is wrong with it as YAML; no tree when unreadable."""
    found = _CONTROL.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        problem = f"control character U+{ord(found[0]):04X} is not allowed"
        return None, [Mistake(file, line, column, "", problem)]
    reader = _Reader(file)
    try:
        root = reader.document(yaml.parse(text.removeprefix("\ufeff"), Loader=yaml.CSafeLoader))
    except _StopError:
        return None, reader.mistakes
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = _in_words(error, text.splitlines()[line - 1 : line])
        return None, [*reader.mistakes, Mistake(file, line, column, "", problem)]
    except yaml.YAMLError as error:
        return None, [*reader.mistakes, Mistake(file, 1, 1, "", f"not valid YAML: {error}")]
    return root, reader.mistakes


def _in_words(error: yaml.MarkedYAMLError, line: list[str]) -> str:
    problem = error.problem or "cannot be read"
    if "\t" in "".join(line) and ("tab" in problem or "cannot start any token" in problem):
        return "a tab character; indent with spaces"
    if "cannot start any token" in problem:
        return "not valid YAML: text that begins with @, ` or % must stand in quotes"
    if "mapping values are not allowed" in problem:
        return "not valid YAML: a colon where none may be; put text with a colon in quotes"
    begun = f", begun in line {error.context_mark.line + 1}" if error.context_mark else ""
    return f"not valid YAML: {problem}" + (f" ({error.context}{begun})" if error.context else "")


class _Reader:
    """Builds the tree from events, iteratively: depth never reaches Python's stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        open_: list[tuple[Node, list[Node]]] = []  # container, children so far
        documents = 0
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                node = self._node(event)
                if open_:
                    open_[-1][1].append(node)
                else:
                    root = node
                if isinstance(event, yaml.CollectionStartEvent):
                    open_.append((node, []))
                    if len(open_) > MAX_DEPTH:
                        self._stop(event, f"nested deeper than {MAX_DEPTH} levels")
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(event, "a second document begins; only one document is allowed")
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close(*open_.pop())
        return root

    def _node(self, event: yaml.NodeEvent) -> Node:
        if event.anchor is not None:  # of an alias, too
            self._stop(event, "anchors (&name) and aliases (*name) are not allowed; write it out")
        line, column = _place(event)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._stop(event, f"tags such as {shown(tag)} are not allowed; delete it")
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0] and event.style in (None, "")
            return Node(_scalar(event.value) if plain else event.value, line, column)
        return Node([] if isinstance(event, yaml.SequenceStartEvent) else {}, line, column)

    def _close(self, node: Node, children: list[Node]) -> None:
        if isinstance(node.value, list):
            node.value.extend(children)
            return
        assert isinstance(node.value, dict)
        for key, value in zip(children[::2], children[1::2], strict=True):
            self._entry(node, node.value, key, value)

    def _entry(self, node: Node, entries: dict[str, Node], key: Node, value: Node) -> None:
        if isinstance(key.value, (list, dict)):
            problem = "a key must be a plain word"
            self.mistakes.append(Mistake(self.file, key.line, key.column, "", problem))
            return
        name = str(key.value)
        if name in entries:
            problem = f"duplicate key {shown(name)}; first given in line {node.keys[name][0]}"
            self.mistakes.append(Mistake(self.file, key.line, key.column, "", problem))
            return
        entries[name] = value
        node.keys[name] = (key.line, key.column)

    def _stop(self, event: yaml.Event, problem: str) -> None:
        self.mistakes.append(Mistake(self.file, *_place(event), "", problem))
        raise _StopError


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _scalar(text: str) -> str | int | float | bool | None:
    """A plain scalar by YAML 1.2's core schema (hexadecimal, octal and infinity stay text)."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _BEGINS_NUMBER:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
