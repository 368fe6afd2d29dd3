"""Counters: small delta rows written with each change, folded into totals in the background."""

from typing import ClassVar

from django.db import models


class CountKey(models.Model):
    """What is counted, where, when, about whom. Plain ids without foreign keys: written on every change."""

    metric = models.CharField(max_length=20)
    campaign_id = models.UUIDField()
    on = models.DateField()
    # The commune of residence.
    area_id = models.BigIntegerField()
    facility_id = models.UUIDField(null=True)
    group_id = models.BigIntegerField(null=True)
    age_band = models.CharField(max_length=6)
    sex = models.CharField(max_length=6)
    vaccine_id = models.CharField(max_length=10, blank=True, default="")
    dose_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


KEY_FIELDS = [field.name for field in CountKey._meta.fields]


class CountDelta(CountKey):
    """A change of a count, in the transaction that caused it."""

    amount = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.metric} {self.amount:+d}"


class CountTotal(CountKey):
    """Deltas folded together. A figure is the sum of its totals and its deltas not yet folded."""

    amount = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=KEY_FIELDS, nulls_distinct=False, name="one_total_per_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign_id", "metric", "on"], name="totals_by_day"),
            models.Index(fields=["campaign_id", "metric", "area_id"], name="totals_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.amount}"
