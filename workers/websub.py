"""The process of WebSub: asks hubs for subscriptions, renews them, keeps the door they push to."""

from __future__ import annotations

import asyncio
import os
import threading
from datetime import timedelta

import structlog
from celery import Celery

from archive.model import ArchiveUnavailable
from archive.websubs import SubscriptionClaim
from collector.answers import MAX_WAIT_S, retry_after
from collector.http import FetchError, Http
from collector.websub import subscription
from config.schema import WebSub
from config.settings import Settings, SettingsError
from workers.clock import utc_now
from workers.live import Live
from workers.web import Web
from workers.websub_door import Door
from workers.wiring import broker_url, open_archive, ring_with

EVERY_S = 2.0
AT_ONCE = 10

_log = structlog.get_logger()


class Service:
    """Owns the door, an event loop and an HTTP client for the life of the process."""

    def __init__(self, settings: Settings) -> None:
        self._archive = open_archive(settings)
        self._live = Live(settings, self._archive, utc_now)
        ring = ring_with(_doorbell())
        self._door = Door(
            self._declared().address, self._archive.websubs, on_push=lambda: ring("poll")
        )
        self._thread = threading.Thread(target=self._door.serve_forever, daemon=True)
        self._stopping = threading.Event()
        self._runner = asyncio.Runner()
        self._web = Web(self._live)

    @property
    def port(self) -> int:
        """Where the door is."""
        return int(self._door.server_address[1])

    def run(self) -> None:
        """Until `stop`."""
        self._thread.start()
        _log.info("websub_serving", port=self.port)
        while not self._stopping.is_set():
            try:
                self.subscribe()
            except ArchiveUnavailable as error:
                _log.warning("websub_unavailable", reason=str(error))
            self._stopping.wait(EVERY_S)

    def stop(self) -> None:
        """Safe in a signal handler."""
        self._stopping.set()

    def close(self) -> None:
        if self._thread.is_alive():
            self._door.shutdown()
        self._door.server_close()
        self._runner.run(self._web.aclose())
        self._runner.close()
        self._archive.close()

    def subscribe(self) -> None:
        """Ask for what is due: new offers, renewals, and what failed before.

        Where websub is declared no longer nothing is asked, and whoever pushes is told to go.
        """
        self._door.is_open = self._live.current().websub is not None
        if self._door.is_open:
            self._runner.run(self._ask_all())

    def _declared(self) -> WebSub:
        declared = self._live.current().websub
        if declared is None:
            raise SettingsError("sources.yaml declares no websub: with public_url and listen")
        return declared

    async def _ask_all(self) -> None:
        http = await self._web.client()
        claims = self._archive.websubs.claim(utc_now(), AT_ONCE)
        await asyncio.gather(*(self._ask(claim, http) for claim in claims))

    async def _ask(self, claim: SubscriptionClaim, http: Http) -> None:
        """The hub's word comes to the door, perhaps before this returns."""
        callback = f"{self._declared().public_url}/{claim.path}"
        form = subscription(claim.offer, callback, claim.secret)
        now, wait = utc_now(), 0.0
        try:
            response = await http.post(claim.offer.hub, form)
        except FetchError as error:
            reason, wait = str(error), error.retry_after_s or 0.0
        else:
            if 200 <= response.status < 300:
                return
            reason = f"the hub answers HTTP {response.status}"
            wait = retry_after(response.headers, now) or 0.0
        at = now + timedelta(seconds=min(wait, MAX_WAIT_S)) if wait else None
        _log.warning("websub_not_asked", source=claim.source, reason=reason)
        self._archive.websubs.failed(claim, reason, at)


def _doorbell() -> Celery:
    """Sends rings only."""
    app = Celery("tocsin", broker=broker_url(os.environ), set_as_current=False)
    app.conf.update(broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 5})
    return app
