"""Administrative units as they were on any day, and what became of them."""

import re
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How high a unit stands. Since 2025-07-01 there is nothing between 1 and 3."""

    PROVINCE = 1, _("cấp tỉnh")
    DISTRICT = 2, _("cấp huyện")
    COMMUNE = 3, _("cấp xã")


class Kind(models.TextChoices):
    """What a unit is called by law; a city may be a province or a district, its level says which."""

    PROVINCE = "tinh", _("Tỉnh")
    CITY = "thanh_pho", _("Thành phố")
    URBAN_DISTRICT = "quan", _("Quận")
    RURAL_DISTRICT = "huyen", _("Huyện")
    TOWN = "thi_xa", _("Thị xã")
    WARD = "phuong", _("Phường")
    TOWNSHIP = "thi_tran", _("Thị trấn")
    COMMUNE = "xa", _("Xã")
    SPECIAL_ZONE = "dac_khu", _("Đặc khu")


class Areas(models.QuerySet["AdministrativeUnit"]):
    """Units chosen by day, level and place."""

    def valid_on(self, day: date) -> Self:
        """Units that existed on `day`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def today(self) -> Self:
        """Units that exist now."""
        return self.valid_on(timezone.localdate())

    def provinces(self) -> Self:
        """Provinces and the cities of their rank."""
        return self.filter(level=Level.PROVINCE)

    def communes(self) -> Self:
        """Communes, wards, townships and special zones."""
        return self.filter(level=Level.COMMUNE)

    def within(self, unit: "AdministrativeUnit") -> Self:
        """`unit` itself and all below it, of its own time."""
        return self.filter(path__startswith=unit.path)

    def of_province(self, code: str) -> Self:
        """Units in whichever provinces have borne `code`; narrow by day for one of them.

        Reads the whole table (15,000 rows, some 10 ms): with a province at hand, `within` is cheaper.
        """
        return self.filter(path__regex=rf"^\d{{8}}/{re.escape(code.zfill(2))}/")


class AdministrativeUnit(models.Model):
    """A province, district or commune during one stretch of its life.

    A change of name, kind or parent ends a row and begins another: a person keeps the commune they
    registered with, and reports follow the successions. Codes are used again after a reform (05200 is
    a township of 2021 and a commune of 2025), so a code alone names nothing.
    """

    code = models.CharField(_("mã"), max_length=5)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    level = models.PositiveSmallIntegerField(_("cấp"), choices=Level)
    name = models.CharField(_("tên"), max_length=100)
    # The name without its kind, as search_key() makes it: the server has no unaccent extension.
    name_key = models.CharField(max_length=100)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("thuộc")
    )
    # "20250701/25/05200/": when the province's row began, then codes, so that "within" is a prefix.
    path = models.CharField(max_length=80)
    valid_from = models.DateField(_("có từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    latitude = models.FloatField(_("vĩ độ"), null=True, blank=True)
    longitude = models.FloatField(_("kinh độ"), null=True, blank=True)

    objects = Areas.as_manager()

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "level", "valid_from"],
                name="one_area_per_code_level_and_start",
                violation_error_message=_("Đã có đơn vị hành chính cùng mã, cùng cấp và cùng ngày bắt đầu."),
            ),
            # The operator class lets LIKE 'path%' use the index that keeps paths unique.
            models.UniqueConstraint(
                fields=["path"],
                name="one_area_per_path",
                opclasses=["varchar_pattern_ops"],
                violation_error_message=_("Đã có đơn vị hành chính ở vị trí này."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="area_ends_after_it_begins",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent__isnull=True)
                | Q(level__in=[Level.DISTRICT, Level.COMMUNE], parent__isnull=False),
                name="every_area_below_a_province_has_a_parent",
                violation_error_message=_("Đơn vị dưới cấp tỉnh phải thuộc một đơn vị cấp trên."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name_key"], opclasses=["varchar_pattern_ops"], name="area_name_begins_with"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def province_path(self) -> str:
        """The path of the province this unit lies in."""
        return "/".join(self.path.split("/")[:2]) + "/"

    def is_within(self, unit: "AdministrativeUnit") -> bool:
        """Whether this unit is `unit` or lies in it."""
        return self.path.startswith(unit.path)


class Succession(models.Model):
    """What became of a unit. A unit that was split has several; one of them is the default."""

    predecessor = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="preceded_by")
    # Only a part of the predecessor went to this successor.
    is_partial = models.BooleanField(default=False)
    # Where most of a split predecessor went, by the source's judgement; certain when not partial.
    is_default = models.BooleanField(default=True)
    effective_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_per_pair"),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(is_default=True),
                name="one_default_successor_per_area",
                violation_error_message=_("Mỗi đơn vị cũ chỉ có một đơn vị kế tục mặc định."),
            ),
            models.CheckConstraint(
                condition=Q(is_partial=True) | Q(is_default=True), name="whole_successor_is_the_default"
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="area_does_not_succeed_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
