"""Rows that a member of staff may work on, because they work in that facility."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import facilities_for
from hssk.accounts.roles import May
from hssk.refusals import NotYours
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.sessions.models import Session


def sessions_of(asker: Any) -> QuerySet[Session]:
    """Sessions of the facilities where `asker` works."""
    here = facilities_for(asker, May.WORK_SESSION)
    return Session.objects.filter(facility__in=here).select_related("facility", "vaccine", "lot", "campaign")


def session_here(*, id: UUID, by: Any) -> Session:
    """One session; raises NotYours when it is held elsewhere."""
    if found := sessions_of(by).filter(pk=id).first():
        return found
    raise NotYours(_("Không tìm thấy buổi tiêm."))


def appointments_of(session: Session) -> QuerySet[Appointment]:
    """People of a session with all that the table has to know, in the order of arrival."""
    related = ("person", "slot", "registration", "campaign", "session__facility", "session__vaccine", "session__lot")
    rows = Appointment.objects.filter(session=session).exclude(state=State.PLANNED).select_related(*related)
    return rows.defer("registration__declaration").order_by("slot__starts_at", "person__name_key", "pk")


def appointment_here(*, id: UUID, what: May, by: Any) -> Appointment:
    """One appointment; raises NotYours when it is elsewhere, PermissionDenied when the role may not do `what`."""
    related = ("person", "slot", "registration", "campaign", "session__facility", "session__vaccine", "session__lot")
    here = facilities_for(by, May.WORK_SESSION)
    rows = Appointment.objects.filter(session__facility__in=here).exclude(state=State.PLANNED)
    found = rows.select_related(*related).defer("registration__declaration").filter(pk=id).first()
    if found is None:
        raise NotYours(_("Không tìm thấy lịch hẹn."))
    if found.session.facility_id not in facilities_for(by, what):
        raise PermissionDenied
    return found
