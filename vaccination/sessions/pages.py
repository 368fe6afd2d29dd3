"""Pages of sessions: list, opening, one session, cancelling."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hssk.accounts.access import page_needs, staff
from hssk.accounts.roles import May
from hssk.forms import beside
from hssk.look.words import short_date
from hssk.refusals import Refused
from vaccination.sessions.cancel import cancel_session
from vaccination.sessions.forms import NewSessionForm, SessionFilters
from vaccination.sessions.models import Session
from vaccination.sessions.open_many import open_sessions

SESSIONS_OF_A_PAGE = 50


@page_needs(May.MANAGE_SESSIONS)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """Sessions of the official's facilities, by day; from today unless another day is asked for."""
    asked = request.GET.copy()
    asked.setdefault("from_day", short_date(timezone.localdate()))
    filters = SessionFilters(asked, user=request.user)
    rows = Session.objects.visible_to(request.user, May.MANAGE_SESSIONS).with_seats()
    rows = filters.narrow(rows).select_related("facility", "vaccine", "lot").order_by("on", "shift", "facility__name")
    page = Paginator(rows, SESSIONS_OF_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "office/sessions/list.html", {"filters": filters, "page": page})


@page_needs(May.MANAGE_SESSIONS)
def new(request: HttpRequest) -> HttpResponse:
    """Open one session, or many from one form."""
    start = {"campaign": request.GET.get("campaign")} if request.GET.get("campaign") else None
    form = NewSessionForm(request.POST if request.method == "POST" else None, user=request.user, initial=start)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                opened = open_sessions(**verb_values(form.cleaned_data), by=staff(request))
            except Refused as refused:
                status = beside(form, renamed(refused))
            else:
                return told(request, opened)
    return render(request, "office/sessions/new.html", {"form": form}, status=status)


def verb_values(given: dict[str, Any]) -> dict[str, Any]:
    """What the form gives, without the days that `days` already says."""
    return {name: value for name, value in given.items() if name not in {"on", "until"}}


def renamed(refused: Refused) -> Refused:
    """The refusal with the form's names of fields."""
    refused.fields = {{"facility": "facilities"}.get(name, name): words for name, words in refused.fields.items()}
    return refused


def told(request: HttpRequest, opened: list[Session]) -> HttpResponse:
    """Say how many were opened and show them."""
    number = len(opened)
    words = ngettext("Đã mở %(number)s buổi tiêm.", "Đã mở %(number)s buổi tiêm.", number) % {"number": number}
    messages.success(request, words)
    if number == 1:
        return redirect("sessions:detail", opened[0].pk)
    return redirect(f"{reverse('sessions:list')}?campaign={opened[0].campaign_id}")


def found(request: HttpRequest, session_id: UUID) -> Session:
    """A session that the official manages, with what is shown of it."""
    rows = Session.objects.visible_to(request.user, May.MANAGE_SESSIONS).with_seats()
    session = rows.select_related("facility", "vaccine", "lot", "campaign").filter(pk=session_id).first()
    if session is None:
        raise Http404
    return session


@page_needs(May.MANAGE_SESSIONS)
@require_safe
def detail(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A session with its arrival slots."""
    session = found(request, session_id)
    return render(request, "office/sessions/detail.html", {"session": session, "slots": session.slots.all()})


@page_needs(May.MANAGE_SESSIONS)
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Say what cancelling does, and cancel."""
    session = found(request, session_id)
    refused = None
    if request.method == "POST":
        try:
            cancel_session(session_id=session_id, by=staff(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("Đã hủy buổi tiêm. Những người đã được mời sẽ nhận tin nhắn."))
            return redirect("sessions:detail", session_id)
    context = {"session": session, "refused": refused}
    return render(request, "office/sessions/cancel.html", context, status=refused.status if refused else 200)
