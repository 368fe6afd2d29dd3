"""Pages of the steps: check-in, screening, injection, going home. Each leads on to the next."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hssk.accounts.access import staff
from hssk.accounts.roles import May
from hssk.audit.record import record_reading
from hssk.forms import beside
from hssk.refusals import Refused
from vaccination.doses.history import history_of
from vaccination.doses.models import Dose
from vaccination.doses.place import vaccinators_at
from vaccination.doses.refusals import DoseRefused
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.schedules.models import Consequence
from vaccination.schedules.screening import answered, declared
from vaccination.stock.lots import usable_lots
from vaccination.stock.models import Lot
from vaccination.visits.at_work import appointment_here
from vaccination.visits.board import doubts, step_of
from vaccination.visits.check_in import check_in as check_in_person
from vaccination.visits.door import clinic_page
from vaccination.visits.forms import CheckInForm, DecisionForm, DoseForm, ReleaseForm, ScreeningForm
from vaccination.visits.release import observation_of
from vaccination.visits.release import release as release_person
from vaccination.visits.screen import form_of, propose, screen
from vaccination.visits.vaccinate import vaccinate


def opened(request: HttpRequest, appointment_id: UUID, what: May) -> Appointment:
    """The appointment of a step page; opening it is a reading of the person's record."""
    appointment = appointment_here(id=appointment_id, what=what, by=staff(request))
    if request.method != "POST":
        record_reading([appointment.person_id], reason="visit", by=staff(request))
    return appointment


def shown(request: HttpRequest, page: str, appointment: Appointment, status: int = 200, **more: Any) -> HttpResponse:
    """A step page with the person above it."""
    context = {"appointment": appointment, "doubts": doubts(appointment), "today": timezone.localdate()}
    context["doses"] = history_of(appointment.person)
    return render(request, f"clinic/visits/{page}.html", context | more, status=status)


def onward(request: HttpRequest, appointment: Appointment, done: str) -> HttpResponse:
    """The person's next step when it is mine too, else back to the board with a word on what was done."""
    step = step_of(appointment, request.user)
    if step and step.may in {May.SCREEN, May.VACCINATE}:
        return redirect(step.page, appointment.pk)
    messages.success(request, done)
    return redirect("visits:board", appointment.session_id)


