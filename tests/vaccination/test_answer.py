"""Answers to an invitation, and what becomes of seats, counts and registrations."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum

from hssk.audit.models import AuditEntry
from hssk.refusals import Invalid, NotYours, Refused
from notifications.kinds import KINDS
from notifications.outbox.models import Message
from registration.registrations.change_state import move_registrations
from tests import factories
from tests.vaccination.planning_story import Story
from vaccination.counts.models import CountDelta
from vaccination.planning.answer import cancel, confirm, decline, other_slots, reschedule
from vaccination.planning.change_state import CannotMove, move_appointment
from vaccination.planning.missed import mark_missed, return_to_line
from vaccination.planning.models import Appointment
from vaccination.planning.walk_in import add_walk_in
from vaccination.sessions.cancel import cancel_session
from vaccination.sessions.models import ArrivalSlot
from vaccination.sessions.seats import SessionFull

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def invited(story: Story) -> Appointment:
    story.session()
    return story.invited()


def scheduled() -> int:
    return CountDelta.objects.filter(metric="scheduled").aggregate(n=Sum("amount"))["n"]


def taken() -> int:
    return ArrivalSlot.objects.aggregate(n=Sum("taken"))["n"]


def test_a_citizen_confirms_and_confirming_again_changes_nothing(invited: Appointment) -> None:
    account = factories.make_account(invited.person)
    assert confirm(appointment_id=invited.pk, by=account).state == "confirmed"
    assert confirm(appointment_id=invited.pk, by=account).state == "confirmed"
    assert AuditEntry.objects.filter(verb="appointment.confirmed").count() == 1
    assert taken() == scheduled() == 1


@pytest.mark.parametrize(("answer", "state"), [(decline, "declined"), (cancel, "cancelled")])
def test_who_cannot_come_frees_the_seat_and_waits_again(invited: Appointment, answer: Any, state: str) -> None:
    account = factories.make_account(invited.person)
    answer(appointment_id=invited.pk, reason="busy", by=account)
    answer(appointment_id=invited.pk, reason="busy", by=account)
    invited.refresh_from_db()
    assert (invited.state, invited.registration.state) == (state, "accepted")
    assert taken() == scheduled() == 0
    assert AuditEntry.objects.get(verb="appointment.reason").detail == {"reason": "busy"}


def test_a_reason_outside_the_list_is_refused(invited: Appointment) -> None:
    with pytest.raises(Invalid):
        decline(appointment_id=invited.pk, reason="vì tôi bị HIV", by=factories.make_account(invited.person))


@pytest.mark.parametrize("answer", [confirm, decline, cancel])
def test_a_stranger_cannot_answer(invited: Appointment, answer: Any) -> None:
    with pytest.raises(NotYours):
        answer(appointment_id=invited.pk, by=factories.make_account(factories.make_person("Hà Văn Lạ")))


def test_a_declined_appointment_is_not_confirmed_after_all(invited: Appointment) -> None:
    account = factories.make_account(invited.person)
    decline(appointment_id=invited.pk, by=account)
    with pytest.raises(CannotMove) as refused:
        confirm(appointment_id=invited.pk, by=account)
    assert "báo không đến" in str(refused.value.message)


def test_a_page_that_is_out_of_date_moves_nothing(story: Story, invited: Appointment) -> None:
    seen_before = Appointment.objects.select_related("session", "registration", "person").get(pk=invited.pk)
    confirm(appointment_id=invited.pk, by=story.officer)
    with pytest.raises(CannotMove):
        move_appointment(appointment=seen_before, to="declined", by=story.officer)
    assert taken() == 1


def test_another_time_takes_the_new_seat_frees_the_old_and_tells_the_phone(story: Story, invited: Appointment) -> None:
    old = invited.slot
    other = story.session(on=story.tomorrow + timedelta(days=1)).slots.first()
    moved = reschedule(appointment_id=invited.pk, slot_id=other.pk, by=factories.make_account(invited.person))
    moved.refresh_from_db()
    old.refresh_from_db()
    other.refresh_from_db()
    assert (moved.slot, moved.session, moved.state) == (other, other.session, "confirmed")
    assert (old.taken, other.taken) == (0, 1)
    days = CountDelta.objects.filter(metric="scheduled").values("on").annotate(n=Sum("amount"))
    assert {row["on"]: row["n"] for row in days} == {story.tomorrow: 0, other.session.on: 1}
    assert Message.objects.filter(values__date=f"{other.session.on:%d/%m/%Y}").count() == 1


def test_a_full_slot_keeps_the_old_seat(story: Story, invited: Appointment) -> None:
    other = story.session(seats=1, on=story.tomorrow + timedelta(days=1)).slots.get()
    ArrivalSlot.objects.filter(pk=other.pk).update(taken=1)
    with pytest.raises(SessionFull):
        reschedule(appointment_id=invited.pk, slot_id=other.pk, by=story.officer)
    invited.slot.refresh_from_db()
    assert invited.slot.taken == 1


def test_another_time_is_offered_only_where_the_commune_is_served_with_the_same_vaccine(
    story: Story, invited: Appointment
) -> None:
    story.session(facility=factories.make_facility(area=factories.make_commune("Xã Pà Cò", "05240")), shift="afternoon")
    story.session(lot=factories.make_lot(factories.make_vaccine("AZ")), on=story.tomorrow + timedelta(days=2))
    assert {slot.session_id for slot in other_slots(invited)} == {invited.session_id}


def test_a_cancelled_session_tells_everybody_and_they_wait_again(story: Story, invited: Appointment) -> None:
    cancel_session(session_id=invited.session_id, by=story.officer)
    invited.refresh_from_db()
    message = Message.objects.get(kind="appointment.cancelled")
    assert (invited.state, invited.registration.state) == ("cancelled", "accepted")
    assert message.to_phone == invited.person.phone
    assert KINDS["appointment.cancelled"].still_wanted(message.subject_id)
    assert not KINDS["appointment.announced"].still_wanted(message.subject_id)
    assert taken() == scheduled() == 0


def test_a_withdrawn_registration_cancels_its_appointment(story: Story, invited: Appointment) -> None:
    invited.registration.refresh_from_db()
    move_registrations(registrations=[invited.registration], to="withdrawn", by=factories.make_account(invited.person))
    invited.refresh_from_db()
    assert (invited.state, invited.registration.state) == ("cancelled", "withdrawn")
    assert taken() == scheduled() == 0


def test_after_the_day_who_did_not_come_is_missed_and_waits_again(story: Story, invited: Appointment) -> None:
    assert mark_missed(through=factories.today()) == 0
    assert mark_missed(through=story.tomorrow) == 1
    invited.refresh_from_db()
    assert (invited.state, invited.registration.state) == ("missed", "accepted")
    assert scheduled() == 0


@pytest.mark.parametrize("state", ["vaccinated", "observed"])
def test_who_is_due_for_a_further_dose_waits_again(story: Story, invited: Appointment, state: str) -> None:
    for to in ["checked_in", "screened", "vaccinated", "observed"][: 3 + (state == "observed")]:
        invited = Appointment.objects.select_related("session", "registration", "person").get(pk=invited.pk)
        move_appointment(appointment=invited, to=to, by=story.officer)
    if state == "vaccinated":
        assert return_to_line(through=factories.today()) == 0
        assert return_to_line(through=story.tomorrow) == 1
    invited.registration.refresh_from_db()
    assert invited.registration.state == "accepted"
    assert scheduled() == taken() == 1


def test_late_is_not_never(story: Story, invited: Appointment) -> None:
    mark_missed(through=story.tomorrow)
    late = Appointment.objects.select_related("session", "registration", "person").get(pk=invited.pk)
    move_appointment(appointment=late, to="checked_in", by=story.officer)
    assert scheduled() == taken() == 1


def test_who_comes_late_but_has_another_appointment_is_told_so(story: Story, invited: Appointment) -> None:
    mark_missed(through=story.tomorrow)
    again = story.session(on=story.tomorrow + timedelta(days=3))
    person, registration = invited.person, invited.registration
    walk_in(story, again, person, registration)
    late = Appointment.objects.select_related("session", "registration", "person").get(pk=invited.pk)
    with pytest.raises(Refused) as refused:
        move_appointment(appointment=late, to="checked_in", by=story.officer)
    assert refused.value.code == "one_live_appointment_per_person_and_dose"


def walk_in(story: Story, session: Any, person: Any, registration: Any, **fields: Any) -> Appointment:
    nurse = factories.make_clinician(story.facility)
    values = {"id": uuid.uuid4(), "dose_number": 1, "by": nurse}
    return add_walk_in(session=session, person=person, registration=registration, **values | fields)


def test_a_walk_in_needs_no_slot_counts_and_can_be_repeated(story: Story) -> None:
    session, registration = story.session(), story.waiting()
    again = uuid.uuid4()
    first = walk_in(story, session, registration.person, registration, id=again)
    second = walk_in(story, session, registration.person, registration, id=again)
    registration.refresh_from_db()
    assert first == second
    assert (first.origin, first.slot, registration.state) == ("walk_in", None, "scheduled")
    assert (scheduled(), taken()) == (1, 0)


def test_a_walk_in_with_an_appointment_or_in_a_closed_or_foreign_session_is_refused(
    story: Story, invited: Appointment
) -> None:
    with pytest.raises(Refused, match="đã có lịch"):
        walk_in(story, invited.session, invited.person, invited.registration)
    closed = story.session(shift="afternoon", state="closed")
    waiting = story.waiting()
    with pytest.raises(Refused, match="không còn mở"):
        walk_in(story, closed, waiting.person, waiting)
    stranger = factories.make_clinician(factories.make_facility(area=factories.make_commune("Xã Pà Cò", "05240")))
    with pytest.raises(NotYours):
        walk_in(story, invited.session, waiting.person, waiting, by=stranger)
