"""Articles behind summaries: wanted with the detection that wants them, read under a lease.

The article becomes a revision of its item, but the item keeps the hash of what its feed says: so
a later poll of the same summary changes nothing, and a changed summary is seen and asks anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.codec import dump, load
from archive.engine import Database, insert_missing, lock
from archive.fulltext_tables import article_hosts, fulltexts
from archive.tables import items, revisions, sources
from collector.entry import canonical
from collector.fulltext import Robots, host_of, with_article
from collector.item import Item

_LOCK = 0x70C58
MAX_ASKS = 5  # a summary with a clock in it must not have its page read for ever
SHARED_FOR = timedelta(hours=24)  # two sources that list one page read it once


@dataclass(frozen=True, slots=True)
class ArticleClaim:
    """The right to read one article until the lease ends. `token` fences off the overtaken."""

    item_id: int
    source: str
    address: str
    host: str
    token: int
    attempt: int  # from 1, counted before the work


def want(connection: sa.Connection, item_id: int, item: Item, now: datetime) -> None:
    """The article of this item is to be read; once for each wording of its summary."""
    said = connection.execute(
        sa.select(items.c.content_hash).where(items.c.id == item_id)
    ).scalar_one()
    row = {
        "address": item.url, "page": canonical(item.url), "host": host_of(item.url),
        "asked_hash": said, "state": "wanted", "due_at": now, "attempts": 0,
        "lease_owner": None, "settled_at": None, "reason": "",
    }  # fmt: skip
    insert_missing(connection, fulltexts, [row | {"item_id": item_id, "asks": 1, "token": 0}])
    again = {"asks": fulltexts.c.asks + 1, "token": fulltexts.c.token + 1}
    connection.execute(
        fulltexts.update()
        .where(fulltexts.c.item_id == item_id, fulltexts.c.asked_hash != said)
        .where(fulltexts.c.asks < MAX_ASKS)
        .values(row | again)
    )


def count_due(connection: sa.Connection, now: datetime) -> int:
    """Articles that could be read now."""
    found = sa.select(sa.func.count()).select_from(fulltexts).where(*_free(now))
    return connection.execute(found).scalar_one()


def _free(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Due, its host is not being read by anybody, and may be asked again."""
    busy = sa.select(fulltexts.c.host).where(
        fulltexts.c.lease_owner.is_not(None), fulltexts.c.due_at > now
    )
    resting = sa.select(article_hosts.c.host).where(article_hosts.c.next_at > now)
    return (
        fulltexts.c.due_at <= now,
        fulltexts.c.host.not_in(busy),
        fulltexts.c.host.not_in(resting),
    )


