"""A vaccination day on which everybody does anything at any moment: operations drawn by chance."""

import contextlib
import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from hssk.refusals import Refused
from registration.people.models import Person
from registration.registrations.models import Registration
from registration.registrations.submit import submit_registration
from registration.registrations.withdraw import withdraw_registration
from tests import factories as make
from tests.vaccination.clinic import HEALTHY, Clinic
from vaccination.doses.record import record_dose
from vaccination.planning.answer import cancel, confirm, decline, other_slots, reschedule
from vaccination.planning.make_plan import make_plan
from vaccination.planning.missed import mark_missed, return_to_line
from vaccination.planning.models import Appointment
from vaccination.planning.publish import publish_plan
from vaccination.sessions.cancel import cancel_session
from vaccination.sessions.models import Session
from vaccination.sessions.open import open_session
from vaccination.stock.receive import receive
from vaccination.visits.check_in import check_in
from vaccination.visits.release import release
from vaccination.visits.screen import screen
from vaccination.visits.vaccinate import vaccinate
from vaccination.visits.walk_in import let_in

PEOPLE = 8


class RandomDay:
    """The day; `act` does one thing, chosen by chance. Refusals are part of life, anything else is a fault."""

    def __init__(self) -> None:
        self.clinic = clinic = Clinic(doses=6)
        self.officer = make.make_staff()
        self.account = make.make_account()
        self.tomorrow = make.today() + timedelta(days=1)
        self.session = self.opened("morning")
        people = [make.make_person(f"Bùi Văn {letter}") for letter in "ABCDEGHI"[:PEOPLE]]
        for person in people:
            make.make_account(person, phone=self.account.phone)
            make.make_registration(person, clinic.campaign, group=clinic.group)

    def opened(self, shift: str) -> Session:
        clinic = self.clinic
        session, _new = open_session(
            id=uuid.uuid4(), campaign=clinic.campaign, facility=clinic.facility, on=self.tomorrow, shift=shift,
            vaccine=clinic.session.vaccine, lot=clinic.lot, seats=6, slot_minutes=60, by=self.officer,
        )  # fmt: skip
        return session

    def act(self, rng: random.Random) -> None:
        """One operation, by chance."""
        acts: list[Callable[[random.Random], Any]] = [
            self.plan, self.plan, self.confirm, self.decline, self.cancel, self.reschedule, self.reschedule,
            self.withdraw, self.check_in, self.check_in, self.screen, self.screen, self.vaccinate, self.vaccinate,
            self.release, self.walk_in, self.dose, self.open_or_cancel, self.deliver, self.evening,
        ]  # fmt: skip
        with contextlib.suppress(Refused, ObjectDoesNotExist):
            rng.choice(acts)(rng)

    def appointment(self, rng: random.Random, *states: str) -> Appointment:
        """Any appointment, mostly in one of these states."""
        rows = Appointment.objects.select_related("person", "registration", "campaign", "session__facility", "slot")
        found = list(rows.filter(state__in=states).order_by("pk") if rng.random() < 0.8 else rows.order_by("pk"))
        if not found:
            raise Appointment.DoesNotExist
        return rng.choice(found)

    def person(self, rng: random.Random) -> Person:
        return rng.choice(list(Person.objects.order_by("pk")))

    def plan(self, rng: random.Random) -> None:
        days = {"from_day": make.today(), "to_day": self.tomorrow}
        campaign = self.clinic.campaign
        plan = make_plan(id=uuid.uuid4(), campaign=campaign, area=campaign.area, **days, by=self.officer)
        publish_plan(plan_id=plan.pk, by=self.officer)

    def confirm(self, rng: random.Random) -> None:
        confirm(appointment_id=self.appointment(rng, "announced").pk, by=self.account)

    def decline(self, rng: random.Random) -> None:
        decline(appointment_id=self.appointment(rng, "announced", "confirmed").pk, by=self.account)

    def cancel(self, rng: random.Random) -> None:
        cancel(appointment_id=self.appointment(rng, "announced", "confirmed").pk, by=self.officer)

    def reschedule(self, rng: random.Random) -> None:
        appointment = self.appointment(rng, "announced", "confirmed")
        slots = list(other_slots(appointment).values_list("pk", flat=True))
        reschedule(appointment_id=appointment.pk, slot_id=rng.choice(slots or [0]), by=self.account)

    def withdraw(self, rng: random.Random) -> None:
        """Mostly to register again."""
        registration = rng.choice(list(Registration.objects.order_by("pk")))
        withdraw_registration(registration_id=registration.pk, by=self.account)
        if not Registration.objects.live().filter(person=registration.person_id).exists() and rng.random() < 0.8:
            submit_registration(
                id=uuid.uuid4(), campaign=self.clinic.campaign, person=registration.person, group=self.clinic.group,
                source="list", by=self.officer,
            )  # fmt: skip

    def check_in(self, rng: random.Random) -> None:
        appointment = self.appointment(rng, "announced", "confirmed", "missed")
        check_in(appointment=appointment, identity="known", by=self.clinic.nurse)

    def screen(self, rng: random.Random) -> None:
        appointment = self.appointment(rng, "checked_in")
        says = {"answers": self.clinic.no_to_all(appointment), "vital_signs": HEALTHY}
        if rng.random() < 0.3:
            says |= {"outcome": rng.choice(["defer", "contraindicated"]), "override_reason": "x"}
        screen(id=uuid.uuid4(), appointment=appointment, **says, by=self.clinic.screener)

    def vaccinate(self, rng: random.Random) -> None:
        vaccinate(id=uuid.uuid4(), appointment=self.appointment(rng, "screened"), by=self.clinic.nurse)

    def release(self, rng: random.Random) -> None:
        release(appointment=self.appointment(rng, "vaccinated"), note="về sớm", by=self.clinic.nurse)

    def walk_in(self, rng: random.Random) -> None:
        session = rng.choice(list(Session.objects.filter(state="open").order_by("pk")))
        let_in(id=uuid.uuid4(), session=session, person=self.person(rng), by=self.clinic.nurse)

    def dose(self, rng: random.Random) -> None:
        clinic = self.clinic
        record_dose(
            id=uuid.uuid4(), person=self.person(rng), campaign=clinic.campaign, group=clinic.group, lot=clinic.lot,
            facility=clinic.facility, session=None, given_at=timezone.now(), body_site="left_arm",
            vaccinator=clinic.nurse, by=clinic.nurse,
        )  # fmt: skip

    def open_or_cancel(self, rng: random.Random) -> None:
        sessions = list(Session.objects.filter(state="open", on=self.tomorrow).order_by("pk"))
        if len(sessions) < 2:
            self.opened(rng.choice(["morning", "afternoon"]))
        else:
            cancel_session(session_id=rng.choice(sessions).pk, by=self.officer)

    def deliver(self, rng: random.Random) -> None:
        receive(id=uuid.uuid4(), facility=self.clinic.facility, lot=self.clinic.lot, doses=2, by=self.officer)

    def evening(self, rng: random.Random) -> None:
        return_to_line(through=self.tomorrow)
        mark_missed(through=self.tomorrow)
