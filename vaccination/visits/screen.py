"""Screening: the form is filled, the most severe consequence proposed, and the screener decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.refusals import Invalid, NotYours, Refused, Words, refusing
from vaccination.facilities.models import Facility, FacilityKind
from vaccination.planning.change_state import move_appointment
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.schedules.models import Consequence, ScreeningForm, ScreeningItem
from vaccination.schedules.screening import POSSIBLE, answered, form_for, proposed, proposed_day
from vaccination.visits.models import Screening


@dataclass(frozen=True, slots=True)
class Decision:
    """What the screener decides; an empty outcome takes what is proposed."""

    outcome: str = ""
    override_reason: str = ""
    deferred_until: date | None = None


def screen(
    *,
    id: UUID,
    appointment: Appointment,
    answers: Mapping[str, bool],
    vital_signs: Mapping[str, float],
    outcome: str = "",
    override_reason: str = "",
    deferred_until: date | None = None,
    by: User,
) -> tuple[Screening, bool]:
    """Record a screening and move the appointment to where its outcome leads; True when it is new.

    Questions may stay open only when the screener states the outcome. Raises Invalid for questions,
    measurements or an outcome that cannot be, Refused when the person is not waiting for screening.
    """
    if first := Screening.objects.filter(pk=id).first():
        return same(first, appointment), False
    today = timezone.localdate()
    form = form_of(appointment, today)
    items = list(form.items.all())
    check_answers(items, answers, vital_signs, decided=bool(outcome))
    found = answered(items, answers, vital_signs)
    decision = Decision(outcome, override_reason.strip(), deferred_until)
    row = Screening(
        id=id, appointment=appointment, form=form, answers=found, vital_signs=dict(vital_signs), screener=by
    )
    decide(row, decision, items, found, today)
    try:
        with transaction.atomic(), refusing(Screening):
            move_appointment(
                appointment=appointment, to=follows(row, appointment.session.facility), by=by,
                deferred_until=row.deferred_until,
            )  # fmt: skip
            row.save(force_insert=True)
    except (IntegrityError, Refused):
        if first := Screening.objects.filter(pk=id).first():
            return same(first, appointment), False
        raise
    return row, True


def propose(
    *, appointment: Appointment, answers: Mapping[str, bool], vital_signs: Mapping[str, float], on: date
) -> tuple[Consequence, date]:
    """What the answers lead to, and until when a deferral would be; raises Invalid as `screen` does."""
    items = list(form_of(appointment, on).items.all())
    check_answers(items, answers, vital_signs, decided=False)
    found = answered(items, answers, vital_signs)
    return proposed(items, found), proposed_day(items, found, on)


def same(first: Screening, appointment: Appointment) -> Screening:
    """The screening that this id already made; of another appointment it is none of the asker's business."""
    if first.appointment_id != appointment.pk:
        raise NotYours(_("Mã này đã dùng cho một phiếu khác."))
    return first


def form_of(appointment: Appointment, on: date) -> ScreeningForm:
    """The form for this person on this day."""
    if form := form_for(appointment.person.birth_date, on):
        return form
    raise Refused(_("Chưa có phiếu sàng lọc cho lứa tuổi này."), code="no_screening_form")


def check_answers(
    items: list[ScreeningItem], answers: Mapping[str, bool], signs: Mapping[str, float], *, decided: bool
) -> None:
    """Every question of the form and no other; every measurement one that a living person can show."""
    known = {item.code for item in items}
    wrong: dict[str, Words] = {code: _("Phiếu không có mục này.") for code in answers if code not in known}
    if not decided:
        open_ = [item.code for item in items if item.code not in answers and not (item.by_vital_signs and signs)]
        wrong |= dict.fromkeys(open_, _("Chọn Có hoặc Không."))
    for name, value in signs.items():
        low, high = POSSIBLE.get(name, (0, 0))
        if not low <= value <= high:
            facts = {"low": low, "high": high}
            wrong[name] = _("Số đo từ %(low)s đến %(high)s.") % facts if high else _("Không có dấu hiệu này.")
    if wrong:
        raise Invalid(_("Phiếu sàng lọc chưa đủ hoặc chưa đúng."), fields=wrong)


def decide(
    row: Screening, decision: Decision, items: list[ScreeningItem], found: Mapping[str, bool], today: date
) -> None:
    """Write proposal and decision into the row; raises Invalid when the decision says too little."""
    row.proposed = proposed(items, found).value
    row.outcome = decision.outcome or row.proposed
    wrong: dict[str, Words] = {}
    if row.outcome not in Consequence.values:
        wrong["outcome"] = _("Chọn kết luận.")
    if row.outcome != row.proposed and not decision.override_reason:
        wrong["override_reason"] = _("Hãy ghi lý do kết luận khác với đề xuất.")
    row.override_reason = decision.override_reason if row.outcome != row.proposed else ""
    if row.outcome == Consequence.DEFER:
        row.deferred_until = decision.deferred_until or proposed_day(items, found, today)
        if row.deferred_until <= today:
            wrong["deferred_until"] = _("Ngày hẹn lại phải sau hôm nay.")
    if wrong:
        raise Invalid(_("Kết luận chưa đủ hoặc chưa đúng."), fields=wrong)


def follows(row: Screening, facility: Facility) -> State:
    """Where the appointment goes: to the table, or away from it."""
    if row.outcome == Consequence.DEFER:
        return State.DEFERRED
    if row.outcome == Consequence.CONTRAINDICATED:
        return State.CONTRAINDICATED
    in_hospital = facility.kind == FacilityKind.HOSPITAL
    if row.outcome == Consequence.HOSPITAL and not in_hospital:
        return State.REFERRED
    if row.outcome == Consequence.EMERGENCY_SITE and not (in_hospital or facility.emergency_care):
        return State.REFERRED
    return State.SCREENED
