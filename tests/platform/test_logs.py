"""No log says whom an error was about."""

import logging
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client

from hssk.logs import Discreet
from registration.sign_in.models import CitizenAccount

PHONE = "+84912345678"


def record_of(message: str, *args: Any) -> logging.LogRecord:
    """A record as it is made where an error was caught."""
    return logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, sys.exc_info())


@pytest.mark.django_db
def test_the_database_quotes_what_was_typed_and_the_log_does_not() -> None:
    CitizenAccount.objects.create(phone=PHONE)
    try:
        CitizenAccount.objects.create(phone=PHONE)
    except IntegrityError:
        assert PHONE in str(sys.exc_info()[1])
        said = Discreet().format(record_of("Internal Server Error: %s", "/me/"))
    assert PHONE not in said
    assert "django.db.utils.IntegrityError" in said
    assert "psycopg2.errors.UniqueViolation" in said
    assert "test_logs.py" in said


def test_neither_do_celerys_own_words() -> None:
    try:
        raise ValueError(PHONE)
    except ValueError as error:
        context = {"name": "notifications.sweep", "exc": repr(error), "traceback": PHONE}
        said = Discreet().format(record_of("Task %(name)s raised unexpected: %(exc)s %(traceback)s", context))
    assert PHONE not in said
    assert "notifications.sweep raised unexpected: ValueError" in said


@pytest.mark.django_db
def test_a_page_that_breaks_tells_nobody_what_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**given: Any) -> None:
        raise RuntimeError(given["phone"])

    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(Discreet().format(record))  # type: ignore[method-assign]
    monkeypatch.setattr("registration.sign_in.api.request_code", broken)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    answer = Client(raise_request_exception=False).post(
        "/api/v1/auth/otp/", {"phone": PHONE}, content_type="application/json"
    )
    logger.removeHandler(handler)
    assert answer.status_code == 500
    assert PHONE not in answer.content.decode() + "".join(lines)
    assert "RuntimeError" in "".join(lines)


def test_every_handler_is_discreet() -> None:
    kinds = {each["()"] for each in settings.LOGGING["formatters"].values()}
    assert kinds == {"hssk.logs.Discreet"}
    assert logging.getLogger("django").handlers == []
    assert settings.LOGGING["root"]["handlers"] == ["console"]
