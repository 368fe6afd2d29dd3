"""People who come without an appointment here."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from hssk.refusals import Refused
from registration.people.models import Person
from registration.registrations.models import Registration
from tests import factories as make
from tests.vaccination.clinic import Clinic
from vaccination.planning.models import Appointment
from vaccination.visits.walk_in import Newcomer, add_newcomer, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic()


def newcomer(**changes: object) -> Newcomer:
    facts = {"full_name": "Khà Văn Mới", "birth_date": date(1990, 5, 6), "sex": "male", "area": make.make_commune()}
    return Newcomer(**facts | changes)  # type: ignore[arg-type]


def test_somebody_new_gets_person_registration_and_appointment_at_once(clinic: Clinic) -> None:
    appointment = add_newcomer(id=uuid.uuid4(), session=clinic.session, newcomer=newcomer(), by=clinic.nurse)
    registration = Registration.objects.get()
    assert (appointment.origin, appointment.state, appointment.dose_number) == ("walk_in", "confirmed", 1)
    assert (registration.source, registration.group, registration.state) == ("walk_in", clinic.group, "scheduled")


def test_the_second_click_adds_nobody(clinic: Clinic) -> None:
    an_id = uuid.uuid4()
    for _click in range(2):
        add_newcomer(id=an_id, session=clinic.session, newcomer=newcomer(), by=clinic.nurse)
    assert (Person.objects.count(), Registration.objects.count(), Appointment.objects.count()) == (1, 1, 1)


def test_a_newcomer_who_is_known_after_all_is_not_doubled(clinic: Clinic) -> None:
    known = make.make_person("Khà Văn Mới", birth_date=date(1990, 5, 6), sex="male")
    appointment = add_newcomer(id=uuid.uuid4(), session=clinic.session, newcomer=newcomer(), by=clinic.nurse)
    assert appointment.person == known


def test_who_has_an_appointment_here_keeps_it(clinic: Clinic) -> None:
    appointment = clinic.expect()
    assert let_in(id=uuid.uuid4(), session=clinic.session, person=appointment.person, by=clinic.nurse) == appointment


def test_who_was_invited_for_another_day_gives_that_seat_up(clinic: Clinic) -> None:
    appointment = clinic.expect()
    other = make.make_session(clinic.campaign, clinic.facility, lot=clinic.lot, shift="afternoon")
    now = let_in(id=uuid.uuid4(), session=other, person=appointment.person, by=clinic.nurse)
    appointment.refresh_from_db()
    assert (appointment.state, now.session, now.registration) == ("cancelled", other, appointment.registration)
    assert appointment.slot
    assert appointment.slot.taken == 0


def test_who_is_being_seen_elsewhere_is_refused_with_the_place(clinic: Clinic) -> None:
    appointment = clinic.arrived()
    other = make.make_session(clinic.campaign, clinic.facility, lot=clinic.lot, shift="afternoon")
    with pytest.raises(Refused, match=clinic.facility.name) as caught:
        let_in(id=uuid.uuid4(), session=other, person=appointment.person, by=clinic.nurse)
    assert caught.value.code == "seen_elsewhere"


def test_the_second_dose_of_a_walk_in_is_numbered_two(clinic: Clinic) -> None:
    appointment, _dose = clinic.vaccinated()
    other = make.make_session(clinic.campaign, clinic.facility, lot=clinic.lot, shift="afternoon")
    again = let_in(id=uuid.uuid4(), session=other, person=appointment.person, by=clinic.nurse)
    assert again.dose_number == 2


def test_a_session_that_is_over_lets_nobody_in(clinic: Clinic) -> None:
    clinic.session.state = "closed"
    clinic.session.save(update_fields=["state"])
    with pytest.raises(Refused):
        add_newcomer(id=uuid.uuid4(), session=clinic.session, newcomer=newcomer(), by=clinic.nurse)
    assert not Person.objects.exists()


def test_from_the_search_to_the_door(clinic: Clinic) -> None:
    client = Client()
    client.force_login(clinic.nurse)
    far = make.make_person("Vàng A Páo", document="011090123456", area=make.make_commune("Xã Xa", "09999"))
    page = client.post(reverse("visits:walk_in", args=[clinic.session.pk]), {"q": "011090123456"})
    ((person, token, an_id),) = page.context["people"]
    assert person == far
    url = reverse("visits:let_in", args=[clinic.session.pk])
    answer = client.post(url, {"token": token, "id": str(an_id)})
    appointment = Appointment.objects.get(person=far)
    assert answer["Location"] == reverse("visits:check_in", args=[appointment.pk])
    other = make.make_session(clinic.campaign, clinic.facility, lot=clinic.lot, shift="afternoon")
    assert client.post(reverse("visits:let_in", args=[other.pk]), {"token": token}).status_code == 404
    assert client.post(url, {"token": "made up"}).status_code == 404


def test_a_card_fills_the_form_of_a_newcomer(clinic: Clinic) -> None:
    client = Client()
    client.force_login(clinic.nurse)
    card = "017090123456||KHÀ VĂN MỚI|06051990|Nam|Mai Châu|01012022"
    page = client.post(reverse("visits:walk_in", args=[clinic.session.pk]), {"q": card}).content.decode()
    for told in ("Khà Văn Mới", "06/05/1990", "017090123456", "Xã Mai Châu"):
        assert f'value="{told}"' in page


def test_the_form_of_a_newcomer_names_what_is_wrong_and_keeps_the_rest(clinic: Clinic) -> None:
    client = Client()
    client.force_login(clinic.nurse)
    url = reverse("visits:newcomer", args=[clinic.session.pk])
    given = {
        "id": str(uuid.uuid4()),
        "full_name": "Khà Văn Mới",
        "birth_date": "06051990",
        "sex": "male",
        "province": "25",
        "commune": "mai chau",
        "document_kind": "cccd",
        "document_number": "01709012345",
        "phone": "",
    }
    wrong = client.post(url, given)
    assert wrong.status_code == 400
    assert "gồm 12 chữ số; số này có 11" in wrong.content.decode()
    assert 'value="Khà Văn Mới"' in wrong.content.decode()
    right = client.post(url, given | {"document_number": "017090123456"})
    assert right["Location"] == reverse("visits:check_in", args=[Appointment.objects.get().pk])


def test_a_newcomer_who_knows_only_the_year_of_birth(clinic: Clinic) -> None:
    client = Client()
    client.force_login(clinic.nurse)
    given = {"id": str(uuid.uuid4()), "full_name": "Sùng Thị Dở", "birth_date": "1948", "sex": "female"}
    where = {"province": "25", "commune": "Mai Châu", "document_kind": "cccd", "document_number": ""}
    client.post(reverse("visits:newcomer", args=[clinic.session.pk]), given | where)
    person = Person.objects.get()
    assert (person.birth_date, person.birth_year_only) == (date(1948, 1, 1), True)
