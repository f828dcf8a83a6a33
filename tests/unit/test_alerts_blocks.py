"""Slack's limits, each at its edge."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.blocks import length, problems, text_sum

Block = dict[str, Any]


def plain(size: int) -> Block:
    return {"type": "plain_text", "text": "x" * size}


def mrk(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(**parts: object) -> Block:
    return {"type": "section", **parts}


def rich(*leaves: Block, kind: str = "rich_text_section") -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(leaves)}]}


def leaf(text: str, **more: object) -> Block:
    return {"type": "text", "text": text, **more}


def link(url: str) -> Block:
    return {"type": "link", "url": url, "text": "x"}


URL = "https://x.org/"


@pytest.mark.parametrize(
    ("why", "good", "bad", "problem"),
    [
        ("blocks", [{"type": "divider"}] * 50, [{"type": "divider"}] * 51, "51 blocks"),
        ("header", [{"type": "header", "text": plain(150)}],
         [{"type": "header", "text": plain(151)}], "header text has 151"),
        ("header of emoji, each of which is two",
         [{"type": "header", "text": {"type": "plain_text", "text": "🔴" * 75}}],
         [{"type": "header", "text": {"type": "plain_text", "text": "🔴" * 76}}], "has 152"),
        ("header kind", [{"type": "header", "text": plain(1)}],
         [{"type": "header", "text": mrk("x")}], "header text of type 'mrkdwn'"),
        ("section", [section(text=plain(3000))], [section(text=plain(3001))], "has 3001"),
        ("empty section", [section(text=plain(1))], [section()], "without text or fields"),
        ("empty text", [section(text=plain(1))], [section(text=plain(0))], "text is empty"),
        ("blank text", [section(text=mrk("x"))], [section(text=mrk(" \n"))], "text is empty"),
        ("fields", [section(fields=[plain(1)] * 10)], [section(fields=[plain(1)] * 11)],
         "11 fields"),
        ("field", [section(fields=[plain(2000)])], [section(fields=[plain(2001)])], "has 2001"),
        ("context", [{"type": "context", "elements": [plain(1)] * 10}],
         [{"type": "context", "elements": [plain(1)] * 11}], "11 context elements"),
        ("empty context", [{"type": "context", "elements": [plain(1)]}],
         [{"type": "context", "elements": []}], "0 context elements"),
        ("sum", [section(text=plain(3000))] * 3, [section(text=plain(3000))] * 4,
         "all text together has 12004"),
        ("link", [rich(link(URL))], [rich(link("javascript:x"))], "not a plain http(s)"),
        ("link's end", [rich(link(URL))], [rich(link(URL + "|x>"))], "not a plain http(s)"),
        ("link's length", [rich(link(URL + "a" * 2986))], [rich(link(URL + "a" * 2987))],
         "longer than 3000"),
        ("rich text", [rich(leaf("x"))], [rich(leaf(""))], "empty rich_text text"),
        ("live elements", [rich(leaf("x"))], [rich({"type": "broadcast", "range": "channel"})],
         "live rich_text element 'broadcast'"),
        ("user mentions", [rich(leaf("x"))], [rich({"type": "user", "user_id": "U1"})],
         "live rich_text element 'user'"),
        ("styles", [rich(leaf("x", style={"bold": True}))],
         [rich(leaf("x", style={"blink": True}))], "unknown style blink"),
        ("empty part", [rich(leaf("x"))], [rich()], "without elements"),
        ("empty rich text", [rich(leaf("x"))], [{"type": "rich_text", "elements": []}],
         "without elements"),
        ("unknown part", [rich(leaf("x"))], [rich(leaf("x"), kind="rich_text_magic")],
         "unknown rich_text part"),
        ("live mrkdwn", [section(text=mrk("<https://x.org|x> &lt;!here&gt;"))],
         [section(text=mrk("<!here>"))], "live mention"),
        ("unknown block", [{"type": "divider"}], [{"type": "video"}], "unknown type 'video'"),
        ("no object", [{"type": "divider"}], ["divider"], "is not an object"),
        ("block_id", [{"type": "divider", "block_id": "a" * 255}],
         [{"type": "divider", "block_id": "a" * 256}], "block_id longer"),
        ("one block_id", [{"type": "divider", "block_id": "a"}],
         [{"type": "divider", "block_id": "a"}] * 2, "used twice"),
    ],
)  # fmt: skip
def test_a_limit_holds_at_its_edge(
    why: str, good: list[Block], bad: list[Block], problem: str
) -> None:
    assert problems(good, "text") == (), why
    assert any(problem in found for found in problems(bad, "text")), problems(bad, "text")


def test_a_list_of_bullets_is_valid_and_checked_inside() -> None:
    item = {"type": "rich_text_section", "elements": [leaf("x")]}
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": [item]}

    assert problems([{"type": "rich_text", "elements": [bullets]}], "text") == ()
    assert problems([{"type": "rich_text", "elements": [bullets | {"style": "stars"}]}], "text")
    assert problems([{"type": "rich_text", "elements": [bullets | {"elements": [{}]}]}], "text")


def test_a_top_level_text_is_always_asked_for() -> None:
    assert problems([{"type": "divider"}], " ") == ("the top-level text is empty",)
    assert problems("no list", "text") == ("blocks must be a list",)


def test_slack_counts_an_emoji_twice() -> None:
    assert length("🔴x") == 3
    assert text_sum([{"type": "header", "text": {"type": "plain_text", "text": "🔴x"}}]) == 3
