"""Lists from Excel and CSV: what was uploaded, what each row says, what became of it."""
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.areas.models import AdministrativeUnit
from hssk.crypto import SealedJSONField
from registration.campaigns.models import Campaign


class BatchState(models.TextChoices):
    """Where an upload stands."""

    REVIEW = "review", _("chờ xem lại")
    COMMITTED = "committed", _("đã nhập")
    CANCELLED = "cancelled", _("đã hủy")


class ImportBatch(models.Model):
    """One uploaded list."""

    # The client's own id: uploading it again returns this batch (law 4).
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    area = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, null=True, blank=True)
    file_name = models.CharField(_("tên tệp"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.REVIEW)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    committed_at = models.DateTimeField(null=True, blank=True)
    # How the file was read: format, encoding, header row, column of each field.
    reading = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="import_state_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RowState(models.TextChoices):
    """What a row of a list is."""

    NEW = "new", _("mới")
    REPAIRED = "repaired", _("đã sửa")
    KNOWN = "known", _("đã có")
    FAILED = "failed", _("lỗi")
    COMMITTED = "committed", _("đã nhập")


class ImportRow(models.Model):
    """One row of a list, sealed as it was read."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("dòng"))
    cells = SealedJSONField()
    # The repaired values that a commit would use; null when the row fails.
    values = SealedJSONField(null=True)
    state = models.CharField(max_length=10, choices=RowState.choices)
    # [{"field", "code", "words"}] in the language of the uploader; words hold no identity number.
    remarks = models.JSONField(default=list)
    registration_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="import_row_state_is_known"),
            models.UniqueConstraint(fields=["batch", "number"], name="one_row_per_line_of_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
