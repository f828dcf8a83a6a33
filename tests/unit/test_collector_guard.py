"""Which addresses may be visited."""

from __future__ import annotations

import pytest

from collector.guard import Guard

SPECIAL = [
    ("this network", "0.0.0.0"),
    ("this network, not only its first address", "0.1.2.3"),
    ("private", "10.1.2.3"),
    ("carrier-grade NAT", "100.64.0.1"),
    ("loopback", "127.0.0.1"),
    ("loopback, any of it", "127.255.255.254"),
    ("cloud metadata outside link-local", "168.63.129.16"),
    ("link-local metadata", "169.254.169.254"),
    ("private", "172.31.255.255"),
    ("protocol assignments", "192.0.0.8"),
    ("documentation", "192.0.2.1"),
    ("AS112", "192.31.196.1"),
    ("AMT", "192.52.193.1"),
    ("6to4 relay", "192.88.99.1"),
    ("private", "192.168.0.1"),
    ("AS112 direct delegation", "192.175.48.1"),
    ("benchmarking", "198.19.0.1"),
    ("documentation", "198.51.100.1"),
    ("documentation", "203.0.113.1"),
    ("multicast", "224.0.0.1"),
    ("reserved", "240.0.0.1"),
    ("broadcast", "255.255.255.255"),
    ("unspecified", "::"),
    ("loopback", "::1"),
    ("IPv4-compatible", "::7f00:1"),
    ("IPv4-mapped private", "::ffff:10.0.0.1"),
    ("IPv4-mapped metadata", "::ffff:169.254.169.254"),
    ("IPv4-translated", "::ffff:0:10.0.0.1"),
    ("NAT64", "64:ff9b::a00:1"),
    ("local NAT64", "64:ff9b:1::1"),
    ("discard", "100::1"),
    ("dummy", "100:0:0:1::1"),
    ("Teredo", "2001::1"),
    ("benchmarking", "2001:2::1"),
    ("ORCHID", "2001:20::1"),
    ("documentation", "2001:db8::1"),
    ("6to4", "2002:a00:1::1"),
    ("AS112", "2620:4f:8000::1"),
    ("documentation", "3fff::1"),
    ("segment routing", "5f00::1"),
    ("unique local", "fd00::1"),
    ("link-local", "fe80::1"),
    ("link-local with a zone", "fe80::1%eth0"),
    ("site-local", "fec0::1"),
    ("multicast", "ff02::1"),
    ("unassigned", "4000::1"),
    ("no address at all", "localhost"),
]


@pytest.mark.parametrize(("reason", "address"), SPECIAL)
def test_a_special_address_is_refused(reason: str, address: str) -> None:
    assert Guard().refusal("feeds.example", 80, address) is not None, reason


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]
)
def test_a_public_address_is_visited(address: str) -> None:
    assert Guard().refusal("feeds.example", 443, address) is None


OPENED = [
    ("an address on a port", "127.0.0.1:8099", ("127.0.0.1", 8099, "127.0.0.1"), True),
    ("another port stays shut", "127.0.0.1:8099", ("127.0.0.1", 22, "127.0.0.1"), False),
    ("a name on a port", "localhost:8099", ("localhost", 8099, "127.0.0.1"), True),
    ("a name on any port", "localhost", ("LOCALHOST", 1, "::1"), True),
    ("a network", "10.0.0.0/8", ("feeds.intern", 80, "10.9.8.7"), True),
    ("a network is no other network", "10.0.0.0/8", ("feeds.intern", 80, "192.168.0.1"), False),
    ("the loopback network opens both loopbacks", "127.0.0.0/8", ("localhost", 80, "::1"), True),
    ("a bare address", "192.168.1.5", ("nas", 80, "192.168.1.5"), True),
    ("an IPv6 address on a port", "[fd00::5]:8080", ("nas", 8080, "fd00::5"), True),
    ("an IPv6 network", "fd00::/8", ("nas", 80, "fd12::1"), True),
    ("a name opens private addresses", "feeds.intern", ("feeds.intern", 80, "10.0.0.1"), True),
    ("a name never opens metadata", "feeds.intern", ("feeds.intern", 80, "169.254.169.254"), False),
    ("metadata opens by address only", "169.254.169.254", ("x", 80, "169.254.169.254"), True),
    ("a mapped address is its IPv4 one", "127.0.0.0/8", ("x", 80, "::ffff:127.0.0.1"), True),
    ("another name stays shut", "feeds.intern", ("evil.example", 80, "10.0.0.1"), False),
]


@pytest.mark.parametrize(
    ("reason", "entry", "target", "opened"), OPENED, ids=[row[0] for row in OPENED]
)
def test_the_allow_list_opens_what_it_names_and_nothing_else(
    reason: str, entry: str, target: tuple[str, int, str], opened: bool
) -> None:
    refusal = Guard([entry]).refusal(*target)

    assert (refusal is None) == opened, reason


def test_a_refusal_names_the_address_and_the_way_out() -> None:
    assert Guard().refusal("feeds.intern", 80, "10.0.0.1") == (
        "feeds.intern is at 10.0.0.1 (private), which fetch.allow does not open"
    )


@pytest.mark.parametrize("entry", ["", "host:http", "http://host", "10.0.0.0/33", ":80"])
def test_an_unreadable_allow_entry_is_a_mistake(entry: str) -> None:
    with pytest.raises(ValueError, match="is none of host, host:port and a network"):
        Guard([entry])


@pytest.mark.parametrize(
    ("entry", "host", "opened"),
    [
        ("127.0.0.0/8", "127.0.0.1", True),
        ("127.0.0.1:80", "localhost", True),
        ("feeds.intern", "feeds.intern", True),
        ("127.0.0.0/8", "news.example", False),
        ("0.0.0.0/0", "8.8.8.8", False),
    ],
)
def test_hosts_of_the_operator_are_known_before_resolving(
    entry: str, host: str, opened: bool
) -> None:
    assert Guard([entry]).is_opened(host, 80) == opened
