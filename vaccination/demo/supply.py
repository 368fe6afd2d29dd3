"""Lots, sessions with arrival slots, and the ledger of what was delivered and used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from django.db import connection
from django.utils import timezone

from registration.campaigns.models import Campaign
from vaccination.demo.places import MAI_CHAU
from vaccination.facilities.models import Facility
from vaccination.sessions.arrival import arrival_times, shared_out
from vaccination.sessions.models import ArrivalSlot, Session, SessionShift
from vaccination.stock.models import Lot, MovementKind, StockMovement

WEEKS_BEFORE = 6
DAYS_AHEAD = 10
SPARE_DOSES = 400
SLOT_MINUTES = 60


@dataclass(frozen=True)
class Meeting:
    """A session and its arrival slots."""

    session: Session
    slots: Sequence[ArrivalSlot]


def make_lots(campaign: Campaign, today: date) -> dict[str, Lot]:
    """A lot of each vaccine in use; and of one vaccine an expired and a blocked one, to be refused."""
    lots = {code: lot(code, f"{code}-2611A", today + timedelta(days=120)) for code in ("PFZ", "AZ", "MOD")}
    lot("PFZ", "PFZ-2605X", today - timedelta(days=7))
    blocked = lot("PFZ", "PFZ-2608B", today + timedelta(days=60))
    if blocked.blocked_at is None:
        blocked.blocked_at, blocked.blocked_reason = timezone.now(), "Minh họa: chờ kết luận chất lượng"
        blocked.save(update_fields=["blocked_at", "blocked_reason"])
    return lots


def lot(vaccine: str, number: str, expires_on: date) -> Lot:
    """A lot of invented number."""
    found, _new = Lot.objects.get_or_create(vaccine_id=vaccine, number=number, defaults={"expires_on": expires_on})
    return found


def past_days(place: int, today: date) -> list[date]:
    """One day a week, another one for each facility."""
    return [today - timedelta(days=7 * week - place % 6) for week in range(WEEKS_BEFORE, 0, -1)]


def coming_days(today: date) -> list[date]:
    """Today and those after."""
    return [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]


def meetings(
    campaign: Campaign, facility: Facility, lot: Lot, days: Iterable[date], *, seats: int, state: str = "open"
) -> list[Meeting]:
    """Morning sessions of a facility; at Mai Châu afternoons of today and after too. Those there are stay."""
    shifts = [SessionShift.MORNING]
    if facility.area.code == MAI_CHAU and state == "open":
        shifts.append(SessionShift.AFTERNOON)
    return [
        meeting(campaign, facility, lot, (day, shift), seats=seats, state=state) for day in days for shift in shifts
    ]


def meeting(
    campaign: Campaign, facility: Facility, lot: Lot, when: tuple[date, SessionShift], *, seats: int, state: str
) -> Meeting:
    """One session with its slots; its id follows from facility, day and shift."""
    day, shift = when
    values = {"campaign": campaign, "lot": lot, "state": state, "pk": session_id(facility, day, shift)}
    session, new = Session.objects.get_or_create(
        facility=facility, on=day, shift=shift, vaccine_id=lot.vaccine_id, defaults=values
    )
    if not new:
        return Meeting(session, list(session.slots.all()))
    starts = arrival_times(day, shift, SLOT_MINUTES)
    slots = [
        ArrivalSlot(session=session, starts_at=at, seats=here)
        for at, here in zip(starts, shared_out(seats, len(starts)), strict=True)
    ]
    return Meeting(session, ArrivalSlot.objects.bulk_create(slots))


def session_id(facility: Facility, day: date, shift: str) -> UUID:
    """The same for every run."""
    return uuid5(facility.pk, f"demo {day} {shift}")


def deliver(used: dict[tuple[UUID, UUID], int], rng: Random, at: datetime) -> None:
    """A delivery to each facility at the campaign's start: what was used since, and some to go on with."""
    StockMovement.objects.bulk_create(
        StockMovement(
            facility_id=facility,
            lot_id=lot,
            kind=MovementKind.RECEIVED,
            doses=doses + SPARE_DOSES,
            cause_id=UUID(int=rng.getrandbits(128), version=4),
            at=at,
        )
        for (facility, lot), doses in used.items()
    )


BALANCES = """
INSERT INTO vaccination_stockbalance (facility_id, lot_id, doses)
SELECT facility_id, lot_id, SUM(doses) FROM vaccination_stockmovement WHERE facility_id = ANY(%s)
GROUP BY facility_id, lot_id
ON CONFLICT (facility_id, lot_id) DO UPDATE SET doses = EXCLUDED.doses
"""
# A seat stays taken by whoever came, will come, or did not come; not by those who were sent home.
SEATS = """
UPDATE vaccination_arrivalslot slot SET taken = used.seats, seats = GREATEST(slot.seats, used.seats)
FROM (
    SELECT slot_id, COUNT(*) AS seats FROM vaccination_appointment
    WHERE campaign_id = %s AND slot_id IS NOT NULL
    AND state NOT IN ('cancelled', 'declined', 'deferred', 'contraindicated', 'referred')
    GROUP BY slot_id
) used
WHERE used.slot_id = slot.id AND slot.taken <> used.seats
"""


def settle(campaign: Campaign, facilities: Iterable[UUID]) -> None:
    """Make balances what the ledger says, and taken seats what the appointments say."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, [list(facilities)])
        cursor.execute(SEATS, [campaign.pk])


def opening(day: date) -> datetime:
    """When work begins on a day."""
    return timezone.make_aware(datetime.combine(day, time(7)))
