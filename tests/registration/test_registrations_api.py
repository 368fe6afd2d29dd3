"""POST and GET registrations/: the answer, its repetition, refusals beside the field, the cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from hssk.audit.models import AuditEntry
from notifications.outbox.models import Message
from registration.campaigns.models import Campaign
from registration.registrations.models import Registration
from registration.sign_in.models import CitizenAccount
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
