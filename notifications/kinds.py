"""Registry of message kinds; each room registers its own in its messages.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

# Lower goes first: a one-time code overtakes a campaign.
URGENT, SOON, CAMPAIGN = 0, 5, 9


def always(subject_id: UUID) -> bool:
    """A message that is right whenever it is sent."""
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of message: its variables, how urgent it is, and until when it makes sense."""

    name: str
    variables: frozenset[str]
    priority: int = SOON
    lifetime: timedelta = timedelta(days=2)
    # Its words are wiped once they have left (one-time codes).
    secret: bool = False
    # Asked just before sending: does it still make sense? False withdraws it.
    still_wanted: Callable[[UUID], bool] = field(default=always)
    sample: dict[str, Any] = field(default_factory=dict, hash=False)


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make `kind` known; a name is registered once."""
    if kind.name in KINDS:
        message = f"message kind registered twice: {kind.name}"
        raise ValueError(message)
    KINDS[kind.name] = kind
    return kind
