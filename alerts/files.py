"""Tells by writing a readable .txt and .html per message; a message is written once."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alerts.model import Message, Receipt, Unsent

_SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class FilesChannel:
    """Writes to one directory. Idempotent: the same key is the same pair of files."""

    directory: Path

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        """Write both files atomically; the .txt comes last and says that it is complete."""
        del attempt, repeat  # a file that is there is found, never written twice
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            if (there := self._existing(message)) is not None:
                return Receipt(there.name)
            path = self.directory / f"{file_name(message)}.txt"
            if message.html:
                _write(path.with_suffix(".html"), page(message))
            _write(path, message.text.rstrip() + "\n")
        except OSError as error:
            reason = f"can't write to {self.directory}: {error.strerror or error}"
            raise Unsent(reason, permanent=False) from error
        return Receipt(path.name)

    def find(self, message: Message, since: datetime) -> Receipt | None:
        """The file, if it is there."""
        del since
        there = self._existing(message)
        return None if there is None else Receipt(there.name)

    def _existing(self, message: Message) -> Path | None:
        return next(self.directory.glob(f"*-{short_key(message.key)}.txt"), None)


def page(message: Message) -> str:
    """The HTML by itself: its pictures written into it."""
    html = message.html
    for image in message.images:
        data = base64.b64encode(image.png).decode("ascii")
        html = html.replace(f'"cid:{image.name}"', f'"data:image/png;base64,{data}"')
    return html


def file_name(message: Message) -> str:
    """Time, a few words of the subject, and enough of the key to be unique."""
    at = (message.at or datetime.fromtimestamp(0, UTC)).astimezone(UTC)
    return f"{at:%Y%m%dT%H%M%SZ}-{slug(message.subject)}-{short_key(message.key)}"


def short_key(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def slug(text: str) -> str:
    """Letters and digits of any script, joined by hyphens; never empty, never a path."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())
    joined = "-".join(words).encode()
    if len(joined) > _SLUG_LENGTH:
        joined = joined[:_SLUG_LENGTH].rpartition(b"-")[0] or joined[:_SLUG_LENGTH]
    return joined.decode("utf-8", "ignore") or "message"


def _write(path: Path, text: str) -> None:
    """All or nothing, also when the power fails in between."""
    part = path.with_suffix(path.suffix + ".part")
    with part.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
