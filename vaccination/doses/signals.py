"""News of doses for the rooms above; sent inside the operation's transaction."""

from django.dispatch import Signal

# doses: list[Dose] just recorded, with person, campaign, facility and vaccine loaded;
# appointment_id: the appointment that was fulfilled, None when there was none; by: the actor.
doses_recorded = Signal()
