"""What is wrong with one declared value beyond its form: regexes, networks, secrets. No I/O."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

import re2
from babel import Locale

from config.mistakes import closest, shown
from config.schema import channel_name

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*\.?")
# Wider networks would switch the guard against private addresses off.
_WIDEST = {4: 8, 6: 7}


def regex_problem(expression: str) -> str:
    """Why RE2 refuses an expression, or "". RE2 runs in linear time: no look-around."""
    options = re2.Options()
    options.log_errors = False
    try:
        found = re2.compile(expression, options).search("")
    except re2.error as error:
        raw = error.args[0] if error.args else ""
        reason = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
        return (
            f"RE2 refuses this expression: {reason}; "
            "it is linear: no look-around, no back-references"
        )
    if found and expression:
        return "this expression is found in an empty text, so everywhere; ask for a character"
    return ""


def allow_problem(entry: str) -> str:
    """Why an entry of fetch.allow opens nothing or too much, or ""."""
    text = entry.strip().lower()
    if "://" in text:
        netloc = urlsplit(text).netloc
        return f'{shown(entry)} is an address of a page; write the host: "{netloc}"'
    if "/" in text:
        return _network_problem(entry, text)
    host, port = _split(text)
    if port is not None and not (port.isdecimal() and 1 <= int(port[:6]) <= 65535):
        return f"{shown(entry)} has no usable port: allowed are 1 to 65535"
    if not _is_address(host) and not _HOST.fullmatch(host):
        return f"{shown(entry)} is none of host, host:port and a network such as 10.0.0.0/8"
    return ""


def _network_problem(entry: str, text: str) -> str:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return f"{shown(entry)} is none of host, host:port and a network such as 10.0.0.0/8"
    if network.prefixlen < _WIDEST[network.version]:
        return f"{shown(entry)} is too wide: it would open every private address"
    if text != str(network) and not _same(text, network):
        return f'{shown(entry)} names a host inside a network: write "{network}"'
    return ""


def _same(text: str, network: IPv4Network | IPv6Network) -> bool:
    try:
        return ip_network(text) == network
    except ValueError:
        return False


def _split(text: str) -> tuple[str, str | None]:
    """host, host:port or [v6]:port"""
    if text.count(":") == 1 or "]:" in text:
        host, _, port = text.rpartition(":")
        return host.strip("[]"), port
    return text.strip("[]"), None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """True for names and addresses of this machine."""
    name = host.strip().strip("[]").rstrip(".").lower()
    return name == "localhost" or (_is_address(name) and ip_address(name).is_loopback)


# The codes of `countries()`, which a test compares: CLDR's English need not be read to know them.
_CODES = """
    AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN
    BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CU CV CW CX CY
    CZ DE DG DJ DK DM DO DZ EA EC EE EG EH ER ES ET EU EZ FI FJ FK FM FO FR GA GB GD GE GF
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA
    MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL
    NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA QO RE RO RS RU RW SA SB
    SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XA XB XK YE YT ZA
    ZM ZW ZZ
    """
COUNTRY_CODES = frozenset(_CODES.split())


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """English name of each country by its ISO 3166 code."""
    territories = Locale("en").territories
    return {code: name for code, name in territories.items() if re.fullmatch("[A-Z]{2}", code)}


def country_code(text: str) -> str:
    """The code that was probably meant by a country's name or by a code in small letters."""
    by_name = {name: code for code, name in countries().items()}
    return closest(text, countries()) if len(text) == 2 else by_name.get(closest(text, by_name), "")


def address_key(kind: str, address: str) -> str:
    """The same for two ways of writing one address."""
    if kind == "channel":
        return f"channel {(channel_name(address) or address).lower()}"
    try:
        parts = urlsplit(address.strip())
        port = {"http": ":80", "https": ":443"}.get(parts.scheme.lower(), "")
    except ValueError:
        return f"url {address}"
    host = parts.netloc.lower().removesuffix(port)
    query = f"?{parts.query}" if parts.query else ""
    return f"url {host}{parts.path.rstrip('/')}{query}"
