"""Submitting a registration: the rules and the repetition."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hssk.audit.models import AuditEntry
from hssk.audit.record import SYSTEM
from hssk.refusals import Invalid, NotYours, Refused
from notifications.outbox.models import Message
from registration.campaigns.models import Campaign
from registration.campaigns.policy import group_of
from registration.people.models import Person
from registration.registrations.models import Registration, RegistrationDraft
from registration.registrations.register import register
from registration.registrations.rules import AlreadyRegistered, CampaignClosed
from registration.registrations.submit import submit_registration
from registration.registrations.withdraw import withdraw_registration
from registration.sign_in.models import CitizenAccount
from tests.factories import (
    make_campaign,
    make_commune,
    make_group,
    make_person,
    make_province,
    make_registration,
    today,
)
from tests.registration.submit_story import NO, hoa, send, wish

pytestmark = pytest.mark.django_db


def test_everything_is_written_together(citizen: CitizenAccount, campaign: Campaign) -> None:
    registration = send(campaign, citizen)
    assert registration.state == "submitted"
    assert registration.consented_at == registration.submitted_at
    message = Message.objects.get()
    assert (message.to_phone, message.kind) == (citizen.phone, "registration.received")
    assert set(message.values) == {"name", "number", "url"}
    entry = AuditEntry.objects.get(verb="registration.submitted")
    assert (entry.person_id, entry.detail) == (registration.person_id, {"source": "web", "consent": "2026-01"})


def test_a_second_person_is_told_on_the_phone_of_their_own(citizen: CitizenAccount, campaign: Campaign) -> None:
    send(campaign, citizen)
    send(campaign, citizen, person=hoa(full_name="Hà Văn Sơn", phone="0987654321"), relationship="spouse")
    assert set(Message.objects.values_list("to_phone", flat=True)) == {citizen.phone, "+84987654321"}


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"birth_date": today().replace(year=today().year - 11)}, "birth_date", "too_young"),
        ({"birth_date": today() + timedelta(days=1)}, "birth_date", "invalid"),
        ({"full_name": "Hòa 9"}, "full_name", "wrong_name"),
    ],
)
def test_what_is_wrong_with_a_person_is_said_beside_the_field(
    citizen: CitizenAccount, campaign: Campaign, changed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        send(campaign, citizen, person=hoa(**changed))
    assert field in refused.value.fields
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"consent_text": None}, "consent"),
        ({"wished_on": today() - timedelta(days=1)}, "wished_on"),
        ({"wished_on": today() + timedelta(days=121)}, "wished_on"),
        ({"wished_shift": "night"}, "wished_shift"),
        ({"declaration": None}, "declaration.1"),
        ({"declaration": NO | {"3": "perhaps"}}, "declaration.3"),
        ({"declaration": NO | {"13": "no"}}, "declaration.13"),
    ],
)
def test_what_is_wrong_with_a_wish_is_said_beside_the_field(
    citizen: CitizenAccount, campaign: Campaign, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        send(campaign, citizen, wish=wish(campaign, **changed))
    assert field in refused.value.fields
    assert not Person.objects.exists()


def test_wrong_person_and_missing_consent_are_said_together(citizen: CitizenAccount, campaign: Campaign) -> None:
    with pytest.raises(Invalid) as refused:
        send(campaign, citizen, person=hoa(full_name=""), wish=wish(campaign, consent_text=None))
    assert set(refused.value.fields) == {"full_name", "consent"}


def test_a_commune_outside_the_campaigns_province_is_refused(citizen: CitizenAccount, campaign: Campaign) -> None:
    elsewhere = make_commune("Xã Mộc Châu", "04000", make_province("14", "Tỉnh Sơn La"))
    with pytest.raises(Invalid, match="Phú Thọ") as refused:
        send(campaign, citizen, person=hoa(area=elsewhere))
    assert "commune" in refused.value.fields


def test_the_age_of_a_campaign_is_its_own(citizen: CitizenAccount, campaign: Campaign) -> None:
    child = hoa(birth_date=today().replace(year=today().year - 6))
    Campaign.objects.update(min_age_years=5)
    campaign.refresh_from_db()
    assert send(campaign, citizen, person=child, relationship="child")


def test_a_minor_is_registered_by_a_guardian(citizen: CitizenAccount, campaign: Campaign) -> None:
    minor = hoa(birth_date=today().replace(year=today().year - 15))
    with pytest.raises(Invalid) as refused:
        send(campaign, citizen, person=minor, relationship="self")
    assert "relationship" in refused.value.fields
    assert send(campaign, citizen, person=minor, relationship="child").state == "submitted"


def test_a_closed_campaign_is_refused(citizen: CitizenAccount, campaign: Campaign) -> None:
    Campaign.objects.update(registration_open=False)
    campaign.refresh_from_db()
    with pytest.raises(CampaignClosed):
        send(campaign, citizen)


def test_a_campaign_that_is_over_is_refused(citizen: CitizenAccount, campaign: Campaign) -> None:
    Campaign.objects.update(ends_on=today() - timedelta(days=1))
    campaign.refresh_from_db()
    with pytest.raises(CampaignClosed):
        send(campaign, citizen)


def test_a_stranger_cannot_be_registered_by_id(
    citizen: CitizenAccount, stranger: CitizenAccount, campaign: Campaign
) -> None:
    person = send(campaign, citizen).person
    with pytest.raises(NotYours):
        send(campaign, stranger, person=person.pk)


def test_sending_again_returns_the_first_even_when_the_campaign_has_closed(
    citizen: CitizenAccount, campaign: Campaign
) -> None:
    sent = uuid.uuid4()
    first = send(campaign, citizen, id=sent)
    Campaign.objects.update(registration_open=False)
    campaign.refresh_from_db()
    again, is_new = register(id=sent, person=hoa(), relationship="self", wish=wish(campaign), by=citizen)
    assert (again, is_new) == (first, False)
    assert (Person.objects.count(), Registration.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_an_id_of_somebody_else_tells_nothing(
    citizen: CitizenAccount, stranger: CitizenAccount, campaign: Campaign
) -> None:
    first = send(campaign, citizen)
    with pytest.raises(Refused) as refused:
        send(campaign, stranger, id=first.pk, person=hoa(full_name="Hà Văn Sơn"))
    assert refused.value.code == "id_taken"
    assert first.number not in str(refused.value.message)
    assert Person.objects.count() == 1


def test_a_number_that_is_taken_is_drawn_again(
    citizen: CitizenAccount, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = send(campaign, citizen).number
    drawn = iter([taken, "NEUNEUNE"])
    monkeypatch.setattr(Registration._meta.get_field("number"), "_get_default", lambda: next(drawn))
    other = hoa(full_name="Hà Văn Sơn")
    assert send(campaign, citizen, person=other, relationship="spouse").number == "NEUNEUNE"


def test_one_live_registration_per_person_and_campaign(citizen: CitizenAccount, campaign: Campaign) -> None:
    first = send(campaign, citizen)
    with pytest.raises(AlreadyRegistered, match="đã đăng ký") as refused:
        send(campaign, citizen, person=first.person_id, relationship="")
    assert refused.value.status == 409
    with pytest.raises(IntegrityError, match="one_live_registration_per_person_and_campaign"), transaction.atomic():
        make_registration(first.person, campaign)
    withdraw_registration(registration_id=first.pk, by=citizen)
    assert send(campaign, citizen, person=first.person_id, relationship="").number != first.number


def test_registration_state_is_known() -> None:
    with pytest.raises(IntegrityError, match="registration_state_is_known"), transaction.atomic():
        make_registration(state="lost")


def test_one_draft_per_account(citizen: CitizenAccount, campaign: Campaign) -> None:
    RegistrationDraft.objects.create(account=citizen, campaign=campaign)
    with pytest.raises(IntegrityError, match="one_draft_per_account"), transaction.atomic():
        RegistrationDraft.objects.create(account=citizen, campaign=campaign)


# Lists and walk-ins


def test_a_list_brings_neither_declaration_nor_consent_and_may_come_late(campaign: Campaign) -> None:
    Campaign.objects.update(registration_open=False)
    campaign.refresh_from_db()
    given: dict[str, Any] = {"campaign": campaign, "person": make_person(), "group": group_of(campaign, "9")}
    registration, is_new = submit_registration(id=uuid.uuid4(), **given, source="list", by=SYSTEM)
    assert (is_new, registration.declaration, registration.consented_at) == (True, None, None)
    assert Message.objects.get().to_phone == registration.person.phone
    again, is_new = submit_registration(id=registration.pk, **given, source="list", by=SYSTEM)
    assert (again, is_new) == (registration, False)


def test_a_refused_row_of_a_list_leaves_the_others(campaign: Campaign) -> None:
    group = group_of(campaign, "9")
    young = make_person(birth_date=today())
    with transaction.atomic():
        for person in (make_person(), young, make_person()):
            try:
                submit_registration(
                    id=uuid.uuid4(), campaign=campaign, person=person, group=group, source="list", by=SYSTEM
                )
            except Refused:
                continue
    assert Registration.objects.count() == 2


def test_who_comes_by_themselves_may_live_elsewhere_and_is_not_told(campaign: Campaign) -> None:
    elsewhere = make_commune("Xã Mộc Châu", "04000", make_province("14", "Tỉnh Sơn La"))
    person = make_person(area=elsewhere)
    group = group_of(campaign, "9")
    submit_registration(id=uuid.uuid4(), campaign=campaign, person=person, group=group, source="walk_in", by=SYSTEM)
    assert not Message.objects.exists()


def test_a_group_of_another_campaign_is_refused(campaign: Campaign) -> None:
    other = make_group(make_campaign())
    with pytest.raises(Invalid):
        submit_registration(
            id=uuid.uuid4(), campaign=campaign, person=make_person(), group=other, source="list", by=SYSTEM
        )
