"""Is this text a copy of one already told? Pure; knows texts, links and origins, not facts.

First version of placing: exact and near copies and forwards join the event they repeat. Two
texts that share most words but name another thing or place are not copies.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from operator import eq
from typing import NamedTuple, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import numpy as np
from rensa import RMinHash

PERMUTATIONS, BANDS, SEED = 128, 32, 20260101
NEAR = 0.5  # Jaccard of three-word shingles; one changed word in fifty gives 0.88
SKETCHED = 64
COPIED = timedelta(days=16)  # later than this after the last report a copy counts as news again
# An excerpt: of at least so many words, and no more than a few beside it.
LEAST_WORDS, MOSTLY, MOST_OPENINGS = 10, 0.75, 6
_SENTENCE = re.compile(r"[^.!?؟\n]+(?:[.!?؟](?!\s)[^.!?؟\n]*)*")
_HEAD = re.compile(r"^\W*\[[^\]\n]{2,48}\]")  # whose it is: "[Sahara Institute] Paving is complete"
_LETTERS = 57  # "#" to "[": no quotation mark, no backslash; two values share one in 57 times
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"https?://\S+")
_ENDS_LINK = ".,;:!?)»”\"'"
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|yclid|mc_[ce]id|igshid|ref|at_\w+|xtor)$")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`exact`: hash of the normalised words; `minhash`: 128 × uint32.

    `bands`: keys under which it is found: 32 of LSH, and one for each way in which it may be cut
    short. `excerpts`: those keys that say most of it, by which what it was cut from is found.
    """

    exact: str
    minhash: bytes
    bands: tuple[str, ...]
    excerpts: tuple[str, ...] = ()


class Links(NamedTuple):
    """An item's canonical addresses; "" for none."""

    own: str = ""
    origin: str = ""  # of what it forwards
    carried: str = ""  # the one page that its text shares


