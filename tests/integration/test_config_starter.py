"""tocsin init, and the JSON Schemas: what they accept is what loads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from config.editor import json_schema
from config.load import load
from config.settings import missing_secrets
from config.starter import FILES, init
from config.yamltree import parse

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "config"
GOOD = ROOT / "tests" / "data" / "config_good"


def complaints(name: str, text: str) -> list[str]:
    root, mistakes = parse(text, name)
    assert root is not None
    assert mistakes == []
    validator = Draft202012Validator(json_schema()[name])
    return [error.message for error in validator.iter_errors(root.plain())]


def test_init_writes_a_set_that_loads(tmp_path: Path) -> None:
    directory = tmp_path / "new" / "config"

    started = init(directory)

    configuration = load(directory)
    assert started.kept == ()
    assert [path.relative_to(directory).as_posix() for path in started.written] == [
        "sources.yaml",
        "watchlist.yaml",
        "alerts.yaml",
        "sightings.yaml",
        "schema/sources.json",
        "schema/watchlist.json",
        "schema/alerts.json",
        "schema/sightings.json",
    ]
    assert [source.kind for source in configuration.sources.sources] == ["feed", "feed", "channel"]
    assert missing_secrets(configuration.alerts, {}) == []


def test_init_keeps_what_stands_there(tmp_path: Path) -> None:
    (tmp_path / "watchlist.yaml").write_text("mine")

    started = init(tmp_path)

    assert started.kept == (tmp_path / "watchlist.yaml",)
    assert (tmp_path / "watchlist.yaml").read_text() == "mine"
    assert (tmp_path / "alerts.yaml").exists()


def test_init_by_force_starts_afresh(tmp_path: Path) -> None:
    (tmp_path / "watchlist.yaml").write_text("mine")

    started = init(tmp_path, force=True)

    assert started.kept == ()
    assert "mine" not in (tmp_path / "watchlist.yaml").read_text()


@pytest.mark.parametrize("name", FILES)
def test_each_starter_file_names_its_schema_on_its_first_line(name: str, tmp_path: Path) -> None:
    init(tmp_path)

    first = (tmp_path / name).read_text("utf-8").splitlines()[0]

    found = re.fullmatch(r"# yaml-language-server: \$schema=(schema/\w+\.json)", first)
    assert found
    assert json.loads((tmp_path / found[1]).read_text("utf-8")) == json_schema()[name]


@pytest.mark.parametrize("name", FILES)
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(json_schema()[name])


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("directory", [SHIPPED, GOOD], ids=["shipped", "good"])
def test_files_that_load_satisfy_their_schema(name: str, directory: Path) -> None:
    assert complaints(name, (directory / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", FILES)
def test_the_starter_files_satisfy_their_schema(name: str) -> None:
    assert complaints(name, FILES[name]) == []


@pytest.mark.parametrize(
    ("reason", "when"),
    [
        ("a word", "convoy"),
        ("a list of words", "[convoy, convoi]"),
        ("one value for a list", "{entity: t-72, country: ML, action: arrival}"),
        ("nested shorthand", "{all: [convoy, [a, b], {any: [{keyword: c}]}], within: 30}"),
    ],
)
def test_the_schema_knows_the_shorthand(reason: str, when: str) -> None:
    assert complaints("watchlist.yaml", f"watches: [{{id: a, when: {when}}}]") == [], reason


@pytest.mark.parametrize(
    ("reason", "name", "text"),
    [
        ("unknown key", "sources.yaml", "sources: [{name: a, url: 'http://a.example', urll: b}]"),
        ("neither url nor channel", "sources.yaml", "sources: [{name: a}]"),
        (
            "both",
            "sources.yaml",
            "sources: [{name: a, url: 'http://a.example', channel: '@abcd'}]",
        ),
        ("bad duration", "sources.yaml", "sources: [{name: a, channel: x, first_poll: 2 hours}]"),
        ("empty condition", "watchlist.yaml", "watches: [{id: a, when: {}}]"),
        ("unknown action", "watchlist.yaml", "watches: [{id: a, when: {action: dance}}]"),
        ("no way to tell", "alerts.yaml", "receivers: [{name: a}]\nroutes: [{receivers: [a]}]"),
    ],
)
def test_the_schema_refuses_what_would_not_load(reason: str, name: str, text: str) -> None:
    assert complaints(name, text) != [], reason


def test_every_commented_example_of_the_shipped_alerts_works(tmp_path: Path) -> None:
    text = (SHIPPED / "alerts.yaml").read_text("utf-8")
    uncommented = re.sub(r"(?m)^( *)# (?=(- name|- match|smtp:|time_intervals:|  ) ?)", r"\1", text)
    for name in ("sources.yaml", "watchlist.yaml"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    (tmp_path / "alerts.yaml").write_text(uncommented, "utf-8")

    alerts = load(tmp_path).alerts

    assert [receiver.name for receiver in alerts.receivers] == [
        "outbox",
        "slack-desk",
        "slack-hook",
        "editors",
        "robot",
        "phones",
    ]
    assert alerts.smtp is not None
    assert len(alerts.routes) == 2
    assert missing_secrets(alerts, {}) == [
        f"receiver {who} needs {name} (or {name}_FILE) in the environment"
        for who, name in (
            ("slack-desk", "TOCSIN_SLACK_TOKEN"),
            ("slack-hook", "TOCSIN_SLACK_WEBHOOK"),
            ("editors", "TOCSIN_SMTP_PASSWORD"),
            ("robot", "TOCSIN_WEBHOOK_SECRET"),
            ("phones", "TOCSIN_APPRISE_URL"),
        )
    ]
