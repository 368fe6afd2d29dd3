"""Puts the signed-in citizen on the request, read when first asked for."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from registration.sign_in.browser import KEY, citizen_by_id


def citizen_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.citizen`: the account, or something false."""

    def middleware(request: HttpRequest) -> HttpResponse:
        account_id = request.session.get(KEY)
        account = SimpleLazyObject(lambda: citizen_by_id(uuid.UUID(account_id))) if account_id else None
        request.citizen = account  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
