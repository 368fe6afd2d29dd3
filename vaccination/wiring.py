"""The one page that says: when this happens there, that follows here."""

from registration.registrations.signals import registrations_moved, registrations_submitted
from vaccination.counts import registered
from vaccination.doses.signals import doses_recorded
from vaccination.facilities.roles import add_role_source
from vaccination.planning import follow as appointments_follow
from vaccination.sessions.signals import session_cancelled
from vaccination.visits import follow as visits


def connect() -> None:
    """Connect news from below to what follows above."""
    add_role_source()
    registrations_submitted.connect(registered.on_submitted)
    registrations_moved.connect(registered.on_moved)
    session_cancelled.connect(appointments_follow.session_was_cancelled)
    registrations_moved.connect(appointments_follow.registrations_were_moved)
    doses_recorded.connect(visits.doses_were_recorded)
