"""Writing the audit trail."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from hssk.audit.models import AuditEntry


class Actor(Protocol):
    """Whoever does something: a member of staff, a citizen, or the system itself."""

    @property
    def actor_kind(self) -> str: ...
    @property
    def actor_id(self) -> uuid.UUID | None: ...
    @property
    def actor_title(self) -> str: ...


@dataclass(frozen=True)
class System:
    """The system acting by itself: a task, a command, a rule."""

    actor_title: str = ""
    actor_kind: str = "system"
    actor_id: uuid.UUID | None = None


SYSTEM = System()


def entry(
    verb: str,
    *,
    subject_kind: str,
    subject_id: uuid.UUID,
    person_id: uuid.UUID | None = None,
    detail: dict[str, Any] | None = None,
    by: Actor,
) -> AuditEntry:
    """An unsaved entry, for callers that write many at once. `detail` must hold nothing personal."""
    return AuditEntry(
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        person_id=person_id,
        detail=detail or {},
        actor_kind=by.actor_kind,
        actor_id=by.actor_id,
        actor_title=by.actor_title,
    )


def record(
    verb: str,
    *,
    subject_kind: str,
    subject_id: uuid.UUID,
    person_id: uuid.UUID | None = None,
    detail: dict[str, Any] | None = None,
    by: Actor,
) -> None:
    """Add one entry, in the caller's transaction. `detail` must hold nothing personal."""
    entry(verb, subject_kind=subject_kind, subject_id=subject_id, person_id=person_id, detail=detail, by=by).save(
        force_insert=True
    )


def record_many(entries: Iterable[AuditEntry]) -> None:
    """Add many entries in few statements, in the caller's transaction."""
    AuditEntry.objects.bulk_create(entries, batch_size=2000)


def record_reading(person_ids: Iterable[uuid.UUID], *, reason: str, by: Actor) -> None:
    """Note that `by` read the records of these persons, for `reason` (a short code, such as "session_board")."""
    record_many(
        entry("record.read", subject_kind="person", subject_id=pid, person_id=pid, detail={"reason": reason}, by=by)
        for pid in person_ids
    )
