"""Photos on disk, by the SHA-256 of their bytes: written whole or not at all, each once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from archive.photos import KeptPhoto

_KINDS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))


def kind_of(content: bytes) -> str | None:
    """What the bytes are, whatever the sender says; None for no photo."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((kind for magic, kind in _KINDS if content.startswith(magic)), None)


def keep(directory: Path, content: bytes) -> KeptPhoto | None:
    """The photo below `directory`, named by its hash alone; None if it is no photo."""
    kind = kind_of(content)
    if kind is None:
        return None
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(directory, digest, kind)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as aside:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
        os.replace(aside.name, path)
    return KeptPhoto(digest, len(content), kind)


def path_of(directory: Path, digest: str, kind: str) -> Path:
    return directory / digest[:2] / f"{digest}.{kind}"
