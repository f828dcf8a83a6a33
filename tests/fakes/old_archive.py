"""An archive as an older Tocsin left it: its schema of then, its rows, its JSON.

old = OldArchive(url, "0005_declarations")
old.told("Seven T-72B3 tanks arrived in Bamako.", reference="1700000000.000100")
Archive.open(url).migrate()
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import archive.migrations
from archive.engine import Database
from tests.fakes.newsroom import NOW

_EMPTY = {str: "", int: 0, bool: False, bytes: b"", float: 0.0}


class OldArchive:
    """Writes rows without any of today's statements or types."""

    def __init__(self, url: str, revision: str) -> None:
        self._database, self._tables = Database(url), sa.MetaData()
        self._number = 0
        config = Config()
        config.set_main_option("script_location", str(Path(archive.migrations.__path__[0])))
        with self._database.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            self._tables.reflect(connection)
            self._add(connection, "sources", name="wire", kind="feed", state="{}")
            self._add(connection, "receivers", name="slack")

    def told(self, text: str, *, receiver: str = "slack", reference: str = "") -> int:
        """An item that rang, in an event of its own; the number of its detection."""
        self._number += 1
        name = f"old-{self._number}"
        key = f"wire/{name}"
        with self._database.write() as connection:
            item = self._add(
                connection, "items", source="wire", external_id=name, revision=1,
                dated_at=NOW, first_seen_at=NOW,
            )  # fmt: skip
            self._add(connection, "revisions", item_id=item, number=1, payload=_item(name, text))
            event = self._add(connection, "events", line="T-72B3", country="ML", key=key, reports=1)
            detection = self._add(
                connection, "detections", item_id=item, revision=1, event_id=event,
                relevant=True, reason="new event", payload=_detection(text),
            )  # fmt: skip
            alert = self._add(
                connection, "alerts", key=key, kind="alert", event_id=event,
                detection_id=detection, payload=_alert(key),
            )  # fmt: skip
            self._add(
                connection, "notifications", key=f"{key}:{receiver}", alert_id=alert,
                receiver=receiver, state="sent", reference=reference,
            )  # fmt: skip
        return detection

    def spoil(self, number: int) -> None:
        """What is kept of a detection can't be read any more."""
        detections = self._tables.tables["detections"]
        with self._database.write() as connection:
            connection.execute(
                detections.update().where(detections.c.id == number).values(payload='{"id":[]}')
            )

    def close(self) -> None:
        self._database.close()

    def _add(self, connection: sa.Connection, name: str, /, **values: Any) -> int:  # noqa: ANN401
        """A row, by its number where it has one; what it must have and is not given is empty."""
        table = self._tables.tables[name]
        needed = [
            c for c in table.columns if not (c.nullable or c.server_default or c.name == "id")
        ]
        row = {c.name: _empty(c.type.python_type) for c in needed} | values
        if connection.dialect.name == "sqlite":
            row = {
                k: v.replace(tzinfo=None) if isinstance(v, datetime) else v for k, v in row.items()
            }
        (number, *_) = connection.execute(table.insert(), row).inserted_primary_key or (0,)
        return int(number) if "id" in table.columns else 0


def _empty(kind: type[Any]) -> object:
    return datetime(2026, 2, 1, tzinfo=UTC) if kind is datetime else _EMPTY[kind]


def _item(name: str, text: str) -> str:
    return json.dumps(
        {
            "source": "wire", "external_id": name, "kind": "article", "title": "",
            "text": text, "url": f"https://wire.example/{name}",
            "published_at": NOW.isoformat(),
        }
    )  # fmt: skip


def _detection(text: str) -> str:
    gear, town = text.index("T-72B3"), text.index("Bamako")
    return json.dumps(
        {
            "id": "old", "watches": [{"id": "armour", "severity": "high", "why": "T-72B3"}],
            "mentions": [
                {"entity": "t-72", "kind": "equipment", "name": "T-72", "surface": "T-72B3",
                 "start": gear, "end": gear + 6, "field": "text", "variant": "T-72B3"}
            ],
            "places": [
                {"name": "Bamako", "country": "ML", "surface": "Bamako", "start": town,
                 "end": town + 6, "field": "text"}
            ],
            "assessment": {"score": 0.9, "reasons": []},
        }
    )  # fmt: skip


def _alert(key: str) -> str:
    return json.dumps(
        {
            "key": key, "severity": "high", "line": "7 × T-72B3 · arrival · Bamako (Mali)",
            "reason": "new event", "watches": ["armour"], "why": "armour: T-72B3",
            "source": "The Wire", "reliability": "B", "language": "en", "kind": "article",
            "url": "https://wire.example/old", "quote": "Seven T-72B3 tanks arrived in Bamako.",
            "highlights": [], "entities": ["7 × T-72B3"], "places": ["Bamako (Mali)"],
            "actions": ["arrival"], "published_at": NOW.isoformat(),
            "detected_at": NOW.isoformat(), "event": key,
        }
    )  # fmt: skip
