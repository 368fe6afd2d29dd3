"""People of a plan, narrowed as an official asks: who is served, who is not and why."""

from typing import Any

from django.db.models import Q, QuerySet

from hssk.areas.names import search_key
from vaccination.planning.models import Plan, PlannedSeat, Unserved

# Those whom no message reaches: somebody has to go and tell them.
WITHOUT_PHONE = "without_phone"
NAMES = {
    "commune": "registration__person__area",
    "group": "registration__group__code",
    "day": "slot__session__on",
    "reason": "reason",
}


def seated(plan: Plan, wanted: dict[str, Any]) -> QuerySet[PlannedSeat]:
    """Those with a seat, in the order of dealing."""
    rows = PlannedSeat.objects.filter(plan=plan).select_related("slot__session__facility")
    if wanted.get("show") == WITHOUT_PHONE:
        rows = rows.filter(registration__person__phone="")
    return narrowed(rows, {name: value for name, value in wanted.items() if name != "reason"})


def unseated(plan: Plan, wanted: dict[str, Any]) -> QuerySet[Unserved]:
    """Those without, in the order of dealing."""
    rows = Unserved.objects.filter(plan=plan)
    return narrowed(rows, {name: value for name, value in wanted.items() if name != "day"})


def narrowed(rows: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
    """Rows that fit, loaded with person, commune and group."""
    text = wanted.get("q", "").strip()
    if text:
        rows = rows.filter(
            Q(registration__person__name_key__contains=search_key(text)) | Q(registration__number=text.upper())
        )
    exact = {NAMES[name]: value for name, value in wanted.items() if name in NAMES and value}
    related = ("registration__person__area", "registration__group")
    return rows.filter(**exact).select_related(*related).defer("registration__declaration").order_by("pk")
