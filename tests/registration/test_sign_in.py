"""Signing in by one-time code: limits, secrecy, races; pages and API."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from hssk.refusals import Invalid, Refused
from notifications.outbox.models import Message
from registration.sign_in.browser import KEY
from registration.sign_in.codes import TooOften, request_code, verify_code
from registration.sign_in.models import CitizenAccount, OneTimeCode
from tests.factories import make_account

PHONE = "+84912345678"


@pytest.fixture(autouse=True)
def nobody_asked_before(db: None) -> None:
    cache.clear()


def code_in_message(phone: str = PHONE) -> str:
    return str(Message.objects.filter(to_phone=phone).latest("created_at").values["code"])


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def ask(phone: str = PHONE, address: str = "10.0.0.1") -> str:
    return code_in_message(request_code(phone=phone, address=address).phone)


def test_the_code_from_the_message_signs_in_and_is_good_once() -> None:
    code = ask("0912 345 678")

    account = verify_code(phone="84912345678", code=f"{code[:3]} {code[3:]}")

    assert account.phone == PHONE
    with pytest.raises(Invalid) as refused:
        verify_code(phone=PHONE, code=code)
    assert "code" in refused.value.fields


def test_the_code_is_not_kept() -> None:
    code = ask()
    assert code not in str(OneTimeCode.objects.values().get())


def test_an_expired_code_is_refused() -> None:
    code = ask()
    OneTimeCode.objects.update(expires_at=timezone.now())
    with pytest.raises(Invalid, match="hết hạn"):
        verify_code(phone=PHONE, code=code)


def test_a_code_for_another_phone_is_refused() -> None:
    code = ask()
    with pytest.raises(Invalid):
        verify_code(phone="0987654321", code=code)


def test_only_the_newest_code_counts() -> None:
    first, second = ask(), ask()
    if first != second:
        with pytest.raises(Invalid):
            verify_code(phone=PHONE, code=first)
    assert verify_code(phone=PHONE, code=second).phone == PHONE


def test_after_five_wrong_tries_even_the_right_code_waits() -> None:
    code = ask()
    for _try in range(5):
        with pytest.raises(Invalid, match="chưa đúng"):
            verify_code(phone=PHONE, code=other_than(code))
    with pytest.raises(TooOften, match="đợi"):
        verify_code(phone=PHONE, code=code)
    with pytest.raises(TooOften, match="phút"):
        request_code(phone=PHONE, address="10.0.0.1")

    OneTimeCode.objects.update(expires_at=timezone.now())
    assert verify_code(phone=PHONE, code=ask()).phone == PHONE


def test_a_phone_gets_five_codes_an_hour() -> None:
    for _code in range(5):
        ask()
    with pytest.raises(TooOften, match="nhiều mã"):
        ask()
    OneTimeCode.objects.update(created_at=timezone.now() - timedelta(hours=1, seconds=1))
    ask()


def test_a_hundred_requests_from_one_address_are_stopped(settings: Settings) -> None:
    settings.CODES_PER_ADDRESS_PER_HOUR = 3
    for number in range(3):
        ask(f"091234567{number}")
    with pytest.raises(TooOften, match="mạng này"):
        ask("0912345699")
    ask("0912345699", address="10.0.0.2")


def test_without_the_cache_people_still_sign_in(settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert verify_code(phone=PHONE, code=ask()).phone == PHONE


@pytest.mark.parametrize("phone", ["", "091234567", "0112345678", "abc", "02183852145", "19009095"])
def test_what_cannot_receive_a_code_is_refused_beside_the_field(phone: str) -> None:
    with pytest.raises(Invalid) as refused:
        request_code(phone=phone, address="10.0.0.1")
    assert "phone" in refused.value.fields
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_share_five_tries(settings: Settings) -> None:
    code = ask()
    guesses, refusals = [other_than(code)] * 12, []
    start = threading.Barrier(len(guesses))

    def guess(wrong: str) -> None:
        start.wait()
        try:
            verify_code(phone=PHONE, code=wrong)
        except Refused as refused:
            refusals.append(refused.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=[wrong]) for wrong in guesses]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(refusals) == [400] * 5 + [429] * 7


# Pages


def test_the_pages_lead_from_phone_to_code_to_where_one_wanted_to_go(client: Client) -> None:
    page = client.get("/sign-in/?next=/register/who/")
    assert page.status_code == 200

    sent = client.post("/sign-in/", {"phone": "0912345678", "next": "/register/who/"})
    assert sent.headers["Location"] == "/sign-in/code/?next=%2Fregister%2Fwho%2F"
    assert "0912345678" not in sent.headers["Location"]
    assert "0912 345 678" in client.get(sent.headers["Location"]).content.decode()

    done = client.post("/sign-in/code/", {"code": code_in_message(), "next": "/register/who/"})
    assert done.headers["Location"] == "/register/who/"
    assert client.session[KEY] == str(CitizenAccount.objects.get().pk)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client: Client, elsewhere: str) -> None:
    client.post("/sign-in/", {"phone": "0912345678", "next": elsewhere})
    done = client.post("/sign-in/code/", {"code": code_in_message(), "next": elsewhere})
    assert "evil" not in done.headers["Location"]
    assert "javascript" not in done.headers["Location"]


def test_a_wrong_phone_keeps_what_was_typed(client: Client) -> None:
    page = client.post("/sign-in/", {"phone": "091234567"})
    assert page.status_code == 400
    assert 'value="091234567"' in page.content.decode()
    assert "10 chữ số" in page.content.decode()


def test_the_sixth_wrong_code_on_the_page_is_429(client: Client) -> None:
    client.post("/sign-in/", {"phone": "0912345678"})
    wrong = other_than(code_in_message())
    statuses = [client.post("/sign-in/code/", {"code": wrong}).status_code for _try in range(6)]
    assert statuses == [400] * 5 + [429]


def test_signing_in_changes_the_session_key_and_keeps_its_content(client: Client) -> None:
    client.post("/sign-in/", {"phone": "0912345678"})
    session = client.session
    session["something"] = "kept"
    session.save()
    before = session.session_key
    client.post("/sign-in/code/", {"code": code_in_message(), "next": "/register/"})
    assert client.session.session_key != before
    assert client.session["something"] == "kept"


def test_signing_out_forgets_everything(client: Client) -> None:
    session = client.session
    session[KEY] = str(make_account().pk)
    session.save()
    assert client.get("/sign-in/out/").status_code == 405
    client.post("/sign-in/out/")
    assert KEY not in client.session


# API


def test_the_api_answers_the_same_for_known_and_unknown_phones(client: Client) -> None:
    make_account(phone=PHONE)
    known = client.post("/api/v1/auth/otp/", {"phone": PHONE}, content_type="application/json")
    unknown = client.post("/api/v1/auth/otp/", {"phone": "0987654321"}, content_type="application/json")
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json()) == (202, {"expires_in": 300})


def test_the_api_gives_a_token_for_the_code(client: Client) -> None:
    client.post("/api/v1/auth/otp/", {"phone": "0912345678"}, content_type="application/json")
    body = {"phone": "0912345678", "code": code_in_message()}
    answer = client.post("/api/v1/auth/otp/verify/", body, content_type="application/json")
    assert answer.status_code == 200
    mine = client.get("/api/v1/me/people/", headers={"Authorization": f"Bearer {answer.json()['token']}"})
    assert mine.json()["results"] == []


@pytest.mark.parametrize(
    ("make_body", "field"),
    [
        (lambda: {"phone": "12"}, "phone"),
        (dict, "phone"),
    ],
)
def test_the_api_names_the_wrong_field(client: Client, make_body: Callable[[], dict[str, str]], field: str) -> None:
    answer = client.post("/api/v1/auth/otp/", make_body(), content_type="application/json")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert field in answer.json()["errors"]


def test_the_api_refuses_wrong_codes_with_400_and_then_429(client: Client) -> None:
    client.post("/api/v1/auth/otp/", {"phone": PHONE}, content_type="application/json")
    body = {"phone": PHONE, "code": other_than(code_in_message())}
    answers = [client.post("/api/v1/auth/otp/verify/", body, content_type="application/json") for _try in range(6)]
    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    assert answers[0].json()["type"] == "urn:hssk:problem:wrong_code"
