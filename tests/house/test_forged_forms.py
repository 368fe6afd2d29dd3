"""Forms that another site makes a browser send, and sessions that somebody else began."""

import copy
from typing import Any

import pytest
from django.test import Client

from notifications.outbox.models import Message
from tests import factories as make
from tests.house.access import addresses, answer, filled
from tests.house.world import World

PAGES = [each for each in addresses() if not each.startswith(("api/", "healthz", "readyz", "metrics", "dev/"))]


def forged(world: World, who: str, address: str) -> int:
    """What a form without our token comes to."""
    client = copy.deepcopy(world.clients[who])
    client.handler.enforce_csrf_checks = True
    return client.post(filled(address, world)).status_code


def test_no_page_takes_a_form_without_our_token(world: World) -> None:
    taken = []
    for address in PAGES:
        for who in ("guardian", "vaccinator", "provincial officer"):
            may_post = answer(world, who, "POST", address) == "in"
            if may_post and forged(world, who, address) != 403:
                taken.append((address, who))
    assert taken == []


def code_of(number: str) -> str:
    return str(Message.objects.filter(to_phone=number).latest("created_at").values["code"])


@pytest.mark.django_db
def test_a_citizen_who_signs_in_gets_a_session_that_nobody_knew() -> None:
    browser = Client()
    browser.post("/sign-in/", {"phone": "0912345678"})
    before = browser.session.session_key
    browser.post("/sign-in/code/", {"code": code_of("+84912345678")})
    assert browser.session["citizen"]
    assert browser.session.session_key != before


@pytest.mark.django_db
def test_so_does_staff() -> None:
    make.make_staff(username="can.bo")
    browser = Client()
    stored = browser.session
    stored["x"] = 1
    stored.save()
    browser.post("/staff/sign-in/", {"username": "can.bo", "password": make.PASSWORD})
    assert browser.session["_auth_user_id"]
    assert browser.session.session_key != stored.session_key


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://xau.example/", "//xau.example", "/\\xau.example", "javascript:alert(1)"]
)
def test_after_signing_in_nobody_is_sent_elsewhere(elsewhere: str) -> None:
    make.make_staff(username="can.bo")
    browser = Client()
    given: dict[str, Any] = {"username": "can.bo", "password": make.PASSWORD, "next": elsewhere}
    assert browser.post("/staff/sign-in/", given).headers["Location"] == "/staff/"
    browser.post("/sign-in/", {"phone": "0912345678", "next": elsewhere})
    signed_in = browser.post("/sign-in/code/", {"code": code_of("+84912345678"), "next": elsewhere})
    assert signed_in.headers["Location"] == "/me/"


@pytest.mark.django_db
def test_the_session_cookie_is_for_this_site_and_not_for_scripts() -> None:
    make.make_staff(username="can.bo")
    signed_in = Client().post("/staff/sign-in/", {"username": "can.bo", "password": make.PASSWORD})
    cookie = signed_in.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
