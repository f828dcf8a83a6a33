"""Writes out the forms a phrase takes. (First version: the phrase as given.)"""

from __future__ import annotations

from collections.abc import Iterator

from detector.terms import Form


def inflections(text: str, language: str | None) -> Iterator[Form]:
    """Forms of a phrase other than itself."""
    return iter(())
