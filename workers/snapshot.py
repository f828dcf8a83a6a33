"""The last configuration that loaded, kept as one file below the data directory.

A worker that is restarted while an edit is broken goes on with it instead of going blind.
"""

from __future__ import annotations

import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "config-in-force.tar"


def keep(directory: Path, var: Path, is_unchanged: Callable[[], bool]) -> None:
    """Keep the YAML files of a configuration that has just loaded, unless edited meanwhile."""
    var.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=var, prefix=f".{NAME}-")
    with os.fdopen(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as archive:
        for file in sorted(directory.rglob("*.yaml")):
            archive.add(file.resolve(), arcname=str(file.relative_to(directory)))
    if is_unchanged():
        os.replace(aside, var / NAME)
    else:
        os.unlink(aside)


@contextmanager
def restored(var: Path) -> Iterator[Path]:
    """The kept files in a directory for the while. Raises FileNotFoundError if none were kept."""
    with tarfile.open(var / NAME) as archive, tempfile.TemporaryDirectory(dir=var) as directory:
        for member in archive.getmembers():  # ours; extractall's filter came with Python 3.11.4
            kept = archive.extractfile(member)
            if kept is not None:
                file = Path(directory, member.name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(kept.read())
        yield Path(directory)


def exists(var: Path) -> bool:
    """Whether a configuration was kept."""
    return (var / NAME).exists()
