"""POST and GET registrations/: the answer, its repetition, refusals beside the field, the cost."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from hssk.audit.models import AuditEntry
from notifications.outbox.models import Message
from registration.campaigns.models import Campaign
from registration.people.guardians import look_after
from registration.people.models import Person
from registration.registrations.models import Registration
from registration.sign_in.models import CitizenAccount
from tests.factories import make_commune, make_group, make_person, make_registration, make_staff
from tests.registration.conftest import body_of, new_person

pytestmark = pytest.mark.django_db
Api = Callable[[Any], APIClient]
URL = "/api/v1/registrations/"


def test_a_new_person_is_registered_in_one_request(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    response = api(citizen).post(URL, body_of(campaign), format="json")

    assert response.status_code == 201, response.json()
    answer = response.json()
    registration = Registration.objects.get(pk=answer["id"])
    assert answer["number"] == registration.number
    assert answer["state"] == "submitted"
    assert answer["person"] == {"id": str(registration.person_id), "full_name": "Bùi Thị Hòa"}
    assert (answer["group"], answer["doubts"], answer["consent_version"]) == ("9", [], "2026-01")
    assert registration.declaration["3"] == "no"
    assert registration.person.phone == citizen.phone
    assert Message.objects.get().values["number"] == registration.number
    verbs = set(AuditEntry.objects.filter(person_id=registration.person_id).values_list("verb", flat=True))
    assert verbs == {"person.added", "person.guardian_added", "registration.submitted"}


def test_a_registration_costs_few_statements(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    client = api(citizen)
    client.post(URL, body_of(campaign), format="json")
    other = body_of(campaign, person=new_person(full_name="Bùi Văn Tâm", documents=[], relationship="other"))
    with CaptureQueriesContext(
        connection,
    ) as spent:
        assert client.post(URL, other, format="json").status_code == 201
    statements = [query["sql"] for query in spent if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 12, "\n".join(statements)


def test_sending_again_returns_the_first_result(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    client, body = api(citizen), body_of(campaign, id=str(uuid.uuid4()))
    first, again = (client.post(URL, body, format="json") for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Registration.objects.count() == Person.objects.count() == 1


def test_an_idempotency_key_does_the_same(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    client = api(citizen)
    answers = [
        client.post(URL, body_of(campaign), format="json", headers={"Idempotency-Key": "abc"}) for _time in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["id"] == answers[1].json()["id"]


def test_somebody_looked_after_is_registered_by_id(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    person = make_person()
    look_after(account=citizen, person=person, relationship="parent", by=citizen)
    answer = api(citizen).post(URL, body_of(campaign, person={"id": str(person.pk)}), format="json")
    assert (answer.status_code, answer.json()["person"]["id"]) == (201, str(person.pk))


def test_a_person_is_registered_once_in_a_campaign(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    client = api(citizen)
    person = client.post(URL, body_of(campaign), format="json").json()["person"]["id"]
    answer = client.post(URL, body_of(campaign, person={"id": person}), format="json")
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:hssk:problem:already_registered"
    assert "đã đăng ký" in answer.json()["detail"]


def test_a_strangers_person_is_404(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    body = body_of(campaign, person={"id": str(make_person().pk)})
    assert api(citizen).post(URL, body, format="json").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"campaign": "nothing"}, "campaign"),
        ({"group": "99"}, "group"),
        ({"group": None}, "group"),
        ({"person": {}}, "person.full_name"),
        ({"person": new_person(commune="99999")}, "person.commune"),
        ({"person": new_person(birth_date="2020-01-01")}, "person.birth_date"),
        ({"person": new_person(birth_date="hôm qua")}, "person.birth_date"),
        ({"person": new_person(full_name="H0a")}, "person.full_name"),
        ({"person": new_person(phone="12")}, "person.phone"),
        ({"person": new_person(documents=[{"kind": "cccd", "number": "01718500012"}])}, "person.documents"),
        ({"person": new_person(relationship="boss")}, "person.relationship"),
        ({"wished_on": "2020-01-01"}, "wished_on"),
        ({"wished_shift": "night"}, "wished_shift"),
        ({"declaration": {"1": "no"}}, "declaration.2"),
        ({"declaration": {"1": "perhaps"}}, "declaration.1"),
        ({"consent": {"version": "2026-01", "agreed": False}}, "consent"),
        ({"consent": {"version": "2021-07", "agreed": True}}, "consent.version"),
        ({"id": "not-a-uuid"}, "id"),
    ],
)
def test_the_wrong_field_is_named(
    api: Api, citizen: CitizenAccount, campaign: Campaign, changed: dict[str, Any], field: str
) -> None:
    answer = api(citizen).post(URL, body_of(campaign, **changed), format="json")
    assert answer.status_code == 400, answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert field in answer.json()["errors"]
    assert not Registration.objects.exists()
    assert not Person.objects.exists()


def test_missing_consent_is_said(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    body = body_of(campaign)
    del body["consent"]
    assert "consent" in api(citizen).post(URL, body, format="json").json()["errors"]


def test_a_number_for_a_group_is_as_good_as_its_text(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    assert api(citizen).post(URL, body_of(campaign, group=9), format="json").json()["group"] == "9"


def test_a_closed_campaign_is_409(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    Campaign.objects.update(registration_open=False)
    answer = api(citizen).post(URL, body_of(campaign), format="json")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hssk:problem:campaign_closed")


@pytest.mark.parametrize("body", ["[]", '"x"', "{", "null"])
def test_garbage_is_400(api: Api, citizen: CitizenAccount, body: str) -> None:
    assert api(citizen).post(URL, body, content_type="application/json").status_code == 400


def test_only_citizens_register(api: Api, campaign: Campaign) -> None:
    assert APIClient().post(URL, body_of(campaign), format="json").status_code == 401
    assert api(make_staff()).post(URL, body_of(campaign), format="json").status_code == 403


def test_everyone_sees_their_own(
    api: Api, citizen: CitizenAccount, stranger: CitizenAccount, campaign: Campaign
) -> None:
    made = api(citizen).post(URL, body_of(campaign), format="json").json()
    assert api(citizen).get(URL).json()["results"] == [made]
    assert api(citizen).get(f"{URL}{made['id']}/").json() == made
    assert api(stranger).get(URL).json()["results"] == []
    assert api(stranger).get(f"{URL}{made['id']}/").status_code == 404
    assert api(stranger).post(f"{URL}{made['id']}/withdraw/").status_code == 404
    assert not AuditEntry.objects.filter(verb="record.read").exists()


def test_a_registration_is_withdrawn(api: Api, citizen: CitizenAccount, campaign: Campaign) -> None:
    made = api(citizen).post(URL, body_of(campaign), format="json").json()
    answer = api(citizen).post(f"{URL}{made['id']}/withdraw/")
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")


def test_an_officer_sees_their_commune_and_the_reading_is_noted(api: Api, campaign: Campaign) -> None:
    here = make_registration(make_person(area=make_commune()), campaign, group=make_group(campaign, "3"))
    there = make_registration(make_person(area=make_commune("Xã Pà Cò", "05245")), campaign, state="withdrawn")
    officer, province = make_staff("commune_officer", here.person.area), make_staff()

    def numbers(client: APIClient, query: str = "") -> set[str]:
        return {row["number"] for row in client.get(URL + query).json()["results"]}

    assert numbers(api(officer)) == {here.number}
    assert AuditEntry.objects.get(verb="record.read").person_id == here.person_id
    office = api(province)
    assert numbers(office) == {here.number, there.number}
    assert numbers(office, "?state=withdrawn") == {there.number}
    assert numbers(office, "?group=3") == {here.number}
    assert numbers(office, "?area=05245") == {there.number}
    assert numbers(office, f"?area=25&campaign={campaign.code}") == {here.number, there.number}
    assert office.get(f"{URL}?state=lost").status_code == 400
    assert office.get(f"{URL}?area=99999").status_code == 400
    assert api(officer).get(f"{URL}{there.pk}/").status_code == 404


def test_the_list_costs_the_same_for_two_as_for_one(
    api: Api, campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    for _row in range(3):
        make_registration(campaign=campaign)
    client = api(make_staff())
    with django_assert_max_num_queries(6):
        client.get(URL)
