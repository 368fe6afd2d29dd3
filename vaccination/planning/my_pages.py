"""Pages of citizens: their people, one person's book, and answers to invitations."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hssk.forms import beside
from hssk.look.words import clock, vi_date
from hssk.refusals import NotYours, Refused
from notifications.outbox.models import Message
from registration.sign_in.browser import citizen_page
from vaccination.planning.answer import appointment_of, confirm, decline, other_slots, reschedule
from vaccination.planning.family import Member, family_of, presence_qr
from vaccination.planning.forms import NotComingForm, OtherTimeForm
from vaccination.planning.models import Appointment
from vaccination.planning.states import EXPECTED

# Where they are invited now comes first: elsewhere may be a day's walk.
SLOTS_HERE, SLOTS_ELSEWHERE = 40, 20


def card(member: Member) -> dict[str, Any]:
    """A member with what the card draws."""
    coming = member.coming
    return {"member": member, "coming": coming, "qr": presence_qr(coming) if coming else ""}


@citizen_page
@require_safe
def my_home(request: HttpRequest) -> HttpResponse:
    """Each person looked after as a card with the one thing that matters now."""
    cards = [card(member) for member in family_of(request.citizen)]  # type: ignore[attr-defined]
    return render(request, "citizen/me/home.html", {"cards": cards})


@citizen_page
@require_safe
def my_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person's book: doses, appointments, registrations, messages."""
    found = family_of(request.citizen, person_id)  # type: ignore[attr-defined]
    if not found:
        raise Http404
    member = found[0]
    about = [each.pk for each in (*member.registrations, *member.appointments, *member.doses)]
    sent = Message.objects.visible_to(request.citizen).filter(subject_id__in=about).exclude(text="")  # type: ignore[attr-defined]
    context = card(member) | {"doses": events_of(member), "messages_sent": sent.order_by("-created_at")[:20]}
    return render(request, "citizen/me/person.html", context)


def events_of(member: Member) -> list[dict[str, Any]]:
    """Doses as a timeline, newest first."""
    return [
        {
            "at": dose.given_at,
            "title": _("Mũi %(number)s: %(vaccine)s") % {"number": dose.number, "vaccine": dose.vaccine.short_name},
            "text": _("Lô %(lot)s, tại %(place)s") % {"lot": dose.lot.number, "place": dose.facility.name},
            "tone": "good",
        }
        for dose in reversed(member.doses)
    ]


def invitation(request: HttpRequest, appointment_id: UUID) -> Appointment:
    """An appointment of somebody looked after; others do not exist."""
    try:
        return appointment_of(appointment_id, request.citizen)  # type: ignore[attr-defined]
    except NotYours as error:
        raise Http404 from error


def given(request: HttpRequest) -> Any:
    """What was sent; an empty form that was sent is not a form that was not."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, verb: Callable[..., Appointment], **values: Any) -> Appointment | Refused:
    """Call the verb; a refusal is an answer too."""
    try:
        return verb(**values, by=request.citizen)  # type: ignore[attr-defined]
    except Refused as refused:
        return refused


@citizen_page
def confirm_page(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """They will come."""
    appointment = invitation(request, appointment_id)
    if request.method != "POST":
        return render(request, "citizen/me/confirm.html", {"appointment": appointment})
    done = answer(request, confirm, appointment_id=appointment_id)
    if isinstance(done, Refused):
        context = {"appointment": appointment, "refused": done}
        return render(request, "citizen/me/confirm.html", context, status=done.status)
    words = _("Đã ghi nhận: %(name)s sẽ đến lúc %(time)s %(day)s.")
    messages.success(request, words % when_words(appointment))
    return redirect("planning:my_home")


def when_words(appointment: Appointment) -> dict[str, str]:
    """Who and when."""
    starts_at = appointment.slot.starts_at if appointment.slot else None
    return {"name": appointment.person.full_name, "time": clock(starts_at), "day": vi_date(appointment.session.on)}


@citizen_page
def decline_page(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """They cannot come; why, and the seat is free for others."""
    appointment = invitation(request, appointment_id)
    form = NotComingForm(given(request))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            done = answer(request, decline, appointment_id=appointment_id, **form.cleaned_data)
            if isinstance(done, Appointment):
                words = _("Đã ghi nhận: %(name)s không đến được. Chúng tôi sẽ xếp lịch khác và nhắn cho Ông/Bà.")
                messages.success(request, words % {"name": done.person.full_name})
                return redirect("planning:my_home")
            status = beside(form, done)
    return render(request, "citizen/me/decline.html", {"appointment": appointment, "form": form}, status=status)


@citizen_page
def change_page(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Another time, out of those free now."""
    appointment = invitation(request, appointment_id)
    form = OtherTimeForm(given(request))
    choices = slot_choices(appointment)
    status = 200
    if request.method == "POST":
        # Whatever was free a minute ago may be asked for: the verb says whether it still is.
        form.fields["slot"].choices = with_asked(choices, request.POST.get("slot", ""))  # type: ignore[attr-defined]
        status = 400
        if form.is_valid():
            done = answer(request, reschedule, appointment_id=appointment_id, slot_id=form.cleaned_data["slot"])
            if isinstance(done, Appointment):
                messages.success(request, _("Đã đổi giờ: %(name)s đến lúc %(time)s %(day)s.") % when_words(done))
                return redirect("planning:my_home")
            status = beside(form, done)
    form.fields["slot"].choices = choices  # type: ignore[attr-defined]
    context = {"appointment": appointment, "form": form, "choices": choices}
    return render(request, "citizen/me/change.html", context, status=status)


def slot_choices(appointment: Appointment) -> list[tuple[str, str]]:
    """Free times in words: none for an appointment that is over."""
    if appointment.state not in EXPECTED:
        return []
    slots, here = other_slots(appointment, now=timezone.now()), {"session__facility": appointment.session.facility_id}
    shown = [*slots.filter(**here)[:SLOTS_HERE], *slots.exclude(**here)[:SLOTS_ELSEWHERE]]
    return [
        (str(slot.pk), f"{clock(slot.starts_at)} {vi_date(slot.session.on)}, {slot.session.facility.name}")
        for slot in shown
    ]


def with_asked(choices: list[tuple[str, str]], asked: str) -> list[tuple[str, str]]:
    """The choices and the one that was asked for."""
    known = {value for value, _words in choices}
    return choices if asked in known or not asked.isdigit() else [*choices, (asked, asked)]
