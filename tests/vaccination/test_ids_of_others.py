"""Clients choose the ids of what they write. One that stands for something else gives away and loses nothing."""

import uuid
from typing import Any

import pytest
from django.db import connection

from hssk.areas.models import AdministrativeUnit
from hssk.refusals import Refused
from registration.people.models import Person
from tests import factories as make
from tests.registration.test_submit_races import in_parallel
from tests.vaccination.clinic import Api, Clinic
from tests.vaccination.planning_story import Story
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment
from vaccination.planning.walk_in import add_walk_in
from vaccination.stock.models import StockBalance
from vaccination.visits.walk_in import Newcomer, add_newcomer


def elsewhere() -> AdministrativeUnit:
    return make.make_province("15", "Tỉnh Lào Cai")


@pytest.mark.django_db
def test_asking_for_a_plan_under_anothers_id_does_not_show_theirs() -> None:
    story = Story()
    story.waiting()
    plan = story.plan()
    far = elsewhere()
    campaign = make.make_campaign(area=far)
    body = {"id": str(plan.pk), "from_day": str(make.today()), "to_day": str(story.tomorrow), "area": "15"}
    answer = Api(make.make_staff(area=far)).post(f"campaigns/{campaign.code}/plans/", body)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hssk:problem:id_taken")


@pytest.mark.django_db
def test_a_delivery_under_an_id_that_stands_for_another_is_not_lost() -> None:
    clinic, officer = Clinic(doses=10), make.make_staff()
    other = make.make_facility("Trạm Y tế xã Tòng Đậu", area=make.make_commune("Xã Tòng Đậu", "05220"))
    sent = {"id": str(uuid.uuid4()), "lot": str(clinic.lot.pk), "doses": 5}
    assert Api(officer).post("deliveries/", sent | {"facility": clinic.facility.code}).status_code == 201
    assert Api(officer).post("deliveries/", sent | {"facility": clinic.facility.code}).status_code == 200
    for changed in ({"facility": other.code}, {"facility": clinic.facility.code, "doses": 7}):
        assert Api(officer).post("deliveries/", sent | changed).json()["type"] == "urn:hssk:problem:id_taken"
    assert StockBalance.objects.get().doses == 15


@pytest.mark.django_db(transaction=True)
def test_a_delivery_sent_twice_at_once_is_booked_once() -> None:
    clinic, officer = Clinic(doses=10), make.make_staff()
    sent = {"id": str(uuid.uuid4()), "lot": str(clinic.lot.pk), "doses": 5, "facility": clinic.facility.code}
    answers: Any = in_parallel(*[lambda: Api(officer).post("deliveries/", sent).status_code] * 4)
    assert sorted(answers) == [200, 200, 200, 201]
    assert StockBalance.objects.get().doses == 15


@pytest.mark.django_db
def test_a_walk_in_under_the_id_of_somebodys_appointment_is_refused() -> None:
    clinic = Clinic()
    taken, person = clinic.expect(), make.make_person("Hà Thị Lan")
    registration = make.make_registration(person, clinic.campaign)
    with pytest.raises(Refused) as refused:
        add_walk_in(
            id=taken.pk,
            session=clinic.session,
            person=person,
            registration=registration,
            dose_number=1,
            by=clinic.nurse,
        )
    assert refused.value.code == "id_taken"


def newcomer(name: str = "Lò Văn Mới") -> Newcomer:
    return Newcomer(full_name=name, birth_date=make.date(1990, 5, 4), sex="male", area=make.make_commune())


@pytest.mark.django_db
def test_a_newcomers_form_sent_again_with_another_name_is_refused() -> None:
    clinic, form_id = Clinic(), uuid.uuid4()
    add_newcomer(id=form_id, session=clinic.session, newcomer=newcomer(), by=clinic.nurse)
    with pytest.raises(Refused) as refused:
        add_newcomer(id=form_id, session=clinic.session, newcomer=newcomer("Lò Văn Khác"), by=clinic.nurse)
    assert refused.value.code == "id_taken"


@pytest.mark.django_db(transaction=True)
def test_a_newcomers_form_sent_twice_at_once_lets_in_one_person() -> None:
    clinic, form_id, new = Clinic(), uuid.uuid4(), newcomer()
    let_in = [
        lambda: add_newcomer(id=form_id, session=clinic.session, newcomer=new, by=clinic.nurse).pk for _time in range(4)
    ]
    assert in_parallel(*let_in) == [form_id] * 4
    assert (Person.objects.count(), Appointment.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_dose_of_somebody_new_sent_twice_at_once_is_recorded_once() -> None:
    clinic = Clinic()
    area = make.make_commune()
    person = {"full_name": "Lò Văn Mới", "birth_date": "1990-05-04", "sex": "male", "commune": area.code}
    body = {"id": str(uuid.uuid4()), "session": str(clinic.session.pk), "person": person}
    api = Api(clinic.nurse)
    answers: Any = in_parallel(*[lambda: api.post("doses/", body).status_code] * 4)
    assert set(answers) <= {200, 201, 409}
    assert answers.count(201) == 1
    assert (Person.objects.count(), Dose.objects.count()) == (1, 1)
    connection.close()
