"""Publishing a draft: seats, appointments, registrations, counts, messages and audit in one transaction."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.audit import record as audit
from hssk.look.words import clock, short_date
from hssk.refusals import NotYours, Refused, refusing
from notifications.outbox.enqueue import enqueue_many
from registration.registrations.change_state import move_registrations
from registration.registrations.models import Registration
from registration.registrations.states import WAITING
from registration.registrations.states import State as RegistrationState
from vaccination.counts.move import move_counts
from vaccination.planning.change_state import entry_of, scheduled
from vaccination.planning.messages import by_phone_and_slot, invitations
from vaccination.planning.models import Appointment, Plan, PlannedSeat, PlanState, Unserved
from vaccination.planning.reasons import Reason
from vaccination.planning.states import HOLDS_SEAT, State
from vaccination.sessions.models import Session
from vaccination.sessions.seats import free_seats_held, hold_open, take_seats

BATCH = 2000


class AlreadyPublished(Refused):
    """The plan is not a draft any more."""

    code = "plan_not_draft"
    status = 409


@dataclass
class Published:
    """What publishing did: people told, messages written, and those left out with the reason."""

    plan: Plan
    appointments: int = 0
    messages: int = 0
    left: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def publish_plan(*, plan_id: UUID, by: User) -> Published:
    """Turn a draft into appointments and tell everybody. Whoever lost their seat meanwhile is left and reported.

    Raises NotYours, AlreadyPublished (409), or Refused (409) when somebody got another appointment in
    this very moment; then nothing has happened and the plan is still a draft.
    """
    plan = claim(plan_id, by)
    seats = list(planned_seats(plan))
    kept, left = still_possible(seats)
    with refusing(Appointment):
        appointments = Appointment.objects.bulk_create(appointments_of(plan, kept), batch_size=BATCH)
    registrations = [seat.registration for seat in kept]
    if registrations:
        move_registrations(registrations=registrations, to=RegistrationState.SCHEDULED, by=by)
    move_counts(scheduled(each, 1) for each in appointments)
    messages = enqueue_many(invitations(appointments))
    report(plan, appointments, left, by)
    return Published(plan, len(appointments), messages, Counter(left.values()))


def claim(plan_id: UUID, by: User) -> Plan:
    """The draft, from now on published: of two who publish, one wins."""
    plan = Plan.objects.visible_to(by).select_related("campaign", "area").filter(pk=plan_id).first()
    if plan is None:
        raise NotYours(_("Không tìm thấy kế hoạch."))
    now = timezone.now()
    drafts = Plan.objects.filter(pk=plan_id, state=PlanState.DRAFT)
    if not drafts.update(state=PlanState.PUBLISHED, published_at=now):
        raise already(Plan.objects.get(pk=plan_id))
    plan.state, plan.published_at = PlanState.PUBLISHED, now
    return plan


def already(plan: Plan) -> AlreadyPublished:
    """The refusal that says since when."""
    if plan.published_at is None:
        return AlreadyPublished(_("Kế hoạch này đã bị bỏ, nên không công bố được."))
    when = {"time": clock(plan.published_at), "day": short_date(plan.published_at)}
    return AlreadyPublished(_("Kế hoạch này đã được công bố lúc %(time)s ngày %(day)s.") % when)


def planned_seats(plan: Plan) -> QuerySet[PlannedSeat]:
    """The draft in the order in which it was dealt, with all that messages and counts need."""
    return (
        PlannedSeat.objects.filter(plan=plan)
        .select_related("registration__person", "registration__group", "slot__session__facility")
        .defer("registration__declaration")
        .order_by("pk")
    )


def still_possible(seats: list[PlannedSeat]) -> tuple[list[PlannedSeat], dict[UUID, str]]:
    """Seats that can still be given, taken at once; and why the others cannot, by registration."""
    usable = usable_sessions(seats)
    waiting = waiting_now(seats)
    free = free_seats_held({seat.slot_id for seat in seats})
    kept: list[PlannedSeat] = []
    left: dict[UUID, str] = {}
    for seat in seats:
        why = why_left(seat, waiting, usable, free)
        if why:
            left[seat.registration_id] = why
        else:
            free[seat.slot_id] -= 1
            kept.append(seat)
    take_seats(sorted(Counter(seat.slot_id for seat in kept).items()))
    return kept, left


def why_left(seat: PlannedSeat, waiting: dict[UUID, bool], usable: set[UUID], free: dict[int, int]) -> str:
    """Why this seat cannot be given any more; empty when it can."""
    if seat.registration_id not in waiting:
        return Reason.WITHDRAWN
    if waiting[seat.registration_id]:
        return Reason.HAS_APPOINTMENT
    if seat.slot.session_id not in usable:
        return Reason.SESSION_CLOSED
    return "" if free[seat.slot_id] else Reason.FULL


def waiting_now(seats: list[PlannedSeat]) -> dict[UUID, bool]:
    """Registrations that still wait, held till the transaction ends, and whether each has an appointment."""
    rows = Registration.objects.filter(pk__in=[seat.registration_id for seat in seats], state__in=WAITING)
    held = set(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    kept = [seat.registration for seat in seats if seat.registration_id in held]
    campaign = kept[0].campaign_id if kept else None
    live = Appointment.objects.filter(campaign=campaign, state__in=HOLDS_SEAT)
    invited = set(live.filter(person__in=[each.person_id for each in kept]).values_list("person_id", flat=True))
    return {registration.pk: registration.person_id in invited for registration in kept}


def usable_sessions(seats: list[PlannedSeat]) -> set[UUID]:
    """Sessions of the plan that are open, held so, and whose lot may still be used."""
    held = hold_open({seat.slot.session_id for seat in seats})
    blocked = Session.objects.filter(pk__in=held, lot__blocked_at__isnull=False).values_list("pk", flat=True)
    return held - set(blocked)


def appointments_of(plan: Plan, seats: list[PlannedSeat]) -> list[Appointment]:
    """Unsaved appointments. People told in one message have one presence code."""
    rows = [
        Appointment(
            registration=seat.registration,
            person=seat.registration.person,
            campaign_id=plan.campaign_id,
            session=seat.slot.session,
            slot=seat.slot,
            dose_number=seat.dose_number,
            state=State.ANNOUNCED,
            plan=plan,
        )
        for seat in seats
    ]
    for group in by_phone_and_slot(rows):
        for each in group:
            each.presence_code = group[0].presence_code
    return rows


def report(plan: Plan, appointments: list[Appointment], left: dict[UUID, str], by: User) -> None:
    """Keep who was left out, and the audit of every invitation."""
    unserved = (Unserved(plan=plan, registration_id=who, reason=str(why)) for who, why in left.items())
    Unserved.objects.bulk_create(unserved, batch_size=BATCH)
    PlannedSeat.objects.filter(plan=plan, registration__in=list(left)).delete()
    numbers = {"announced": len(appointments), "left": len(left)}
    audit.record("plan.published", subject_kind="plan", subject_id=plan.pk, detail=numbers, by=by)
    audit.record_many(entry_of(each, by) for each in appointments)
