"""Pages of the office: from the campaign to a published plan."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hssk.audit.models import AuditEntry
from notifications.texts.load import load_texts
from registration.campaigns.models import Campaign
from tests import factories
from tests.vaccination.planning_story import Story
from vaccination.planning.models import Appointment, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    load_texts()
    return Story()


@pytest.fixture
def office(client: Client, story: Story) -> Client:
    client.force_login(story.officer)
    return client


def page(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def asked(story: Story, **fields: str) -> dict[str, str]:
    day = f"{story.tomorrow:%d/%m/%Y}"
    usual = {"id": str(uuid.uuid4()), "from_day": day, "to_day": day, "area": str(story.campaign.area.pk)}
    return usual | fields


def test_an_officer_plans_reads_and_publishes(office: Client, story: Story) -> None:
    story.session(seats=1)
    story.waiting("Bùi Thị Hòa")
    story.waiting("Hà Văn Sau")
    assert str(story.campaign) in page(office.get("/office/"))
    assert "Người chờ xếp lịch" in page(office.get(f"/office/campaigns/{story.campaign.pk}/"))
    made = office.post(f"/office/campaigns/{story.campaign.pk}/plan/", asked(story))
    plan = Plan.objects.get()
    assert made.headers["Location"] == f"/office/plans/{plan.pk}/"
    draft = page(office.get(f"/office/plans/{plan.pk}/"))
    assert "Các buổi tiêm đã đủ chỗ" in draft
    assert "Bùi Thị Hòa" in page(office.get(f"/office/plans/{plan.pk}/people/"))
    confirm = page(office.get(f"/office/plans/{plan.pk}/publish/"))
    assert "Công bố và mời 1 người" in confirm
    assert "Moi Bui Thi Hoa tiem luc 07:30" in confirm
    done = office.post(f"/office/plans/{plan.pk}/publish/", follow=True)
    assert "Đã công bố: 1 người có lịch hẹn, 1 tin nhắn chờ gửi." in page(done)
    assert Appointment.objects.count() == 1
    again = office.post(f"/office/plans/{plan.pk}/publish/")
    assert again.status_code == 409
    assert "đã được công bố lúc" in again.content.decode()


def test_wrong_days_are_shown_beside_the_field_and_kept(office: Client, story: Story) -> None:
    given = asked(story, to_day="01/01/2020")
    answer = office.post(f"/office/campaigns/{story.campaign.pk}/plan/", given)
    assert answer.status_code == 400
    assert "Ngày kết thúc phải sau ngày bắt đầu" in answer.content.decode()
    assert 'value="01/01/2020"' in answer.content.decode()


def test_people_are_searched_and_filtered_and_the_reading_is_logged(office: Client, story: Story) -> None:
    story.session(seats=4)
    story.waiting("Bùi Thị Hòa")
    story.waiting("Đinh Văn Đức")
    far = story.waiting("Hà Văn Xa", area=factories.make_commune("Xã Pà Cò", "05240"))
    address = f"/office/plans/{story.plan().pk}/people/"
    found = page(office.post(address, {"q": "duc"}))
    assert "Đinh Văn Đức" in found
    assert "Bùi Thị Hòa" not in found
    unserved = page(office.get(address, {"show": "unserved", "reason": "no_session"}))
    assert "Hà Văn Xa" in unserved
    assert "Mở buổi tiêm tại cơ sở phục vụ" in unserved
    assert far.number in page(
        office.post(address, {"show": "unserved", "commune": far.person.area_id, "q": far.number})
    )
    assert "Bùi Thị Hòa" in page(office.get(address, {"day": story.tomorrow.isoformat(), "group": "9"}))
    assert "không" in page(office.get(address, {"commune": "khong-co"})).lower()
    assert AuditEntry.objects.filter(verb="record.read", person_id=far.person_id).exists()


def test_a_campaign_that_has_not_begun_is_planned_from_its_first_day(office: Client, story: Story) -> None:
    Campaign.objects.filter(pk=story.campaign.pk).update(
        starts_on=story.tomorrow + timedelta(days=4), ends_on=story.tomorrow + timedelta(days=6)
    )
    form = page(office.get(f"/office/campaigns/{story.campaign.pk}/plan/"))
    assert f'value="{story.tomorrow + timedelta(days=4):%d/%m/%Y}"' in form
    assert f'value="{story.tomorrow + timedelta(days=6):%d/%m/%Y}"' in form
    assert "Chưa bắt đầu" in page(office.get("/office/"))


def test_a_campaign_that_is_over_offers_no_plan(office: Client, story: Story) -> None:
    assert "Lập kế hoạch" in page(office.get("/office/"))
    yesterday = story.tomorrow - timedelta(days=2)
    Campaign.objects.filter(pk=story.campaign.pk).update(starts_on=yesterday, ends_on=yesterday)
    shown = page(office.get("/office/"))
    assert "Đã kết thúc" in shown
    assert "Lập kế hoạch" not in shown


def test_people_without_a_phone_can_be_found_to_be_told_in_person(office: Client, story: Story) -> None:
    story.session(seats=2)
    story.waiting("Bùi Thị Hòa")
    story.waiting("Hà Văn Sau", phone="")
    office.post(f"/office/campaigns/{story.campaign.pk}/plan/", asked(story))
    plan = f"/office/plans/{Plan.objects.get().pk}/"
    without = f"{plan}people/?show=without_phone"
    assert without in page(office.get(f"{plan}publish/"))
    office.post(f"{plan}publish/")
    assert without in page(office.get(plan))
    told = page(office.get(without))
    assert "Hà Văn Sau" in told
    assert "Bùi Thị Hòa" not in told


def test_a_draft_can_be_thrown_away_and_then_not_published(office: Client, story: Story) -> None:
    plan = story.plan()
    office.post(f"/office/plans/{plan.pk}/discard/")
    plan.refresh_from_db()
    assert plan.state == "discarded"
    assert office.post(f"/office/plans/{plan.pk}/publish/").status_code == 409
    assert office.get(f"/office/plans/{plan.pk}/publish/").status_code == 302


def test_pages_take_a_constant_number_of_statements(
    office: Client, story: Story, django_assert_max_num_queries: Any
) -> None:
    story.session(seats=20)
    for _number in range(25):
        story.waiting()
    plan = story.plan()
    for address, most in [
        ("/office/", 8), (f"/office/campaigns/{story.campaign.pk}/", 14), ("/office/plans/", 10),
        (f"/office/plans/{plan.pk}/", 14), (f"/office/plans/{plan.pk}/people/", 14),
        (f"/office/plans/{plan.pk}/people/?show=unserved", 14), (f"/office/plans/{plan.pk}/publish/", 9),
    ]:  # fmt: skip
        with django_assert_max_num_queries(most):
            page(office.get(address))


def test_who_must_not_see_them_does_not(client: Client, story: Story) -> None:
    plan = story.plan()
    addresses = [f"/office/plans/{plan.pk}/", f"/office/plans/{plan.pk}/people/", f"/office/plans/{plan.pk}/publish/"]
    for address in addresses:
        assert client.get(address).status_code == 302
    for person, status in [
        (factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội")), 404),
        (factories.make_staff("commune_officer", area=story.commune), 403),
        (factories.make_clinician(story.facility), 403),
    ]:
        client.force_login(person)
        for address in addresses:
            assert client.get(address).status_code == status
        assert client.post(f"/office/plans/{plan.pk}/publish/").status_code == status


def test_an_officer_of_elsewhere_sees_no_campaign(client: Client, story: Story) -> None:
    client.force_login(factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội")))
    assert "Chưa có chiến dịch nào" in page(client.get("/office/"))
    assert client.get(f"/office/campaigns/{story.campaign.pk}/").status_code == 404
    assert client.get(f"/office/campaigns/{story.campaign.pk}/plan/").status_code == 404


def test_a_commune_officer_sees_the_campaign_but_plans_nothing(client: Client, story: Story) -> None:
    client.force_login(factories.make_staff("commune_officer", area=story.commune))
    story.waiting()
    home = page(client.get("/office/"))
    assert "Lập kế hoạch" not in home
    page(client.get(f"/office/campaigns/{story.campaign.pk}/"))
