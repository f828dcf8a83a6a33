"""Writes more sources into an operator's sources.yaml and leaves the rest as it is.

The edited text is loaded as a configuration first; only then does it replace the file, at once.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from config.load import load

FILE = "sources.yaml"


def append(directory: Path, *entries: Mapping[str, Any]) -> None:
    """Add the entries to `directory`'s sources. Raises ConfigError and leaves the file alone."""
    path = (directory / FILE).resolve()  # a link stays a link
    text = with_entry(path.read_text(encoding="utf-8"), *entries)
    _try(directory, text)
    _replace(path, text)


def with_entry(text: str, *entries: Mapping[str, Any]) -> str:
    """The YAML text with the entries as the last of `sources`; comments and quotes stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000  # never fold an operator's long line
    tree = yaml.load(text)
    listed: CommentedSeq = tree["sources"]
    dash = listed.lc.col or 0
    yaml.indent(mapping=2, sequence=dash + 2, offset=dash)
    for entry in entries:
        listed.append(dict(entry))
    written = io.StringIO()
    yaml.dump(tree, written)
    return written.getvalue()


def _try(directory: Path, text: str) -> None:
    """Load the configuration as it would be, beside the real one."""
    with tempfile.TemporaryDirectory(prefix="tocsin-") as aside:
        for path in directory.iterdir():
            if path.name != FILE and (path.suffix == ".yaml" or path.name == "lexicon"):
                (Path(aside) / path.name).symlink_to(path.resolve())
        (Path(aside) / FILE).write_text(text, encoding="utf-8")
        load(Path(aside))


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, with the same permissions."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(path, aside)
        os.replace(aside, path)
    except BaseException:
        os.unlink(aside)
        raise
