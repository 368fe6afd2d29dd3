"""Dose rules as they stand on a day, read once a minute."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vaccination.schedules.models import DoseRule
from vaccination.schedules.next_dose import Rule
from vaccination.stock.models import Vaccine

# Policy changes a few times a campaign; a process may be a minute behind. Every dose asks for it.
CACHE_SECONDS = 60


@dataclass
class Policy:
    """Everything that rules say, as read last."""

    read_at: float = float("-inf")
    rows: dict[str, list[tuple[date, date | None, Rule]]] = field(default_factory=dict)
    vaccines: dict[str, Vaccine] = field(default_factory=dict)
    on_day: dict[tuple[str, date], tuple[Rule, ...]] = field(default_factory=dict)


_policy = Policy()


def as_rule(row: DoseRule) -> Rule:
    """The plain rule of a row."""
    return Rule(
        number=row.dose_number,
        kind=row.kind,
        vaccine=row.vaccine_id,
        previous=row.previous_id or "",
        previous_kind=row.previous_kind,
        min_days=row.min_days or 0,
        recommended_days=row.recommended_days or row.min_days or 0,
        min_age=row.min_age_years,
        max_age=row.max_age_years,
        needs_consent=row.needs_consent,
        source=row.source,
    )


def policy() -> Policy:
    """The rules and products, at most a minute old."""
    global _policy
    if time.monotonic() - _policy.read_at > CACHE_SECONDS:
        fresh = Policy(read_at=time.monotonic(), vaccines=Vaccine.objects.in_bulk())
        for row in DoseRule.objects.order_by("dose_number", "pk"):
            fresh.rows.setdefault(row.disease, []).append((row.valid_from, row.valid_to, as_rule(row)))
        _policy = fresh
    return _policy


def forget_policy() -> None:
    """Read rules anew at the next use (after loading or changing them)."""
    global _policy
    _policy = Policy()


def rules_on(disease: str, on: date) -> tuple[Rule, ...]:
    """The rules against `disease` in force on the day `on`."""
    known = policy()
    if (disease, on) not in known.on_day:
        rows = known.rows.get(disease, [])
        known.on_day[disease, on] = tuple(rule for start, end, rule in rows if start <= on and (not end or on < end))
    return known.on_day[disease, on]


def vaccine_by_code(code: str) -> Vaccine:
    """A product; raises KeyError for one that is not known."""
    known = policy().vaccines
    if code not in known:
        known[code] = Vaccine.objects.get(pk=code)
    return known[code]


def basic_doses(disease: str) -> Mapping[str, int]:
    """How many doses the basic series of each product against `disease` has."""
    return {code: one.basic_doses for code, one in policy().vaccines.items() if one.disease == disease}
