"""Proof: the counts are those of the rows, and say so."""

import io
from datetime import datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from registration.registrations import signals
from tests import factories
from vaccination.counts.fold import fold_counts
from vaccination.counts.models import CountDelta
from vaccination.counts.move import delta, move_counts
from vaccination.counts.prove import differences, rebuild
from vaccination.coverage.recounts import RECOUNTS
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment

pytestmark = pytest.mark.django_db


def submitted(**fields):
    registration = factories.make_registration(**fields)
    signals.registrations_submitted.send(None, registrations=[registration])
    return registration


def move(registration, state: str) -> None:
    was, registration.state = registration.state, state
    registration.save(update_fields=["state"])
    signals.registrations_moved.send(None, registrations=[registration], was=was, by=None)


def given(person, campaign, number: int = 1, **fields) -> Dose:
    vaccine = factories.make_vaccine()
    nurse = factories.make_staff()
    values = {
        "disease": campaign.disease,
        "kind": "basic",
        "vaccine": vaccine,
        "facility": factories.make_facility(),
        "given_at": timezone.now(),
        "lot": factories.make_lot(vaccine),
        "vaccinator": nurse,
        "recorded_by": nurse,
    }
    return Dose.objects.create(person=person, campaign=campaign, number=number, **values | fields)


def proof(*arguments: str) -> str:
    out = io.StringIO()
    call_command("prove_counts", *arguments, stdout=out)
    return out.getvalue()


def test_registrations_count_as_long_as_they_live() -> None:
    registration = submitted()
    assert differences(RECOUNTS) == []
    for state in ("scheduled", "withdrawn", "submitted"):
        move(registration, state)
        assert differences(RECOUNTS) == []
    assert sum(CountDelta.objects.values_list("amount", flat=True)) == 1


def test_counting_many_registrations_takes_two_statements(django_assert_max_num_queries) -> None:
    campaign = factories.make_campaign()
    rows = [factories.make_registration(campaign=campaign) for _row in range(5)]
    with django_assert_max_num_queries(2):
        signals.registrations_submitted.send(None, registrations=rows)
    assert differences(RECOUNTS) == []


def test_the_day_is_that_of_viet_nam() -> None:
    late = timezone.make_aware(datetime.combine(factories.today(), time(0, 30)))
    submitted(submitted_at=late)
    assert differences(RECOUNTS) == []


def test_a_dose_that_was_not_counted_is_found() -> None:
    campaign = factories.make_campaign()
    dose = given(factories.make_person(), campaign, given_at=timezone.now() - timedelta(days=3))
    (row,) = differences(RECOUNTS)
    assert (row["metric"], row["facility_id"], row["counted"], row["present"]) == ("vaccinated", dose.facility_id, 0, 1)
    with pytest.raises(CommandError, match="1 counts differ"):
        proof()


def test_a_count_without_its_row_is_found_and_mended() -> None:
    campaign, person = factories.make_campaign(), factories.make_person()
    move_counts([delta("registered", campaign_id=campaign.pk, on=factories.today(), person=person)])
    fold_counts()
    given(person, campaign)
    given(person, campaign, 2, voided_at=timezone.now(), void_reason="nhầm người")
    assert len(differences(RECOUNTS)) == 2
    assert proof("--rebuild").endswith("2 counts corrected\n")
    assert proof() == "0 differences\n"
    assert rebuild(RECOUNTS) == 0


def test_appointments_are_recounted_by_session_and_group() -> None:
    registration = submitted()
    session = factories.make_session(registration.campaign)
    with transaction.atomic():
        Appointment.objects.create(
            registration=registration,
            person=registration.person,
            campaign=registration.campaign,
            session=session,
            slot=session.slots.first(),
            dose_number=1,
            state="announced",
        )
        move_counts(
            [
                delta(
                    "scheduled",
                    campaign_id=registration.campaign_id,
                    on=session.on,
                    person=registration.person,
                    group_id=registration.group_id,
                    facility_id=session.facility_id,
                    vaccine_id=session.vaccine_id,
                    dose_number=1,
                )
            ]
        )
    assert differences(RECOUNTS) == []
    Appointment.objects.update(state="cancelled")
    assert [row["counted"] for row in differences(RECOUNTS)] == [1]
