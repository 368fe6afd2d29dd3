"""Messages: rows written by the change that causes them."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.kinds import KINDS


class State(models.TextChoices):
    """The life of a message."""

    QUEUED = "queued", _("chờ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    DELIVERED = "delivered", _("đã đến máy")
    FAILED = "failed", _("không gửi được")
    EXPIRED = "expired", _("quá hạn")
    WITHDRAWN = "withdrawn", _("đã thu hồi")
    UNCERTAIN = "uncertain", _("chưa rõ")


class MessageQuerySet(models.QuerySet["Message"]):
    """Reading messages, starting at a scope."""

    def visible_to(self, asker: Any) -> Self:
        """A citizen's: those sent to the phone that the account is, without one-time codes. Staff's: none yet."""
        phone = getattr(asker, "phone", "") if getattr(asker, "actor_kind", "") == "citizen" else ""
        secret = [kind.name for kind in KINDS.values() if kind.secret]
        return self.filter(to_phone=phone).exclude(kind__in=secret) if phone else self.none()


class Message(models.Model):
    """One message to one phone. It points back by kind and id, never by foreign key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What, about whom, which version: the same cause never makes two messages.
    cause = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    to_phone = models.CharField(_("số điện thoại"), max_length=16)
    language = models.CharField(max_length=5, default="vi")
    values = models.JSONField(default=dict)
    subject_id = models.UUIDField()
    priority = models.PositiveSmallIntegerField()
    not_before = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField()
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    text = models.TextField(blank=True)
    text_version = models.PositiveSmallIntegerField(null=True)
    encoding = models.CharField(max_length=5, blank=True)
    parts = models.PositiveSmallIntegerField(default=0)
    gateway = models.CharField(max_length=20, blank=True)
    gateway_ref = models.CharField(max_length=80, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="a_sent_message_says_when"
            ),
        ]
        indexes: ClassVar = [
            # The claim: most urgent first, then oldest; holds only what waits, so it stays small.
            models.Index(fields=["priority", "not_before"], name="messages_waiting", condition=Q(state="queued")),
            # The sweep: claimed and never finished.
            models.Index(fields=["claimed_at"], name="messages_in_flight", condition=Q(state="sending")),
            models.Index(fields=["to_phone", "-created_at"], name="messages_of_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
