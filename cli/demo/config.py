"""Writes the demo's configuration directory: its own sources, the shipped watchlist."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

import config
from cli.demo.stream import Channel, Feed, load

SHIPPED = Path(config.__file__).parent
_HEAD = "# Written by the demo for its own local server; the next demo overwrites it.\n"


def write(directory: Path, port: int, shipped: Path = SHIPPED) -> None:
    """Fill the directory with a complete configuration for the server on that port."""
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(shipped / "watchlist.yaml", directory / "watchlist.yaml")
    shutil.copytree(shipped / "lexicon", directory / "lexicon", dirs_exist_ok=True)
    _dump(directory / "sources.yaml", sources(port))
    _dump(directory / "alerts.yaml", ALERTS)


def sources(port: int) -> dict[str, object]:
    """sources.yaml: polled every few seconds, which no real site should have to bear."""
    base = f"http://127.0.0.1:{port}"
    stream = load()
    return {
        "fetch": {"allow": [f"127.0.0.1:{port}"], "timeout": "10s"},
        "telegram": {"web_url": base, "spacing": "0s"},
        "sources": [
            *(
                # The stream has whole texts; there are no pages behind its links.
                _common(feed) | {"url": f"{base}/feeds/{feed.name}.xml", "fulltext": "never"}
                for feed in stream.feeds
            ),
            *(_common(channel) | {"channel": f"@{channel.channel}"} for channel in stream.channels),
        ],
    }


def _common(source: Feed | Channel) -> dict[str, object]:
    return {
        "name": source.name,
        "title": source.title,
        "language": source.language,
        "reliability": source.reliability,
        "interval": {"min": "1s", "max": "3s"},
        "first_poll": "24h",
        "tags": ["demo"],
    }


ALERTS: dict[str, object] = {
    "receivers": [{"name": "desk", "files": {}}, {"name": "operator", "files": {}}],
    "routes": [{"receivers": ["desk"]}],
    "operator": ["operator"],
    "digests": [{"name": "daily", "receivers": ["desk"], "at": "07:30", "zone": "UTC"}],
}


def _dump(path: Path, content: dict[str, object]) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    path.write_text(_HEAD + text, encoding="utf-8")
