"""A clinic day for tests: a station, its staff, stock, a session, and people who are expected."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from hssk.accounts.roles import Role
from hssk.accounts.tokens import issue_token
from registration.people.models import Person
from tests import factories as make
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment
from vaccination.schedules.load import load_policy
from vaccination.schedules.screening import form_for
from vaccination.sessions.seats import take_seat
from vaccination.stock.models import Lot, Vaccine
from vaccination.visits.check_in import check_in
from vaccination.visits.screen import screen
from vaccination.visits.vaccinate import vaccinate

HEALTHY = {"temperature": 36.8, "pulse": 76, "systolic": 120, "diastolic": 78, "breathing": 18}


@dataclass
class Clinic:
    """A commune station with one open session of Pfizer today."""

    vaccine: str = "PFZ"
    doses: int = 100
    facility_fields: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        load_policy()
        self.facility = make.make_facility(**self.facility_fields)
        self.campaign = make.make_campaign()
        self.group = make.make_group(self.campaign, "16", 16)
        self.lot = self.stock(self.vaccine, self.doses)
        self.session = make.make_session(self.campaign, self.facility, lot=self.lot)
        self.nurse = make.make_clinician(self.facility, Role.VACCINATOR, full_name="Đinh Thị Lan")
        self.screener = make.make_clinician(self.facility, Role.SCREENER, full_name="Hà Văn Sàng")
        elsewhere = make.make_facility("Trạm Y tế xã Pà Cò", area=make.make_commune("Xã Pà Cò", "05212"))
        self.stranger = make.make_clinician(elsewhere, Role.VACCINATOR, full_name="Vàng A Lạ")

    def stock(self, vaccine: str, doses: int = 100, **fields: Any) -> Lot:
        lot = make.make_lot(Vaccine.objects.get(pk=vaccine), **fields)
        make.stock_up(self.facility, lot, doses)
        return lot

    def expect(self, person: Person | None = None, **fields: Any) -> Appointment:
        """Somebody who confirmed an appointment in the session."""
        person = person or make.make_person()
        registration = make.make_registration(person, self.campaign, state="scheduled", group=self.group)
        slot = self.session.slots.order_by("taken", "starts_at")[0]
        take_seat(slot.pk)
        values = {"dose_number": 1, "state": "confirmed", "slot": slot}
        return Appointment.objects.create(
            person=person, registration=registration, campaign=self.campaign, session=self.session, **values | fields
        )

    def arrived(self, person: Person | None = None) -> Appointment:
        appointment = self.expect(person)
        check_in(appointment=appointment, identity="document", by=self.nurse)
        return appointment

    def screened(self, person: Person | None = None) -> Appointment:
        appointment = self.arrived(person)
        answers = self.no_to_all(appointment)
        screen(id=uuid.uuid4(), appointment=appointment, answers=answers, vital_signs=HEALTHY, by=self.screener)
        return appointment

    def vaccinated(self, person: Person | None = None, minutes_ago: int = 0) -> tuple[Appointment, Dose]:
        appointment = self.screened(person)
        when = timezone.now() - timedelta(minutes=minutes_ago)
        dose, _new = vaccinate(id=uuid.uuid4(), appointment=appointment, given_at=when, by=self.nurse)
        return appointment, dose

    def no_to_all(self, appointment: Appointment, *yes: str) -> dict[str, bool]:
        form = form_for(appointment.person.birth_date, make.today())
        assert form is not None
        return {item.code: item.code in yes for item in form.items.all() if not item.by_vital_signs}


class Api:
    """The API as one member of staff (or citizen) uses it."""

    def __init__(self, principal: Any) -> None:
        self.headers = {"Authorization": f"Bearer {issue_token(principal)}"}
        self.client = Client()

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return self.client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=self.headers)
