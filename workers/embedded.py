"""Where the embedded server is, told by the configuration that `tocsin up` wrote. Starts nothing.

It has a port and a password of its own at every start: only its file can tell other processes.
"""

from __future__ import annotations

from pathlib import Path

FILE = "server.conf"


def directory(var: Path) -> Path:
    """Where the server's files are, below `var`."""
    return var / "redis"


def address(port: int | str, password: str) -> str:
    return f"redis://:{password}@127.0.0.1:{port}/0"


def url(var: Path) -> str | None:
    """The address of the server that was last started here, running or not; None: there is none."""
    try:
        written = (directory(var) / FILE).read_text(encoding="utf-8")
    except OSError:  # not there, or another user's
        return None
    values = dict(line.split(" ", 1) for line in written.splitlines() if " " in line)
    if "port" not in values or "requirepass" not in values:
        return None
    return address(values["port"], values["requirepass"])
