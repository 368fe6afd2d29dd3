"""News of registrations for the rooms above; sent inside the operation's transaction."""

from django.dispatch import Signal

# registrations: list[Registration], with person and group loaded.
registrations_submitted = Signal()
# registrations: list[Registration] as they are now; was: the state that they left; by: the actor.
registrations_moved = Signal()
