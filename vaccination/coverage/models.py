"""Targets, and the populations that shares are taken of."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hssk.areas.models import AdministrativeUnit
from registration.campaigns.models import Campaign


class Basis(models.TextChoices):
    """Whom a share is taken of."""

    ADULTS = "adults", _("người từ 18 tuổi")
    EVERYONE = "everyone", _("toàn dân")


class Target(models.Model):
    """A share of the people who shall have had this dose by a day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    dose_number = models.PositiveSmallIntegerField(default=1)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2)
    due_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["due_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(share_percent__gt=0, share_percent__lte=100),
                name="a_target_is_a_share",
                violation_error_message=_("Mục tiêu phải trên 0% và không quá 100%."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_percent}% {self.basis}"

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class Population(models.Model):
    """How many people live in a commune, from a source with a date."""

    area = models.ForeignKey(AdministrativeUnit, on_delete=models.CASCADE, related_name="populations")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    people = models.PositiveIntegerField(_("dân số"))
    as_of = models.DateField()
    source = models.CharField(_("nguồn"), max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "basis", "as_of"], name="one_population_per_area_basis_and_date"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="population_basis_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.people}"
