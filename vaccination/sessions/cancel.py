"""Cancelling a session. The appointments in it follow: see planning/session_cancelled.py."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import May
from hssk.audit import record as audit
from hssk.audit.record import Actor
from hssk.refusals import NotYours, Refused
from vaccination.facilities.scope import require_manageable
from vaccination.sessions.models import Session, SessionState
from vaccination.sessions.signals import session_cancelled


@transaction.atomic
def cancel_session(*, session_id: UUID, by: Actor) -> Session:
    """Cancel an open session; everybody invited to it is told in the same transaction.

    Raises NotYours, or Refused (409) when it is no longer open.
    """
    session = Session.objects.select_related("facility").filter(pk=session_id).first()
    if session is None:
        raise NotYours(_("Không tìm thấy buổi tiêm."))
    require_manageable(facility_id=session.facility_id, what=May.MANAGE_SESSIONS, by=by)
    # Waits for whoever is taking a seat right now (see seats.py), and so finds their appointment below.
    if not Session.objects.filter(pk=session_id, state=SessionState.OPEN).update(state=SessionState.CANCELLED):
        raise Refused(_("Buổi tiêm này không còn mở, nên không hủy được."), code="session_not_open")
    session.state = SessionState.CANCELLED
    audit.record("session.cancelled", subject_kind="session", subject_id=session.pk, by=by)
    session_cancelled.send(Session, session=session, by=by)
    return session
