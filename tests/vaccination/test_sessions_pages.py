"""Pages of sessions."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import factories
from vaccination.facilities.models import Facility
from vaccination.sessions.models import Session

pytestmark = pytest.mark.django_db
OFFICE = "/office/sessions/"


@pytest.fixture
def officer(client: Client) -> Any:
    officer = factories.make_staff()
    client.force_login(officer)
    return officer


def form(facilities: list[Facility], **fields: Any) -> dict[str, Any]:
    usual = {
        "id": str(uuid.uuid4()),
        "campaign": str(factories.make_campaign().pk),
        "facilities": [str(facility.pk) for facility in facilities],
        "on": f"{factories.today() + timedelta(days=1):%d/%m/%Y}",
        "until": "",
        "shifts": ["morning"],
        "vaccine": factories.make_vaccine().pk,
        "lot": "",
        "seats": "40",
        "slot_minutes": "30",
    }
    return usual | fields


def test_one_form_opens_many_sessions_and_a_second_click_none(client: Client, officer: Any) -> None:
    here, there = factories.make_facility(), factories.make_facility(area=factories.make_commune("Xã Pà Cò", "05240"))
    until = f"{factories.today() + timedelta(days=3):%d/%m/%Y}"
    given = form([here, there], until=until, shifts=["morning", "afternoon"])
    for _click in (1, 2):
        assert client.post(f"{OFFICE}new/", given).status_code == 302
        assert Session.objects.count() == 2 * 3 * 2


def test_a_refusal_opens_none_keeps_what_was_typed_and_names_the_place(client: Client, officer: Any) -> None:
    here, closed = factories.make_facility(), factories.make_facility("Trạm đã đóng", closes_on=factories.today())
    answer = client.post(f"{OFFICE}new/", form([here, closed], seats="77"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Trạm đã đóng" in page
    assert 'value="77"' in page
    assert "không hoạt động vào ngày đó" in page
    assert not Session.objects.exists()


def test_a_duplicate_is_refused_in_the_constraints_words(client: Client, officer: Any) -> None:
    facility, campaign = factories.make_facility(), str(factories.make_campaign().pk)
    assert client.post(f"{OFFICE}new/", form([facility], campaign=campaign)).status_code == 302
    answer = client.post(f"{OFFICE}new/", form([facility], campaign=campaign))
    assert answer.status_code == 409
    assert "đã có buổi tiêm vắc xin đó" in answer.content.decode()


def test_a_facility_of_elsewhere_is_not_in_the_list(client: Client, officer: Any) -> None:
    hanoi = factories.make_commune("Phường Ba Đình", "00004", factories.make_province("01", "Thành phố Hà Nội"))
    answer = client.post(f"{OFFICE}new/", form([factories.make_facility(area=hanoi)]))
    assert answer.status_code == 400


def test_the_list_is_filtered_and_constant_in_statements(
    client: Client, officer: Any, django_assert_max_num_queries: Any
) -> None:
    campaign, facility = factories.make_campaign(), factories.make_facility()
    for day in range(5):
        factories.make_session(campaign, facility, on=factories.today() + timedelta(days=day))
    with django_assert_max_num_queries(12):
        page = client.get(OFFICE, {"campaign": campaign.pk}).content.decode()
    assert page.count("0 / 20") == 5
    later = f"{factories.today() + timedelta(days=3):%d/%m/%Y}"
    assert client.get(OFFICE, {"from_day": later}).content.decode().count("0 / 20") == 2
    assert client.get(OFFICE, {"from_day": "hôm nay"}).status_code == 200


def test_the_list_begins_today_unless_asked_otherwise(client: Client, officer: Any) -> None:
    factories.make_session(on=factories.today() - timedelta(days=1))
    factories.make_session(shift="afternoon")
    assert client.get(OFFICE).content.decode().count("0 / 20") == 1
    assert client.get(OFFICE, {"from_day": ""}).content.decode().count("0 / 20") == 2


def test_a_session_is_shown_and_cancelled_after_a_warning(client: Client, officer: Any) -> None:
    session = factories.make_session()
    slot = session.slots.first()
    slot.taken = 3
    slot.save(update_fields=["taken"])
    assert "07:30" in client.get(f"{OFFICE}{session.pk}/").content.decode()
    assert "3 người đã có lịch" in client.get(f"{OFFICE}{session.pk}/cancel/").content.decode()
    assert client.post(f"{OFFICE}{session.pk}/cancel/").status_code == 302
    answer = client.post(f"{OFFICE}{session.pk}/cancel/")
    assert answer.status_code == 409
    assert "không còn mở" in answer.content.decode()


def test_who_must_not_see_them_does_not(client: Client) -> None:
    session = factories.make_session()
    assert client.get(OFFICE).status_code == 302
    client.force_login(factories.make_clinician(session.facility))
    assert client.get(OFFICE).status_code == 403
    client.force_login(factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội")))
    assert client.get(f"{OFFICE}{session.pk}/").status_code == 404
    assert client.post(f"{OFFICE}{session.pk}/cancel/").status_code == 404
