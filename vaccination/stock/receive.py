"""A delivery arrives at a facility."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import May
from hssk.audit import record as audit
from hssk.audit.record import Actor
from hssk.refusals import Invalid, Refused, refusing
from vaccination.facilities.models import Facility
from vaccination.facilities.scope import require_manageable
from vaccination.stock.book import book
from vaccination.stock.models import Lot, MovementKind, StockMovement

MOST_DOSES = 1_000_000


def receive(*, id: UUID, facility: Facility, lot: Lot, doses: int, by: Actor) -> bool:
    """Add delivered doses to what a facility holds; True when this delivery is new.

    Sending the same id again changes nothing. Raises Invalid for a senseless number, NotYours for a
    facility that `by` does not manage.
    """
    require_manageable(facility_id=facility.pk, what=May.MANAGE_STOCK, by=by)
    if not 1 <= doses <= MOST_DOSES:
        words = _("Số liều từ 1 đến %(most)s.") % {"most": MOST_DOSES}
        raise Invalid(words, fields={"doses": words})
    if received_before(id, facility, lot, doses):
        return False
    try:
        with transaction.atomic(), refusing(StockMovement):
            book(facility=facility, lot=lot, kind=MovementKind.RECEIVED, doses=doses, cause_id=id, by=by)
            detail = {"lot": str(lot.pk), "doses": doses}
            audit.record("stock.received", subject_kind="facility", subject_id=facility.pk, detail=detail, by=by)
    except Refused:
        if received_before(id, facility, lot, doses):  # sent twice at once
            return False
        raise
    return True


def received_before(id: UUID, facility: Facility, lot: Lot, doses: int) -> bool:
    """Whether this delivery is booked; raises Refused (409) when the id stands for another, which would be lost."""
    first = StockMovement.objects.filter(cause_id=id, kind=MovementKind.RECEIVED).first()
    if first and (first.facility_id, first.lot_id, first.doses) != (facility.pk, lot.pk, doses):
        raise Refused(_("Mã này đã được dùng cho một lần nhập khác."), code="id_taken")
    return first is not None
