"""Errors of the API have one shape."""

import pytest
from django.test import Client, RequestFactory
from rest_framework.exceptions import NotFound, Throttled, ValidationError

from hssk.api.problems import problem_details
from hssk.refusals import Invalid, NotYours, Refused
from hssk.site import server_error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused("Không được."), 409),
        (Invalid("Sai.", fields={"phone": "Sai số."}), 400),
        (NotYours("Không thấy."), 404),
        (ValidationError({"person": {"birth_date": ["Sai ngày."]}}), 400),
        (NotFound(), 404),
        (Throttled(wait=5), 429),
    ],
)
def test_every_error_is_a_problem_with_its_own_status(error: Exception, status: int) -> None:
    answer = problem_details(error, {})
    assert answer is not None
    assert answer.status_code == answer.data["status"] == status
    assert {"type", "title", "status", "detail"} <= set(answer.data)
    assert answer.content_type == "application/problem+json"


def test_nested_fields_are_named_by_their_path() -> None:
    answer = problem_details(ValidationError({"person": {"birth_date": ["Sai ngày."]}}), {})
    assert answer is not None
    assert answer.data["errors"] == {"person.birth_date": ["Sai ngày."]}


def test_what_is_no_refusal_is_not_swallowed() -> None:
    assert problem_details(ZeroDivisionError(), {}) is None


@pytest.mark.django_db
def test_broken_json_is_a_problem_too(client: Client) -> None:
    answer = client.post("/api/v1/auth/staff/", "{broken", content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["title"] == "Invalid request"


def test_an_unknown_api_address_is_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/khong-co/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_fault_tells_programs_nothing_but_that_it_is_one(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/api/v1/registrations/"))
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
