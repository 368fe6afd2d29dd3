"""Which dose comes next, as the ministry's letters say; the rules are those of the shipped file."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from vaccination.schedules.judge import objection_to
from vaccination.schedules.next_dose import Given, NextDose, Rule, is_complete, next_dose

DATA = Path(__file__).parents[2] / "vaccination"
ADULT, PENSIONER, TEENAGER, CHILD = date(1985, 3, 8), date(1950, 1, 1), date(2010, 6, 1), date(2018, 6, 1)
TODAY = date(2026, 11, 23)


def rows_of(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


BASIC = {row["code"]: int(row["basic_doses"]) for row in rows_of("stock/data/vaccines.csv")}


def shipped_rules(on: date) -> list[Rule]:
    return [
        Rule(
            number=int(row["dose_number"]),
            kind=row["kind"],
            vaccine=row["vaccine"],
            previous=row["previous"],
            previous_kind=row["previous_kind"],
            min_days=int(row["min_days"] or 0),
            recommended_days=int(row["recommended_days"] or 0),
            min_age=int(row["min_age_years"]),
            max_age=int(row["max_age_years"]) if row["max_age_years"] else None,
        )
        for row in rows_of("schedules/data/dose_rules.csv")
        if row["valid_from"] <= on.isoformat() and (not row["valid_to"] or on.isoformat() < row["valid_to"])
    ]


def history(*doses: tuple[str, date]) -> list[Given]:
    return [Given(number, vaccine, on) for number, (vaccine, on) in enumerate(doses, start=1)]


def asked(*doses: tuple[str, date], born: date = ADULT, on: date = TODAY) -> NextDose:
    return next_dose(birth_date=born, given=history(*doses), rules=shipped_rules(on), vaccines_basic=BASIC, on=on)


def days_ago(days: int, on: date = TODAY) -> date:
    return on - timedelta(days=days)


def test_an_adult_may_begin_with_any_of_the_eight_products_today() -> None:
    found = asked()
    assert (found.number, found.kind, found.reason) == (1, "basic", None)
    assert found.allowed == {"AZ", "PFZ", "MOD", "SINO", "SPV", "ABD", "HYV", "JAN"}
    assert found.earliest <= TODAY


def test_in_march_2021_there_was_astrazeneca_only() -> None:
    assert asked(on=date(2021, 3, 20)).allowed == {"AZ"}


def test_a_teenager_may_have_mrna_products_only() -> None:
    assert asked(born=TEENAGER).allowed == {"PFZ", "MOD"}


def test_a_teenager_of_summer_2021_was_too_young() -> None:
    found = asked(born=date(2007, 9, 1), on=date(2021, 8, 1))
    assert (found.reason, found.allowed) == ("too_young", frozenset())


def test_a_five_year_old_may_have_pfizer_and_not_yet_moderna() -> None:
    assert asked(born=date(2021, 5, 1)).allowed == {"PFZ"}


def test_a_baby_is_too_young_and_the_day_of_age_is_said() -> None:
    found = asked(born=date(2024, 2, 29))
    assert (found.reason, found.earliest) == ("too_young", date(2029, 3, 1))


@pytest.mark.parametrize(
    ("vaccine", "days"), [("AZ", 28), ("PFZ", 21), ("MOD", 28), ("SINO", 21), ("SPV", 21), ("HYV", 21), ("ABD", 14)]
)
def test_the_second_dose_waits_for_the_products_interval(vaccine: str, days: int) -> None:
    found = asked((vaccine, days_ago(3)))
    assert (found.number, found.earliest) == (2, days_ago(3) + timedelta(days=days))
    assert vaccine in found.allowed


def test_pfizer_after_astrazeneca_comes_after_eight_weeks() -> None:
    assert asked(("AZ", days_ago(55))).allowed == {"AZ"}
    assert asked(("AZ", days_ago(56))).allowed == {"AZ", "PFZ", "MOD"}


def test_before_27_july_2021_nothing_was_mixed() -> None:
    on = date(2021, 7, 26)
    assert asked(("AZ", days_ago(70, on)), on=on).allowed == {"AZ"}
    on = date(2021, 7, 27)
    assert asked(("AZ", days_ago(70, on)), on=on).allowed == {"AZ", "PFZ"}


@pytest.mark.parametrize("vaccine", ["SINO", "SPV", "ABD", "HYV"])
def test_these_products_are_followed_by_themselves_only(vaccine: str) -> None:
    assert asked((vaccine, days_ago(60))).allowed == {vaccine}


def test_children_are_not_mixed() -> None:
    assert asked(("PFZ", days_ago(60)), born=CHILD).allowed == {"PFZ"}


def test_a_child_who_grew_out_of_the_childrens_rule_goes_on_by_the_next_one() -> None:
    turned_twelve = date(2014, 11, 1)
    assert asked(("PFZ", days_ago(60)), born=turned_twelve).allowed == {"PFZ"}


def test_abdala_has_three_basic_doses() -> None:
    found = asked(("ABD", days_ago(40)), ("ABD", days_ago(20)))
    assert (found.number, found.kind, found.allowed) == (3, "basic", {"ABD"})


def test_one_janssen_is_a_complete_series() -> None:
    assert is_complete(history(("JAN", TODAY)), BASIC)
    found = asked(("JAN", days_ago(100)))
    assert (found.number, found.kind, found.allowed) == (2, "booster", {"JAN", "PFZ", "MOD"})


def test_the_booster_interval_fell_from_six_to_three_months_on_17_december_2021() -> None:
    given = [("PFZ", date(2021, 7, 20)), ("PFZ", date(2021, 8, 20))]
    assert asked(*given, on=date(2021, 12, 16)).earliest == date(2021, 8, 20) + timedelta(days=180)
    assert asked(*given, on=date(2021, 12, 17)).earliest == date(2021, 8, 20) + timedelta(days=90)


def test_after_two_of_sinopharm_an_additional_dose_comes_before_the_booster() -> None:
    basic = [("SINO", days_ago(200)), ("SINO", days_ago(170))]
    additional = asked(*basic)
    assert (additional.kind, additional.allowed) == ("additional", {"SINO", "PFZ", "MOD"})
    booster = asked(*basic, ("PFZ", days_ago(91)))
    assert (booster.number, booster.kind) == (4, "booster")


def test_a_second_booster_is_for_people_of_fifty_and_more() -> None:
    three = [("PFZ", days_ago(400)), ("PFZ", days_ago(370)), ("PFZ", days_ago(200))]
    assert asked(*three, born=ADULT).reason == "complete"
    found = asked(*three, born=PENSIONER)
    assert (found.number, found.kind, found.allowed) == (4, "booster", {"PFZ", "MOD", "AZ"})


def test_after_the_second_booster_nothing_follows() -> None:
    four = [("PFZ", days_ago(days)) for days in (600, 570, 400, 200)]
    assert asked(*four, born=PENSIONER).reason == "complete"


def test_a_history_against_the_rules_says_so_and_does_not_fail() -> None:
    assert asked(("JAN", days_ago(60)), ("SPV", days_ago(30))).reason == "complete"
    assert asked(("XXX", days_ago(60))).reason == "no_product"


def objection(vaccine: str, *doses: tuple[str, date], born: date = ADULT) -> str | None:
    found = objection_to(
        vaccine, birth_date=born, given=history(*doses), rules=shipped_rules(TODAY), vaccines_basic=BASIC, on=TODAY
    )
    return found.code if found else None


def test_objections_name_the_first_rule_that_is_broken() -> None:
    assert objection("PFZ", ("PFZ", days_ago(21))) is None
    assert objection("PFZ", ("PFZ", days_ago(20))) == "too_early"
    assert objection("SINO", ("PFZ", days_ago(60))) == "wrong_product"
    assert objection("AZ", born=TEENAGER) == "wrong_age"
    assert objection("PFZ", *[("PFZ", days_ago(days)) for days in (400, 370, 200)]) == "not_due"
    assert objection("PFZ", *[("PFZ", days_ago(days)) for days in (600, 500, 400, 200)]) == "not_due"
