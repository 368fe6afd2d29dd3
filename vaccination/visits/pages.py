"""Pages of the day: today's sessions, a session's board, who is under observation, what was saved."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hssk.accounts.access import staff
from hssk.accounts.roles import May
from hssk.audit.record import record_reading
from registration.people.cccd_qr import CardFacts
from registration.people.models import Person
from vaccination.doses.history import history_of
from vaccination.planning.models import Appointment
from vaccination.sessions.models import Session
from vaccination.visits.at_work import appointment_here, session_here
from vaccination.visits.board import coming_sessions, observed_now, rows_of, tiles, todays_sessions
from vaccination.visits.door import clinic_page
from vaccination.visits.find import Sought, differing, understood
from vaccination.visits.release import observation_of

READ_BOARDS = "read_boards"
# Those who are here come first, then those who come next: the board is loaded after every step, on bad lines too.
ROWS_OF_A_PAGE = 60
# A board stays open all morning; looking at it again within the hour is the same reading.
READING_SECONDS = 3600
FACTS = {
    "full_name": gettext_lazy("họ tên"),
    "birth_date": gettext_lazy("ngày sinh"),
    "sex": gettext_lazy("giới tính"),
}


@clinic_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today's sessions of the facilities where I work."""
    today = timezone.localdate()
    context = {"today": today, "sessions": todays_sessions(request.user, today)}
    return render(request, "clinic/visits/home.html", context | {"coming": coming_sessions(request.user, today)})


@clinic_page
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Who is expected, here, waiting, done. A search is posted: names and numbers stay out of addresses."""
    session = session_here(id=session_id, by=staff(request))
    text = request.POST.get("q", "").strip()[:300]
    sought = understood(text) if text else None
    rows = rows_of(session, request.user, sought)
    if sought:
        record_reading([row.appointment.person_id for row in rows], reason="find", by=staff(request))
    else:
        log_reading(request, session, (row.appointment for row in rows))
    if sought and sought.exact and len(rows) == 1 and (step := rows[0].step):
        say_differences(request, sought.card, rows[0].appointment.person)
        return redirect(step.page, rows[0].appointment.pk)
    page = Paginator(rows, max(len(rows), 1) if sought else ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
    context = {"session": session, "rows": page, "q": text, "tiles": tiles(session, timezone.localdate())}
    return render(request, "clinic/visits/board.html", context)


def log_reading(request: HttpRequest, session: Session, people: Iterable[Appointment], part: str = "") -> None:
    """Note once an hour that everybody's entries of the board, or of a part of it, were read."""
    read: dict[str, Any] = request.session.get(READ_BOARDS, {})
    board, now = f"{session.pk}{part}", int(timezone.now().timestamp())
    if now - read.get(board, 0) < READING_SECONDS:
        return
    request.session[READ_BOARDS] = read | {board: now}
    record_reading([each.person_id for each in people], reason="session_board", by=staff(request))


def say_differences(request: HttpRequest, card: CardFacts | None, person: Person) -> None:
    """A scanned card that tells otherwise than the record: said before the injection, without the facts."""
    if card and (names := differing(card, person)):
        words = ", ".join(str(FACTS[name]) for name in names)
        messages.warning(request, _("Thẻ khác hồ sơ về: %(facts)s. Hãy đối chiếu trước khi tiêm.") % {"facts": words})


@clinic_page
@require_safe
def observation(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Everybody in their half hour."""
    session = session_here(id=session_id, by=staff(request))
    people = observed_now(session)
    log_reading(request, session, people, ":observation")
    context = {"session": session, "people": people, "now": timezone.now()}
    return render(request, "clinic/visits/observation.html", context)


@clinic_page
@require_safe
def saved(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The injection is recorded; what comes next."""
    appointment = appointment_here(id=appointment_id, what=May.WORK_SESSION, by=staff(request))
    observed = observation_of(appointment)
    record_reading([appointment.person_id], reason="visit", by=staff(request))
    waiting = [row for row in rows_of(appointment.session, request.user, Sought()) if row.step]
    context = {"appointment": appointment, "observation": observed, "next": waiting[0] if waiting else None}
    return render(request, "clinic/visits/saved.html", context | {"doses": history_of(appointment.person)})
