"""Staff sign-in, by page and by API."""

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from hssk.accounts.models import AccessToken, User
from hssk.accounts.sign_in import WRONG_TRIES
from hssk.audit.models import AuditEntry
from tests.factories import PASSWORD, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def officer() -> User:
    return make_staff(username="can.bo")


def ask(client: Client, **fields: str) -> Any:
    body = {"username": "can.bo", "password": PASSWORD} | fields
    return client.post("/api/v1/auth/staff/", body, content_type="application/json")


def test_the_right_password_opens(client: Client, officer: User) -> None:
    answer = ask(client)
    assert answer.status_code == 200
    assert AccessToken.objects.get().subject_id == officer.pk
    assert AuditEntry.objects.filter(verb="staff.signed_in", actor_id=officer.pk).exists()


def test_only_the_hash_of_a_token_is_kept(client: Client, officer: User) -> None:
    token = ask(client).json()["token"]
    assert token.encode() not in bytes(AccessToken.objects.get().key_hash)


@pytest.mark.parametrize("fields", [{"password": "sai"}, {"username": "nguoi.la"}])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(
    client: Client, officer: User, fields: dict[str, str]
) -> None:
    answer = ask(client, **fields)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == {"password": ["Tên đăng nhập hoặc mật khẩu chưa đúng."]}


def test_an_account_that_was_closed_stays_shut(client: Client, officer: User) -> None:
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    assert ask(client).status_code == 400


def test_after_too_many_wrong_tries_even_the_right_password_waits(client: Client, officer: User) -> None:
    for _ in range(WRONG_TRIES):
        ask(client, password="sai")
    assert ask(client).status_code == 429


def test_wrong_tries_from_one_address_do_not_lock_others_out(client: Client, officer: User) -> None:
    for _ in range(WRONG_TRIES):
        ask(client, password="sai")
    assert ask(Client(REMOTE_ADDR="10.1.2.3")).status_code == 200


def test_with_an_authenticator_its_code_is_needed_and_good_once(client: Client, officer: User) -> None:
    device = TOTPDevice.objects.create(user=officer, name="app", confirmed=True)
    assert ask(client).json()["type"] == "urn:hssk:problem:totp_needed"
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    code = f"{totp.token():06d}"
    assert ask(client, totp="000000" if code != "000000" else "000001").status_code == 400
    device.throttle_reset()
    assert ask(client, totp=code).status_code == 200
    assert ask(client, totp=code).status_code == 400


def test_a_withdrawn_token_opens_nothing(client: Client, officer: User) -> None:
    token = ask(client).json()["token"]
    AccessToken.objects.all().delete()
    answer = client.get("/api/v1/sessions/", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_the_page_keeps_the_name_and_says_what_is_wrong(client: Client, officer: User) -> None:
    answer = client.post("/staff/sign-in/", {"username": "can.bo", "password": "sai"})
    assert answer.status_code == 400
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in answer.content.decode()
    assert 'value="can.bo"' in answer.content.decode()


def test_after_signing_in_the_page_that_was_asked_for_opens(client: Client, officer: User) -> None:
    asked = client.post("/staff/sign-in/", {"username": "can.bo", "password": PASSWORD, "next": "/office/"})
    assert asked.url == "/office/"


def test_a_next_elsewhere_is_not_followed(client: Client, officer: User) -> None:
    asked = client.post("/staff/sign-in/", {"username": "can.bo", "password": PASSWORD, "next": "https://xau.example/"})
    assert asked.url == "/staff/"


def test_signing_out_needs_a_press_of_the_button(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get("/staff/sign-out/").status_code == 405
    client.post("/staff/sign-out/")
    assert client.get("/staff/").status_code == 302
