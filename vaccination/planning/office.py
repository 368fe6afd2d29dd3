"""Where campaigns stand, for the official's home and the page of a campaign."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Sum
from django.utils import timezone

from hssk.accounts.roles import May
from registration.campaigns.models import Campaign
from registration.registrations.models import Registration
from registration.registrations.states import WAITING
from vaccination.planning.models import Appointment
from vaccination.planning.states import EXPECTED
from vaccination.planning.supply import open_slots
from vaccination.sessions.campaigns import campaigns_where
from vaccination.sessions.models import Session


@dataclass(frozen=True)
class Standing:
    """A campaign and how many of the official's people wait for a date."""

    campaign: Campaign
    waiting: int


def campaigns_of(asker: Any) -> list[Standing]:
    """Campaigns of the official's areas, in two statements."""
    waiting = Registration.objects.visible_to(asker).filter(state__in=WAITING)
    numbers = dict(waiting.order_by().values_list("campaign").annotate(n=Count("pk")))
    campaigns = campaigns_where(asker, May.SEE_PEOPLE)
    return [Standing(campaign, numbers.get(campaign.pk, 0)) for campaign in campaigns]


@dataclass(frozen=True)
class Figures:
    """A campaign in the official's reach: people waiting, people invited, seats free from now on."""

    waiting: int
    invited: int
    seats: int
    sessions: int


def figures_of(campaign: Campaign, asker: Any, *, now: datetime | None = None) -> Figures:
    """Read in four statements."""
    now = now or timezone.now()
    sessions = Session.objects.visible_to(asker, May.MANAGE_SESSIONS).filter(
        campaign=campaign, state="open", on__gte=timezone.localdate(now)
    )
    slots = open_slots(campaign, now=now).filter(session__in=sessions)
    waiting = Registration.objects.visible_to(asker).filter(campaign=campaign, state__in=WAITING)
    invited = Appointment.objects.visible_to(asker).filter(campaign=campaign, state__in=EXPECTED)
    return Figures(
        waiting=waiting.count(),
        invited=invited.count(),
        seats=slots.aggregate(n=Sum(F("seats") - F("taken")))["n"] or 0,
        sessions=sessions.count(),
    )