class Told(Protocol):
    """A detection already placed, as the archive remembers it."""

    @property
    def event_id(self) -> int | None: ...
    @property
    def exact(self) -> str: ...
    @property
    def minhash(self) -> bytes: ...
    @property
    def url(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def facts(self) -> tuple[str, ...]: ...


class Sameness(StrEnum):
    """Why two items are one report."""

    LINK = "same link"
    ORIGIN = "same origin"
    EXACT = "same words"
    NEAR = "nearly the same words"
    EXCERPT = "its opening words"


WORDS_ARE_ITS = (Sameness.EXACT, Sameness.ORIGIN)  # nothing of its own to compare


@dataclass(frozen=True, slots=True)
class Copy:
    """The event a detection repeats, why, and how alike the texts are (0 to 1)."""

    event_id: int
    sameness: Sameness
    similarity: float


def fingerprint(title: str, text: str) -> Fingerprint:
    """Fingerprint of what a reader reads; links, case, marks and spacing don't count."""
    plain = unicodedata.normalize("NFKC", _LINK.sub(" ", f"{title}\n{text}")).casefold()
    words = _WORD.findall(plain)
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(_shingles(words))
    values = np.asarray(sketch.digest(), dtype="<u4")
    minhash = values.tobytes()
    size = len(minhash) // BANDS
    bands = tuple(f"{i:02d}{_short(minhash[i * size : (i + 1) * size])}" for i in range(BANDS))
    openings = _openings(text) | (_openings(f"{title}. {text}") if title else {})
    excerpts = (key for key, length in openings.items() if length >= MOSTLY * len(words))
    return Fingerprint(
        _short(" ".join(words).encode(), 32), minhash, (*bands, *openings), tuple(excerpts)
    )


def _openings(text: str) -> dict[str, int]:
    """Keys of its first sentence, its first two and so on, with how many words each has."""
    told: list[str] = []
    keys = {}
    for sentence in _SENTENCE.findall(_HEAD.sub("", text))[:MOST_OPENINGS]:
        told += _WORD.findall(unicodedata.normalize("NFKC", _LINK.sub(" ", sentence)).casefold())
        if len(told) >= LEAST_WORDS:
            keys["o" + _short(" ".join(told).encode())] = len(told)
    return keys


def similarity(one: bytes, other: bytes) -> float:
    """Estimated Jaccard similarity of two MinHashes; 0 if one is of another length."""
    return similarities(one, [other])[0]


def similarities(one: bytes, others: Sequence[bytes]) -> list[float]:
    """The same for each of the others, all at once."""
    comparable = [other for other in others if len(other) == len(one)]
    left = np.frombuffer(one, dtype="<u4")
    right = np.frombuffer(b"".join(comparable), dtype="<u4").reshape(-1, len(left))
    found = iter((right == left).mean(axis=1).tolist())
    return [next(found) if len(other) == len(one) else 0.0 for other in others]


def sketch(print_: Fingerprint) -> str:
    """A short form of the MinHash, one letter per permutation, that an event can keep as text."""
    values = np.frombuffer(print_.minhash, dtype="<u4")[:SKETCHED]
    return (values % _LETTERS + ord("#")).astype("u1").tobytes().decode("ascii")


def alike(one: str, other: str) -> float:
    """Estimated Jaccard similarity of two sketches."""
    same: int = sum(map(eq, one, other))
    return same / SKETCHED


def cut_from(told: Iterable[Told], facts: Iterable[str]) -> Copy | None:
    """The copy that an excerpt is of the first of those that open with its words."""
    named = set(facts)
    found = (
        Copy(one.event_id, Sameness.EXCERPT, 1.0)
        for one in told
        if one.event_id is not None and named <= set(one.facts)
    )
    return next(found, None)


def find_same(print_: Fingerprint, links: Links, told: Iterable[Told]) -> list[tuple[Told, Copy]]:
    """What was told and is the same, in whatever way, with what it would be a copy of."""
    known = [(one, one.event_id) for one in told if one.event_id is not None]
    alike = similarities(print_.minhash, [one.minhash for one, _ in known])
    return [
        (one, Copy(event_id, *same))
        for (one, event_id), similar in zip(known, alike, strict=True)
        if (same := _sameness(print_, links, one, similar))
    ]


def strongest(same: Iterable[tuple[Told, Copy]], facts: Collection[str] = ()) -> Copy | None:
    """The strongest sameness, if any.

    `facts`: the ids and places it names: what names a thing or place its original doesn't is no
    mere copy. Some feeds give every entry the same link.
    """
    copies = (
        copy
        for one, copy in same
        if copy.sameness in WORDS_ARE_ITS or set(facts).issubset(one.facts)
    )
    return max(copies, key=lambda copy: copy.similarity, default=None)


def _sameness(
    print_: Fingerprint, links: Links, told: Told, alike: float
) -> tuple[Sameness, float] | None:
    url, origin, carried = links
    if origin and origin in (told.url, told.origin):
        return Sameness.ORIGIN, 1.0
    if print_.exact == told.exact:
        return Sameness.EXACT, 1.0
    if (url and url in (told.url, told.origin)) or (carried and carried == told.url):
        return Sameness.LINK, 1.0
    return (Sameness.NEAR, alike) if alike >= NEAR else None


def carried_link(text: str) -> str:
    """The page that a text shares: its only link, if that leads further than to a front page."""
    found = {canonical_url(link.rstrip(_ENDS_LINK)) for link in _LINK.findall(text)}
    pages = [link for link in found if urlsplit(link).path.count("/") > 1]
    return pages[0] if len(pages) == 1 else ""


def canonical_url(url: str) -> str:
    """One spelling per page: no fragment, tracking parameters, `www.` or trailing slash."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    query = urlencode([p for p in parse_qsl(parts.query, True) if not _TRACKING.match(p[0])])
    return urlunsplit(("https", host + port, parts.path.rstrip("/"), query, ""))


def _shingles(words: list[str]) -> list[str]:
    if len(words) < 3:
        return words or [""]
    return [" ".join(words[i : i + 3]) for i in range(len(words) - 2)]


def _short(data: bytes, digits: int = 12) -> str:
    return hashlib.blake2b(data, digest_size=digits // 2).hexdigest()
