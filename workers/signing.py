"""The key that makes Message-IDs unguessable and the same on every resend."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from config.settings import secret

VARIABLE = "TOCSIN_SIGNING_KEY"  # set it where workers on several machines share the outbox


def key(var: Path) -> bytes:
    """From the environment, else from a file below `var` that is made once."""
    if (declared := secret(VARIABLE)) is not None:
        return declared.reveal().encode()
    path = var / "signing.key"
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    """Written aside and linked into place, so that no process ever reads half a key."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by us alone
    with os.fdopen(handle, "wb") as stream:
        stream.write(secrets.token_hex(32).encode())
    with contextlib.suppress(FileExistsError):  # another process was first: its key counts
        os.link(aside, path)
    os.unlink(aside)
