"""Makes text and addresses from outside harmless for every place that shows them. Pure.

Slack, mail headers and terminals each have their own way to be abused; HTML is left to the
templates' autoescaping. Everything here returns text, and none of it raises.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

URL_LIMIT = 3000  # Slack's, the narrowest of all places
HEADER_LIMIT = 150  # code points; longer subjects are cut by clients anyway

# C0 and C1 but newline and tab; soft hyphen, zero-width, bidi controls, line and paragraph
# separators, invisible operators, BOM, interlinear marks, non-characters, tags, surrogates.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0"
    "\ufff0-\ufffc\ufffe\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)
_ESCAPE_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)?"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"=\?")
_SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]{1,20}):(//?)", re.IGNORECASE)
# Schemes that clients link, or hand to a program, without slashes behind them. What follows may
# stand in the next piece of a text that is shown with marks in it.
_ACTIVE = re.compile(
    r"\b(javascript|vbscript|data|blob|about|mailto|tel|sms|callto|facetime|skype|sips?|xmpp|matrix|"
    r"geo|file|magnet|feed|news|nntp|ircs?|intent|market|onenote|bitcoin|jar|view-source)"
    r":(?=\S|\Z)",
    re.IGNORECASE,
)
# Clients link names under any top-level domain, and new ones come every year: whatever has the form
# of a name is broken. "arrived.In" looks odd then and can still be read; counts and T-72.5 stay.
_TOP = (
    "[a-z]{2,24}|xn--[a-z0-9-]{2,58}"
    "|рф|рус|укр|бел|срб|мкд|мон|қаз|бг|ею|орг|ком|онлайн|сайт|дети|москва|католик"
    "|شبكة|موقع|بازار|كوم|عرب|مصر|المغرب|الجزائر|امارات|السعودية|قطر|تونس|سورية|عمان|فلسطين|عراق"
    "|الاردن|موريتانيا|بيتك|اتصالات|ابوظبي|ایران|پاکستان|همراه"
)
# Scripts in which we read no sentences: there any letters may be a top-level domain.
_FOREIGN = r"[^\W\d_a-z\u0400-\u052f\u0600-\u06ff]{2,24}"
_DOMAIN = re.compile(
    # Wide dots end sentences in Asia: behind them only what is surely a top-level domain.
    rf"(?<=[^\s\[(.,;:!?])(?:\.(?=(?:{_TOP}|{_FOREIGN})(?!\w))|[。．｡](?=(?:{_TOP})(?!\w)))",
    re.IGNORECASE,
)
_CUT_WORD = re.compile(r"\S*:/\S*\Z|(?<=[\w-])[.。．｡][^\W\d_]+\Z")
_WWW = re.compile(r"\bwww\.", re.IGNORECASE)
_CALL = re.compile(r"@(?=\w)|<(?=\S)|\](?=[(\[]|:\s*\S*[/.#])")
_AT_DOMAIN = re.compile(r"(?<=\w)@(?=\w)")
_SAFE_IN_URL = "!$%&'()+,-./:;=?@_~#[]"
_URL_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\s]")


def clean(text: str) -> str:
    """NFC, without anything invisible that reorders, hides or commands; newlines are kept."""
    text = _BREAKS.sub("\n", _ESCAPE_SEQUENCE.sub("", text)).replace("\t", " ")
    return unicodedata.normalize("NFC", _HIDDEN.sub("", text))


def one_line(text: str, limit: int | None = None) -> str:
    """`clean`, on a single line, cut to `limit` code points with an ellipsis."""
    return cut(" ".join(clean(text).split()), limit)


def cut(text: str, limit: int | None) -> str:
    """At most `limit` code points, the last of them an ellipsis if something was lost."""
    if limit is None or len(text) <= limit:
        return text
    return ended(text[: max(limit - 1, 0)])


def ended(text: str) -> str:
    """A text that was cut, without a last word that is half an address or looks like one."""
    return _CUT_WORD.sub("", text).rstrip() + "…"


def defang(text: str) -> str:
    """Break what mail and chat clients would turn into links; readers can still read it.

    An address inside a quote is the author's, not ours: the only link of a message is the one
    to the item itself.
    """
    text = _ACTIVE.sub(r"\1[:]", text)
    text = _SCHEME.sub(_break_scheme, text).replace("://", "[:]//")
    text = _WWW.sub("www[.]", text)
    return _DOMAIN.sub("[.]", _AT_DOMAIN.sub("[@]", text))


def unmention(text: str) -> str:
    """Break what chats take for a call (@here, <!channel>) or for Markdown's link.

    For services that we don't know. With `defang`, which breaks addresses.
    """
    return _CALL.sub(r"\g<0> ", text)


def _break_scheme(found: re.Match[str]) -> str:
    scheme = found[1].lower()
    return {"http": "hxxp", "https": "hxxps"}.get(scheme, scheme) + "[:]" + found[2]


def safe_url(url: str) -> str:
    """The address if it is a plain http(s) one, percent-encoded; else an empty string."""
    url = _URL_SPACE.sub("", url.strip()) if not _HIDDEN.search(url.strip()) else ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return ""
    named = re.fullmatch(r"[a-z0-9._-]+", host) or re.fullmatch(r"[0-9a-f:.]+", host)
    # A user name before the host only ever misleads: https://bank.example@evil.example/
    if parts.scheme.lower() not in ("http", "https") or not named or "@" in parts.netloc:
        return ""
    host = f"[{host}]" if ":" in host else host
    rest = (quote(part, safe=_SAFE_IN_URL) for part in (parts.path, parts.query, parts.fragment))
    safe = urlunsplit((parts.scheme.lower(), host + port, *rest))
    return safe if len(safe) <= URL_LIMIT else ""


def mrkdwn(text: str) -> str:
    """Slack: escape exactly & < > (its rule), which also kills <!channel>, <@U…> and links."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def header(text: str) -> str:
    """Safe inside a mail header: one line, no encoded-word that Python would decode."""
    return cut(_WORD.sub("= ?", one_line(text)), HEADER_LIMIT)


def terminal(text: str) -> str:
    """One line without any escape sequence."""
    return one_line(text)