@clinic_page
def check_in(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Somebody came."""
    appointment = opened(request, appointment_id, May.WORK_SESSION)
    form, status = CheckInForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            check_in_person(appointment=appointment, **form.cleaned_data, by=staff(request))
        except Refused as refused:
            status = beside(form, refused)
        else:
            return onward(request, appointment, _("Đã tiếp nhận %(name)s.") % {"name": appointment.person.full_name})
    status = 400 if form.errors and status == 200 else status
    return shown(request, "check_in", appointment, status, form=form)


@clinic_page
def screening(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The form is filled; a proposal that is not plainly yes is decided on a page of its own."""
    appointment = opened(request, appointment_id, May.SCREEN)
    if appointment.state != State.CHECKED_IN:
        return not_now(request, appointment)
    form_row = form_of(appointment, timezone.localdate())
    items = list(form_row.items.all())
    said = declared(items, appointment.registration.declaration)
    form, status = ScreeningForm(request.POST or None, items=items, declared=said), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return screened(request, appointment, form)
            except Refused as refused:
                codes = {item.code: f"q_{item.code}" for item in form.items}
                refused.fields = {codes.get(name, name): words for name, words in refused.fields.items()}
                status = beside(form, refused)
    return shown(request, "screening", appointment, status, form=form, screening_form=form_row)


def screened(request: HttpRequest, appointment: Appointment, form: ScreeningForm) -> HttpResponse:
    """Record the screening, or ask for the decision first."""
    answers, signs, today = form.answers(), form.signs(), timezone.localdate()
    proposal, day = propose(appointment=appointment, answers=answers, vital_signs=signs, on=today)
    deciding = "outcome" in request.POST
    if proposal != Consequence.ELIGIBLE and not deciding:
        decision = DecisionForm(initial={"outcome": proposal, "deferred_until": day})
        return decided(request, appointment, form, decision, proposal)
    decision = DecisionForm(request.POST if deciding else None)
    if deciding and not decision.is_valid():
        return decided(request, appointment, form, decision, proposal, 400)
    values = decision.cleaned_data if deciding else {}
    given: dict[str, Any] = {"answers": answers, "vital_signs": signs}
    try:
        row, _new = screen(id=form.cleaned_data["id"], appointment=appointment, **given, **values, by=staff(request))
    except Refused as refused:
        return decided(request, appointment, form, decision, proposal, beside(decision, refused))
    done = _("%(name)s: %(outcome)s.") % {"name": appointment.person.full_name, "outcome": row.get_outcome_display()}
    return onward(request, appointment, done)


def decided(
    request: HttpRequest,
    appointment: Appointment,
    form: ScreeningForm,
    decision: DecisionForm,
    proposal: Consequence,
    status: int = 200,
) -> HttpResponse:
    """The proposal in large type, and the decision."""
    found = answered(form.all_items, form.answers(), form.signs())
    because = [item for item in form.all_items if found.get(item.code)]
    more = {"form": form, "decision": decision, "proposal": proposal, "because": because}
    return shown(request, "decision", appointment, status, **more)


@clinic_page
def dose(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The injection, one tap in the normal case; a stop is a page of its own."""
    appointment = opened(request, appointment_id, May.VACCINATE)
    if appointment.state != State.SCREENED and request.method != "POST":
        return not_now(request, appointment)
    lots = lots_for(appointment)
    staff = vaccinators_at(appointment.session.facility)
    initial = {"lot": usual_lot(appointment, lots, request.user), "vaccinator": str(request.user.pk)}
    form, status = DoseForm(request.POST or None, lots=lots, staff=staff, initial=initial), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                record(appointment, form, staff, request.user)
            except DoseRefused as refused:
                form.fields["override_reason"].required = refused.overridable
                return shown(request, "dose_stop", appointment, refused.status, form=form, refused=refused)
            else:
                return redirect("visits:saved", appointment.pk)
    number = len(history_of(appointment.person)) + 1
    return shown(request, "dose", appointment, status, form=form, number=number, lots=lots)


def record(appointment: Appointment, form: DoseForm, staff: Sequence[Any], by: Any) -> None:
    """The injection as it was typed."""
    values = form.cleaned_data
    vaccinate(
        id=values["id"],
        appointment=appointment,
        lot=values["lot"],
        body_site=values["body_site"],
        vaccinator=next(one for one in staff if str(one.pk) == values["vaccinator"]),
        override_reason=values["override_reason"],
        by=by,
    )


def lots_for(appointment: Appointment) -> list[Lot]:
    """Lots that may be used here today, of the session's vaccine first."""
    session = appointment.session
    lots = usable_lots(facility_id=session.facility_id, on=timezone.localdate())
    return sorted(lots, key=lambda lot: lot.vaccine_id != session.vaccine_id)


def usual_lot(appointment: Appointment, lots: Sequence[Lot], user: Any) -> str | None:
    """The lot that I used last today in this session, else the session's, else the first that may be used."""
    session = appointment.session
    mine = Dose.objects.filter(recorded_by=user, session=session, given_at__date=timezone.localdate())
    wanted = [mine.order_by("-recorded_at").values_list("lot", flat=True).first(), session.lot_id]
    usable = {lot.pk for lot in lots}
    chosen = next((pk for pk in wanted if pk in usable), lots[0].pk if lots else None)
    return str(chosen) if chosen else None


def not_now(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """The person is at another step by now: go there, or say so."""
    step = step_of(appointment, request.user)
    if step:
        return redirect(step.page, appointment.pk)
    return shown(request, "elsewhere", appointment, 409)


@clinic_page
def release(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The half hour ends."""
    appointment = opened(request, appointment_id, May.WORK_SESSION)
    observed = observation_of(appointment)
    form, status = ReleaseForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            release_person(appointment=appointment, note=form.cleaned_data["note"], by=staff(request))
        except Refused as refused:
            status = beside(form, refused)
        else:
            messages.success(request, _("%(name)s đã theo dõi xong.") % {"name": appointment.person.full_name})
            return redirect("visits:observation", appointment.session_id)
    over = timezone.now() >= observed.due_at
    return shown(request, "release", appointment, status, form=form, observation=observed, over=over)
