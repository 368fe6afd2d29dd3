"""What dose somebody may have, in the planner's terms. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vaccination.planning.reasons import Reason
from vaccination.schedules.next_dose import Given, NextDose, Rule, next_dose

BARRED = {
    "complete": Reason.COMPLETE,
    "too_young": Reason.WRONG_AGE,
    "too_old": Reason.WRONG_AGE,
    "no_product": Reason.WRONG_PRODUCT,
}


@dataclass(frozen=True, slots=True)
class Need:
    """Dose `number`: one of `products` from `earliest` on; or `barred`, and why."""

    number: int
    products: tuple[str, ...] = ()
    earliest: date = date.min
    barred: str = ""


def need_of(
    birth_date: date, given: Sequence[Given], *, rules: Sequence[Rule], basic: Mapping[str, int], on: date
) -> Need:
    """The need on the first day of a plan. Products are sorted, so that equal needs are equal."""
    found = next_dose(birth_date=birth_date, given=given, rules=rules, vaccines_basic=basic, on=on)
    if not found.allowed:
        return Need(found.number, barred=reason_of(found))
    return Need(found.number, tuple(sorted(found.allowed)), found.earliest)


def reason_of(found: NextDose) -> Reason:
    """The planner's reason for the schedule's."""
    return BARRED.get(found.reason or "", Reason.WRONG_PRODUCT)
