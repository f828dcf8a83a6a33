"""The trees of files that were found right together, kept for the next start.

It spares their YAML and the checks across them, nine tenths of a start with 10,000 aliases; the
schema is asked again. One edit of any, or other code, and all of them are read and checked as ever.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pydantic
import yaml

from config import keeping
from config.extras import is_installed
from config.world import made_by as world_made_by

Trees = Sequence[object]  # the plain values of each file


@dataclass(frozen=True, slots=True)
class Trusted:
    """A set of files as they are now, and where their trees are kept if they were found right."""

    files: tuple[Path, ...]
    kept: Path
    more: tuple[str, ...]
    state: str  # of the files' bytes, and of all else that the checks depend on

    @classmethod
    def of(cls, files: Sequence[Path], kept: Path, *more: str) -> Trusted:
        """Look at the files; one that can't be read makes a state of its own.

        `more`: what else the trees depend on.
        """
        known = tuple(files)
        return cls(known, kept, more, _state(known, more))

    def trees(self) -> Trees:
        """What was kept of just these files; else nothing."""
        body = keeping.read(self.kept, self.state)
        trees: Trees = json.loads(body) if body is not None else []
        return trees

    def keep(self, trees: Trees) -> None:
        """Keep them, unless a file was edited meanwhile."""
        if _state(self.files, self.more) == self.state:
            body = json.dumps(trees, ensure_ascii=False, separators=(",", ":"))
            keeping.write(self.kept, self.state, body)


def _state(files: Sequence[Path], more: Sequence[str]) -> str:
    parts = [one.encode() for one in more]
    parts += [part for path in files for part in (str(path).encode(), _bytes(path))]
    return keeping.digest(*_checked_by(), b"%d" % is_installed("apprise"), *parts)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # reading it the long way tells why
        return b""


@cache
def _checked_by() -> tuple[bytes, ...]:
    packages = f"pydantic {pydantic.__version__} PyYAML {yaml.__version__} {world_made_by()}"
    return packages.encode(), keeping.code_of(Path(__file__).parent.glob("*.py"))
