"""What every page shares: its context, and the answers to a lost form token."""
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hssk.accounts.access import held_roles
from hssk.accounts.roles import PERMISSIONS


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Names that layouts use: the demo banner, the hotline, and what the signed-in staff may do."""
    held = held_roles(getattr(request, "user", None))
    return {
        "demo": settings.DEMO,
        "hotline": settings.HOTLINE,
        "citizen": getattr(request, "citizen", None),
        "may": {str(what): True for role in held for what in PERMISSIONS[role.role]},
    }


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is gone (cookies off, or a page left open overnight)."""
    return render(request, "403_csrf.html", status=403)
