"""Doses given: facts that are added to and never overwritten."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import facilities_for, paths_for, within_areas
from hssk.accounts.roles import May
from registration.campaigns.models import Campaign, PriorityGroup
from registration.people.models import Person, looked_after_by
from registration.sign_in.models import CitizenAccount
from vaccination.facilities.models import Facility
from vaccination.schedules.models import DoseKind
from vaccination.sessions.models import Session
from vaccination.stock.models import Lot, Vaccine


class BodySite(models.TextChoices):
    """Where on the body."""

    LEFT_ARM = "left_arm", _("Bắp tay trái")
    RIGHT_ARM = "right_arm", _("Bắp tay phải")
    LEFT_THIGH = "left_thigh", _("Đùi trái")
    RIGHT_THIGH = "right_thigh", _("Đùi phải")


class DoseQuerySet(models.QuerySet["Dose"]):
    """Reading doses, starting at a scope."""

    def visible_to(self, asker: Any) -> Self:
        """Doses of persons whom `asker` may see, and those given where `asker` works."""
        if isinstance(asker, CitizenAccount):
            return self.filter(looked_after_by(asker, "person"))
        return self.filter(
            within_areas("person__area", paths_for(asker, May.SEE_PEOPLE))
            | Q(facility__in=facilities_for(asker, May.SEE_PEOPLE))
        )

    def standing(self) -> Self:
        """Doses that were not voided."""
        return self.filter(voided_at__isnull=True)


class Dose(models.Model):
    """One injection."""

    # The client's own id: sending it again returns this row (law 4).
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="doses")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    # As it was when given: counts must move back to where they were counted.
    group = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, null=True)
    disease = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField(_("mũi số"))
    kind = models.CharField(max_length=10, choices=DoseKind.choices)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True)
    given_at = models.DateTimeField(_("tiêm lúc"))
    body_site = models.CharField(_("vị trí tiêm"), max_length=12, choices=BodySite.choices, default=BodySite.LEFT_ARM)
    vaccinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    # Why a dose outside the rules was given all the same; empty for a dose within them.
    override_reason = models.CharField(_("lý do tiêm ngoài quy định"), max_length=200, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)

    objects = DoseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "disease", "number"],
                condition=Q(voided_at__isnull=True),
                name="one_dose_per_person_disease_and_number",
                violation_error_message=_("Mũi này đã được ghi nhận."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="doses_are_numbered_from_one"),
            models.CheckConstraint(condition=Q(kind__in=DoseKind.values), name="dose_kind_is_known"),
            models.CheckConstraint(condition=Q(body_site__in=BodySite.values), name="body_site_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["facility", "given_at"], name="doses_of_facility_by_time")]

    def __str__(self) -> str:
        return f"{self.vaccine_id} {self.number}"