class Fulltexts:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def short_sources(self, chars: float) -> frozenset[str]:
        """Sources whose texts are usually shorter than that."""
        statement = sa.select(sources.c.name).where(
            sources.c.kind == "feed", sources.c.text_chars < chars
        )
        with self._database.read() as connection:
            return frozenset(connection.execute(statement).scalars())

    def claim(self, owner: str, now: datetime, lease: timedelta, limit: int) -> list[ArticleClaim]:
        """Take articles that are due, those that wait longest first, one of each host."""
        turn = sa.func.row_number().over(
            partition_by=fulltexts.c.host, order_by=(fulltexts.c.due_at, fulltexts.c.item_id)
        )
        ready = sa.select(fulltexts, turn.label("turn")).where(*_free(now)).subquery()
        chosen = (
            sa.select(ready, items.c.source)
            .join(items, items.c.id == ready.c.item_id)
            .where(ready.c.turn == 1)
            .order_by(ready.c.due_at, ready.c.item_id)
            .limit(limit)
        )
        with self._database.write() as connection:
            lock(connection, _LOCK)
            rows = connection.execute(chosen).all()
            if rows:
                connection.execute(
                    fulltexts.update()
                    .where(fulltexts.c.item_id.in_([row.item_id for row in rows]))
                    .values(
                        token=fulltexts.c.token + 1, attempts=fulltexts.c.attempts + 1,
                        lease_owner=owner, due_at=now + lease,
                    )
                )  # fmt: skip
        return [_claim(row) for row in rows]

    def ready_at(self, now: datetime) -> datetime | None:
        """When an article that is due already can be read, once its host has rested."""
        resting = (
            sa.select(sa.func.min(article_hosts.c.next_at))
            .join(fulltexts, fulltexts.c.host == article_hosts.c.host)
            .where(fulltexts.c.due_at <= now, article_hosts.c.next_at > now)
        )
        with self._database.read() as connection:
            if count_due(connection, now):
                return now
            found: datetime | None = connection.execute(resting).scalar()
            return found

    def shared_text(self, claim: ArticleClaim, now: datetime) -> str | None:
        """The page as another source's item had it read lately, for an item's first asking."""
        mine = fulltexts.alias()
        statement = (
            sa.select(revisions.c.payload)
            .join(items, sa.and_(items.c.id == revisions.c.item_id,
                                 items.c.revision == revisions.c.number))
            .join(fulltexts, fulltexts.c.item_id == items.c.id)
            .join(mine, sa.and_(mine.c.page == fulltexts.c.page, mine.c.item_id == claim.item_id))
            .where(mine.c.asks == 1, fulltexts.c.item_id != claim.item_id)
            .where(fulltexts.c.state == "read", fulltexts.c.settled_at >= now - SHARED_FOR)
            .where(revisions.c.full)
            .order_by(fulltexts.c.settled_at.desc())
            .limit(1)
        )  # fmt: skip
        with self._database.read() as connection:
            payload = connection.execute(statement).scalar()
        return load(Item, payload).text if payload else None

    def save(self, claim: ArticleClaim, article: str, now: datetime) -> bool:
        """The article as a new revision that waits for the detector.

        False where it says no more than the feed, the summary changed, or the claim was overtaken.
        """
        with self._database.write() as connection:
            row = connection.execute(_LATEST.where(fulltexts.c.item_id == claim.item_id)).one()
            if not _finish(connection, claim, now, "read", ""):
                return False
            item = with_article(load(Item, row.payload), article)
            if row.content_hash != row.asked_hash or row.deleted_at is not None:
                return False
            if item is None:
                _name(connection, claim, "the page says no more than the feed")
                return False
            _revise(connection, claim, row, item, now)
            return True

    def settle(self, claim: ArticleClaim, reason: str, now: datetime) -> bool:
        """There is none, for good."""
        with self._database.write() as connection:
            return _finish(connection, claim, now, "none", reason)

    def retry(self, claim: ArticleClaim, reason: str, at: datetime) -> bool:
        """Try again, not before then."""
        with self._database.write() as connection:
            return _change(connection, claim, due_at=at, reason=reason)

    # --- hosts -------------------------------------------------------------------------------

    def robots(self, host: str, now: datetime) -> Robots | None:
        """The host's robots.txt, if it is known and not too old."""
        statement = sa.select(article_hosts).where(
            article_hosts.c.host == host, article_hosts.c.robots_until > now
        )
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
        return Robots(row.robots, row.robots_until, row.robots_trouble) if row else None

    def keep_robots(self, host: str, robots: Robots) -> None:
        self._keep_host(
            host, robots=robots.rules, robots_until=robots.until, robots_trouble=robots.trouble
        )

    def rest(self, host: str, until: datetime) -> None:
        """Read no page of the host before then."""
        self._keep_host(host, next_at=until)

    def _keep_host(self, host: str, **values: object) -> None:
        blank = {"host": host, "next_at": None, "robots": "", "robots_until": None,
                 "robots_trouble": ""}  # fmt: skip
        with self._database.write() as connection:
            insert_missing(connection, article_hosts, [blank])
            connection.execute(
                article_hosts.update().where(article_hosts.c.host == host).values(values)
            )


_LATEST: sa.Select[Any] = (
    sa.select(
        items.c.id, items.c.source, items.c.revision, items.c.content_hash, items.c.deleted_at,
        fulltexts.c.asked_hash, revisions.c.payload, revisions.c.raw_hash,
    )
    .join(fulltexts, fulltexts.c.item_id == items.c.id)
    .join(revisions, sa.and_(revisions.c.item_id == items.c.id,
                             revisions.c.number == items.c.revision))
)  # fmt: skip


def _claim(row: sa.Row[Any]) -> ArticleClaim:
    return ArticleClaim(
        row.item_id, row.source, row.address, row.host, row.token + 1, row.attempts + 1
    )


def _finish(
    connection: sa.Connection, claim: ArticleClaim, now: datetime, state: str, reason: str
) -> bool:
    return _change(connection, claim, due_at=None, settled_at=now, state=state, reason=reason)


def _change(connection: sa.Connection, claim: ArticleClaim, **values: object) -> bool:
    """Whether the claim still held."""
    result = connection.execute(
        fulltexts.update()
        .where(fulltexts.c.item_id == claim.item_id, fulltexts.c.token == claim.token)
        .values({"lease_owner": None, "token": fulltexts.c.token + 1} | values)
    )
    return result.rowcount == 1


def _name(connection: sa.Connection, claim: ArticleClaim, reason: str) -> None:
    connection.execute(
        fulltexts.update()
        .where(fulltexts.c.item_id == claim.item_id)
        .values(state="none", reason=reason)
    )


def _revise(
    connection: sa.Connection, claim: ArticleClaim, row: sa.Row[Any], item: Item, now: datetime
) -> None:
    number = row.revision + 1
    connection.execute(
        items.update()
        .where(items.c.id == claim.item_id)
        .values(
            revision=number, pending_revision=number, due_at=now, attempts=0, lease_owner=None,
            trouble="", quarantined_at=None,
        )
    )  # fmt: skip
    connection.execute(
        revisions.insert().values(
            item_id=claim.item_id, number=number, deleted=False, full=True, seen_at=now,
            content_hash=item.content_hash, raw_hash=row.raw_hash, payload=dump(item), note="",
        )
    )  # fmt: skip
    connection.execute(
        sources.update()
        .where(sources.c.name == row.source)
        .values(
            revision_count=sources.c.revision_count + 1,
            article_count=sources.c.article_count + 1,
        )
    )
