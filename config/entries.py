"""Steps through a written tree, skipping whatever has the wrong shape. No I/O."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from config.explain import path_of
from config.mistakes import Mistake
from config.yamltree import Node


class Place(NamedTuple):  # a tuple, for there are many
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
    for found in fields_of(place, key):
        for one in (found,) if isinstance(found.node.value, str) else items_of(found):
            if isinstance(one.node.value, str):
                yield one.node.value.strip(), one


def places_below(root: Place) -> Iterator[Place]:
    """Every place of the tree, in the order of the file."""
    left = [root]
    while left:
        place = left.pop()
        yield place
        file, path, node = place
        if isinstance(node.value, dict):
            children = [Place(file, (*path, key), below) for key, below in node.value.items()]
        elif isinstance(node.value, list):
            children = [Place(file, (*path, n), below) for n, below in enumerate(node.value)]
        else:
            continue
        left += reversed(children)
