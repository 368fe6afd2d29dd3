"""The thin path through the API: check in, screen, vaccinate, release; and who may do what."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hssk.accounts.roles import Role
from hssk.audit.models import AuditEntry
from registration.people.models import Person
from tests import factories as make
from tests.vaccination.clinic import HEALTHY, Api, Clinic
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment
from vaccination.stock.models import StockBalance
from vaccination.visits.models import Observation

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic()


def test_from_the_door_to_the_way_home(clinic: Clinic) -> None:
    appointment = clinic.expect()
    api, path = Api(clinic.nurse), f"appointments/{appointment.pk}"
    code = appointment.presence_code
    arrived = api.post(f"{path}/check-in/", {"identity": "document", "presence_code": code})
    assert (arrived.status_code, arrived.json()["state"]) == (201, "checked_in")
    form = api.get(f"{path}/screening/").json()
    answers = {item["code"]: False for item in form["items"]}
    screened = api.post(f"{path}/screening/", {"answers": answers, "vital_signs": HEALTHY})
    assert (screened.status_code, screened.json()["outcome"]) == (201, "eligible")
    dose = api.post(f"{path}/dose/", {"id": str(uuid.uuid4())})
    assert (dose.status_code, dose.json()["number"], dose.json()["vaccine"]) == (201, 1, "PFZ")
    assert api.get(f"{path}/observation/").json()["released_at"] is None
    early = api.post(f"{path}/observation/")
    assert (early.status_code, early.json()["type"]) == (409, "urn:hssk:problem:leaving_early_says_why")
    assert api.post(f"{path}/observation/", {"note": "có người nhà là y tá theo dõi"}).status_code == 201
    appointment.refresh_from_db()
    assert appointment.state == "observed"
    assert StockBalance.objects.get(lot=clinic.lot).doses == 99


def test_the_injection_takes_at_most_fourteen_statements(
    clinic: Clinic, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first, appointment = clinic.screened(), clinic.screened()
    api = Api(clinic.nurse)
    api.post(f"appointments/{first.pk}/dose/", {"id": str(uuid.uuid4())})
    # Two more for the savepoint that stands for the transaction inside a test.
    with django_assert_max_num_queries(14 + 2) as counted:
        answer = api.post(f"appointments/{appointment.pk}/dose/", {"id": str(uuid.uuid4())})
    assert answer.status_code == 201
    assert len([one for one in counted if "SAVEPOINT" not in one["sql"]]) <= 14


def test_the_same_injection_sent_again_is_answered_with_the_first(clinic: Clinic) -> None:
    appointment, body = clinic.screened(), {"id": str(uuid.uuid4())}
    api = Api(clinic.nurse)
    first = api.post(f"appointments/{appointment.pk}/dose/", body)
    again = api.post(f"appointments/{appointment.pk}/dose/", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_another_injection_for_the_same_appointment_says_who_gave_it(clinic: Clinic) -> None:
    appointment, _dose = clinic.vaccinated()
    answer = Api(clinic.nurse).post(f"appointments/{appointment.pk}/dose/", {"id": str(uuid.uuid4())})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hssk:problem:already_given")
    assert clinic.nurse.full_name in answer.json()["detail"]


def test_nobody_is_vaccinated_before_screening(clinic: Clinic) -> None:
    answer = Api(clinic.nurse).post(f"appointments/{clinic.arrived().pk}/dose/")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hssk:problem:not_screened")


def test_a_screener_does_not_vaccinate(clinic: Clinic) -> None:
    assert Api(clinic.screener).post(f"appointments/{clinic.screened().pk}/dose/").status_code == 403


def test_a_clerk_does_not_screen(clinic: Clinic) -> None:
    clerk = make.make_clinician(clinic.facility, Role.DATA_CLERK)
    body = {"answers": {}, "outcome": "eligible"}
    assert Api(clerk).post(f"appointments/{clinic.arrived().pk}/screening/", body).status_code == 403


@pytest.mark.parametrize("step", ["check-in", "screening", "dose", "observation"])
def test_a_vaccinator_elsewhere_finds_no_such_appointment(clinic: Clinic, step: str) -> None:
    appointment = clinic.expect()
    assert Api(clinic.stranger).post(f"appointments/{appointment.pk}/{step}/").status_code == 404


def test_an_official_does_not_work_in_sessions(clinic: Clinic) -> None:
    official = make.make_staff(Role.PROVINCIAL_OFFICER)
    assert Api(official).post(f"appointments/{clinic.expect().pk}/check-in/").status_code == 403


def test_another_lot_of_the_day_and_another_vaccinator(clinic: Clinic) -> None:
    lot, other = clinic.stock("PFZ"), make.make_clinician(clinic.facility, full_name="Bùi Thị Kim")
    body = {"lot": str(lot.pk), "vaccinator": str(other.pk), "body_site": "right_arm"}
    answer = Api(clinic.nurse).post(f"appointments/{clinic.screened().pk}/dose/", body)
    assert answer.status_code == 201
    dose = Dose.objects.get()
    assert (dose.lot, dose.vaccinator, dose.recorded_by) == (lot, other, clinic.nurse)


def test_a_vaccinator_from_elsewhere_cannot_be_named(clinic: Clinic) -> None:
    body = {"vaccinator": str(clinic.stranger.pk)}
    answer = Api(clinic.nurse).post(f"appointments/{clinic.screened().pk}/dose/", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["vaccinator"])


def new_person(**changes: object) -> dict[str, object]:
    person: dict[str, object] = {
        "full_name": "Khà Văn Mới",
        "birth_date": "1990-05-06",
        "sex": "male",
        "commune": "05200",
        "documents": [{"kind": "cccd", "number": "017090123456"}],
        "phone": "0912345678",
    }
    return person | changes


def test_a_dose_of_somebody_new_adds_the_person_once(clinic: Clinic) -> None:
    body = {
        "id": str(uuid.uuid4()), "session": str(clinic.session.pk), "lot": str(clinic.lot.pk), "person": new_person()
    }  # fmt: skip
    api = Api(clinic.nurse)
    answers = [api.post("doses/", body), api.post("doses/", body)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert Person.objects.filter(full_name="Khà Văn Mới").count() == 1


def test_a_dose_at_a_facility_finds_its_campaign(clinic: Clinic) -> None:
    body = {"facility": clinic.facility.code, "lot": str(clinic.lot.pk), "person": new_person()}
    assert Api(clinic.nurse).post("doses/", body).status_code == 201
    assert Dose.objects.get().campaign == clinic.campaign


def test_a_dose_in_a_session_elsewhere_is_not_recorded(clinic: Clinic) -> None:
    body = {"session": str(clinic.session.pk), "lot": str(clinic.lot.pk), "person": new_person()}
    assert Api(clinic.stranger).post("doses/", body).status_code == 404
    assert Api(clinic.screener).post("doses/", body).status_code == 403


def test_what_is_missing_of_a_person_is_named(clinic: Clinic) -> None:
    body = {"session": str(clinic.session.pk), "lot": str(clinic.lot.pk), "person": {"full_name": "A"}}
    answer = Api(clinic.nurse).post("doses/", body)
    assert answer.status_code == 400
    assert {"person.birth_date", "person.sex", "person.commune"} <= set(answer.json()["errors"])


def test_a_dose_recorded_past_the_appointment_settles_it(clinic: Clinic) -> None:
    waiting, ready = clinic.expect(), clinic.screened()
    api = Api(clinic.nurse)
    for appointment in (waiting, ready):
        person = {"id": str(appointment.person_id)}
        body = {"session": str(clinic.session.pk), "lot": str(clinic.lot.pk), "person": person}
        assert api.post("doses/", body).status_code == 201
    states = dict(Appointment.objects.values_list("pk", "state"))
    assert (states[waiting.pk], states[ready.pk]) == ("cancelled", "vaccinated")
    assert Observation.objects.get().appointment == ready


def test_a_refusal_is_a_problem_with_its_fact(clinic: Clinic) -> None:
    person = make.make_person()
    api, path = Api(clinic.nurse), "doses/"
    body = {"facility": clinic.facility.code, "lot": str(clinic.lot.pk), "person": {"id": str(person.pk)}}
    ago = (timezone.now() - timedelta(days=12)).isoformat()
    assert api.post(path, body | {"given_at": ago}).status_code == 201
    answer = api.post(path, body)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hssk:problem:too_early")
    assert "tối thiểu 21 ngày" in answer.json()["detail"]


def test_history_is_for_guardians_and_staff_of_the_place_and_reading_is_logged(clinic: Clinic) -> None:
    appointment, dose = clinic.vaccinated()
    path = f"people/{appointment.person_id}/doses/"
    guardian = make.make_account(appointment.person)
    for reader in (guardian, clinic.nurse):
        answer = Api(reader).get(path)
        assert [one["id"] for one in answer.json()["results"]] == [str(dose.pk)]
    for outsider in (make.make_account(), clinic.stranger):
        assert Api(outsider).get(path).status_code == 404
    assert AuditEntry.objects.filter(verb="record.read", detail__reason="dose_history").count() == 1


def test_the_sessions_list_is_for_those_who_work_there(clinic: Clinic) -> None:
    clinic.expect(make.make_person("Nguyễn Thị Hòa"))
    clinic.expect(make.make_person("Trần Văn Nam"))
    path = f"sessions/{clinic.session.pk}/appointments/"
    assert len(Api(clinic.nurse).get(path).json()["results"]) == 2
    found = Api(clinic.nurse).post(f"{path}search/", {"q": "hoa nguyen"}).json()["results"]
    assert [row["person"]["full_name"] for row in found] == ["Nguyễn Thị Hòa"]
    assert Api(clinic.stranger).get(path).status_code == 404


def test_vaccines_and_lots_with_what_is_left(clinic: Clinic) -> None:
    api = Api(clinic.nurse)
    assert len(api.get("vaccines/").json()["results"]) == 8
    lots = api.get("lots/").json()["results"]
    assert lots[0]["balances"] == [{"facility": str(clinic.facility.pk), "doses": 100}]
    assert Api(clinic.stranger).get("lots/").json()["results"][0]["balances"] == []


def test_stock_is_managed_by_heads_and_officials(clinic: Clinic) -> None:
    head = make.make_clinician(clinic.facility, Role.FACILITY_HEAD)
    lot = {"id": str(uuid.uuid4()), "vaccine": "AZ", "number": "abx1", "expires_on": "2027-01-31"}
    assert Api(clinic.nurse).post("lots/", lot).status_code == 403
    assert [Api(head).post("lots/", lot).status_code for _again in range(2)] == [201, 200]
    delivery = {"id": str(uuid.uuid4()), "facility": clinic.facility.code, "lot": lot["id"], "doses": 60}
    assert [Api(head).post("deliveries/", delivery).status_code for _again in range(2)] == [201, 200]
    assert StockBalance.objects.get(lot=lot["id"]).doses == 60
