"""The network address of whoever asks."""

from typing import Any

from django.conf import settings


def address_of(request: Any) -> str:
    """The asker's address; behind our own proxy (HTTPS=1) the one that the proxy saw, which it wrote last.

    Without a proxy the header is the asker's own words, so it is not believed.
    """
    if settings.SECURE_PROXY_SSL_HEADER and (passed_on := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        return str(passed_on.rsplit(",", 1)[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
