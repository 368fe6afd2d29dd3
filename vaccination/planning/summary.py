"""What a plan says: numbers of people served and not, by day, commune, group and reason."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Sum
from django.utils import timezone
from django.utils.translation import get_language

from hssk.accounts.access import paths_for
from hssk.accounts.models import User
from hssk.accounts.roles import May
from hssk.areas.models import AdministrativeUnit
from registration.campaigns.models import Campaign
from vaccination.planning.models import Plan, PlannedSeat, PlanState, Unserved
from vaccination.planning.reasons import remedy_for, words_for
from vaccination.planning.supply import catchments, open_slots


@dataclass(frozen=True)
class WhyNot:
    """A reason, in words, with what would help, and how many people it keeps waiting."""

    code: str
    words: str
    remedy: str
    people: int


@dataclass(frozen=True)
class Line:
    """A commune or a group: how many are served and how many are not. `key` is for filters."""

    key: object
    label: str
    served: int
    unserved: int


def numbers_of(plan: Plan) -> tuple[int, int]:
    """People served and not."""
    return PlannedSeat.objects.filter(plan=plan).count(), Unserved.objects.filter(plan=plan).count()


def reasons_of(plan: Plan) -> list[WhyNot]:
    """Why people are not served, the most frequent first."""
    rows = Unserved.objects.filter(plan=plan).values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return [WhyNot(code, words_for(code), remedy_for(code), people) for code, people in rows]


def by_commune(plan: Plan) -> list[Line]:
    """Served and unserved by commune of residence."""
    return lines(plan, "registration__person__area_id", "registration__person__area__name")


def by_group(plan: Plan) -> list[Line]:
    """Served and unserved by priority group, in the order of rank."""
    name = "name_en" if get_language() == "en" else "name_vi"
    return lines(plan, "registration__group__code", "registration__group__rank", f"registration__group__{name}")


def lines(plan: Plan, *fields: str) -> list[Line]:
    """Both tables counted by the same fields; the last one is the label, the first the key."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for place, model in enumerate((PlannedSeat, Unserved)):
        rows = model.objects.filter(plan=plan).values_list(*fields).annotate(n=Count("pk"))  # type: ignore[attr-defined]
        for *key, number in rows:
            found[tuple(key)][place] = number
    order = sorted(found, key=lambda key: key[1:])
    return [Line(key[0], str(key[-1]), *found[key]) for key in order]


def by_day(plan: Plan) -> list[tuple[Any, int]]:
    """People served on each day."""
    day = F("slot__session__on")
    rows = PlannedSeat.objects.filter(plan=plan).values_list(day).annotate(n=Count("pk")).order_by(day)
    return list(rows)


def seats_left(plan: Plan) -> int:
    """Free seats on the days of the plan, in facilities serving its area; a draft's own are no longer free."""
    slots = open_slots(plan.campaign, now=timezone.now()).filter(
        session__on__range=(plan.from_day, plan.to_day), session__facility__in=list(catchments(plan.area))
    )
    free = slots.aggregate(n=Sum(F("seats") - F("taken")))["n"] or 0
    planned = PlannedSeat.objects.filter(plan=plan).count() if plan.state == PlanState.DRAFT else 0
    return max(free - planned, 0)


def area_to_plan(campaign: Campaign, by: User) -> AdministrativeUnit:
    """The part of the campaign's area where `by` plans; the whole of it when that is larger."""
    paths = sorted(paths_for(by, May.PLAN), key=len)
    if any(campaign.area.path.startswith(path) for path in paths):
        return campaign.area
    units = AdministrativeUnit.objects.filter(path__in=[path for path in paths if path.startswith(campaign.area.path)])
    return units.order_by("level", "path").first() or campaign.area


def facts_of(plans: Iterable[Plan]) -> list[tuple[Plan, int, int]]:
    """Plans with their numbers, in two statements however many they are."""
    listed = list(plans)
    served = dict(PlannedSeat.objects.filter(plan__in=listed).values_list("plan").annotate(n=Count("pk")))
    unserved = dict(Unserved.objects.filter(plan__in=listed).values_list("plan").annotate(n=Count("pk")))
    return [(plan, served.get(plan.pk, 0), unserved.get(plan.pk, 0)) for plan in listed]
