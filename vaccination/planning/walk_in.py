"""Somebody comes without an appointment."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import May
from hssk.audit.record import Actor, System, record_many
from hssk.refusals import NotYours, Refused, refusing
from registration.people.models import Person
from registration.registrations.change_state import move_registrations
from registration.registrations.models import Registration
from registration.registrations.states import WAITING
from registration.registrations.states import State as RegistrationState
from vaccination.counts.move import move_counts
from vaccination.planning.change_state import entry_of, scheduled
from vaccination.planning.models import Appointment, Origin
from vaccination.planning.states import State
from vaccination.sessions.models import Session
from vaccination.sessions.seats import hold_open


@transaction.atomic
def add_walk_in(
    *, id: UUID, session: Session, person: Person, registration: Registration, dose_number: int, by: Actor
) -> Appointment:
    """An appointment without arrival slot, confirmed: checking in comes next.

    Sending the same id again returns the first one. Raises NotYours unless `by` works in the session,
    Refused (409) when it is not open or the person has an appointment for this dose.
    """
    if not isinstance(by, System) and not Session.objects.visible_to(by, May.WORK_SESSION).filter(pk=session.pk):
        raise NotYours(_("Không tìm thấy buổi tiêm."))
    if known := Appointment.objects.filter(pk=id, session=session, person=person).first():
        return known
    if not hold_open([session.pk]):
        raise Refused(_("Buổi tiêm này không còn mở."), code="session_not_open")
    appointment = Appointment(
        pk=id,
        registration=registration,
        person=person,
        campaign_id=session.campaign_id,
        session=session,
        dose_number=dose_number,
        state=State.CONFIRMED,
        origin=Origin.WALK_IN,
    )
    # Before the appointment: the order of locks, see change_state.py.
    if registration.state in WAITING:
        move_registrations(registrations=[registration], to=RegistrationState.SCHEDULED, by=by)
    with refusing(Appointment):
        appointment.save(force_insert=True)
    move_counts([scheduled(appointment, 1)])
    record_many([entry_of(appointment, by)])
    return appointment
