"""The one place where appointments change state; seats, counts and registrations follow in it.

Locks are taken in one order by whoever moves anything, or two would wait for each other for ever:
sessions, then registrations, then appointments, then slots, then stock; several of a kind by primary key.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.audit import record as audit
from hssk.audit.record import Actor
from hssk.look.states import look_of
from hssk.refusals import Refused, refusing
from registration.registrations.change_state import move_registrations
from registration.registrations.models import Registration
from registration.registrations.states import State as RegistrationState
from vaccination.counts.metrics import Metric
from vaccination.counts.models import CountDelta
from vaccination.counts.move import delta, move_counts
from vaccination.planning.models import Appointment
from vaccination.planning.signals import appointments_moved
from vaccination.planning.states import LIVE, MOVES, State
from vaccination.sessions.seats import give_back_seats


class CannotMove(Refused):
    """The appointment is not in a state that allows this."""

    code = "appointment_state"
    status = 409


def move_appointment(
    *, appointment: Appointment, to: str, by: Actor, deferred_until: date | None = None
) -> Appointment:
    """Move one appointment; raises CannotMove (409) when its state, as it is in the database, forbids it.

    `appointment` may be as old as the asker's page: the move is claimed on the state that it shows.
    """
    words = {"state": str(look_of("appointment", appointment.state).word).lower()}
    if to not in MOVES[appointment.state]:
        raise CannotMove(_("Lịch hẹn này đang ở trạng thái “%(state)s” nên không đổi được.") % words)
    moved = move_appointments(appointments=[appointment], to=to, by=by, deferred_until=deferred_until)
    if not moved:
        raise CannotMove(_("Lịch hẹn này vừa được người khác thay đổi. Hãy xem lại."))
    return moved[0]


@transaction.atomic(savepoint=False)
def move_appointments(
    *, appointments: Sequence[Appointment], to: str, by: Actor, deferred_until: date | None = None
) -> list[Appointment]:
    """Move those that are still in the state they show and may move; returns these, moved.

    `session` and `registration` (with person) should be loaded. Seats of those that end are given back,
    counts move, and their registrations wait again.
    """
    changes = {"state": to, "changed_at": timezone.now()}
    if deferred_until:
        changes["deferred_until"] = deferred_until
    if to not in LIVE or to == State.OBSERVED:
        hold_registrations(appointments)
    moved = claimed([each for each in appointments if to in MOVES[each.state]], changes)
    was = {each.pk: each.state for each in moved}
    for each in moved:
        each.__dict__.update(changes)
    if moved:
        follow(moved, was, by)
    return moved


def hold_registrations(appointments: Iterable[Appointment]) -> None:
    """Lock the registrations that may wait again after the move, before the appointments themselves."""
    rows = Registration.objects.filter(pk__in=[each.registration_id for each in appointments])
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def claimed(asked: list[Appointment], changes: dict[str, Any]) -> list[Appointment]:
    """Write the change on those whose state and seat are still those shown; one statement for one, two for many.

    The seat too: who was given another time in between is still expected, but elsewhere.
    """
    if len(asked) == 1:
        still = Appointment.objects.filter(pk=asked[0].pk, state=asked[0].state, slot=asked[0].slot_id)
        # Only a missed appointment comes back to life, and may find that another lives.
        guard = refusing(Appointment) if asked[0].state == State.MISSED else nullcontext()
        with guard:
            return asked if still.update(**changes) else []
    rows = Appointment.objects.filter(pk__in=[each.pk for each in asked]).order_by("pk").select_for_update(no_key=True)
    present = {pk: shown for pk, *shown in rows.values_list("pk", "state", "slot_id")}
    kept = [each for each in asked if present.get(each.pk) == [each.state, each.slot_id]]
    Appointment.objects.filter(pk__in=[each.pk for each in kept]).update(**changes)
    return kept


def follow(moved: list[Appointment], was: dict[UUID, str], by: Actor) -> None:
    """What follows from a move, in the same transaction."""
    ended = [each for each in moved if each.state not in LIVE and was[each.pk] in LIVE]
    back = [each for each in moved if each.state in LIVE and was[each.pk] not in LIVE]
    audit.record_many(entry_of(each, by) for each in moved)
    # A missed seat belongs to a time that is over; whoever comes late after all still has it.
    give_back_seats(each.slot_id for each in ended if each.slot_id and each.state != State.MISSED)
    move_counts([scheduled(each, -1) for each in ended] + [scheduled(each, 1) for each in back])
    # Who is done but for a further dose waits for that one.
    wait_again([*ended, *(each for each in moved if each.state == State.OBSERVED)], by)
    appointments_moved.send(Appointment, appointments=moved, was=was, by=by)


def entry_of(appointment: Appointment, by: Actor) -> audit.AuditEntry:
    """What the person concerned reads later."""
    return audit.entry(
        f"appointment.{appointment.state}",
        subject_kind="appointment",
        subject_id=appointment.pk,
        person_id=appointment.person_id,
        by=by,
    )


def scheduled(appointment: Appointment, amount: int) -> CountDelta:
    """One appointment more or fewer in the counts."""
    return delta(
        Metric.SCHEDULED,
        campaign_id=appointment.campaign_id,
        on=appointment.session.on,
        person=appointment.person,
        group_id=appointment.registration.group_id,
        facility_id=appointment.session.facility_id,
        vaccine_id=appointment.session.vaccine_id,
        dose_number=appointment.dose_number,
        amount=amount,
    )


def wait_again(ended: Iterable[Appointment], by: Actor) -> int:
    """Registrations of appointments that ended go back in line; those completed stay so. Returns how many."""
    ids = [each.registration_id for each in ended]
    waiting = Registration.objects.filter(pk__in=ids, state=RegistrationState.SCHEDULED).only("pk") if ids else []
    if registrations := list(waiting):
        move_registrations(registrations=registrations, to=RegistrationState.ACCEPTED, by=by)
    return len(registrations)
