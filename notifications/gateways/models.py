"""What the development gateway keeps: the screens of invented phones. Never used in production."""

from django.db import models


class PhoneScreen(models.Model):
    """A text as a phone would have shown it (development gateway only)."""

    reference = models.UUIDField(unique=True)
    to_phone = models.CharField(max_length=16, db_index=True)
    text = models.TextField()
    encoding = models.CharField(max_length=5)
    parts = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.to_phone} {self.sent_at:%H:%M}"
