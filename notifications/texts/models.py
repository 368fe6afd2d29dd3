"""Message texts as data, with versions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageText(models.Model):
    """One version of the words of a message kind in one language; the newest version is sent."""

    kind = models.CharField(_("loại tin"), max_length=40)
    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=[("vi", "Tiếng Việt"), ("en", "English")])
    version = models.PositiveSmallIntegerField(_("phiên bản"))
    # Python format fields name the variables: "{name} tiêm {vaccine}".
    body = models.TextField(_("nội dung"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "language", "version"], name="one_text_per_kind_language_and_version"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="a_text_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} v{self.version}"
