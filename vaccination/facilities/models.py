"""Health facilities and mobile points, the communes they serve, and who works there."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import facilities_for, held_roles, within_areas
from hssk.accounts.roles import May, Role
from hssk.areas.models import AdministrativeUnit


class FacilityKind(models.TextChoices):
    """Kinds of vaccination point."""

    COMMUNE_STATION = "commune_station", _("Trạm y tế")
    HOSPITAL = "hospital", _("Bệnh viện")
    HEALTH_CENTRE = "health_centre", _("Trung tâm y tế")
    CDC = "cdc", _("CDC tỉnh")
    MOBILE = "mobile", _("Điểm tiêm lưu động")


class FacilityQuerySet(models.QuerySet["Facility"]):
    """Reading facilities."""

    def manageable_by(self, asker: Any, what: May) -> Self:
        """Facilities in areas where `asker` may do `what`, and those where they may do it by working there."""
        return self.filter(within_areas("area", paths_for_areas(asker, what)) | Q(pk__in=facilities_for(asker, what)))

    def serving(self, commune: AdministrativeUnit) -> Self:
        """Facilities whose catchment holds `commune`."""
        return self.filter(Exists(Catchment.objects.filter(facility=OuterRef("pk"), area=commune)))


def paths_for_areas(asker: Any, what: May) -> tuple[str, ...]:
    """Areas of `asker`'s area roles: working in a facility gives no say over its neighbours."""
    return tuple(
        {
            path
            for held in held_roles(asker)
            if held.facility_id is None and held.allows(what)
            for path in held.area_paths
        }
    )


class Facility(models.Model):
    """A place where people are vaccinated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("mã cơ sở"), max_length=20, unique=True)
    name = models.CharField(_("tên cơ sở"), max_length=200)
    kind = models.CharField(_("loại"), max_length=20, choices=FacilityKind.choices)
    area = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, verbose_name=_("xã/phường"))
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=16, blank=True)
    emergency_care = models.BooleanField(_("đủ điều kiện cấp cứu phản vệ"), default=False)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    catchment: "models.ManyToManyField[AdministrativeUnit, Any]" = models.ManyToManyField(
        AdministrativeUnit, through="Catchment", related_name="+"
    )

    objects = FacilityQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FacilityKind.values), name="facility_kind_is_known"),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(opens_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="a_facility_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Catchment(models.Model):
    """A commune that a facility serves."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "area"], name="a_facility_serves_a_commune_once"),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.area_id}"


class Employment(models.Model):
    """A member of staff works in a facility in a role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employments")
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="staff")
    role = models.CharField(max_length=30, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "facility", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_live_employment_per_user_facility_and_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
