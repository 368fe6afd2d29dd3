"""Who read or changed whose record. Rows are only ever added; no foreign keys lead out."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing that somebody did, in words of the field (`dose.recorded`)."""

    at = models.DateTimeField(_("thời điểm"), auto_now_add=True)
    verb = models.CharField(_("việc"), max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    # Role and organisation as they were then: the person concerned reads this, years later too.
    actor_title = models.CharField(max_length=200, blank=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes: ClassVar = [
            # "Who looked at my record", newest first.
            models.Index(
                fields=["person_id", "-at"], name="audit_of_person", condition=models.Q(person_id__isnull=False)
            ),
            models.Index(fields=["subject_id"], name="audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
