"""Free seats on the days of a plan. Read in a constant number of statements."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from hssk.areas.models import AdministrativeUnit
from registration.campaigns.models import Campaign
from vaccination.facilities.models import Catchment
from vaccination.planning.deal import Place
from vaccination.sessions.models import ArrivalSlot, SessionState

USABLE_LOT = Q(session__lot__isnull=True) | Q(
    session__lot__blocked_at__isnull=True, session__lot__expires_on__gte=F("session__on")
)


def open_slots(campaign: Campaign, *, now: datetime) -> QuerySet[ArrivalSlot]:
    """Slots to come with a free seat, of open sessions whose lot may be used."""
    return ArrivalSlot.objects.filter(
        USABLE_LOT,
        session__campaign=campaign,
        session__state=SessionState.OPEN,
        starts_at__gt=now,
        taken__lt=F("seats"),
    )


def free_places(
    campaign: Campaign, area: AdministrativeUnit, *, from_day: date, to_day: date, now: datetime
) -> list[Place]:
    """Slots that serve a commune of `area`, in the order of time."""
    rows = (
        open_slots(campaign, now=now)
        .filter(session__on__range=(from_day, to_day))
        .select_related("session__facility")
        .order_by("starts_at", "pk")
    )
    served: dict[object, tuple[int, ...]] = catchments(area)
    return [place(slot, served[slot.session.facility_id]) for slot in rows if slot.session.facility_id in served]


def catchments(area: AdministrativeUnit) -> dict[object, tuple[int, ...]]:
    """Facility to the communes of `area` that it serves."""
    rows = Catchment.objects.filter(area__path__startswith=area.path).order_by("facility_id", "area_id")
    found: dict[object, list[int]] = defaultdict(list)
    for facility_id, area_id in rows.values_list("facility_id", "area_id"):
        found[facility_id].append(area_id)
    return {facility_id: tuple(areas) for facility_id, areas in found.items()}


def place(slot: ArrivalSlot, communes: tuple[int, ...]) -> Place:
    """One slot as the dealer sees it."""
    starts = timezone.localtime(slot.starts_at)
    return Place(
        slot_id=slot.pk,
        session_id=slot.session_id,
        on=slot.session.on,
        shift=slot.session.shift,
        minute=starts.hour * 60 + starts.minute,
        vaccine=slot.session.vaccine_id,
        facility_area=slot.session.facility.area_id,
        communes=communes,
        free=slot.seats - slot.taken,
    )
