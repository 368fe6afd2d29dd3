"""What follows for appointments from doses recorded outside of them; connected in vaccination/wiring.py."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hssk.accounts.models import User
from vaccination.doses.models import Dose
from vaccination.planning.change_state import move_appointment
from vaccination.planning.models import Appointment
from vaccination.planning.states import EXPECTED, State
from vaccination.visits.vaccinate import observe


def doses_were_recorded(
    sender: object, *, doses: Sequence[Dose], appointment_id: UUID | None, by: User, **_: Any
) -> None:
    """Somebody was vaccinated without their appointment: it is fulfilled or no longer needed."""
    if appointment_id is None:
        for dose in doses:
            settle(dose, by)


def settle(dose: Dose, by: User) -> None:
    """Close the appointment that the person had for this dose; who stands here already is seen all the same."""
    rows = Appointment.objects.live().filter(person=dose.person_id, campaign=dose.campaign_id, dose_number=dose.number)
    appointment = rows.select_related("session", "person", "registration").first()
    if appointment is None:
        return
    if appointment.state == State.SCREENED and appointment.session_id == dose.session_id:
        move_appointment(appointment=appointment, to=State.VACCINATED, by=by)
        observe(dose, appointment)
    elif appointment.state in EXPECTED:
        move_appointment(appointment=appointment, to=State.CANCELLED, by=by)
