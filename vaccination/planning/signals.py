"""News of appointments for the rooms above; sent inside the operation's transaction."""

from django.dispatch import Signal

# appointments: list[Appointment] as they are now; was: {appointment id: the state it left}; by: the actor.
appointments_moved = Signal()
