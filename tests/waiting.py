"""Waiting for what other processes do: until it is so, or a deadline; never for a fixed time."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def eventually(look: Callable[[], Found], *, within: float = 30) -> Found:
    """What `look` returns once that is true; fails when it is not within so many seconds."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"still {found!r} after {within} seconds: {look}"
        time.sleep(0.05)
    return found
