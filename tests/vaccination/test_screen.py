"""Screening: the form proposes, the screener decides."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hssk.refusals import Invalid, Refused
from tests import factories as make
from tests.vaccination.clinic import HEALTHY, Clinic
from vaccination.planning.models import Appointment
from vaccination.schedules.models import ScreeningForm, ScreeningItem
from vaccination.schedules.screening import abnormal_signs, declared, proposed
from vaccination.visits.models import Screening
from vaccination.visits.screen import screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic()


def screened(clinic: Clinic, appointment: Appointment, *yes: str, **more: Any) -> Screening:
    values = {"answers": clinic.no_to_all(appointment, *yes), "vital_signs": HEALTHY} | more
    row, _new = screen(id=uuid.uuid4(), appointment=appointment, **values, by=clinic.screener)
    return row


def test_all_no_is_fit(clinic: Clinic) -> None:
    appointment = clinic.arrived()
    row = screened(clinic, appointment)
    assert (row.form.code, row.proposed, row.outcome, appointment.state) == ("5785", "eligible", "eligible", "screened")


@pytest.mark.parametrize(
    ("yes", "outcome", "state"),
    [
        (["6"], "caution", "screened"),
        (["2"], "defer", "deferred"),
        (["4"], "emergency_site", "referred"),
        (["1", "2", "6"], "contraindicated", "contraindicated"),
        (["2", "4"], "defer", "deferred"),
    ],
)
def test_the_most_severe_answer_decides(clinic: Clinic, yes: list[str], outcome: str, state: str) -> None:
    appointment = clinic.arrived()
    row = screened(clinic, appointment, *yes)
    assert (row.outcome, appointment.state) == (outcome, state)


def test_where_emergency_care_is_at_hand_they_are_vaccinated() -> None:
    clinic = Clinic(facility_fields={"emergency_care": True})
    appointment = clinic.arrived()
    screened(clinic, appointment, "4")
    assert appointment.state == "screened"


def test_a_child_with_a_heart_disease_goes_to_hospital(clinic: Clinic) -> None:
    child = make.make_person(birth_date=make.today() - timedelta(days=365 * 12 + 10))
    appointment = clinic.arrived(child)
    row = screened(clinic, appointment, "5")
    assert (row.form.code, row.outcome, appointment.state) == ("5002", "hospital", "referred")


@pytest.mark.parametrize(
    "sign",
    [
        {"temperature": 37.6},
        {"temperature": 35.4},
        {"pulse": 101},
        {"pulse": 59},
        {"systolic": 141},
        {"systolic": 89},
        {"diastolic": 91},
        {"breathing": 26},
    ],
)
def test_a_sign_out_of_range_answers_its_question(clinic: Clinic, sign: dict[str, float]) -> None:
    row = screened(clinic, clinic.arrived(), vital_signs=HEALTHY | sign)
    assert (row.answers["9"], row.proposed) == (True, "caution")


def test_signs_at_the_edge_are_normal() -> None:
    assert abnormal_signs({"temperature": 37.5, "pulse": 100, "systolic": 90, "diastolic": 60, "breathing": 25}) == []


def test_what_no_living_person_shows_is_a_slip(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as caught:
        screened(clinic, clinic.arrived(), vital_signs={"temperature": 368})
    assert list(caught.value.fields) == ["temperature"]


def test_open_questions_are_named(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as caught:
        screened(clinic, clinic.arrived(), answers={"1": False})
    assert {"2", "3a", "10"} <= set(caught.value.fields)
    assert "9" not in caught.value.fields


def test_a_question_of_another_form_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as caught:
        screened(clinic, clinic.arrived(), answers={"99": True}, outcome="eligible")
    assert list(caught.value.fields) == ["99"]


def test_a_screener_may_decide_otherwise_and_says_why(clinic: Clinic) -> None:
    appointment = clinic.arrived()
    with pytest.raises(Invalid) as caught:
        screened(clinic, appointment, "2", outcome="eligible")
    assert list(caught.value.fields) == ["override_reason"]
    row = screened(clinic, appointment, "2", outcome="eligible", override_reason="Sổ mũi nhẹ, không sốt")
    assert (row.proposed, row.outcome, appointment.state) == ("defer", "eligible", "screened")


def test_a_deferral_proposes_its_day_and_frees_the_seat(clinic: Clinic) -> None:
    appointment = clinic.arrived()
    row = screened(clinic, appointment, "2")
    assert row.deferred_until == make.today() + timedelta(days=14)
    stored = Appointment.objects.get(pk=appointment.pk)
    assert stored.deferred_until == row.deferred_until
    assert stored.slot
    assert stored.slot.taken == 0


def test_a_deferral_into_the_past_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as caught:
        screened(clinic, clinic.arrived(), "2", deferred_until=make.today())
    assert list(caught.value.fields) == ["deferred_until"]


def test_the_same_form_sent_again_is_the_first(clinic: Clinic) -> None:
    appointment, an_id = clinic.arrived(), uuid.uuid4()
    values = {"answers": clinic.no_to_all(appointment), "vital_signs": HEALTHY}
    first, _new = screen(id=an_id, appointment=appointment, **values, by=clinic.screener)
    again, new = screen(id=an_id, appointment=appointment, **values, by=clinic.screener)
    assert (again, new) == (first, False)


def test_nobody_is_screened_before_the_door(clinic: Clinic) -> None:
    with pytest.raises(Refused):
        screened(clinic, clinic.expect())


def test_the_declaration_fills_the_form_but_not_what_is_unknown(clinic: Clinic) -> None:
    items = list(ScreeningForm.objects.get(code="5785").items.all())
    found = declared(items, {"6": "yes", "12": "no", "11": "unknown"})
    assert (found["2"], found["6"]) == (True, False)
    assert "7" not in found


def test_nothing_said_is_fit() -> None:
    assert proposed([], {}) == "eligible"


def test_answers_are_sealed_in_the_database(clinic: Clinic) -> None:
    from django.db import connection

    screened(clinic, clinic.arrived())
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM vaccination_screening")
        assert b"true" not in bytes(cursor.fetchone()[0])


def test_another_outcome_than_proposed_says_why(clinic: Clinic) -> None:
    row = screened(clinic, clinic.arrived())
    with pytest.raises(IntegrityError, match="another_outcome_than_proposed_says_why"), transaction.atomic():
        Screening.objects.filter(pk=row.pk).update(outcome="caution")


def test_a_deferral_says_until_when(clinic: Clinic) -> None:
    row = screened(clinic, clinic.arrived(), "2")
    with pytest.raises(IntegrityError, match="a_deferral_says_until_when"), transaction.atomic():
        Screening.objects.filter(pk=row.pk).update(deferred_until=None)


def test_screening_consequence_is_known_and_one_item_per_form_and_code(policy: None) -> None:
    with pytest.raises(IntegrityError, match="screening_consequence_is_known"), transaction.atomic():
        ScreeningItem.objects.update(consequence="maybe")
    item = ScreeningItem.objects.all()[0]
    item.pk = None
    with pytest.raises(IntegrityError, match="one_item_per_form_and_code"), transaction.atomic():
        item.save(force_insert=True)


def post(client: Client, appointment: Appointment, **given: str) -> Any:
    values = {"id": str(uuid.uuid4()), "temperature": "36,8", "rest": "no"}
    return client.post(reverse("visits:screening", args=[appointment.pk]), values | given)


def test_the_page_goes_on_when_all_is_well_and_stops_when_not(clinic: Clinic) -> None:
    client = Client()
    client.force_login(clinic.nurse)
    well, ill = clinic.arrived(), clinic.arrived()
    assert post(client, well)["Location"] == reverse("visits:dose", args=[well.pk])
    stop = post(client, ill, q_2="yes")
    assert "Trì hoãn tiêm chủng" in stop.content.decode()
    assert not Screening.objects.filter(appointment=ill).exists()
    until = (make.today() + timedelta(days=10)).strftime("%d/%m/%Y")
    done = post(client, ill, q_2="yes", outcome="defer", deferred_until=until)
    assert done["Location"] == reverse("visits:board", args=[clinic.session.pk])
    assert Screening.objects.get(appointment=ill).outcome == "defer"


def test_what_was_left_open_is_named_on_the_page_and_nothing_is_lost(clinic: Clinic) -> None:
    client, appointment = Client(), clinic.arrived()
    client.force_login(clinic.screener)
    answer = post(client, appointment, rest="", pulse="76")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Chọn Có hoặc Không" in page
    assert 'value="36,8"' in page
