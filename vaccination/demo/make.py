"""Making the demo campaign, of any size, in one transaction."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise
from random import Random

from django.db import transaction
from django.utils import timezone

from hssk.accounts.models import User
from registration.campaigns.models import Campaign
from registration.campaigns.policy import consent_on, questions_on
from registration.people.models import Person
from vaccination.demo import places, staff, supply
from vaccination.demo.fill import Filler
from vaccination.demo.places import Commune, NotLoaded
from vaccination.demo.write import World
from vaccination.planning.make_plan import make_plan
from vaccination.planning.publish import publish_plan
from vaccination.schedules.models import ScreeningForm
from vaccination.schedules.screening import form_for

# Communes whose next days are planned and announced already; the others are left to be planned.
PLANNED = ("05200", "05245", "05251")
PLANNED_DAYS = 4


@dataclass(frozen=True)
class Made:
    """What was made."""

    campaign: Campaign
    facilities: int
    people: int
    doses: int
    invited: int


def exists() -> bool:
    """Whether the demo campaign is there."""
    return Campaign.objects.filter(code=places.CODE).exists()


@transaction.atomic
def make_demo(*, people: int, seed: int, now: datetime) -> Made:
    """The campaign, and `people` more invented people in it; the same seed gives the same people.

    Raises NotLoaded before reference data is there.
    """
    today = timezone.localdate(now)
    rng = Random(f"{seed}/{Person.objects.count()}")  # noqa: S311  nothing here is secret
    campaign = places.make_campaign(today)
    communes = places.make_communes()
    others = places.make_other_facilities(communes)
    mai_chau = next(each for each in communes if each.area.code == places.MAI_CHAU)
    officer = staff.make_staff(campaign.area, mai_chau.area, mai_chau.station)
    filler = Filler(world_of(campaign, officer, today), rng, today)
    for place, (commune, count) in enumerate(zip(communes, counts(communes, people), strict=True)):
        filler.fill(commune, place, count, seats_for(count))
    filler.equip(others, seats_for(people // len(communes)))
    filler.settle(communes)
    invited = publish(campaign, officer, communes, today, now)
    return Made(campaign, len(communes) + len(others), people, filler.used.total(), invited)


def world_of(campaign: Campaign, officer: User, today: date) -> World:
    """What all communes share."""
    consent = consent_on(today)
    if consent is None:
        raise NotLoaded

    @cache
    def form(age: int) -> ScreeningForm:
        found = form_for(today - timedelta(days=366 * age), today)
        if found is None:
            raise NotLoaded
        return found

    return World(
        campaign=campaign,
        groups=dict(campaign.groups.values_list("code", "pk")),
        questions=tuple(question.code for question in questions_on(today)),
        consent=consent,
        form_for=form,
        officer=officer,
        began=supply.opening(campaign.starts_on),
    )


def seats_for(people: int) -> int:
    """Seats of a commune's session: those who wait cannot all be served at once."""
    return min(max(12, people // 14), 2000)


def counts(communes: Sequence[Commune], people: int) -> list[int]:
    """How many people each commune gets: by its share, and `people` in all."""
    marks = [0, *(round(people * part) for part in accumulate(commune.share for commune in communes))]
    return [end - begin for begin, end in pairwise(marks)]


def publish(campaign: Campaign, officer: User, communes: Sequence[Commune], today: date, now: datetime) -> int:
    """Plan the next days of some communes and tell their people; how many were invited."""
    days = {"from_day": today + timedelta(days=1), "to_day": today + timedelta(days=PLANNED_DAYS)}
    invited = 0
    for commune in communes:
        if commune.area.code in PLANNED:
            plan = make_plan(id=uuid.uuid4(), campaign=campaign, area=commune.area, **days, by=officer, now=now)
            invited += publish_plan(plan_id=plan.pk, by=officer).appointments
    return invited
