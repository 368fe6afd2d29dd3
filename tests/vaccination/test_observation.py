"""The half hour after the injection."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hssk.refusals import Invalid, Refused
from tests.vaccination.clinic import Clinic
from vaccination.visits.models import Observation
from vaccination.visits.release import TooSoon, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic()


def test_the_clock_starts_at_the_injection(clinic: Clinic) -> None:
    _appointment, dose = clinic.vaccinated(minutes_ago=10)
    assert Observation.objects.get().started_at == dose.given_at
    assert Observation.objects.get().due_at == dose.given_at + timedelta(minutes=30)


def test_after_half_an_hour_one_goes_home(clinic: Clinic) -> None:
    appointment, _dose = clinic.vaccinated(minutes_ago=31)
    row, ended = release(appointment=appointment, by=clinic.nurse)
    assert (ended, row.released_by, appointment.state) == (True, clinic.nurse, "observed")


def test_before_that_only_with_a_reason(clinic: Clinic) -> None:
    appointment, _dose = clinic.vaccinated(minutes_ago=10)
    with pytest.raises(TooSoon, match="còn 20 phút"):
        release(appointment=appointment, by=clinic.nurse)
    row, _ended = release(appointment=appointment, note="chuyển cấp cứu", by=clinic.nurse)
    assert row.note == "chuyển cấp cứu"


def test_going_home_twice_is_once(clinic: Clinic) -> None:
    appointment, _dose = clinic.vaccinated(minutes_ago=31)
    release(appointment=appointment, by=clinic.nurse)
    _row, ended = release(appointment=appointment, by=clinic.screener)
    assert not ended


def test_nobody_leaves_before_the_injection_or_tomorrow(clinic: Clinic) -> None:
    appointment, dose = clinic.vaccinated(minutes_ago=40)
    for wrong in (dose.given_at - timedelta(minutes=1), timezone.now() + timedelta(hours=1)):
        with pytest.raises(Invalid):
            release(appointment=appointment, released_at=wrong, note="x", by=clinic.nurse)


def test_who_was_not_vaccinated_is_not_observed(clinic: Clinic) -> None:
    with pytest.raises(Refused):
        release(appointment=clinic.screened(), by=clinic.nurse)


def test_leaving_early_says_why(clinic: Clinic) -> None:
    clinic.vaccinated()
    with pytest.raises(IntegrityError, match="leaving_early_says_why"), transaction.atomic():
        Observation.objects.update(released_at=timezone.now())


def test_the_room_shows_everybody_with_their_clock(clinic: Clinic) -> None:
    client = Client()
    client.force_login(clinic.nurse)
    appointment, dose = clinic.vaccinated(minutes_ago=12)
    page = client.get(reverse("visits:observation", args=[clinic.session.pk])).content.decode()
    assert appointment.person.full_name in page
    assert "data-since" in page
    assert "12:0" in page
    refused = client.post(reverse("visits:release", args=[appointment.pk]), {"note": ""})
    assert refused.status_code == 409
    assert "Ghi lý do cho về sớm" in refused.content.decode()
    client.post(reverse("visits:release", args=[appointment.pk]), {"note": "người nhà đón"})
    assert Observation.objects.get(dose=dose).released_at
