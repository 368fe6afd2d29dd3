"""Several people do anything at once; afterwards seats, counts, stock and registrations agree with each other."""

import random
import threading
import traceback
from collections import Counter

import pytest
from django.db import connection
from django.db.models import Count, Q, Sum

from registration.registrations.models import Registration
from tests.vaccination.random_day import RandomDay
from vaccination.counts.prove import differences, rebuild
from vaccination.coverage.recounts import RECOUNTS
from vaccination.planning.models import Appointment
from vaccination.planning.states import LIVE
from vaccination.sessions.models import ArrivalSlot
from vaccination.stock.models import StockBalance, StockMovement

pytestmark = pytest.mark.django_db(transaction=True)
HANDS, ACTS = 5, 40
# A missed seat belongs to a time that is over: whoever comes late still has it.
SEATED = [*LIVE, "missed"]


def played(day: RandomDay, seed: int) -> list[str]:
    """Let several hands do what they want at once; what went wrong beyond refusals."""
    faults: list[str] = []

    def hand(number: int) -> None:
        rng = random.Random(f"{seed}/{number}")
        try:
            for _act in range(ACTS):
                day.act(rng)
        except Exception as error:
            faults.append("".join(traceback.format_exception(error)[-9:]))
        finally:
            connection.close()

    hands = [threading.Thread(target=hand, args=[number]) for number in range(HANDS)]
    [each.start() for each in hands]
    [each.join() for each in hands]
    return faults


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_at_once_seats_counts_and_stock_agree(seed: int) -> None:
    day = RandomDay()
    rebuild(RECOUNTS)  # the people of the story were written past the counts
    assert played(day, seed) == []
    assert differences(RECOUNTS) == []
    assert wrong_slots() == []
    assert wrong_balances() == {}
    assert forgotten() == []


def wrong_slots() -> list[ArrivalSlot]:
    """Slots whose taken seats are not those of their appointments."""
    sitting = Count("appointment", filter=Q(appointment__state__in=SEATED))
    return [slot for slot in ArrivalSlot.objects.annotate(sitting=sitting) if slot.taken != slot.sitting]


def wrong_balances() -> Counter[tuple[object, ...]]:
    """Balances less the sum of the ledger, where they differ."""
    balances = Counter({(each.facility_id, each.lot_id): each.doses for each in StockBalance.objects.all()})
    for *place, doses in StockMovement.objects.values_list("facility", "lot").annotate(Sum("doses")):
        balances[tuple(place)] -= doses
    return Counter({place: doses for place, doses in balances.items() if doses})


def forgotten() -> list[Registration]:
    """Registrations that no plan sees, because they have a date, and have none."""
    dated = Appointment.objects.filter(state__in=[*LIVE]).values("registration")
    return list(Registration.objects.filter(state="scheduled").exclude(pk__in=dated))
