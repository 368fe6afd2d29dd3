"""After the day: who was expected and did not come waits again, and so does who is due for a further dose."""

from datetime import date

from django.db import transaction

from hssk.audit.record import SYSTEM, Actor
from registration.registrations.states import State as RegistrationState
from vaccination.planning.change_state import move_appointments, wait_again
from vaccination.planning.models import Appointment
from vaccination.planning.states import State

BATCH = 500


def mark_missed(*, through: date, by: Actor = SYSTEM) -> int:
    """Expected appointments of sessions on or before `through` become missed. Returns how many.

    In batches with a transaction each, skipping rows that somebody works on; the next run finds those.
    """
    marked = 0
    while moved := mark_batch(through, by):
        marked += moved
    return marked


@transaction.atomic
def mark_batch(through: date, by: Actor) -> int:
    """One batch."""
    expected = Appointment.objects.filter(state__in=[State.ANNOUNCED, State.CONFIRMED], session__on__lte=through)
    claimed = (
        expected.select_related("session", "person", "registration")
        .defer("registration__declaration")
        # Registrations are the first of the locks, see change_state.py.
        .select_for_update(of=("registration",), skip_locked=True, no_key=True)
        .order_by("pk")[:BATCH]
    )
    return len(move_appointments(appointments=list(claimed), to=State.MISSED, by=by))


@transaction.atomic
def return_to_line(*, through: date, by: Actor = SYSTEM) -> int:
    """Registrations of people vaccinated by `through`, never released, and not fully vaccinated, wait again.

    Releasing does this too; whoever left without it must not be forgotten. Returns how many.
    """
    left = Appointment.objects.filter(
        state=State.VACCINATED, session__on__lte=through, registration__state=RegistrationState.SCHEDULED
    )
    return wait_again(left.only("registration_id"), by)
