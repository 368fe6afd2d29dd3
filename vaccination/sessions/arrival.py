"""Arrival slots of a shift: who comes when, so that nobody waits since 07:30."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone

from vaccination.sessions.models import SessionShift

HOURS = {SessionShift.MORNING: (time(7, 30), time(11, 30)), SessionShift.AFTERNOON: (time(13, 30), time(17, 0))}
SLOT_MINUTES = (30, 60)


def arrival_times(on: date, shift: str, minutes: int) -> list[datetime]:
    """Starts of the slots that fit wholly into the shift."""
    begins, ends = (timezone.make_aware(datetime.combine(on, at)) for at in HOURS[SessionShift(shift)])
    whole = int((ends - begins) / timedelta(minutes=minutes))
    return [begins + timedelta(minutes=minutes) * place for place in range(whole)]


def shared_out(seats: int, places: int) -> list[int]:
    """`seats` split as evenly as whole numbers allow, the odd ones spread over the shift."""
    marks = [seats * place // places for place in range(places + 1)]
    return [later - earlier for earlier, later in pairwise(marks)]
