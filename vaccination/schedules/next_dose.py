"""Which dose comes next: pure, knows no tables; rules and history are handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

BASIC, ADDITIONAL, BOOSTER = "basic", "additional", "booster"


@dataclass(frozen=True, slots=True)
class Rule:
    """`vaccine` may be dose `number` after `previous`; days count from the dose before, ages are whole years."""

    number: int
    kind: str
    vaccine: str
    previous: str = ""
    previous_kind: str = ""
    min_days: int = 0
    recommended_days: int = 0
    min_age: int = 0
    max_age: int | None = None
    needs_consent: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A dose that was given."""

    number: int
    vaccine: str
    on: date


@dataclass(frozen=True, slots=True)
class NextDose:
    """The next dose: `allowed` products on the asked day, or on `earliest` when that day is too early.

    `reason` says why there is no product at all: "complete", "too_young", "too_old" or "no_product".
    """

    number: int
    kind: str
    earliest: date
    recommended: date
    allowed: frozenset[str]
    reason: str | None = None


def age_on(birth_date: date, day: date) -> int:
    """Whole years lived on `day`; who is born on 29 February turns on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def birthday(birth_date: date, years: int) -> date:
    """The day on which somebody turns `years`."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return date(birth_date.year + years, 3, 1)


def is_complete(given: Sequence[Given], vaccines_basic: Mapping[str, int]) -> bool:
    """Whether the basic series is done: as many doses as the first product takes."""
    return bool(given) and len(given) >= vaccines_basic.get(given[0].vaccine, 2)


def kind_of_last(given: Sequence[Given], rules: Sequence[Rule], vaccines_basic: Mapping[str, int]) -> str:
    """What rules may follow: basic, additional, booster (the first), booster2 (the second), …"""
    if not given:
        return ""
    basic = vaccines_basic.get(given[0].vaccine, 2)
    if len(given) <= basic:
        return BASIC
    third, before = basic + 1, given[basic - 1].vaccine
    added = any(rule.kind == ADDITIONAL and (rule.number, rule.previous) == (third, before) for rule in rules)
    boosters = len(given) - basic - added
    return ADDITIONAL if not boosters else BOOSTER + ("" if boosters == 1 else str(boosters))


def kind_of_next(given: Sequence[Given], rules: Sequence[Rule], vaccines_basic: Mapping[str, int]) -> str:
    """The kind that a dose would have if it were given now, within the rules or not."""
    if not is_complete(given, vaccines_basic):
        return BASIC
    following = candidates(given, rules, vaccines_basic)
    return following[0].kind if following else BOOSTER


def candidates(given: Sequence[Given], rules: Sequence[Rule], vaccines_basic: Mapping[str, int]) -> list[Rule]:
    """Rules that follow this history, whatever the age and the day."""
    number = len(given) + 1
    last = given[-1].vaccine if given else ""
    kind = kind_of_last(given, rules, vaccines_basic)
    return [rule for rule in rules if (rule.number, rule.previous, rule.previous_kind) == (number, last, kind)]


def too_old(rule: Rule, birth_date: date, day: date) -> bool:
    """Whether the rule is for younger people."""
    return rule.max_age is not None and age_on(birth_date, day) > rule.max_age


def earliest_by(rule: Rule, birth_date: date, last: date | None, days: int) -> date:
    """The first day on which both the interval of `days` and the least age are reached."""
    of_age = birthday(birth_date, rule.min_age)
    return of_age if last is None else max(of_age, last + timedelta(days=days))


def next_dose(
    *,
    birth_date: date,
    given: Sequence[Given],
    rules: Sequence[Rule],
    vaccines_basic: Mapping[str, int],
    on: date,
) -> NextDose:
    """What dose this history calls for, seen on the day `on`. `given` is in the order of time.

    `vaccines_basic` says how many doses the basic series of each product has.
    """
    number, kind = len(given) + 1, kind_of_next(given, rules, vaccines_basic)
    complete = is_complete(given, vaccines_basic)
    last = given[-1].on if given else None
    following = candidates(given, rules, vaccines_basic)
    ready = {rule: earliest_by(rule, birth_date, last, rule.min_days) for rule in following}
    fitting = {rule: day for rule, day in ready.items() if not too_old(rule, birth_date, max(day, on))}
    if complete:
        # Nobody waits for years: an extra dose that starts at fifty is not due at forty.
        fitting = {rule: day for rule, day in fitting.items() if age_on(birth_date, on) >= rule.min_age}
    if not fitting:
        reason = "complete" if complete else "too_old" if following else "no_product"
        return NextDose(number, kind, on, on, frozenset(), reason)
    return soonest(number, kind, fitting, birth_date, last, on)


def soonest(
    number: int, kind: str, ready: Mapping[Rule, date], birth_date: date, last: date | None, on: date
) -> NextDose:
    """The next dose among rules that will all be met one day."""
    earliest = min(ready.values())
    met = [rule for rule, day in ready.items() if day <= max(on, earliest)]
    recommended = min(earliest_by(rule, birth_date, last, rule.recommended_days) for rule in met)
    if last is None and earliest > on:
        return NextDose(number, kind, earliest, recommended, frozenset(), "too_young")
    return NextDose(number, kind, earliest, recommended, frozenset(rule.vaccine for rule in met))
