"""Staff accounts, the roles they hold, and the tokens of programs acting for a principal."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import Role
from hssk.areas.models import AdministrativeUnit


class StaffAccounts(BaseUserManager["User"]):
    """Making staff accounts."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A staff account with a hashed password."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff. Citizens have accounts of their own (registration.sign_in)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    # Role and organisation in words, kept with every audit entry.
    title = models.CharField(_("chức danh"), max_length=200, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=16, blank=True)
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = StaffAccounts()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def actor_kind(self) -> str:
        return "staff"

    @property
    def actor_id(self) -> uuid.UUID:
        return self.id

    @property
    def actor_title(self) -> str:
        return self.title or self.full_name


class RoleGrant(models.Model):
    """A role that a member of staff holds in an area. Roles in a facility: vaccination.facilities."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    area = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_live_grant_per_user_role_and_area",
                violation_error_message=_("Người này đã có vai trò đó tại địa bàn này."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.area_id}"


class AccessToken(models.Model):
    """A bearer token; only its hash is kept. The subject is named by kind and id: staff or citizen."""

    key_hash = models.BinaryField(max_length=32, unique=True)
    subject_kind = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id"], name="tokens_of_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"
