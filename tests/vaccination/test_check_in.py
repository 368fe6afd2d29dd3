"""The door: who came, and how we know."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from hssk.refusals import Invalid, Refused
from tests import factories as make
from tests.vaccination.clinic import Clinic
from vaccination.visits.check_in import check_in
from vaccination.visits.models import CheckIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic()


def test_the_right_code_of_the_invitation_is_noted(clinic: Clinic) -> None:
    appointment = clinic.expect()
    row, new = check_in(
        appointment=appointment, identity="document", presence_code=appointment.presence_code, by=clinic.nurse
    )
    assert (new, row.code_shown, appointment.state) == (True, True, "checked_in")


def test_without_a_code_one_may_come_all_the_same(clinic: Clinic) -> None:
    row, _new = check_in(appointment=clinic.expect(), identity="known", by=clinic.nurse)
    assert not row.code_shown


def test_a_wrong_code_is_said_beside_the_field(clinic: Clinic) -> None:
    appointment = clinic.expect(presence_code="1234")
    with pytest.raises(Invalid) as caught:
        check_in(appointment=appointment, identity="document", presence_code="4321", by=clinic.nurse)
    assert (caught.value.code, list(caught.value.fields)) == ("wrong_presence_code", ["presence_code"])
    assert not CheckIn.objects.exists()


def test_coming_twice_is_once(clinic: Clinic) -> None:
    appointment = clinic.expect()
    first, _new = check_in(appointment=appointment, identity="document", by=clinic.nurse)
    again, new = check_in(appointment=appointment, identity="known", by=clinic.screener)
    assert (again, new, again.identity) == (first, False, "document")


def test_late_is_not_never(clinic: Clinic) -> None:
    appointment = clinic.expect(state="missed")
    check_in(appointment=appointment, identity="document", by=clinic.nurse)
    assert appointment.state == "checked_in"


@pytest.mark.parametrize("state", ["cancelled", "declined", "deferred"])
def test_an_appointment_that_is_over_is_not_checked_in(clinic: Clinic, state: str) -> None:
    with pytest.raises(Refused):
        check_in(appointment=clinic.expect(state=state), identity="document", by=clinic.nurse)


def test_a_closed_session_takes_nobody(clinic: Clinic) -> None:
    appointment = clinic.expect()
    clinic.session.state = appointment.session.state = "closed"
    clinic.session.save(update_fields=["state"])
    with pytest.raises(Refused) as caught:
        check_in(appointment=appointment, identity="document", by=clinic.nurse)
    assert caught.value.code == "session_not_open"


def test_identity_check_is_known(clinic: Clinic) -> None:
    clinic.arrived()
    with pytest.raises(IntegrityError, match="identity_check_is_known"), transaction.atomic():
        CheckIn.objects.update(identity="guessed")


def test_the_page_leads_on_to_screening_and_keeps_a_wrong_code(clinic: Clinic) -> None:
    client, appointment = Client(), clinic.expect(presence_code="1234")
    client.force_login(clinic.nurse)
    url = reverse("visits:check_in", args=[appointment.pk])
    wrong = client.post(url, {"identity": "known", "presence_code": "9999"})
    assert wrong.status_code == 400
    assert 'value="9999"' in wrong.content.decode()
    right = client.post(url, {"identity": "known", "presence_code": "1234"})
    assert right["Location"] == reverse("visits:screening", args=[appointment.pk])


def test_doubts_are_shown_before_the_injection(clinic: Clinic) -> None:
    client = Client()
    client.force_login(clinic.nurse)
    appointment = clinic.expect(make.make_person(doubts=["cccd_birth_mismatch"]))
    page = client.get(reverse("visits:check_in", args=[appointment.pk])).content.decode()
    assert "Năm sinh khác với năm trong số CCCD" in page


@pytest.mark.django_db(transaction=True)
def test_two_at_the_door_check_in_one_person_once() -> None:
    clinic = Clinic()
    appointment = clinic.expect()
    gate, outcomes = threading.Barrier(2), []

    def come() -> None:
        try:
            mine = type(appointment).objects.select_related("session", "person", "registration").get(pk=appointment.pk)
            gate.wait()
            outcomes.append(check_in(appointment=mine, identity="document", by=clinic.nurse))
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new for _row, new in outcomes) == [False, True]
    assert CheckIn.objects.count() == 1


def test_the_code_cannot_be_found_by_trying() -> None:
    clinic = Clinic()
    appointment = clinic.expect(presence_code="1234")

    def said(code: str) -> str:
        with pytest.raises(Refused) as refused:
            check_in(appointment=appointment, identity="known", presence_code=code, by=clinic.nurse)
        return refused.value.code

    assert [said(f"000{number}") for number in range(5)] == ["wrong_presence_code"] * 5
    assert said("1234") == "too_often"
    _row, new = check_in(appointment=appointment, identity="known", by=clinic.nurse)
    assert new
