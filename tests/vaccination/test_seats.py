"""Seats are never oversold."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories
from vaccination.sessions.cancel import cancel_session
from vaccination.sessions.models import ArrivalSlot
from vaccination.sessions.seats import SessionFull, give_back_seat, take_seat, take_seats


def slot_with(seats: int, **fields: Any) -> ArrivalSlot:
    slot = factories.make_session(seats=4 * seats, **fields).slots.first()
    assert slot.seats == seats
    return slot


def tries(what: Callable[[int], None], times: int) -> list[bool]:
    """Runs `what` in as many threads at once, each with its own connection; True for each that was let."""

    def one(number: int) -> bool:
        try:
            what(number)
        except SessionFull:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_of_fifty_takers_of_the_last_seat_exactly_one_wins() -> None:
    slot = slot_with(1)
    won = tries(lambda _number: take_seat(slot.pk), 50)
    slot.refresh_from_db()
    assert (won.count(True), slot.taken) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_takers_of_seven_seats_by_two_ways_seven_win() -> None:
    slot = slot_with(7)
    won = tries(lambda number: take_seat(slot.pk) if number % 2 else take_seats([(slot.pk, 1)]), 50)
    slot.refresh_from_db()
    assert (won.count(True), slot.taken) == (7, 7)


@pytest.mark.django_db
def test_a_seat_given_back_can_be_taken_again() -> None:
    slot = slot_with(1)
    take_seat(slot.pk)
    with pytest.raises(SessionFull) as refused:
        take_seat(slot.pk)
    assert refused.value.status == 409
    give_back_seat(slot.pk)
    take_seat(slot.pk)


@pytest.mark.django_db
def test_of_many_slots_none_is_taken_when_one_has_too_few() -> None:
    slot, other = slot_with(3), slot_with(1)
    with pytest.raises(SessionFull):
        take_seats([(slot.pk, 2), (other.pk, 2)])
    slot.refresh_from_db()
    assert slot.taken == 0


@pytest.mark.django_db
def test_a_cancelled_session_takes_nobody() -> None:
    slot = slot_with(5)
    cancel_session(session_id=slot.session_id, by=factories.make_staff())
    with pytest.raises(SessionFull):
        take_seat(slot.pk)


@pytest.mark.django_db
def test_constraint_no_slot_over_its_seats() -> None:
    slot = slot_with(2)
    with pytest.raises(IntegrityError, match="no_slot_over_its_seats"), transaction.atomic():
        ArrivalSlot.objects.filter(pk=slot.pk).update(taken=3)


@pytest.mark.django_db
def test_constraint_one_slot_per_session_and_time() -> None:
    slot = slot_with(2)
    with pytest.raises(IntegrityError, match="one_slot_per_session_and_time"), transaction.atomic():
        ArrivalSlot.objects.create(session=slot.session, starts_at=slot.starts_at, seats=1)
