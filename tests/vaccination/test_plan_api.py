"""Plans and appointments by API: the path from registration to a confirmed appointment."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hssk.accounts.tokens import issue_token
from hssk.audit.models import AuditEntry
from tests import factories
from tests.vaccination.planning_story import Story
from vaccination.planning.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story()


class Caller:
    """A program acting for somebody."""

    def __init__(self, principal: Any) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {issue_token(principal)}"})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/api/v1/{path}", body, "application/json")


def days(story: Story) -> dict[str, str]:
    return {"from_day": factories.today().isoformat(), "to_day": story.tomorrow.isoformat()}


def test_plan_read_publish_and_confirm(story: Story) -> None:
    story.session(seats=1)
    registration, left = story.waiting("Bùi Thị Hòa"), story.waiting("Hà Văn Sau")
    office, home = Caller(story.officer), Caller(factories.make_account(registration.person))
    made = office.post(f"campaigns/{story.campaign.code}/plans/", **days(story))
    assert (made.status_code, made.json()["served"], made.json()["unserved"]) == (201, 1, 1)
    plan = made.json()["id"]
    assert home.get("me/appointments/").json()["results"] == []
    seats = office.get(f"plans/{plan}/seats/").json()["results"]
    assert [row["full_name"] for row in seats] == ["Bùi Thị Hòa"]
    why = office.get(f"plans/{plan}/unserved/").json()["results"]
    assert [(row["registration"], row["reason"]) for row in why] == [(str(left.pk), "full")]
    done = office.post(f"plans/{plan}/publish/")
    assert (done.status_code, done.json()["appointments"], done.json()["state"]) == (200, 1, "published")
    again = office.post(f"plans/{plan}/publish/")
    assert (again.status_code, again.json()["type"]) == (409, "urn:hssk:problem:plan_not_draft")
    appointment = home.get("me/appointments/").json()["results"][0]
    assert (appointment["state"], appointment["facility_name"]) == ("announced", story.facility.name)
    assert home.post(f"appointments/{appointment['id']}/confirm/").json()["state"] == "confirmed"


def test_reading_people_of_a_plan_is_logged(story: Story) -> None:
    story.session()
    registration = story.waiting()
    plan = story.plan()
    Caller(story.officer).get(f"plans/{plan.pk}/seats/")
    entry = AuditEntry.objects.get(verb="record.read")
    assert (entry.person_id, entry.actor_id, entry.detail) == (
        registration.person_id,
        story.officer.pk,
        {"reason": "plan"},
    )


def test_a_plan_asked_for_twice_with_one_id_is_made_once(story: Story) -> None:
    office, again = Caller(story.officer), str(uuid.uuid4())
    answers = [office.post(f"campaigns/{story.campaign.pk}/plans/", id=again, **days(story)) for _time in (1, 2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    listed = office.get(f"campaigns/{story.campaign.pk}/plans/").json()["results"]
    assert [row["id"] for row in listed] == [again]


def test_an_officer_plans_their_own_area_when_none_is_named(story: Story) -> None:
    officer = factories.make_staff("cluster_officer", area=story.commune)
    made = Caller(officer).post(f"campaigns/{story.campaign.pk}/plans/", **days(story))
    assert made.json()["area"] == story.commune.code
    too_much = Caller(officer).post(f"campaigns/{story.campaign.pk}/plans/", area="25", **days(story))
    assert (too_much.status_code, list(too_much.json()["errors"])) == (404, ["area"])


def test_who_must_not_see_a_plan_does_not(story: Story) -> None:
    plan = story.plan()
    elsewhere = factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội"))
    for path in (f"plans/{plan.pk}/", f"plans/{plan.pk}/seats/", f"plans/{plan.pk}/unserved/"):
        assert Caller(elsewhere).get(path).status_code == 404
        assert Caller(factories.make_clinician(story.facility)).get(path).status_code == 403
        assert Caller(factories.make_account()).get(path).status_code == 403
        assert Client().get(f"/api/v1/{path}").status_code == 401
    assert Caller(elsewhere).post(f"plans/{plan.pk}/publish/").status_code == 404
    assert Caller(elsewhere).get(f"campaigns/{story.campaign.pk}/plans/").json()["results"] == []


def test_a_stranger_finds_no_appointment(story: Story) -> None:
    story.session()
    appointment = story.invited()
    stranger = Caller(factories.make_account(factories.make_person("Hà Văn Lạ")))
    for answer in ("confirm", "decline", "cancel", "reschedule"):
        assert stranger.post(f"appointments/{appointment.pk}/{answer}/", slot=1).status_code == 404
    assert stranger.get(f"appointments/{appointment.pk}/").status_code == 404
    assert stranger.get(f"appointments/{appointment.pk}/slots/").status_code == 404


def test_another_time_is_chosen_from_the_free_ones(story: Story) -> None:
    story.session()
    appointment = story.invited()
    story.session(seats=1, on=story.tomorrow + timedelta(days=2))
    home = Caller(factories.make_account(appointment.person))
    free = home.get(f"appointments/{appointment.pk}/slots/").json()["results"]
    moved = home.post(f"appointments/{appointment.pk}/reschedule/", slot=free[-1]["slot"])
    assert (moved.status_code, moved.json()["starts_at"]) == (200, free[-1]["starts_at"])
    unknown = home.post(f"appointments/{appointment.pk}/reschedule/", slot=10**6)
    assert (unknown.status_code, unknown.json()["type"]) == (409, "urn:hssk:problem:session_full")
    declined = home.post(f"appointments/{appointment.pk}/decline/", reason="away")
    assert declined.json()["state"] == "declined"
    assert home.post(f"appointments/{appointment.pk}/decline/", reason="lazy").status_code == 400


def test_statements_of_lists(story: Story, django_assert_num_queries: Any) -> None:
    story.session()
    people = [story.waiting().person for _number in range(6)]
    plan = story.plan()
    office, home = Caller(story.officer), Caller(factories.make_account(*people))
    with django_assert_num_queries(7):
        office.get(f"plans/{plan.pk}/seats/")
    office.post(f"plans/{plan.pk}/publish/")
    with django_assert_num_queries(3):
        assert len(home.get("me/appointments/").json()["results"]) == 6
    assert Appointment.objects.count() == 6
