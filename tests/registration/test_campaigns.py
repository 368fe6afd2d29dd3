"""What can be registered for, and the policy that ships."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from hssk.refusals import Invalid
from registration.campaigns.load import add_groups, load_questions_and_consent
from registration.campaigns.models import Campaign, ConsentText, DeclarationQuestion
from registration.campaigns.policy import campaign_by, consent_on, group_of, questions_on
from registration.people.models import EthnicGroup
from tests.factories import make_campaign, make_group, make_question, today

pytestmark = pytest.mark.django_db


def test_loading_twice_adds_nothing() -> None:
    for _time in range(2):
        call_command("load_registration", verbosity=0)
    assert DeclarationQuestion.objects.count() == 12
    assert ConsentText.objects.count() == 3
    assert EthnicGroup.objects.count() == 56
    assert load_questions_and_consent() == 0


def test_a_campaign_gets_the_sixteen_groups_and_keeps_its_own() -> None:
    campaign = make_campaign()
    own = make_group(campaign, code="9", rank=1)
    groups = add_groups(campaign)
    assert len(groups) == len(add_groups(campaign)) == 16
    assert groups[0] == own or own in groups
    first = next(group for group in groups if group.code == "1")
    assert first.name.startswith("Người làm việc trong các cơ sở y tế")
    assert str(first) == "1. Làm việc trong ngành y tế"
    with override("en"):
        assert first.name.startswith("People working in health facilities")
        assert first.plain == "Health workers"


def test_the_consent_text_of_a_day_is_the_newest_then() -> None:
    load_questions_and_consent()
    assert consent_on(today()).version == "2026-01"  # type: ignore[union-attr]
    assert consent_on(today().replace(year=2021, month=8, day=1)).version == "2021-07b"  # type: ignore[union-attr]
    assert consent_on(today().replace(year=2020)) is None


def test_questions_have_their_days() -> None:
    load_questions_and_consent()
    DeclarationQuestion.objects.filter(code="10").update(valid_to=today())
    assert [question.code for question in questions_on(today())] == [*map(str, range(1, 10)), "11", "12"]


def test_a_campaign_is_found_by_code_and_by_id() -> None:
    campaign = make_campaign()
    assert campaign_by(campaign.code) == campaign_by(str(campaign.pk)) == campaign
    with pytest.raises(Invalid):
        campaign_by("no-such-campaign")


def test_a_group_of_another_campaign_is_refused() -> None:
    make_group(make_campaign(), code="1")
    with pytest.raises(Invalid):
        group_of(make_campaign(), "1")


def test_the_api_lists_campaigns_to_everybody(client: Client) -> None:
    campaign, old = make_campaign(), make_campaign(starts_on=today() - timedelta(90), ends_on=today() - timedelta(1))
    rows = client.get("/api/v1/campaigns/").json()["results"]
    assert [(row["code"], row["registration_open"]) for row in rows] == [(campaign.code, True), (old.code, False)]


@pytest.mark.parametrize("by", ["code", "id"])
def test_the_api_shows_all_that_registering_asks(client: Client, campaign: Campaign, by: str) -> None:
    answer = client.get(f"/api/v1/campaigns/{getattr(campaign, by)}/").json()
    assert len(answer["groups"]) == 16
    assert [question["code"] for question in answer["questions"]] == [str(number) for number in range(1, 13)]
    assert answer["consent"]["version"] == "2026-01"


def test_an_unknown_campaign_is_404(client: Client, db: None) -> None:
    assert client.get("/api/v1/campaigns/nothing/").status_code == 404


def test_a_campaign_ends_after_it_starts() -> None:
    with pytest.raises(IntegrityError, match="a_campaign_ends_after_it_starts"), transaction.atomic():
        make_campaign(starts_on=today(), ends_on=today() - timedelta(1))


def test_one_group_per_campaign_and_code() -> None:
    group = make_group(make_campaign())
    group.pk = None
    with pytest.raises(IntegrityError, match="one_group_per_campaign_and_code"), transaction.atomic():
        group.save(force_insert=True)


def test_one_question_per_code_and_date() -> None:
    question = make_question()
    question.pk = None
    with pytest.raises(IntegrityError, match="one_question_per_code_and_date"), transaction.atomic():
        question.save(force_insert=True)
