"""Making a draft."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from hssk.refusals import Invalid, NotYours
from notifications.outbox.models import Message
from tests import factories
from tests.vaccination.planning_story import Story
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment, Plan, PlannedSeat
from vaccination.sessions.models import ArrivalSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story()


def reasons(plan: Plan) -> dict[object, str]:
    return dict(plan.unserved.values_list("registration_id", "reason"))


def give_dose(story: Story, person: Any, days_ago: int, vaccine: str = "PFZ") -> None:
    lot = story.lot if vaccine == "PFZ" else factories.make_lot(factories.make_vaccine(vaccine))
    Dose.objects.create(
        person=person, campaign=story.campaign, disease="COVID-19", number=1, kind="basic", vaccine_id=vaccine, lot=lot,
        facility=story.facility, given_at=factories.timezone.now() - timedelta(days=days_ago),
        vaccinator=story.officer, recorded_by=story.officer,
    )  # fmt: skip


def test_a_draft_seats_people_takes_no_seats_and_tells_nobody(story: Story) -> None:
    story.session()
    registration = story.waiting()
    plan = story.plan()
    assert plan.seats.get().registration == registration
    assert reasons(plan) == {}
    assert not ArrivalSlot.objects.exclude(taken=0).exists()
    assert not Appointment.objects.exists()
    assert not Message.objects.exists()


def test_higher_groups_come_first_then_those_who_registered_earlier(story: Story) -> None:
    story.session(seats=2)
    now = factories.timezone.now()
    late = story.waiting(submitted_at=now)
    early = story.waiting(submitted_at=now - timedelta(days=3))
    doctor = story.waiting(group=factories.make_group(story.campaign, "1", rank=1), submitted_at=now)
    plan = story.plan()
    assert [seat.registration for seat in plan.seats.order_by("pk")] == [doctor, early]
    assert reasons(plan) == {late.pk: "full"}


def test_a_commune_without_session_a_full_one_and_a_wrong_age_are_told_apart(story: Story) -> None:
    story.session(seats=1)
    story.waiting()
    full = story.waiting()
    far = story.waiting(area=factories.make_commune("Xã Pà Cò", "05240"))
    child = story.waiting(birth_date=factories.today() - timedelta(days=365 * 2))
    assert reasons(story.plan()) == {full.pk: "full", far.pk: "no_session", child.pk: "wrong_age"}


def test_a_second_dose_waits_for_its_interval_and_its_product(story: Story) -> None:
    story.session()
    soon, due, other = story.waiting("Hà Văn An"), story.waiting("Hà Văn Ba"), story.waiting("Hà Văn Can")
    give_dose(story, soon.person, days_ago=2)
    give_dose(story, due.person, days_ago=40)
    give_dose(story, other.person, days_ago=60, vaccine="SINO")
    plan = story.plan()
    assert plan.seats.get().registration == due
    assert plan.seats.get().dose_number == 2
    assert reasons(plan) == {soon.pk: "interval", other.pk: "wrong_product"}


@pytest.mark.parametrize(("state", "reason"), [("contraindicated", "contraindicated"), ("deferred", "deferred")])
def test_who_was_turned_away_at_screening_is_not_sent_again(story: Story, state: str, reason: str) -> None:
    session = story.session()
    registration = story.waiting()
    until = factories.today() + timedelta(days=60)
    Appointment.objects.create(
        registration=registration, person=registration.person, campaign=story.campaign, session=session,
        slot=session.slots.first(), dose_number=1, state=state, deferred_until=until,
    )  # fmt: skip
    assert reasons(story.plan()) == {registration.pk: reason}


def test_a_live_appointment_excludes_from_a_new_plan(story: Story) -> None:
    session = story.session()
    registration = story.waiting()
    Appointment.objects.create(
        registration=registration, person=registration.person, campaign=story.campaign, session=session,
        slot=session.slots.first(), dose_number=1, state="announced",
    )  # fmt: skip
    assert reasons(story.plan()) == {registration.pk: "has_appointment"}


def test_wishes_are_met_when_a_seat_is_free(story: Story) -> None:
    story.session(on=story.tomorrow)
    wished = story.tomorrow + timedelta(days=2)
    story.session(on=wished, shift="morning")
    story.session(on=wished, shift="afternoon")
    story.waiting(wished_on=wished, wished_shift="afternoon")
    session = story.plan().seats.get().slot.session
    assert (session.on, session.shift) == (wished, "afternoon")


def test_the_own_communes_facility_comes_before_a_neighbours_on_the_same_day(story: Story) -> None:
    other = factories.make_facility("Bệnh viện", area=factories.make_commune("Xã Tân Mai", "05245"))
    factories.Catchment.objects.create(facility=other, area=story.commune)
    story.session(facility=other)
    own = story.session()
    story.waiting()
    assert story.plan().seats.get().slot.session == own


def test_the_same_input_gives_the_same_plan(story: Story) -> None:
    story.session(seats=6)
    for _number in range(12):
        story.waiting()
    first, second = story.plan(), story.plan()
    assert first.input_digest == second.input_digest
    assert list(first.seats.order_by("pk").values_list("registration", "slot")) == list(
        second.seats.order_by("pk").values_list("registration", "slot")
    )
    story.waiting()
    assert story.plan().input_digest != first.input_digest


def test_sending_it_again_returns_the_first_plan(story: Story) -> None:
    story.session()
    story.waiting()
    again = uuid.uuid4()
    assert story.plan(id=again) == story.plan(id=again)
    assert Plan.objects.count() == 1


def test_a_plan_reads_in_a_constant_number_of_statements(story: Story, django_assert_max_num_queries: Any) -> None:
    for day in range(1, 8):
        story.session(on=factories.today() + timedelta(days=day))
    for _number in range(60):
        story.waiting()
    with django_assert_max_num_queries(18):
        story.plan()


def test_an_officer_of_elsewhere_makes_no_plan_here(story: Story) -> None:
    stranger = factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội"))
    with pytest.raises(NotYours):
        story.plan(by=stranger)
    with pytest.raises(NotYours):
        story.plan(by=factories.make_clinician(story.facility))


@pytest.mark.parametrize(
    ("from_days", "to_days", "field"), [(5, 3, "to_day"), (-9, -2, "to_day"), (-40, 3, "from_day"), (1, 130, "to_day")]
)
def test_days_that_cannot_be_planned_are_refused_beside_the_field(
    story: Story, from_days: int, to_days: int, field: str
) -> None:
    def day(days: int) -> date:
        return factories.today() + timedelta(days=days)

    with pytest.raises(Invalid) as refused:
        story.plan(from_day=day(from_days), to_day=day(to_days))
    assert list(refused.value.fields) == [field]


def test_sessions_that_are_cancelled_over_or_of_a_blocked_lot_take_nobody(story: Story) -> None:
    story.session(state="cancelled")
    blocked = factories.make_lot(story.lot.vaccine, blocked_at=factories.timezone.now())
    story.session(lot=blocked, shift="afternoon")
    registration = story.waiting()
    assert reasons(story.plan()) == {registration.pk: "no_session"}
    assert not PlannedSeat.objects.exists()
