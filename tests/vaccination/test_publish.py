"""Publishing a plan."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hssk.audit.models import AuditEntry
from hssk.refusals import NotYours
from notifications.outbox.models import Message
from tests import factories
from tests.vaccination.planning_story import Story
from vaccination.counts.models import CountDelta
from vaccination.planning.models import Appointment, Plan
from vaccination.planning.publish import AlreadyPublished, publish_plan
from vaccination.sessions.cancel import cancel_session
from vaccination.sessions.models import ArrivalSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story()


def test_publishing_writes_appointments_seats_registrations_counts_audit_and_messages(story: Story) -> None:
    story.session()
    registration = story.waiting()
    done = publish_plan(plan_id=story.plan().pk, by=story.officer)
    appointment = Appointment.objects.get()
    registration.refresh_from_db()
    assert (appointment.state, appointment.registration, registration.state) == ("announced", registration, "scheduled")
    assert (done.appointments, done.messages, done.left) == (1, 1, {})
    assert ArrivalSlot.objects.get(pk=appointment.slot_id).taken == 1
    assert CountDelta.objects.filter(metric="scheduled", amount=1, dose_number=1).count() == 1
    assert Message.objects.get().to_phone == registration.person.phone
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"plan.made", "plan.published", "appointment.announced"} <= verbs


def test_a_family_on_one_phone_comes_together_with_one_message_and_one_code(story: Story) -> None:
    story.session(seats=16)
    phone = "+84912345678"
    story.waiting("Hà Văn Lợi")
    for name in ("Bùi Thị Hòa", "Bùi Văn Nam", "Bùi Thị Mai", "Bùi Văn Tư"):
        story.waiting(name, phone=phone)
    publish_plan(plan_id=story.plan().pk, by=story.officer)
    family = Appointment.objects.filter(person__phone=phone)
    message = Message.objects.get(to_phone=phone)
    assert message.values["who"] == "Bùi T. Hòa, Bùi V. Nam, Bùi T. Mai và 1 người"
    assert {each.slot.starts_at.hour for each in family} == {1}
    assert {each.presence_code for each in family} == {message.values["code"]}


def test_a_published_plan_is_not_published_twice(story: Story) -> None:
    story.session()
    story.waiting()
    plan = story.plan()
    publish_plan(plan_id=plan.pk, by=story.officer)
    with pytest.raises(AlreadyPublished) as refused:
        publish_plan(plan_id=plan.pk, by=story.officer)
    assert refused.value.status == 409
    assert "đã được công bố lúc" in str(refused.value.message)
    assert Message.objects.count() == 1


def test_who_lost_the_seat_or_the_wish_meanwhile_is_left_and_reported(story: Story) -> None:
    session = story.session(seats=4)
    kept, withdrawn, crowded, elsewhere = (story.waiting(f"Hà Văn {name}") for name in ("An", "Ba", "Can", "Dần"))
    plan = story.plan()
    withdrawn.state = "withdrawn"
    withdrawn.save(update_fields=["state"])
    slot_of = dict(plan.seats.values_list("registration_id", "slot_id"))
    ArrivalSlot.objects.filter(pk=slot_of[crowded.pk]).update(taken=1)
    Appointment.objects.create(
        registration=elsewhere, person=elsewhere.person, campaign=story.campaign, session=session,
        dose_number=1, state="confirmed", origin="walk_in",
    )  # fmt: skip
    done = publish_plan(plan_id=plan.pk, by=story.officer)
    assert done.left == {"withdrawn": 1, "full": 1, "has_appointment": 1}
    assert Appointment.objects.get(plan=plan).registration == kept
    assert plan.unserved.count() == 3


def test_a_session_cancelled_since_the_draft_takes_nobody(story: Story) -> None:
    session = story.session()
    story.waiting()
    plan = story.plan()
    cancel_session(session_id=session.pk, by=story.officer)
    assert publish_plan(plan_id=plan.pk, by=story.officer).left == {"session_closed": 1}


def test_an_officer_of_elsewhere_finds_no_plan(story: Story) -> None:
    plan = story.plan()
    stranger = factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội"))
    with pytest.raises(NotYours):
        publish_plan(plan_id=plan.pk, by=stranger)
    with pytest.raises(NotYours):
        publish_plan(plan_id=uuid.uuid4(), by=story.officer)


def test_a_person_in_two_drafts_is_told_once(story: Story) -> None:
    story.session()
    story.waiting()
    first, second = story.plan(), story.plan()
    publish_plan(plan_id=first.pk, by=story.officer)
    assert publish_plan(plan_id=second.pk, by=story.officer).appointments == 0
    assert Message.objects.count() == 1


def test_publishing_takes_a_constant_number_of_statements(story: Story, django_assert_max_num_queries: Any) -> None:
    for _number in range(40):
        story.waiting()
    story.session(seats=40)
    plan = story.plan()
    with django_assert_max_num_queries(36):
        publish_plan(plan_id=plan.pk, by=story.officer)
    assert Appointment.objects.count() == 40


def test_constraint_one_live_appointment_per_person_and_dose(story: Story) -> None:
    session = story.session()
    appointment = story.invited()
    with pytest.raises(IntegrityError, match="one_live_appointment_per_person_and_dose"), transaction.atomic():
        Appointment.objects.create(
            registration=appointment.registration, person=appointment.person, campaign=story.campaign,
            session=session, slot=appointment.slot, dose_number=1, state="announced",
        )  # fmt: skip


def test_constraint_a_planned_appointment_has_a_slot(story: Story) -> None:
    appointment = (story.session(), story.invited())[1]
    with pytest.raises(IntegrityError, match="a_planned_appointment_has_a_slot"), transaction.atomic():
        Appointment.objects.filter(pk=appointment.pk).update(slot=None)


def test_constraint_appointment_state_is_known(story: Story) -> None:
    appointment = (story.session(), story.invited())[1]
    with pytest.raises(IntegrityError, match="appointment_state_is_known"), transaction.atomic():
        Appointment.objects.filter(pk=appointment.pk).update(state="lost")


@pytest.mark.parametrize(
    ("change", "name"),
    [({"state": "lost"}, "plan_state_is_known"), ({"to_day": "2020-01-01"}, "a_plan_ends_after_it_starts")],
)
def test_constraints_of_plans(story: Story, change: dict[str, str], name: str) -> None:
    plan = story.plan()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(**change)


def test_constraints_one_seat_and_one_reason_per_plan_and_registration(story: Story) -> None:
    story.session(seats=1)
    story.waiting()
    story.waiting()
    plan = story.plan()
    seat, left = plan.seats.get(), plan.unserved.get()
    seat.pk = left.pk = None
    with pytest.raises(IntegrityError, match="one_seat_per_plan_and_registration"), transaction.atomic():
        seat.save(force_insert=True)
    with pytest.raises(IntegrityError, match="one_reason_per_plan_and_registration"), transaction.atomic():
        left.save(force_insert=True)
