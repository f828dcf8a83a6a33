"""Which addresses Tocsin may connect to: pure rules over resolved addresses, never over names.

The table lists every special-purpose range: the standard library's `is_global` lets several of
them through (NAT64, 6to4, multicast, cloud metadata). An operator's allow list opens private
hosts one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address

_SPECIAL_4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud metadata"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_SPECIAL_6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::1/128", "loopback"),
        ("::/96", "IPv4-compatible"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard"),
        ("100:0:0:1::/64", "dummy"),
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")  # all of today's global unicast space
# What an allowed NAME may stand for. Link-local and metadata addresses are opened by address only.
_PRIVATE = frozenset({"private", "loopback", "unique local", "carrier-grade NAT"})


def special_range(address: Address) -> str | None:
    """The special-purpose range an address lies in, or None for a public one."""
    plain = _unmapped(address)
    if isinstance(plain, IPv4Address):
        return next((what for network, what in _SPECIAL_4 if plain in network), None)
    found = next((what for network, what in _SPECIAL_6 if plain in network), None)
    return found or (None if plain in _GLOBAL_6 else "unassigned")


def _unmapped(address: Address) -> Address:
    """::ffff:10.0.0.1 is 10.0.0.1; zone indices carry no meaning here."""
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or IPv6Address(int(address))
    return address


@dataclass(frozen=True, slots=True)
class Allowed:
    """One entry of the operator's allow list: a host name or a network, on one port or any."""

    host: str = ""
    network: IPv4Network | IPv6Network | None = None
    port: int | None = None

    def covers_name(self, host: str, port: int) -> bool:
        return bool(self.host) and self.host == host and self.port in (None, port)

    def covers_address(self, address: Address, port: int) -> bool:
        return self.network is not None and address in self.network and self.port in (None, port)


def read_allowed(entry: str) -> Allowed:
    """Read "host", "host:port", "[v6]:port", an address or a network in CIDR; else ValueError."""
    text = entry.strip().lower()
    try:
        return Allowed(network=ip_network(text, strict=False))
    except ValueError:
        host, _, port = (
            text.rpartition(":") if text.count(":") == 1 or "]:" in text else (text, "", "")
        )
    if (port and not port.isdecimal()) or not host or "/" in host:
        raise ValueError(f'"{entry}" is none of host, host:port and a network such as 10.0.0.0/8')
    number = int(port) if port else None
    try:
        return Allowed(network=ip_network(host.strip("[]")), port=number)
    except ValueError:
        return Allowed(host=host.rstrip("."), port=number)


class Guard:
    """Says whether a connection may be made; knows no sockets."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._allow = tuple(read_allowed(entry) for entry in allow)

    def refusal(self, host: str, port: int, address: str) -> str | None:
        """Why `host`, resolved to `address`, may not be visited on `port`; None if it may."""
        try:
            found = _unmapped(ip_address(address.partition("%")[0]))
        except ValueError:
            return f"{host} resolves to something that is no address"
        what = special_range(found)
        if what is None or self._opened(host, port, found, what):
            return None
        return f"{host} is at {found} ({what}), which fetch.allow does not open"

    def is_opened(self, host: str, port: int) -> bool:
        """True for hosts the operator runs: opened by name, or written as an opened address."""
        name = host.lower().strip("[]").rstrip(".")
        if any(entry.covers_name(name, port) for entry in self._allow):
            return True
        try:
            address = _unmapped(ip_address("127.0.0.1" if name == "localhost" else name))
        except ValueError:
            return False
        return special_range(address) is not None and self._address_opened(address, port)

    def _opened(self, host: str, port: int, address: Address, what: str) -> bool:
        name = host.lower().strip("[]").rstrip(".")
        by_name = any(entry.covers_name(name, port) for entry in self._allow)
        return (by_name and what in _PRIVATE) or self._address_opened(address, port)

    def _address_opened(self, address: Address, port: int) -> bool:
        # "localhost" resolves to both loopbacks; opening 127.0.0.1 opens this machine.
        same = (address, IPv4Address("127.0.0.1")) if address == IPv6Address("::1") else (address,)
        return any(entry.covers_address(one, port) for entry in self._allow for one in same)
