"""The session's board: counts on top, people below, one next action each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import facilities_for
from hssk.accounts.roles import May
from registration.people.verification import words_for
from vaccination.planning.models import Appointment
from vaccination.planning.states import EXPECTED, State
from vaccination.sessions.models import Session, SessionState
from vaccination.stock.lots import doses_left
from vaccination.visits.at_work import appointments_of, sessions_of
from vaccination.visits.find import Sought, matching


@dataclass(frozen=True)
class Step:
    """What comes next for somebody: the page, one word for it, and who may do it."""

    page: str
    words: Promise
    may: May


CHECK_IN = Step("visits:check_in", _("Tiếp nhận"), May.WORK_SESSION)
SCREENING = Step("visits:screening", _("Khám"), May.SCREEN)
INJECTION = Step("visits:dose", _("Tiêm"), May.VACCINATE)
OBSERVATION = Step("visits:release", _("Theo dõi"), May.WORK_SESSION)
NEXT: dict[str, Step] = {
    **dict.fromkeys((State.ANNOUNCED, State.CONFIRMED, State.MISSED), CHECK_IN),
    State.CHECKED_IN: SCREENING,
    State.SCREENED: INJECTION,
    State.VACCINATED: OBSERVATION,
}
TURNED_AWAY = (State.DEFERRED, State.CONTRAINDICATED, State.REFERRED)
# Who is here comes first: those who wait for somebody of us, then those to come, then those who are done.
ORDER = [
    State.SCREENED,
    State.CHECKED_IN,
    State.VACCINATED,
    State.CONFIRMED,
    State.ANNOUNCED,
    State.MISSED,
    State.OBSERVED,
    *TURNED_AWAY,
    State.DECLINED,
    State.CANCELLED,
]


@dataclass(frozen=True)
class Row:
    """One person of a session."""

    appointment: Appointment
    step: Step | None
    doubts: Sequence[Any] = ()


def step_of(appointment: Appointment, asker: Any) -> Step | None:
    """What comes next, if `asker` may do it here."""
    step = NEXT.get(appointment.state)
    if step and appointment.session.facility_id in facilities_for(asker, step.may):
        return step
    return None


def rows_of(session: Session, asker: Any, sought: Sought | None = None) -> list[Row]:
    """People of a session, or those of them who are meant by a search; one statement."""
    found = appointments_of(session).select_related("observation")
    if sought:
        found = matching(found, sought)
    listed = sorted(found, key=lambda each: ORDER.index(State(each.state)))
    return [Row(each, step_of(each, asker), doubts(each)) for each in listed]


def doubts(appointment: Appointment) -> list[Any]:
    """What to look at when this person stands at the door."""
    return [words_for(code) for code in appointment.person.doubts]


def states_in(session: Session) -> Counter[str]:
    """How many people of a session are in each state."""
    rows = Appointment.objects.filter(session=session).exclude(state=State.PLANNED)
    return Counter(dict(rows.values_list("state").annotate(Count("pk"))))


def tiles(session: Session, on: date) -> list[tuple[Any, int]]:
    """The counts above the list; two statements."""
    states = states_in(session)

    def number(names: Iterable[str]) -> int:
        return sum(states[name] for name in names)

    left = doses_left(facility_id=session.facility_id, on=on, vaccine_id=session.vaccine_id)
    return [
        (_("Chờ đến"), number(EXPECTED)),
        (_("Chờ khám"), number([State.CHECKED_IN])),
        (_("Chờ tiêm"), number([State.SCREENED])),
        (_("Đang theo dõi"), number([State.VACCINATED])),
        (_("Đã xong"), number([State.OBSERVED])),
        (_("Hoãn, chuyển"), number(TURNED_AWAY)),
        (_("Không đến"), number([State.MISSED, State.DECLINED])),
        (_("Liều còn lại"), left),
    ]


def observed_now(session: Session) -> list[Appointment]:
    """People in their half hour, the longest waiting first."""
    rows = appointments_of(session).filter(state=State.VACCINATED).select_related("observation")
    return list(rows.order_by("observation__due_at"))


def todays_sessions(asker: Any, on: date) -> QuerySet[Session]:
    """Sessions that `asker` works in on a day, with how many are expected and how many were vaccinated."""
    done = Count("appointments", filter=Q(appointments__state__in=[State.VACCINATED, State.OBSERVED]))
    invited = Count("appointments", filter=~Q(appointments__state__in=[State.PLANNED, State.CANCELLED]))
    rows = sessions_of(asker).filter(on=on).exclude(state=SessionState.CANCELLED)
    return rows.annotate(done=done, invited=invited).order_by("-shift", "facility__name")


def coming_sessions(asker: Any, on: date) -> QuerySet[Session]:
    """The next sessions after a day."""
    return sessions_of(asker).filter(on__gt=on, state=SessionState.OPEN).order_by("on", "-shift")[:5]
