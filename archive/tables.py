"""Every table and index, for SQLite and PostgreSQL alike. Migrations lead here; a test compares.

    sources ─< items ─< revisions          receivers ─< notifications >─ alerts >─ events
                 └──< item_ids                              digests ─────────┘       │
                 └──< detections ─< bands    detections, firsts >─ event_keys >──────┘
    sightings: what was ever seen where
    receivers ─< threads >─ alerts          (telegram_accounts, …: telegram_tables.py;
                                            rechecks, counters: evidence_tables.py;
                                            fulltexts, article_hosts: fulltext_tables.py;
                                            websubs: websub_tables.py;
                                            earlier_texts: earlier_tables.py)

"due" columns hold the moment from which somebody must look at the row again: the next try, or the
end of the lease of whoever holds it. NULL: never. So one index answers "what is due?".
"""

from __future__ import annotations

import sqlalchemy as sa

from archive.columns import Id, Instant, KeyText, SafeText

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    }
)

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("name", KeyText, primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("address", SafeText, nullable=False),
    # Message ids start again when a channel's name passes to another channel: a new series.
    sa.Column("series", sa.Integer, nullable=False),
    sa.Column("watched", sa.Boolean, nullable=False),
    sa.Column("first_poll_s", sa.Float, nullable=False),
    sa.Column("interval_min_s", sa.Float, nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("state", SafeText, nullable=False),  # collector.item.PollState
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("held_until", Instant),
    sa.Column("token", Id, nullable=False),
    sa.Column("lease_owner", SafeText),
    sa.Column("lease_until", Instant),
    sa.Column("stopped_at", Instant),
    # What the status page asks, so that it need not read every poll state.
    sa.Column("interval_s", sa.Float, nullable=False),
    sa.Column("polled_at", Instant),
    sa.Column("last_ok_at", Instant),
    sa.Column("last_new_at", Instant),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_error", SafeText, nullable=False),
    # Totals, asked every second, are sums of these.
    sa.Column("poll_count", sa.Integer, nullable=False),
    sa.Column("failed_count", sa.Integer, nullable=False),
    sa.Column("item_count", sa.Integer, nullable=False),
    sa.Column("revision_count", sa.Integer, nullable=False),  # first ones too, no tombstones
    sa.Column("deleted_count", sa.Integer, nullable=False),
    sa.Column("hit_count", sa.Integer, nullable=False),
    sa.Column("last_hit_at", Instant),
    # Learned by collector.cadence; NULL: not known yet.
    sa.Column("usual_gap_s", sa.Float),
    sa.Column("patience_s", sa.Float),
    # What a changed feed is compared with; an unchanged one neither reads nor writes it.
    sa.Column("memory", SafeText, nullable=False, server_default=""),
    sa.Column("host", SafeText, nullable=False, server_default=""),  # whose turn it is
    sa.Column("note", SafeText, nullable=False, server_default=""),  # the last poll's remarks
    sa.Column("overflow_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("byte_count", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("overflowed_at", Instant),
    sa.Column("article_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("hub", SafeText, nullable=False, server_default=""),  # that offers to push it
    sa.Column("topic", SafeText, nullable=False, server_default=""),  # its name at the hub
    sa.Column("text_chars", sa.Float),  # how long its texts usually are; NULL: none was seen
)
sa.Index("ix_sources_due", sources.c.kind, sources.c.next_at)

items = sa.Table(
    "items",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("source", KeyText, sa.ForeignKey("sources.name"), nullable=False),
    sa.Column("external_id", KeyText, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),  # the latest
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("first_seen_at", Instant, nullable=False),
    sa.Column("dated_at", Instant, nullable=False),  # published, or first seen if unbelievable
    sa.Column("backfill", sa.Boolean, nullable=False),
    sa.Column("deleted_at", Instant),
    sa.Column("pending_revision", sa.Integer),  # NULL: nothing waits for the detector
    sa.Column("due_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("lease_owner", SafeText),
    sa.Column("trouble", SafeText, nullable=False),  # why it is retried or quarantined
    sa.Column("quarantined_at", Instant),
)
sa.Index("ix_items_first_seen_at", items.c.first_seen_at)
sa.Index(
    "ix_items_pending",
    items.c.id,
    items.c.due_at,
    sqlite_where=items.c.pending_revision.is_not(None),
    postgresql_where=items.c.pending_revision.is_not(None),
)
sa.Index(
    "ix_items_quarantined",
    items.c.id,
    sqlite_where=items.c.quarantined_at.is_not(None),
    postgresql_where=items.c.quarantined_at.is_not(None),
)

item_ids = sa.Table(
    "item_ids",
    metadata,
    sa.Column("source", KeyText, sa.ForeignKey("sources.name"), primary_key=True),
    sa.Column("series", sa.Integer, primary_key=True),
    sa.Column("external_id", KeyText, primary_key=True),
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), nullable=False),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("deleted", sa.Boolean, nullable=False),  # a tombstone, with the last known text
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("raw_hash", SafeText, nullable=False),
    sa.Column("payload", SafeText, nullable=False),  # collector.item.Item
    sa.Column("note", SafeText, nullable=False),  # what was changed to make it storable
    # The text is the page's own, read because the feed has less.
    sa.Column("full", sa.Boolean, nullable=False, server_default=sa.false()),
)
sa.Index("ix_revisions_seen_at", revisions.c.seen_at)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("line", SafeText, nullable=False),
    sa.Column("severity", sa.String(16), nullable=False),
    sa.Column("country", SafeText, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("last_at", Instant, nullable=False),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("key", KeyText),  # of its first alert: the thread of all its messages
    sa.Column("state", SafeText),  # detector.events.OpenEvent; NULL: made before there were any
    sa.Column("state_hash", sa.String(32)),
    sa.Column("merged_into", Id),  # another report showed that it was that event
    sa.Column("merged_at", Instant),
    sa.Column("closed_at", Instant),  # by an operator: no report joins it any more
)
sa.Index("ix_events_opened_at", events.c.opened_at)
sa.Index("ix_events_last_at", events.c.last_at)

event_keys = sa.Table(
    "event_keys",
    metadata,
    sa.Column("key", KeyText, primary_key=True),
    sa.Column("event_id", Id, sa.ForeignKey("events.id"), primary_key=True),
    sa.Column("last_at", Instant, nullable=False),  # the event's latest report, as published
)
sa.Index(  # all that a report asks of the keys that it shares: no row need be read
    "ix_event_keys_key_last_at_event_id",
    event_keys.c.key, event_keys.c.last_at, event_keys.c.event_id,
)  # fmt: skip
sa.Index("ix_event_keys_event_id", event_keys.c.event_id)

detections = sa.Table(
    "detections",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("event_id", Id, sa.ForeignKey("events.id")),
    sa.Column("relevant", sa.Boolean, nullable=False),
    sa.Column("severity", sa.String(16), nullable=False),
    sa.Column("reason", SafeText, nullable=False),
    sa.Column("payload", SafeText, nullable=False),  # detector.model.Detection
    sa.Column("exact", KeyText, nullable=False),
    sa.Column("minhash", sa.LargeBinary, nullable=False),
    sa.Column("url", KeyText, nullable=False),
    sa.Column("origin", KeyText, nullable=False),
    sa.Column("facts", SafeText, nullable=False),  # ids and places named, as JSON
    # What it added to its event: "LARGER_COUNT: t-72: 9, before 7", ... as JSON
    sa.Column("novelty", SafeText, nullable=False, server_default="[]"),
    # Why it is of its event: the scored matches, one a line, as JSON
    sa.Column("event_why", SafeText, nullable=False, server_default="[]"),
    sa.Column("at", Instant, nullable=False),
    sa.UniqueConstraint("item_id", "revision"),
)
sa.Index("ix_detections_exact", detections.c.exact, detections.c.at)
sa.Index("ix_detections_url", detections.c.url, detections.c.at)
sa.Index("ix_detections_origin", detections.c.origin, detections.c.at)
sa.Index("ix_detections_event_id", detections.c.event_id)
sa.Index("ix_detections_at", detections.c.at)

bands = sa.Table(
    "bands",
    metadata,
    sa.Column("band", KeyText, primary_key=True),
    sa.Column("detection_id", Id, sa.ForeignKey("detections.id"), primary_key=True),
    sqlite_with_rowid=False,  # the key is all of a row: SQLite would keep it twice
)

# What was ever seen where; empty texts where a part was not said.
sightings = sa.Table(
    "sightings",
    metadata,
    sa.Column("entity", KeyText, primary_key=True),
    sa.Column("country", sa.String(2), primary_key=True),
    sa.Column("variant", KeyText, primary_key=True),
    sa.Column("place", KeyText, primary_key=True),
    sa.Column("operator", KeyText, primary_key=True),
    sa.Column("first_at", Instant, nullable=False),  # as published
    sa.Column("last_at", Instant, nullable=False),
    sa.Column("first_item_id", Id, sa.ForeignKey("items.id"), nullable=False),
)

# Detections up to last_id were placed before there was a ledger; those up to noted_to are in it.
unnoted = sa.Table(
    "unnoted",
    metadata,
    sa.Column("last_id", Id, primary_key=True, autoincrement=False),
    sa.Column("noted_to", Id, nullable=False),
)

firsts = sa.Table(
    "firsts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("event_id", Id, sa.ForeignKey("events.id"), nullable=False),
    sa.Column("detection_id", Id, sa.ForeignKey("detections.id"), nullable=False),
    sa.Column("payload", SafeText, nullable=False),  # detector.sightings.First
)
sa.Index("ix_firsts_event_id", firsts.c.event_id)
sa.Index("ix_firsts_detection_id", firsts.c.detection_id)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("key", KeyText, nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),  # alert, refresh, notice, digest
    sa.Column("event_id", Id, sa.ForeignKey("events.id")),
    sa.Column("detection_id", Id, sa.ForeignKey("detections.id")),
    sa.Column("payload", SafeText, nullable=False),  # of alerts.model, by the kind
    sa.Column("at", Instant, nullable=False),
)
sa.Index("ix_alerts_kind_at", alerts.c.kind, alerts.c.at)
sa.Index("ix_alerts_event_id", alerts.c.event_id)
sa.Index("ix_alerts_detection_id", alerts.c.detection_id)

receivers = sa.Table(
    "receivers",
    metadata,
    sa.Column("name", KeyText, primary_key=True),
    sa.Column("not_before", Instant),  # told to wait (429, pacing)
    # One notification at a time is in flight to a receiver, so that order and pace hold.
    sa.Column("sending_id", Id),
    sa.Column("sending_until", Instant),
)

notifications = sa.Table(
    "notifications",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("key", KeyText, nullable=False, unique=True),
    sa.Column("alert_id", Id, sa.ForeignKey("alerts.id"), nullable=False),
    sa.Column("receiver", KeyText, sa.ForeignKey("receivers.name"), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("due_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("token", Id, nullable=False),
    sa.Column("lease_owner", SafeText),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("first_try_at", Instant),
    sa.Column("ambiguous_since", Instant),
    sa.Column("ended_at", Instant),
    sa.Column("reference", SafeText, nullable=False),
    sa.Column("reason", SafeText, nullable=False),
    sa.Column("bundle", KeyText),  # what it is, or was, held for: alerts.holding
    sa.Column("lead_id", Id),  # the notification whose message tells of it
)
sa.Index(
    "ix_notifications_due",
    notifications.c.receiver,
    notifications.c.due_at,
    sqlite_where=notifications.c.due_at.is_not(None),
    postgresql_where=notifications.c.due_at.is_not(None),
)
sa.Index(
    "ix_notifications_bundle",
    notifications.c.receiver,
    notifications.c.bundle,
    sqlite_where=notifications.c.bundle.is_not(None),
    postgresql_where=notifications.c.bundle.is_not(None),
)
sa.Index("ix_notifications_lead_id", notifications.c.lead_id)
sa.Index("ix_notifications_ended_at", notifications.c.receiver, notifications.c.ended_at)
sa.Index("ix_notifications_state", notifications.c.state)
sa.Index("ix_notifications_alert_id", notifications.c.alert_id)
sa.Index("ix_notifications_created_at", notifications.c.created_at)

silences = sa.Table(
    "silences",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("match", SafeText, nullable=False),  # config.schema.Match
    sa.Column("comment", SafeText, nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
)
sa.Index("ix_silences_ends_at", silences.c.ends_at)

# Where follow-ups of an event go, at receivers that have threads.
threads = sa.Table(
    "threads",
    metadata,
    sa.Column("receiver", KeyText, sa.ForeignKey("receivers.name"), primary_key=True),
    sa.Column("thread", KeyText, primary_key=True),  # events.key
    sa.Column("reference", SafeText, nullable=False),  # of the first message
    sa.Column("alert_id", Id, sa.ForeignKey("alerts.id")),  # NULL: it tells of other events too
    sa.Column("shown", SafeText, nullable=False),  # what was last written into it
)
sa.Index("ix_threads_thread", threads.c.thread)

digests = sa.Table(
    "digests",
    metadata,
    sa.Column("plan", KeyText, primary_key=True),
    sa.Column("receiver", KeyText, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),  # a row only once per local date
    sa.Column("skipped", sa.Boolean, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
)
