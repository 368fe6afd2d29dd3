"""The API describes itself completely."""

from typing import Any

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

# The design's table: what the web pages can do, the API can do, under these names.
PROMISED = [
    *("auth/otp/", "auth/otp/verify/", "auth/staff/", "me/people/", "me/appointments/", "me/messages/"),
    *("registrations/", "people/{}/doses/", "people/{}/access-log/", "areas/", "facilities/", "campaigns/"),
    *("appointments/{}/confirm/", "appointments/{}/cancel/", "appointments/{}/reschedule/"),
    *("vaccines/", "lots/", "sessions/", "campaigns/{}/plans/", "plans/{}/", "plans/{}/publish/", "coverage/"),
    *("sessions/{}/appointments/", "appointments/{}/check-in/", "appointments/{}/screening/"),
    *("appointments/{}/dose/", "appointments/{}/observation/", "doses/", "imports/", "public/coverage/"),
]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_schema_is_valid_and_says_nothing_twice() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


@pytest.mark.parametrize("path", PROMISED)
def test_what_the_design_promises_is_there(schema: dict[str, Any], path: str) -> None:
    shapes = {
        "/".join("{}" if part.startswith("{") else part for part in known.split("/")) for known in schema["paths"]
    }
    assert f"/api/v1/{path}" in shapes


def test_every_write_documents_how_it_refuses(schema: dict[str, Any]) -> None:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            answers = set(operation["responses"])
            assert answers & {"200", "201", "202"}, (method, path)
            if method == "post" and "requestBody" in operation:
                assert "400" in answers, (method, path)


def test_programs_learn_how_to_sign_in(schema: dict[str, Any]) -> None:
    assert schema["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
