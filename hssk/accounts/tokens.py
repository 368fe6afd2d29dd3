"""Bearer tokens: issue, recognise, withdraw."""

import hashlib
import secrets
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from hssk.accounts.models import AccessToken, User

LIFETIME = timedelta(hours=12)


def staff_by_id(subject_id: uuid.UUID) -> User | None:
    """The active member of staff with this id."""
    return User.objects.filter(pk=subject_id, is_active=True).first()


# Kind of principal to the function that finds it; apps above add theirs (see registration.sign_in).
PRINCIPALS: dict[str, Callable[[uuid.UUID], Any]] = {"staff": staff_by_id}


def hashed(key: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(key.encode()).digest()


def issue_token(principal: Any) -> str:
    """A new token for `principal`, valid for 12 hours; it cannot be read again later."""
    key = secrets.token_urlsafe(32)
    AccessToken.objects.create(
        key_hash=hashed(key),
        subject_kind=principal.actor_kind,
        subject_id=principal.actor_id,
        expires_at=timezone.now() + LIFETIME,
    )
    return key


def principal_of(key: str) -> tuple[Any, AccessToken] | None:
    """Who a live token stands for, or None."""
    token = AccessToken.objects.filter(key_hash=hashed(key), expires_at__gt=timezone.now()).first()
    if token is None:
        return None
    principal = PRINCIPALS[token.subject_kind](token.subject_id)
    return (principal, token) if principal else None


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        scheme, _space, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = principal_of(key.strip())
        if found is None:
            raise AuthenticationFailed(_("Phiên đăng nhập không hợp lệ hoặc đã hết hạn."))
        return found

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
