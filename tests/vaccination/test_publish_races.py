"""Officers and citizens who act at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from hssk.refusals import Refused
from notifications.outbox.models import Message
from tests.vaccination.planning_story import Story
from vaccination.planning.answer import reschedule
from vaccination.planning.models import Appointment
from vaccination.planning.publish import publish_plan
from vaccination.sessions.cancel import cancel_session
from vaccination.sessions.models import ArrivalSlot

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Runs the acts in threads of their own; what each came to: "done" or the refusal's code."""

    def one(act: Callable[[], Any]) -> str:
        try:
            act()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_of_two_who_publish_one_plan_one_wins() -> None:
    story = Story()
    story.session()
    story.waiting()
    plan = story.plan()
    acts = [lambda: publish_plan(plan_id=plan.pk, by=story.officer)] * 4
    assert at_once(*acts) == ["done", "plan_not_draft", "plan_not_draft", "plan_not_draft"]
    assert (Appointment.objects.count(), Message.objects.count()) == (1, 1)


def test_two_plans_for_the_same_people_and_seats_tell_nobody_twice() -> None:
    story = Story()
    story.session(seats=8)
    for _number in range(8):
        story.waiting()
    first, second = story.plan(), story.plan()
    at_once(
        lambda: publish_plan(plan_id=first.pk, by=story.officer),
        lambda: publish_plan(plan_id=second.pk, by=story.officer),
    )
    assert (Appointment.objects.count(), Message.objects.count()) == (8, 8)
    assert not ArrivalSlot.objects.exclude(taken=2).exists()


def test_of_many_who_change_to_the_last_seat_one_gets_it_and_nobody_loses_theirs() -> None:
    story = Story()
    story.session(seats=8)
    for _number in range(8):
        story.waiting()
    publish_plan(plan_id=story.plan().pk, by=story.officer)
    last = story.session(seats=1, on=story.tomorrow + timedelta(days=1)).slots.get()
    ids = list(Appointment.objects.values_list("pk", flat=True))
    acts = [lambda pk=pk: reschedule(appointment_id=pk, slot_id=last.pk, by=story.officer) for pk in ids]
    assert at_once(*acts) == ["done"] + ["session_full"] * 7
    assert sum(ArrivalSlot.objects.values_list("taken", flat=True)) == 8


def test_a_session_cancelled_while_people_change_to_it_keeps_nobody() -> None:
    story = Story()
    story.session(seats=4)
    for _number in range(4):
        story.waiting()
    publish_plan(plan_id=story.plan().pk, by=story.officer)
    other = story.session(seats=8, on=story.tomorrow + timedelta(days=1))
    slot = other.slots.first()
    ids = list(Appointment.objects.values_list("pk", flat=True))
    moves = [lambda pk=pk: reschedule(appointment_id=pk, slot_id=slot.pk, by=story.officer) for pk in ids]
    at_once(*moves[:2], lambda: cancel_session(session_id=other.pk, by=story.officer), *moves[2:])
    assert not Appointment.objects.live().filter(session=other).exists()
    held = Appointment.objects.live().count()
    assert sum(ArrivalSlot.objects.values_list("taken", flat=True)) == held
