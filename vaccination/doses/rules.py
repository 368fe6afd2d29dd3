"""Whether an injection may be recorded: rules of age, interval, product and lot, and when a reason overrides.

At the table a reason overrides interval and product; age, an expired or a stopped lot stay hard stops,
because the injection can still be prevented. A dose given more than an hour ago is a fact: any rule may
have been broken, and with a reason it is recorded all the same (history is a fact, not a plan).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from registration.people.models import Person
from vaccination.doses import refusals
from vaccination.doses.history import given_in
from vaccination.doses.models import Dose
from vaccination.doses.refusals import DoseRefused
from vaccination.schedules.judge import Objection, objection_to
from vaccination.schedules.next_dose import age_on
from vaccination.schedules.rules import basic_doses, rules_on, vaccine_by_code
from vaccination.stock.models import Lot

FACT_AFTER = timedelta(hours=1)
# Clocks of tablets differ; a few minutes ahead is no lie.
CLOCK_TOLERANCE = timedelta(minutes=5)
AT_THE_TABLE = {"too_early", "wrong_product", "not_due"}


@dataclass(frozen=True, slots=True)
class Case:
    """An injection of `lot` into `person` at `given_at`, after `history` (doses that stand)."""

    person: Person
    history: Sequence[Dose]
    disease: str
    lot: Lot
    given_at: datetime

    @property
    def on(self) -> date:
        """The local day of the injection."""
        return timezone.localdate(self.given_at)

    @property
    def last(self) -> Dose | None:
        """The dose before."""
        return self.history[-1] if self.history else None


def refuse_unless_allowed(case: Case, *, override_reason: str, now: datetime) -> str:
    """The reason to keep with the dose: empty when it is within the rules.

    Raises DoseRefused with the first rule that is broken and not overridden.
    """
    if case.given_at > now + CLOCK_TOLERANCE:
        raise refusals.in_the_future(case.given_at)
    found = lot_refusal(case) or same_day(case) or rule_refusal(case)
    if found is None:
        return ""
    is_fact = now - case.given_at >= FACT_AFTER
    found.overridable = is_fact or found.code in AT_THE_TABLE
    if found.overridable and override_reason.strip():
        return override_reason.strip()
    raise found


def lot_refusal(case: Case) -> DoseRefused | None:
    """The lot was out of date or stopped when it was used."""
    if case.lot.expires_on < case.on:
        return refusals.expired_lot(case.lot)
    if case.lot.blocked_at and case.lot.blocked_at <= case.given_at:
        return refusals.blocked_lot(case.lot)
    return None


def same_day(case: Case) -> DoseRefused | None:
    """A dose against the same disease was recorded for that day."""
    today = [dose for dose in case.history if timezone.localdate(dose.given_at) == case.on]
    return refusals.already_given(today[-1]) if today else None


def rule_refusal(case: Case) -> DoseRefused | None:
    """What the dose rules of the day object to."""
    found = objection_to(
        case.lot.vaccine_id,
        birth_date=case.person.birth_date,
        given=given_in(case.history),
        rules=rules_on(case.disease, case.on),
        vaccines_basic=basic_doses(case.disease),
        on=case.on,
    )
    return DoseRefused(words_of(found, case), code=found.code) if found else None


def words_of(found: Objection, case: Case) -> refusals.Words:
    """The objection with its facts."""
    vaccine = vaccine_by_code(case.lot.vaccine_id).short_name
    if found.code == "too_early":
        return refusals.too_early(found, case.last, case.on)
    if found.code == "wrong_age":
        return refusals.wrong_age(found, vaccine, age_on(case.person.birth_date, case.on))
    if found.code == "wrong_product":
        return refusals.wrong_product(found, vaccine, case.last)
    return refusals.not_due(len(case.history))
