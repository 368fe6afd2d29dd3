"""Whoever acts on an appointment as it was a moment ago must not move what it has become."""

import pytest

from registration.registrations.withdraw import withdraw_registration
from tests.vaccination.planning_story import Story
from tests.vaccination.test_publish_races import at_once
from vaccination.planning.answer import decline, other_slots, reschedule
from vaccination.planning.change_state import CannotMove, move_appointment, move_appointments
from vaccination.planning.missed import mark_missed
from vaccination.planning.models import Appointment
from vaccination.sessions.models import ArrivalSlot


def given_another_time(story: Story) -> Appointment:
    """An appointment as it was before it was given another time; its state is the same as before."""
    appointment = story.invited()
    appointment.state = "confirmed"
    appointment.save(update_fields=["state"])
    other = other_slots(appointment).first()
    assert other is not None
    reschedule(appointment_id=appointment.pk, slot_id=other.pk, by=story.officer)
    return appointment


def taken(story: Story) -> dict[int, int]:
    return dict(ArrivalSlot.objects.values_list("pk", "taken"))


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["declined", "checked_in"])
def test_who_was_given_another_time_is_not_moved_at_the_old_one(to: str) -> None:
    story = Story()
    story.session()
    stale = given_another_time(story)
    before = taken(story)
    with pytest.raises(CannotMove):
        move_appointment(appointment=stale, to=to, by=story.officer)
    assert taken(story) == before


@pytest.mark.django_db
def test_nor_are_they_when_many_are_moved_together() -> None:
    story = Story()
    story.session()
    stale, present = given_another_time(story), story.invited("Hà Thị Lan")
    moved = move_appointments(appointments=[stale, present], to="cancelled", by=story.officer)
    assert [each.pk for each in moved] == [present.pk]
    assert sum(taken(story).values()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_swap_their_times_do_not_lock_each_other_out() -> None:
    story = Story()
    story.session(seats=8)
    one, two = story.invited(), story.invited("Hà Thị Lan")
    slots = list(ArrivalSlot.objects.order_by("pk").values_list("pk", flat=True))
    reschedule(appointment_id=one.pk, slot_id=slots[2], by=story.officer)
    reschedule(appointment_id=two.pk, slot_id=slots[3], by=story.officer)
    for there, back in [(3, 2), (2, 3)] * 4:
        came_to = at_once(
            lambda to=slots[there]: reschedule(appointment_id=one.pk, slot_id=to, by=story.officer),
            lambda to=slots[back]: reschedule(appointment_id=two.pk, slot_id=to, by=story.officer),
        )
        assert came_to == ["done", "done"]
    assert sum(taken(story).values()) == 2


@pytest.mark.django_db(transaction=True)
def test_withdrawing_declining_and_the_evening_do_not_lock_each_other_out() -> None:
    story = Story()
    story.session(seats=20)
    for _round in range(6):
        appointment = story.invited()
        came_to = at_once(
            lambda pk=appointment.registration_id: withdraw_registration(registration_id=pk, by=story.officer),
            lambda pk=appointment.pk: decline(appointment_id=pk, by=story.officer),
            lambda: mark_missed(through=story.tomorrow),
        )
        assert "done" in came_to
    live = Appointment.objects.filter(state__in=["announced", "missed"]).count()
    assert sum(taken(story).values()) == live
