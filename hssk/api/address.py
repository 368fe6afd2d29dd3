"""The network address of whoever asks."""

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The peer's address. Behind a proxy, the proxy must set it (see docs/operating.md): headers can be forged."""
    return str(request.META.get("REMOTE_ADDR", ""))
