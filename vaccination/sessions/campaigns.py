"""Campaigns that concern an official."""

from typing import Any

from django.db.models import Q, QuerySet

from hssk.accounts.access import facilities_for, paths_for
from hssk.accounts.roles import May
from registration.campaigns.models import Campaign
from vaccination.facilities.models import Facility


def campaigns_where(asker: Any, what: May) -> QuerySet[Campaign]:
    """Campaigns whose area meets the areas or facilities where `asker` may do `what`, the latest first."""
    works_in = Facility.objects.filter(pk__in=facilities_for(asker, what)).values_list("area__path", flat=True)
    meets = Q(pk__in=[])
    for path in {*paths_for(asker, what), *works_in}:
        meets |= Q(area__path__startswith=path) | Q(area__path__in=units_above(path))
    return Campaign.objects.filter(meets).select_related("area").order_by("-starts_on", "code")


def units_above(path: str) -> list[str]:
    """Paths of all that a place lies in."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) + "/" for depth in range(2, len(parts) - 1)]
