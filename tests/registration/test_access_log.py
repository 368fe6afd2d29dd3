"""Who looked at my record: only for those who look after the person."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from hssk.audit.record import record_reading
from registration.people.models import Person
from tests.factories import make_account, make_person, make_staff
from tests.registration.wizard_story import signed_in

pytestmark = pytest.mark.django_db
Api = Callable[[Any], APIClient]


def read_by_officer(person: Person) -> None:
    officer = make_staff("commune_officer", person.area, title="Cán bộ xã, Xã Mai Châu")
    record_reading([person.pk], reason="registration_list", by=officer)


def test_the_guardian_sees_date_organisation_and_reason(api: Api) -> None:
    person = make_person()
    read_by_officer(person)
    rows = api(make_account(person)).get(f"/api/v1/people/{person.pk}/access-log/").json()["results"]
    assert [(row["who"], row["verb"], row["words"], row["reason"]) for row in rows] == [
        ("Cán bộ xã, Xã Mai Châu", "record.read", "Xem hồ sơ", "danh sách đăng ký của địa bàn")
    ]


def test_entries_of_a_merged_person_are_shown_too(api: Api) -> None:
    person = make_person()
    read_by_officer(make_person(merged_into=person))
    assert len(api(make_account(person)).get(f"/api/v1/people/{person.pk}/access-log/").json()["results"]) == 1


def test_a_stranger_and_staff_are_refused(api: Api) -> None:
    person = make_person()
    url = f"/api/v1/people/{person.pk}/access-log/"
    assert api(make_account()).get(url).status_code == 404
    assert api(make_staff()).get(url).status_code == 403
    assert APIClient().get(url).status_code == 401


def test_the_page_shows_the_same() -> None:
    person = make_person()
    read_by_officer(person)
    page = signed_in(make_account(person)).get(f"/me/people/{person.pk}/access-log/")
    assert "Cán bộ xã, Xã Mai Châu" in page.content.decode()
    assert signed_in(make_account()).get(f"/me/people/{person.pk}/access-log/").status_code == 404
    assert signed_in(make_account(person)).get("/me/people/").status_code == 200
