"""The half hour is over: the person may go home."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.refusals import Invalid, Refused, refusing
from vaccination.planning.change_state import CannotMove, move_appointment
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.visits.models import Observation


class TooSoon(Refused):
    """The half hour is not over and no reason was given."""

    code = "leaving_early_says_why"


def observation_of(appointment: Appointment) -> Observation:
    """The observation after the appointment's injection; raises Refused when there was none."""
    found = Observation.objects.filter(appointment=appointment).select_related("dose__vaccine", "released_by").first()
    if found is None:
        raise Refused(_("Chưa tiêm nên chưa có theo dõi."), code="not_vaccinated")
    return found


def release(
    *, appointment: Appointment, note: str = "", released_at: datetime | None = None, by: User
) -> tuple[Observation, bool]:
    """End the observation; True when it was still running.

    `released_at` is now unless the record was made later. Before the half hour is over, `note` must say why
    (TooSoon otherwise).
    """
    observation = observation_of(appointment)
    if observation.released_at:
        return observation, False
    now = timezone.now()
    at = released_at or now
    if not observation.started_at <= at <= now + timedelta(minutes=5):
        words = _("Giờ ra về phải sau giờ tiêm và không ở tương lai.")
        raise Invalid(words, fields={"released_at": words})
    if at < observation.due_at and not note.strip():
        raise TooSoon(too_soon(observation, at), fields={"note": _("Ghi lý do cho về sớm.")})
    observation.released_at, observation.released_by, observation.note = at, by, note.strip()
    try:
        with transaction.atomic(), refusing(Observation):
            move_appointment(appointment=appointment, to=State.OBSERVED, by=by)
            observation.save(update_fields=["released_at", "released_by", "note"])
    except CannotMove:  # sent twice at once
        if (first := observation_of(appointment)).released_at:
            return first, False
        raise
    return observation, True


def too_soon(observation: Observation, at: datetime) -> str:
    """How long is left."""
    left = -(-(observation.due_at - at).total_seconds() // 60)
    return _("Chưa đủ 30 phút: còn %(left)d phút. Hãy ghi lý do nếu cho về sớm.") % {"left": left}
