"""Who waits for a seat, in order, and what each may have. Read in a constant number of statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from hssk.areas.models import AdministrativeUnit
from registration.campaigns.models import Campaign
from registration.registrations.models import Registration
from registration.registrations.states import WAITING
from vaccination.doses.models import Dose
from vaccination.planning.deal import Candidate
from vaccination.planning.models import Appointment
from vaccination.planning.need import Need, need_of
from vaccination.planning.reasons import Reason
from vaccination.planning.states import HOLDS_SEAT, State
from vaccination.schedules.next_dose import Given
from vaccination.schedules.rules import basic_doses, rules_on

FIELDS = (
    "pk", "person_id", "person__area_id", "person__birth_date", "person__phone", "person__household_id",
    "wished_on", "wished_shift", "invited",
)  # fmt: skip


@dataclass
class Setback:
    """What earlier screenings said about somebody."""

    until: date = date.min
    vaccines: set[str] = field(default_factory=set)


def waiting_people(campaign: Campaign, area: AdministrativeUnit, on: date) -> list[Candidate]:
    """Live waiting registrations of the area: by rank of the group, then by time of registration."""
    invited = Appointment.objects.filter(person=OuterRef("person"), campaign=campaign, state__in=HOLDS_SEAT)
    rows = (
        Registration.objects.filter(campaign=campaign, state__in=WAITING, person__area__path__startswith=area.path)
        .filter(person__merged_into__isnull=True)
        .annotate(invited=Exists(invited))
        .order_by("group__rank", "submitted_at", "pk")
        .values_list(*FIELDS, named=True)
    )
    history = doses_given(campaign.disease, Q(path__startswith=area.path))
    held = setbacks(campaign, area)
    needs = needs_on(campaign.disease, on)
    return [candidate(row, needs(row.person__birth_date, history.get(row.person_id, ())), held) for row in rows]


def needs_on(disease: str, on: date) -> Callable[[date, Sequence[Given]], Need]:
    """From birth date and history to the need on that day, by the rules then in force."""
    return partial(need_of, rules=rules_on(disease, on), basic=basic_doses(disease), on=on)


def doses_given(disease: str, whom: Q) -> Mapping[UUID, tuple[Given, ...]]:
    """Standing doses of those `whom` names by `whose` or `path`; a merged person's count for who they are now."""
    rows = (
        Dose.objects.standing()
        .filter(disease=disease)
        .annotate(whose=Coalesce("person__merged_into", "person"))
        .annotate(path=Coalesce("person__merged_into__area__path", "person__area__path"))
        .filter(whom)
        .order_by("given_at", "number")
        .values_list("whose", "number", "vaccine_id", "given_at")
    )
    found: dict[UUID, list[Given]] = defaultdict(list)
    for person_id, number, vaccine, at in rows:
        found[person_id].append(Given(number=number, vaccine=vaccine, on=timezone.localtime(at).date()))
    return {person_id: tuple(doses) for person_id, doses in found.items()}


def setbacks(campaign: Campaign, area: AdministrativeUnit) -> Mapping[UUID, Setback]:
    """Deferrals and contraindications of people of the area."""
    rows: Iterable[tuple[UUID, str, date | None, str]] = (
        Appointment.objects.filter(campaign=campaign, state__in=[State.DEFERRED, State.CONTRAINDICATED])
        .filter(person__area__path__startswith=area.path)
        .values_list("person_id", "state", "deferred_until", F("session__vaccine_id"))
    )
    found: dict[UUID, Setback] = defaultdict(Setback)
    for person_id, state, until, vaccine in rows:
        if state == State.CONTRAINDICATED:
            found[person_id].vaccines.add(vaccine)
        elif until:
            found[person_id].until = max(found[person_id].until, until)
    return found


def candidate(row: Any, need: Need, held: Mapping[UUID, Setback]) -> Candidate:
    """One person as the dealer sees them."""
    setback = held.get(row.person_id, Setback())
    products = tuple(code for code in need.products if code not in setback.vaccines)
    barred = need.barred or (Reason.CONTRAINDICATED if need.products and not products else "")
    return Candidate(
        registration_id=row.pk,
        area_id=row.person__area_id,
        dose_number=need.number,
        products=products,
        earliest=max(need.earliest, setback.until),
        limited_by=Reason.CONTRAINDICATED if len(products) < len(need.products) else Reason.WRONG_PRODUCT,
        held_by=Reason.DEFERRED if setback.until > need.earliest else Reason.INTERVAL,
        barred=Reason.HAS_APPOINTMENT if row.invited else barred,
        household=str(row.person__household_id or row.person__phone),
        wished_on=row.wished_on,
        wished_shift=row.wished_shift,
    )
