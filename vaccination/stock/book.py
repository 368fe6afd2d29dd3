"""The ledger: every dose that comes in or goes out, and the balance that moves with it."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.audit.record import Actor
from hssk.refusals import Refused
from vaccination.facilities.models import Facility
from vaccination.stock.models import Lot, MovementKind

# One statement: the balance moves, and the ledger gets its line only if it could. The row lock on the
# balance is the one that all who use a lot share, so it is taken here, last, and held until commit only.
TAKE = """
WITH moved AS (
    UPDATE vaccination_stockbalance SET doses = doses + %(doses)s
    WHERE facility_id = %(facility)s AND lot_id = %(lot)s AND doses + %(doses)s >= 0 RETURNING 1
)
"""
BRING = """
WITH moved AS (
    INSERT INTO vaccination_stockbalance (facility_id, lot_id, doses) VALUES (%(facility)s, %(lot)s, %(doses)s)
    ON CONFLICT (facility_id, lot_id) DO UPDATE SET doses = vaccination_stockbalance.doses + excluded.doses
    RETURNING 1
)
"""
LINE = """
INSERT INTO vaccination_stockmovement (facility_id, lot_id, kind, doses, reason, cause_id, at, by_id)
SELECT %(facility)s, %(lot)s, %(kind)s, %(doses)s, %(reason)s, %(cause)s, %(at)s, %(by)s FROM moved
"""


class OutOfStock(Refused):
    """The facility holds fewer doses of this lot than were to be taken."""

    code = "out_of_stock"


def book(*, facility: Facility, lot: Lot, kind: str, doses: int, cause_id: UUID, reason: str = "", by: Actor) -> None:
    """Write one line of the ledger and move the balance: `doses` in (positive) or out (negative).

    Call it as late as possible in the transaction: the balance stays locked until commit. Raises
    OutOfStock when the balance would fall below zero; the same cause is booked once (IntegrityError).
    """
    values: dict[str, Any] = {
        "facility": facility.pk,
        "lot": lot.pk,
        "kind": MovementKind(kind).value,
        "doses": doses,
        "reason": reason,
        "cause": cause_id,
        "at": timezone.now(),
        "by": by.actor_id if isinstance(by, User) else None,
    }
    with connection.cursor() as cursor:
        cursor.execute((BRING if doses > 0 else TAKE) + LINE, values)
        if cursor.rowcount == 0:
            raise OutOfStock(_("Lô %(lot)s đã hết tại %(facility)s.") % {"lot": lot.number, "facility": facility.name})
