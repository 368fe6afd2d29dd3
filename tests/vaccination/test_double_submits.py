"""A second click, or a retry on a bad line, that arrives at the same moment: the first result, for both (law 4)."""

import uuid
from typing import Any

import pytest
from django.db.models import F

from registration.registrations.models import Registration
from tests import factories as make
from tests.registration.test_submit_races import in_parallel
from tests.vaccination.clinic import HEALTHY, Api, Clinic
from tests.vaccination.planning_story import Story
from vaccination.doses.models import Dose
from vaccination.planning.answer import other_slots
from vaccination.planning.models import Appointment
from vaccination.sessions.models import ArrivalSlot
from vaccination.stock.models import StockBalance

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def sent_at_once(principal: Any, path: str, body: dict[str, Any] | None = None) -> list[int]:
    """Statuses of the same request sent several times at once."""
    api = Api(principal)
    answers: Any = in_parallel(*[lambda: api.post(path, body).status_code] * TIMES)
    return sorted(answers)


@pytest.mark.parametrize("word", ["confirm", "decline", "cancel"])
def test_an_answer_to_an_invitation(word: str) -> None:
    appointment = invited()
    citizen = make.make_account(appointment.person)
    assert sent_at_once(citizen, f"appointments/{appointment.pk}/{word}/") == [200] * TIMES
    assert sum(ArrivalSlot.objects.values_list("taken", flat=True)) == (word == "confirm")


def invited() -> Appointment:
    story = Story()
    story.session()
    return story.invited()


def test_another_time() -> None:
    appointment = invited()
    citizen = make.make_account(appointment.person)
    other = other_slots(appointment).first()
    assert other is not None
    path = f"appointments/{appointment.pk}/reschedule/"
    assert sent_at_once(citizen, path, {"slot": other.pk}) == [200] * TIMES
    assert ArrivalSlot.objects.get(taken=1) == other


def test_a_withdrawal() -> None:
    appointment = invited()
    citizen = make.make_account(appointment.person)
    assert sent_at_once(citizen, f"registrations/{appointment.registration_id}/withdraw/") == [200] * TIMES
    assert Registration.objects.get().state == "withdrawn"
    assert not ArrivalSlot.objects.filter(taken__gt=0).exists()


def test_a_check_in() -> None:
    clinic = Clinic()
    path = f"appointments/{clinic.expect().pk}/check-in/"
    assert sent_at_once(clinic.nurse, path, {"identity": "known"}) == [200] * (TIMES - 1) + [201]


def test_a_screening() -> None:
    clinic = Clinic()
    appointment = clinic.arrived()
    body = {"id": str(uuid.uuid4()), "answers": clinic.no_to_all(appointment), "vital_signs": HEALTHY}
    answers = sent_at_once(clinic.screener, f"appointments/{appointment.pk}/screening/", body)
    assert answers == [200] * (TIMES - 1) + [201]


def test_an_injection() -> None:
    clinic = Clinic(doses=10)
    path = f"appointments/{clinic.screened().pk}/dose/"
    assert sent_at_once(clinic.nurse, path, {"id": str(uuid.uuid4())}) == [200] * (TIMES - 1) + [201]
    assert (Dose.objects.count(), StockBalance.objects.get().doses) == (1, 9)


def test_an_injection_without_appointment() -> None:
    clinic = Clinic(doses=10)
    person = make.make_person()
    body = {"id": str(uuid.uuid4()), "session": str(clinic.session.pk), "person": {"id": str(person.pk)}}
    assert sent_at_once(clinic.nurse, "doses/", body) == [200] * (TIMES - 1) + [201]
    assert (Dose.objects.count(), StockBalance.objects.get().doses) == (1, 9)


def test_going_home() -> None:
    clinic = Clinic()
    appointment, _dose = clinic.vaccinated(minutes_ago=40)
    answers = sent_at_once(clinic.nurse, f"appointments/{appointment.pk}/observation/", {"note": ""})
    assert answers == [200] * (TIMES - 1) + [201]


def test_a_session() -> None:
    story = Story()
    body = {
        "id": str(uuid.uuid4()),
        "campaign": story.campaign.code,
        "facility": story.facility.code,
        "on": str(story.tomorrow),
        "shift": "morning",
        "vaccine": "PFZ",
        "seats": 20,
    }
    assert sent_at_once(story.officer, "sessions/", body) == [200] * (TIMES - 1) + [201]
    assert not ArrivalSlot.objects.filter(taken__gt=F("seats")).exists()
