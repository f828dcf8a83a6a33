"""Every refusal of a model stands at its line, column and path, as the operator wrote it."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from config.load import examine_text
from config.schema import AlertsConfig, Sources, Watchlist

ALLOWED_IN_CONDITIONS = (
    "action, all, any, classes, country, entity, keyword, kind, language, min, none, regex, "
    "reliability, source, within"
)


def told(text: str, model: type[BaseModel]) -> list[str]:
    return [str(mistake) for mistake in examine_text(text, model, "x").mistakes]


def in_when(when: str) -> list[str]:
    return told(f"watches:\n- id: a\n  when: {when}\n", Watchlist)


def test_a_watch_for_whatever_is_reported_asks_for_a_report() -> None:
    assert told("watches:\n- id: a\n  report: true\n", Watchlist) == []
    assert told("watches:\n- id: a\n", Watchlist) == [
        "x:2:3: watches[0]: a watch without `when` needs `report: true`"
    ]


@pytest.mark.parametrize(
    ("reason", "when", "message"),
    [
        ("an empty word", '""', "x:3:9: watches[0].when: must not be empty"),
        ("a number", "3", "x:3:9: watches[0].when: must be a mapping of keys, not a number"),
        ("nothing", "", "x:3:8: watches[0].when: has no value; give it one or delete the key"),
        ("an empty mapping", "{}",
         "x:3:9: watches[0].when: a condition needs at least one thing to look for"),
        ("in a bare list", '[a, ""]', "x:3:13: watches[0].when[1]: must not be empty"),
        ("in a list in a list", '[[a], [b, ""]]',
         "x:3:19: watches[0].when[1][1]: must not be empty"),
        ("one value for a list", "{keyword: ''}",
         "x:3:19: watches[0].when.keyword: must not be empty"),
        ("in the list", "{keyword: [a, '']}",
         "x:3:23: watches[0].when.keyword[1]: must not be empty"),
        ("a number for a word", "{keyword: 72}",
         "x:3:19: watches[0].when.keyword: must be a list, not a number"),
        ("a word for a list of conditions", "{all: a}",
         "x:3:15: watches[0].when.all: must be a list, not text: write [a]"),
        ("below any", "[{all: [b, {min: 0, keyword: c}]}]",
         "x:3:26: watches[0].when[0].all[1].min: must be at least 1"),
        ("a misspelt key below any", "[{entiy: b}]",
         f'x:3:11: watches[0].when[0].entiy: unknown key; did you mean "entity"? '
         f"allowed: {ALLOWED_IN_CONDITIONS}"),
        ("both branches of a union", "{keyword: a, within: sentense}",
         'x:3:30: watches[0].when.within: "sentense" is not known; did you mean "sentence"? '
         "allowed: sentence, paragraph, document or a whole number"),
        ("the number branch of a union", "{keyword: a, within: 0}",
         "x:3:30: watches[0].when.within: \"0\" is not known; "
         "allowed: sentence, paragraph, document or at least 1"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_condition_stands_where_it_was_written(
    reason: str, when: str, message: str
) -> None:
    assert in_when(when) == [message], reason


@pytest.mark.parametrize(
    ("reason", "text", "messages"),
    [
        ("a missing key is told at its mapping", "sources:\n  - url: http://a.example",
         ["x:2:5: sources[0].name: required key is missing"]),
        ("a missing key that stands there misspelt is told once",
         "sources:\n- nmae: a\n  url: http://a.example",
         ['x:2:3: sources[0].nmae: unknown key; did you mean "name"? allowed: channel, enabled, '
          "first_poll, fulltext, interval, language, name, reliability, tags, title, url"]),
        ("a list whose entries are wrong is not also too short", "sources: [1]",
         ["x:1:11: sources[0]: must be a mapping of keys, not a number"]),
        ("an empty list", "sources: []", ["x:1:10: sources: needs at least 1 entry"]),
        ("no sources at all", "fetch: {}", ["x:1:1: sources: required key is missing"]),
        ("a yes that is no yes", "sources: [{name: a, channel: abcd, enabled: perhaps}]",
         ['x:1:45: sources[0].enabled: "perhaps" is not true or false']),
        ("a name with capitals", "sources: [{name: A B, channel: abcd}]",
         ['x:1:18: sources[0].name: "A B" is not a name: lower-case letters, digits, dot, dash '
          "and underscore, at most 64"]),
        ("too long", f"sources: [{{name: a, channel: abcd, title: {'x' * 501}}}]",
         ["x:1:43: sources[0].title: must be at most 500 characters"]),
        ("a password in an address", "sources: [{name: a, url: 'https://me:pw@a.example/'}]",
         ["x:1:26: sources[0].url: must not carry a user name or password"]),
        ("no time at all", "fetch: {timeout: 0s}\nsources: [{name: a, channel: abcd}]",
         ["x:1:18: fetch.timeout: must lie between 1s and 5m"]),
        ("a key that is no plain word", '"a b": 1\nsources: [{name: a, channel: abcd}]',
         ['x:1:1: "a b": unknown key; allowed: fetch, sources, telegram, websub']),
    ],
)  # fmt: skip
def test_sources_are_refused_in_words(reason: str, text: str, messages: list[str]) -> None:
    assert told(text, Sources) == messages, reason


@pytest.mark.parametrize(
    ("reason", "receiver", "message"),
    [
        ("a token", "{name: a, slack_bot: {channel: b, token: c}}",
         "x:2:37: receivers[0].slack_bot.token: secrets come from the environment: use token_env"),
        ("a webhook's address", "{name: a, slack_webhook: {url: c}}",
         "x:2:29: receivers[0].slack_webhook.url: secrets come from the environment: use url_env"),
        ("no address", "{name: a, email: {to: [b]}}",
         'x:2:26: receivers[0].email.to[0]: "b" is not a mail address such as desk@example.org'),
        ("two ways", "{name: a, files: {}, slack_webhook: {}}",
         "x:2:3: receivers[0]: needs exactly one of slack_bot, slack_webhook, email, files, "
         "webhook, apprise"),
        ("a way without content", "{name: a, email: }",
         "x:2:3: receivers[0]: needs exactly one of slack_bot, slack_webhook, email, files, "
         "webhook, apprise"),
    ],
)  # fmt: skip
def test_receivers_are_refused_in_words(reason: str, receiver: str, message: str) -> None:
    text = f"receivers:\n- {receiver}\nroutes: [{{receivers: [a]}}]"

    assert told(text, AlertsConfig) == [message], reason


@pytest.mark.parametrize(
    ("reason", "sender", "columns"),
    [
        ("an address", "a@b.example", []),
        ("a name and an address", "Desk <a@b.example>", []),
        ("a name", "Desk", [11]),
        ("a line break would be another header", '"Desk\\nBcc: x <a@b.example>"', [11]),
    ],
)
def test_a_sender_is_an_address(reason: str, sender: str, columns: list[int]) -> None:
    text = "receivers: [{name: a, files: }]\nroutes: [{receivers: [a]}]\nsmtp:\n  host: a\n"

    mistakes = examine_text(f"{text}  sender: {sender}\n", AlertsConfig, "x").mistakes

    assert [mistake.column for mistake in mistakes] == columns, reason


@pytest.mark.parametrize("way", ["files:", "files: {}", "slack_webhook:", "slack_webhook: {}"])
def test_a_way_that_needs_no_keys_may_stand_alone(way: str) -> None:
    text = f"receivers:\n- name: a\n  {way}\nroutes: [{{receivers: [a]}}]"

    assert told(text, AlertsConfig) == []


@pytest.mark.parametrize(
    "match", ["{severity: high}", "{severity: [high, low], country: ML}", "{source: press}"]
)
def test_a_route_may_match_one_value_or_several(match: str) -> None:
    text = f"receivers: [{{name: a, files: }}]\nroutes: [{{match: {match}, receivers: [a]}}]"

    assert told(text, AlertsConfig) == []


def test_no_and_yes_switch_as_operators_mean_them() -> None:
    text = "sources:\n- {name: a, channel: abcd, enabled: no}\n- {name: b, channel: efgh}"

    sources = examine_text(text, Sources, "x").model

    assert sources is not None
    assert [source.enabled for source in sources.sources] == [False, True]
