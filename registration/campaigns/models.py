"""What one can register for: campaigns, their priority groups, and the questions asked."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hssk.areas.models import AdministrativeUnit


class Campaign(models.Model):
    """A vaccination campaign of an area, with the days on which people may register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name_vi = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(max_length=200)
    # What is prevented: doses are numbered per disease, whatever the product.
    disease = models.CharField(_("bệnh"), max_length=30, default="COVID-19")
    area = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, verbose_name=_("địa bàn"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    # Nobody younger: no vaccine of the campaign is approved for them.
    min_age_years = models.PositiveSmallIntegerField(_("tuổi nhỏ nhất"), default=12)
    registration_open = models.BooleanField(_("đang nhận đăng ký"), default=True)
    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_campaign_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def stage(self) -> str:
        """Where today's date lies: draft (not begun), open or closed, as chips know them."""
        today = timezone.localdate()
        if today < self.starts_on:
            return "draft"
        return "open" if today <= self.ends_on else "closed"


class PriorityGroup(models.Model):
    """A group of people in the order of a campaign (Decision 3355/QĐ-BYT of 2021 names sixteen)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="groups")
    code = models.CharField(_("mã nhóm"), max_length=10)
    rank = models.PositiveSmallIntegerField(_("thứ tự"))
    # The decision's own wording, and a plain one by which people find themselves.
    name_vi = models.TextField(_("đối tượng"))
    name_en = models.TextField()
    plain_vi = models.CharField(_("gọi ngắn"), max_length=120, blank=True)
    plain_en = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["rank", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "code"], name="one_group_per_campaign_and_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.plain}"

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def plain(self) -> str:
        """The plain wording, or the official one where there is none."""
        return (self.plain_en if get_language() == "en" else self.plain_vi) or self.name


class DeclarationQuestion(models.Model):
    """A question on health asked when registering: yes, no, not known."""

    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    text_vi = models.TextField()
    text_en = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_question_per_code_and_date"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_vi


class ConsentText(models.Model):
    """A version of the text that people consent to."""

    version = models.CharField(max_length=30, unique=True)
    text_vi = models.TextField()
    text_en = models.TextField()
    valid_from = models.DateField()

    def __str__(self) -> str:
        return self.version

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_vi

    @property
    def paragraphs(self) -> list[str]:
        """The text, point by point."""
        return self.text.splitlines()
