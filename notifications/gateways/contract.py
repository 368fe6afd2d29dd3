"""What a gateway answers."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Outgoing:
    """A message as the gateway sees it; `reference` is ours and the same in every attempt."""

    reference: UUID
    to_phone: str
    text: str
    encoding: str
    parts: int


@dataclass(frozen=True)
class Accepted:
    """The gateway took it."""

    gateway_ref: str


@dataclass(frozen=True)
class TryLater:
    """It did not take it, and may later."""

    reason: str


@dataclass(frozen=True)
class Rejected:
    """It will never take it."""

    reason: str


@dataclass(frozen=True)
class Uncertain:
    """No answer came: it may or may not have been sent, so it is not sent again by itself."""

    reason: str


Answer = Accepted | TryLater | Rejected | Uncertain


class Gateway(Protocol):
    """One way out to the phones."""

    name: str

    def send(self, messages: list[Outgoing]) -> list[Answer]:
        """Hand over messages and answer for each, in order. Must be safe to call twice with one reference."""
        ...
