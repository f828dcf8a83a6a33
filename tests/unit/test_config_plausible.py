"""Values beyond their form: networks to open, expressions, addresses, countries, secrets."""

from __future__ import annotations

import pytest

from config.mistakes import closest, secret_key, shown
from config.plausible import (
    address_key,
    allow_problem,
    country_code,
    is_loopback,
    regex_problem,
)


@pytest.mark.parametrize(
    "entry",
    [
        "127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:8080", "Intranet.Example.",
        "10.0.0.0/8", "192.168.1.0/24", "127.0.0.1/32", "::1", "[::1]", "[::1]:8080", "fd00::/8",
        "feeds", "a-b.example",
    ],
)  # fmt: skip
def test_hosts_ports_and_networks_may_be_opened(entry: str) -> None:
    assert allow_problem(entry) == ""


NONE_OF = "is none of host, host:port and a network such as 10.0.0.0/8"


@pytest.mark.parametrize(
    ("reason", "entry", "problem"),
    [
        ("a page", "http://localhost:8080/x",
         '"http://localhost:8080/x" is an address of a page; write the host: "localhost:8080"'),
        ("everything", "0.0.0.0/0", '"0.0.0.0/0" is too wide: it would open every private address'),
        ("everything in IPv6", "::/0", '"::/0" is too wide: it would open every private address'),
        ("a host in a network", "10.0.0.5/8",
         '"10.0.0.5/8" names a host inside a network: write "10.0.0.0/8"'),
        ("no such port", "a:99999", '"a:99999" has no usable port: allowed are 1 to 65535'),
        ("port 0", "a:0", '"a:0" has no usable port: allowed are 1 to 65535'),
        ("a word for a port", "a:http", '"a:http" has no usable port: allowed are 1 to 65535'),
        ("a superscript for a port", "a:²", '"a:²" has no usable port: allowed are 1 to 65535'),
        ("no host", ":80", f'":80" {NONE_OF}'),
        ("a star", "*.example", f'"*.example" {NONE_OF}'),
        ("a path", "a.example/feed", f'"a.example/feed" {NONE_OF}'),
        ("nothing", "", f'"" {NONE_OF}'),
    ],
)  # fmt: skip
def test_an_unusable_entry_is_told(reason: str, entry: str, problem: str) -> None:
    assert allow_problem(entry) == problem, reason


def test_an_expression_that_re2_can_run_has_no_problem() -> None:
    assert regex_problem(r"(?i)\bbtr-8[02]a?\b") == ""


@pytest.mark.parametrize(
    ("reason", "expression", "told"),
    [
        ("look-ahead", "a(?=b)", "invalid perl operator: (?="),
        ("look-behind", "(?<=b)a", "invalid perl operator: (?<="),
        ("back-reference", r"(a)\1", r"invalid escape sequence: \1"),
        ("unclosed", "(a", "missing ): (a"),
    ],
)
def test_an_expression_that_re2_refuses_is_told(reason: str, expression: str, told: str) -> None:
    assert regex_problem(expression) == (
        f"RE2 refuses this expression: {told}; it is linear: no look-around, no back-references"
    ), reason


@pytest.mark.parametrize(
    ("reason", "one", "other"),
    [
        ("case of the host", "https://A.example/x", "https://a.EXAMPLE/x"),
        ("default port", "https://a.example:443/x", "https://a.example/x"),
        ("http and https", "http://a.example/x", "https://a.example/x"),
        ("a slash at the end", "https://a.example/x/", "https://a.example/x"),
        ("a fragment", "https://a.example/x#y", "https://a.example/x"),
    ],
)
def test_two_ways_of_writing_one_feed_are_one_address(reason: str, one: str, other: str) -> None:
    assert address_key("url", one) == address_key("url", other), reason


def test_other_paths_queries_and_hosts_are_other_addresses() -> None:
    urls = ["https://a.example", "https://b.example", "https://a.example/X", "https://a.example/x",
            "https://a.example/x?a", "https://a.example:81/x"]  # fmt: skip

    assert len({address_key("url", url) for url in urls}) == len(urls)


def test_a_channel_is_the_same_however_it_is_written() -> None:
    ways = ["@Channel", "channel", "t.me/channel", "https://t.me/s/CHANNEL/"]

    assert {address_key("channel", way) for way in ways} == {"channel channel"}


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("127.0.0.2", True), ("[::1]", True), ("LOCALHOST.", True),
     ("mail.example", False), ("10.0.0.1", False), ("localhost.example", False)],
)  # fmt: skip
def test_only_this_machine_is_loopback(host: str, local: bool) -> None:
    assert is_loopback(host) is local


@pytest.mark.parametrize(
    ("meant", "code"),
    [("Mali", "ML"), ("mali", "ML"), ("ml", "ML"), ("Burkina Faso", "BF"), ("Burkino Faso", "BF"),
     ("Niger", "NE"), ("Nigeria", "NG")],
)  # fmt: skip
def test_a_country_is_found_by_its_name(meant: str, code: str) -> None:
    assert country_code(meant) == code


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("xoxb-1234-abcd", "token_env"),
        ("xapp-1-A0-123", "token_env"),
        ("https://hooks.slack.com/services/T0/B0/x", "url_env"),
        ("TOCSIN_SLACK_TOKEN", ""),
        ("https://slack.com/api/", ""),
    ],
)
def test_a_literal_secret_is_known(text: str, key: str) -> None:
    assert secret_key(text) == key


@pytest.mark.parametrize(
    ("reason", "value", "quoted"),
    [
        ("plain", "a b", '"a b"'),
        ("secret", "token xoxb-1234-abcd", '"<secret>"'),
        ("terminal escape", "\x1b[2J", '"\\x1b[2J"'),
        ("writing direction", "a\u202eb", '"a\\x202eb"'),
        ("long", "x" * 100, '"' + "x" * 57 + '…"'),
    ],
)
def test_a_value_is_quoted_short_and_harmless(reason: str, value: str, quoted: str) -> None:
    assert shown(value) == quoted, reason


@pytest.mark.parametrize(
    ("reason", "word", "meant"),
    [
        ("a letter more", "intervall", "interval"),
        ("two letters swapped", "sevreity", "severity"),
        ("case", "URL", "url"),
        ("dashes", "fam-ily", "family"),
        ("a region", "en-US", "en"),
        ("nothing like it", "zzz", ""),
    ],
)
def test_a_misspelt_name_is_understood(reason: str, word: str, meant: str) -> None:
    known = ["interval", "severity", "url", "family", "en", "fr"]

    assert closest(word, known) == meant, reason


@pytest.mark.parametrize(
    ("reason", "word", "meant"),
    [
        ("digits swapped, before the same number of another", "T-27", "t-72"),
        ("digits swapped, before another number", "su-52", "su-25"),
        ("letters swapped", "BPM-3", "bmp-3"),
        ("a digit wrong, the first right", "KA-53", "ka-52"),
        ("no dash", "T72", "t-72"),
        ("swapped without a dash", "T27", "t-72"),
        ("another digit", "T-73", "t-72"),
        ("a digit too few, before a letter too few", "S-30", "s-300"),
        ("more of a name than is known", "t-72b", "t-72"),
        ("another number", "T-34", ""),
    ],
)
def test_a_number_is_understood_by_its_kind(reason: str, word: str, meant: str) -> None:
    known = [
        "t-72",
        "t-90b",
        "ka-25",
        "ka-52",
        "su-27",
        "su-25",
        "su-57",
        "bmp-3",
        "tb2",
        "s-300",
        "su-30",
    ]

    assert closest(word, known) == meant, reason
