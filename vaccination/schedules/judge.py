"""Whether one product may be given on a day: pure. Says the first rule that forbids it, with its facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vaccination.schedules.next_dose import Given, Rule, age_on, candidates, earliest_by, is_complete, too_old


@dataclass(frozen=True, slots=True)
class Objection:
    """Why not. `code` is too_early, wrong_age, wrong_product or not_due; `earliest` when waiting helps."""

    code: str
    earliest: date | None = None
    min_days: int = 0
    ages: tuple[int, int | None] = (0, None)
    instead: frozenset[str] = field(default=frozenset())


def objection_to(
    vaccine: str,
    *,
    birth_date: date,
    given: Sequence[Given],
    rules: Sequence[Rule],
    vaccines_basic: Mapping[str, int],
    on: date,
) -> Objection | None:
    """What speaks against giving `vaccine` on `on` after this history; None when nothing does."""
    following = candidates(given, rules, vaccines_basic)
    complete = is_complete(given, vaccines_basic)
    if complete and not following:
        return Objection("not_due")
    same = [rule for rule in following if rule.vaccine == vaccine]
    if not same:
        return Objection("wrong_product", instead=frozenset(rule.vaccine for rule in following))
    age = age_on(birth_date, on)
    fitting = [rule for rule in same if rule.min_age <= age and not too_old(rule, birth_date, on)]
    if not fitting and complete:
        # An extra dose for others (from fifty on, …): some have it for reasons that age does not tell.
        return Objection("not_due")
    if not fitting:
        return Objection("wrong_age", ages=age_range(same))
    last = given[-1].on if given else None
    ready, rule = min(((earliest_by(rule, birth_date, last, rule.min_days), rule) for rule in fitting), key=first)
    return Objection("too_early", earliest=ready, min_days=rule.min_days) if on < ready else None


def first(pair: tuple[date, Rule]) -> date:
    """The day of a pair."""
    return pair[0]


def age_range(rules: Sequence[Rule]) -> tuple[int, int | None]:
    """From the lowest to the highest age of these rules; no highest when one has none."""
    highest = [rule.max_age for rule in rules]
    ages = [age for age in highest if age is not None]
    return min(rule.min_age for rule in rules), max(ages) if len(ages) == len(highest) else None
