"""Registering twice at the same moment."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from hssk.refusals import Refused
from notifications.outbox.models import Message
from registration.campaigns.load import add_groups, load_questions_and_consent
from registration.campaigns.models import Campaign
from registration.campaigns.policy import forget_policy
from registration.people.models import Person
from registration.registrations.models import Registration
from registration.registrations.register import register
from registration.registrations.rules import AlreadyRegistered
from registration.sign_in.models import CitizenAccount
from tests.factories import (
    make_account,
    make_campaign,
    make_commune,
    make_person,
)
from tests.registration.submit_story import hoa, wish

pytestmark = pytest.mark.django_db


def in_parallel(*works: Callable[[], object]) -> list[object]:
    """Results of works done at once; a refusal is a result."""
    results: list[object] = []
    start = threading.Barrier(len(works))

    def do(work: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(work())
        except Refused as refused:
            results.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[work]) for work in works]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return results


@pytest.fixture
def committed_campaign(transactional_db: None) -> Campaign:
    load_questions_and_consent()
    campaign = make_campaign()
    add_groups(campaign)
    make_commune()
    forget_policy()
    return campaign


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_registration(committed_campaign: Campaign) -> None:
    citizen, sent = make_account(), uuid.uuid4()
    new, asked = hoa(), wish(committed_campaign)

    def click() -> tuple[Registration, bool]:
        return register(id=sent, person=new, relationship="self", wish=asked, by=citizen)

    results: Any = in_parallel(*[click] * 4)

    assert sorted(is_new for _registration, is_new in results) == [False, False, False, True]
    assert {registration.pk for registration, _is_new in results} == {sent}
    assert (Person.objects.count(), Registration.objects.count(), Message.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_guardians_at_once_make_one_live_registration(committed_campaign: Campaign) -> None:
    person = make_person()
    guardians, asked = [make_account(person), make_account(person)], wish(committed_campaign)

    def sent_by(guardian: CitizenAccount) -> Callable[[], object]:
        return lambda: register(id=uuid.uuid4(), person=person.pk, wish=asked, by=guardian)

    results = in_parallel(*map(sent_by, guardians))

    assert sum(isinstance(result, AlreadyRegistered) for result in results) == 1
    assert Registration.objects.count() == 1
