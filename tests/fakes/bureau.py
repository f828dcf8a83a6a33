"""A bureau that reads channels by account and by public page, in this process, against fakes.

with Bureau(tmp_path) as bureau:
    bureau.channel("deskdesk").post("Seven T-72B3M in Bamako")     # on both transports
    bureau.log_in("alice")
    polled = bureau.worker().poll_all()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import yaml

from alerts.model import Alert, Notice
from archive.archive import Archive
from archive.engine import Database
from archive.evidence_tables import rechecks
from archive.model import ClaimRequest, PendingItem
from collector.item import PollResult
from config.settings import SecretUrl, Settings
from tests.fakes import telegram_web
from tests.fakes.desk import WATCHLIST, share_compiled
from tests.fakes.mtproto.server import MtprotoServer
from tests.fakes.mtproto.world import FakeChannel, World, photo
from tests.fakes.newsroom import open_event
from tests.fakes.web import WebServer
from workers.clock import utc_now
from workers.live import Live
from workers.pipeline import Pipeline
from workers.polling import Polled, Poller
from workers.telegram_sessions import Sessions

LONG = timedelta(minutes=5)
FIRST_ID = 1_234_567_000


@dataclass(slots=True)
class TwinChannel:
    """One channel as both transports show it."""

    account_side: FakeChannel
    page_side: telegram_web.FakeChannel
    bureau: Bureau

    def post(self, text: str) -> int:
        at = datetime.now(UTC).replace(microsecond=0)
        self.page_side.post(text, at=at)
        return self.account_side.post(text, at=at).id

    def post_photo(self, text: str, content: bytes) -> int:
        """A post with one photo, whose bytes are to be had over both transports."""
        at = datetime.now(UTC).replace(microsecond=0)
        number = self.page_side.post(text, at=at, photos=1).id
        self.bureau.world.files[number] = content
        self.bureau.web.serve(f"/{number}.jpg", content, headers={"Content-Type": "image/jpeg"})
        self.account_side.post(text, at=at, media=photo(len(content), number))
        return number

    def edit(self, number: int, text: str) -> None:
        self.account_side.edit(number, text)
        self.page_side.edit(number, text)

    def delete(self, *numbers: int) -> None:
        self.account_side.delete(*numbers)
        self.page_side.delete(*numbers)


class Bureau:
    """Everything below one directory; accounts are those that were logged in."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.world = World()
        self.telegram = MtprotoServer(self.world)
        self.web = WebServer()
        self.settings = Settings(
            config=directory / "config",
            var=directory / "var",
            database_url=SecretUrl(f"sqlite:///{directory / 'var' / 'tocsin.db'}"),
            redis_url=None,
            log_level="INFO",
        )
        self.sessions = Sessions(self.settings.var, {})
        self.archive = Archive.open(self.settings.database_url.reveal())
        self.accounts: list[str] = []
        self.photos_up_to = 0
        self.channels: dict[str, TwinChannel] = {}
        self._pollers: list[Poller] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self.web)
        self._stack.enter_context(self.telegram)
        self.settings.var.mkdir(exist_ok=True)
        self.archive.migrate()
        return self

    def __exit__(self, *exc: object) -> None:
        for poller in self._pollers:
            poller.close()
        self.archive.close()
        self._stack.close()

    def channel(self, name: str) -> TwinChannel:
        number = FIRST_ID + len(self.channels)
        page_side = telegram_web.FakeChannel(name, chat_id=-(10**12) - number)
        page_side.open_on(self.web)
        page_side.cdn = self.web.url
        twin = TwinChannel(self.world.channel(name, number), page_side, self)
        self.channels[name] = twin
        return twin

    def log_in(self, *names: str) -> None:
        """A new session of each account, as `tocsin telegram login` keeps it."""
        for name in names:
            self.sessions.keep(name, self.telegram.session(name))
            if name not in self.accounts:
                self.accounts.append(name)

    def configure(self) -> None:
        bounds = {"min": "1s", "max": "2s"}
        sources = {
            "fetch": {"allow": [f"127.0.0.1:{self.web.port}"], "timeout": "5s"},
            "telegram": {
                "web_url": self.web.url,
                "spacing": "0s",
                "api_id": 1,
                "accounts": [
                    {"name": one, "session_env": f"BUREAU_{one.upper()}"} for one in self.accounts
                ],
                "dc": {"id": 2, "host": "127.0.0.1", "port": self.telegram.port},
                "budget": 100,
                "photos_up_to": self.photos_up_to,
            },
            "sources": [
                {"name": name.replace("_", "-"), "channel": f"@{name}", "interval": dict(bounds)}
                for name in self.channels
            ],
        }
        files: dict[str, dict[str, Any]] = {
            "sources": sources,
            "watchlist": WATCHLIST,
            "alerts": {
                "receivers": [{"name": "files", "files": {}}],
                "routes": [{"receivers": ["files"]}],
                "operator": ["files"],
            },
        }
        self.settings.config.mkdir(exist_ok=True)
        for stem, content in files.items():
            (self.settings.config / f"{stem}.yaml").write_text(yaml.safe_dump(content))

    def service(self) -> Pipeline:
        """A process that does all the work: polls, detects, writes alerts."""
        self.configure()
        share_compiled(self.settings.var)
        live = Live(self.settings, self.archive, utc_now)
        made = Pipeline(self.archive, live, lambda queue: None, "service")
        self._pollers.append(made.poller)
        return made

    def worker(self, owner: str = "worker") -> Poller:
        """A new worker process, as far as leases and clients go."""
        self.configure()
        poller = Poller(self.archive, Live(self.settings, self.archive, utc_now), owner)
        self._pollers.append(poller)
        return poller

    @contextmanager
    def working(self) -> Iterator[Poller]:
        """A worker that shuts down in order."""
        poller = self.worker()
        yield poller
        self.end(poller)

    def end(self, poller: Poller) -> None:
        poller.close()
        self._pollers.remove(poller)

    def drain(self, poller: Poller, on_kept: Callable[[], object] = lambda: None) -> Polled:
        """What the worker's task does with what is due now."""
        return poller.drain("channel", utc_now() + LONG, on_kept)

    def listen(self) -> None:
        """Let the server tell members of what is posted."""
        for twin in self.channels.values():
            twin.account_side.listeners.append(self.telegram._push)

    def put_off(self, source: str) -> None:
        """As if the source had been polled a moment ago and were not due for an hour."""
        (claim,) = self.archive.claim_sources(
            ClaimRequest("channel", "t", LONG, 1, due_only=False), utc_now()
        )
        assert claim.name == source
        result = PollResult(source, claim.state, unchanged=True)
        self.archive.save_poll(claim, result, utc_now() + timedelta(hours=1), utc_now())

    def detected(self, external_id: str) -> None:
        """The detector heard this post and none of the others that wait."""
        for pending in self.archive.claim_pending("d", utc_now(), LONG, 1_000):
            with self.archive.placing() as placing:
                if pending.item.external_id == external_id:
                    open_event(placing, pending, [], now=utc_now())
                else:
                    placing.done(pending.item_id, pending.revision)

    def burst(self, count: int) -> None:
        """So many posts in each channel that the newest page shows none of the older ones."""
        for twin in self.channels.values():
            for number in range(count):
                twin.post(f"a word in passing, {number}")

    def an_hour_passed(self) -> None:
        """As far as looks to come are concerned."""
        self.archive.telegram.evidence.plan(utc_now())
        database = Database(self.settings.database_url.reveal())
        with database.write() as connection:
            connection.execute(rechecks.update().values(due_at=utc_now()))
        database.close()

    def restarted_poll(self) -> Polled:
        """Everything polled once by a worker that was just started."""
        for poller in list(self._pollers):
            self.end(poller)
        return self.worker().poll_all()

    # what came of it

    def kept(self) -> list[tuple[str, str, str]]:
        """Source, id and text of what waits for the detector, each once."""
        found: list[PendingItem] = []
        while more := self.archive.claim_pending("reader", utc_now(), LONG, 1_000):
            found += more
        return sorted((p.item.source, p.item.external_id, p.item.text) for p in found)

    def told(self) -> list[str]:
        """Subjects of the notices that the operator is owed; they count as sent after that."""
        subjects = []
        while claims := self.archive.claim_notifications("teller", utc_now(), LONG, 10):
            for claim in claims:
                assert isinstance(claim.payload, Notice)
                subjects.append(claim.payload.subject)
                self.archive.record_sent(claim, "", utc_now())
        return subjects

    def alerts(self) -> list[Alert]:
        """All alerts so far, oldest first."""
        return [alert for _, alert in self.archive.recent_alerts(0, 1_000)]

    def pages_asked(self) -> int:
        return len(self.web.requests)
