"""Vaccines, lots, and the ledger of what came in and went out."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaccination.facilities.models import Facility


class Vaccine(models.Model):
    """A product."""

    code = models.CharField(_("mã"), max_length=10, primary_key=True)
    name = models.CharField(_("tên vắc xin"), max_length=120)
    short_name = models.CharField(_("tên ngắn"), max_length=20)
    maker = models.CharField(_("nhà sản xuất"), max_length=120)
    disease = models.CharField(_("bệnh"), max_length=30)
    platform = models.CharField(_("loại"), max_length=30)
    basic_doses = models.PositiveSmallIntegerField(_("số mũi cơ bản"))
    doses_per_vial = models.PositiveSmallIntegerField(_("liều mỗi lọ"))
    dose_volume_ml = models.DecimalField(max_digits=4, decimal_places=2)
    storage = models.CharField(_("bảo quản"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.short_name


class Lot(models.Model):
    """A lot of a vaccine."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, verbose_name=_("vắc xin"))
    number = models.CharField(_("số lô"), max_length=40)
    expires_on = models.DateField(_("hạn dùng"))
    blocked_at = models.DateTimeField(_("ngừng dùng từ"), null=True, blank=True)
    blocked_reason = models.CharField(_("lý do"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vaccine", "number"],
                name="one_lot_per_vaccine_and_number",
                violation_error_message=_("Lô này đã có."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MovementKind(models.TextChoices):
    """Why stock moved."""

    RECEIVED = "received", _("nhận")
    USED = "used", _("sử dụng")
    RETURNED = "returned", _("hoàn lại")
    TRANSFERRED = "transferred", _("chuyển đi")
    WASTED = "wasted", _("hủy")
    ADJUSTED = "adjusted", _("điều chỉnh")


class StockMovement(models.Model):
    """One line of the ledger: doses in (positive) or out (negative). Rows are only ever added."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=MovementKind.choices)
    doses = models.IntegerField(_("số liều"))
    reason = models.CharField(_("lý do"), max_length=200, blank=True)
    # What caused it (a dose, a delivery): the same cause is booked once.
    cause_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(doses=0), name="a_movement_moves_something"),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="movement_kind_is_known"),
            models.UniqueConstraint(
                fields=["cause_id", "kind", "facility"],
                name="one_movement_per_cause",
                violation_error_message=_("Lần nhập xuất này đã được ghi."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["facility", "lot"], name="movements_of_lot_at_facility")]

    def __str__(self) -> str:
        return f"{self.kind} {self.doses}"


class StockBalance(models.Model):
    """Doses of a lot that a facility holds now; moves with the ledger and is never below zero."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT)
    doses = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "lot"], name="one_balance_per_facility_and_lot"),
            models.CheckConstraint(
                condition=Q(doses__gte=0),
                name="no_negative_stock",
                violation_error_message=_("Lô này đã hết tại cơ sở."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.doses}"
