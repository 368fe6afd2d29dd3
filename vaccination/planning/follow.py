"""What follows for appointments from news of the rooms below; connected in vaccination/wiring.py."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from hssk.audit.record import Actor
from notifications.outbox.enqueue import enqueue_many
from registration.registrations.models import Registration
from registration.registrations.states import State as RegistrationState
from vaccination.planning.change_state import move_appointments
from vaccination.planning.messages import cancellations
from vaccination.planning.models import Appointment
from vaccination.planning.states import EXPECTED, State
from vaccination.sessions.models import Session


def expected() -> QuerySet[Appointment]:
    """Appointments to come, with all that moving and telling need."""
    rows = Appointment.objects.filter(state__in=EXPECTED)
    return rows.select_related("session__facility", "slot", "person", "registration").defer("registration__declaration")


def session_was_cancelled(sender: type[Session], *, session: Session, by: Actor, **_: Any) -> None:
    """Everybody invited to it is told, and waits again."""
    rows = list(expected().filter(session=session).order_by("pk"))
    moved = move_appointments(appointments=rows, to=State.CANCELLED, by=by)
    enqueue_many(cancellations(moved))


def registrations_were_moved(sender: object, *, registrations: Sequence[Registration], by: Actor, **_: Any) -> None:
    """Who withdrew or was rejected needs no appointment; they know, so no message."""
    over = {RegistrationState.WITHDRAWN, RegistrationState.REJECTED}
    ids = [each.pk for each in registrations if each.state in over]
    if ids:
        rows = list(expected().filter(registration__in=ids).order_by("pk"))
        move_appointments(appointments=rows, to=State.CANCELLED, by=by)
