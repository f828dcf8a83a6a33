"""Steps through a written tree, skipping whatever has the wrong shape. No I/O."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from config.explain import path_of
from config.mistakes import Mistake
from config.yamltree import Node


@dataclass(frozen=True, slots=True)
class Place:
    """A node and the way to it."""

    file: str
    path: tuple[int | str, ...]
    node: Node

    def mistake(self, problem: str, suggestion: str = "", allowed: str = "") -> Mistake:
        line, column, path = self.node.line, self.node.column, path_of(self.path)
        return Mistake(self.file, line, column, path, problem, suggestion, allowed)


def fields_of(place: Place, key: str) -> Iterator[Place]:
    """The value of `key` where `place` is a mapping that has it; else nothing."""
    if isinstance(place.node.value, dict):
        node = place.node.value.get(key)
        if node is not None:
            yield Place(place.file, (*place.path, key), node)


def items_of(place: Place) -> Iterator[Place]:
    """The entries where `place` is a list; else nothing."""
    if isinstance(place.node.value, list):
        for number, node in enumerate(place.node.value):
            yield Place(place.file, (*place.path, number), node)


def entries_of(root: Place, section: str) -> Iterator[Place]:
    """The entries of a list such as `sources:`."""
    for place in fields_of(root, section):
        yield from items_of(place)


def text_of(place: Place, key: str) -> Iterator[tuple[str, Place]]:
    """The text under `key`, if it is text."""
    for found in fields_of(place, key):
        if isinstance(found.node.value, str):
            yield found.node.value.strip(), found


def texts_of(place: Place, key: str) -> Iterator[tuple[str, Place]]:
    """The texts under `key`: one, or a list of them."""
    yield from text_of(place, key)
    for found in entries_of(place, key):
        if isinstance(found.node.value, str):
            yield found.node.value.strip(), found


def places_below(place: Place) -> Iterator[Place]:
    """Every place of the tree; YAML was refused beyond a small depth, so recursion is safe."""
    yield place
    yield from (below for item in items_of(place) for below in places_below(item))
    if isinstance(place.node.value, dict):
        for key, node in place.node.value.items():
            yield from places_below(Place(place.file, (*place.path, key), node))
