"""Who may do what, where: the roles that a member of staff holds now and the scope of each."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from hssk.accounts.models import RoleGrant, User
from hssk.accounts.roles import PERMISSIONS, May, Role


@dataclass(frozen=True)
class Held:
    """A role held now; `area_paths` are the areas it reaches ("" is the whole country)."""

    role: str
    area_paths: tuple[str, ...] = ()
    facility_id: uuid.UUID | None = None

    def allows(self, what: May) -> bool:
        """Whether the role may do this at all."""
        return what in PERMISSIONS[self.role]


NATIONAL = {Role.NATIONAL_VIEWER, Role.AUDITOR, Role.ADMINISTRATOR}


def area_roles(user: User) -> Iterable[Held]:
    """Roles held in areas."""
    grants = RoleGrant.objects.filter(user=user, ended_at__isnull=True).select_related("area")
    for grant in grants:
        if grant.area:
            yield Held(grant.role, (grant.area.path,))
        elif grant.role in NATIONAL:
            yield Held(grant.role, ("",))


# Each yields roles of a user; facilities add theirs (vaccination.facilities).
ROLE_SOURCES: list[Callable[[User], Iterable[Held]]] = [area_roles]


def held_roles(user: Any) -> tuple[Held, ...]:
    """Every role that `user` holds now; none for citizens and strangers. Read once per request."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    if (known := user.__dict__.get("_held")) is None:
        known = user.__dict__["_held"] = tuple(held for source in ROLE_SOURCES for held in source(user))
    return known


def staff(request: Any) -> User:
    """The member of staff behind a request; PermissionDenied for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def can(user: Any, what: May) -> bool:
    """Whether `user` may do this anywhere."""
    return any(held.allows(what) for held in held_roles(user))


def require(user: Any, what: May) -> None:
    """Raise PermissionDenied unless `user` may do this somewhere."""
    if not can(user, what):
        raise PermissionDenied


def paths_for(user: Any, what: May) -> tuple[str, ...]:
    """Paths of the areas where `user` may do this."""
    return tuple({path for held in held_roles(user) if held.allows(what) for path in held.area_paths})


def facilities_for(user: Any, what: May) -> tuple[uuid.UUID, ...]:
    """Facilities where `user` may do this by working there."""
    return tuple({held.facility_id for held in held_roles(user) if held.facility_id and held.allows(what)})


def within_areas(field: str, paths: Iterable[str]) -> Q:
    """Rows whose area `field` lies in one of `paths`; none when there are no paths."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__path__startswith": path}) if path else Q()
        if not path:
            return Q()
    return found


def page_needs(what: May) -> Callable[..., Any]:
    """A page for signed-in staff who may do this."""

    def around(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.user, what)
            return page(request, *args, **kwargs)

        return guarded

    return around


class StaffOnly(BasePermission):
    """Signed-in staff; the default, so that a forgotten rule refuses rather than opens."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.user, User)


def needs(what: May) -> type[BasePermission]:
    """A permission class for API endpoints: staff who may do this."""

    class Needed(BasePermission):
        """Staff with the named permission."""

        def has_permission(self, request: Request, view: Any) -> bool:
            return can(request.user, what)

    return Needed
