"""Writing messages, in the transaction that causes them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from notifications.kinds import KINDS, URGENT
from notifications.outbox.models import Message
from notifications.outbox.signals import message_waiting


class OutsideTransaction(RuntimeError):
    """A message was to be written without the change that causes it."""


@dataclass(frozen=True)
class Draft:
    """A message to be written. `cause` says what, about whom, which version."""

    kind: str
    to_phone: str
    cause: str
    subject_id: UUID
    values: dict[str, Any]
    language: str = "vi"
    not_before: datetime | None = field(default=None)


def as_row(draft: Draft, now: datetime) -> Message:
    """The unsaved row of a draft; raises KeyError for an unknown kind or a missing variable."""
    kind = KINDS[draft.kind]
    start = draft.not_before or now
    return Message(
        kind=kind.name,
        to_phone=draft.to_phone,
        cause=draft.cause,
        subject_id=draft.subject_id,
        values={name: draft.values[name] for name in kind.variables},
        language=draft.language,
        priority=kind.priority,
        not_before=start,
        deadline=start + kind.lifetime,
        created_at=now,
    )


def enqueue_many(drafts: Iterable[Draft]) -> int:
    """Write the drafts; a cause that already has its message is left alone. Returns how many were given.

    Raises OutsideTransaction unless a transaction is open: a message is sent if and only if what
    caused it is committed.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    now = timezone.now()
    rows = [as_row(draft, now) for draft in drafts]
    Message.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    if rows:
        urgent = any(row.priority == URGENT for row in rows)
        transaction.on_commit(lambda: message_waiting.send_robust(Message, urgent=urgent))
    return len(rows)


def enqueue(draft: Draft) -> None:
    """Write one message. See `enqueue_many`."""
    enqueue_many([draft])
