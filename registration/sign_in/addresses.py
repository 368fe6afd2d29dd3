"""The network address that a request came from."""

from typing import Any

from django.conf import settings


def address_of(request: Any) -> str:
    """The asker's address; behind our own proxy (HTTPS=1) the one that the proxy saw, written last."""
    if settings.SECURE_PROXY_SSL_HEADER and (passed_on := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        return passed_on.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")
