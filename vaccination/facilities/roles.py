"""Roles that come from working in a facility."""

from collections.abc import Iterable

from django.contrib.postgres.aggregates import ArrayAgg

from hssk.accounts.access import ROLE_SOURCES, Held
from hssk.accounts.models import User
from vaccination.facilities.models import Employment


def facility_roles(user: User) -> Iterable[Held]:
    """Roles held in facilities, each reaching the communes that the facility serves."""
    employments = Employment.objects.filter(user=user, ended_at__isnull=True)
    with_areas = employments.annotate(paths=ArrayAgg("facility__catchment__path", default=[]))
    for employment in with_areas:
        paths = tuple(path for path in employment.paths if path)
        yield Held(employment.role, paths, employment.facility_id)


def add_role_source() -> None:
    """Let access.py know of these roles; called when the app is ready."""
    if facility_roles not in ROLE_SOURCES:
        ROLE_SOURCES.append(facility_roles)
