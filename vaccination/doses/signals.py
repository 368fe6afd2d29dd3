"""News of doses for the rooms above; sent inside the operation's transaction."""

from django.dispatch import Signal

# doses: list[Dose] just recorded, with person, campaign, facility and vaccine loaded; by: the actor.
doses_recorded = Signal()
