"""Whatever stands in the files: mistakes are told, nothing else is ever raised."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.crosscheck import crosscheck
from config.load import examine_text
from config.mistakes import ConfigError
from config.schema import AlertsConfig, Sources, Watchlist
from config.starter import ALERTS, SOURCES, WATCHLIST

NASTY = st.sampled_from(
    [
        "null",
        "~",
        "[]",
        "{}",
        '""',
        "true",
        "9" * 30,
        "-1",
        "1e999",
        ".nan",
        "[[[]]]",
        "{a: {b: c}}",
        "!!str x",
        "&a b",
        "*a",
        "? a",
        "|\n  x",
        "@x",
        "`",
        "[a, b",
        "a: b: c",
        "<<: {}",
        "\t",
        "\x85",
        "\u2028",
        "\u202e",
        "NO",
        "xoxb-12345-abc",
        "(?=a)",
        "(((",
        "http://[",
        "http://a:b@c/",
        "::/0",
        "[::1]:99999",
        "fe80::1%eth0",
        "http://\u0130x/",
        "²",
        "any",
        "all",
        "none",
        "\0",
        "a" * 600,
        "[[a]]",
        "{any: [{all: [{}]}]}",
        "0x1",
        "18:30",
        "T-72",
        "t-72",
        "2m",
        "{min: 1d, max: 1s}",
    ]
)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """A good file in which some lines lost, doubled, moved or swapped their content."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[at].partition(":")
        lines[at : at + 1] = draw(
            st.sampled_from(["gone", "twice", "value", "tail", "indent", "text"]).flatmap(
                lambda how, line=lines[at], key=key, colon=colon: {  # type: ignore[misc]
                    "gone": st.just(["# gone"]),
                    "twice": st.just([line, line]),
                    "value": NASTY.map(lambda value: [f"{key}{colon} {value}"]),
                    "tail": NASTY.map(lambda value: [line + value]),
                    "indent": st.integers(0, 8).map(lambda n: [" " * n + line.lstrip()]),
                    "text": st.text(max_size=20).map(lambda value: [line, value]),
                }[how]
            )
        )
    return "\n".join(lines)


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(mutated(SOURCES), mutated(WATCHLIST), mutated(ALERTS))
def test_mutated_files_load_or_are_refused_with_printable_messages(
    sources: str, watchlist: str, alerts: str
) -> None:
    one = examine_text(sources, Sources, "sources.yaml")
    two = examine_text(watchlist, Watchlist, "watchlist.yaml")
    three = examine_text(alerts, AlertsConfig, "alerts.yaml")
    between = crosscheck(one.root, two.root, three.root)

    for examined in (one, two, three):
        assert (examined.model is None) == bool(examined.mistakes)
    message = str(ConfigError([*one.mistakes, *two.mistakes, *three.mistakes, *between]))
    assert all(line.isprintable() for line in message.split("\n"))
    assert "xoxb-12345" not in message


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text_is_refused_or_read(text: str) -> None:
    examined = examine_text(text, Watchlist, "watchlist.yaml")

    assert (examined.model is None) == bool(examined.mistakes)


@pytest.mark.parametrize(
    "text",
    [
        "watches: xoxb-12345-abc",
        "watches: [{id: a, when: {all: xoxb-12345-abc}}]",
        "xoxb-12345-abc: 1",
        "watches: [{id: a, when: b, xoxb-12345-abc: 1}]",
        "xoxb-12345-abc: 1\nxoxb-12345-abc: 2",
        "watches: &xoxb-12345-abc 1",
        "watches: !xoxb-12345-abc 1",
        "watches: [{id: https://hooks.slack.com/12345, when: b}]",
        "entities: [{id: xoxb-12345-abc, name: a, kind: unit}]\n"
        "watches: [{id: a, when: {entity: xoxb-12345-abd}}]",
    ],
)
def test_a_secret_is_never_repeated_wherever_it_stands(text: str) -> None:
    examined = examine_text(text, Watchlist, "watchlist.yaml")

    message = str(ConfigError([*examined.mistakes, *crosscheck(None, examined.root, None)]))

    assert message
    assert "12345" not in message
