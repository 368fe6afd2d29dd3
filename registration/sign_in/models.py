"""Citizens' accounts: a phone that proved itself by a code. An account is not a person (law 1)."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CitizenAccount(models.Model):
    """A phone by which somebody looks after persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = models.CharField(_("số điện thoại"), max_length=16, unique=True)
    language = models.CharField(max_length=5, default="vi")
    created_at = models.DateTimeField(default=timezone.now)

    actor_kind = "citizen"
    actor_title = "Công dân"
    is_authenticated = True

    def __str__(self) -> str:
        return str(self.id)

    @property
    def actor_id(self) -> uuid.UUID:
        return self.id


class OneTimeCode(models.Model):
    """A code sent to a phone; only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = models.CharField(max_length=16)
    code_hash = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phone", "-created_at"], name="codes_of_phone")]

    def __str__(self) -> str:
        return str(self.id)
