"""Lists from Excel and CSV: what was uploaded, what each row says, what became of it."""

import base64
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import paths_for, within_areas
from hssk.accounts.roles import May
from hssk.areas.models import AdministrativeUnit
from hssk.crypto import SealedJSONField, SealedTextField
from registration.campaigns.models import Campaign


class BatchState(models.TextChoices):
    """Where an upload stands."""

    REVIEW = "review", _("chờ xem lại")
    COMMITTED = "committed", _("đã nhập")
    CANCELLED = "cancelled", _("đã hủy")


class BatchQuerySet(models.QuerySet["ImportBatch"]):
    """Reading lists, starting at a scope."""

    def visible_to(self, asker: Any) -> Self:
        """Lists of the asker's areas, and those that the asker uploaded while still allowed to."""
        paths = paths_for(asker, May.IMPORT_LISTS)
        own = Q(uploaded_by=asker) if paths else Q(pk__in=[])
        return self.filter(within_areas("area", paths) | own)


class ImportBatch(models.Model):
    """One uploaded list."""

    # The client's own id: uploading it again returns this batch (law 4).
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    # The commune that all rows are of, else the area of whoever uploaded it.
    area = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT)
    file_name = models.CharField(_("tên tệp"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.REVIEW)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    committed_at = models.DateTimeField(null=True, blank=True)
    # How the file was read: format, encoding, header row, column of each field.
    reading = models.JSONField(default=dict)

    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # The page of lists, newest first, and the batch of the same file.
            models.Index(fields=["area", "-uploaded_at"], name="lists_of_area"),
            models.Index(fields=["campaign", "file_sha256"], name="lists_by_content"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="import_state_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SealedBytesField(SealedTextField):
    """Bytes that are sealed in the database."""

    def from_db_value(self, value: bytes | None, *given: object) -> Any:
        text = super().from_db_value(value, *given)
        return None if text is None else base64.b64decode(text)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        text = None if value is None else base64.b64encode(value).decode()
        return super().get_db_prep_value(text, connection, prepared)


class ImportFile(models.Model):
    """The file itself, sealed. The result is that very file with one column filled, so it is kept as it came.

    A table of its own: lists are read often, their files rarely.
    """

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content: "models.Field[Any, Any]" = SealedBytesField()

    def __str__(self) -> str:
        return str(self.batch_id)


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
    cells: "models.Field[Any, Any]" = SealedJSONField()
    # The values as they were understood; null when the row fails.
    values: "models.Field[Any, Any]" = SealedJSONField(null=True)
    state = models.CharField(max_length=10, choices=RowState.choices)
    # [{"field", "code", "words", "weight"}] in the language of the uploader; words hold no identity number.
    remarks = models.JSONField(default=list)
    registration_id = models.UUIDField(null=True)
    # A commit has still to write it: not so for rows that fail, repeat another, or are registered.
    is_waiting = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="import_row_state_is_known"),
            models.UniqueConstraint(fields=["batch", "number"], name="one_row_per_line_of_a_list"),
        ]
        indexes: ClassVar = [
            # Tabs of the preview.
            models.Index(fields=["batch", "state", "number"], name="rows_of_list_by_state"),
            # What a commit has still to do; empty most of the time.
            models.Index(fields=["batch", "number"], name="rows_to_write", condition=Q(is_waiting=True)),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
