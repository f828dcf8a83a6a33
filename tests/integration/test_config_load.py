"""load(): each broken directory gets its exact message; good ones load; nothing else is raised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.load import load, read_yaml
from config.mistakes import ConfigError
from config.schema import AlertsConfig, Condition, Configuration, Sources

DATA = Path(__file__).parents[1] / "data"
BROKEN = sorted((DATA / "config_bad").iterdir())
GOOD = DATA / "config_good"
SHIPPED = Path(__file__).parents[2] / "config"


def told(directory: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load(directory)
    return str(caught.value)


@pytest.mark.parametrize("directory", BROKEN, ids=lambda path: path.name)
def test_a_broken_directory_gets_exactly_its_message(directory: Path) -> None:
    expected = (directory / "expected.txt").read_text("utf-8")

    assert told(directory) + "\n" == expected


def test_every_broken_directory_but_the_last_holds_one_mistake() -> None:
    lines = [len((path / "expected.txt").read_text("utf-8").splitlines()) for path in BROKEN]

    assert len(BROKEN) >= 24
    assert lines[:-1] == [1] * (len(BROKEN) - 1)
    assert lines[-1] >= 8


def test_a_good_directory_loads_whole() -> None:
    configuration = load(GOOD)

    assert isinstance(configuration, Configuration)
    assert [source.name for source in configuration.sources.sources] == ["gazette", "observer"]
    assert configuration.watchlist.watches[0].when == Condition.model_validate(
        {
            "all": [
                {"entity": ["t-72"]},
                {"country": ["ML"]},
                {"any": [{"keyword": ["convoy"]}, {"action": ["arrival"]}]},
            ]
        }
    )
    assert [receiver.name for receiver in configuration.alerts.receivers] == ["outbox", "desk"]


def test_the_shipped_directory_loads() -> None:
    configuration = load(SHIPPED)

    assert configuration.sources.sources[0].channel == "milinfolive"
    assert any(receiver.files for receiver in configuration.alerts.receivers)


def test_missing_files_are_all_named(tmp_path: Path) -> None:
    hint = f'is missing in {tmp_path}; "tocsin init" writes a commented starter set'

    assert told(tmp_path).splitlines() == [
        f"sources.yaml: {hint}",
        f"watchlist.yaml: {hint}",
        f"alerts.yaml: {hint}",
    ]


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alerts.yaml")

    with pytest.raises(ConfigError, match=r"^alerts\.yaml: is not a file"):
        read_yaml(tmp_path / "alerts.yaml", AlertsConfig)


def test_one_file_of_the_right_shape_reads_as_its_model() -> None:
    sources = read_yaml(GOOD / "sources.yaml", Sources)

    assert [source.label for source in sources.sources] == ["gazette", "observer"]


@pytest.mark.parametrize(
    ("reason", "body", "message"),
    [
        ("2 MiB", b"# " + b"x" * 2 * 1024 * 1024, "sources.yaml: is larger than 1 MiB"),
        (
            "alias bomb",
            b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
            "sources.yaml:1:4: anchors (&name) and aliases (*name) are not allowed; write it out",
        ),
        (
            "a list inside itself",
            b"sources: &s [*s]\n",
            "sources.yaml:1:10: anchors (&name) and aliases (*name) are not allowed; write it out",
        ),
        ("5,000 brackets", b"[" * 5000, "sources.yaml:1:41: nested deeper than 40 levels"),
        ("5,000 braces", b"{a: " * 5000, "sources.yaml:1:161: nested deeper than 40 levels"),
        ("NUL", b"sources: []\n\x00", "sources.yaml:2:1: control character U+0000 is not allowed"),
        (
            "UTF-16",
            "sources: []".encode("utf-16"),
            "sources.yaml:1:1: is not UTF-8: byte 0xff; save the file as UTF-8",
        ),
        (
            "terminal escape in a key",
            b'"\\x1b[31mred": 1\nsources: [{name: a, url: "http://a.example"}]\n',
            'sources.yaml:1:1: "\\x1b[31mred": unknown key; '
            "allowed: fetch, sources, telegram, websub",
        ),
    ],
)
def test_hostile_yaml_gets_one_clear_message(
    reason: str, body: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes(body)

    with pytest.raises(ConfigError) as caught:
        read_yaml(path, Sources)

    assert str(caught.value) == message, reason


def test_a_byte_order_mark_is_harmless(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + (GOOD / "sources.yaml").read_bytes())

    assert read_yaml(path, Sources) == read_yaml(GOOD / "sources.yaml", Sources)


def test_a_thousand_mistakes_are_cut_to_what_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text("sources:\n" + "  - {name: a}\n" * 1000)

    with pytest.raises(ConfigError) as caught:
        read_yaml(path, Sources)

    assert len(caught.value.mistakes) == 1000
    assert str(caught.value).splitlines()[-1] == "… and 800 more"


def with_words(tmp_path: Path, text: str) -> Path:
    for path in GOOD.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "lexicon").mkdir(exist_ok=True)
    (tmp_path / "lexicon" / "own.yaml").write_text(text, "utf-8")
    return tmp_path


def test_an_operators_own_words_join_the_shipped_ones(tmp_path: Path) -> None:
    directory = with_words(tmp_path, "actions: {arrival: {en: [docked in secret]}}")

    words = load(directory).lexicon.actions["arrival"].en

    assert "docked in secret" in words
    assert set(words) > {"docked in secret"}


def test_mistakes_in_words_are_told_with_all_others(tmp_path: Path) -> None:
    directory = with_words(
        tmp_path, "actions: {arival: {en: [a]}}\nplaces: [{name: a, coutry: ML}]"
    )
    (directory / "alerts.yaml").write_text("receivers: 1\n")

    lines = told(directory).splitlines()

    assert [line.split(": ")[0] for line in lines] == [
        "alerts.yaml:1:1",
        "alerts.yaml:1:12",
        "lexicon/own.yaml:1:11",
        "lexicon/own.yaml:2:20",
    ]
    assert 'actions.arival: "arival" is not known; did you mean "arrival"? allowed: ' in lines[-2]
    assert 'places[0].coutry: unknown key; did you mean "country"? allowed: ' in lines[-1]


def test_words_that_changed_are_read_again(tmp_path: Path) -> None:
    directory = with_words(tmp_path, "actions: {arrival: {en: [one]}}")
    before = load(directory).lexicon.actions["arrival"].en

    with_words(tmp_path, "actions: {arrival: {en: [another]}}")

    assert "one" in before
    assert "another" in load(directory).lexicon.actions["arrival"].en
