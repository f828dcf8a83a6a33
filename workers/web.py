"""The one HTTP client of a process, made anew when its settings were edited."""

from __future__ import annotations

from collector.http import Http
from config.schema import Fetch
from workers.live import Live


class Web:
    """Use it in one event loop, and close it there."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._http: Http | None = None
        self._made_for: Fetch | None = None

    @property
    def is_out_of_date(self) -> bool:
        """Whether the next `client` closes the one before."""
        return self._http is not None and self._live.current().fetch != self._made_for

    async def client(self) -> Http:
        """The client by the settings that hold now."""
        if self._http is None or self.is_out_of_date:
            await self.aclose()
            self._made_for = self._live.current().fetch
            self._http = Http(self._made_for)
        return self._http

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.aclose()
            self._http = None
