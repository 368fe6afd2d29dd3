"""Seats of arrival slots: taken and given back in one statement, never looked at first.

Whoever takes a seat holds the session open till the end of their transaction, so that a session cannot
be cancelled between the seat and the appointment: cancelling waits, and then finds the appointment.
Locks are taken in this order: sessions, then slots, each by primary key.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hssk.refusals import Refused
from vaccination.sessions.models import ArrivalSlot, SessionState


class SessionFull(Refused):
    """No seat is left in the slot, or its session takes nobody any more."""

    code = "session_full"
    status = 409


def full() -> SessionFull:
    """The refusal in the field's words."""
    words = _("Khung giờ này đã đủ người. Hãy chọn giờ khác.")
    return SessionFull(words, fields={"slot": words})


def hold_open(session_ids: Collection[UUID]) -> set[UUID]:
    """Those of the sessions that are open; they stay so till the transaction ends. One statement."""
    if not session_ids:
        return set()
    # FOR SHARE lets others take seats at the same time and makes cancelling wait; Django knows no such lock.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM vaccination_session WHERE id = ANY(%s) AND state = %s ORDER BY id FOR SHARE",
            [list(session_ids), SessionState.OPEN],
        )
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def take_seat(slot_id: int) -> None:
    """Take one seat; raises SessionFull when there is none. Of many at once, as many win as there are seats."""
    session_ids = ArrivalSlot.objects.filter(pk=slot_id).values_list("session_id", flat=True)
    if not hold_open(list(session_ids)):
        raise full()
    if not ArrivalSlot.objects.filter(pk=slot_id, taken__lt=F("seats")).update(taken=F("taken") + 1):
        raise full()


def change_seat(*, old: int | None, new: int) -> None:
    """Take a seat and free another; raises SessionFull when there is none. Two who swap do not lock each other out."""
    free_seats_held([new, *([old] if old else [])])
    take_seat(new)
    if old:
        give_back_seat(old)


def give_back_seat(slot_id: int) -> None:
    """Free one seat."""
    give_back_seats([slot_id])


def free_seats_held(slot_ids: Collection[int]) -> dict[int, int]:
    """Free seats of each slot, locked till the transaction ends, so that the caller can deal them out."""
    slots = ArrivalSlot.objects.filter(pk__in=slot_ids).select_for_update(no_key=True).order_by("pk")
    return {slot.pk: slot.seats - slot.taken for slot in slots}


@transaction.atomic
def take_seats(wanted: Iterable[tuple[int, int]]) -> None:
    """Take n seats of each (slot, n) in one statement; raises SessionFull, taking none, when one has too few."""
    slot_ids, numbers = unzipped(wanted)
    moved = run(
        "UPDATE vaccination_arrivalslot AS slot SET taken = slot.taken + wanted.n "
        "FROM unnest(%s::bigint[], %s::int[]) AS wanted(id, n) "
        "WHERE slot.id = wanted.id AND slot.taken + wanted.n <= slot.seats",
        [slot_ids, numbers],
    )
    if moved != len(slot_ids):
        raise full()


def give_back_seats(slot_ids: Iterable[int]) -> None:
    """Free one seat for each time that a slot is named; several are locked in their order first."""
    ids, numbers = unzipped(sorted(Counter(slot_ids).items()))
    if len(ids) > 1:
        free_seats_held(ids)
    run(
        "UPDATE vaccination_arrivalslot AS slot SET taken = slot.taken - freed.n "
        "FROM unnest(%s::bigint[], %s::int[]) AS freed(id, n) WHERE slot.id = freed.id",
        [ids, numbers],
    )


def unzipped(pairs: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Two columns."""
    rows = list(pairs)
    return [slot_id for slot_id, _number in rows], [number for _slot, number in rows]


def run(sql: str, columns: list[list[int]]) -> int:
    """Run one statement over two columns. Returns how many rows moved."""
    if not columns[0]:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(sql, columns)
        return cursor.rowcount
