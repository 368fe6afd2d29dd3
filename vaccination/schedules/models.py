"""Policy with dates: which dose may follow which, and the ministry's screening forms."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vaccination.stock.models import Vaccine


class DoseKind(models.TextChoices):
    """Kinds of dose (CV 10722/BYT-DP of 2021-12-17)."""

    BASIC = "basic", _("Liều cơ bản")
    ADDITIONAL = "additional", _("Liều bổ sung")
    BOOSTER = "booster", _("Liều nhắc lại")


class DoseRule(models.Model):
    """After `previous` (nothing before the first dose) the product `vaccine` may be given as this dose."""

    disease = models.CharField(max_length=30)
    dose_number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=DoseKind.choices)
    previous = models.ForeignKey(Vaccine, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # basic, additional, booster, or booster2 for the second one, …: a booster follows a basic or an additional
    # dose sooner than it follows another booster. See next_dose.kind_of_last.
    previous_kind = models.CharField(max_length=10, blank=True)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, related_name="+")
    # Days since the dose before; null for the first dose.
    min_days = models.PositiveSmallIntegerField(null=True, blank=True)
    recommended_days = models.PositiveSmallIntegerField(null=True, blank=True)
    min_age_years = models.PositiveSmallIntegerField()
    max_age_years = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_consent = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "disease",
                    "dose_number",
                    "kind",
                    "previous",
                    "previous_kind",
                    "vaccine",
                    "min_age_years",
                    "valid_from",
                ],
                nulls_distinct=False,
                name="one_dose_rule_per_case_and_date",
            ),
            models.CheckConstraint(
                condition=Q(dose_number=1) | Q(previous__isnull=False, min_days__isnull=False),
                name="a_later_dose_follows_one_after_an_interval",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_dose_rule_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.previous_id or '-'} → {self.vaccine_id} ({self.dose_number})"


class Consequence(models.TextChoices):
    """What a screening answer leads to."""

    ELIGIBLE = "eligible", _("Đủ điều kiện tiêm chủng")
    CAUTION = "caution", _("Thận trọng khi tiêm chủng")
    DEFER = "defer", _("Trì hoãn tiêm chủng")
    EMERGENCY_SITE = "emergency_site", _("Tiêm tại cơ sở đủ điều kiện cấp cứu phản vệ")
    HOSPITAL = "hospital", _("Chuyển khám sàng lọc tại bệnh viện")
    CONTRAINDICATED = "contraindicated", _("Chống chỉ định vắc xin cùng loại")


class ScreeningForm(models.Model):
    """A version of the ministry's screening form, for an age range."""

    code = models.CharField(max_length=30, unique=True)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    min_age_years = models.PositiveSmallIntegerField(default=0)
    max_age_years = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=160)

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_vi


class ScreeningItem(models.Model):
    """A question of a screening form and what a yes leads to."""

    form = models.ForeignKey(ScreeningForm, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    text_vi = models.TextField()
    text_en = models.TextField()
    consequence = models.CharField(max_length=16, choices=Consequence.choices)
    # For a deferral: days until the next try is proposed.
    defer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Code of the declaration question that answers this one beforehand.
    declared_by = models.CharField(max_length=20, blank=True)
    # Answered by measuring: yes when a vital sign is out of its range.
    by_vital_signs = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "code"], name="one_item_per_form_and_code"),
            models.CheckConstraint(
                condition=Q(consequence__in=Consequence.values), name="screening_consequence_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.code}"

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_vi
