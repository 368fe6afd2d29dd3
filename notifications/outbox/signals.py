"""News from the outbox for the rooms above it."""

from django.dispatch import Signal

# Messages were committed and wait for a worker. Only a nudge: the schedule finds them anyway.
message_waiting = Signal()
