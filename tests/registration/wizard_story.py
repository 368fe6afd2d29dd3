"""Walking through the wizard with Django's client."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from registration.sign_in.browser import KEY
from registration.sign_in.models import CitizenAccount

ANSWERS: dict[str, dict[str, str]] = {
    "who": {"who": "new:self"},
    "person": {
        "full_name": "Bùi Thị Hòa",
        "birth_date": "08/03/1985",
        "sex": "female",
        "document_kind": "cccd",
        "document_number": "017185000123",
        "bhyt": "",
        "phone": "",
        "occupation": "Nông dân",
        "workplace": "",
    },
    "address": {"province": "25", "commune": "Mai Châu", "hamlet": "Xóm Văn", "address": ""},
    "group": {"group": "9"},
    "wish": {"wished_on": "", "wished_shift": "morning"},
    "declaration": {f"q{number}": "no" for number in range(1, 13)},
    "consent": {"agreed": "on", "version": "2026-01"},
}


def signed_in(account: CitizenAccount, client: Client | None = None) -> Client:
    """A browser in which `account` has signed in."""
    client = client or Client()
    session = client.session
    session[KEY] = str(account.pk)
    session.save()
    return client


def answer(client: Client, step: str, **changed: str) -> HttpResponse:
    """Send one page."""
    response: Any = client.post(f"/register/{step}/", ANSWERS[step] | changed)
    return response


def answer_all(client: Client, **changed: dict[str, str]) -> None:
    """Send all pages up to the check of answers."""
    for step in ANSWERS:
        response: Any = answer(client, step, **changed.get(step, {}))
        assert response.status_code == 302, (step, response.context["form"].errors)


def send(client: Client) -> HttpResponse:
    """Press "send" on the check of answers."""
    page = client.get("/register/check/")
    assert page.status_code == 200, page.headers.get("Location")
    response: Any = client.post("/register/check/", {"draft": page.context["journey"].draft.pk})
    return response
