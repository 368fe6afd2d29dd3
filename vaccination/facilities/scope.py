"""Whose facilities an official may manage."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import May
from hssk.audit.record import Actor, System
from hssk.refusals import NotYours
from vaccination.facilities.models import Facility


def require_manageable(*, facility_id: UUID, what: May, by: Actor) -> None:
    """Raise NotYours unless `by` may do `what` for this facility; the system itself may."""
    if isinstance(by, System):
        return
    if not Facility.objects.manageable_by(by, what).filter(pk=facility_id).exists():
        words = _("Ông/Bà không quản lý cơ sở này.")
        raise NotYours(words, fields={"facility": words})
