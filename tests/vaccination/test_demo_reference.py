"""Reference data: one command, as often as one likes."""

import io

import pytest
from django.core.management import call_command

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
    assert len(out.getvalue().splitlines()) == 5
    again = io.StringIO()
    call_command("load_reference", stdout=again)
    assert loaded() == counts
    assert "0 new message texts" in again.getvalue()


def loaded() -> list[int]:
    models = [AdministrativeUnit, DeclarationQuestion, EthnicGroup, Vaccine, DoseRule, ScreeningForm, MessageText]
    return [model.objects.count() for model in models]
