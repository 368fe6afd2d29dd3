"""The signed-in citizen of a browser session, apart from staff sign-in."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from registration.sign_in.models import CitizenAccount

KEY = "citizen"


def citizen_by_id(account_id: uuid.UUID) -> CitizenAccount | None:
    """The account with this id."""
    return CitizenAccount.objects.filter(pk=account_id).first()


def citizen_of(request: HttpRequest) -> CitizenAccount:
    """The citizen on whose page we are; for pages that only a signed-in citizen reaches."""
    return cast(CitizenAccount, request.citizen)  # type: ignore[attr-defined]


def sign_in(request: HttpRequest, account: CitizenAccount) -> None:
    """Remember `account` in the browser's session, under a new session key."""
    request.session.cycle_key()
    request.session[KEY] = str(account.pk)
    request.citizen = account  # type: ignore[attr-defined]


def sign_out(request: HttpRequest) -> None:
    """Forget the citizen and all that the session held."""
    request.session.flush()
    request.citizen = None  # type: ignore[attr-defined]


def home() -> str:
    """The citizen's own first page; it shows appointments, so a room above this app has it."""
    return reverse("planning:my_home")


def citizen_page(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for signed-in citizens; others sign in first and come back."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.citizen:  # type: ignore[attr-defined]
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('sign_in:phone')}?{query}")
        return page(request, *args, **kwargs)

    return guarded
