"""Column types that behave alike on SQLite and PostgreSQL and stand between hostile text and both.

PostgreSQL refuses NUL and lone surrogates in text and index rows above 2,704 bytes; SQLite takes
them all. These types make both refuse nothing and store the same.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_KEY_LENGTH = 400  # code points; at four bytes each it stays below PostgreSQL's index row limit

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers only INTEGER keys


def storable(text: str) -> str:
    """The text with each code point that no database takes replaced; offsets stay true."""
    return text if is_storable(text) else _UNSTORABLE.sub(_REPLACEMENT, text)


def is_storable(text: str) -> bool:
    """Whether a database takes all of it; asked without the pattern, which is slow."""
    try:
        text.encode()
    except UnicodeEncodeError:  # by a lone surrogate
        return False
    return "\x00" not in text


def count_unstorable(text: str) -> int:
    return len(_UNSTORABLE.findall(text))


def key(text: str) -> str:
    """A storable, indexable name for `text`: itself, or a shortened one made unique by a hash."""
    if len(text) <= _KEY_LENGTH and not _UNSTORABLE.search(text):
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{storable(text[: _KEY_LENGTH - 65])}#{digest}"


class SafeText(TypeDecorator[str]):
    """Text of any length."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else storable(value)


class KeyText(TypeDecorator[str]):
    """Text to look up by: equal texts stay equal, different ones stay different, all fit."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else key(value)


class Instant(TypeDecorator[datetime]):
    """A moment: aware UTC in and out. SQLite keeps it as text that sorts like time."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the archive takes aware datetimes only")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
