"""Files written whole or not at all; caches are believed only as they were written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def digest(*parts: bytes) -> str:
    """One name for all the parts, in order; where one ends matters."""
    found = hashlib.sha256()
    for part in parts:
        found.update(b"%d " % len(part))
        found.update(part)
    return found.hexdigest()


def code_of(files: Iterable[Path]) -> bytes:
    """What a cache depends on that code has made."""
    return digest(*(path.read_bytes() for path in sorted(files))).encode()


def read(path: Path, made_by: str) -> str | None:
    """What was kept, unless it is missing, damaged or of another maker."""
    try:
        head, _, body = path.read_text("utf-8").partition("\n")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return body if head == f"{made_by} {digest(body.encode())}" else None


def write(path: Path, made_by: str, body: str) -> None:
    """Keep it; neighbours that start at the same time write the same."""
    put(path, f"{made_by} {digest(body.encode())}\n{body}".encode())


def put(path: Path, content: bytes) -> None:
    """Write the file aside, then in its place: nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".new-{path.stem}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(aside, path)
    except OSError:
        os.unlink(aside)  # a full disk is not to be filled with halves
        raise
