"""GET and POST me/people/."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from registration.people.models import EthnicGroup, Person
from registration.sign_in.models import CitizenAccount
from tests.factories import make_commune
from tests.registration.conftest import new_person

pytestmark = pytest.mark.django_db
Api = Callable[[Any], APIClient]


def test_the_api_adds_and_lists_my_people(api: Api, citizen: CitizenAccount) -> None:
    make_commune()
    sent = new_person(id=str(uuid.uuid4()), sex="male")
    client = api(citizen)

    first, again = (client.post("/api/v1/me/people/", sent, format="json") for _time in range(2))

    assert (first.status_code, again.status_code) == (201, 200), first.json()
    assert first.json() == again.json()
    assert first.json()["documents"] == [{"kind": "cccd", "number": "0171******23"}]
    assert first.json()["doubts"] == ["cccd_sex_mismatch"]
    assert client.get("/api/v1/me/people/").json()["results"] == [first.json()]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"commune": "99999"}, "commune"),
        ({"relationship": "boss"}, "relationship"),
        ({"birth_date": "1985-02-30"}, "birth_date"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"full_name": "123"}, "full_name"),
        ({"documents": [{"kind": "cccd", "number": "1"}]}, "documents"),
        ({"ethnic_group": "98"}, "ethnic_group"),
    ],
)
def test_the_api_names_the_wrong_field(api: Api, citizen: CitizenAccount, changed: dict[str, Any], field: str) -> None:
    make_commune()
    answer = api(citizen).post("/api/v1/me/people/", new_person(**changed), format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_an_ethnic_group_is_kept_when_given(api: Api, citizen: CitizenAccount) -> None:
    make_commune()
    EthnicGroup.objects.create(code="04", name="Mường")
    api(citizen).post("/api/v1/me/people/", new_person(ethnic_group="04"), format="json")
    assert Person.objects.get().ethnic_group_id == "04"
