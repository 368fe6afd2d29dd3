"""Guessing passwords and codes is slow, however it is done, and locks nobody else out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings
from redis.exceptions import ConnectionError as BrokerGone

from hssk.accounts.sign_in import WRONG_TRIES
from hssk.refusals import Refused
from notifications.outbox.models import Message
from registration.sign_in.codes import request_code
from registration.sign_in.models import OneTimeCode
from tests.factories import PASSWORD, make_staff

# With signs, a country code twice, full-width and Arabic digits, an extension, as an address, without its zero.
SAME_PHONE = [
    "+84 912 345 678", "84912345678", "0912.345.678", "(+84) 0912345678", "+840912345678", "０９１２３４５６７８",
    "٠٩١٢٣٤٥٦٧٨", "0912345678;ext=9", "tel:0912345678", "912345678",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


def ask(client: Client, **fields: str) -> int:
    body = {"username": "can.bo", "password": PASSWORD} | fields
    return client.post("/api/v1/auth/staff/", body, content_type="application/json").status_code


def at_once(times: int, act: Callable[[], Any]) -> list[Any]:
    """What acts done at once came to; a refusal is its status."""

    def one(_number: int) -> Any:
        try:
            return act()
        except Refused as refused:
            return refused.status
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db
def test_a_name_written_otherwise_is_the_same_name(client: Client) -> None:
    make_staff(username="can.bo")
    for number in range(WRONG_TRIES):
        name = "can.bo"[:number].upper() + "can.bo"[number:] + " " * number
        assert ask(client, username=name, password="sai") == 400
    assert ask(client, username="CAN.BO", password="sai") == 429


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_are_all_counted() -> None:
    make_staff(username="can.bo")
    answers = at_once(WRONG_TRIES + 8, lambda: ask(Client(), password="sai"))
    assert sorted(answers) == [400] * WRONG_TRIES + [429] * 8


@pytest.mark.django_db
def test_behind_the_proxy_each_address_has_its_own_tries(client: Client, settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make_staff(username="can.bo")
    for _try in range(WRONG_TRIES + 1):
        ask(Client(headers={"X-Forwarded-For": "1.1.1.1, 10.9.9.9"}), password="sai")
    assert ask(Client(headers={"X-Forwarded-For": "2.2.2.2, 10.9.9.9"})) == 429  # only the last word is the proxy's
    assert ask(Client(headers={"X-Forwarded-For": "10.8.8.8"})) == 200


@pytest.mark.django_db
def test_without_a_proxy_nobody_names_their_own_address(client: Client) -> None:
    make_staff(username="can.bo")
    for number in range(WRONG_TRIES):
        ask(Client(headers={"X-Forwarded-For": f"10.1.1.{number}"}), password="sai")
    assert ask(client) == 429


@pytest.mark.django_db
def test_staff_sign_in_while_the_cache_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: object, **_named: object) -> None:
        raise BrokerGone

    make_staff(username="can.bo")
    monkeypatch.setattr(cache, "add", gone)
    monkeypatch.setattr(cache, "delete", gone)
    assert ask(client) == 200


@pytest.mark.django_db(transaction=True)
def test_codes_asked_for_at_once_are_no_more_than_an_hour_allows(settings: Settings) -> None:
    settings.CODES_PER_PHONE_PER_HOUR = 3
    answers = at_once(10, lambda: request_code(phone="0912345678", address="10.0.0.1").phone)
    assert answers.count("+84912345678") == 3
    assert answers.count(429) == 7
    assert (OneTimeCode.objects.count(), Message.objects.count()) == (3, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("written", SAME_PHONE)
def test_a_phone_written_otherwise_is_the_same_phone_or_none(written: str, settings: Settings) -> None:
    settings.CODES_PER_PHONE_PER_HOUR = 1
    request_code(phone="0912345678", address="10.0.0.1")
    with pytest.raises(Refused) as refused:
        request_code(phone=written, address="10.0.0.1")
    assert refused.value.status in {400, 429}
