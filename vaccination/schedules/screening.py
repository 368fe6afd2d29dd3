"""Screening: which form, what the answers lead to, and what is out of range. Pure but for finding the form."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from vaccination.schedules.models import Consequence, ScreeningForm, ScreeningItem
from vaccination.schedules.next_dose import age_on

SEVERITY = [
    Consequence.ELIGIBLE,
    Consequence.CAUTION,
    Consequence.DEFER,
    Consequence.EMERGENCY_SITE,
    Consequence.HOSPITAL,
    Consequence.CONTRAINDICATED,
]
# Normal from..to (domain 5.1); outside means "bất thường". °C, beats a minute, mmHg, breaths a minute.
NORMAL: dict[str, tuple[float, float]] = {
    "temperature": (35.5, 37.5),
    "pulse": (60, 100),
    "systolic": (90, 140),
    "diastolic": (60, 90),
    "breathing": (0, 25),
}
# What a living person can show; anything else is a slip of the finger.
POSSIBLE: dict[str, tuple[float, float]] = {
    "temperature": (30, 45),
    "pulse": (20, 250),
    "systolic": (40, 280),
    "diastolic": (20, 180),
    "breathing": (4, 80),
}
USUAL_DEFERRAL_DAYS = 14


def form_for(birth_date: date, on: date) -> ScreeningForm | None:
    """The form in force on a day for somebody of that age, with its items."""
    age = age_on(birth_date, on)
    fitting = ScreeningForm.objects.filter(
        Q(max_age_years__isnull=True) | Q(max_age_years__gte=age),
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        min_age_years__lte=age,
        valid_from__lte=on,
    )
    return fitting.order_by("-valid_from").prefetch_related("items").first()


def abnormal_signs(signs: Mapping[str, float]) -> list[str]:
    """Names of the vital signs that are out of their normal range."""
    return [name for name, (low, high) in NORMAL.items() if name in signs and not low <= signs[name] <= high]


def answered(
    items: Iterable[ScreeningItem], answers: Mapping[str, bool], signs: Mapping[str, float]
) -> dict[str, bool]:
    """The answers, with the question on vital signs answered by the measurements when there are any."""
    found = dict(answers)
    for item in items:
        if item.by_vital_signs and signs:
            found[item.code] = bool(abnormal_signs(signs)) or bool(answers.get(item.code))
    return found


def proposed(items: Iterable[ScreeningItem], answers: Mapping[str, bool]) -> Consequence:
    """The most severe consequence among the questions answered yes.

    Whoever must wait and also needs emergency care at hand waits first: the deferral is proposed.
    """
    found = {Consequence(item.consequence) for item in items if answers.get(item.code)}
    if Consequence.DEFER in found:
        found.discard(Consequence.EMERGENCY_SITE)
    return max(found, key=SEVERITY.index, default=Consequence.ELIGIBLE)


def proposed_day(items: Iterable[ScreeningItem], answers: Mapping[str, bool], on: date) -> date:
    """Until when a deferral is proposed: the longest wait among the questions answered yes."""
    days = [item.defer_days for item in items if answers.get(item.code) and item.defer_days]
    return on + timedelta(days=max(days, default=USUAL_DEFERRAL_DAYS))


def declared(items: Iterable[ScreeningItem], declaration: Any) -> dict[str, bool]:
    """Answers that a registration's declaration ({code: yes, no or unknown}, or None) gives beforehand."""
    said: Mapping[str, str] = declaration or {}
    plain = {"yes": True, "no": False}
    return {item.code: plain[said[item.declared_by]] for item in items if said.get(item.declared_by) in plain}
