"""Sending a write again returns the first result: the client's own id, or one made from its Idempotency-Key."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from hssk.refusals import Invalid

NAMESPACE = uuid.UUID("6f5f7c1e-6b1a-4a8e-9f0e-2b7d1c9a4e55")
LONGEST_KEY = 255


def client_id(request: Request, given: Any = None) -> uuid.UUID:
    """The id under which this write is known.

    `given` is the body's `id`; else `Idempotency-Key` together with who sends it and where to; else a
    fresh one, and the write is not repeatable.
    """
    if given:
        return given if isinstance(given, uuid.UUID) else uuid.UUID(str(given))
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return uuid.uuid4()
    if len(key) > LONGEST_KEY:
        raise Invalid(_("Idempotency-Key quá dài."), fields={"Idempotency-Key": _("Tối đa 255 ký tự.")})
    who = getattr(request.user, "actor_id", None)
    return uuid.uuid5(NAMESPACE, f"{who}|{request.method}|{request.path}|{key}")
