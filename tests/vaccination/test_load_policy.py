"""Policy is data: loaded from files, as often as one likes."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from vaccination.schedules.load import load_policy
from vaccination.schedules.models import Consequence, DoseRule, ScreeningForm, ScreeningItem
from vaccination.schedules.rules import rules_on
from vaccination.schedules.screening import form_for
from vaccination.stock.models import Vaccine

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_policy")
    first = list(DoseRule.objects.order_by("pk").values()), list(ScreeningItem.objects.order_by("pk").values())
    call_command("load_policy")
    assert first == (
        list(DoseRule.objects.order_by("pk").values()),
        list(ScreeningItem.objects.order_by("pk").values()),
    )
    assert Vaccine.objects.count() == 8
    assert "8 vaccines" in capsys.readouterr().out


def test_a_corrected_file_corrects_the_row() -> None:
    load_policy()
    DoseRule.objects.filter(vaccine="PFZ", dose_number=2, previous="PFZ").update(min_days=5)
    load_policy()
    assert not DoseRule.objects.filter(min_days=5).exists()


def test_every_rule_names_its_document(policy: None) -> None:
    assert not DoseRule.objects.filter(source="").exists()


def test_rules_follow_the_calendar(policy: None) -> None:
    assert {rule.vaccine for rule in rules_on("COVID-19", date(2021, 3, 10))} == {"AZ"}
    assert rules_on("COVID-19", date(2020, 1, 1)) == ()
    assert len(rules_on("COVID-19", date(2026, 11, 23))) > 80


@pytest.mark.parametrize(
    ("born", "on", "code"),
    [
        (date(1985, 1, 1), date(2021, 7, 20), "3445"),
        (date(1985, 1, 1), date(2021, 9, 20), "4355"),
        (date(1985, 1, 1), date(2026, 11, 23), "5785"),
        (date(2012, 1, 1), date(2026, 11, 23), "5002"),
    ],
)
def test_the_form_depends_on_day_and_age(policy: None, born: date, on: date, code: str) -> None:
    form = form_for(born, on)
    assert form is not None
    assert form.code == code


def test_every_form_asks_for_vital_signs_or_leaves_them_to_the_head(policy: None) -> None:
    asking = ScreeningForm.objects.filter(items__by_vital_signs=True).values_list("code", flat=True)
    assert set(asking) == {"3445", "4355", "5785"}


def test_every_deferral_proposes_days(policy: None) -> None:
    assert not ScreeningItem.objects.filter(consequence=Consequence.DEFER, defer_days__isnull=True).exists()


def copied(**changes: object) -> None:
    """Write a second copy of the rule for a second dose of Pfizer, with changes."""
    rule = DoseRule.objects.filter(dose_number=2, previous="PFZ", vaccine="PFZ")[0]
    rule.pk = None
    for name, value in changes.items():
        setattr(rule, name, value)
    with transaction.atomic():
        rule.save(force_insert=True)


def test_one_dose_rule_per_case_and_date(policy: None) -> None:
    with pytest.raises(IntegrityError, match="one_dose_rule_per_case_and_date"):
        copied()


def test_a_later_dose_follows_one_after_an_interval(policy: None) -> None:
    with pytest.raises(IntegrityError, match="a_later_dose_follows_one_after_an_interval"):
        copied(previous=None, valid_from=date(2026, 1, 1))
    with pytest.raises(IntegrityError, match="a_later_dose_follows_one_after_an_interval"):
        copied(min_days=None, valid_from=date(2026, 1, 1))


def test_a_dose_rule_ends_after_it_starts(policy: None) -> None:
    with pytest.raises(IntegrityError, match="a_dose_rule_ends_after_it_starts"):
        copied(valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 1))
