"""Sessions: a facility, a day, a shift, and seats in arrival slots."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import May
from registration.campaigns.models import Campaign
from vaccination.facilities.models import Facility
from vaccination.stock.models import Lot, Vaccine


class SessionShift(models.TextChoices):
    """Half of a day."""

    MORNING = "morning", _("Buổi sáng")
    AFTERNOON = "afternoon", _("Buổi chiều")


class SessionState(models.TextChoices):
    """Where a session stands."""

    OPEN = "open", _("đang mở")
    CLOSED = "closed", _("đã kết thúc")
    CANCELLED = "cancelled", _("đã hủy")


class SessionQuerySet(models.QuerySet["Session"]):
    """Reading sessions, starting at a scope."""

    def visible_to(self, asker: Any, what: May = May.WORK_SESSION) -> Self:
        """Sessions of facilities where `asker` may do `what`."""
        return self.filter(facility__in=Facility.objects.manageable_by(asker, what))

    def reachable_by(self, asker: Any) -> Self:
        """Sessions that `asker` works in or manages."""
        return self.visible_to(asker, May.WORK_SESSION) | self.visible_to(asker, May.MANAGE_SESSIONS)

    def with_seats(self) -> Self:
        """Adds `seats` and `taken`, summed over the slots."""
        slots = ArrivalSlot.objects.filter(session=OuterRef("pk")).order_by().values("session")
        return self.annotate(
            seats=Coalesce(Subquery(slots.annotate(n=Sum("seats")).values("n")), 0),
            taken=Coalesce(Subquery(slots.annotate(n=Sum("taken")).values("n")), 0),
        )


class Session(models.Model):
    """People are vaccinated at a facility on a day in a shift."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sessions")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField(_("ngày"))
    shift = models.CharField(_("buổi"), max_length=9, choices=SessionShift.choices)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, verbose_name=_("vắc xin"))
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lô"))
    state = models.CharField(_("trạng thái"), max_length=9, choices=SessionState.choices, default=SessionState.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=SessionState.values), name="session_state_is_known"),
            models.CheckConstraint(condition=Q(shift__in=SessionShift.values), name="session_shift_is_known"),
            models.UniqueConstraint(
                fields=["facility", "on", "shift", "vaccine"],
                condition=~Q(state="cancelled"),
                name="one_session_per_facility_shift_and_vaccine",
                violation_error_message=_("Cơ sở này đã có buổi tiêm vắc xin đó trong buổi này."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["campaign", "on"], name="sessions_of_campaign_by_day")]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.on} {self.shift}"


class ArrivalSlot(models.Model):
    """Seats of a session for people who come at the same time."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("giờ đến"))
    seats = models.PositiveIntegerField(_("số chỗ"))
    taken = models.PositiveIntegerField(_("đã giữ"), default=0)

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="one_slot_per_session_and_time"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("seats")),
                name="no_slot_over_its_seats",
                violation_error_message=_("Khung giờ này đã đủ người."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M} {self.taken}/{self.seats}"
