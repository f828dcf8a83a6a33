"""What one request and its answer were like on the wire, for a person who asks. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exchange:
    """Times in seconds from the beginning; `connect_s` is None on a kept connection."""

    url: str
    asked: Mapping[str, str]  # request headers beyond the usual ones
    status: int
    headers: Mapping[str, str]
    connect_s: float | None
    first_byte_s: float
    total_s: float
    bytes_wire: int
    bytes_body: int


Watch = Callable[[Exchange], None]
