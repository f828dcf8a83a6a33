"""The demo's configuration directory loads like any operator's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cli.demo.config import SHIPPED, write
from cli.demo.stream import load
from config.load import load as load_configuration


def test_the_written_directory_is_a_valid_configuration(tmp_path: Path) -> None:
    write(tmp_path / "new" / "demo", 8123)

    written = load_configuration(tmp_path / "new" / "demo")

    stream = load()
    addresses = {source.name: source.url or source.channel for source in written.sources.sources}
    assert addresses == (
        {feed.name: f"http://127.0.0.1:8123/feeds/{feed.name}.xml" for feed in stream.feeds}
        | {channel.name: channel.channel for channel in stream.channels}
    )
    assert written.sources.fetch.allow == ("127.0.0.1:8123",)
    assert written.sources.telegram.web_url == "http://127.0.0.1:8123"
    assert written.sources.telegram.spacing == timedelta(0)
    assert {source.interval.max for source in written.sources.sources} == {timedelta(seconds=3)}


def test_everyone_who_is_told_reads_files(tmp_path: Path) -> None:
    write(tmp_path, 8123)

    alerts = load_configuration(tmp_path).alerts

    assert {receiver.name for receiver in alerts.receivers if receiver.files} == {
        "desk",
        "operator",
    }
    assert [route.receivers for route in alerts.routes] == [("desk",)]
    assert (alerts.operator, alerts.digests[0].receivers) == (("operator",), ("desk",))


def test_the_watchlist_is_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, 8123)

    shipped = (SHIPPED / "watchlist.yaml").read_bytes()
    assert (tmp_path / "watchlist.yaml").read_bytes() == shipped
    names = {path.name for path in (SHIPPED / "lexicon").iterdir()}
    assert {path.name for path in (tmp_path / "lexicon").iterdir()} == names


def test_a_second_demo_replaces_the_port_of_the_first(tmp_path: Path) -> None:
    write(tmp_path, 8123)

    write(tmp_path, 9456)

    written = load_configuration(tmp_path).sources
    assert written.fetch.allow == ("127.0.0.1:9456",)
    assert "8123" not in (tmp_path / "sources.yaml").read_text(encoding="utf-8")


def test_a_missing_shipped_watchlist_is_an_error_not_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "shipped").mkdir()

    with pytest.raises(FileNotFoundError):
        write(tmp_path / "demo", 8123, shipped=tmp_path / "shipped")
