"""Facilities: constraints, and the public list."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hssk.accounts.tokens import issue_token
from tests import factories
from vaccination.facilities.models import Catchment, Employment, Facility

pytestmark = pytest.mark.django_db


def bearer(principal: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(principal)}"}


def codes(client: Client, principal: Any, **query: str) -> set[str]:
    answer = client.get("/api/v1/facilities/", query, headers=bearer(principal))
    return {row["code"] for row in answer.json()["results"]}


def test_whoever_is_signed_in_lists_facilities_and_narrows_them_by_area(client: Client) -> None:
    here, there = factories.make_facility(), factories.make_facility(area=factories.make_commune("Xã Pà Cò", "05240"))
    serving = factories.make_facility("Bệnh viện", area=factories.make_commune("Xã Tân Mai", "05245"))
    Catchment.objects.create(facility=serving, area=here.area)
    for principal in (factories.make_staff(), factories.make_account()):
        assert codes(client, principal) == {here.code, there.code, serving.code}
        assert codes(client, principal, area="05200") == {here.code, serving.code}
        assert codes(client, principal, area="25") == {here.code, there.code, serving.code}


def test_strangers_and_unknown_areas_are_refused(client: Client) -> None:
    assert client.get("/api/v1/facilities/").status_code == 401
    answer = client.get("/api/v1/facilities/", {"area": "99999"}, headers=bearer(factories.make_staff()))
    assert answer.status_code == 400
    assert "area" in answer.json()["errors"]


def test_the_list_takes_three_statements(client: Client, django_assert_num_queries: Any) -> None:
    for _number in range(5):
        factories.make_facility()
    headers = bearer(factories.make_staff())
    with django_assert_num_queries(3):
        client.get("/api/v1/facilities/", headers=headers)


def broken(name: str) -> Any:
    return pytest.raises(IntegrityError, match=name)


def test_constraints_of_facilities() -> None:
    facility = factories.make_facility()
    rows = Facility.objects.filter(pk=facility.pk)
    with broken("facility_kind_is_known"), transaction.atomic():
        rows.update(kind="shop")
    day = factories.today()
    with broken("a_facility_closes_after_it_opens"), transaction.atomic():
        rows.update(opens_on=day, closes_on=day - timedelta(days=1))
    with broken("a_facility_serves_a_commune_once"), transaction.atomic():
        Catchment.objects.create(facility=facility, area=facility.area)


def test_constraint_one_live_employment_per_user_facility_and_role() -> None:
    facility = factories.make_facility()
    nurse = factories.make_clinician(facility)
    with broken("one_live_employment_per_user_facility_and_role"), transaction.atomic():
        Employment.objects.create(user=nurse, facility=facility, role="vaccinator")
