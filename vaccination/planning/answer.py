"""What people answer to an invitation: they come, they cannot come, or another time."""

from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.audit import record as audit
from hssk.audit.record import Actor
from hssk.refusals import Invalid, NotYours
from notifications.outbox.enqueue import enqueue_many
from vaccination.counts.move import move_counts
from vaccination.facilities.models import Facility
from vaccination.planning.change_state import CannotMove, move_appointment, scheduled
from vaccination.planning.demand import doses_given, needs_on
from vaccination.planning.messages import invitations
from vaccination.planning.models import Appointment
from vaccination.planning.states import EXPECTED, State
from vaccination.planning.supply import open_slots
from vaccination.sessions.models import ArrivalSlot
from vaccination.sessions.seats import SessionFull, change_seat, full, hold_open


class CannotCome(models.TextChoices):
    """Why somebody does not come; kept as a code, since it may be about health."""

    BUSY = "busy", _("Bận vào giờ đó")
    SICK = "sick", _("Đang ốm hoặc mới khỏi ốm")
    AWAY = "away", _("Đang ở nơi khác")
    ELSEWHERE = "elsewhere", _("Đã tiêm ở nơi khác")
    OTHER = "other", _("Lý do khác")


def appointment_of(appointment_id: UUID, by: Actor) -> Appointment:
    """An appointment that `by` may see, with all that moving and telling need; raises NotYours."""
    found = (
        Appointment.objects.visible_to(by)
        .select_related("registration", "person", "session__facility", "slot", "campaign")
        .defer("registration__declaration")
        .filter(pk=appointment_id)
        .first()
    )
    if found is None:
        raise NotYours(_("Không tìm thấy lịch hẹn."))
    return found


@transaction.atomic
def confirm(*, appointment_id: UUID, by: Actor) -> Appointment:
    """They will come. Confirming again changes nothing."""
    appointment = appointment_of(appointment_id, by)
    if appointment.state == State.CONFIRMED:
        return appointment
    return moved_once(appointment, State.CONFIRMED, by)


def moved_once(appointment: Appointment, to: str, by: Actor) -> Appointment:
    """The appointment, moved; as it is now when the same was asked for at the same moment."""
    try:
        return move_appointment(appointment=appointment, to=to, by=by)
    except CannotMove:
        if (present := appointment_of(appointment.pk, by)).state == to:
            return present
        raise


@transaction.atomic
def decline(*, appointment_id: UUID, reason: str = CannotCome.OTHER, by: Actor) -> Appointment:
    """They cannot come: the seat is free for others and they wait for another plan. Repeating changes nothing."""
    return end(appointment_id, State.DECLINED, reason, by)


@transaction.atomic
def cancel(*, appointment_id: UUID, reason: str = CannotCome.OTHER, by: Actor) -> Appointment:
    """The appointment is called off, by the person or for them; as declining, they wait for another plan."""
    return end(appointment_id, State.CANCELLED, reason, by)


def end(appointment_id: UUID, state: str, reason: str, by: Actor) -> Appointment:
    """Move an expected appointment to an end, with its reason in the audit trail."""
    if reason not in CannotCome.values:
        words = _("Chọn một lý do trong danh sách.")
        raise Invalid(words, fields={"reason": words})
    appointment = appointment_of(appointment_id, by)
    if appointment.state == state:
        return appointment
    if appointment.state not in EXPECTED:
        raise CannotMove(_("Người này đã đến hoặc lịch hẹn đã kết thúc, nên không đổi được."))
    moved = moved_once(appointment, state, by)
    if moved is appointment:
        note("appointment.reason", appointment, {"reason": reason}, by)
    return moved


def note(verb: str, appointment: Appointment, detail: dict[str, str], by: Actor) -> None:
    """An audit entry about an appointment."""
    audit.record(
        verb,
        subject_kind="appointment",
        subject_id=appointment.pk,
        person_id=appointment.person_id,
        detail=detail,
        by=by,
    )


def other_slots(appointment: Appointment, *, now: datetime | None = None) -> QuerySet[ArrivalSlot]:
    """Free slots that this person may change to: facilities serving their commune, the same vaccine, to come."""
    serving = Facility.objects.serving(appointment.person.area)
    return (
        open_slots(appointment.campaign, now=now or timezone.now())
        .filter(session__facility__in=serving, session__vaccine=appointment.session.vaccine_id)
        .filter(session__on__gte=earliest_day(appointment))
        .exclude(pk=appointment.slot_id or 0)
        .select_related("session__facility")
        .order_by("starts_at", "pk")
    )


def earliest_day(appointment: Appointment) -> date:
    """The first day on which this person may have the dose."""
    person, disease = appointment.person, appointment.campaign.disease
    given = doses_given(disease, Q(whose=person.pk)).get(person.pk, ())
    return needs_on(disease, appointment.session.on)(person.birth_date, given).earliest


@transaction.atomic
def reschedule(*, appointment_id: UUID, slot_id: int, by: Actor) -> Appointment:
    """Another time: no seat is lost when the new one is gone, and the person has thereby confirmed.

    Raises SessionFull (409) when the seat is gone, CannotMove (409) when they have come already.
    """
    appointment = appointment_of(appointment_id, by)
    if is_there(appointment, slot_id):
        return appointment
    try:
        return changed(appointment, slot_id, by)
    except (CannotMove, SessionFull):
        if is_there(present := appointment_of(appointment_id, by), slot_id):  # sent twice at once
            return present
        raise


def is_there(appointment: Appointment, slot_id: int) -> bool:
    """Whether it is expected at that very time."""
    return appointment.slot_id == slot_id and appointment.state in EXPECTED


@transaction.atomic
def changed(appointment: Appointment, slot_id: int, by: Actor) -> Appointment:
    """The appointment at another time; raises as `reschedule` does, and then nothing has changed."""
    slot = other_slots(appointment).filter(pk=slot_id).first()
    if slot is None:
        raise full()
    hold_open([slot.session_id])
    claimed = Appointment.objects.filter(pk=appointment.pk, state__in=EXPECTED, slot=appointment.slot_id)
    changes = {"slot": slot, "session": slot.session, "state": State.CONFIRMED, "changed_at": timezone.now()}
    if not claimed.update(**changes):
        raise CannotMove(_("Lịch hẹn này vừa được thay đổi nên không đổi giờ được. Hãy xem lại."))
    return moved_to(appointment, slot, by)


def moved_to(appointment: Appointment, slot: ArrivalSlot, by: Actor) -> Appointment:
    """What follows from another time: the old seat, counts, audit and a message with the new time."""
    old_slot, before = appointment.slot_id, scheduled(appointment, -1)
    appointment.slot, appointment.session, appointment.state = slot, slot.session, State.CONFIRMED
    change_seat(old=old_slot, new=slot.pk)
    move_counts([before, scheduled(appointment, 1)])
    note("appointment.rescheduled", appointment, {"from": str(old_slot), "to": str(slot.pk)}, by)
    enqueue_many(invitations([appointment], version=f"{slot.pk}:{timezone.now():%y%m%d%H%M%S}"))
    return appointment
