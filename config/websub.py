"""How hubs reach us: `websub:` in sources.yaml. Off unless declared. No I/O."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from config.values import Model, Text


class WebSub(Model):
    """Feeds that offer a hub are subscribed to; what the hub pushes makes them due at once."""

    public_url: Text = Field(description="https address under which hubs reach `listen`")
    listen: Text = Field(
        "127.0.0.1:8787", description="host:port to serve; TLS is the reverse proxy's part"
    )

    @field_validator("public_url")
    @classmethod
    def _reachable(cls, value: str) -> str:
        if not re.fullmatch(r"https://[^/\s?#]+(/[^\s?#]*)?", value):
            raise ValueError("must be an https:// address without ? and #, such as https://a.org/w")
        if "@" in value.split("/")[2]:
            raise ValueError("must not carry a user name or password")
        try:
            port_is_usable = urlsplit(value).port != 0
        except ValueError:
            port_is_usable = False
        if not port_is_usable:
            raise ValueError("has no usable port: allowed are 1 to 65535")
        return value.rstrip("/")

    @field_validator("listen")
    @classmethod
    def _a_host_and_a_port(cls, value: str) -> str:
        found = re.fullmatch(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})", value)
        if found is None or not 1 <= int(found[2]) <= 65_535:
            raise ValueError("must be a host and a port such as 127.0.0.1:8787")
        return value

    @property
    def address(self) -> tuple[str, int]:
        """What to bind to."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)
