"""What every answer tells browsers not to do, and requests that nobody should read."""

import pytest
from django.conf import settings
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from hssk.accounts.tokens import issue_token
from hssk.measures import REQUESTS
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/staff/sign-in/", "/api/v1/campaigns/", "/nirgendwo/"])
def test_nothing_inline_and_nothing_of_others_is_run_on_any_page(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_the_page_of_the_api_runs_nothing_inline(client: Client) -> None:
    page = client.get("/api/docs/")
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert b"<script>" not in page.content


def test_pages_of_whoever_is_signed_in_stay_in_no_cache(client: Client) -> None:
    client.force_login(make.make_staff())
    for address in ("/office/", "/office/coverage/", "/office/lists/", "/office/sessions/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address


def test_pages_of_citizens_stay_in_no_cache(client: Client) -> None:
    session = client.session
    session["citizen"] = str(make.make_account(make.make_person()).pk)
    session.save()
    for address in ("/me/", "/me/people/", "/register/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address


def test_answers_to_a_token_stay_in_no_cache(client: Client) -> None:
    headers = {"Authorization": f"Bearer {issue_token(make.make_account())}"}
    assert "no-store" in client.get("/api/v1/me/people/", headers=headers).headers["Cache-Control"]


def test_what_everybody_may_see_may_be_kept(client: Client) -> None:
    make.make_campaign()
    assert client.get("/api/v1/public/coverage/").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("address", ["/register/?campaign=%00", "/office/plans/?x=%00", "/register/%00/"])
def test_an_address_with_a_nul_is_a_bad_request(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


def test_to_programs_it_is_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/campaigns/%00/")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_body_too_large_for_memory_is_not_read(client: Client) -> None:
    body = b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = client.post("/api/v1/auth/otp/", body, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json()["status"] == 413


def test_methods_that_strangers_invent_are_counted_as_one(client: Client) -> None:
    client.generic("STRANGE", "/")
    assert "STRANGE" not in {sample.labels.get("method") for each in REQUESTS.collect() for sample in each.samples}


def test_every_list_says_that_a_cursor_may_be_wrong() -> None:
    for path, methods in SchemaGenerator().get_schema(request=None, public=True)["paths"].items():
        assert "400" in methods.get("get", {"responses": ["400"]})["responses"], path
