"""Moving and withdrawing registrations, and the news of it."""

from typing import Any

import pytest
from django.dispatch import Signal

from hssk.audit.models import AuditEntry
from hssk.audit.record import SYSTEM
from hssk.refusals import NotYours, Refused
from registration.campaigns.models import Campaign
from registration.registrations.change_state import CannotMove, move_registrations
from registration.registrations.models import Registration
from registration.registrations.signals import registrations_moved, registrations_submitted
from registration.registrations.withdraw import withdraw_registration
from registration.sign_in.models import CitizenAccount
from tests.factories import (
    make_campaign,
    make_person,
    make_registration,
)
from tests.registration.submit_story import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def news() -> Any:
    """What was told to the rooms above."""
    heard: list[tuple[Signal, dict[str, Any]]] = []

    def listen(sender: Any, signal: Signal, **told: Any) -> None:
        heard.append((signal, told))

    for signal in (registrations_submitted, registrations_moved):
        signal.connect(listen)
    yield heard
    for signal in (registrations_submitted, registrations_moved):
        signal.disconnect(listen)


def test_rooms_above_hear_of_it_in_the_transaction(citizen: CitizenAccount, campaign: Campaign, news: Any) -> None:
    registration = send(campaign, citizen)
    withdraw_registration(registration_id=registration.pk, by=citizen)
    (first, submitted), (second, moved) = news
    assert (first, submitted["registrations"]) == (registrations_submitted, [registration])
    assert (second, moved["was"], moved["by"]) == (registrations_moved, "submitted", citizen)
    assert [each.state for each in moved["registrations"]] == ["withdrawn"]


def test_moves_are_told_by_the_state_that_was_left(news: Any) -> None:
    campaign = make_campaign()
    rows = [make_registration(campaign=campaign, state=state) for state in ("submitted", "accepted", "submitted")]
    move_registrations(registrations=rows, to="scheduled", by=SYSTEM)
    assert {(told["was"], len(told["registrations"])) for _signal, told in news} == {("submitted", 2), ("accepted", 1)}
    assert AuditEntry.objects.filter(verb="registration.scheduled").count() == 3


def test_if_one_may_not_move_none_does() -> None:
    campaign = make_campaign()
    rows = [make_registration(campaign=campaign), make_registration(campaign=campaign, state="withdrawn")]
    with pytest.raises(CannotMove):
        move_registrations(registrations=rows, to="scheduled", by=SYSTEM)
    assert not Registration.objects.filter(state="scheduled").exists()


def test_coming_back_to_life_beside_another_live_registration_is_refused() -> None:
    campaign, person = make_campaign(), make_person()
    withdrawn = make_registration(person, campaign, state="withdrawn")
    make_registration(person, campaign)
    with pytest.raises(Refused, match="đã đăng ký"):
        move_registrations(registrations=[withdrawn], to="submitted", by=SYSTEM)


def test_withdrawing_twice_is_the_same_as_once(citizen: CitizenAccount, campaign: Campaign) -> None:
    registration = send(campaign, citizen)
    for _time in range(2):
        assert withdraw_registration(registration_id=registration.pk, by=citizen).state == "withdrawn"
    assert AuditEntry.objects.filter(verb="registration.withdrawn").count() == 1


def test_what_is_completed_cannot_be_withdrawn(citizen: CitizenAccount, campaign: Campaign) -> None:
    registration = send(campaign, citizen)
    Registration.objects.update(state="completed")
    with pytest.raises(CannotMove, match="kết thúc"):
        withdraw_registration(registration_id=registration.pk, by=citizen)


def test_a_stranger_cannot_withdraw(citizen: CitizenAccount, stranger: CitizenAccount, campaign: Campaign) -> None:
    registration = send(campaign, citizen)
    with pytest.raises(NotYours):
        withdraw_registration(registration_id=registration.pk, by=stranger)
