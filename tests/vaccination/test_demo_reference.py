"""Reference data: one command, as often as one likes."""

import io

import pytest
from django.core.management import CommandError, call_command

from hssk.areas.models import AdministrativeUnit
from notifications.texts.models import MessageText
from registration.campaigns.models import DeclarationQuestion
from registration.people.models import EthnicGroup
from vaccination.schedules.models import DoseRule, ScreeningForm
from vaccination.stock.models import Vaccine


@pytest.mark.django_db
def test_everything_is_loaded_and_the_second_time_nothing_changes() -> None:
    out = io.StringIO()
    call_command("load_reference", stdout=out)
    counts = loaded()
    assert AdministrativeUnit.objects.today().provinces().count() == 34
    assert AdministrativeUnit.objects.today().communes().count() == 3321
    assert all(count > 0 for count in counts)
    assert len(out.getvalue().splitlines()) == 6
    again = io.StringIO()
    call_command("load_reference", stdout=again)
    assert loaded() == counts
    assert "0 new message texts" in again.getvalue()


def loaded() -> list[int]:
    models = [AdministrativeUnit, DeclarationQuestion, EthnicGroup, Vaccine, DoseRule, ScreeningForm, MessageText]
    return [model.objects.count() for model in models]


def test_it_is_refused_where_real_people_may_be(db, settings) -> None:
    settings.DEBUG = settings.DEMO = False
    with pytest.raises(CommandError, match="HSSK_DEMO=1"):
        call_command("demo")


def test_without_reference_data_it_says_what_to_do(db, settings) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError, match="load_reference"):
        call_command("demo")
    with pytest.raises(CommandError, match="number from 1"):
        call_command("demo", "--people", "0")
