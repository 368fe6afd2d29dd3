"""Who may call citizens' endpoints."""

from typing import Any, cast

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from hssk.accounts.models import User
from registration.sign_in.models import CitizenAccount


def citizen_of(request: Request) -> CitizenAccount:
    """The citizen who calls an endpoint for citizens only."""
    return cast(CitizenAccount, request.user)


class CitizenOnly(BasePermission):
    """A citizen who proved a phone."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.user, CitizenAccount)


class CitizenOrStaff(BasePermission):
    """Anybody signed in; what each sees is for `visible_to` to say."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.user, (CitizenAccount, User))
