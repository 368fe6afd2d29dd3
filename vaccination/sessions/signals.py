"""News of sessions for the rooms above; sent inside the operation's transaction."""

from django.dispatch import Signal

# session: Session as it is now; reason: words for the people concerned; by: the actor.
session_cancelled = Signal()
