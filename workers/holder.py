"""Who holds leases: this process's name in the archive, and which holders are surely dead.

Only a process of the same running host and the same space of process ids (each container has its
own) can say that another one is gone; of others it is never said, and their leases run out.
"""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path

_PROCESS_SPACE = Path("/proc/self/ns/pid")  # Linux; elsewhere a host has one
_BOOT = Path("/proc/sys/kernel/random/boot_id")  # two hosts may have one name and one such space
_LIFE = uuid.uuid4().hex[:8]  # tells a process from an earlier one with its id


def name() -> str:
    """`host:boot:space of process ids:process id:life`."""
    return f"{_place()}:{os.getpid()}:{_LIFE}"


def is_dead(holder: str) -> bool:
    """Whether that process is surely gone; False when it can't be known from here."""
    place, _, process = holder.rpartition(":")[0].rpartition(":")
    if place != _place() or not process.isdigit():
        return False
    if int(process) == os.getpid():
        return holder != name()
    return not _lives(int(process))


def _place() -> str:
    space = _PROCESS_SPACE.readlink().name if _PROCESS_SPACE.is_symlink() else ""
    boot = _BOOT.read_text(encoding="ascii").strip() if _BOOT.exists() else ""
    return f"{socket.gethostname()}:{boot}:{space}"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True
