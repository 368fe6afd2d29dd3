"""The injection of somebody who has an appointment: dose, state and observation in one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.refusals import Invalid, Refused
from vaccination.doses import refusals
from vaccination.doses.models import BodySite, Dose
from vaccination.doses.record import Injection, recorded_once, take_from_stock, write_dose
from vaccination.planning.change_state import move_appointment
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.stock.models import Lot
from vaccination.visits.models import Observation

OBSERVED_FOR = timedelta(minutes=30)


def vaccinate(
    *,
    id: UUID,
    appointment: Appointment,
    lot: Lot | None = None,
    body_site: str = BodySite.LEFT_ARM,
    given_at: datetime | None = None,
    vaccinator: User | None = None,
    override_reason: str = "",
    by: User,
) -> tuple[Dose, bool]:
    """Record the injection and start the half hour of observation; True when it is new.

    The lot is the session's unless another is named; `vaccinator` is `by` unless somebody else injected.
    Raises what record_dose raises, and Refused when the person was not screened.
    """
    used = lot or appointment.session.lot
    if used is None:
        words = _("Chọn lô vắc xin.")
        raise Invalid(words, fields={"lot": words})
    injection = Injection(
        id=id,
        person=appointment.person,
        campaign=appointment.campaign,
        group_id=appointment.registration.group_id,
        lot=used,
        facility=appointment.session.facility,
        session=appointment.session,
        given_at=given_at or timezone.now(),
        body_site=body_site,
        vaccinator=vaccinator or by,
        override_reason=override_reason,
        appointment_id=appointment.pk,
    )
    return recorded_once(injection, lambda known: write(injection, known, appointment, by))


def write(injection: Injection, known: Sequence[Dose], appointment: Appointment, by: User) -> Dose:
    """Dose, state, observation and stock, in the caller's transaction."""
    refuse_state(appointment)
    dose = write_dose(injection, known, by=by)
    move_appointment(appointment=appointment, to=State.VACCINATED, by=by)
    observe(dose, appointment)
    take_from_stock(dose, by=by)
    return dose


def refuse_state(appointment: Appointment) -> None:
    """Only who was screened, and was not vaccinated here yet."""
    if appointment.state in {State.VACCINATED, State.OBSERVED}:
        done = Observation.objects.select_related("dose__recorded_by", "dose__facility").get(appointment=appointment)
        raise refusals.already_given(done.dose)
    if appointment.state != State.SCREENED:
        raise Refused(_("Chưa khám sàng lọc xong nên chưa ghi nhận mũi tiêm."), code="not_screened")


def observe(dose: Dose, appointment: Appointment | None) -> Observation:
    """Start the clock at the injection."""
    return Observation.objects.create(
        dose=dose, appointment=appointment, started_at=dose.given_at, due_at=dose.given_at + OBSERVED_FOR
    )
