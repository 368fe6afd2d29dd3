"""Whoever looks at somebody's entry is named in that person's record, whichever way they came to it."""

import pytest
from django.test import Client

from hssk.accounts.models import User
from hssk.audit.models import AuditEntry
from tests import factories as make
from tests.vaccination.clinic import Api, Clinic
from vaccination.planning.models import Appointment

pytestmark = pytest.mark.django_db


def readings(appointment: Appointment) -> int:
    return AuditEntry.objects.filter(person_id=appointment.person_id, verb="record.read").count()


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_search_without_hits_does_not_hide_the_board_that_follows() -> None:
    clinic = Clinic()
    appointment, browser = clinic.expect(), browser_of(clinic.nurse)
    board = f"/clinic/sessions/{clinic.session.pk}/"
    browser.post(board, {"q": "Nobody"})
    assert readings(appointment) == 0
    browser.get(board)
    browser.get(board)
    assert readings(appointment) == 1


def test_a_search_that_finds_somebody_is_a_reading() -> None:
    clinic = Clinic()
    appointment, browser = clinic.expect(), browser_of(clinic.nurse)
    browser.post(f"/clinic/sessions/{clinic.session.pk}/", {"q": appointment.person.full_name})
    assert readings(appointment) == 1


@pytest.mark.parametrize("page", ["sessions/{session}/observation/", "appointments/{appointment}/saved/"])
def test_pages_after_the_injection_are_readings(page: str) -> None:
    clinic = Clinic()
    appointment, _dose = clinic.vaccinated()
    browser_of(clinic.nurse).get("/clinic/" + page.format(session=clinic.session.pk, appointment=appointment.pk))
    assert readings(appointment) == 1


@pytest.mark.parametrize("address", ["", "observation/"])
def test_so_are_those_of_programs(address: str) -> None:
    clinic = Clinic()
    appointment, _dose = clinic.vaccinated()
    assert Api(clinic.nurse).get(f"appointments/{appointment.pk}/{address}").status_code == 200
    assert readings(appointment) == 1


def test_a_citizens_own_reading_is_none() -> None:
    clinic = Clinic()
    appointment = clinic.expect()
    citizen = Api(make.make_account(appointment.person))
    assert citizen.get(f"appointments/{appointment.pk}/").json()["presence_code"] == appointment.presence_code
    assert readings(appointment) == 0


def test_staff_do_not_learn_the_code_that_proves_a_visit() -> None:
    clinic = Clinic()
    appointment = clinic.expect()
    api = Api(clinic.nurse)
    assert api.get(f"appointments/{appointment.pk}/").json()["presence_code"] == ""
    assert api.post(f"appointments/{appointment.pk}/confirm/").json()["presence_code"] == ""


def test_a_name_in_a_message_leaves_the_server_in_the_page_only() -> None:
    clinic = Clinic()
    appointment, _dose = clinic.vaccinated(minutes_ago=40)
    browser = browser_of(clinic.nurse)
    done = browser.post(f"/clinic/appointments/{appointment.pk}/release/", {"note": ""})
    assert done.status_code == 302
    assert set(done.cookies) <= {"sessionid", "csrftoken"}
    assert appointment.person.full_name in browser.get(done.url).content.decode()
