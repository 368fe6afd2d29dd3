"""Opening the same session at many facilities, on many days, in both shifts: all of them or none."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from itertools import product
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.audit.record import Actor
from hssk.look.words import short_date
from hssk.refusals import Invalid, Refused
from registration.campaigns.models import Campaign
from vaccination.facilities.models import Facility
from vaccination.sessions.models import Session, SessionShift
from vaccination.sessions.open import open_session
from vaccination.stock.models import Lot, Vaccine

MOST_AT_ONCE = 500


@transaction.atomic
def open_sessions(
    *,
    id: uuid.UUID,
    campaign: Campaign,
    facilities: Sequence[Facility],
    days: Sequence[date],
    shifts: Collection[str],
    vaccine: Vaccine,
    lot: Lot | None,
    seats: int,
    slot_minutes: int,
    by: Actor,
) -> list[Session]:
    """Open a session for each facility, day and shift. Sending the same id again opens nothing twice.

    Raises what `open_session` raises, saying for which facility and day, and then opens none.
    """
    places = list(product(facilities, days, shifts))
    if len(places) > MOST_AT_ONCE:
        words = _("Mỗi lần mở nhiều nhất %(most)s buổi; ở đây là %(here)s.")
        raise Invalid(words % {"most": MOST_AT_ONCE, "here": len(places)})
    same: dict[str, Any] = {
        "campaign": campaign,
        "vaccine": vaccine,
        "lot": lot,
        "seats": seats,
        "slot_minutes": slot_minutes,
    }
    opened = []
    for facility, on, shift in places:
        own_id = uuid.uuid5(id, f"{facility.pk}:{on}:{shift}")
        try:
            session, _new = open_session(id=own_id, facility=facility, on=on, shift=shift, by=by, **same)
        except Refused as refused:
            raise where(refused, facility, on, shift) if len(places) > 1 else refused from refused
        opened.append(session)
    return opened


def where(refused: Refused, facility: Facility, on: date, shift: str) -> Refused:
    """The refusal with the place it is about."""
    place = f"{facility.name}, {SessionShift(shift).label}, {short_date(on)}: {refused.message}"
    fields = dict.fromkeys(refused.fields, place)
    return Refused(place, code=refused.code, status=refused.status, fields=fields)
