"""Lots: what a facility holds of them, and which may be used on a day."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import May
from hssk.audit import record as audit
from hssk.audit.record import Actor
from hssk.refusals import Refused, refusing
from vaccination.facilities.models import Facility
from vaccination.stock.models import Lot, StockBalance, Vaccine


def usable_lots(*, facility_id: UUID, on: date, vaccine_ids: Collection[str] = ()) -> QuerySet[Lot]:
    """Lots in date, not blocked, of which the facility holds doses; the one that expires first comes first."""
    held = StockBalance.objects.filter(facility=facility_id, lot=OuterRef("pk"), doses__gt=0)
    lots = Lot.objects.filter(Exists(held), expires_on__gte=on, blocked_at__isnull=True).select_related("vaccine")
    return (lots.filter(vaccine__in=vaccine_ids) if vaccine_ids else lots).order_by("expires_on", "number")


def doses_left(*, facility_id: UUID, on: date, vaccine_id: str) -> int:
    """Doses of a vaccine that a facility can still give on a day."""
    balances = StockBalance.objects.filter(
        facility=facility_id, lot__vaccine=vaccine_id, lot__expires_on__gte=on, lot__blocked_at__isnull=True
    )
    return sum(balances.values_list("doses", flat=True))


def lots_with_balances(asker: Any) -> QuerySet[Lot]:
    """Every lot, with `seen_balances`: what is held by facilities where `asker` works or manages stock."""
    facilities = Facility.objects.manageable_by(asker, May.MANAGE_STOCK) | Facility.objects.manageable_by(
        asker, May.WORK_SESSION
    )
    held = StockBalance.objects.filter(facility__in=facilities.values("pk")).order_by("facility_id")
    return Lot.objects.prefetch_related(Prefetch("stockbalance_set", queryset=held, to_attr="seen_balances"))


def add_lot(*, id: UUID, vaccine: Vaccine, number: str, expires_on: date, by: Actor) -> tuple[Lot, bool]:
    """Make a lot known; True when it is new. The same id again returns the first.

    Raises Refused (409) when the vaccine has a lot of that number already.
    """
    values = {"vaccine": vaccine, "number": number.strip().upper(), "expires_on": expires_on}
    with transaction.atomic(), refusing(Lot):
        lot, new = Lot.objects.get_or_create(pk=id, defaults=values)
        if new:
            audit.record("lot.added", subject_kind="lot", subject_id=lot.pk, by=by)
    return lot, new


def lot_by_id(id: UUID) -> Lot:
    """A lot; raises Refused (400) beside the field `lot` when there is none."""
    if found := Lot.objects.select_related("vaccine").filter(pk=id).first():
        return found
    words = _("Không có lô vắc xin này.")
    raise Refused(words, code="unknown_lot", status=400, fields={"lot": words})
